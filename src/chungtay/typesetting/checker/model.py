"""What both readers make of a finished file: pieces of text with their measures, rules, pages.

Lengths in mm from the top left corner of the page, sizes in pt. A measure that a file form cannot give is None: a Word
file has no lines before Word sets them, a PDF has no paragraph settings.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Zone = Literal["flow", "head", "foot", "table"]
Side = Literal["left", "right", "whole"]


class Box(NamedTuple):
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters of one style."""

    text: str
    size: float
    bold: bool
    italic: bool
    font: str
    colour: Literal["black", "red", "other"] = "black"


def colour_name(red: int, green: int, blue: int) -> Literal["black", "red", "other"]:
    """The name of a colour: nearly black is black."""
    if max(red, green, blue) < 60:
        return "black"
    return "red" if red > 2 * max(green, blue) else "other"


@dataclass(slots=True)
class Piece:
    """One line (PDF, head and foot) or one paragraph.

    `width`: length of its longest line; `rule`: length of the drawn line under it; `row`: the number of the row of a
    frameless table, the same for what stands side by side (Word only, a PDF compares heights).
    """

    stretches: list[Stretch]
    page: int = 1
    zone: Zone = "flow"
    side: Side = "whole"
    box: Box | None = None
    align: Literal["left", "right", "centre", "justified"] | None = None
    first_line: float | None = None
    gap_before: float | None = None
    line_spacing: float | None = None
    width: float = 0.0
    rule: float | None = None
    row: int | None = None
    lines: int = 1

    @property
    def text(self) -> str:
        """The words, NFC, one space between them."""
        return " ".join(unicodedata.normalize("NFC", "".join(s.text for s in self.stretches)).split())

    @property
    def size(self) -> float:
        """The size of most letters."""
        return float(self.most("size") or 0.0)

    def most(self, name: str) -> Any:
        """The value that most letters have."""
        counts: Counter[Any] = Counter()
        for one in self.stretches:
            counts[getattr(one, name)] += len(one.text.strip())
        return counts.most_common(1)[0][0] if counts else None

    def share(self, name: str) -> float:
        """The share of letters that are bold or italic."""
        whole = sum(len(s.text.strip()) for s in self.stretches)
        return sum(len(s.text.strip()) for s in self.stretches if getattr(s, name)) / whole if whole else 0.0

    @property
    def colour(self) -> str:
        """The colour of most letters."""
        return str(self.most("colour") or "black")

    def starts(self, name: str) -> bool:
        """Whether its first letters are bold or italic."""
        first = next((s for s in self.stretches if s.text.strip()), None)
        return bool(first and getattr(first, name))


@dataclass(slots=True)
class PageNumber:
    """A page number that is shown: where, how large. `at_top`: in the top margin; `offset`: mm from the middle."""

    page: int
    text: str
    at_top: bool
    offset: float
    size: float
    upright: bool


@dataclass(slots=True)
class Page:
    """Paper of one page (PDF) or one section (DOCX) with its margins: top, bottom, left, right; None: not measured."""

    number: int
    width: float
    height: float
    margins: dict[str, float | None]


@dataclass(slots=True)
class Finished:
    """A finished file as read. `pages`: the sheets of a PDF, the sections of a Word file."""

    form: Literal["pdf", "docx"]
    pages: list[Page]
    pieces: list[Piece]
    numbers: list[PageNumber] = field(default_factory=list)
