"""Finds the words of a plan that a person read from paper in the (perhaps damaged) text of the same document.

The text may have lost its diacritics, so words are compared folded and approximately; what cannot be found again is
said to be so, not placed by guess. Used when a plan comes with values already checked by hand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from rapidfuzz import fuzz

from chungtay.reading.fold import fold
from chungtay.reading.model import Field

ENOUGH = 72.0  # of 100: below it a place is as likely wrong as right in the damaged seeds
_DATE = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
_SKIPPED = ("source", "notes", "is_plan", "document.status_oddities")


def locate(plan: Mapping[str, Any], text: str) -> dict[str, Field]:
    """Provenance of every value of `plan` in `text` (NFC); a null value is `absent`: nothing is stated."""
    folded = fold(text)
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    found = {}
    for path, value in leaves(plan):
        if path.startswith(_SKIPPED):
            continue
        if value is None:
            found[path] = Field(None, "", [], "", None, "read_by_hand", 1.0, "absent")
            continue
        span, score = _best(_wordings(path, value), folded)
        if span is None:
            warning = "Không tìm lại được chỗ này trong chữ quét. Xem bản giấy."
            found[path] = Field(value, "", [], "", None, "read_by_hand", 0.5, "found", [warning])
            continue
        found[path] = Field(
            value,
            text[span[0] : span[1]],
            [span],
            "",
            bisect_right(starts, span[0]),
            "located",
            round(score / 100, 2),
            "found",
        )
    return found


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no list or mapping, with its path: awards[0].quota.collectives."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from leaves(value, f"{path}[{i}]")
    else:
        yield path, node


def _wordings(path: str, value: Any) -> list[str]:
    """How the document may have written a value."""
    if isinstance(value, str):
        if match := _DATE.match(value):
            return _dates(*match.groups())
        return [fold(value.split(" (không nêu")[0])]
    if path.endswith((".collectives", ".individuals")):
        noun = "tap the" if path.endswith(".collectives") else "ca nhan"
        return [f"{value:02d} {noun}", f"{value} {noun}"]
    return [str(value)]


def _dates(year: str, month: str | None, day: str | None) -> list[str]:
    if month is None:
        return [year]
    short = month.lstrip("0")
    if day is None:
        return [f"thang {month} nam {year}", f"thang {short}/{year}"]
    return [f"{day}/{month}/{year}", f"{day.lstrip('0')}/{short}/{year}", f"ngay {day} thang {month} nam {year}"]


def _best(wordings: list[str], folded: str) -> tuple[tuple[int, int] | None, float]:
    best: tuple[tuple[int, int] | None, float] = (None, 0.0)
    for words in wordings:
        if not words.strip() or len(words) > len(folded):
            continue
        exact = folded.find(words)
        if exact >= 0:
            return (exact, exact + len(words)), 100.0
        if len(words) < 6:  # a short word is found nearly everywhere in a damaged text
            continue
        place = fuzz.partial_ratio_alignment(words, folded)
        if place is not None and place.score > max(best[1], ENOUGH):
            best = (_whole_words(folded, place.dest_start, place.dest_end), place.score)
    return best


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widens a span to the borders of its words, without the white space around."""
    while start > 0 and not text[start - 1].isspace() and not text[start].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace() and not text[end - 1].isspace():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
