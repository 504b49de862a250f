"""Pieces of the source text that know where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

from chungtay.reading.fold import fold, lower

MARKUP = re.compile(r"[\s*_]*\Z")


class Words:
    """A cleaned piece of text and, for each of its characters, the offset in the source it was read from.

    Lines joined, doubled spaces and conversion marks dropped: `text` differs from the source, `spans` still
    point at it.
    Slicing, stripping and splitting give further Words.
    """

    def __init__(self, source: str, text: str, at: tuple[int, ...]) -> None:
        assert len(text) == len(at)
        self.source, self.text, self.at = source, text, at

    def __repr__(self) -> str:
        return f"Words({self.text!r})"

    def __bool__(self) -> bool:
        return bool(self.text)

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> Words:
        return Words(self.source, self.text[part], self.at[part])

    @cached_property
    def folded(self) -> str:
        """Folded text, character for character."""
        return fold(self.text)

    @cached_property
    def lowered(self) -> str:
        """Lower case with accents, character for character."""
        return lower(self.text)

    @property
    def start(self) -> int:
        """Offset of the first character in the source; -1 for no words."""
        return self.at[0] if self.at else -1

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Source ranges (start, end) that hold the words; a gap of blanks or markup does not break a range."""
        ranges: list[tuple[int, int]] = []
        for offset in self.at:
            after = ranges and offset >= ranges[-1][0]  # cells of a row may stand in another order than they are said
            if after and (offset <= ranges[-1][1] or MARKUP.match(self.source, ranges[-1][1], offset)):
                ranges[-1] = (ranges[-1][0], max(ranges[-1][1], offset + 1))
            else:
                ranges.append((offset, offset + 1))
        return ranges

    def strip(self, chars: str = " ") -> Words:
        """Without the given characters at both ends."""
        start, end = 0, len(self.text)
        while start < end and self.text[start] in chars:
            start += 1
        while end > start and self.text[end - 1] in chars:
            end -= 1
        return self[start:end]

    def rstrip(self, chars: str) -> Words:
        """Without the given characters at the end."""
        end = len(self.text)
        while end and self.text[end - 1] in chars:
            end -= 1
        return self[:end]

    def split(self, pattern: str | re.Pattern[str]) -> list[Words]:
        """Parts between the matches of a pattern on folded text, blanks off, empty parts left out."""
        pieces, last = [], 0
        for match in re.finditer(pattern, self.folded):
            pieces.append(self[last : match.start()])
            last = match.end()
        pieces.append(self[last:])
        return [p for p in (piece.strip() for piece in pieces) if p]

    @cached_property
    def accented(self) -> bool:
        """Whether the words carry Vietnamese accents at all; text without them can only be compared folded."""
        return any(char != fold(char) for char in self.lowered if char.isalpha())

    def cut_at(self, places: Iterable[int]) -> list[Words]:
        """Parts beginning at 0 and at each place, blanks off, empty parts left out."""
        edges = [0, *sorted(set(places)), len(self.text)]
        return [p for p in (self[a:b].strip() for a, b in pairwise(edges)) if p]

    def search(self, pattern: str | re.Pattern[str]) -> re.Match[str] | None:
        """First match on folded text."""
        return re.search(pattern, self.folded)

    def group(self, match: re.Match[str], group: int | str = 0) -> Words:
        """The words of one group of a match on `folded`, `lowered` or `text`."""
        return self[match.start(group) : match.end(group)]


def join(parts: Iterable[Words]) -> Words:
    """Words one after another with a space between them; the space points at the end of the part before it."""
    known = [p for p in parts if p]
    assert known
    text, at = known[0].text, known[0].at
    for part in known[1:]:
        text += " " + part.text
        at += (at[-1], *part.at)
    return Words(known[0].source, text, at)


def clean(source: str, start: int, end: int) -> Words:
    """The source between two offsets; blanks collapsed, conversion marks (**, __) and blanks inside quotes dropped."""
    text: list[str] = []
    at: list[int] = []
    for offset, char in _visible(source, start, end):
        if char.isspace() or char in "\u200b\ufeff\u00ad":
            if text and text[-1] != " " and text[-1] != "“" and char != "\u00ad":
                text.append(" ")
                at.append(offset)
            continue
        if char == "”" and text and text[-1] == " ":
            text.pop()
            at.pop()
        text.append(char)
        at.append(offset)
    while text and text[-1] == " ":
        text.pop()
        at.pop()
    return Words(source, "".join(text), tuple(at))


def _visible(source: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Characters without markdown's ** and __ (a single star is a bullet and stays)."""
    offset = start
    while offset < end:
        char = source[offset]
        if char in "*_" and offset + 1 < end and source[offset + 1] == char:
            while offset < end and source[offset] == char:
                offset += 1
            continue
        yield offset, char
        offset += 1
