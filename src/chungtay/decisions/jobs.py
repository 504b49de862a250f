"""Print runs that are too long for a page to wait for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.decisions.models import Decision
from chungtay.decisions.printing import file_each, print_certificate, print_run
from chungtay.decisions.queries import certificates_of
from chungtay.documents.actions import store_file
from chungtay.jobs.asking import asker
from chungtay.jobs.progress import Progress
from chungtay.jobs.registry import job
from chungtay.kit.clock import now
from chungtay.stationery.models import Printer
from chungtay.typesetting import Border

KIND = "certificate-run"
MEDIA_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@job(KIND, doing=gettext_lazy("Đang soạn %(done)s/%(total)s giấy khen"))
def run_certificates(
    work: Progress, *, decision: int, chosen: list[int], border: str, right: str, down: str,
    printer: int | None = None, bundle: str = "pdf",
) -> dict[str, Any]:  # fmt: skip
    """First prints what is not printed yet, one by one, then sets the whole run as one PDF, or as one ZIP."""
    reader = asker(work)
    thing = Decision.objects.get(pk=decision, locality__in=reader.locality_ids)
    rows = list(certificates_of(thing).filter(pk__in=chosen))
    for number, certificate in enumerate(rows, start=1):
        if number <= work.done or certificate.state != "prepared":
            continue
        with work.saving(number, len(rows)):
            print_certificate(certificate=certificate, by=reader, at=now())
    rows = list(certificates_of(thing).filter(pk__in=chosen))
    used = Printer.objects.filter(locality=thing.locality, pk=printer).first() if printer else None
    offset = (Decimal(right), Decimal(down))
    make = file_each if bundle == "zip" else print_run
    content = make(thing, rows, border=Border(border), offset_mm=offset, printer=used)
    stored = store_file(
        locality=thing.locality, name=run_name(thing, bundle), media_type=MEDIA_TYPES[bundle], content=content, at=now()
    )
    url = f"{reverse('decisions:certificates', args=[thing.pk])}?tep={stored.pk}"
    label = _("Tải %(count)s tệp (ZIP)") if bundle == "zip" else _("Mở bản in %(count)s giấy khen")
    return {"url": url, "label": label % {"count": len(rows)}}


def run_name(decision: Decision, bundle: str = "pdf") -> str:
    """Name of a stored run; it also says which decision may show it."""
    return f"giay-khen-quyet-dinh-{decision.pk}.{bundle}"
