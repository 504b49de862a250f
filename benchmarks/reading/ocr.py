"""Errors and processor time of reading scanned plans. Run: python benchmarks/reading/ocr.py [--quick]

The pages are made here: three plans set in Times metrics, then printed, stamped, signed and scanned in colour, so that
the truth is known. Real scans are worse; the goal is for pages with a stamp at 200 dpi.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from rapidfuzz.distance import Levenshtein

from chungtay.reading.fold import fold
from chungtay.reading.intake import decode
from reading.files import papers, scans

GOAL_CER, GOAL_SECONDS = 1.0, 3.0
"""Wrong characters in per cent, CPU seconds a page."""
CONDITIONS = (
    ("light, 200 dpi", {"dpi": 200, "stamp": False}),
    ("stamp, 200 dpi", {"dpi": 200, "stamp": True}),
    ("stamp, 300 dpi", {"dpi": 300, "stamp": True}),
    ("heavy, 200 dpi", {"dpi": 200, "stamp": True, "heavy": True}),
    ("heavy, 300 dpi", {"dpi": 300, "stamp": True, "heavy": True}),
)


def flat(text: str) -> str:
    """Words in order, for comparing."""
    return " ".join(text.split())


def accents(truth: str, read: str) -> float:
    """Per cent of the accented letters of the truth that were read exactly."""
    right = all_ = 0
    for op in Levenshtein.opcodes(truth, read):
        for i in range(op.src_start, op.src_end):
            if truth[i].isalpha() and truth[i] != fold(truth[i]) and truth[i].lower() != fold(truth[i]):
                all_ += 1
                right += op.tag == "equal"
    return 100 * right / all_


def cpu() -> float:
    """Processor seconds of the children that have ended."""
    used = os.times()
    return used.children_user + used.children_system


def main() -> int:
    """Prints a line for each condition, and whether the goal for stamped pages at 200 dpi is met; 1 when it is not."""
    met = True
    quick = "--quick" in sys.argv
    for name, options in CONDITIONS[1:2] if quick else CONDITIONS:
        wrong = length = number = 0
        seconds = marks = 0.0
        plans = ("002",) if quick else ("000", "002", "003")
        for turn, code in enumerate(plans):
            paper = papers.plan(code)
            pictures = scans.pages(paper.pdf(), int(options["dpi"]))
            made = [scans.scanned(p, seed=turn * 7 + i, **options) for i, p in enumerate(pictures)]  # type: ignore[arg-type]
            data = scans.pdf_of(made, int(options["dpi"]))
            before = cpu()
            text = flat(decode(data, name=f"{code}.pdf").text)
            seconds += cpu() - before
            truth = flat(paper.text)
            wrong += Levenshtein.distance(truth, text)
            length += len(truth)
            marks += accents(truth, text)
            number += len(made)
        rate, each = 100 * wrong / length, seconds / number
        print(f"{name:16} {number:3} pages  CER {rate:5.2f} %  accented letters right {marks / len(plans):6.2f} %  "
              f"{each:4.1f} CPU s a page", flush=True)  # fmt: skip
        if name.startswith("stamp, 200"):
            met = rate <= GOAL_CER and each <= GOAL_SECONDS
            print(f"{'':16} goal (CER {GOAL_CER} %, {GOAL_SECONDS} CPU s): {'met' if met else 'NOT met'}", flush=True)
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
