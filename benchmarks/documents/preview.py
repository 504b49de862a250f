"""Server time of the preview after a keystroke, beside LibreOffice converting the same draft's Word file.

    python benchmarks/documents/preview.py

The request is the page's own: the whole form of a draft goes through the reading of the form, the typesetter and the
pictures of its pages, and the answer holds the fragment that htmx puts in. Every request changes one field, so nothing
is answered from memory alone. CPU milliseconds of this process; goal: 150 ms in the middle of the runs, for a letter
and for the longest paper of a movement. The exit code is 1 when it is missed.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "paperwork")]
OWN = tempfile.TemporaryDirectory(prefix="chungtay-preview-")  # gone when the script ends
os.environ.setdefault("CHUNGTAY_DATA", OWN.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
os.environ.setdefault("CHUNGTAY_TODAY", "2025-12-02")

import django  # noqa: E402

django.setup()

import soffice  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from form_of_page import form_of  # noqa: E402

from chungtay.accounts.models import User  # noqa: E402
from chungtay.demo.movements import load_movement, worker  # noqa: E402
from chungtay.demo.people import PLACES  # noqa: E402
from chungtay.kit.clock import now, today  # noqa: E402
from chungtay.movements.models import Movement  # noqa: E402
from chungtay.paperwork import preview  # noqa: E402
from chungtay.paperwork.actions import open_draft  # noqa: E402

GOAL = 150  # ms
RUNS = 15
KINDS = (("cong-van-don-doc", "subject"), ("bao-cao-so-ket", "title"), ("bao-cao-tong-ket", "title"))


def main() -> int:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    movement = Movement.objects.filter(locality__code=PLACES[4].code).first() or load_movement(PLACES[4])
    clerk = worker(movement.locality, "canbo", today())
    client = Client()
    client.force_login(User.objects.get(username=f"canbo.{PLACES[4].login}"))
    office, slow = soffice.find(), False
    print(f"{'văn bản':22}{'trang':>6}{'xem trước, ms CPU (giữa, nhiều nhất)':>40}{'LibreOffice, ms CPU':>24}")
    for kind, field in KINDS:
        draft = open_draft(movement=movement, kind=kind, topic="", by=clerk, at=now(), on=today())
        sent = form_of(client.get(f"/giay-to/nhap/{draft.pk}/").content.decode())
        spent = []
        for number in range(RUNS + 2):
            body = sent | {field: f"{sent[field]} {number}"}
            begun = time.process_time()
            answer = client.post(f"/giay-to/nhap/{draft.pk}/xem", body)
            spent.append((time.process_time() - begun) * 1000)
            assert answer.status_code == 200
            assert b"data:image/png" in answer.content
        warm = spent[2:]
        middle, most = statistics.median(warm), max(warm)
        slow = slow or middle > GOAL
        pages = preview.look(kind, draft.data, at=now()).count
        theirs = "không có"
        if office:
            cpu, _count = soffice.convert(office, [preview.docx(draft.locality, kind, draft.data)])
            theirs = f"{cpu * 1000:.0f}"
        print(f"{kind:22}{pages:>6}{f'{middle:.0f}, {most:.0f}':>40}{theirs:>24}")
    print(f"Mức: {GOAL} ms ở giữa. {'Chưa đạt' if slow else 'Đạt'}.")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
