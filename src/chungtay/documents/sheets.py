"""A register as a workbook for Excel: heading of the office, bold columns, ready to print on A4 across with the columns
repeated and the pages numbered."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | dt.date | None
_FONT = "Times New Roman"
_LONGEST = 32_767  # not law: letters that a cell of Excel holds
_NOT_IN_TAB = re.compile(r"[\[\]:*?/\\]")
_HEAD = 5  # the line of the column headings
_OFFICE, _TITLE = Font(name=_FONT, size=12, bold=True), Font(name=_FONT, size=14, bold=True)
_NOTE = Font(name=_FONT, size=12, italic=True)
_LINE = Side(style="thin")
_FRAME = Border(_LINE, _LINE, _LINE, _LINE)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TOP = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class Column:
    """A heading and how wide it is, in characters."""

    title: str
    width: float


def workbook(
    *,
    office: str,
    title: str,
    note: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    made_at: dt.datetime | None = None,
    tab: str = "",
) -> bytes:
    """One sheet. Texts stay texts: nothing typed by a person is ever run as a formula.

    With `made_at` the same call gives the same bytes. `tab`: the short name of the sheet; default: the title.
    """
    office, title, note = _said(office), _said(title), _said(note)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _NOT_IN_TAB.sub(" ", tab or title)[:31].strip(" '") or "1"
    for line, (words, font) in enumerate(((office, _OFFICE), (title, _TITLE), (note, _NOTE)), start=1):
        top = sheet.cell(line, 1, words)
        top.font, top.data_type = font, "s"
    for index, column in enumerate(columns, start=1):
        _write(sheet, _HEAD, index, column.title, heading=True)
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    for line, row in enumerate(rows, start=_HEAD + 1):
        for index, value in enumerate(row, start=1):
            _write(sheet, line, index, value)
    _ready_to_use(sheet, columns=len(columns))
    _ready_to_print(sheet, title=title)
    book.properties.title, book.properties.creator = title, office
    out = io.BytesIO()
    if made_at is None:
        book.save(out)
        return out.getvalue()
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None, microsecond=0)
    book.save(out)
    return _fixed(out.getvalue(), made_at)


def _ready_to_use(sheet: Worksheet, *, columns: int) -> None:
    """The columns stay in sight, and every one can be filtered."""
    sheet.freeze_panes = f"A{_HEAD + 1}"
    sheet.auto_filter.ref = f"A{_HEAD}:{get_column_letter(columns)}{max(sheet.max_row, _HEAD)}"


def _ready_to_print(sheet: Worksheet, *, title: str) -> None:
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    foot: Any = sheet.oddFooter
    foot.left.text = title.replace("&", "&&")  # a lone & begins a command there
    foot.right.text = _("Trang %(page)s/%(pages)s") % {"page": "&P", "pages": "&N"}


def _fixed(content: bytes, made_at: dt.datetime) -> bytes:
    """The workbook with one time on all its parts: openpyxl writes the clock of the moment into each."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            told = zipfile.ZipInfo(part.filename, date_time=made_at.timetuple()[:6])
            told.compress_type = zipfile.ZIP_DEFLATED
            data = old.read(part)
            if part.filename == "docProps/core.xml":  # saving stamps the present whatever the properties say
                day = f"{made_at:%Y-%m-%dT%H:%M:%SZ}".encode()
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + day, data)
            new.writestr(told, data)
    return out.getvalue()


def _said(words: str) -> str:
    """Words as a cell can hold them: pasted from Word they may carry its line breaks and other control characters."""
    return ILLEGAL_CHARACTERS_RE.sub(" ", words)[:_LONGEST]


def _write(sheet: Worksheet, line: int, index: int, value: Value, *, heading: bool = False) -> None:
    cell = sheet.cell(line, index, _said(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, dt.date):
        cell.number_format = "dd/mm/yyyy"
    elif isinstance(value, int):
        cell.number_format = "#,##0"  # not law: Excel shows it by the habits of the machine, 1.234 in Vietnam
    cell.font = Font(name=_FONT, size=12, bold=heading)
    cell.alignment = _CENTRED if heading else _TOP
    cell.border = _FRAME
