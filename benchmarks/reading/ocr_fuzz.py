"""Thousands of broken files against intake. Run: python benchmarks/reading/ocr_fuzz.py [FILES] [SEED]

Every file must be read or refused with a sentence; a crash stops the run and names its seed. At the end no temporary
folder may be left. The share of "Không đọc được tệp này" are converters that died and were caught.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from chungtay.reading.intake import UnreadableFile, decode
from chungtay.reading.intake.sandbox import FAILED, PREFIX
from reading.mutation import mutated
from reading.test_intake_limits import samples


def main() -> None:
    """Prints how many files were read, refused and caught."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    before = set(Path(tempfile.gettempdir()).glob(PREFIX + "*"))
    kinds = samples()
    count: Counter[str] = Counter()
    start = time.monotonic()
    for turn in range(files):
        data = mutated(kinds[turn % len(kinds)], random.Random(seed * 1_000_003 + turn))
        try:
            decode(data, name="x")
            count["read"] += 1
        except UnreadableFile as error:
            count["caught" if error.message == FAILED else "refused"] += 1
        except BaseException:
            print(f"crash at file {turn} of seed {seed}")
            raise
    left = set(Path(tempfile.gettempdir()).glob(PREFIX + "*")) - before
    print(f"{files} files in {time.monotonic() - start:.0f} s: {dict(count)}; temporary folders left: {len(left)}")
    sys.exit(bool(left))


if __name__ == "__main__":
    main()
