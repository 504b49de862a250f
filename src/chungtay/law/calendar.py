"""Working days: weekly days off, holidays, compensation days and swapped days, year by year (R-112, R-113, R-114).

The data stands in law/calendars, one file a year. A year without a file is refused, never guessed; a year whose notice
is not out yet counts with what is sure and says what is missing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from chungtay.law.deadlines import ONE_DAY, WEEKDAYS, format_date_vi
from chungtay.law.errors import InputError
from chungtay.law.loading import Law, load
from chungtay.law.rules import Certainty, Reference
from chungtay.law.yamlfile import YamlFile


@dataclass(frozen=True)
class Special:
    """A day that the weekly rule alone gets wrong (or a holiday on a weekly day off), with its source."""

    day: dt.date
    works: bool
    reason: str
    certainty: Certainty
    reference: tuple[Reference, ...]


@dataclass(frozen=True)
class Year:
    """One calendar file. `not_announced`: sentences about what no notice has settled yet."""

    number: int
    special: Mapping[dt.date, Special]
    not_announced: tuple[str, ...]


@dataclass(frozen=True)
class Limit:
    """A time limit in working days. `skipped`: the holidays and moved days on the way; `warnings`: what is not sure."""

    start: dt.date
    last_day: dt.date
    days: int
    explanation: str
    skipped: tuple[Special, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class WorkCalendar:
    """All years that are known. `weekly_off`: ISO numbers of the weekly days off, 1 (Monday) to 7 (Sunday)."""

    years: Mapping[int, Year]
    weekly_off: frozenset[int]
    own: Mapping[dt.date, Special] = field(default_factory=dict)

    def special(self, day: dt.date) -> Special | None:
        """What the files, or the locality's own edits, say about a day; None for an ordinary day.

        Raises `InputError` when there is no calendar of that year.
        """
        return self.own.get(day) or self._year(day).special.get(day)

    def is_workday(self, day: dt.date) -> bool:
        """Whether a day counts in a time limit. Raises `InputError` when there is no calendar of that year."""
        known = self.special(day)
        return known.works if known else day.isoweekday() not in self.weekly_off

    def why(self, day: dt.date) -> str:
        """Why a day counts or not, in words."""
        known = self.special(day)
        if known:
            return known.reason
        return "ngày làm việc" if self.is_workday(day) else f"nghỉ hằng tuần ({WEEKDAYS[day.weekday()]})"

    def add_workdays(self, start: dt.date, days: int) -> dt.date:
        """The working day that is `days` working days after `start` (before it, if negative); the start never counts.

        With 0 the answer is `start` itself, whatever day it is. Raises `InputError` beyond the known years.
        """
        step = ONE_DAY if days > 0 else -ONE_DAY
        day, left = start, abs(days)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: dt.date, end: dt.date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` comes first.

        Undoes `add_workdays`: `workdays_between(d, add_workdays(d, n)) == n` for every n ≥ 0.
        """
        if end < start:
            return -self.workdays_between(end - ONE_DAY, start - ONE_DAY)
        return sum(self.is_workday(day) for day in _days(start, end))

    def limit(self, start: dt.date, days: int) -> Limit:
        """The last day of a limit of `days` working days from the day after `start`, explained."""
        if days < 0:
            raise InputError("Số ngày làm việc không thể âm. Sửa lại số ngày.")
        last = self.add_workdays(start, days)
        passed = [special for day in _days(start, last) if (special := self.special(day))]
        # A holiday that falls on a weekly day off changes nothing by itself: only its compensation day is named.
        told = [s for s in passed if s.works or s.day.isoweekday() not in self.weekly_off]
        text = f"{days} ngày làm việc sau {_named(start)}: ngày cuối là {_named(last)}"
        if told:
            text += "; trên đường có " + ", ".join(f"{format_date_vi(s.day)} ({s.reason})" for s in told)
        return Limit(start, last, days, f"{text}.", tuple(told), self.doubts(start, last))

    def doubts(self, start: dt.date, end: dt.date) -> tuple[str, ...]:
        """What is not announced for the years touched, and which days on the way are not confirmed."""
        open_points = [
            sentence for year in range(start.year, end.year + 1) for sentence in self._number(year).not_announced
        ]
        unsure = [
            special
            for day in _days(start, end)
            if (special := self.special(day)) and not special.certainty.settled and special.day not in self.own
        ]
        if unsure:
            days = ", ".join(format_date_vi(special.day) for special in unsure)
            open_points.append(f"Ngày {days} theo hiểu biết riêng, chưa đối chiếu thông báo nghỉ lễ.")
        return tuple(open_points)

    def edited(
        self,
        *,
        off: Mapping[dt.date, str] | None = None,
        working: Mapping[dt.date, str] | None = None,
        weekly_off: Iterable[int] | None = None,
        source: str = "Lịch của đơn vị",
    ) -> WorkCalendar:
        """The same calendar with a locality's own days off and working days (date to reason), for R-114."""
        given = [(day, False, why) for day, why in (off or {}).items()]
        given += [(day, True, why) for day, why in (working or {}).items()]
        own = {day: Special(day, works, why, Certainty.PLAN, (Reference(source, None),)) for day, works, why in given}
        if len(own) < len(given):
            raise InputError("Một ngày vừa ghi nghỉ vừa ghi làm việc. Sửa lại lịch của đơn vị.")
        weekly = self.weekly_off if weekly_off is None else frozenset(weekly_off)
        return replace(self, own={**self.own, **own}, weekly_off=weekly)

    def _year(self, day: dt.date) -> Year:
        return self._number(day.year)

    def _number(self, year: int) -> Year:
        try:
            return self.years[year]
        except KeyError:
            known = f"{min(self.years)} đến {max(self.years)}"
            raise InputError(
                f"Chưa có lịch làm việc năm {year} (đang có {known}). "
                f"Thêm tệp law/calendars/{year}.yaml theo thông báo nghỉ lễ của năm đó."
            ) from None


def add_workdays(day: dt.date, n: int) -> dt.date:
    """`WorkCalendar.add_workdays` on the calendar of this checkout."""
    return calendar().add_workdays(day, n)


def workdays_between(start: dt.date, end: dt.date) -> int:
    """`WorkCalendar.workdays_between` on the calendar of this checkout."""
    return calendar().workdays_between(start, end)


@cache
def calendar(root: Path | None = None) -> WorkCalendar:
    """The calendar of a law folder (default: this checkout). Raises `LawFileError` on a mistake in a year's file."""
    law = load(root)
    weekly = frozenset(law.rule("R-114").entries[-1].value)
    years = {}
    for path in sorted((law.root / "calendars").glob("*.yaml")):
        file = YamlFile(path, f"law/calendars/{path.name}")
        file.check(law.root / "schema" / "calendar.schema.json")
        year = _read(file, weekly)
        _check(file, year, law, weekly)
        years[year.number] = year
    return WorkCalendar(years, weekly)


def _read(file: YamlFile, weekly: frozenset[int]) -> Year:
    data = file.data
    if f"{data['year']}.yaml" != Path(file.name).name:
        raise file.error(("year",), f"năm {data['year']} khác tên tệp.")
    special: dict[dt.date, Special] = {}
    for section in ("holidays", "days_off", "working_days"):
        for text, raw in data[section].items():
            day = _date(file, (section, text), text, data["year"])
            if day in special:
                raise file.error((section, text), f"ngày {format_date_vi(day)} đã ghi ở phần khác.")
            if section != "holidays" and (section == "working_days") != (day.isoweekday() in weekly):
                wrong = "phải là ngày nghỉ hằng tuần" if section == "working_days" else "đã là ngày nghỉ hằng tuần"
                raise file.error((section, text), f"ngày {format_date_vi(day)} {wrong}.")
            special[day] = _special(file, section, text, raw, day)
    return Year(data["year"], special, tuple(data["not_announced"]))


def _special(file: YamlFile, section: str, text: str, raw: Mapping[str, Any], day: dt.date) -> Special:
    if section == "holidays":
        reason = raw["name"] + (f", {raw['lunar']}" if "lunar" in raw else "")
    else:
        other = _date(file, (section, text, "instead_of"), raw["instead_of"], None)
        does = "làm việc thay" if section == "working_days" else "nghỉ thay"
        reason = f"{does} ngày {format_date_vi(other)}"
    source = tuple(Reference(r["title"], r["article"]) for r in raw["reference"])
    return Special(day, section == "working_days", reason, Certainty(raw["certainty"]), source)


def _check(file: YamlFile, year: Year, law: Law, weekly: frozenset[int]) -> None:
    """Every moved day has its counterpart, and an announced year has the holidays that R-112 counts."""
    data = file.data
    for section in ("days_off", "working_days"):
        for text, raw in data[section].items():
            other, at = raw["instead_of"], (section, text, "instead_of")
            day = dt.date.fromisoformat(other)
            swapped = data["working_days" if section == "days_off" else "days_off"].get(other)
            compensated = section == "days_off" and other in data["holidays"] and day.isoweekday() in weekly
            if not compensated and (not swapped or swapped["instead_of"] != text):
                raise file.error(at, f"{other} không phải ngày lễ trùng ngày nghỉ hay ngày đổi với {text}.")
    rule = law.rule("R-112")
    names = Counter(raw["name"] for raw in data["holidays"].values())
    entry = rule.entry_on(dt.date(year.number, 12, 31))
    wanted: Mapping[str, int] = entry.value if entry else {}
    for text, raw in data["holidays"].items():
        if raw["name"] not in wanted:
            raise file.error(("holidays", text, "name"), f"“{raw['name']}” không có trong R-112.")
    if not year.not_announced:
        for name, count in wanted.items():
            if names[name] != count:
                raise file.error(("holidays",), f"{name}: ghi {names[name]} ngày, R-112 nêu {count} ngày.")


def _date(file: YamlFile, at: tuple[str | int, ...], text: str, year: int | None) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise file.error(at, f"“{text}” không phải là ngày có thật (năm-tháng-ngày).") from None
    if year is not None and day.year != year:
        raise file.error(at, f"ngày {format_date_vi(day)} không thuộc năm {year}.")
    return day


def _days(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """The days after `start` up to and including `end`."""
    return (start + ONE_DAY * i for i in range(1, (end - start).days + 1))


def _named(day: dt.date) -> str:
    return f"{format_date_vi(day)}, {WEEKDAYS[day.weekday()]}"
