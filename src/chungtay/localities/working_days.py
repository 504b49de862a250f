"""The working days of one locality: the calendar of the law with its own days off and working days (R-112 to R-114)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from chungtay.law.calendar import WorkCalendar, calendar
from chungtay.localities.belonging import Span, past_of, spans
from chungtay.localities.models import CalendarDay, Locality


def calendar_of(locality: Locality) -> WorkCalendar:
    """The calendar that counts for a locality, with what it and the bodies above it entered. One query."""
    return with_own(calendar(), rows_of(locality))


def _counting(rows: Iterable[CalendarDay], stood: Iterable[Span]) -> list[CalendarDay]:
    """Only the days on which the body that entered them stood above the locality, or is it."""
    above: dict[int, list[Span]] = {}
    for span in stood:
        above.setdefault(span.body.pk, []).append(span)
    return [row for row in rows if any(span.holds_on(row.day) for span in above.get(row.locality_id, ()))]


def calendars_of(localities: Iterable[Locality]) -> dict[int, WorkCalendar]:
    """The calendars of many localities by their ids, in one query for all; fetch them with `parent__parent`."""
    listed = list(localities)
    past = past_of(listed)
    stood = {one.pk: spans(one, past) for one in listed}
    rows: dict[int, list[CalendarDay]] = {}
    wanted = {span.body.pk for chain in stood.values() for span in chain}
    for row in CalendarDay.objects.filter(locality__in=wanted) if wanted else ():
        rows.setdefault(row.locality_id, []).append(row)
    return {pk: with_own(calendar(), _counting([row for body in {span.body.pk for span in chain}
                                                for row in rows.get(body, ())], chain))
            for pk, chain in stood.items()}  # fmt: skip


def rows_of(locality: Locality) -> list[CalendarDay]:
    """Everything entered that counts for a locality, by it and the bodies above it, by day, oldest entry first."""
    stood = spans(locality)
    bodies = {span.body.pk for span in stood}
    rows = CalendarDay.objects.filter(locality__in=bodies).select_related("locality").order_by("day", "pk")
    return _counting(rows, stood)


def standing(rows: Iterable[CalendarDay]) -> dict[dt.date, CalendarDay]:
    """The newest row of each day, those withdrawn left out."""
    newest = {row.day: row for row in sorted(rows, key=lambda row: row.pk)}
    return {day: row for day, row in sorted(newest.items()) if row.act != CalendarDay.Act.WITHDRAWN}


def with_own(common: WorkCalendar, rows: Iterable[CalendarDay]) -> WorkCalendar:
    """The common calendar edited by the rows that stand."""
    days = standing(rows)
    off = {day: told(row) for day, row in days.items() if row.act == CalendarDay.Act.OFF}
    working = {day: told(row) for day, row in days.items() if row.act == CalendarDay.Act.WORKING}
    return common.edited(off=off, working=working)


def told(row: CalendarDay) -> str:
    """Why, with the day that it stands for: "nghỉ bù sau bão, thay ngày 12/09/2026"."""
    return f"{row.reason}, thay ngày {row.instead_of:%d/%m/%Y}" if row.instead_of else row.reason
