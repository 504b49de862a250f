"""Reads of the record book for its pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from chungtay.kit.models import valid_on
from chungtay.kit.text import fold
from chungtay.localities.access import Reader
from chungtay.localities.models import Person, Unit
from chungtay.records.book import Book, Who, books
from chungtay.records.models import Kind, Line


@dataclass(frozen=True)
class Subject:
    """One row of the list: who, what is known of the year, and what is missing for a verdict."""

    who: Who
    detail: str
    rating: Line | None
    screened_on: dt.date | None
    waiting: int
    disciplined: int

    @property
    def box(self) -> str:
        """The name of its boxes in the form of the list."""
        return f"p{self.who.person.pk}" if self.who.person else f"u{self.who.unit.pk if self.who.unit else 0}"


def whos(reader: Reader, on: dt.date, *, query: str = "") -> list[Who]:
    """Units and people at work on a day, units first; `query` is matched without accents."""
    units = list(Unit.objects.filter(valid_on(on), locality=reader.locality))
    people = Person.objects.filter(valid_on(on), locality=reader.locality).select_related("unit")
    words = fold(query).split()
    if words:
        units = [unit for unit in units if all(word in fold(unit.name) for word in words)]
        for word in words:
            people = people.filter(Q(folded_name__contains=word))
    ordered = sorted(people, key=lambda p: (str(p.unit or ""), p.full_name))
    return [*(Who(unit=unit) for unit in units), *(Who(person=person) for person in ordered)]


def subjects(reader: Reader, wanted: list[Who], *, year: int, on: dt.date) -> list[Subject]:
    """What the list says of each; one query for all."""
    found = books(reader.locality, wanted)
    return [_subject(who, found[who.key], year, on) for who in wanted]


def _subject(who: Who, book: Book, year: int, on: dt.date) -> Subject:
    person = who.person
    detail = ", ".join(x for x in (person.title, str(person.unit or "")) if x) if person else ""
    waiting = sum(1 for hold in book.holds() if hold.open_on(on))
    running = sum(1 for one in book.disciplines() if one.end is None or one.end > on)
    since = dt.date(year, 1, 1)
    return Subject(who, detail, book.rating(year), book.screened_on(since, on), waiting, running)


def lines_of(reader: Reader, who: Who) -> list[Line]:
    """Every line about one of them, the withdrawn ones too, newest first."""
    rows = reader.scope(Line).select_related("about")
    if who.person:
        return list(rows.filter(person=who.person))
    if who.household:
        unit = Q(unit=who.unit) if who.unit else Q(unit=None)
        return list(rows.filter(unit, folded_household=fold(who.household)))
    return list(rows.filter(unit=who.unit, household=""))


@dataclass(frozen=True)
class Section:
    """The lines of one kind on the page of one of them."""

    kind: Kind
    lines: list[Line]


def sections(lines: list[Line], kinds: tuple[Kind, ...]) -> list[Section]:
    uses: dict[int, list[Line]] = {}
    for line in lines:
        if line.kind == Kind.USE and not line.withdrawn_at:
            uses.setdefault(line.about_id or 0, []).append(line)
    for line in lines:
        line.used = uses.get(line.pk, [])  # type: ignore[attr-defined]
    return [Section(kind, [line for line in lines if line.kind == kind]) for kind in kinds]
