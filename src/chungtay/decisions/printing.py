"""Certificates on paper: printed once and counted, printed again only with a reason, handed over on a day."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from chungtay import typesetting
from chungtay.audit.actions import record
from chungtay.decisions import papers
from chungtay.decisions.models import Award, Certificate, Decision
from chungtay.documents.actions import number_of, store_file
from chungtay.documents.keeping import read_kept
from chungtay.kit.errors import UserError
from chungtay.kit.states import move
from chungtay.kit.text import slugify
from chungtay.localities.access import Reader
from chungtay.stationery import queries as stationery
from chungtay.stationery.models import CertificateArt, Printer
from chungtay.typesetting import Border, Design, Fit

MOST_AT_ONCE = 50  # beyond that a print run is work for the background, not for a page that somebody waits for
_ART = "+b"  # template_version of a sheet in the commune's own art: v2024+b3 is its third version


@transaction.atomic
def print_certificates(*, certificates: Sequence[Certificate], by: Reader, at: dt.datetime) -> None:
    """Counts the first print of each and keeps its bytes. One that is printed already is refused: see `print_again`."""
    for certificate in certificates:
        print_certificate(certificate=certificate, by=by, at=at)


@transaction.atomic
def print_certificate(*, certificate: Certificate, by: Reader, at: dt.datetime, run: int | None = None) -> Certificate:
    """The first print of one certificate, or the first of its corrected words. `run`: the background job at work."""
    locked = _locked(certificate)
    decision = locked.award.decision
    if locked.state in ("printed", "handed_over", "reissued"):
        raise UserError(
            _("Giấy khen của %(name)s đã in rồi. Hỏng hoặc mất thì dùng “In lại”, ghi lý do.")
            % {"name": locked.award.name}
        )
    before = locked.state
    numbered = bool(decision.document and number_of(decision.document))
    row = move(locked, "print", roles=by.role_codes, facts={"decision_numbered": numbered})
    locked.printed_at, locked.prints, locked.run = at, locked.prints + 1, run
    art = stationery.art_in_use(decision.locality)
    locked.template_version = typesetting.TEMPLATE_VERSIONS["giay-khen"] + (f"{_ART}{art.number}" if art else "")
    locked.pdf = store_file(
        locality=decision.locality, name=f"giay-khen-{locked.code}.pdf", media_type="application/pdf",
        content=sheets([locked], timestamp=at), at=at,
    )  # fmt: skip
    locked.save_next("state", "printed_at", "prints", "run", "pdf", "template_version")
    after = {"state": locked.state, "prints": locked.prints, "sha256": locked.pdf.sha256}
    record(row.event, by=by, at=at, scope=decision.locality.code, subject=locked, before={"state": before}, after=after)
    return locked


def _locked(certificate: Certificate) -> Certificate:
    """The row under lock with its line as it stands now; the decision of the line is read once for a whole run."""
    locked = Certificate.locked(certificate.pk)
    locked.award = Award.objects.select_related("nomination__person").get(pk=locked.award_id)
    known = certificate._state.fields_cache.get("award")
    if isinstance(known, Award) and "decision" in known._state.fields_cache:
        locked.award.decision = known.decision
    return locked


@transaction.atomic
def print_again(
    *, certificate: Certificate, handed_over: bool, reason: str, by: Reader, at: dt.datetime, run: int | None = None
) -> Certificate:
    """Another sheet of a printed certificate: same bytes, same number in the golden book (R-91).

    `handed_over` False: the sheet before never left the office (a jam, a smear), so the public hears nothing of it.
    True: it did, and the public page says that there is a newer one. One that was handed over by the books did.
    """
    locked = _locked(certificate)
    before = locked.state
    verb = "reissue" if handed_over or before == "handed_over" else "print_again"
    row = move(locked, verb, roles=by.role_codes, facts={"reason_recorded": bool(reason.strip())})
    locked.prints, locked.run = locked.prints + 1, run
    locked.save_next("state", "prints", "run")
    record(row.event, by=by, at=at, scope=locked.award.decision.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state, "prints": locked.prints}, note=reason)  # fmt: skip
    return locked


def reissue_certificate(*, certificate: Certificate, reason: str, by: Reader, at: dt.datetime) -> Certificate:
    """Another sheet for one that was given away and is damaged or lost."""
    return print_again(certificate=certificate, handed_over=True, reason=reason, by=by, at=at)


@transaction.atomic
def hand_over_certificate(*, certificate: Certificate, on: dt.date, by: Reader, at: dt.datetime) -> Certificate:
    """Records the day on which it was given: not before its decision, not in the future."""
    locked = _locked(certificate)
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


def art_of(certificate: Certificate) -> CertificateArt | None:
    """The art in which a certificate was first printed; None: the standard sheet."""
    number = certificate.template_version.partition(_ART)[2]
    if not number:
        return None
    return stationery.arts_of(certificate.award.decision.locality).filter(number=int(number)).first()


def look(art: CertificateArt | None, border: Border) -> tuple[Border, Design]:
    """The border and design of sheets in an art. `border` NONE: words only, for pre-printed stock.

    On white paper an art made for stock has no ground of its own: the sheet is the house's, with the emblem. On stock
    an art made for white paper has no places: the words stand as on the house's sheet; the stock has its emblem.
    """
    on_stock = border is Border.NONE
    if art is None or (on_stock and art.paper == CertificateArt.Paper.WHITE):
        return border, Design()
    run = border is Border.PICTURE
    design = stationery.design_of(art, run=run)
    if on_stock:
        return border, design
    if art.paper == CertificateArt.Paper.STOCK:
        return border, Design(emblem=design.emblem)
    return stationery.border_of(art, run=run), design


def sheets(
    certificates: Sequence[Certificate], *, timestamp: dt.datetime, border: Border = Border.VECTOR,
    offset_mm: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0)), printer: Printer | None = None,
) -> bytes:  # fmt: skip
    """The sheets of some certificates of one decision as one PDF; the same arguments give the same sheets.

    Each sheet looks as it did when it was first printed. `offset_mm` (right, down) and `printer` are for pre-printed
    paper. Raises `UserError` naming every text that does not fit its sheet.
    """
    right, down = offset_mm if border is Border.NONE else (Decimal(0), Decimal(0))
    correction = stationery.correction_of(printer if border is Border.NONE else None)
    parts = []
    try:
        for art, group in _alike(certificates):
            edge, design = look(art, border)
            parts.append(typesetting.render_run(
                _tree(group), border=edge, design=design, printer=correction, offset_mm=(float(right), float(down)),
                timestamp=timestamp,
            ))  # fmt: skip
    except typesetting.TypesettingError as error:
        told = too_long(certificates, border=border) or str(error).splitlines()
        raise UserError(_("Chưa in được giấy khen."), details=told) from error
    return typesetting.join(parts)


def too_long(certificates: Sequence[Certificate], *, border: Border) -> list[str]:
    """A line for each text that fits at no size, by the number that its sheet bears in the golden book (R-87)."""
    return [
        _("Số sổ vàng %(number)s, %(name)s: %(part)s không đặt vừa trang. Ghi đính chính cho gọn lại.")
        % {"number": certificate.award.ordinal, "name": certificate.award.name, "part": fit.part}
        for certificate, fit in fits(certificates, border=border)
        if fit.how == "over"
    ]


def _tree(certificates: Sequence[Certificate]) -> tuple[typesetting.Certificate, ...]:
    data = papers.certificates([(certificate, verify_url(certificate.code)) for certificate in certificates])
    return typesetting.build("giay-khen", data).certificates


def _alike(certificates: Sequence[Certificate]) -> list[tuple[CertificateArt | None, list[Certificate]]]:
    """The certificates in their order, in stretches of one look."""
    known: dict[str, CertificateArt | None] = {}
    found: list[tuple[CertificateArt | None, list[Certificate]]] = []
    last = None
    for certificate in certificates:
        version = certificate.template_version
        if version not in known:
            known[version] = art_of(certificate)
        if version != last:
            found.append((known[version], []))
        found[-1][1].append(certificate)
        last = version
    return found or [(None, [])]


def fits(certificates: Sequence[Certificate], *, border: Border) -> list[tuple[Certificate, Fit]]:
    """What would be set smaller, broken, or not fit, before anything is printed: by the art that would be used now."""
    found = []
    for art, group in _present(certificates):
        told = typesetting.fits(_tree(group), design=look(art, border)[1])
        found += [(group[fit.index], fit) for fit in told]
    return found


def _present(certificates: Sequence[Certificate]) -> list[tuple[CertificateArt | None, list[Certificate]]]:
    """As `_alike`, with what is not printed yet in the look that it would have now."""
    waiting = [c for c in certificates if c.pdf is None]
    done = [c for c in certificates if c.pdf is not None]
    parts = _alike(done) if done else []
    if waiting:
        parts.append((stationery.art_in_use(waiting[0].award.decision.locality), waiting))
    return parts


def print_run(
    decision: Decision, certificates: Sequence[Certificate], *, border: Border, offset_mm: tuple[Decimal, Decimal],
    printer: Printer | None = None,
) -> bytes:  # fmt: skip
    """Certificates that are printed (again) in one go. One sheet with its border is the stored original."""
    if len(certificates) == 1 and border is not Border.NONE and certificates[0].pdf is not None:
        return read_kept(certificates[0].pdf)
    printed = [certificate.printed_at for certificate in certificates if certificate.printed_at]
    return sheets(
        certificates, timestamp=max(printed, default=decision.created_at), border=border, offset_mm=offset_mm,
        printer=printer,
    )  # fmt: skip


def file_each(
    decision: Decision, certificates: Sequence[Certificate], *, border: Border, offset_mm: tuple[Decimal, Decimal],
    printer: Printer | None = None,
) -> bytes:  # fmt: skip
    """A ZIP with one PDF for each certificate, named by its number in the golden book and the name.

    In an order of their own the place comes first, so that a folder lists them as they were asked for.
    """
    numbers = [certificate.award.ordinal for certificate in certificates]
    own_order = numbers != sorted(numbers)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, certificate in enumerate(certificates, start=1):
            award = certificate.award
            name = f"{f'{place:04}-so-' if own_order else ''}{award.ordinal:04}-{slugify(award.name)}.pdf"
            content = print_run(decision, [certificate], border=border, offset_mm=offset_mm, printer=printer)
            stamp = (certificate.printed_at or decision.created_at).timetuple()[:6]
            archive.writestr(zipfile.ZipInfo(name, stamp), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
