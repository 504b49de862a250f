"""Sổ đăng ký văn bản đi: the columns of R-98 for one series of one year, on screen, for Excel and on paper."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from chungtay import law, typesetting
from chungtay.documents import sheets
from chungtay.documents.actions import LETTERS, full_data
from chungtay.documents.models import Document, NumberSeries
from chungtay.documents.queries import Line, kind_name, register_lines
from chungtay.kit.language import in_vietnamese
from chungtay.law import numbering
from chungtay.typesetting import tree

# The columns of R-98 by the law's own words, how wide they are on paper (share) and in Excel (characters).
_WIDTHS = {
    "số và ký hiệu": (2.1, 18), "ngày": (1.35, 12), "tên loại và trích yếu": (4.6, 48), "người ký": (1.5, 20),
    "nơi nhận": (2.2, 34), "đơn vị nhận bản lưu": (1.1, 16), "số bản": (0.6, 8), "ghi chú": (1.7, 28),
}  # fmt: skip
_COPIES = re.compile(r"(\d+)\s+bản\b")


class Row:
    """One line of the register by the words of R-98; what the paper does not say stays empty."""

    def __init__(self, line: Line, series: NumberSeries) -> None:
        self.line, self.series = line, series

    @cached_property
    def cells(self) -> dict[str, sheets.Value]:
        """The columns, asked of the paper when they are read: a page shows fifty lines of a register of thousands."""
        return _cells(self.line, self.series)

    @property
    def signers(self) -> sheets.Value:
        return self.cells.get("người ký")

    @property
    def recipients(self) -> sheets.Value:
        return self.cells.get("nơi nhận")


def rows(series: NumberSeries) -> list[Row]:
    """Every number of a series from 1 on, gaps with their reason."""
    entries = series.entries.select_related("document", "series__locality")
    return [Row(line, series) for line in register_lines(entries, series.gaps.all())]


def _run(line: Line, series: NumberSeries) -> str:
    """Numbers that were not given, written as the others: 04/QĐ-UBND, 07–141/QĐ-UBND. Whose letter a number would have
    been is not known: 04."""
    letters = series.series == LETTERS
    number = numbering.format_number(line.last)
    last = number if letters else numbering.format_code(line.last, series.series, series.body)
    return last if line.number == line.last else f"{numbering.format_number(line.number)}–{last}"


@in_vietnamese
def _cells(line: Line, series: NumberSeries) -> dict[str, sheets.Value]:
    if line.entry is None:
        return {
            "số và ký hiệu": _run(line, series),
            "ghi chú": line.gap.words if line.gap else _("Bỏ trống, chưa ghi lý do"),
        }
    document = line.entry.document
    note = _("Đã hủy, không dùng lại số") if line.is_void else ""
    cells: dict[str, sheets.Value] = {
        "số và ký hiệu": line.entry.code, "ngày": line.entry.dated,
        "ghi chú": ". ".join(filter(None, (note, line.entry.note))),
    }  # fmt: skip
    if document is not None:
        signers, recipients = _said(document)
        kept = next((each for each in recipients if each.lower().startswith("lưu")), "")
        copies = _COPIES.search(kept)
        cells |= {
            "tên loại và trích yếu": f"{kind_name(document.kind)} {document.title[:1].lower()}{document.title[1:]}",
            "người ký": ", ".join(signers), "nơi nhận": "; ".join(each for each in recipients if each != kept),
            "đơn vị nhận bản lưu": _COPIES.sub("", kept.partition(":")[2]).strip(" ,."),
            "số bản": int(copies[1]) if copies else None,
        }  # fmt: skip
    return cells


def _said(document: Document) -> tuple[list[str], list[str]]:
    """Signers and recipients as printed; nothing when a template of today no longer knows the old data."""
    try:
        built = typesetting.build(document.kind, full_data(document))
    except typesetting.TypesettingError:
        return [], []
    return [each.name for each in built.signatures if each.name], [each.rstrip(";. ") for each in built.recipients]


def columns(on: dt.date) -> list[str]:
    """The columns that the law names on a day (R-98), else those we know."""
    try:
        named = [str(each) for each in law.on(on).named("register_columns").value]
    except law.LawError:
        return list(_WIDTHS)
    return named or list(_WIDTHS)


def title_of(series: NumberSeries) -> str:
    """SỔ ĐĂNG KÝ VĂN BẢN ĐI, with the body and its kind of paper."""
    return _("Sổ đăng ký văn bản đi, %(series)s") % {"series": series}


@in_vietnamese
def as_workbook(series: NumberSeries, found: Iterable[Row], *, on: dt.date) -> bytes:
    """The register for Excel."""
    named = columns(on)
    return sheets.workbook(
        office=series.locality.committee_in_full.upper(), title=title_of(series), tab=str(series),
        note=_note(series, on),
        columns=[sheets.Column(_headed(name), _WIDTHS.get(name, (1, 16))[1]) for name in named],
        rows=[[row.cells.get(name) for name in named] for row in found],
    )  # fmt: skip


def _note(series: NumberSeries, on: dt.date) -> str:
    return _("Năm %(year)s, tính đến ngày %(day)s") % {"year": series.year, "day": f"{on:%d/%m/%Y}"}


@in_vietnamese
def as_pdf(series: NumberSeries, found: Iterable[Row], *, at: dt.datetime) -> bytes:
    """The register on paper, A4 across."""
    named = columns(at.date())
    table = tree.Table(
        columns=tuple(tree.Column(tree.text(_headed(name)), _WIDTHS.get(name, (1.0, 1))[0]) for name in named),
        rows=tuple(tuple(tree.text(_printed(row.cells.get(name))) for name in named) for row in found),
    )  # fmt: skip
    return table_pdf(
        office=("ỦY BAN NHÂN DÂN", f"{series.locality.kind} {series.locality.name}".upper()),
        heading=_("Sổ đăng ký văn bản đi"), title=f"{series}. {_note(series, at.date())}", table=table, at=at,
    )  # fmt: skip


def table_pdf(*, office: tuple[str, ...], heading: str, title: str, table: tree.Table, at: dt.datetime) -> bytes:
    """Any register as a landscape sheet with the office's letterhead."""
    document = tree.Document(
        kind="so", version="1", type_name=heading.upper(), title=title, issuer=office, blocks=(table,), landscape=True
    )
    return typesetting.render_pdf(document, timestamp=at)


def _headed(name: str) -> str:
    return name[:1].upper() + name[1:]


def _printed(value: sheets.Value) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)
