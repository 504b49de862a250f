"""Sổ khen thưởng for Excel and on paper, with the filter of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chungtay import typesetting
from chungtay.accounts.roles import Permission
from chungtay.decisions import queries
from chungtay.documents import sheets
from chungtay.documents.register_views import XLSX
from chungtay.kit.clock import now, today
from chungtay.kit.errors import UserError
from chungtay.kit.language import in_vietnamese
from chungtay.kit.text import year_in
from chungtay.localities.access import ReaderRequest, page
from chungtay.localities.models import Locality

_WIDTHS = (18, 12, 26, 30, 18, 46, 9, 14, 12, 18)  # of the columns in Excel, in characters


@in_vietnamese
def _rows(request: ReaderRequest) -> tuple[list[queries.Entry], str]:
    words, year = request.GET.get("q", "").strip()[:80], request.GET.get("nam", "")
    rows = queries.register(request.reader, year=year_in(year), words=words)
    said = [_("Năm %(year)s") % {"year": year}] if year_in(year) else []
    said += [_("lọc theo “%(words)s”") % {"words": words}] if words else []
    said.append(_("tính đến ngày %(day)s") % {"day": f"{today():%d/%m/%Y}"})
    note = ", ".join(said)
    return [queries.entry(award) for award in rows], note[:1].upper() + note[1:]


def _cells(line: queries.Entry) -> Sequence[sheets.Value]:
    award = line.award
    return (
        line.number, line.dated, award.name, award.description, line.form, award.achievement, award.ordinal,
        award.money, line.given, line.status,  # type: ignore[attr-defined]
    )  # fmt: skip


@page(Permission.READ_DECISIONS)
@require_GET
@in_vietnamese
def workbook(request: ReaderRequest) -> HttpResponse:
    """The register as a workbook, money as numbers and days as days."""
    lines, note = _rows(request)
    content = sheets.workbook(
        office=request.reader.locality.committee_in_full.upper(), title=_("Sổ khen thưởng"), note=note,
        columns=[sheets.Column(name, width) for name, width in zip(queries.COLUMNS, _WIDTHS, strict=True)],
        rows=[_cells(line) for line in lines],
    )  # fmt: skip
    return _file(content, XLSX, f'attachment; filename="{_name(request.reader.locality)}.xlsx"')


@page(Permission.READ_DECISIONS)
@require_GET
def paper(request: ReaderRequest) -> HttpResponse:
    """The register as PDF/A across, as it is kept on the shelf."""
    lines, note = _rows(request)
    if not lines:
        raise UserError(_("Sổ chưa có dòng nào để in. Bỏ lọc, hoặc chờ Văn thư cho số quyết định khen thưởng."))
    locality = request.reader.locality
    data: dict[str, Any] = {
        "issuer": ["Ủy ban nhân dân", f"{locality.kind} {locality.name}"], "place": locality.name,
        "date": today().isoformat(), "title": note, "entries": [_entry(line) for line in lines],
        "signatures": [{"authority": ["NGƯỜI GHI SỔ"]}, {"authority": ["CHỦ TỊCH"]}],
    }  # fmt: skip
    content = typesetting.render_pdf(typesetting.build("so-khen-thuong", data), timestamp=now())
    return _file(content, "application/pdf", f'inline; filename="{_name(locality)}.pdf"')


def _entry(line: queries.Entry) -> dict[str, Any]:
    award = line.award
    said: dict[str, Any] = {
        "name": award.name, "unit": award.description, "award": line.form, "achievement": award.achievement,
        "decision": line.number, "dated": line.dated.isoformat() if line.dated else None,
        "golden_book": award.ordinal, "money": award.money,  # type: ignore[attr-defined]
        "received": line.given.isoformat() if line.given else None, "note": line.status,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in ("", None)}


def _name(locality: Locality) -> str:
    return f"so-khen-thuong-{locality.code}"


def _file(content: bytes, media_type: str, way: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = way
    response["Cache-Control"] = "private, no-store"
    return response
