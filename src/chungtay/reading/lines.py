"""The line grammar: which lines carry a printed label, and which lines go on from the line before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chungtay.reading.fold import UPPER, fold
from chungtay.reading.vocabulary import alternatives, vocabulary
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
    ("roman", 2, rf"(?P<n>[IVX]{{1,5}})\s*(?:[.)/:]\s*|\s[–-]\s*){OPENING}"),
    ("article", 3, r"(?:Điều|ĐIỀU)\s+(?P<n>\d+)\s*(?:[.:]\s*|$)"),
    ("multi", 4, rf"(?P<n>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:\s*[.)/:]\s*{OPENING}|\s+(?={BIG}|[“\"]))"),
    ("single", 4, rf"(?P<n>\d{{1,2}})(?:\s*[.)]\s*{OPENING}|/\s*(?={BIG})|\s?[–-]\s?(?={BIG}))"),
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
    columns: tuple[Words, ...] = ()

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
        columns: tuple[Words, ...] = ()
        if "\t" in raw or "|" in raw or re.search(r"\S {3,}\S", raw):
            columns = _columns(text, start, raw)
        lines.append(Line(number, whole, whole[after:].strip(), label, columns))
        start += len(raw) + 1
    return lines


def _columns(text: str, start: int, raw: str) -> tuple[Words, ...]:
    """Cells of a line set in columns: by tabs, by pipes, or by three blanks and more."""
    edges = [0, *(edge for m in re.finditer(r"\t+|\s*\|\s*| {3,}", raw) for edge in m.span()), len(raw)]
    cells = [clean(text, start + a, start + b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if "|" in raw:  # an empty cell between pipes is a cell
        cells = cells[1 if raw.lstrip().startswith("|") else 0 : -1 if raw.rstrip().endswith("|") else None]
        return tuple(cells)
    return tuple(c for c in cells if c)


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
    """Lines joined into paragraphs: a line without a label goes on if the line before it is full or ends open."""
    found: list[tuple[Label | None, list[Line]]] = []
    gap = False
    for line in lines:
        if line.blank:
            gap = True
            continue
        if PAGE_NUMBER.fullmatch(line.whole.text):
            continue
        before = found[-1][1][-1] if found else None
        if before and _goes_on(before, line, gap, setting):
            found[-1][1].append(line)
        else:
            found.append((line.label, [line]))
        gap = False
    return [
        Paragraph(label, join([group[0].words, *(ln.whole for ln in group[1:])]) if len(group) > 1 else group[0].words,
                  group[0].number)
        for label, group in found
        if any(ln.words for ln in group)
    ]  # fmt: skip


def _goes_on(before: Line, line: Line, gap: bool, setting: Setting) -> bool:
    text, last, width = line.whole.text, before.whole.text[-1], setting.width
    if line.label:
        return not gap and _split_name(before, line)
    if not before.words and before.label:  # a label alone on its line: its title follows
        return True
    small_start = text[0].islower() or text[0] in ",;)”"
    if gap:  # a page break inside a sentence
        return text[0].islower() and last not in TERMINAL and len(before.whole) > 30
    if small_start and last not in ".!?":
        return True
    if before.capital and line.capital:
        return True
    if before.capital != line.capital:
        return False
    if last in ".;:" and not small_start:
        share = 0.7 if setting.spaced else 0.95
        return width > 0 and _width(before.whole.text) > share * width and last not in ":;"
    return width > 0 and _full(before.whole.text, text, width)


def _split_name(before: Line, line: Line) -> bool:
    """A name with a dash in it broken at the dash: "… Hội đồng Thi đua / - Khen thưởng …"."""
    if not line.label or line.label.kind != "dash":
        return False
    for left, right in vocabulary("names")["dashed"]:
        ends = re.search(rf"\b{fold(left)}$", before.whole.folded)
        if ends and re.match(alternatives([fold(right)]), line.words.folded):
            return True
    return False


NARROW, WIDE = set("iltfjrI.,;:'|!()[] "), set("mwMW%@")


def _width(text: str) -> float:
    """Approximate printed width in average letters of a proportional face."""
    return sum(0.55 if c in NARROW else 1.5 if c in WIDE else 1.3 if c.isupper() else 1.0 for c in text)


def _full(text: str, following: str, width: float) -> bool:
    """Whether the next line's first word would not have fitted any more."""
    return _width(text) + 0.5 + _width(following.split(" ", 1)[0]) > 0.93 * width


def _wrap_width(lines: list[Line]) -> float:
    """The width at which the text was wrapped; 0 for text with one paragraph a line."""
    widths = sorted(_width(line.whole.text) for line in lines if len(line.whole) > 30 and not line.capital)
    if len(widths) < 6:
        return 0
    top = widths[int(len(widths) * 0.95)]
    near = sum(1 for w in widths if 0.85 * top <= w <= 1.1 * top)
    return top if top < 150 and near >= 0.35 * len(widths) else 0
