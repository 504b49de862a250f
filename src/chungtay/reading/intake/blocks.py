"""How the paragraphs and tables of an office document become lines: the same for Word and LibreOffice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from chungtay.reading.fold import fold

PAGE = "\f"
"""Stands inside the text where the office program last began a page."""
LAYOUT_WORDS = re.compile(r"cong hoa xa hoi|doc lap\s*-|noi nhan\s*:?|\btm\.|\bkt\.|\bchu tich\b|, ngay\b")
LAYOUT_ROWS = 4
LETTERHEAD_LINES, SIDE = 15, 6


@dataclass
class Paragraph:
    """One paragraph: the label of its list and its text; inner line breaks are \\n, tabs \\t, pages \\f."""

    text: str
    label: str = ""


@dataclass
class Cell:
    """One cell of a table with the blocks in it; `width` is the number of columns that it spans."""

    blocks: list[Block] = field(default_factory=list)
    width: int = 1


@dataclass
class Table:
    """Rows of cells."""

    rows: list[list[Cell]]


Block: TypeAlias = "Paragraph | Table"


def lines(blocks: list[Block]) -> str:
    """The text of blocks, a line each."""
    out: list[str] = []
    closing = False
    for block in blocks:
        if isinstance(block, Table):
            out.extend(_table(block))
            continue
        early = sum(bool(line.strip()) for line in out) < LETTERHEAD_LINES
        closing = closing or bool(re.match(r"\s*noi nhan\b", fold(block.text)))
        out.extend(_paragraph(block, sides=early or closing))
    return "\n".join(out)


def _paragraph(paragraph: Paragraph, *, sides: bool) -> list[str]:
    """The lines of a paragraph. A tab only sets text apart, except where two columns were made with tabs."""
    found = []
    for raw in paragraph.text.split("\n"):
        parts = [part.strip(" ") for part in raw.split("\t") if part.strip(" ")]
        if sides and len(parts) == 2 and all(sum(c.isalnum() for c in part) >= SIDE for part in parts):
            found.extend(parts)
        else:
            found.append(" ".join(parts))
    if paragraph.label:
        found[0] = f"{paragraph.label} {found[0]}".rstrip()
    return found


def _table(table: Table) -> list[str]:
    """A table that only lays out the page is read cell by cell; one that holds data keeps its rows, parted by tabs."""
    if not any(row for row in table.rows):
        return []
    said = fold("\n".join(_flat(cell) for row in table.rows for cell in row))
    narrow = all(len(row) == 1 for row in table.rows)
    if narrow or (len(table.rows) <= LAYOUT_ROWS and LAYOUT_WORDS.search(said)) or len(table.rows) == 1:
        out = []
        for row in table.rows:
            for cell in row:
                text = lines(cell.blocks)
                if text.strip():
                    out.extend([*text.split("\n"), ""])
        return out
    rows = []
    for row in table.rows:
        cells: list[str] = []
        for cell in row:
            cells.extend([_flat(cell), *[""] * (cell.width - 1)])
        rows.append("\t".join(cells))
    return ["", *rows, ""]


def _flat(cell: Cell) -> str:
    return " ".join(lines(cell.blocks).replace("\t", " ").split(" ")).replace("\n", " ").strip()
