"""Text that was changed piece by piece and still knows which raw characters each of its characters stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Replace the characters from `start` to `end` by `text`."""

    start: int
    end: int
    text: str


class Overlay:
    """The text to read, laid over the raw text, which never changes.

    `text` is what the rules read; every span found in it can be given back as a span of `raw`.
    """

    def __init__(self, raw: str) -> None:
        self.raw = self.text = raw
        self._from = list(range(len(raw)))
        self._to = list(range(1, len(raw) + 1))
        self._trust: list[tuple[int, float]] = []

    def apply(self, edits: Iterable[Edit]) -> None:
        """Makes edits that do not overlap; each new character stands for all the raw characters its edit replaced.

        An insertion stands for the character before it.
        """
        text: list[str] = []
        start: list[int] = []
        end: list[int] = []
        last = 0
        for edit in sorted(edits, key=lambda e: e.start):
            if edit.start < last or self.text[edit.start : edit.end] == edit.text:
                continue
            text += [self.text[last : edit.start], edit.text]
            start += self._from[last : edit.start]
            end += self._to[last : edit.start]
            a, b = self.raw_span(edit.start, edit.end)
            start += [a] * len(edit.text)
            end += [b] * len(edit.text)
            last = edit.end
        text.append(self.text[last:])
        start += self._from[last:]
        end += self._to[last:]
        self.text, self._from, self._to = "".join(text), start, end

    def trust(self, words: Iterable[tuple[tuple[int, int], float]]) -> None:
        """How sure each restored word is, by its span of `raw`, in order."""
        self._trust = [(start, confidence) for (start, _), confidence in words]

    def sureness(self, start: int, end: int) -> list[float]:
        """The probabilities of the restored words that begin in a span of `raw`."""
        first = bisect_left(self._trust, (start, -1.0))
        last = bisect_left(self._trust, (end, -1.0))
        return [confidence for _, confidence in self._trust[first:last]]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw characters behind a span of `text`."""
        if end > start:
            return self._from[start], self._to[end - 1]
        before = self._to[start - 1] if start else 0
        return max(0, before - 1), before
