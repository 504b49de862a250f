"""Long work on papers: collecting a round into one archive."""

from __future__ import annotations

import tempfile
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.accounts.roles import Permission
from chungtay.documents.bundle import KIND, Piece, write_bundle
from chungtay.documents.keeping import store_stream
from chungtay.jobs.asking import asker
from chungtay.jobs.models import Job
from chungtay.jobs.progress import Progress
from chungtay.jobs.registry import job
from chungtay.kit.text import slugify

ZIP = "application/zip"


@job(KIND, doing=gettext_lazy("Đang gom %(done)s/%(total)s văn bản"))
def collect_bundle(work: Progress, *, title: str, pieces: list[dict[str, Any]]) -> dict[str, Any]:
    """Collects the pieces and keeps the archive; begun again it makes the same bytes."""
    reader = asker(work)
    reader.must(Permission.READ_DOCUMENTS)
    asked_at = timezone.localtime(Job.objects.values_list("created_at", flat=True).get(pk=work.job_id))
    with tempfile.TemporaryFile() as out:
        write_bundle(
            out, title=title, pieces=[Piece(**piece) for piece in pieces], reader=reader, at=asked_at, step=work.step
        )
        stored = store_stream(
            locality=reader.locality, name=f"{slugify(title) or 'ho-so'}.zip", media_type=ZIP, source=out, at=asked_at
        )
    return {"url": reverse("documents:bundle", args=[stored.pk]), "label": _("Tải gói hồ sơ")}
