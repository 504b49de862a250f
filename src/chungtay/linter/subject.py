"""What every check may look at: the text taken apart, the plan read from it, its dates, and places for findings."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from chungtay import law
from chungtay.law.calendar import WorkCalendar, calendar
from chungtay.law.deadlines import last_day, span_of
from chungtay.law.errors import InputError
from chungtay.law.loading import Law
from chungtay.linter.model import Place, Trust
from chungtay.reading.context import Context
from chungtay.reading.fold import fold
from chungtay.reading.intake import Source
from chungtay.reading.mending import Restore, mended
from chungtay.reading.overlay import Overlay
from chungtay.reading.restoration import restore
from chungtay.reading.structure import Document, Node, parse
from chungtay.reading.words import Words


@dataclass(eq=False)
class Subject:
    """One plan under check. `told`: where each value was read, by path; its spans count in `text`.

    `text` is what is checked; where the machine restored letters, `overlay` leads back to the raw text, in which the
    places of findings count. `checked`: a person has settled the values, so what is not stated is really not stated.
    `rules`, `workdays`: the law and the calendar of the place, with what it settled and entered itself.
    """

    name: str
    text: str
    overlay: Overlay
    plan: Mapping[str, Any]
    told: Mapping[str, Mapping[str, Any]]
    on: dt.date
    trust: Trust = Trust.SOUND
    checked: bool = False
    rules: Law = field(default_factory=law.load)
    workdays: WorkCalendar = field(default_factory=calendar)

    @classmethod
    def of(
        cls,
        plan: Mapping[str, Any],
        told: Mapping[str, Mapping[str, Any]],
        source: Source,
        *,
        on: dt.date,
        checked: bool = False,
        restorer: Restore = restore,
        rules: Law | None = None,
        workdays: WorkCalendar | None = None,
    ) -> Subject:
        """With `told` as stored: its spans count in the raw text of the source."""
        text, overlay = mended(source, restorer)
        found = told if text.text == source.text else _moved(told, overlay)
        return cls(
            source.name, text.text, overlay, plan, found, on, trust_of(source), checked, rules or law.load(),
            workdays or calendar(),
        )  # fmt: skip

    # ------------------------------------------------------------------ the text

    @cached_property
    def document(self) -> Document:
        return parse(Source(self.name, self.text))

    @cached_property
    def pieces(self) -> list[Words]:
        """Title, preamble, body with annexes, and closing lines, piece by piece."""
        doc = self.document
        annex = [words for section in doc.annex for words in section.pieces()]
        closing = [line.whole for line in doc.closing]
        return [*([doc.title] if doc.title else []), *doc.preamble, *doc.body_pieces(), *annex, *closing]

    @cached_property
    def body(self) -> list[Words]:
        """The numbered part of the plan."""
        return self.document.body_pieces()

    @cached_property
    def context(self) -> Context:
        return Context(self.document)

    def matches(self, pattern: str, pieces: Sequence[Words] | None = None) -> Iterator[tuple[Words, Words]]:
        """(words matched, the piece they stand in) of a pattern on folded text."""
        for piece in self.pieces if pieces is None else pieces:
            for match in re.finditer(pattern, piece.folded):
                yield piece.group(match), piece

    def nodes(self, *roles: str) -> Iterator[Node]:
        """Nodes of the body whose section has one of the roles."""
        for node in self.document.nodes():
            if set(node.roles) & set(roles):
                yield node

    # ------------------------------------------------------------------ the plan

    @property
    def header(self) -> Mapping[str, Any]:
        header: Mapping[str, Any] = self.plan["document"]
        return header

    @property
    def period(self) -> Mapping[str, Any]:
        period: Mapping[str, Any] = self.plan["movement"]["period"]
        return period

    @cached_property
    def year(self) -> int | None:
        stated = self.plan["movement"]["year"]
        if stated:
            return int(stated)
        dated = self.header["date"] or self.period["start"]
        return int(dated[:4]) if dated else None

    @cached_property
    def issued(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day on which the plan can have been issued: never before a paper it cites."""
        dated = span(self.header["date"]) or span(str(self.year) if self.year else None)
        if dated is None:
            return None, None
        cited = [days[0] for base in self.plan["legal_bases"] if (days := span(base["date"])) and len(base["date"]) > 7]
        inside = [day for day in cited if dated[0] <= day <= dated[1]]
        return max([dated[0], *inside]), dated[1]

    @cached_property
    def period_end(self) -> dt.date | None:
        """The last day of the movement; of "năm 2025" the last day of that year."""
        stated = self.period["end"]
        closing = [d for d in self.plan["deadlines"] if d["date"] and d["date"] == stated]
        if stated and closing and closing[0]["comparator"] == "before":
            return last_day(stated, "before")
        days = span(stated) or span(str(self.year) if self.year else None)
        return days[1] if days else None

    @property
    def absent_is_sure(self) -> bool:
        """Whether a missing part is missing in the plan, and not merely unread on a damaged page."""
        return self.checked or self.trust is not Trust.RESTORED

    def said(self, *parts: str) -> str:
        """All words of parts of the plan in one text, for searching."""
        return "\n".join(text for part in parts for text in _texts(self.plan.get(part)))

    # ------------------------------------------------------------------ places

    def spot(self, *paths: str) -> tuple[int, int] | None:
        """The first range of the first of these values that was found in the text."""
        for path in paths:
            spans = (self.told.get(path) or {}).get("spans") or []
            if spans:
                return int(spans[0][0]), int(spans[0][1])
        return None

    def within(self, path: str, pattern: str) -> tuple[int, int] | None:
        """Where a pattern (folded) stands in the words of a value; the whole value when its words say it otherwise."""
        spans = (self.told.get(path) or {}).get("spans") or []
        folded = fold(self.text)
        for start, end in spans:
            match = re.search(pattern, re.sub(r"\s", " ", folded[start:end]))
            if match:
                return int(start) + match.start(), int(start) + match.end()
        return self.spot(path)

    def place(self, at: tuple[int, int] | None) -> Place | None:
        """A range of the checked text as a place in the raw text."""
        if at is None or not 0 <= at[0] < at[1] <= len(self.text):  # values entered by hand have no place
            return None
        start, end = self.overlay.raw_span(*at)
        line, column = self._line(start)
        end_line, end_column = self._line(end)
        words = " ".join(self.text[at[0] : at[1]].split())
        return Place(start, end, line, column, end_line, end_column, words)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self.overlay.raw))]

    def _line(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def trust_of(source: Source) -> Trust:
    """The least that holds of a page of the source."""
    if source.damaged:
        return Trust.RESTORED
    return Trust.RECOGNISED if any(page.method == "ocr" for page in source.pages) else Trust.SOUND


def _moved(told: Mapping[str, Mapping[str, Any]], overlay: Overlay) -> dict[str, dict[str, Any]]:
    """Provenance with its raw spans as spans of the restored text."""
    starts = [overlay.raw_span(i, i + 1)[0] for i in range(len(overlay.text))]

    def moved(start: int, end: int) -> tuple[int, int]:
        return bisect_left(starts, start), bisect_left(starts, end)

    return {
        path: {**field, "spans": [moved(int(a), int(b)) for a, b in field.get("spans") or ()]}
        for path, field in told.items()
    }


def span(partial: str | None) -> tuple[dt.date, dt.date] | None:
    """First and last day of "2025", "2025-02" or "2025-02-18"; None for what is no date."""
    if not partial:
        return None
    try:
        return span_of(partial)
    except InputError:
        return None


def is_filing(what: str) -> bool:
    """Whether a time limit is about handing in or choosing, not about the movement's own end."""
    folded = fold(what)
    return (
        not re.match(r"ket thuc\b", folded)
        and re.search(r"\bho so\b|\bde nghi\b|\bxet\b|\bde xuat\b", folded) is not None
    )


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)
