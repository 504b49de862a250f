"""Are the acts and bodies that a plan leans on in force from its day to the end of its movement? (R-01 to R-10)

The law engine finds and judges; here its remarks are gathered into few lines with their place in the plan.
Nothing is asked of the database, and nothing found here blocks anything.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from chungtay.kit.text import fold
from chungtay.law import citations
from chungtay.law.citations import Remark, Standing
from chungtay.plans.models import PlanVersion


@dataclass(frozen=True)
class PlanDay:
    """The day on which the plan's bases are judged; not `stated` when the paper does not give a full date."""

    day: dt.date
    stated: bool


@dataclass(frozen=True)
class Finding:
    """One reason with all the words of the plan it concerns. `sure`: what stands behind it was read."""

    subjects: tuple[str, ...]
    reason: str
    places: str
    sure: bool


@dataclass(frozen=True)
class Effect:
    """The card of a plan. `unknown`: cited papers that the register does not have, mostly the province's and below."""

    on: PlanDay
    until: dt.date | None
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]


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


def of(version: PlanVersion) -> Effect:
    """Everything that the card “Căn cứ và hiệu lực” shows of one version."""
    on, until = plan_day(version), period_end(version)
    bases = ";\n".join(base["text"] for base in version.content["legal_bases"])
    findings, unknown = _judged(version.source_text, bases, on.day, until)
    return Effect(on, until, findings, unknown)


@lru_cache(maxsize=64)
def _judged(source: str, bases: str, on: dt.date, until: dt.date | None) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """The bases as a person settled them, and the whole source for what stands elsewhere in the plan."""
    found: dict[str, list[tuple[Remark, str]]] = {}
    for place, remark in _remarks(source, bases, on, until):
        reason = remark.sentence.removeprefix(f"“{remark.subject}”: ")
        found.setdefault(reason, []).append((remark, place))
    findings = [_finding(reason, rows) for reason, rows in found.items()]
    unknown = [
        citation.text
        for citation in citations.parse(bases)
        if citations.judge(citation, on).standing is Standing.UNKNOWN
    ]
    return tuple(sorted(findings, key=lambda f: not f.sure)), tuple(dict.fromkeys(unknown))


def _remarks(source: str, bases: str, on: dt.date, until: dt.date | None) -> Iterator[tuple[str, Remark]]:
    """With the place in the source, where it is known; what only the corrected bases say follows."""
    seen = set()
    for remark in citations.check_text(source, on, until):
        seen.add(fold(remark.sentence))
        yield _("dòng %s") % (source.count("\n", 0, remark.start) + 1), remark
    for remark in citations.check_text(bases, on, until):
        if fold(remark.sentence) not in seen:
            yield _("phần căn cứ"), remark


def _finding(reason: str, rows: list[tuple[Remark, str]]) -> Finding:
    subjects = dict.fromkeys(" ".join(remark.subject.split()) for remark, _place in rows)
    places = ", ".join(dict.fromkeys(place for _remark, place in rows))
    return Finding(
        tuple(subjects), reason[:1].upper() + reason[1:], places,
        any(remark.blocks for remark, _place in rows),
    )  # fmt: skip
