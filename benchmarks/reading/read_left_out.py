"""How much of the damaged plans is read when the restoration never saw them, and what it costs.

    PYTHONPATH=src python benchmarks/reading/read_left_out.py --pairs damage.tsv [--tables FOLDER] [PLAN ...]

For each plan tables are built without it (tools/build_restoration.py tables --exclude), as in
restore_leave_one_out.py: neither its transcript nor its gold, nor sentences of this repository that only it says.
`--tables` takes a folder of such tables (000.bin …) made before. Prints the left-out score, the one with the shipped
tables, and made plans and their scans, which no table ever saw. Scored by tests/score_plan.py.
"""

# ruff: noqa: E402 (the folders of the build and of the tests are added before they are imported)
from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
sys.path[:0] = [str(ROOT / "tools"), str(TESTS), str(TESTS / "reading")]

from made.plans import made

from chungtay.reading import load, read
from chungtay.reading.reader import read_restored
from chungtay.reading.restoration import Restorer, restore
from score_plan import load as load_gold
from score_plan import score_plan

REQUIRED = 0.85
CLEAN, CLEAN_REQUIRED = "002", 0.92
SCANNED = TESTS / "reading" / "made" / "scanned"


def main() -> int:
    """Prints a line a plan; 1 when a required figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plans", nargs="*", default=["000", "001", "003", "004"])
    parser.add_argument("--pairs", type=Path, help="printed and read lines of the synthetic pages, made before")
    parser.add_argument("--tables", type=Path, help="folder of tables made before")
    args = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for plan in args.plans:
            tables = (args.tables or Path(folder)) / f"{plan}.bin"
            if not tables.exists():
                import build_restoration

                build_restoration.main(["tables", str(args.pairs), "--exclude", plan, "--out", str(tables)])
            source = load(next((TESTS / "seeds").glob(f"{plan}_*.txt")))
            gold = load_gold(TESTS / "gold" / f"{plan}.yaml")
            restorer = Restorer(tables)
            start = time.process_time()
            without = score_plan(gold, read_restored(source, restorer.restore).plan)
            seconds = time.process_time() - start
            shipped = score_plan(gold, read_restored(source, restore).plan)
            made_up = sorted({*invented(without), *invented(shipped)})
            print(f"{plan}  left out {without['total']:.3f}  shipped tables {shipped['total']:.3f}  "
                  f"{seconds:.2f} s CPU  inventions {len(made_up)} {made_up or ''}")  # fmt: skip
            failed |= without["total"] < REQUIRED or bool(made_up)
    clean = next((TESTS / "seeds").glob(f"{CLEAN}_*.txt"))
    result = score_plan(load_gold(TESTS / "gold" / f"{CLEAN}.yaml"), read_restored(load(clean), restore).plan)
    print(f"{CLEAN}  clean {result['total']:.3f}  inventions {len(invented(result))}")
    failed |= result["total"] < CLEAN_REQUIRED or bool(invented(result))
    for unseen in (False, True):
        _made(unseen=unseen)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB, all tables in one process")
    return int(failed)


def invented(result: dict[str, Any]) -> list[str]:
    """Fields with a value where the gold has none."""
    return [name for name, field in result["fields"].items() if field["given"] and not field["expected"]]


def _made(*, unseen: bool) -> None:
    """Made plans, clean and scanned."""
    clean, scanned = [], []
    for number in range(24):
        plan = made(number, unseen=unseen)
        clean.append(score_plan(plan.plan, read(plan.text, name=plan.name).plan)["total"])
        path = SCANNED / f"{plan.name}.txt"
        if path.exists():
            scanned.append(score_plan(plan.plan, read(path.read_text(encoding="utf-8"), name=plan.name).plan)["total"])
    for what, totals in (("clean", clean), ("scanned", scanned)):
        print(
            f"made plans, {'unseen' if unseen else 'known'} wording, {what}: {len(totals)} plans, "
            f"mean {statistics.mean(totals):.3f}, least {min(totals):.3f}"
        )


if __name__ == "__main__":
    sys.exit(main())
