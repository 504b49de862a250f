"""Reads for the pages: a unit's form, the queue of the verifier, one target with its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from chungtay.accounts.roles import Role
from chungtay.localities.access import Reader
from chungtay.localities.models import Unit
from chungtay.movements.models import Movement
from chungtay.progress.board import key_of
from chungtay.progress.forms import EntryRow
from chungtay.progress.lines import Matter
from chungtay.progress.models import Edition, Report
from chungtay.progress.offered import known
from chungtay.progress.periods import Period


def own_units(held: Matter, reader: Reader) -> list[Unit | None]:
    """Whose figures a person may write: the clerk everybody's and the commune's, others their own units'."""
    if Role.CLERK in reader.roles:
        return [None, *held.units]
    return [unit for unit in held.units if unit.pk in reader.unit_ids]


def entry_rows(held: Matter, unit: Unit | None, period: Period) -> list[EntryRow]:
    """The lines that a unit is to report for a period, with what is kept and with the period before."""
    rows = Report.objects.filter(movement=held.movement, unit=unit, until__lte=period.until).order_by("until")
    now: dict[str, Report] = {}
    before: dict[str, Report] = {}
    for report in rows.select_related("target"):
        (now if report.until == period.until else before)[key_of(report)[0]] = report
    lines = [line for line in held.lines if line.key in now or line in held.lines_of(unit)]
    found = [EntryRow(line, now.get(line.key), before.get(line.key)) for line in lines]
    for row in found:
        row.locked = "" if row.report is None or row.report.open else row.report.state
    told = known(held.movement, unit, period)
    for row in found:
        if row.measured and not row.share and not row.line.scope:
            row.known = told.get(row.line.target.pk)
    return found


def queue(reader: Reader, movement: Movement) -> QuerySet[Report]:
    """What waits to be verified, oldest hand-in first."""
    rows = Report.objects.filter(movement=movement, state="submitted")
    return rows.select_related("target", "unit", "locality").order_by("until", "unit__name", "target__position", "pk")


def visible_reports(reader: Reader) -> QuerySet[Report]:
    """Reports in scope; what is not handed in is only for who writes or verifies it."""
    rows = reader.scope(Report)
    if reader.roles & {Role.CLERK, Role.CHAIR}:
        return rows
    return rows.filter(Q(state__in=("submitted", "verified")) | Q(unit__in=reader.unit_ids))


@dataclass(frozen=True)
class History:
    """One report with its editions, newest first."""

    report: Report
    editions: list[Edition]


def histories(reports: Any) -> list[History]:
    """Reports, the newest period first, each with everything that was ever handed in."""
    rows = reports.prefetch_related("editions", "evidence__file").select_related("unit", "target", "locality")
    return [History(report, list(report.editions.all())[::-1]) for report in rows.order_by("-until", "unit__name")]
