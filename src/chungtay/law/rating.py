"""Annual classes: whom they cover, when they exist, and what a part-year allows (R-140 to R-145, R-46).

Which table applies is asked for the year that was rated, not for the day of the decision: the classes of 2025 were
given under the old decree even when the award follows in 2026.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction

from chungtay.law.errors import InputError, NotInForce
from chungtay.law.facts import Absence, Facts
from chungtay.law.loading import Law, load
from chungtay.law.rules import Resolved, Value

MONTHS = 12


def law_of_year(year: int, place: str | None = None, law: Law | None = None) -> Resolved:
    """The law by which a year is rated."""
    return (law or load()).on(dt.date(year, MONTHS, 31), place)


def classes(resolved: Resolved) -> tuple[str, ...]:
    """The classes of R-140, best first."""
    found: tuple[str, ...] = resolved["R-140"].value["classes"]
    return found


def at_least(level: str, wanted: str, resolved: Resolved) -> bool:
    """Whether a class reaches another one. Raises `InputError` for a class that R-140 does not know."""
    order = classes(resolved)
    for name in (level, wanted):
        if name not in order:
            raise InputError(f"Không có mức xếp loại “{name}”. Chọn: {', '.join(order)}.")
    return order.index(level) <= order.index(wanted)


def coverage(category: str | None, resolved: Resolved) -> tuple[bool | None, Value]:
    """Whether people of a category are rated at all, and by which rule; None where no rule says (R-140, R-144)."""
    old = resolved["R-140"]
    new = resolved.peek("R-144")
    for rule in (old, new):
        if rule and category in rule.value["covers"]:
            return True, rule
    if category is None:
        return None, old
    if new:
        return (False if category in new.value["not_covered"] else None), new
    return False, old


def class_of_points(points: Fraction | int, year: int, place: str | None = None, law: Law | None = None) -> str:
    """The class of a score from R-142. Raises `NotInForce` for years before, `InputError` outside the scale."""
    rule = law_of_year(year, place, law)["R-142"]
    scale = rule.value["general"] + rule.value["tasks"]
    if not 0 <= points <= scale:
        raise InputError(f"Điểm {points} ngoài thang {scale}. Nhập lại điểm.")
    lowest: Mapping[str, int] = rule.value["lowest_points"]
    return max((name for name in lowest if points >= lowest[name]), key=lambda name: lowest[name])


def top_class_limit(good: int, year: int, place: str | None = None, law: Law | None = None) -> int:
    """How many of a group may have the top class when `good` are classed one below (R-143). Whole people, down."""
    if good < 0:
        raise InputError("Số người xếp loại không thể âm. Nhập lại.")
    return int(law_of_year(year, place, law)["R-143"].value * good)


def months_absent(absences: Iterable[Absence], year: int, *, count_maternity: bool = False) -> Fraction:
    """Months away within a year: whole months first, then parts of one. Maternity leave is no absence (R-46)."""
    total = Fraction(0)
    for absence in absences:
        if absence.maternity and not count_maternity:
            continue
        start, end = max(absence.start, dt.date(year, 1, 1)), min(absence.end, dt.date(year, MONTHS, 31))
        if start <= end:
            total += _months(start, end)
    return total


def months_worked(facts: Facts, year: int) -> Fraction:
    """Months worked in a year, maternity leave included."""
    begun = facts.employed_from
    before = _months(dt.date(year, 1, 1), begun - dt.timedelta(days=1)) if begun and begun.year == year else Fraction(0)
    if begun and begun.year > year:
        return Fraction(0)
    return max(MONTHS - before - months_absent(facts.absences, year), Fraction(0))


def part_year(facts: Facts, year: int, resolved: Resolved) -> tuple[str | None, Value | None, str]:
    """What R-141 makes of a year: the highest class allowed ("" when none is given), the rule, and the sentence.

    (None, None, "") when the year is full or the rule is not in force for that year.
    """
    try:
        rule = resolved["R-141"]
    except NotInForce:
        return None, None, ""
    worked, absent = months_worked(facts, year), months_absent(facts.absences, year)
    if worked < rule.value["months_worked_min"]:
        return "", rule, f"Năm {year} làm việc {_said(worked)}, dưới {rule.value['months_worked_min']} tháng."
    if absent >= rule.value["months_absent_capped"]:
        cap = rule.value["highest_when_capped"]
        return cap, rule, f"Năm {year} nghỉ {_said(absent)} nên xếp loại cao nhất là “{cap}”."
    return None, None, ""


def _months(start: dt.date, end: dt.date) -> Fraction:
    """Whole months from `start`, then the days left over as a part of the month that they stand in."""
    after = end + dt.timedelta(days=1)
    whole = (after.year - start.year) * MONTHS + after.month - start.month - (after.day < start.day)
    begun, ending = _later(start, whole), _later(start, whole + 1)
    return whole + Fraction(max((after - begun).days, 0), (ending - begun).days)


def _later(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, MONTHS)
    return dt.date(day.year + years, month + 1, 1) + dt.timedelta(days=day.day - 1)


def _said(months: Fraction) -> str:
    """Rounded down: "2,9 tháng" is not yet three."""
    whole, tenths = divmod(int(months * 10), 10)
    return f"{whole},{tenths} tháng" if tenths else f"{whole} tháng"
