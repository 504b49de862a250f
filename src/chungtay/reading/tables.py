"""Tables that came as text: rows whose cells are parted by tabs, pipes or wide blanks under a row of headings."""

from __future__ import annotations

import re
from itertools import pairwise

from chungtay.reading.vocabulary import starts_with, vocabulary
from chungtay.reading.words import Words, clean, join

GAPS = {"|": re.compile(r"\|"), "\t": re.compile(r"\t"), " ": re.compile(r" {3,}")}

NARROW_GAP = re.compile(r" {2,}")


def cells_of(source: str, start: int, raw: str) -> tuple[Words, ...]:
    """The cells of one line; empty for a line that is not set in columns."""
    separator = next((s for s in ("|", "\t") if s in raw.strip()), " ")
    gaps = GAPS[separator]
    if separator == " " and len(NARROW_GAP.findall(raw.strip())) > 1:  # two blanks part columns only where several do
        gaps = NARROW_GAP
    edges = [0, *(edge for m in gaps.finditer(raw) for edge in m.span()), len(raw)]
    cells = [clean(source, start + a, start + b).strip() for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if separator == "|":  # the frame's own pipes open and close the row
        cells = cells[1 if raw.lstrip().startswith("|") else 0 : -1 if raw.rstrip().endswith("|") else None]
    elif separator == " ":
        cells = [c for c in cells if c]
    return tuple(cells) if len(cells) > 1 else ()


def piped(words: Words) -> tuple[Words, ...]:
    """The cells of a row that was joined from several lines and keeps its pipes."""
    edges = [m.start() for m in re.finditer(r"\|", words.text)]
    if not words.text.endswith("|"):
        edges.append(len(words))
    return tuple(words[a + 1 : b].strip() for a, b in pairwise(edges))


def headings(cells: tuple[Words, ...]) -> list[str] | None:
    """What each column holds (number, text, reach, lead, due, points, other); None for a row that is no heading."""
    if len(cells) < 2:
        return None
    columns = [next((k for k in vocabulary("tables") if starts_with(c.folded, "tables", k)), "other") for c in cells]
    telling = [c for c in columns if c not in ("other", "number")]
    if "text" not in telling or len(set(telling)) < 2 or any(len(c) > 60 for c in cells):
        return None
    if columns.count("text") > 1:  # "Nội dung | Chỉ tiêu": the second is the level to reach
        second = columns.index("text", columns.index("text") + 1)
        columns[second] = "reach"
    return columns


def row(columns: list[str], cells: tuple[Words, ...]) -> dict[str, Words] | None:
    """The cells of a row by what their columns hold; None for a line that does not fit the table."""
    if len(cells) == len(columns) - 1 and columns[0] == "number" and not cells[0].text.strip(".").isdigit():
        columns = columns[1:]
    if len(cells) != len(columns):
        return None
    found = {name: cell for name, cell in zip(columns, cells, strict=True) if cell and name != "other"}
    return found if "text" in found else None


def wording(found: dict[str, Words]) -> Words:
    """The words of a row: the wording of its text, then the level to reach with its unit."""
    said = [found["text"], *([found["reach"]] if "reach" in found else [])]
    unit = found.get("unit")
    if unit and "reach" in found and unit.folded not in found["reach"].folded:
        said.append(unit)
    return join(said)
