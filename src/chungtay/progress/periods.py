"""Periods of reporting: calendar months, quarters, halves or years, cut to the time of the movement."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """Both days belong to it. A report of a period is cumulative: from the beginning of the movement to `until`."""

    since: dt.date
    until: dt.date

    @property
    def key(self) -> str:
        """For addresses: the last day, 2025-11-30."""
        return self.until.isoformat()

    @property
    def label(self) -> str:
        return label(self.since, self.until)


def label(since: dt.date, until: dt.date) -> str:
    """ "Tháng 11/2025", "Quý IV/2025", "6 tháng cuối năm 2025", "Năm 2025"; cut periods keep the name of the whole."""
    year, months = until.year, (until.year - since.year) * 12 + until.month - since.month + 1
    if months == 1:
        return _("Tháng %(month)02d/%(year)s") % {"month": until.month, "year": year}
    if months <= MONTHS["quarter"] and (since.month - 1) // 3 == (until.month - 1) // 3:
        quarter = ("I", "II", "III", "IV")[(until.month - 1) // 3]
        return _("Quý %(quarter)s/%(year)s") % {"quarter": quarter, "year": year}
    if months <= MONTHS["half"] and (since.month <= 6) == (until.month <= 6):
        words = _("6 tháng đầu năm %(year)s") if until.month <= 6 else _("6 tháng cuối năm %(year)s")
        return words % {"year": year}
    return _("Năm %(year)s") % {"year": year}


def periods(every: str, first: dt.date, last: dt.date) -> list[Period]:
    """All periods between two days, oldest first; the first and the last are cut to those days."""
    length, found = MONTHS[every], []
    year, month = first.year, (first.month - 1) // length * length + 1
    while dt.date(year, month, 1) <= last:
        end_month = month + length - 1
        end = dt.date(year, end_month, calendar.monthrange(year, end_month)[1])
        found.append(Period(max(dt.date(year, month, 1), first), min(end, last)))
        year, month = (year, month + length) if month + length <= 12 else (year + 1, 1)
    return found


def open_periods(every: str, first: dt.date, last: dt.date, on: dt.date) -> list[Period]:
    """Those that have begun on a day, the newest first."""
    return [period for period in reversed(periods(every, first, last)) if period.since <= on]


def current(found: list[Period], on: dt.date) -> Period | None:
    """The period to be reported on a day: the newest that has ended, else the one under way; None before the first."""
    return next((period for period in found if period.until < on), found[-1] if found else None)
