"""What the plan asks of a nominee, in the law engine's words, read from the criteria laid out with the dossier.

Only words that leave no doubt are turned into a check of the machine; everything else stays with the person who checks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from chungtay.kit.text import fold
from chungtay.law import rating
from chungtay.law.facts import Criteria
from chungtay.law.loading import Law
from chungtay.law.rules import Resolved
from chungtay.movements.models import Criterion, Movement
from chungtay.nominations.models import Nomination, Subject
from chungtay.plans.effect import span

_YEAR = re.compile(r"\bnam (20\d\d)\b")
# "cán bộ, công chức trực tiếp theo dõi, lãnh đạo trực tiếp chỉ đạo": who the nominee must be, not how work is done.
_DIRECT = re.compile(r"\b(cbcc|can bo|cong chuc|vien chuc|nguoi|lanh dao)\b[^.;]{0,40}\btruc tiep\b")
_FIRST = re.compile(r"\buu tien\b[^.;]*\btruc tiep\b")


@dataclass(frozen=True)
class Asked:
    """`criteria` for the engine; `answered`: the plan's rows that the machine answers itself, by id."""

    criteria: Criteria
    answered: frozenset[int]
    prefer_direct: bool


def asked_of(nomination: Nomination, rows: Iterable[Criterion], *, place: str | None, law: Law) -> Asked:
    """The plan's conditions of one dossier."""
    movement = nomination.movement
    start, end = _period(movement)
    individual = nomination.subject == Subject.INDIVIDUAL
    answered: set[int] = set()
    levels: list[tuple[str, int]] = []
    discipline_free = initiative_required = direct_only = prefer = False
    for row in rows:
        words = fold(row.text)
        year = int(found[1]) if (found := _YEAR.search(words)) else movement.year
        if row.kind == "rating" and (level := _level(words, rating.law_of_year(year, place, law))):
            levels.append((level, year))
            answered.add(row.pk)
        if _FIRST.search(words):
            prefer = True
        elif individual and row.kind != "rating" and _DIRECT.search(words):
            direct_only = True
            answered.add(row.pk)
        if individual and row.kind == "discipline":
            discipline_free = True
            answered.add(row.pk)
        if row.kind == "initiative" and "cong nhan" in words:
            initiative_required = True
            answered.add(row.pk)
    wanted, rated = _strictest(levels, place, law)
    criteria = Criteria(
        start=start, end=end, rating_at_least=wanted, rating_year=rated, discipline_free=discipline_free,
        initiative_required=initiative_required, direct_only=direct_only,
    )  # fmt: skip
    return Asked(criteria, frozenset(answered), prefer)


def _period(movement: Movement) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the movement as the plan states them; a limit "trước ngày" ends the day before."""
    stated = movement.plan_version.content["movement"]["period"]
    start, end = span(stated.get("start")), span(stated.get("end"))
    last = end[1] if end else None
    for deadline in movement.deadlines.all():
        if last and deadline.last_day and deadline.date == stated.get("end") and "ket thuc" in fold(deadline.what):
            last = min(last, deadline.last_day)
    return (start[0] if start else None), last


def _level(words: str, resolved: Resolved) -> str | None:
    """The class of R-140 that the condition names in full ("hoàn thành tốt nhiệm vụ"); None when it names none."""
    if not resolved.peek("R-140"):
        return None
    named = [name for name in rating.classes(resolved) if re.search(rf"(?<!khong ){fold(name)}\b", words)]
    return named[0] if named else None


def _strictest(levels: list[tuple[str, int]], place: str | None, law: Law) -> tuple[str | None, int | None]:
    if not levels:
        return None, None
    return min(levels, key=lambda one: rating.classes(rating.law_of_year(one[1], place, law)).index(one[0]))


def identity(movement: Movement) -> str:
    """What the achievement of every dossier of a movement is called in the ledger of R-41."""
    return f"Thành tích trong phong trào “{movement.name}”"[:600]


def origin(movement: Movement) -> str:
    """How the ledger knows the awards of a movement."""
    return f"movement:{movement.pk}"
