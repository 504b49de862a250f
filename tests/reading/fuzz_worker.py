"""Runs mutated files through one converter within its limits: hundreds in the time that one sandbox takes.

    python fuzz_worker.py KIND SAMPLE FIRST LAST     prints a line when done; dies with the number of the file otherwise

A converter may refuse, or run out of memory or depth; every other exception is a fault.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from chungtay.reading.intake.source import UnreadableFile, assemble
from chungtay.reading.intake.worker import converter, limit
from reading.mutation import mutated


def main() -> None:
    """The sample is the file `sample` of the working folder; every mutation is written over `input`."""
    kind, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    data = Path("sample").read_bytes()
    run = converter(kind, keep=True)
    limit(kind)
    os.environ["PATH"] = ""  # no OCR: the picture is opened, cleaned and handed on, which is all that its bytes reach
    read = refused = 0
    for turn in range(first, last):
        Path("at").write_text(str(turn), encoding="ascii")
        Path("input").write_bytes(mutated(data, random.Random(turn)))
        try:
            done = run(Path("input"))
            assemble(done.pages, name="x", warnings=done.warnings, glue="\n" if done.glue else "")
            read += 1
        except (UnreadableFile, MemoryError, RecursionError):
            refused += 1
    print(read, refused)


if __name__ == "__main__":
    main()
