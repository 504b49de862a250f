"""What a draft does not say yet: which fields are asked for, and dots in their places so that it can be looked at.

Nothing is invented: a number that nobody stated prints as dots too, and a paper with dots is never issued from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chungtay import typesetting
from chungtay.law import LawError, numbering
from chungtay.typesetting.errors import DataError, TypesettingError
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import Form, Kind
from chungtay.typesetting.tree import Document, PartialDate

DOTS = "……"
# Kinds that are void without anybody on their list, whichever of the three groups it is.
_LISTS = ("collectives", "individuals", "households")


class Blank(int):
    """A number that nobody stated: counts as nothing, prints as dots."""

    def __format__(self, spec: str) -> str:
        return DOTS

    def __str__(self) -> str:
        return DOTS


_SOME_DAY = PartialDate(Blank(2000), Blank(1), Blank(1))


@dataclass(frozen=True)
class Gap:
    """Something that is missing or wrong: where (the path of its field in the form) and what is asked for."""

    path: str
    text: str


def gaps(kind: str, data: Mapping[str, Any]) -> list[Gap]:
    """Everything that keeps a paper from being issued, in the order of its fields."""
    chosen = typesetting.KINDS[kind]
    found = list(_missing(chosen.fields, data, "", ""))
    found += _symbol(chosen, data)
    if found:
        return found
    try:
        typesetting.build(kind, data)
    except DataError as error:
        return [Gap("", problem) for problem in error.problems]
    return []


def _missing(fields: tuple[Field, ...], data: Mapping[str, Any], path: str, within: str) -> Iterator[Gap]:
    for field in fields:
        raw: Any = data.get(field.name)
        here = f"{path}{field.name}"
        label = f"{field.label[:1].upper()}{field.label[1:]}" + (f" ({within})" if within else "")
        if is_empty(raw):
            if field.required:
                yield Gap(here, label)
        elif _wrong(field, raw):
            yield Gap(here, _("%(what)s: chưa đúng dạng, xem lại") % {"what": label})
        elif field.type == "object":
            yield from _missing(field.fields, raw, f"{here}-", field.label)
        elif field.type == "objects":
            for i, row in enumerate(raw):
                line = _("%(what)s, dòng %(n)s") % {"what": field.label, "n": i + 1}
                yield from _missing(field.fields, row, f"{here}-{i}-", line)


def _symbol(kind: Kind, data: Mapping[str, Any]) -> list[Gap]:
    """A symbol that only the office knows and that cannot be written so (L-14) is said at once."""
    symbol = data.get("symbol")
    if not symbol or not any(field.name == "symbol" and field.required for field in kind.fields):
        return []
    body, _dash, unit = symbol.partition("-")
    try:
        numbering.format_code(1, body, unit)
    except LawError:
        if kind.form is not Form.LETTER:
            return [Gap("symbol", _("Ký hiệu viết dạng BC-VHXH: loại văn bản, gạch nối, đơn vị ban hành"))]
        return [Gap("symbol", _("Ký hiệu công văn viết dạng UBND-VHXH: cơ quan, gạch nối, đơn vị soạn"))]
    return []


def _wrong(field: Field, raw: Any) -> bool:
    match field.type:
        case "date":
            try:
                PartialDate.of(raw)
            except (ValueError, AttributeError):
                return True
            return False
        case "integer":
            return isinstance(raw, bool) or not isinstance(raw, int)
        case "amount":
            return isinstance(raw, bool) or not isinstance(raw, (int, float))
        case "choice":
            return raw not in field.choices
    return False


def is_empty(raw: Any) -> bool:
    """Whether a value says nothing."""
    return raw is None or (isinstance(raw, str) and not raw.strip()) or (isinstance(raw, (list, dict)) and not raw)


def tree(kind: str, data: Mapping[str, Any]) -> Document:
    """The paper as far as it is known, with dots for the rest. Raises TypesettingError where the figures contradict."""
    chosen = typesetting.KINDS[kind]
    filled = _filled(chosen.fields, data)
    if chosen.form is Form.SLIP and not filled["count"]:
        filled["count"] = Blank(1)  # a form of which no copy is wanted would show nothing
    try:
        return typesetting.build(kind, filled)
    except DataError:  # void without anybody on its list: one line of dots
        return typesetting.build(kind, _with_somebody(chosen.fields, filled))


def _with_somebody(fields: tuple[Field, ...], filled: Mapping[str, Any]) -> dict[str, Any]:
    """The same data with one unnamed person on every list of commended that is empty, in the parts of a bundle too."""
    inner = {field.name: field for field in fields}
    made = dict(filled)
    for name, value in filled.items():
        if inner[name].type == "object":
            made[name] = _with_somebody(inner[name].fields, value)
        elif inner[name].type == "objects":
            made[name] = [_with_somebody(inner[name].fields, row) for row in value]
    if all(name in inner and not made.get(name) for name in _LISTS):
        made["individuals"] = [_filled(inner["individuals"].fields, {})]
    return made


def _filled(fields: tuple[Field, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    values = {field.name: _value(field, data.get(field.name)) for field in fields}
    return {name: value for name, value in values.items() if value is not None}


def _value(field: Field, raw: Any) -> Any:
    if is_empty(raw) or _wrong(field, raw):
        return _dots(field) if field.required else None
    if field.type == "object":
        return _filled(field.fields, raw)
    if field.type == "objects":
        return [_filled(field.fields, row) for row in raw]
    return raw


def _dots(field: Field) -> Any:
    plain: dict[str, Any] = {
        "text": DOTS, "texts": [DOTS], "date": _SOME_DAY, "amount": 0, "flag": False,
        "integer": Blank(0),
    }  # fmt: skip
    if field.type == "choice":
        return field.choices[0]
    if field.type in plain:
        return plain[field.type]
    empty = _filled(field.fields, {})
    return [empty] if field.type == "objects" else empty


__all__ = ["DOTS", "Blank", "Gap", "TypesettingError", "gaps", "is_empty", "tree"]
