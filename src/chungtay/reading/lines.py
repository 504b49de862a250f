"""The line grammar: which lines carry a printed label, and which lines go on from the line before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from chungtay.reading.fold import UPPER, fold
from chungtay.reading.tables import cells_of, headings, piped, row, wording
from chungtay.reading.vocabulary import alternatives, any_of, vocabulary
from chungtay.reading.words import Words, clean, join

LETTER = r"[^\W\d_]"
BIG = f"[{UPPER}]"
OPENING = rf"(?=[“\"'(]?\s*{LETTER}|$|(?<=\s)\d|(?<=\))\d)"
# Kind of label, its depth, its form. The first that matches names the line.
GRAMMAR: tuple[tuple[str, float, str], ...] = (
    (
        "part",
        0,
        r"(?:PHẦN|MỤC|CHƯƠNG|Phần|Mục|Chương)\s+(?:thứ\s+|THỨ\s+)?(?P<n>[IVX]+|\d+|nhất|hai|ba|bốn|tư|năm|NHẤT|HAI|BA|BỐN|TƯ|NĂM)"
        rf"(?:\s*[.:–-]\s*|\s*$|\s+(?={BIG}))",
    ),
    ("upper", 1, rf"(?P<n>[A-H])\s*[.)/]\s*(?={BIG}{{2}})"),
    ("roman", 2, rf"(?P<n>[IVX]{{1,5}})(?!\s*/\s*[vV]\b)\s*(?:[.)/:]\s*|\s[–-]\s*|[–-]\s+(?={BIG}{{2}})){OPENING}"),
    ("article", 3, r"(?:Điều|ĐIỀU)\s+(?P<n>\d+)\s*(?:[.:]\s*|$)"),
    ("multi", 4, rf"(?P<n>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:\s*[.)/:]\s*{OPENING}|\s+(?={BIG}|[“\"]))"),
    ("single", 4, rf"(?P<n>\d{{1,2}})(?:\s*[.)]\s*{OPENING}|/\s*(?={BIG})|/\s+(?=\d)|\s?[–-]\s?(?={BIG}))"),
    ("letter", 6, rf"(?P<n>[a-hđ])(?:\s*[.)]\s*|,\s+|/\s*|\s?-\s?(?={BIG})){OPENING}"),
    ("paren", 7, rf"\((?P<n>\d{{1,2}}|[a-hđ]|[ivx]{{1,4}})\)\s*{OPENING}"),
    ("star", 8, rf"(?P<n>\*)[.)]?\s*{OPENING}"),
    ("dash", 9, rf"(?P<n>[-–—•●▪◦·‣⁃])\s*(?=[“\"'(]?\s*(?:{LETTER}|\d)|$)"),
    ("plus", 10, rf"(?P<n>\+)\s*(?=[“\"'(]?\s*(?:{LETTER}|\d)|$)"),
)
COMPILED = tuple((kind, rank, re.compile(form)) for kind, rank, form in GRAMMAR)
PAGE_NUMBER = re.compile(r"\s*(?:trang\s*)?[-–]?\s*\d{1,3}\s*[-–]?\s*(?:/\s*\d{1,3})?\s*")
TERMINAL = ".;:!?"


@dataclass(frozen=True)
class Label:
    """A printed label: `kind` of numbering, `printed` without punctuation (III, 3.1, a, -), `rank` its depth."""

    kind: str
    printed: str
    rank: float


@dataclass(frozen=True)
class Line:
    """One line of the source: `words` after the label, `whole` with it; `number` counts from 1."""

    number: int
    whole: Words
    words: Words
    label: Label | None
    cells: tuple[Words, ...] = ()

    @property
    def blank(self) -> bool:
        return not self.whole or not any(c.isalnum() for c in self.whole.text)

    @property
    def capital(self) -> bool:
        """Whether its letters are upper case, as headings are printed (a few stray small ones allowed)."""
        letters = [c for c in self.whole.text if c.isalpha()]
        return len(letters) > 1 and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


@dataclass(frozen=True)
class Paragraph:
    """Lines joined into one paragraph, with the label of the first."""

    label: Label | None
    words: Words
    line: int
    cells: dict[str, Words] = field(default_factory=dict)


def label_of(words: Words) -> tuple[Label | None, int]:
    """The label a line begins with and where the text after it starts."""
    for kind, rank, form in COMPILED:
        match = form.match(words.text)
        if match:
            depth = rank + match["n"].count(".") * 0.5 if kind == "multi" else rank
            return Label(kind, match["n"], depth), match.end()
    return None, 0


def lines_of(text: str) -> list[Line]:
    """All lines of a text, blank ones too, in order."""
    lines, start = [], 0
    for number, raw in enumerate(text.split("\n"), start=1):
        whole = clean(text, start, start + len(raw))
        label, after = label_of(whole)
        lines.append(Line(number, whole, whole[after:].strip(), label, cells_of(text, start, raw)))
        start += len(raw) + 1
    return lines


@dataclass(frozen=True)
class Setting:
    """How a text is set: `width` at which its lines were wrapped (0: a paragraph a line), `spaced` when blank lines
    stand between its paragraphs."""

    width: float
    spaced: bool


def setting_of(lines: list[Line]) -> Setting:
    """The setting of a whole text."""
    filled = sum(not line.blank for line in lines)
    return Setting(_wrap_width(lines), len(lines) - filled > 0.25 * filled)


def paragraphs_of(lines: list[Line], setting: Setting) -> list[Paragraph]:
    """Lines joined into paragraphs: a line without a label goes on if the line before it is full or ends open.

    A row of a table becomes a paragraph with a bullet, its other columns in `cells`.
    """
    found: list[tuple[Label | None, list[Line]] | Paragraph] = []
    gap = False
    columns: list[str] | None = None
    for line in _whole_rows(lines):
        if line.blank:
            gap = True
            continue
        if PAGE_NUMBER.fullmatch(line.whole.text):
            continue
        heads = headings(line.cells)
        columns = heads or (columns if line.cells else None)
        cells = row(columns, line.cells) if columns and not heads else None
        last = found[-1] if found else None
        if cells:
            found.append(_row(line, cells))
        elif not heads and isinstance(last, tuple) and _goes_on(last[1][-1], line, gap, setting):
            last[1].append(line)
        elif not heads:
            found.append((line.label, [line]))
        gap = False
    return [p for p in (f if isinstance(f, Paragraph) else _joined(*f) for f in found) if p.words]


def _whole_rows(lines: list[Line]) -> list[Line]:
    """Lines, the rows of a piped table that were wrapped joined again: a row ends where the next begins with a pipe."""
    out: list[Line] = []
    width = 0
    for line in lines:
        if headings(line.cells):
            width = len(line.cells)
        last = next((known for known in reversed(out) if not known.blank), None)
        open_row = width > 1 and last is not None and last.whole.text.startswith("|") and len(last.cells) <= width
        short = open_row and last is not None and (len(last.cells) < width or last.whole.text[-1] != "|")
        if short and last is not None and not line.blank and not line.whole.text.startswith("|") and not line.label:
            whole = join([last.whole, line.whole])
            out[out.index(last)] = replace(last, whole=whole, words=whole, cells=piped(whole))
            continue
        if not line.blank and not line.cells:
            width = 0
        out.append(line)
    return out


def _row(line: Line, cells: dict[str, Words]) -> Paragraph:
    if re.match(r"tong\b", cells["text"].folded):  # the sum is no item
        return Paragraph(None, join(list(cells.values())), line.number)
    return Paragraph(Label("dash", "-", 9), wording(cells), line.number, cells)


def _joined(label: Label | None, group: list[Line]) -> Paragraph:
    parts = [group[0].words, *(line.whole for line in group[1:])]
    words = join(parts) if any(parts) else group[0].words
    return Paragraph(label, words, group[0].number)


def _goes_on(before: Line, line: Line, gap: bool, setting: Setting) -> bool:
    """Whether a line belongs to the paragraph of the line before it; `gap`: blank lines stand between."""
    text, last = line.whole.text, before.whole.text[-1]
    if line.label:
        return not gap and _split_name(before, line)
    if not before.words:  # a label alone on its line: its title follows
        return True
    if _open_end(before) and not before.capital and not line.capital:
        return True
    if gap:  # a page break inside a sentence
        return text[0].islower() and last not in ".:!?" and len(before.whole) > 30
    small = text[0].islower() or text[0] in ",;)”("
    if (small and last not in ".!?") or (before.capital and line.capital):
        return True
    return before.capital == line.capital and _filled(before, line, setting, ended=last in TERMINAL and not small)


def _open_end(line: Line) -> bool:
    """Whether a line ends with a word that ends no sentence."""
    last = rf"(?<![a-z]){any_of('document', 'never_last')}$"
    return len(line.whole) > 30 and re.search(last, line.whole.folded) is not None


def _filled(before: Line, line: Line, setting: Setting, *, ended: bool) -> bool:
    """Whether the line before is so full that its paragraph had to wrap; a line that ends a sentence must be fuller,
    unless blank lines mark the paragraphs."""
    if not setting.width:
        return False
    if BROKEN_NAME.search(before.whole.folded) and _width(before.whole.text) > 0.7 * setting.width:
        return True
    if not ended:
        return _full(before.whole.text, line.whole.text, setting.width)
    share = 0.7 if setting.spaced else 0.95
    return before.whole.text[-1] not in ":;" and _width(before.whole.text) > share * setting.width


def _split_name(before: Line, line: Line) -> bool:
    """A name with a dash in it broken at the dash: "… Hội đồng Thi đua / - Khen thưởng …"."""
    if not line.label or line.label.kind != "dash":
        return False
    for left, right in vocabulary("names")["dashed"]:
        ends = re.search(rf"\b{fold(left)}$", before.whole.folded)
        if ends and re.match(alternatives([fold(right)]), line.words.folded):
            return True
    return False


BROKEN_NAME = re.compile(r"(?<![a-z])(?:xa|phuong|thi tran|thi xa|huyen|quan|tinh|thanh pho)(?: [a-z]+)?$")
OPEN_END = 0.82
"""Share of the width from which a line that ends no sentence goes on, with the next line's first word."""
NARROW, WIDE = set("iltfjrI.,;:'|!()[] "), set("mwMW%@")


def _width(text: str) -> float:
    """Approximate printed width in average letters of a proportional face."""
    return sum(0.55 if c in NARROW else 1.5 if c in WIDE else 1.3 if c.isupper() else 1.0 for c in text)


def _full(text: str, following: str, width: float) -> bool:
    """Whether the next line's first word would not have fitted any more."""
    return _width(text) + 0.5 + _width(following.split(" ", 1)[0]) > OPEN_END * width


def _wrap_width(lines: list[Line]) -> float:
    """The width at which the text was wrapped; 0 for text with one paragraph a line."""
    widths = sorted(_width(line.whole.text) for line in lines if len(line.whole) > 30 and not line.capital)
    if len(widths) < 6:
        return 0
    top = widths[int(len(widths) * 0.95)]
    near = sum(1 for w in widths if 0.85 * top <= w <= 1.1 * top)
    return top if top < 150 and near >= 0.35 * len(widths) else 0
