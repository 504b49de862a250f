"""The days on which a plan leans on the law, and the papers it cites that the register does not know (R-01 to R-10).

What has expired or ends in mid-movement is told by the plan linter (`checking`) and, while the movement runs, as tasks.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.utils.timezone import localtime

from chungtay.law import citations
from chungtay.law.citations import Standing
from chungtay.plans.models import PlanVersion


@dataclass(frozen=True)
class PlanDay:
    """The day on which the plan's bases are judged; not `stated` when the paper does not give a full date."""

    day: dt.date
    stated: bool


def span(partial: str | None) -> tuple[dt.date, dt.date] | None:
    """First and last day of "2025", "2025-02" or "2025-02-18"; None when nothing is stated."""
    if not partial:
        return None
    year, *rest = map(int, partial.split("-"))
    first_month, last_month = (rest[0], rest[0]) if rest else (1, 12)
    if len(rest) == 2:
        return (day := dt.date(year, *rest)), day
    return dt.date(year, first_month, 1), dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def plan_day(version: PlanVersion) -> PlanDay:
    """The plan's own date; of a partial one, the day inside it that is nearest to when the plan came in here."""
    dated = span(version.header.get("date"))
    came = localtime(version.created_at).date()
    if dated is None:
        return PlanDay(came, False)
    first, last = dated
    return PlanDay(min(max(came, first), last), first == last)


def period_end(version: PlanVersion) -> dt.date | None:
    """The last day of the movement as the plan has it; of "năm 2025" the last day of that year."""
    movement = version.content["movement"]
    stated = span(movement["period"]["end"]) or span(str(movement["year"]) if movement.get("year") else None)
    return stated[1] if stated else None


def unknown_papers(version: PlanVersion) -> list[str]:
    """Cited papers that the register does not have, mostly the province's and below: nobody says they are in force."""
    bases = ";\n".join(base["text"] for base in version.content["legal_bases"])
    return list(_unknown(bases, plan_day(version).day))


@lru_cache(maxsize=64)
def _unknown(bases: str, on: dt.date) -> tuple[str, ...]:
    cited = citations.parse(bases)
    return tuple(dict.fromkeys(c.text for c in cited if citations.judge(c, on).standing is Standing.UNKNOWN))
