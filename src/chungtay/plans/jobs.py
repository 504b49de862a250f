"""Reading that a page should not wait for: scans and PDFs go through converters that take seconds a page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.documents.models import StoredFile
from chungtay.jobs.asking import asker
from chungtay.jobs.progress import Progress
from chungtay.jobs.registry import job
from chungtay.kit.clock import now
from chungtay.plans.actions import read_upload
from chungtay.plans.models import PlanVersion

KIND = "read-plan"


@job(KIND, doing=gettext_lazy("Đang đọc kế hoạch; bản quét mất vài giây một trang"))
def read_plan(work: Progress, *, stored: int) -> dict[str, Any]:
    """Reads one kept file into a draft; the same file again gives the draft that it already has."""
    reader = asker(work)
    file = reader.get(StoredFile, pk=stored)
    done = PlanVersion.objects.filter(source_file=file).order_by("pk").first()
    if done is None:
        with file.file.open("rb") as opened:
            content = opened.read()
        plan = read_upload(
            locality=file.locality, name=file.name, media_type=file.media_type, content=content, by=reader, at=now()
        )
        done = plan.current
    work.step(1, 1)
    return {"url": reverse("plans:detail", args=[done.plan_id]), "label": _("Đối chiếu kế hoạch vừa đọc")}
