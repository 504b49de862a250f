"""The working days of one locality: the calendar of the law with its own days off and working days (R-112 to R-114)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from chungtay.law.calendar import WorkCalendar, calendar
from chungtay.localities.models import CalendarDay, Locality
from chungtay.localities.rules import upwards


def calendar_of(locality: Locality) -> WorkCalendar:
    """The calendar that counts for a locality, with what it and the bodies above it entered. One query."""
    return with_own(calendar(), rows_of(locality))


def calendars_of(localities: Iterable[Locality]) -> dict[int, WorkCalendar]:
    """The calendars of many localities by their ids, in one query for all; fetch them with `parent__parent`."""
    bodies = {one.pk: [body.pk for body in upwards(one)] for one in localities}
    rows: dict[int, list[CalendarDay]] = {}
    wanted = {pk for chain in bodies.values() for pk in chain}
    for row in CalendarDay.objects.filter(locality__in=wanted) if wanted else ():
        rows.setdefault(row.locality_id, []).append(row)
    return {pk: with_own(calendar(), [row for body in chain for row in rows.get(body, ())])
            for pk, chain in bodies.items()}  # fmt: skip


def rows_of(locality: Locality) -> list[CalendarDay]:
    """Everything ever entered by a locality and the bodies above it, by day, oldest entry first."""
    above = Q(locality__children=locality) | Q(locality__children__children=locality)
    rows = CalendarDay.objects.filter(Q(locality=locality) | above).select_related("locality").distinct()
    return list(rows.order_by("day", "pk"))


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
