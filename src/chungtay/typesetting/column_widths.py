"""Widths of table columns: as the kind wishes, but never so narrow that a word or a document symbol leaves its cell."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from chungtay.typesetting import layout, tree
from chungtay.typesetting.metrics import text_width

_PADDING = 3.2  # mm left and right of the words of a cell, with its line
_MEASURED = 24  # the longest words of a column by letters: the widest is among them


def fitted(table: tree.Table, *, width: float) -> tree.Table:
    """The table for `width` mm: a column that is too narrow for a word takes what is missing from the others.

    Unchanged where everything fits already, or where the widest words of all columns together leave no room.
    """
    size = layout.measures()["table_size"]
    whole = sum(column.width for column in table.columns)
    wished = [column.width / whole * width for column in table.columns]
    needed = [_needed(table, i, size) for i in range(len(table.columns))]
    missing = sum(max(0.0, need - wish) for need, wish in zip(needed, wished, strict=True))
    spare = sum(max(0.0, wish - need) for need, wish in zip(needed, wished, strict=True))
    if not missing or missing > spare:
        return table
    share = missing / spare
    columns = tuple(
        dataclasses.replace(column, width=need if wish < need else wish - (wish - need) * share)
        for column, need, wish in zip(table.columns, needed, wished, strict=True)
    )
    return dataclasses.replace(table, columns=columns)


def _needed(table: tree.Table, index: int, size: float) -> float:
    """The width in mm of the widest word of a column, its heading included."""
    total = [row[index] for row in table.rows[-1:]] if table.total else []
    strong = [table.columns[index].title, *total]
    plain = (row[index] for row in table.rows)
    widest = max((text_width(word, size, bold=True) for word in _longest(strong)), default=0.0)
    return max([widest, *(text_width(word, size) for word in _longest(plain))]) + _PADDING


def _longest(texts: Iterable[tree.Text]) -> list[str]:
    words = {word for value in texts for word in tree.plain(value).split(" ")}
    return sorted(words, key=len, reverse=True)[:_MEASURED]
