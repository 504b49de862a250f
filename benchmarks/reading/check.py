"""CPU time of checking plans, with and without reading them. Run: python benchmarks/reading/check.py"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from chungtay.linter import check_plan, check_source
from chungtay.reading import Source, load, read_source

TESTS = Path(__file__).parents[2] / "tests"
CLEAN = next(TESTS.glob("seeds/002_*.txt"))
PLANS = [CLEAN, *sorted(TESTS.glob("transcripts/*.txt")), *sorted(TESTS.glob("seeds/00[014]_*.txt"))]
ROUNDS = 7
GOAL = 0.5
"""Seconds of CPU for reading and checking one clean plan (seed 002) once the law and the checks are loaded."""
DAY = dt.date(2026, 11, 21)


def cpu(work: Callable[[], object]) -> list[float]:
    """CPU seconds of each round; the first one is cold."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return times


def checking_only(source: Source) -> list[float]:
    reading = read_source(source)
    told = {path: vars(field) for path, field in reading.provenance.items()}
    return cpu(lambda: check_plan(reading.plan, told, source, on=DAY))


def main() -> int:
    """Prints cold and median of the whole, and the median of the checks alone, in CPU milliseconds; 1 when too slow."""
    missed = False
    for path in PLANS:
        source = load(path)
        whole = cpu(lambda source=source: check_source(source, on=DAY))
        alone = checking_only(source)
        found = len(check_source(source, on=DAY).findings)
        print(f"{path.name:30} {len(source.text):6} characters  {found:3} findings  first {whole[0] * 1000:6.0f} ms  "
              f"median {statistics.median(whole) * 1000:6.0f} ms  checks alone "
              f"{statistics.median(alone) * 1000:6.0f} ms CPU")  # fmt: skip
        if path == CLEAN:
            missed = statistics.median(whole) > GOAL
            print(f"{'':30} goal {GOAL * 1000:.0f} ms: {'MISSED' if missed else 'kept'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
