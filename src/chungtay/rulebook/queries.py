"""The rules of the law engine as a page shows them: in words, by subject, with source and how sure we are.

Nothing here asks the database: the rules are data of the program (law/), the same for every locality.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chungtay.kit.text import fold
from chungtay.law import Certainty, Law, Reference, Rule, UnknownRule, load
from chungtay.law.rules import Entry
from chungtay.law.wording import GOVERNED_BY, say, say_unit, words

# Four words for eight grades: a clerk wants to know whether somebody read the text.
READ, SECONDHAND, UNCHECKED, OPEN = _("đã đọc văn bản"), _("nguồn thứ cấp"), _("chưa kiểm"), _("chưa rõ")
_WORDS: dict[Certainty, tuple[Promise, str]] = {
    Certainty.V1: (READ, "ok"),
    Certainty.V2: (SECONDHAND, "info"),
    Certainty.X: (OPEN, "risk"),
}

# Who answers an open question, by the words of the question; a rule of the province is asked of its Sở Nội vụ.
SO_NOI_VU, COUNCIL, IT_UNIT = _("Sở Nội vụ"), _("Thư ký Hội đồng"), _("Đơn vị công nghệ thông tin của tỉnh")
_WHOM = (("so noi vu", SO_NOI_VU), ("cong nghe thong tin", IT_UNIT), ("hoi dong", COUNCIL), ("tinh", SO_NOI_VU))


@dataclass(frozen=True)
class Said:
    """One dated value of a rule. `table`: a value of several parts as (name, words); else `text`."""

    entry: Entry
    unit: str | None

    @property
    def open(self) -> bool:
        return self.entry.certainty is Certainty.X

    @property
    def table(self) -> list[tuple[str, str]]:
        if not isinstance(self.entry.value, Mapping):
            return []
        return [(_capital(words().get(key, key)), say(item)) for key, item in self.entry.value.items()]

    @property
    def text(self) -> str:
        return _capital(f"{say(self.entry.value)}{say_unit(self.unit, self.entry.value)}") if not self.open else ""

    @property
    def table_unit(self) -> str:
        return self.unit if self.unit and self.unit != "/1" and self.table else ""

    @property
    def certainty(self) -> Promise:
        return _WORDS.get(self.entry.certainty, (UNCHECKED, "none"))[0]

    @property
    def tone(self) -> str:
        return _WORDS.get(self.entry.certainty, (UNCHECKED, "none"))[1]

    @property
    def sources(self) -> tuple[Reference, ...]:
        return self.entry.reference

    @property
    def question(self) -> str:
        return self.entry.question or ""

    @property
    def request(self) -> str:
        """The question as it is put to whoever answers it, without their name in front."""
        return _capital(self.question.removeprefix(f"Hỏi {self.whom} "))

    @property
    def whom(self) -> Promise | str:
        """Who can answer; "" when nothing is asked."""
        asked = fold(self.question)
        return next((whom for word, whom in _WHOM if word in asked), SO_NOI_VU) if asked else ""


@dataclass(frozen=True)
class Line:
    """One rule in force on the day of the list. `provinces`: who has a rule of its own that day."""

    rule: Rule
    said: Said
    provinces: tuple[str, ...]

    @property
    def told(self) -> str:
        """Everything that a search may hit, folded."""
        sources = " ".join(map(str, self.said.sources))
        value = self.said.question if self.said.open else say(self.said.entry.value)
        rule = self.rule
        return fold(f"{rule.id} {rule.family} {rule.title} {rule.description} {value} {sources}")


def in_force(on: dt.date, query: str = "", *, law: Law | None = None) -> list[Line]:
    """The national rules of a day whose text holds every word of the query, in the order of the law files."""
    book = law or load()
    wanted = fold(query).split()
    lines = [
        Line(rule, Said(entry, rule.unit), tuple(own.family for own in _own(book, rule) if own.entry_on(on)))
        for rule in book.national.values()
        if (entry := rule.entry_on(on))
    ]
    return [line for line in lines if all(word in line.told for word in wanted)]


def first_day(*, law: Law | None = None) -> dt.date:
    """The earliest day of which the data say anything."""
    return min(rule.entries[0].start for rule in (law or load()).national.values())


def by_subject(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Grouped by the subject of their file, by the alphabet; the layout of papers last."""
    groups = [(name, list(rows)) for name, rows in groupby(lines, key=lambda line: line.rule.family)]
    return sorted(groups, key=lambda group: (group[1][0].rule.kind == "layout", fold(group[0])))


def by_whom(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """The open questions by who answers them, most questions first."""
    asked: dict[str, list[Line]] = {}
    for line in lines:
        if line.said.open:
            asked.setdefault(str(line.said.whom), []).append(line)
    return sorted(asked.items(), key=lambda group: -len(group[1]))


@dataclass(frozen=True)
class Sheet:
    """One rule with all its dated values, newest first; `own`: per province (its name, its values)."""

    rule: Rule
    on: dt.date
    values: list[Said]
    own: list[tuple[str, list[Said]]]

    @property
    def current(self) -> Said | None:
        return next((said for said in self.values if said.entry.holds_on(self.on)), None)

    @property
    def looked_up_by(self) -> str:
        return GOVERNED_BY[self.rule.governed_by]


def sheet(number: str, on: dt.date, *, law: Law | None = None) -> Sheet | None:
    """The page of a rule; None when there is no such number."""
    book = law or load()
    try:
        rule = book.rule(number)
    except UnknownRule:
        return None
    return Sheet(rule, on, _values(rule), [(own.family, _values(own)) for own in _own(book, rule)])


def _values(rule: Rule) -> list[Said]:
    return [Said(entry, rule.unit) for entry in reversed(rule.entries)]


def _own(book: Law, rule: Rule) -> list[Rule]:
    return [rules[rule.id] for rules in book.provinces.values() if rule.id in rules]


def _capital(text: Any) -> str:
    return f"{text}"[:1].upper() + f"{text}"[1:]
