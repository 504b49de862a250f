"""Lines of the record book as the law engine's facts: one query for any number of persons, units and households."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Q, QuerySet

from chungtay.kit.models import valid_on
from chungtay.kit.text import fold, vi_date
from chungtay.law import facts as told
from chungtay.localities.models import Locality, Person, Unit
from chungtay.records.models import AbsenceKind, Kind, Line

Key = tuple[str, int, str]


@dataclass(frozen=True)
class Who:
    """Whom a line is about: a person, a unit, or a household by its head's name and village."""

    person: Person | None = None
    unit: Unit | None = None
    household: str = ""

    @property
    def key(self) -> Key:
        return key_of(self.person.pk if self.person else None, self.unit.pk if self.unit else None, self.household)

    @property
    def columns(self) -> dict[str, Person | Unit | str | None]:
        """The columns of `Line` that name them."""
        return {"person": self.person, "unit": None if self.person else self.unit, "household": self.household}

    @property
    def unit_pk(self) -> int | None:
        return self.unit.pk if self.unit else None

    def __str__(self) -> str:
        return str(self.person or self.household or self.unit)


def key_of(person: int | None, unit: int | None, household: str) -> Key:
    if person:
        return ("p", person, "")
    return ("h", unit or 0, fold(household)) if household else ("u", unit or 0, "")


@dataclass
class Book:
    """What is known of one of them, withdrawn lines left out, newest first."""

    lines: list[Line] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Line]:
        return [line for line in self.lines if line.kind in kinds]

    def ratings(self) -> tuple[told.Rating, ...]:
        """The class last recorded for each year; a confirmed one thereby takes the place of the expected one."""
        newest: dict[int, Line] = {}
        for line in self.of(Kind.RATING):
            newest.setdefault(line.year or 0, line)
        return tuple(
            told.Rating(year, line.word, line.provisional, line.source) for year, line in sorted(newest.items())
        )

    def rating(self, year: int) -> Line | None:
        return next((line for line in self.of(Kind.RATING) if line.year == year), None)

    def disciplines(self) -> tuple[told.Discipline, ...]:
        rows = self.of(Kind.DISCIPLINE)
        return tuple(told.Discipline(_day(x), x.until, x.word or "kỷ luật", _named("Quyết định", x)) for x in rows)

    def holds(self) -> tuple[told.Hold, ...]:
        return tuple(told.Hold(x.word, _day(x), x.until, _named("", x)) for x in self.of(Kind.HOLD))

    def absences(self) -> tuple[told.Absence, ...]:
        """Leave and maternity (R-46); "not yet at work" is told by `employed_from` instead."""
        rows = [x for x in self.of(Kind.ABSENCE) if x.word != AbsenceKind.NOT_YET]
        return tuple(told.Absence(_day(x), x.until or dt.date.max, x.word == AbsenceKind.MATERNITY) for x in rows)

    def employed_from(self) -> dt.date | None:
        rows = [x for x in self.of(Kind.ABSENCE) if x.word == AbsenceKind.NOT_YET and x.until]
        return max((x.until + dt.timedelta(days=1) for x in rows if x.until), default=None)

    def initiatives(self) -> tuple[told.Initiative, ...] | None:
        """None when nobody wrote any down: then it is not known whether there is one."""
        rows = self.of(Kind.INITIATIVE)
        used: dict[int, list[str]] = {}
        for line in reversed(self.of(Kind.USE)):
            used.setdefault(line.about_id or 0, []).append(line.title)
        found = tuple(
            told.Initiative(x.title, x.since, tuple(used.get(x.pk, ())), _named(f"Sáng kiến “{x.title}”:", x))
            for x in reversed(rows)
        )
        return found or None

    def fresh_initiative(self, on: dt.date) -> Line | None:
        """The oldest recognised initiative that no award has used yet (R-49)."""
        used = {line.about_id for line in self.of(Kind.USE)}
        rows = [x for x in self.of(Kind.INITIATIVE) if x.since and x.since <= on and x.pk not in used]
        return rows[-1] if rows else None

    def screened_on(self, since: dt.date, until: dt.date) -> dt.date | None:
        """The last day in a time on which somebody looked for disciplines and open matters."""
        days = [x.since for x in self.of(Kind.SCREENING) if x.since and since <= x.since <= until]
        return max(days, default=None)

    def awards(self) -> list[Line]:
        """The ledger of R-41, oldest first."""
        return sorted(self.of(Kind.AWARD), key=lambda x: (_day(x), x.pk))

    def women_share(self) -> Fraction | None:
        """By the last headcount that was written down (R-47)."""
        line = max(self.of(Kind.HEADCOUNT), key=_day, default=None)
        return Fraction(line.women or 0, line.people) if line and line.people else None


def _day(line: Line) -> dt.date:
    return line.since or dt.date.min


def _named(what: str, line: Line) -> str:
    """The paper with its day, for the "đã dùng" of a finding."""
    if not line.source:
        return ""
    dated = f" ({vi_date(line.since)})" if line.since else ""
    return " ".join(filter(None, [what, f"{line.source}{dated}"]))


def standing(locality_ids: Collection[int]) -> QuerySet[Line]:
    """Lines that were not withdrawn."""
    return Line.objects.filter(locality__in=locality_ids, withdrawn_at=None)


def books(locality: Locality, whos: Iterable[Who]) -> dict[Key, Book]:
    """The book of each, in one query; an empty book for those of whom nothing is written."""
    everybody = list(whos)
    found = {who.key: Book() for who in everybody}
    people = {who.person.pk for who in everybody if who.person}
    units = {who.unit.pk for who in everybody if who.unit and not who.person and not who.household}
    households = {fold(who.household) for who in everybody if who.household}
    asked = Q(pk__in=[])
    if people:
        asked |= Q(person__in=people)
    if units:
        asked |= Q(unit__in=units, household="")
    if households:
        asked |= Q(folded_household__in=households)
    for line in standing([locality.pk]).filter(asked):
        key = key_of(line.person_id, line.unit_id, line.folded_household)
        if key in found:
            found[key].lines.append(line)
    return found


# A collective is people registered here only where all its members are: offices, services and Party bodies.
_STAFFED = (Unit.Kind.OFFICE, Unit.Kind.SERVICE, Unit.Kind.PARTY)


def women_shares(units: Iterable[Unit], books_of: dict[Key, Book], on: dt.date) -> dict[int, Fraction | None]:
    """The share of women in each unit (R-47): as written down, else counted from its people when all are known."""
    wanted = {unit.pk: unit for unit in units}
    shares = {pk: books_of.get(key_of(None, pk, ""), Book()).women_share() for pk in wanted}
    todo = [pk for pk, share in shares.items() if share is None and wanted[pk].kind in _STAFFED]
    genders: dict[int, list[str]] = {}
    if todo:
        for unit, gender in Person.objects.filter(valid_on(on), unit__in=todo).values_list("unit", "gender"):
            genders.setdefault(unit, []).append(gender)
    for pk, known in genders.items():
        if Person.Gender.UNKNOWN not in known:
            shares[pk] = Fraction(known.count(Person.Gender.FEMALE), len(known))
    return shares
