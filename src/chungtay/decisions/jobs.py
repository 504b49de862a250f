"""Print runs and handing over that are too long for a page to wait for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.decisions import printing
from chungtay.decisions.models import Certificate, Decision
from chungtay.decisions.queries import sheets_of
from chungtay.documents.actions import store_file
from chungtay.jobs.asking import asker
from chungtay.jobs.progress import Progress
from chungtay.jobs.registry import job
from chungtay.kit.clock import now
from chungtay.kit.errors import UserError
from chungtay.stationery.models import Printer
from chungtay.typesetting import Border

KIND, HAND_OVER = "certificate-run", "certificate-hand-over"
MEDIA_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}
_SEEN_AT_ONCE = 200  # not law: texts measured between two signs of progress
_NAMED = 10  # not law: names told in one sentence


@job(KIND, doing=gettext_lazy("Đang soạn %(done)s/%(total)s giấy khen"))
def run_certificates(
    work: Progress, *, decision: int, chosen: list[int], border: str, right: str, down: str,
    printer: int | None = None, bundle: str = "pdf", again: dict[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Counts every sheet, one by one, then sets the whole run in the order of `chosen` as one PDF, or as one ZIP.

    `again`: the reason, and whether the sheets before were handed over; None for a first print. What does not fit is
    told before anything is counted. A sheet that somebody else printed meanwhile is left out: it has its paper.
    """
    reader = asker(work)
    thing = Decision.objects.select_related("locality", "document__register_entry").get(
        pk=decision, locality__in=reader.locality_ids
    )
    rows = sheets_of(thing, chosen)
    if not work.done:
        _refuse_what_does_not_fit(work, [row for row in rows if row.pdf is None], Border(border))
    for number, certificate in enumerate(rows, start=1):
        if number <= work.done:
            continue
        with work.saving(number, len(rows)):
            if again is not None:
                printing.print_again(certificate=certificate, by=reader, at=now(), run=work.job_id, **again)
            elif certificate.state == "prepared":
                _print(certificate, work, reader)
    work.step(len(rows), len(rows), _("Đang ghép tệp in"))
    mine = [row for row in sheets_of(thing, chosen) if row.run == work.job_id]
    if not mine:
        raise UserError(_("Các giấy này đã in ở lượt khác. Mở tệp PDF ở dòng của từng người."))
    used = Printer.objects.filter(locality=thing.locality, pk=printer).first() if printer else None
    make = printing.file_each if bundle == "zip" else printing.print_run
    content = make(thing, mine, border=Border(border), offset_mm=(Decimal(right), Decimal(down)), printer=used)
    stored = store_file(
        locality=thing.locality, name=run_name(thing, bundle), media_type=MEDIA_TYPES[bundle], content=content, at=now()
    )
    url = f"{reverse('decisions:certificates', args=[thing.pk])}?tep={stored.pk}"
    label = _("Tải %(count)s tệp (ZIP)") if bundle == "zip" else _("Mở bản in %(count)s giấy khen")
    return {"url": url, "label": label % {"count": len(mine)}}


def _print(certificate: Certificate, work: Progress, reader: Any) -> None:
    """The first print, unless it happened elsewhere since the list was read."""
    if Certificate.objects.filter(pk=certificate.pk, state="prepared").exists():
        printing.print_certificate(certificate=certificate, by=reader, at=now(), run=work.job_id)


def _refuse_what_does_not_fit(work: Progress, waiting: Sequence[Certificate], border: Border) -> None:
    over: list[str] = []
    for begin in range(0, len(waiting), _SEEN_AT_ONCE):
        work.step(0, len(waiting), _("Đang xem chữ có vừa trang không"))
        part = waiting[begin : begin + _SEEN_AT_ONCE]
        over += [
            f"{certificate.award.ordinal}. {certificate.award.name} ({fit.part.lower()})"
            for certificate, fit in printing.fits(part, border=border)
            if fit.how == "over"
        ]
    if over:
        more = f"; … (+{len(over) - _NAMED})" if len(over) > _NAMED else ""
        raise UserError(
            _("Chưa in giấy nào: chữ không đặt vừa trang ở số %(names)s. Ghi đính chính cho gọn lại, hoặc in riêng các "
              "số khác.") % {"names": "; ".join(over[:_NAMED]) + more}
        )  # fmt: skip


@job(HAND_OVER, doing=gettext_lazy("Đã ghi trao %(done)s/%(total)s giấy khen"))
def record_hand_over(work: Progress, *, decision: int, chosen: list[int], on: str) -> dict[str, Any]:
    """Records the day of handing over, one certificate after the other."""
    reader = asker(work)
    thing = Decision.objects.select_related("locality", "document").get(pk=decision, locality__in=reader.locality_ids)
    rows = sheets_of(thing, chosen)
    for number, certificate in enumerate(rows, start=1):
        if number <= work.done or certificate.state == "handed_over":
            continue
        with work.saving(number, len(rows)):
            printing.hand_over_certificate(certificate=certificate, on=dt.date.fromisoformat(on), by=reader, at=now())
    return {"url": f"{reverse('decisions:detail', args=[thing.pk])}#giay-khen", "label": _("Về trang quyết định")}


def run_name(decision: Decision, bundle: str = "pdf") -> str:
    """Name of a stored run; it also says which decision may show it."""
    return f"giay-khen-quyet-dinh-{decision.pk}.{bundle}"
