"""Sổ khen thưởng for Excel and on paper, with the filter of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chungtay.accounts.roles import Permission
from chungtay.decisions import queries
from chungtay.documents import registers, sheets
from chungtay.documents.register_views import XLSX
from chungtay.kit.clock import now, today
from chungtay.localities.access import ReaderRequest, page
from chungtay.localities.models import Locality
from chungtay.typesetting import tree

# Of each column of the register: its share of a printed page, its characters in Excel.
_WIDTHS = ((1.3, 18), (1.1, 12), (1.8, 26), (1.9, 30), (1.2, 18), (3.0, 46), (0.7, 9), (1.1, 14), (1.2, 16))


def _rows(request: ReaderRequest) -> tuple[list[queries.Entry], str]:
    words, year = request.GET.get("q", "").strip()[:80], request.GET.get("nam", "")
    rows = queries.register(request.reader, year=int(year) if year.isdecimal() else None, words=words)
    said = [_("Năm %(year)s") % {"year": year}] if year.isdecimal() else []
    said += [_("lọc theo “%(words)s”") % {"words": words}] if words else []
    said.append(_("tính đến ngày %(day)s") % {"day": f"{today():%d/%m/%Y}"})
    note = ", ".join(said)
    return [queries.entry(award) for award in rows], note[:1].upper() + note[1:]


def _cells(line: queries.Entry) -> Sequence[sheets.Value]:
    award = line.award
    return (
        line.number, line.dated, award.name, award.description, line.form, award.achievement, award.ordinal,
        award.money, line.status,  # type: ignore[attr-defined]
    )  # fmt: skip


@page(Permission.READ_DECISIONS)
@require_GET
def workbook(request: ReaderRequest) -> HttpResponse:
    """The register as a workbook, money as numbers and days as days."""
    lines, note = _rows(request)
    content = sheets.workbook(
        office=request.reader.locality.committee_in_full.upper(), title=_("Sổ khen thưởng"), note=note,
        columns=[sheets.Column(name, width) for name, (_share, width) in zip(queries.COLUMNS, _WIDTHS, strict=True)],
        rows=[_cells(line) for line in lines],
    )  # fmt: skip
    return _file(content, XLSX, f'attachment; filename="{_name(request.reader.locality)}.xlsx"')


@page(Permission.READ_DECISIONS)
@require_GET
def paper(request: ReaderRequest) -> HttpResponse:
    """The register as PDF/A across."""
    lines, note = _rows(request)
    locality = request.reader.locality
    table = tree.Table(
        columns=tuple(tree.Column(tree.text(n), w[0]) for n, w in zip(queries.COLUMNS, _WIDTHS, strict=True)),
        rows=tuple(tuple(tree.text(_printed(cell)) for cell in _cells(line)) for line in lines),
    )  # fmt: skip
    content = registers.table_pdf(
        office=("ỦY BAN NHÂN DÂN", f"{locality.kind} {locality.name}".upper()), heading=_("Sổ khen thưởng"),
        title=note, table=table, at=now(),
    )  # fmt: skip
    return _file(content, "application/pdf", f'inline; filename="{_name(locality)}.pdf"')


def _printed(value: sheets.Value) -> str:
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value or ""


def _name(locality: Locality) -> str:
    return f"so-khen-thuong-{locality.code}"


def _file(content: bytes, media_type: str, way: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = way
    response["Cache-Control"] = "private, no-store"
    return response
