"""The rules of the law engine as a page shows them: in words, by subject, with source and how sure we are.

The rules are data of the program (law/), the same for every locality; over them lie the values that the reader's own
locality or its province settled.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chungtay.kit.text import fold
from chungtay.law import Certainty, Law, Reference, Rule, UnknownRule, load
from chungtay.law.answers import decode
from chungtay.law.rules import SETTLED_LAYERS, Entry
from chungtay.law.settlements import SettledLaw
from chungtay.law.wording import GOVERNED_BY, say, say_item, say_with_unit, words
from chungtay.localities.belonging import spans
from chungtay.localities.models import Locality, Settlement
from chungtay.localities.rules import layer_of, settled, settled_before
from chungtay.rulebook.uses import pages_of, stops_payment

# Five words for nine grades: a clerk wants to know whether somebody read the text.
SETTLED = _("đã chốt")
READ, SECONDHAND, UNCHECKED, OPEN = _("đã đọc văn bản"), _("nguồn thứ cấp"), _("chưa kiểm"), _("chưa rõ")
_WORDS: dict[Certainty, tuple[Promise, str]] = {
    Certainty.V1: (READ, "ok"),
    Certainty.V2: (SECONDHAND, "info"),
    Certainty.X: (OPEN, "risk"),
    Certainty.LOCAL: (SETTLED, "ok"),
}

READING_ONLY = _("chỉ để tra cứu")

# Who answers an open question, by the words of the question; a rule of the province is asked of its Sở Nội vụ.
SO_NOI_VU, COUNCIL, IT_UNIT = _("Sở Nội vụ"), _("Thư ký Hội đồng"), _("Đơn vị công nghệ thông tin của tỉnh")
_WHOM = (("so noi vu", SO_NOI_VU), ("cong nghe thong tin", IT_UNIT), ("hoi dong", COUNCIL), ("tinh", SO_NOI_VU))


def in_words(certainty: Certainty) -> tuple[Promise, str]:
    """How sure we are, for a clerk: the word and its tone."""
    return _WORDS.get(certainty, (UNCHECKED, "none"))


_LAYERS: dict[str, Promise] = {
    "province": _("quy định của tỉnh"), "province_settled": _("tỉnh đã chốt"), "commune": _("xã đã chốt"),
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One dated value of a rule. `table`: a value of several parts as (name, words); else `text`."""

    entry: Entry
    unit: str | None
    layer: str = "national"

    @property
    def by(self) -> Promise | str:
        """Who set it, where that is not the whole country."""
        return _LAYERS.get(self.layer, "")

    @property
    def settled(self) -> bool:
        return self.layer in SETTLED_LAYERS

    @property
    def open(self) -> bool:
        return self.entry.certainty is Certainty.X

    @property
    def table(self) -> list[tuple[str, str]]:
        if not isinstance(self.entry.value, Mapping):
            return []
        return [(_capital(words().get(key, key)), say_item(key, item)) for key, item in self.entry.value.items()]

    @property
    def text(self) -> str:
        return _capital(say_with_unit(self.entry.value, self.unit)) if not self.open else ""

    @property
    def table_unit(self) -> str:
        return self.unit if self.unit and self.unit != "/1" and self.table else ""

    @property
    def certainty(self) -> Promise:
        return in_words(self.entry.certainty)[0]

    @property
    def tone(self) -> str:
        return in_words(self.entry.certainty)[1]

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
    """One rule in force on the day of the list. `provinces`: others that have a rule of their own that day."""

    rule: Rule
    said: Said
    provinces: tuple[str, ...]

    @property
    def pages(self) -> tuple[Promise, ...]:
        """Where the program uses it; empty: for reading only."""
        return pages_of(self.rule.id)

    @property
    def told(self) -> str:
        """Everything that a search may hit, folded."""
        sources = " ".join(map(str, self.said.sources))
        value = self.said.question if self.said.open else say(self.said.entry.value)
        rule, pages = self.rule, " ".join(map(str, self.pages))
        return fold(f"{rule.id} {rule.family} {rule.title} {rule.description} {value} {sources} {pages}")


def in_force(on: dt.date, *, law: Law | None = None) -> list[Line]:
    """The rules of a day as they bind the reader's locality."""
    book = law or load()
    resolved, here = book.on(on), book.place if isinstance(book, SettledLaw) else None
    lines = []
    for rule in book.national.values():
        if found := resolved.entry_of(rule.id):
            layer, _own_rule, entry = found
            others = tuple(own.family for code, own in _own(book, rule) if code != here and own.entry_on(on))
            lines.append(Line(rule, Said(entry, rule.unit, layer), others))
    return lines


def searched(lines: Iterable[Line], query: str) -> list[Line]:
    """The lines whose text holds every word of the query."""
    wanted = fold(query).split()
    return [line for line in lines if not wanted or all(word in line.told for word in wanted)]


FILTERS = ("chu_de", "chac", "dung")


def filters_of(lines: Iterable[Line]) -> dict[str, dict[str, str]]:
    """What a list can be narrowed by: subject, certainty, page that uses it; per filter its values and their words."""
    found: dict[str, dict[str, str]] = {name: {} for name in FILTERS}
    for line in lines:
        for name, words_ in _labels(line).items():
            found[name] |= {_slug(word): word for word in words_}
    return {name: dict(sorted(options.items(), key=lambda option: option[0])) for name, options in found.items()}


def narrowed(lines: Iterable[Line], wanted: Mapping[str, str]) -> list[Line]:
    """The lines that have every value asked for, by the names of `filters_of`."""
    return [
        line for line in lines
        if all(value in map(_slug, _labels(line)[name]) for name, value in wanted.items())
    ]  # fmt: skip


def _labels(line: Line) -> dict[str, list[str]]:
    pages = [str(page) for page in line.pages] or [str(READING_ONLY)]
    return {"chu_de": [line.rule.family], "chac": [str(line.said.certainty)], "dung": pages}


def _slug(words_: str) -> str:
    return "-".join(re.findall(r"\w+", fold(words_)))


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
    """One rule with all its dated values, newest first; `own`: per province (its name, its values).

    `current`: what holds for the reader's locality on the day, whoever set it.
    """

    rule: Rule
    on: dt.date
    current: Said | None
    values: list[Said]
    own: list[tuple[str, list[Said]]]

    @property
    def looked_up_by(self) -> str:
        return GOVERNED_BY[self.rule.governed_by]

    @property
    def pages(self) -> tuple[Promise, ...]:
        """Where the program uses it."""
        return pages_of(self.rule.id)

    @property
    def stops_payment(self) -> bool:
        """Whether a payment list waits for it while it is open."""
        return stops_payment(self.rule)


def sheet(number: str, on: dt.date, *, law: Law | None = None) -> Sheet | None:
    """The page of a rule; None when there is no such number."""
    book = law or load()
    try:
        rule = book.rule(number)
    except UnknownRule:
        return None
    found = book.on(on).entry_of(number)
    current = Said(found[2], rule.unit, found[0]) if found else None
    own = [(own.family, _values(own)) for _code, own in _own(book, rule)]
    return Sheet(rule, on, current, _values(rule), own)


def to_settle(rule: Rule, on: dt.date, *, law: SettledLaw, locality: Locality) -> Entry | None:
    """What a body would answer on a day: the open value it finds above itself; None when there is nothing to answer.

    A value that the province settled is open to a commune only where the rule lets communes go further.
    """
    layer = layer_of(locality)
    found = law.on(on).below(layer).entry_of(rule.id) if layer else None
    if layer is None or found is None:
        return None
    above, _rule, entry = found
    wider = above == "province_settled" and rule.overridable_by(layer)
    return entry if rule.open_to_answers(entry) or wider else None


@dataclass(frozen=True)
class Deed:
    """One row of what was settled, as the history shows it. `standing`: it counts today (from its first day on)."""

    row: Settlement
    said: Said | None
    standing: bool

    @property
    def ended(self) -> bool:
        """A withdrawal that left the earlier days standing."""
        row = self.row
        return row.act == Settlement.Act.WITHDRAWN and bool(row.replaces and row.starts_on > row.replaces.starts_on)


def history(number: str, locality: Locality, *, law: Law) -> list[Deed]:
    """Everything that a locality, or a body above it, ever settled about a rule, newest first."""
    unit = law.rule(number).unit
    rows = Settlement.objects.filter(rule=number, locality__in=[span.body.pk for span in spans(locality)])
    deeds = []
    for row in rows.select_related("locality", "replaces", "replaced_by"):
        layer = layer_of(row.locality) or "commune"
        said = Said(settled_entry(row, layer), unit, layer) if row.act == Settlement.Act.SETTLED else None
        deeds.append(Deed(row, said, row.act == Settlement.Act.SETTLED and not hasattr(row, "replaced_by")))
    return deeds


def before_the_merger(number: str, locality: Locality, *, law: Law) -> list[Deed]:
    """What the bodies merged into a locality had settled about a rule: it ended with them, and may be settled anew."""
    layer, unit = layer_of(locality), law.rule(number).unit
    rows = settled_before(locality, number, layer=layer) if layer else []
    return [Deed(row, Said(settled_entry(row, layer or ""), unit, layer or ""), False) for row in rows]


def settled_entry(row: Settlement, layer: str) -> Entry:
    """A settled row as an entry of its rule."""
    one = settled(row, layer)
    return Entry(one.start, None, decode(row.value), Certainty.LOCAL, (one.reference,), note=one.note)


def _values(rule: Rule) -> list[Said]:
    return [Said(entry, rule.unit) for entry in reversed(rule.entries)]


def _own(book: Law, rule: Rule) -> list[tuple[str, Rule]]:
    return [(code, rules[rule.id]) for code, rules in book.provinces.items() if rule.id in rules]


def _capital(text: Any) -> str:
    return f"{text}"[:1].upper() + f"{text}"[1:]
