"""Every kind of paper for each of the five real movements: drafted from their rows, set as PDF and DOCX, and checked.

    python benchmarks/documents/all_kinds.py [KIND …]

Checked are the layout rules of Nghị định 30/2020 on both files, that the text can be searched and is NFC, the structure
that PDF/A asks for, and that the same clock gives the same bytes. A kind that another room makes is taken from there,
where the movement has come so far; "–" where it has not. The plans are printed in the words that they were issued with,
so what the layout says of those words is counted apart. The exit code is 1 when anything else is wrong.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "paperwork")]
OWN = tempfile.TemporaryDirectory(prefix="chungtay-kinds-")  # gone when the script ends
FOLDER = os.environ.setdefault("CHUNGTAY_DATA", OWN.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
os.environ.setdefault("CHUNGTAY_TODAY", "2025-12-02")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from drafted_kinds import papers_of  # noqa: E402
from paper_checks import faults  # noqa: E402

from chungtay.movements.models import Movement  # noqa: E402
from chungtay.typesetting import KINDS  # noqa: E402


def main() -> int:
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0, stdout=sys.stderr)
    movements = list(Movement.objects.select_related("locality__parent", "plan", "plan_version").order_by("pk"))
    wrong: list[str] = []
    own_words: list[str] = []
    papers = 0
    started = time.process_time()
    print(f"{'':38}" + "".join(f"{m.locality.name:>14}" for m in movements))
    for kind in sys.argv[1:] or KINDS:
        cells = []
        for movement in movements:
            made = papers_of(movement, kind)
            papers += len(made)
            found = [(paper, fault) for paper in made for fault in faults(kind, paper.make, on=paper.on)]
            told = [f"{kind}, {movement.locality}, {paper.title}: {fault}" for paper, fault in found]
            (own_words if kind == "ke-hoach" else wrong).extend(told)
            cells.append("–" if not made else f"{len(made)} sai {len(found)}" if found else f"{len(made)} đạt")
        print(f"{kind:38}" + "".join(f"{cell:>14}" for cell in cells), flush=True)
    spent = time.process_time() - started
    print(f"\n{papers} văn bản, mỗi văn bản 2 lần PDF và 2 lần DOCX: {spent:.0f} s CPU, {len(wrong)} lỗi")
    for line in wrong:
        print("  " + line)
    print(f"Lời văn của kế hoạch như đã ban hành: {len(own_words)} chỗ khác thể thức")
    for line in own_words:
        print("  " + line)
    return 1 if wrong or not papers else 0


if __name__ == "__main__":
    sys.exit(main())
