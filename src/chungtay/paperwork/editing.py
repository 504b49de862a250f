"""The form of any kind, made from its list of fields: boxes to show, and what was typed read back into plain data.

Names are paths: "subject", "signature-authority", "items-0-what". A list of lines is a textarea; a table has its rows
counted in "items-rows". A table inside a row is written one line an entry, its cells parted by "|".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from chungtay.kit.text import fold
from chungtay.paperwork.blanks import Gap, is_empty
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import OWN_SYMBOL, number
from chungtay.typesetting.tree import PartialDate

# Number and date of a paper stand in the register and on its row, nowhere else.
REGISTERED = ("number", "date")
LAST = ("signature", "signatures", "confirmation", "recipients")
FIRST = ("superior", "issuer", "symbol", "place")
MOST_ROWS = 200
_SHORT, _SHORT_CELL = 45, 18  # letters that fit a one-line box, and one in a table
_ACROSS = 50  # letters across a textarea beside the preview


@dataclass
class Box:
    """One field as the page shows it. `value`: text of the control; `rows`: of a table, its rows of boxes."""

    path: str
    label: str
    type: str
    value: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    boxes: list[Box] = field(default_factory=list)
    rows: list[list[Box]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    missing: bool = False
    help: str = ""
    narrow: bool = False  # in a table

    @property
    def control(self) -> str:
        """Which control: area, line, tick, pick, group or table."""
        known = {"texts": "area", "flag": "tick", "choice": "pick", "object": "group", "objects": "table"}
        fits = _SHORT_CELL if self.narrow else _SHORT
        return known.get(self.type) or ("area" if len(self.value) > fits else "line")

    @property
    def lines(self) -> int:
        """Height of a textarea: what is in it and one more line, within reason."""
        held = self.value.count("\n") + 1 + sum(len(line) // _ACROSS for line in self.value.split("\n"))
        return min(max(held + (self.type == "texts"), 2), 12)

    @property
    def any_missing(self) -> bool:
        inner = [*self.boxes, *(box for row in self.rows for box in row)]
        return self.missing or any(box.any_missing for box in inner)


@dataclass
class Group:
    """Boxes under one heading; `folded` ones are filled by the program and seldom touched."""

    title: str
    boxes: list[Box]
    folded: bool = False

    @property
    def any_missing(self) -> bool:
        return any(box.any_missing for box in self.boxes)


def boxes(fields: Iterable[Field], data: Mapping[str, Any], gaps: Iterable[Gap]) -> list[Box]:
    """The boxes of all fields that a person writes."""
    missing = {gap.path for gap in gaps}
    return [_box(f, data.get(f.name), "", missing, deep=0) for f in fields if f.name not in REGISTERED]


def _symbol_help(spec: Field) -> str:
    """How a symbol is written (L-14): a letter's has no type, that of a unit's own paper begins with it."""
    if spec == OWN_SYMBOL:
        return _("Viết dạng BC-VHXH: loại văn bản, gạch nối, đơn vị ban hành. Lần sau máy nhớ.")
    return _("Viết dạng UBND-VHXH: cơ quan, gạch nối, đơn vị soạn. Lần sau máy nhớ.")


def _box(spec: Field, value: Any, prefix: str, missing: set[str], *, deep: int) -> Box:
    path = f"{prefix}{spec.name}"
    label = f"{spec.label[:1].upper()}{spec.label[1:]}"
    made = Box(path, label, spec.type, required=spec.required, choices=spec.choices, missing=path in missing)
    made.narrow = bool(deep)
    if spec.name == "symbol" and spec.required:
        made.help = _symbol_help(spec)
    if spec.type == "object":
        made.boxes = [_box(f, (value or {}).get(f.name), f"{path}-", missing, deep=deep) for f in spec.fields]
    elif spec.type == "objects" and deep:
        made.type, made.value = "texts", "\n".join(_line(spec, row) for row in value or [])
        made.help = " | ".join(f.label for f in spec.fields) if len(spec.fields) > 1 else ""
    elif spec.type == "objects":
        made.heads = [f"{f.label[:1].upper()}{f.label[1:]}" for f in spec.fields]
        made.rows = [
            [_box(f, row.get(f.name), f"{path}-{i}-", missing, deep=1) for f in spec.fields]
            for i, row in enumerate(value or [])
        ]
    else:
        made.value = shown(spec, value)
    return made


def shown(spec: Field, value: Any) -> str:
    """A value as it stands in its control."""
    if is_empty(value):
        return ""
    if spec.type == "texts":
        return "\n".join(map(str, value))
    if spec.type == "date":
        return _shown_date(str(value))
    if spec.type == "flag":
        return "1" if value else ""
    if spec.type in ("integer", "amount") and isinstance(value, (int, float)):
        return number(float(value))
    return str(value)


def _shown_date(value: str) -> str:
    return "/".join(reversed(value.split("-"))) if value.replace("-", "").isdecimal() else value


def _line(spec: Field, row: Mapping[str, Any]) -> str:
    """One entry of a table inside a row, in one line; empty cells at its end are left out."""
    cells = [shown(f, row.get(f.name)).replace("\n", "; ") for f in spec.fields]
    while cells and not cells[-1]:
        cells.pop()
    return " | ".join(cells)


# ------------------------------------------------------------------ reading back


def read(fields: Iterable[Field], posted: Mapping[str, str], old: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says, on top of `old`: a field that the form did not send stays as it was.

    A value of the wrong form is kept as typed; `blanks.gaps` names it.
    """
    values = {f.name: _read(f, posted, "", old.get(f.name)) if f.name not in REGISTERED else None for f in fields}
    return {name: value for name, value in values.items() if not is_empty(value)}


def _read(spec: Field, posted: Mapping[str, str], prefix: str, old: Any) -> Any:
    path = f"{prefix}{spec.name}"
    if spec.type == "object":
        found = {f.name: _read(f, posted, f"{path}-", (old or {}).get(f.name)) for f in spec.fields}
        return {name: value for name, value in found.items() if not is_empty(value)}
    if spec.type == "objects":
        return _read_rows(spec, posted, path, old)
    if spec.type == "flag":
        return path in posted if f"{path}-there" in posted else old
    return parsed(spec, posted[path]) if path in posted else old


def _read_rows(spec: Field, posted: Mapping[str, str], path: str, old: Any) -> Any:
    if path in posted:  # a table inside a row
        lines = (line for line in posted[path].splitlines() if line.strip())
        return [_read_line(spec, line) for line in lines]
    sent = posted.get(f"{path}-rows", "")
    if not sent.isdecimal():
        return old
    before = list(old or [])
    rows = []
    for i in range(min(int(sent), MOST_ROWS)):
        held = before[i] if i < len(before) else {}
        row = {f.name: _read(f, posted, f"{path}-{i}-", held.get(f.name)) for f in spec.fields}
        rows.append({name: value for name, value in row.items() if not is_empty(value)})
    return [row for row in rows if any(value is not False for value in row.values())]


def _read_line(spec: Field, line: str) -> dict[str, Any]:
    cells = [cell.strip() for cell in line.split("|", len(spec.fields) - 1)]
    texts = (
        cell.replace(";", "\n") if f.type == "texts" else cell for f, cell in zip(spec.fields, cells, strict=False)
    )
    found = {f.name: parsed(f, cell) for f, cell in zip(spec.fields, texts, strict=False)}
    return {name: value for name, value in found.items() if not is_empty(value)}


def parsed(spec: Field, text: str) -> Any:
    """Typed text as the value of a field."""
    if spec.type == "texts":
        return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    said = " ".join(text.split())
    if spec.type in ("integer", "amount"):
        return _number(said, whole=spec.type == "integer")
    if spec.type == "flag":
        return fold(said) in ("1", "co", "x")
    if spec.type == "date" and said:
        return _date(said)
    return said


def _number(said: str, *, whole: bool) -> int | float | str:
    """1.234,5 as a number; what is none stays as typed."""
    plain = said.replace(".", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return said
    if whole or value == int(value):
        return int(value) if value == int(value) else said
    return value


def _date(said: str) -> str:
    try:
        return PartialDate.of(said.replace(".", "/").replace("-", "/") if said.count("-") != 2 else said).iso() or said
    except ValueError:
        return said


# ------------------------------------------------------------------ tables by hand


def add_row(fields: Iterable[Field], data: dict[str, Any], path: str) -> dict[str, Any]:
    """One more empty row at the end of a table."""
    if any(f.name == path and f.type == "objects" for f in fields):
        data[path] = [*(data.get(path) or []), {}]
    return data


def remove_row(data: dict[str, Any], path: str) -> dict[str, Any]:
    """Without the row named "items-2"."""
    name, _dash, index = path.rpartition("-")
    rows = list(data.get(name) or [])
    if index.isdecimal() and int(index) < len(rows):
        del rows[int(index)]
        data[name] = rows
    return data
