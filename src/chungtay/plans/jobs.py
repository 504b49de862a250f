"""Reading that a page should not wait for: scans and PDFs go through converters that take seconds a page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.documents.keeping import read_kept
from chungtay.documents.models import StoredFile
from chungtay.jobs.asking import asker
from chungtay.jobs.progress import Progress
from chungtay.jobs.registry import job
from chungtay.kit.clock import now
from chungtay.plans.uploads import KIND, Given, already_read, read_upload


@job(KIND, doing=gettext_lazy("Đã đọc %(done)s/%(total)s trang"))
def read_plan(work: Progress, *, stored: list[int]) -> dict[str, Any]:
    """Reads kept files into one draft; the same files again give the draft that they already have."""
    reader = asker(work)
    files = [reader.get(StoredFile, pk=pk) for pk in stored]
    done = already_read(files)
    if done is None:
        plan = read_upload(
            locality=files[0].locality, files=[_given(file) for file in files], by=reader, at=now(), told=work.step
        )
        done = plan.current
    work.step(work.total or 1, work.total or 1)
    return {"url": reverse("plans:detail", args=[done.plan_id]), "label": _("Đối chiếu kế hoạch vừa đọc")}


def _given(file: StoredFile) -> Given:
    return Given(file.name, file.media_type, read_kept(file))
