"""Certificates on paper: printed once and counted, printed again only with a reason, handed over on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from chungtay import typesetting
from chungtay.audit.actions import record
from chungtay.decisions import papers
from chungtay.decisions.models import Certificate, Decision
from chungtay.documents.actions import number_of, store_file
from chungtay.kit.errors import UserError
from chungtay.kit.states import move
from chungtay.localities.access import Reader
from chungtay.typesetting import Border

MOST_AT_ONCE = 50  # beyond that a print run is work for the background, not for a page that somebody waits for


@transaction.atomic
def print_certificates(*, certificates: Sequence[Certificate], by: Reader, at: dt.datetime) -> None:
    """Counts the first print of each and keeps its bytes. One that is printed already is refused: see `reissue`."""
    for certificate in certificates:
        print_certificate(certificate=certificate, by=by, at=at)


@transaction.atomic
def print_certificate(*, certificate: Certificate, by: Reader, at: dt.datetime) -> Certificate:
    """The first print of one certificate."""
    locked = Certificate.locked(certificate.pk)
    decision = locked.award.decision
    if locked.state in ("printed", "handed_over", "reissued"):
        raise UserError(
            _("Giấy khen của %(name)s đã in rồi. Hỏng hoặc mất thì dùng “In lại”, ghi lý do.")
            % {"name": locked.award.name}
        )
    before = locked.state
    numbered = bool(decision.document and number_of(decision.document))
    row = move(locked, "print", roles=by.role_codes, facts={"decision_numbered": numbered})
    locked.printed_at, locked.prints = at, locked.prints + 1
    locked.pdf = store_file(
        locality=decision.locality, name=f"giay-khen-{locked.code}.pdf", media_type="application/pdf",
        content=sheets([locked], timestamp=at), at=at,
    )  # fmt: skip
    locked.save_next("state", "printed_at", "prints", "pdf")
    record(row.event, by=by, at=at, scope=decision.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state, "sha256": locked.pdf.sha256})  # fmt: skip
    return locked


@transaction.atomic
def reissue_certificate(*, certificate: Certificate, reason: str, by: Reader, at: dt.datetime) -> Certificate:
    """Prints a certificate again (damaged, lost, misprint): same bytes, same number in the golden book (R-91)."""
    locked = Certificate.locked(certificate.pk)
    before = locked.state
    row = move(locked, "reissue", roles=by.role_codes, facts={"reason_recorded": bool(reason.strip())})
    locked.prints += 1
    locked.save_next("state", "prints")
    record(row.event, by=by, at=at, scope=locked.award.decision.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state, "prints": locked.prints}, note=reason)  # fmt: skip
    return locked


@transaction.atomic
def hand_over_certificate(*, certificate: Certificate, on: dt.date, by: Reader, at: dt.datetime) -> Certificate:
    """Records the day on which it was given: not before its decision, not in the future."""
    locked = Certificate.locked(certificate.pk)
    document = locked.award.decision.document
    if document and document.issued_on and on < document.issued_on:
        raise UserError(
            _("Ngày trao không thể trước ngày quyết định %(day)s. Xem lại ngày.")
            % {"day": f"{document.issued_on:%d/%m/%Y}"},
            field="on",
        )
    if on > at.date():
        raise UserError(_("Ngày trao không thể sau hôm nay. Ghi sau khi đã trao."), field="on")
    before = locked.state
    row = move(locked, "hand_over", roles=by.role_codes, facts={"handover_recorded": True})
    locked.handed_over_on = on
    locked.save_next("state", "handed_over_on")
    record(row.event, by=by, at=at, scope=locked.award.decision.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state, "on": on})  # fmt: skip
    return locked


def verify_url(code: str) -> str:
    """The address in the QR code: short and upper case, so that the code stays coarse and scans from worn paper.

    Host names have no case, and the page answers to any.
    """
    return f"{settings.BASE_URL}/K/{code}".upper()


def certificate_data(certificate: Certificate) -> dict[str, Any]:
    """What the certificate prints, from the same rows as the decision's list."""
    return papers.certificate(certificate, verify_url(certificate.code))


def sheets(
    certificates: Sequence[Certificate], *, timestamp: dt.datetime, border: Border = Border.VECTOR,
    offset_mm: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0)),
) -> bytes:  # fmt: skip
    """The sheets of some certificates of one decision as one PDF; the same arguments give the same bytes.

    `offset_mm` (right, down) is for pre-printed paper. Raises `UserError` when a text does not fit its sheet.
    """
    data = papers.certificates([(certificate, verify_url(certificate.code)) for certificate in certificates])
    try:
        tree = typesetting.build("giay-khen", data)
        right, down = offset_mm
        return typesetting.render_certificates(
            tree.certificates, border=border, offset_mm=(float(right), float(down)), timestamp=timestamp
        )
    except typesetting.TypesettingError as error:
        raise UserError(_("Chưa in được giấy khen."), details=str(error).splitlines()) from error


def print_run(decision: Decision, certificates: Sequence[Certificate], *, border: Border,
              offset_mm: tuple[Decimal, Decimal]) -> bytes:  # fmt: skip
    """Certificates that are printed (again) in one go. One sheet with the house border is the stored original."""
    if len(certificates) == 1 and border is not Border.NONE and certificates[0].pdf is not None:
        with certificates[0].pdf.file.open("rb") as file:
            return bytes(file.read())
    printed = [certificate.printed_at for certificate in certificates if certificate.printed_at]
    return sheets(certificates, timestamp=max(printed, default=decision.created_at), border=border, offset_mm=offset_mm)
