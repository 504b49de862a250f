"""Writing papers: drafts follow their data, numbers are given once, issued bytes never change."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from chungtay import law, typesetting
from chungtay.audit.actions import record
from chungtay.documents import word
from chungtay.documents.keeping import insert_once, new_file, read_kept
from chungtay.documents.models import Document, NumberSeries, RegisterEntry, StoredFile
from chungtay.kit.errors import UserError
from chungtay.law import numbering
from chungtay.localities.access import Reader
from chungtay.localities.models import Locality
from chungtay.localities.rules import law_of
from chungtay.typesetting.kinds.kind import Form

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@transaction.atomic
def store_file(*, locality: Locality, name: str, media_type: str, content: bytes, at: dt.datetime) -> StoredFile:
    """Keeps bytes under their hash; the same bytes again give the same row. `media_type` may be a browser's claim."""
    digest = hashlib.sha256(content).hexdigest()
    found = StoredFile.objects.filter(locality=locality, sha256=digest).first()
    if found:
        return found
    stored = new_file(locality=locality, digest=digest, size=len(content), media_type=media_type, name=name, at=at)
    stored.file.save(f"{locality.code}/{digest[:2]}/{digest}", ContentFile(content), save=False)
    return insert_once(stored)


@transaction.atomic
def write_draft(
    *, locality: Locality, kind: str, title: str, data: Mapping[str, Any], by: Reader, at: dt.datetime
) -> Document:
    """A new draft of an official paper. Raises `UserError` naming the field when its data is not enough."""
    _check(kind, data)
    document = Document.objects.create(
        locality=locality,
        kind=kind,
        title=title[:400],
        data=dict(data),
        template_version=typesetting.TEMPLATE_VERSIONS[kind],
        created_at=at,
    )
    record(
        "document.drafted", by=by, at=at, scope=locality.code, subject=document, after={"kind": kind, "title": title}
    )
    return document


@transaction.atomic
def rewrite_draft(*, document: Document, data: Mapping[str, Any], by: Reader, at: dt.datetime) -> Document:
    """Gives a draft new data; an issued paper is refused."""
    locked = Document.locked(document.pk)
    if locked.state != Document.State.DRAFT:
        raise UserError(_("Văn bản này đã ký, không sửa được nữa. Cần sửa thì hủy và ban hành văn bản thay thế."))
    _check(locked.kind, data)
    locked.data = dict(data)
    locked.template_version = typesetting.TEMPLATE_VERSIONS[locked.kind]
    locked.save_next("data", "template_version")
    record("document.rewritten", by=by, at=at, scope=locked.locality.code, subject=locked)
    return locked


@transaction.atomic
def mark_signed(*, document: Document, on: dt.date, by: Reader, at: dt.datetime) -> Document:
    """Records the signature on paper; the number follows (R-97)."""
    locked = Document.locked(document.pk)
    if locked.state != Document.State.DRAFT:
        raise UserError(_("Văn bản này đã được ghi nhận là đã ký."))
    locked.state, locked.signed_on = Document.State.SIGNED, on
    locked.save_next("state", "signed_on")
    record("document.signed", by=by, at=at, scope=locked.locality.code, subject=locked, after={"signed_on": on})
    return locked


@transaction.atomic
def issue_document(
    *, document: Document, dated: dt.date, by: Reader, at: dt.datetime, number: int | None = None, body: str = "UBND",
    numbered: bool = True,
) -> Document:  # fmt: skip
    """Gives the next number of the series (or the given free one), renders once and keeps the bytes.

    `numbered` False: the paper is kept without a number, whatever its kind may take elsewhere.
    Sources: R-95 (running number of the calendar year), R-96 (series), R-97 (after the signature, never twice).
    """
    locked = Document.locked(document.pk)
    if locked.state == Document.State.ISSUED:
        raise UserError(_("Văn bản này đã có số %(code)s.") % {"code": number_of(locked)})
    if locked.state == Document.State.VOID:
        raise UserError(_("Văn bản này đã hủy nên không cho số được. Soạn văn bản mới."))
    takes_one = numbered and bool(series_of_kind(locked.kind))
    if takes_one:
        _must_name_signers(locked)
    entry = _take_number(locked, body=body, dated=dated, number=number) if takes_one else None
    _freeze(locked, dated=dated, at=at)
    after = {"number": entry.code if entry else None, "dated": dated, "sha256": locked.pdf.sha256 if locked.pdf else ""}
    record("document.issued", by=by, at=at, scope=locked.locality.code, subject=locked, after=after)
    return locked


def _must_name_signers(document: Document) -> None:
    """L-31: the full name stands under the signature; a number is not spent on a paper that nobody answers for."""
    try:
        built = typesetting.build(document.kind, full_data(document))
    except typesetting.TypesettingError:
        return  # told with all that is missing when it is rendered
    nameless = [" ".join(each.authority) for each in built.signatures if not (each.name or "").strip()]
    if nameless:
        raise UserError(
            _("Văn bản chưa có họ tên người ký ở “%(whom)s” nên chưa cho số được. Điền tên người ký rồi cho số.")
            % {"whom": "”, “".join(nameless)}
        )


LETTERS = "CV"  # letters have no type symbol (L-14): one series of the body, whichever unit drafted the letter


def series_of_kind(kind: str) -> str:
    """The series that a kind takes its number from; "" for a kind without number."""
    chosen = typesetting.KINDS[kind]
    return LETTERS if chosen.form is Form.LETTER else chosen.symbol


def _code(document: Document, number: int, body: str) -> str:
    """ "45/QĐ-UBND"; of a letter "45/UBND-VHXH", with the symbol that its data give."""
    if typesetting.KINDS[document.kind].form is not Form.LETTER:
        return numbering.format_code(number, series_of_kind(document.kind), body)
    issuer, _dash, unit = str(document.data["symbol"]).partition("-")
    try:
        return numbering.format_code(number, issuer, unit)
    except law.LawError as error:
        raise UserError(_("Ký hiệu công văn chưa đúng. Viết dạng UBND-VHXH rồi phát hành."), field="symbol") from error


def _take_number(document: Document, *, body: str, dated: dt.date, number: int | None) -> RegisterEntry:
    series, _created = NumberSeries.objects.get_or_create(
        locality=document.locality, body=body, year=dated.year, series=series_of_kind(document.kind)
    )
    series = NumberSeries.objects.select_for_update().get(pk=series.pk)
    given = series.last + 1 if number is None else number
    if given < 1:
        raise UserError(
            _("Số văn bản bắt đầu từ 1. Số kế tiếp là %(next)s.") % {"next": series.last + 1}, field="number"
        )
    if RegisterEntry.objects.filter(series=series, number=given).exists():
        raise UserError(
            _("Số %(number)s đã cấp cho văn bản khác. Số kế tiếp là %(next)s.")
            % {"number": given, "next": series.last + 1},
            field="number",
        )
    gap = series.gaps.filter(first__lte=given, last__gte=given).first()
    if gap is not None:
        raise UserError(
            _("Số %(number)s đã ghi trong sổ là: %(reason)s. Số kế tiếp là %(next)s.")
            % {"number": given, "reason": gap.words, "next": series.last + 1},
            field="number",
        )
    series.last = max(series.last, given)
    series.save(update_fields=["last"])
    code = _code(document, given, body)
    return RegisterEntry.objects.create(series=series, number=given, code=code, document=document, dated=dated)


def _freeze(document: Document, *, dated: dt.date, at: dt.datetime) -> None:
    document.state, document.issued_on = Document.State.ISSUED, dated
    document.ruleset_version = law_of(document.locality).version
    document.template_version = word.version(document.locality, document.kind, document.template_version)
    name = f"{document.kind}-{document.pk}"
    document.pdf = store_file(
        locality=document.locality, name=f"{name}.pdf", media_type="application/pdf",
        content=render(document, "pdf"), at=at,
    )  # fmt: skip
    document.docx = store_file(
        locality=document.locality, name=f"{name}.docx", media_type=DOCX, content=render(document, "docx"), at=at
    )
    document.save_next("state", "issued_on", "template_version", "ruleset_version", "pdf", "docx")


@transaction.atomic
def void_document(*, document: Document, reason: str, by: Reader, at: dt.datetime) -> Document:
    """Marks a paper as annulled. Its number stays used in the register (R-97), its bytes as they were (R-53)."""
    locked = Document.locked(document.pk)
    before = locked.state
    locked.state = Document.State.VOID
    locked.save_next("state")
    RegisterEntry.objects.filter(document=locked).update(note=reason.strip()[:200])
    record("document.voided", by=by, at=at, scope=locked.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state}, note=reason)  # fmt: skip
    return locked


def number_of(document: Document) -> str | None:
    """Number and code, from the register and nowhere else; None before it is given."""
    entry: RegisterEntry | None = getattr(document, "register_entry", None)
    return entry.code if entry else None


def full_data(document: Document) -> dict[str, Any]:
    """The data with number and date laid in: they stand only in the register and on the row.

    A slip has no place for them; it keeps its data as they are.
    """
    number = number_of(document)
    dated = document.issued_on or document.signed_on
    data = dict(document.data)
    places = {field.name for field in typesetting.KINDS[document.kind].fields}
    if number and "number" in places:
        data["number"] = number
    if dated and "date" in places:
        data["date"] = dated.isoformat()
    return data


def render(document: Document, form: str) -> bytes:
    """The paper as PDF or DOCX: stored bytes when issued, else rendered now from the draft.

    Raises `UserError` when the stored file is gone or changed, or the draft cannot be rendered."""
    stored = document.pdf if form == "pdf" else document.docx
    if stored is not None:
        return read_kept(stored)
    try:
        tree = typesetting.build(document.kind, full_data(document))
        if form == "docx":
            own = word.own_word(document.locality, document.kind, full_data(document))
            return own if own is not None else typesetting.render_docx(tree)
        return typesetting.render_pdf(tree, timestamp=document.created_at)
    except typesetting.TypesettingError as error:
        raise UserError(_("Chưa dựng được văn bản “%(title)s”.") % {"title": document.title},
                        details=str(error).splitlines()) from error  # fmt: skip


def _check(kind: str, data: Mapping[str, Any]) -> None:
    try:
        typesetting.build(kind, data)
    except typesetting.DataError as error:
        raise UserError(_("Văn bản còn thiếu dữ liệu nên chưa soạn được."), details=list(error.problems)) from error
