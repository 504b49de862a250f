"""Bringing a draft up to date: what came from the rows follows the rows, what the clerk typed over stays hers.

`base` is what the rows said last time, `mine` what the draft says, `new` what the rows say now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chungtay.paperwork.blanks import is_empty
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import number

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One field that a refresh would change, or (`kept`) that it leaves because the clerk wrote it herself."""

    label: str
    before: str
    after: str
    kept: bool = False


def merge(fields: tuple[Field, ...], base: Values, mine: Values, new: Values) -> dict[str, Any]:
    """The draft brought up to date. Values of no field of the kind are dropped."""
    merged = {f.name: _one(f, base.get(f.name), mine.get(f.name), new.get(f.name)) for f in fields}
    return {name: value for name, value in merged.items() if not is_empty(value)}


def _one(field: Field, base: Any, mine: Any, new: Any) -> Any:
    if _same(mine, base):
        return new
    if _same(new, base) or _same(new, mine):
        return mine
    if field.type == "object" and not is_empty(new):
        return merge(field.fields, base or {}, mine or {}, new)
    if field.type == "objects":
        return _rows(field, base or [], mine or [], new or [])
    return mine


def _rows(field: Field, base: list[Values], mine: list[Values], new: list[Values]) -> list[Values]:
    """Rows are told apart by their first field. Added by hand: stay; taken out by hand: stay out."""
    old, own = _by_name(field, base), _by_name(field, mine)
    merged: list[Values] = []
    for name, row in _by_name(field, new).items():
        if name in own:
            merged.append(merge(field.fields, old.get(name, {}), own[name], row))
        elif name not in old:
            merged.append(row)
    fresh = _by_name(field, new)
    return merged + [row for name, row in own.items() if name not in fresh and not _same(row, old.get(name))]


def _by_name(field: Field, rows: list[Values]) -> dict[str, Values]:
    """Rows by what their first field says; a second one of the same name is told apart by its count."""
    found: dict[str, Values] = {}
    for row in rows:
        name = words(field.fields[0], row.get(field.fields[0].name))
        key, count = name, 1
        while key in found:
            count += 1
            key = f"{name} #{count}"
        found[key] = row
    return found


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (is_empty(one) and is_empty(other))


def changes(fields: tuple[Field, ...], base: Values, mine: Values, new: Values) -> list[Change]:
    """What a refresh would do, field by field; nothing when the rows still say what the draft was made from."""
    return list(_changes(fields, base, mine, merge(fields, base, mine, new), new))


def _changes(fields: tuple[Field, ...], base: Values, mine: Values, merged: Values, new: Values) -> Iterator[Change]:
    for field in fields:
        old, now, told = mine.get(field.name), merged.get(field.name), new.get(field.name)
        label = f"{field.label[:1].upper()}{field.label[1:]}"
        if not _same(old, now):
            yield Change(label, words(field, old), words(field, now))
        elif not _same(told, base.get(field.name)) and not _same(told, old):
            yield Change(label, words(field, old), words(field, told), kept=True)


def words(field: Field, value: Any) -> str:
    """A value in one line, as a person compares it."""
    if is_empty(value):
        return _("chưa nêu")
    if field.type in ("texts", "object"):
        return "; ".join(map(str, value) if field.type == "texts" else _cells(field, value))
    if field.type == "objects":
        return " / ".join(", ".join(_cells(field, row)) for row in value)
    if field.type == "flag":
        return _("có") if value else _("không")
    return number(float(value)) if isinstance(value, (int, float)) else str(value)


def _cells(field: Field, row: Values) -> list[str]:
    return [words(part, row[part.name]) for part in field.fields if not is_empty(row.get(part.name))]
