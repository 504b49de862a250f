"""What is tracked in a movement, line by line: targets with their levels, the plan's exceptions, who reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from chungtay.kit.models import valid_on
from chungtay.kit.text import fold
from chungtay.localities.models import Unit
from chungtay.movements.models import Movement, Target
from chungtay.plans import words
from chungtay.plans.effect import period_end, span
from chungtay.progress.judging import Level, Span
from chungtay.progress.models import Assignment, Exemption, Report, Scope, Tracking
from chungtay.progress.periods import Period, current, open_periods
from chungtay.progress.standards import Standards, standards


@dataclass(frozen=True)
class Line:
    """One thing to be reported: a target, or the part of it for which the plan states another level."""

    target: Target
    scope: Scope = Scope.REST

    @property
    def key(self) -> str:
        """In forms and addresses: "12", or "12r" for the excepted part."""
        return f"{self.target.pk}{'r' if self.scope else ''}"

    @property
    def level(self) -> Level:
        target = self.target
        if self.scope:
            told = target.exception or {}
            return _level(told.get("comparator"), told.get("value"), told.get("unit"))
        return _level(target.comparator, target.value, target.unit)

    @property
    def planned(self) -> str:
        """The level in words, "" for a task without one."""
        if not self.target.measured:
            return ""
        told = (self.target.exception or {}) if self.scope else vars(self.target)
        return str(words.level_to_reach(told.get("comparator"), told.get("value"), told.get("unit")))

    @property
    def title(self) -> str:
        if self.scope:
            return _("Riêng %s") % self.excepted
        return self.target.measure or self.target.text

    @property
    def excepted(self) -> str:
        """What the plan says is measured otherwise, or not at all; "" without an exception."""
        told = self.target.exception or {}
        return str(told.get("scope") or told.get("text") or "")

    @property
    def not_counted(self) -> str:
        """What of the target the plan leaves out altogether."""
        return "" if self.scope or _has_level(self.target) else self.excepted

    @property
    def unit_sign(self) -> str:
        return self.level.unit

    def names(self, unit: Unit | None) -> bool:
        """Whether the plan's exception is this very unit."""
        return unit is not None and bool(self.excepted) and fold(unit.name) in fold(self.excepted)


def _level(comparator: str | None, value: Any, unit: str | None) -> Level:
    return Level(comparator or "", None if value is None else Fraction(str(value)), unit or "")


def _has_level(target: Target) -> bool:
    told = target.exception or {}
    return told.get("value") is not None


@dataclass(frozen=True)
class Matter:
    """One movement as it is tracked: its lines, who owes which, its time, fetched once (five queries)."""

    movement: Movement
    on: dt.date
    lines: list[Line]
    units: list[Unit]
    assigned: Mapping[int, frozenset[int | None]]
    exempt: Mapping[tuple[int, int | None], Exemption]
    tracking: Tracking | None
    begun: bool  # somebody was told to report, or reported: before that nobody is late

    @cached_property
    def standards(self) -> Standards:
        return standards(self.tracking)

    @cached_property
    def span(self) -> Span:
        """First and last day: of the plan's period, "trước ngày 20/12" being the 19th; the year it names otherwise."""
        version = self.movement.plan_version
        began = span(version.content["movement"]["period"]["start"])
        last = period_end(version)
        ends = [d.last_day for d in self.movement.deadlines.all() if d.last_day and "ket thuc" in fold(d.what)]
        if last and ends:
            last = min([day for day in ends if day.year == last.year] or [last])
        return Span(began[0] if began else None, last)

    @cached_property
    def first_day(self) -> dt.date:
        """From when periods are counted: the plan's beginning, else the day of the launch."""
        return self.span.first or localtime(self.movement.launched_at).date()

    @cached_property
    def periods(self) -> list[Period]:
        """The periods that have begun, the newest first."""
        last = self.span.last or max(self.on, self.first_day)
        return open_periods(self.standards.every, min(self.first_day, last), last, self.on)

    @cached_property
    def period(self) -> Period | None:
        return current(self.periods, self.on)

    def period_of(self, key: str) -> Period | None:
        """The asked period, else the one to be reported now."""
        return next((period for period in self.periods if period.key == key), self.period)

    def due(self, period: Period) -> dt.date | None:
        """The last day for a unit's report; None where nobody stated one."""
        days = self.standards.due_days
        return None if days is None else period.until + dt.timedelta(days=days)

    def owed(self, line: Line, unit: Unit | None) -> bool:
        """Whether a unit (None: the commune) is to report a line, exemptions left aside."""
        given = self.assigned.get(line.target.pk)
        if given is not None:
            owes = (unit.pk if unit else None) in given
        else:
            owes = (unit is None) == (line.level.comparator == "in_top_group")
        if line.scope:
            return owes and not line.names(unit)
        return owes

    def why_not(self, line: Line, unit: Unit | None) -> str:
        """Why a line does not apply to a unit; "" when it does."""
        kept = self.exempt.get((line.target.pk, unit.pk if unit else None)) or self.exempt.get((line.target.pk, None))
        if kept:
            return f"{kept.reason} ({kept.basis})"
        if line.not_counted and line.names(unit):
            return _("Kế hoạch không tính: %s.") % line.not_counted
        return ""

    def level(self, line: Line, unit: Unit | None) -> Level:
        """The level for a unit: the exception's where the plan names that unit."""
        if not line.scope and _has_level(line.target) and line.names(unit):
            return Line(line.target, Scope.EXCEPTED).level
        return line.level

    def lines_of(self, unit: Unit | None) -> list[Line]:
        """What a unit is to report."""
        return [line for line in self.lines if self.owed(line, unit) and not self.why_not(line, unit)]

    def owing(self, line: Line) -> list[Unit]:
        return [unit for unit in self.units if self.owed(line, unit) and not self.why_not(line, unit)]

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)


def matter(movement: Movement, on: dt.date) -> Matter:
    """One movement, everything but the figures."""
    return matters([movement], on)[movement.pk]


def matters(movements: Sequence[Movement], on: dt.date) -> dict[int, Matter]:
    """Several movements by their key; seven queries, however many. A movement without measured targets is tracked by
    its tasks; a task of one with measured targets only when somebody was told to report it."""
    prefetch_related_objects(movements, "targets", "deadlines")
    given: dict[int, set[int | None]] = {}
    for row in Assignment.objects.filter(target__movement__in=movements).values_list("target_id", "unit_id"):
        given.setdefault(row[0], set()).add(row[1])
    exempt = {
        (row.target_id, row.unit_id): row
        for row in Exemption.objects.filter(target__movement__in=movements, ended_at=None)
    }
    tracking = {row.movement_id: row for row in Tracking.objects.filter(movement__in=movements)}
    units: dict[int, list[Unit]] = {}
    for unit in Unit.objects.filter(valid_on(on), locality__in={m.locality_id for m in movements}).order_by("pk"):
        units.setdefault(unit.locality_id, []).append(unit)
    begun = set(Report.objects.filter(movement__in=movements).order_by().values_list("movement", flat=True).distinct())
    found = {}
    for movement in movements:
        targets = list(movement.targets.all())
        measured = any(target.measured for target in targets)
        kept = [t for t in targets if t.measured or not measured or t.pk in given]
        own = {t.pk for t in targets}
        assigned = {key: frozenset(told) for key, told in given.items() if key in own}
        found[movement.pk] = Matter(
            movement=movement, on=on, lines=[line for target in kept for line in _lines(target)],
            units=units.get(movement.locality_id, []), assigned=assigned,
            exempt={key: row for key, row in exempt.items() if key[0] in own}, tracking=tracking.get(movement.pk),
            begun=bool(assigned) or movement.pk in tracking or movement.pk in begun,
        )  # fmt: skip
    return found


def _lines(target: Target) -> Sequence[Line]:
    own = Line(target)
    return (own, Line(target, Scope.EXCEPTED)) if _has_level(target) else (own,)
