"""A table of yearly classes as the office has it (pasted from Excel, CSV or XLSX), matched to people and units."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from chungtay.kit.errors import UserError
from chungtay.kit.text import fold
from chungtay.law.errors import LawError
from chungtay.law.rating import class_of_points
from chungtay.localities.models import Locality, Person, Unit
from chungtay.localities.rules import law_of, place_of
from chungtay.records.actions import Rated, rating_words
from chungtay.records.book import Who

MOST_ROWS = 2000
_ZIP = b"PK\x03\x04"
# Words of every class name: what is left of a class without them tells it apart ("xuất sắc", "tốt", "không", "").
_COMMON = {"hoan", "thanh", "nhiem", "vu"}


@dataclass
class Row:
    """One line of the table: what stood there, whom and which class it means, or what is wrong with it."""

    number: int
    name: str
    unit: str
    level: str
    who: Who | None = None
    word: str = ""
    errors: list[str] = field(default_factory=list)


def text_of_upload(name: str, content: bytes) -> str:
    """An uploaded XLSX or CSV as lines of tab-separated cells. Raises `UserError` for what cannot be read."""
    if content.startswith(_ZIP):
        return _workbook(content)
    for coding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1258"):
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    raise UserError(
        _("Không đọc được tệp “%s”. Lưu thành XLSX hoặc CSV (UTF-8), hoặc chép các ô rồi dán vào ô bên dưới.") % name
    )


def _workbook(content: bytes) -> str:
    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        rows = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 20)]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise UserError(
            _("Tệp Excel này hỏng hoặc có mật khẩu. Mở bằng Excel, lưu lại dạng XLSX rồi chọn lại.")
        ) from error
    return "\n".join("\t".join(row) for row in rows if any(row))


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def read(text: str, *, locality: Locality, year: int, people: Iterable[Person], units: Iterable[Unit]) -> list[Row]:
    """The rows with whom and which class they mean; every fault is named in its row. Raises `UserError` for no rows."""
    cells = _cells(text)
    if len(cells) > MOST_ROWS:
        raise UserError(_("Bảng có hơn %s dòng. Chia làm nhiều lần.") % MOST_ROWS)
    columns, body = _columns(cells)
    everybody = _Everybody(people, units)
    levels = _Levels(locality, year)
    rows = []
    for number, line in body:
        name, unit, level = (line[at] if at is not None and at < len(line) else "" for at in columns)
        if not name and not level:
            continue
        row = Row(number, name, unit, level)
        row.who = everybody.find(row)
        row.word = levels.find(row)
        rows.append(row)
    if not rows:
        raise UserError(_("Chưa thấy dòng nào. Bảng cần cột họ tên (hoặc tên đơn vị) và cột xếp loại."))
    _mark_twice(rows)
    return rows


def _cells(text: str) -> list[list[str]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    first = lines[:2000]
    mark = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    return [[" ".join(cell.split()) for cell in row] for row in csv.reader(io.StringIO(lines), delimiter=mark)]


_HEADS = {"name": ("ho va ten", "ho ten", "ten"), "unit": ("don vi", "bo phan", "phong"), "level": ("xep loai", "muc")}


def _columns(cells: list[list[str]]) -> tuple[Sequence[int | None], list[tuple[int, list[str]]]]:
    """Where name, unit and class stand, by the head row if there is one, else name first and class last."""
    for at, row in enumerate(cells[:15]):
        heads = [fold(cell) for cell in row]
        found = {key: _head(heads, words) for key, words in _HEADS.items()}
        if found["level"] is not None and (found["name"] is not None or found["unit"] is not None):
            name = found["name"] if found["name"] is not None else found["unit"]
            body = list(enumerate(cells[at + 1 :], start=at + 2))
            return (name, found["unit"] if found["unit"] != name else None, found["level"]), body
    numbered = list(enumerate(cells, start=1))
    wide = max((len(row) for row in cells), default=0)
    return (0, 1 if wide > 2 else None, wide - 1), numbered


def _head(heads: list[str], words: tuple[str, ...]) -> int | None:
    return next((i for word in words for i, head in enumerate(heads) if head.startswith(word)), None)


class _Everybody:
    """People and units by their folded names."""

    def __init__(self, people: Iterable[Person], units: Iterable[Unit]) -> None:
        self.people: dict[str, list[Person]] = {}
        for person in people:
            self.people.setdefault(person.folded_name, []).append(person)
        self.units = {fold(unit.name): unit for unit in units}

    def find(self, row: Row) -> Who | None:
        name = fold(row.name)
        found = self.people.get(name, [])
        if len(found) > 1 and row.unit:
            found = [p for p in found if p.unit and fold(p.unit.name) == fold(row.unit)]
        if len(found) == 1:
            return Who(person=found[0])
        if unit := self.units.get(name):
            return Who(unit=unit)
        if not row.name:
            row.errors.append(_("Chưa ghi tên."))
        elif name in self.people:
            row.errors.append(_("Có nhiều người cùng tên. Ghi thêm cột đơn vị đúng như trong danh sách."))
        else:
            row.errors.append(_("Không có trong danh sách người và đơn vị của xã. Sửa tên, hoặc thêm người trước."))
        return None


class _Levels:
    """The classes of a year as people write them: in full, "tốt", "HTTNV", or as points (R-142)."""

    def __init__(self, locality: Locality, year: int) -> None:
        self.locality, self.year = locality, year
        self.known: dict[str, str] = {}
        for word in rating_words(locality, year):
            parts = fold(word).split()
            own = [part for part in parts if part not in _COMMON]
            initials = "".join(part[0] for part in parts)
            short = [" ".join(parts), " ".join(own) or "hoan thanh", initials, initials.removesuffix("nv")]
            for said in (*short, "".join(part[0] for part in own)):
                if said:
                    self.known.setdefault(said, word)

    def find(self, row: Row) -> str:
        said = fold(row.level).rstrip(".")
        if not said:
            row.errors.append(_("Chưa ghi xếp loại."))
            return ""
        if word := self.known.get(said) or self.known.get(said.replace(" ", "")):
            return word
        points = said.replace(",", ".")
        if points.replace(".", "", 1).isdigit():
            return self._by_points(row, points)
        row.errors.append(_("“%s” không phải là mức xếp loại. Ghi: %s.") % (row.level, ", ".join(self.known.values())))
        return ""

    def _by_points(self, row: Row, points: str) -> str:
        try:
            return class_of_points(Fraction(points), self.year, place_of(self.locality), law_of(self.locality))
        except LawError as error:
            row.errors.append(str(error))
            return ""


def _mark_twice(rows: list[Row]) -> None:
    first: dict[object, Row] = {}
    for row in rows:
        if row.who is None:
            continue
        before = first.setdefault(row.who.key, row)
        if before is not row:
            row.errors.append(_("Trùng với dòng %s. Bỏ một dòng.") % before.number)


def rated(rows: Iterable[Row]) -> list[Rated]:
    """The rows for `enter_ratings`; only when none is wrong."""
    return [Rated(row.who, row.word) for row in rows if row.who]
