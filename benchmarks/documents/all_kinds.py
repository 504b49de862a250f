"""Every kind of paper for each of the five real movements: drafted from their rows, set as PDF and DOCX, and checked.

    python benchmarks/documents/all_kinds.py [KIND …]

Checked are the layout rules of Nghị định 30/2020 on both files, that the text can be searched and is NFC, the structure
that PDF/A asks for, and that the same clock gives the same bytes. Each movement is looked at twice: as it is in the
demonstration, and after its round was held to the end (meeting, decision, certificates, payments). A kind that another
room makes is taken from there; "–" where the movement has none, e.g. no award of the commune. The plans are printed in
the words that they were issued with: what the layout says of those words is counted apart and listed, a line for each.
The exit code is 1 when anything else is wrong, or when a kind was never made.
"""

from __future__ import annotations

import datetime as dt
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
from finished_rounds import finish  # noqa: E402
from paper_checks import faults  # noqa: E402

from chungtay.movements.models import Movement  # noqa: E402
from chungtay.typesetting import KINDS  # noqa: E402

PLAN = "ke-hoach"


def main() -> int:
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0, stdout=sys.stderr)
    found: dict[str, list[str]] = {kind: [] for kind in sys.argv[1:] or KINDS}
    made = dict.fromkeys(found, 0)
    started = time.process_time()
    look("Phong trào như bản mẫu có", found, made)
    for movement in movements():
        finish(movement, day=dt.date(movement.year, 12, 2))
    look("Sau khi xét xong đợt khen", found, made)
    own_words = found.pop(PLAN, [])
    wrong = [line for lines in found.values() for line in lines]
    never = [kind for kind, count in made.items() if not count]
    spent = time.process_time() - started
    total = sum(made.values())
    print(f"\n{total} văn bản, mỗi văn bản 2 lần PDF và 2 lần DOCX: {spent:.0f} s CPU, {len(wrong)} lỗi")
    for line in [*wrong, *(f"{kind}: không có văn bản nào" for kind in never)]:
        print("  " + line)
    own_words = list(dict.fromkeys(own_words))  # the same plan was looked at twice
    print(f"Lời văn của kế hoạch như đã ban hành: {len(own_words)} chỗ khác thể thức")
    for line in own_words:
        print("  " + line)
    return 1 if wrong or never else 0


def movements() -> list[Movement]:
    return list(Movement.objects.select_related("locality__parent", "plan", "plan_version").order_by("pk"))


def look(when: str, found: dict[str, list[str]], made: dict[str, int]) -> None:
    """Checks every paper of every kind and prints a row for each kind."""
    held = movements()
    print(f"{when:38}" + "".join(f"{m.locality.name:>14}" for m in held))
    for kind in found:
        cells = []
        for movement in held:
            papers = papers_of(movement, kind)
            made[kind] += len(papers)
            told = [
                f"{kind}, {movement.locality}, {paper.title}: {fault}"
                for paper in papers
                for fault in faults(kind, paper.make, on=paper.on)
            ]
            found[kind] += told
            cells.append("–" if not papers else f"{len(papers)} sai {len(told)}" if told else f"{len(papers)} đạt")
        print(f"{kind:38}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


if __name__ == "__main__":
    sys.exit(main())
