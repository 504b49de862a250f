"""From words with places on a page to lines of text in reading order.

A letterhead and a signature stand in two columns that a plain reading mixes; here each column is read down. Other rows
with wide gaps are rows of a table: their cells are parted by tabs, which the line grammar understands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from chungtay.reading.fold import fold
from chungtay.reading.intake.source import Box, Word

GAP = 2.0
"""Blank between two words, in heights of a line, that parts columns: justified text stretches to half of it."""
BLANK_LINE = 1.5
"""Distance of two rows, in usual distances, that counts as a blank line."""
TWO_COLUMNS = re.compile(r"cong hoa xa hoi|doc lap\s*-|noi nhan\s*:?|\bso\s*:.*/|tm\.|kt\.|chu tich|, ngay\b")


@dataclass(frozen=True)
class Placed:
    """A word and its box; y grows downwards. `line` names the line that its reader put it in."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    line: tuple[int, ...] = ()
    confidence: float | None = None

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.1)


@dataclass
class Run:
    """Words of one line without a wide gap."""

    words: list[Placed]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(w.right for w in self.words)

    @property
    def top(self) -> float:
        return float(median(w.top for w in self.words))

    @property
    def bottom(self) -> float:
        return float(median(w.bottom for w in self.words))

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)


Row = list[Run]


def compose(words: Iterable[Placed], size: tuple[float, float]) -> tuple[str, tuple[Word, ...]]:
    """The text of a page of that width and height, and the range and box of every word.

    A word that its reader gave no confidence is one of the file's own characters: sure.
    """
    runs = _runs(list(words))
    rows = _rows(runs)
    if not rows:
        return "", ()
    writer = _Writer(size)
    pitch = _pitch(rows)
    done = 0
    last: Row | None = None
    while done < len(rows):
        row = rows[done]
        if last is not None and _top(row) - _top(last) > BLANK_LINE * pitch:
            writer.newline()
        end, divider = _columns(rows, done, pitch)
        if divider is not None:
            for side in (True, False):
                for member in rows[done:end]:
                    runs_here = [run for run in member if (run.left < divider) == side]
                    if runs_here:
                        writer.line(runs_here, " ")
                writer.newline()
            last, done = rows[end - 1], end
            continue
        if last is not None and _title_goes_on(last, row, rows):
            writer.join()
        writer.line(row, "\t")
        last, done = row, done + 1
    return writer.finish()


class _Writer:
    def __init__(self, size: tuple[float, float]) -> None:
        self.width, self.height = (max(side, 1.0) for side in size)
        self.parts: list[str] = []
        self.size = 0
        self.words: list[Word] = []

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def join(self) -> None:
        """The next line goes on from the last."""
        if self.parts[-1:] == ["\n"]:
            self.parts[-1] = " "

    def newline(self) -> None:
        if self.parts[-2:] != ["\n", "\n"]:
            self.put("\n")

    def line(self, runs: Row, separator: str) -> None:
        for i, run in enumerate(runs):
            if i:
                self.put(separator)
            for j, word in enumerate(run.words):
                if j:
                    self.put(" ")
                sure = 1.0 if word.confidence is None else word.confidence
                self.words.append(Word(self.size, self.size + len(word.text), sure, self.box(word)))
                self.put(word.text)
        self.put("\n")

    def box(self, word: Placed) -> Box:
        """Where the word stands, kept within the page."""
        left, right = (round(min(1.0, max(0.0, x / self.width)), 4) for x in (word.left, word.right))
        top, bottom = (round(min(1.0, max(0.0, y / self.height)), 4) for y in (word.top, word.bottom))
        return left, top, right, bottom

    def finish(self) -> tuple[str, tuple[Word, ...]]:
        return "".join(self.parts).rstrip("\n"), tuple(self.words)


def _runs(words: list[Placed]) -> list[Run]:
    """Words in the order of their reader, cut where the line changes or a wide gap stands."""
    runs: list[Run] = []
    for word in words:
        last = runs[-1].words[-1] if runs else None
        if last is not None and last.line == word.line:
            height = max(last.height, word.height)
            gap = word.left - last.right
            level = abs((word.top + word.bottom) - (last.top + last.bottom)) / 2 < 0.6 * height
            if level and -0.5 * height < gap < GAP * height:
                runs[-1].words.append(word)
                continue
        runs.append(Run([word]))
    return runs


def _rows(runs: list[Run]) -> list[Row]:
    """Runs side by side, from the top of the page down."""
    rows: list[Row] = []
    for run in sorted(runs, key=lambda r: (r.top + r.bottom, r.left)):
        for row in reversed(rows[-3:]):
            if _beside(row, run):
                row.append(run)
                break
        else:
            rows.append([run])
    for row in rows:
        row.sort(key=lambda r: r.left)
    return rows


def _beside(row: Row, run: Run) -> bool:
    first = row[0]
    overlap = min(first.bottom, run.bottom) - max(first.top, run.top)
    smaller = min(first.bottom - first.top, run.bottom - run.top)
    return overlap > 0.5 * smaller and all(r.right <= run.left + 1 or run.right <= r.left + 1 for r in row)


def _top(row: Row) -> float:
    return min(run.top for run in row)


def _pitch(rows: list[Row]) -> float:
    """The usual distance of two rows."""
    steps = [d for a, b in pairwise(rows) if (d := _top(b) - _top(a)) > 0]
    return float(median(steps)) if steps else 1.0


def _title_goes_on(before: Row, row: Row, rows: list[Row]) -> bool:
    """Whether a centred line ends the title that the centred line before it began: "… / năm 2025"."""
    left, right = min(r[0].left for r in rows), max(run.right for r in rows for run in r)
    if len(before) != 1 or len(row) != 1 or not row[0].text[:1].islower():
        return False
    width = right - left
    middles = [(r[0].left + r[0].right - left - right) / 2 for r in (before, row)]
    return all(abs(m) < 0.03 * width for m in middles) and row[0].left - left > 0.12 * width


def _columns(rows: list[Row], start: int, pitch: float) -> tuple[int, float | None]:
    """Where a block of two columns that begins at a row ends, and the place between them; None for no such block."""
    if len(rows[start]) != 2:
        return start, None
    low, high = rows[start][0].right, rows[start][1].left
    end = start + 1
    while end < len(rows) and len(rows[end]) <= 2:
        row = rows[end]
        new_low, new_high = low, high
        if len(row) == 2:
            new_low, new_high = max(low, row[0].right), min(high, row[1].left)
        elif row[0].right <= high:
            new_low = max(low, row[0].right)
        elif row[0].left >= low:
            new_high = min(high, row[0].left)
        else:
            break
        if new_low >= new_high or _top(row) - _top(rows[end - 1]) > 8 * pitch:
            break
        low, high, end = new_low, new_high, end + 1
    block = rows[start:end]
    said = any(TWO_COLUMNS.search(fold(run.text)) for row in block for run in row)
    return (end, (low + high) / 2) if said else (start, None)
