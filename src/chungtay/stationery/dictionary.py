"""The words that a commune's own Word template may use, one set for each kind of paper.

They are made from the kind's own list of fields and its sample data, so the dictionary page, the check of an uploaded
template and the rendering can never say different things. Each field has its Vietnamese name (from its label, written
as one word: `dia_danh`) and its name in the program (`place`); both work.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chungtay import typesetting
from chungtay.kit.text import fold
from chungtay.typesetting import layout, wording
from chungtay.typesetting.kinds.fields import Field, read
from chungtay.typesetting.kinds.kind import number as vietnamese_number
from chungtay.typesetting.tree import PartialDate

SHORT = "_ngan"
"""Added to the name of a date: 18/02/2025 instead of "ngày 18 tháng 02 năm 2025"."""
NOT_BY_WORD = frozenset({"giay-khen"})
"""Certificates are printed as PDF only; their look is set on the page of the certificate art."""


@dataclass(frozen=True)
class Entry:
    """One word of the dictionary. `type`: as in the kind's field; a date has a second entry in short form.

    `sample`: what stands there in the sample paper, "" when the sample leaves it open. `children`: the words of each
    item of a list of groups, or of a group.
    """

    name: str
    field: str
    label: str
    type: str
    required: bool
    sample: str
    children: tuple[Entry, ...] = ()

    @property
    def is_list(self) -> bool:
        return self.type in ("texts", "objects")


def kinds() -> dict[str, str]:
    """The kinds of paper that may have an own Word template, with their names."""
    return {slug: kind.name for slug, kind in typesetting.KINDS.items() if slug not in NOT_BY_WORD}


@functools.cache
def entries(kind: str) -> tuple[Entry, ...]:
    """The dictionary of a kind. Raises KeyError for a kind that has none."""
    if kind in NOT_BY_WORD:
        raise KeyError(kind)
    return tuple(_entries(typesetting.KINDS[kind].fields, sample(kind)))


def walk(found: tuple[Entry, ...], path: str = "") -> Iterator[tuple[str, Entry]]:
    """Every entry with the path of the lists and groups that it stands in."""
    for entry in found:
        yield path, entry
        yield from walk(entry.children, f"{path}{entry.name}.")


ITEMS = ("muc", "phan", "dong")
"""Names of the items of a list, of a list in it, and so on; any other name does as well."""


def written(found: tuple[Entry, ...], path: str = "", depth: int = 0) -> Iterator[tuple[str, Entry]]:
    """Every entry with what a person types for it: a field, the loop over a list, "" for a group alone."""
    for entry in found:
        place, item = f"{path}{entry.name}", ITEMS[depth]
        if entry.is_list:
            yield f"{{% for {item} in {place} %}}", entry
            yield from written(entry.children, f"{item}.", depth + 1)
        elif entry.children:
            yield "", entry
            yield from written(entry.children, f"{place}.", depth)
        else:
            yield f"{{{{ {place} }}}}", entry


@functools.cache
def _sample(kind: str) -> str:
    path = layout.HERE / "examples" / f"{kind}.json"
    data = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else _invented(kind)
    return json.dumps(context(kind, data), ensure_ascii=False)


def sample(kind: str) -> dict[str, Any]:
    """The sample paper of a kind as a template sees it; plainly sample ("Cán bộ mẫu 01")."""
    found: dict[str, Any] = json.loads(_sample(kind))
    return found


def context(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a paper as plain words, numbers, lists and groups: all that a template gets.

    Raises DataError like `typesetting.build`. A number that is still to be given is a blank before the symbol.
    """
    chosen = typesetting.KINDS[kind]
    document = typesetting.build(kind, data)
    values = read(chosen.fields, chosen.prepare(data))
    if "number" in values and not values["number"] and document.symbol:
        values["number"] = f"{wording.BLANK}/{document.symbol}"
    return _plain(chosen.fields, values)


def _plain(fields: tuple[Field, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    names, found = _names(fields), {}
    for field in fields:
        value = values.get(field.name)
        words = _word(field, value)
        found[field.name] = found[names[field.name]] = words
        if field.type == "date":
            short = wording.short_date(value) if isinstance(value, PartialDate) else ""
            found[field.name + SHORT] = found[names[field.name] + SHORT] = short
    return found


def _word(field: Field, value: Any) -> Any:
    match field.type:
        case "object" | "objects" as form:
            groups = [_plain(field.fields, item) for item in ([value or {}] if form == "object" else value or [])]
            return groups if form == "objects" else groups[0]
        case "texts":
            return list(value or [])
        case "date":
            return wording.day_line(value if isinstance(value, PartialDate) else PartialDate())
        case "flag":
            return bool(value)
        case "amount" if value is not None:
            return vietnamese_number(value)
    return "" if value is None else value


def _entries(fields: tuple[Field, ...], shown: Mapping[str, Any]) -> Iterator[Entry]:
    names = _names(fields)
    for field in fields:
        name, value = names[field.name], shown.get(field.name)
        children: tuple[Entry, ...] = ()
        if field.fields:
            first = (value[0] if value else {}) if field.type == "objects" else value or {}
            children = tuple(_entries(field.fields, first))
        yield Entry(name, field.name, field.label, field.type, field.required, _shown(value), children)
        if field.type == "date":
            words = str(shown.get(field.name + SHORT) or "")
            yield Entry(name + SHORT, field.name + SHORT, f"{field.label}, viết ngắn", "date", field.required, words)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return "" if isinstance(value, list | dict) or value is None else str(value)


def _names(fields: tuple[Field, ...]) -> dict[str, str]:
    """The Vietnamese name of each field; a field whose label another one has already keeps its own."""
    taken: set[str] = {field.name for field in fields}
    found = {}
    for field in fields:
        name = re.sub(r"[^a-z0-9]+", "_", fold(field.label)).strip("_")
        usable = name.isidentifier() and name not in taken
        found[field.name] = name if usable else field.name
        taken.add(found[field.name])
    return found


def _invented(kind: str) -> dict[str, Any]:
    """Sample data for a kind that ships none: every field says what it is."""
    return {field.name: _made_up(field) for field in typesetting.KINDS[kind].fields}


def _made_up(field: Field) -> Any:
    if field.type in ("objects", "object"):
        one = {child.name: _made_up(child) for child in field.fields}
        return [one] if field.type == "objects" else one
    made: dict[str, Any] = {
        "texts": [f"({field.label})"], "date": "2025-12-20", "integer": 1, "amount": 1, "flag": False,
        "choice": field.choices[0] if field.choices else "",
    }  # fmt: skip
    return made.get(field.type, f"({field.label})")
