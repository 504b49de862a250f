"""CPU time and peak memory of reading one clean plan. Run: python benchmarks/reading/read_clean.py"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from pathlib import Path

from chungtay.reading import load, read_source

TESTS = Path(__file__).parents[2] / "tests"
PLANS = [*sorted(TESTS.glob("seeds/002_*.txt")), *sorted(TESTS.glob("transcripts/*.txt")),
         *sorted(TESTS.glob("reading/restored/*.txt"))]  # fmt: skip
ROUNDS = 5
GOAL, MEMORY = 0.5, 300
"""Seconds of CPU a plan may take, MiB of memory."""


def main() -> int:
    """Prints the first (cold) and the median reading of each plan, in CPU milliseconds, and the peak memory.

    Gives 1 when a plan takes longer or the process more than allowed.
    """
    worst = 0.0
    for path in PLANS:
        source = load(path)
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            read_source(source)
            times.append(time.process_time() - start)
        worst = max(worst, *times)
        print(f"{path.name:32} {len(source.text):6} characters  first {times[0] * 1000:6.0f} ms  "
              f"median {statistics.median(times) * 1000:6.0f} ms CPU")  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"slowest reading {worst * 1000:.0f} ms CPU (goal {GOAL * 1000:.0f}); "
          f"peak memory {peak:.0f} MiB (goal {MEMORY})")  # fmt: skip
    return int(worst > GOAL or peak > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
