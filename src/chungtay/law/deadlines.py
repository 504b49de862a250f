"""Time limits as plans write them: a date, perhaps only a month or a year, and whether that day still counts."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Protocol

from chungtay.law.errors import InputError

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
ONE_DAY = dt.timedelta(days=1)
COMPARATORS = ("on_or_before", "before", "on", "from", "at_event", "before_event", "after_event")
_WORDED = re.compile(r"^(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})$", re.IGNORECASE)
_NUMERIC = re.compile(r"^(?:ngày\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})$", re.IGNORECASE)
_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")


class Workdays(Protocol):
    """What counting in working days needs; `law.calendar.WorkCalendar` is one."""

    def add_workdays(self, start: dt.date, days: int) -> dt.date: ...


@dataclass(frozen=True)
class Deadline:
    """A limit worked out. `last_day` is the last day that still counts; None when the plan's words give none yet."""

    last_day: dt.date | None
    first_day: dt.date | None
    explanation: str


@dataclass(frozen=True)
class Status:
    """Where a limit stands today. `days_left` is negative when overdue, None when there is no last day."""

    days_left: int | None
    overdue: bool
    text: str


def format_date_vi(day: dt.date) -> str:
    """dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}"


def parse_date_vi(text: str) -> dt.date:
    """Reads "15/12/2025", "15-12-2025", "15.12.2025" or "ngày 15 tháng 12 năm 2025".

    Raises `InputError` that names what is wrong with the text: not a date, or a day that month does not have.
    """
    match = _NUMERIC.match(text.strip()) or _WORDED.match(text.strip())
    if not match:
        raise InputError(f"“{text}” không phải là ngày. Ghi ngày/tháng/năm, ví dụ 01/12/2025.")
    day, month, year = (int(part) for part in match.groups())
    return _real_date(text, year, month, day)


def _real_date(text: str, year: int, month: int, day: int) -> dt.date:
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise InputError(f"“{text}” có năm không dùng được. Kiểm tra lại năm.")
    if not 1 <= month <= 12:
        raise InputError(f"“{text}” không có trong lịch: một năm chỉ có 12 tháng. Kiểm tra lại tháng.")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise InputError(
            f"“{text}” không có trong lịch: tháng {month:02d}/{year} chỉ có {days} ngày. Kiểm tra lại ngày."
        )
    return dt.date(year, month, day)


def span_of(partial: str) -> tuple[dt.date, dt.date]:
    """First and last day of "2025", "2025-12" or "2025-12-15" (the partial dates of plan.schema.json).

    Raises `InputError` for anything else.
    """
    match = _PARTIAL.match(partial)
    if not match:
        raise InputError(f"“{partial}” không phải là ngày. Ghi năm, năm-tháng hoặc năm-tháng-ngày, ví dụ 2025-12-15.")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    first = _real_date(partial, year, month or 1, day or 1)
    if day:
        return first, first
    if month:
        return first, dt.date(year, month, calendar.monthrange(year, month)[1])
    return first, dt.date(year, 12, 31)


def resolve(
    date: str | None,
    comparator: str | None,
    *,
    event: str | None = None,
    event_on: dt.date | None = None,
    offset_days: int | None = None,
    workdays: Workdays | None = None,
) -> Deadline:
    """Works out a limit. `date` as in plan.schema.json; `event_on` is the day of the event once it is known.

    With `workdays` the offset counts working days (R-112 to R-114), else days of the calendar. Raises `InputError` for
    an impossible date, an unknown comparator or a negative offset.
    """
    if comparator is not None and comparator not in COMPARATORS:
        raise InputError(f"Cách tính hạn “{comparator}” không dùng được. Chọn trước ngày, đến hết ngày hoặc từ ngày.")
    if offset_days is not None and offset_days < 0:
        raise InputError("Số ngày tính từ sự kiện không thể âm. Sửa lại số ngày.")
    if comparator in ("at_event", "before_event", "after_event"):
        return _by_event(comparator, event, event_on, offset_days, workdays)
    if not date:
        return Deadline(None, None, "Kế hoạch không nêu ngày.")
    return _by_date(date, comparator)


def _by_date(date: str, comparator: str | None) -> Deadline:
    first, last = span_of(date)
    written = _written(date)
    if comparator == "before":
        return Deadline(first - ONE_DAY, None, f"trước {written}: ngày cuối là {_with_weekday(first - ONE_DAY)}")
    if comparator == "from":
        return Deadline(None, first, f"từ {written}: bắt đầu {_with_weekday(first)}, không nêu ngày cuối")
    if comparator == "on":
        when = (
            f"vào {written}: đúng {_with_weekday(last)}"
            if first == last
            else f"trong {written}: đến hết {_with_weekday(last)}"
        )
        return Deadline(last, first, when)
    said = f"đến hết {written}" if comparator == "on_or_before" else f"{written} (kế hoạch không nêu trước hay đến hết)"
    return Deadline(last, None, f"{said}: ngày cuối là {_with_weekday(last)}")


def _by_event(
    comparator: str, event: str | None, event_on: dt.date | None, offset: int | None, workdays: Workdays | None
) -> Deadline:
    name = f"“{event}”" if event else "sự kiện kế hoạch nêu"
    unit = "ngày làm việc" if workdays else "ngày"
    if event_on is None:
        when = f"trong {offset} {unit} sau {name}" if offset and comparator == "after_event" else f"tính theo {name}"
        return Deadline(None, None, f"{when}, chưa có ngày; ghi ngày của sự kiện để tính hạn")
    day = _with_weekday(event_on)
    if comparator == "at_event":
        return Deadline(event_on, event_on, f"cùng với {name}: {day}")
    if comparator == "before_event":
        # "before" without a number of days: the day before is the last one that is still before.
        last = event_on - ONE_DAY if offset is None else _moved(event_on, -offset, workdays)
        counted = "trước" if offset is None else f"trước {offset} {unit} so với"
        return Deadline(last, None, f"{counted} {name} ngày {day}: ngày cuối là {_with_weekday(last)}")
    if offset is None:
        return Deadline(None, event_on + ONE_DAY, f"sau {name} ngày {day}, không nêu trong mấy ngày")
    last = _moved(event_on, offset, workdays)
    return Deadline(last, event_on, f"trong {offset} {unit} sau {name} ngày {day}: ngày cuối là {_with_weekday(last)}")


def _moved(day: dt.date, days: int, workdays: Workdays | None) -> dt.date:
    return workdays.add_workdays(day, days) if workdays else day + dt.timedelta(days=days)


def last_day(date: str | None, comparator: str | None) -> dt.date | None:
    """The last day that still counts, None where the plan's words give none."""
    return resolve(date, comparator).last_day


def status(last: dt.date | None, today: dt.date) -> Status:
    """Days left until a last day, in words: "còn 3 ngày", "hôm nay là ngày cuối", "quá hạn 2 ngày"."""
    if last is None:
        return Status(None, False, "chưa có ngày cuối")
    left = (last - today).days
    if left < 0:
        return Status(left, True, f"quá hạn {-left} ngày")
    return Status(left, False, f"còn {left} ngày" if left else "hôm nay là ngày cuối")


def _with_weekday(day: dt.date) -> str:
    return f"{format_date_vi(day)}, {WEEKDAYS[day.weekday()]}"


def _written(partial: str) -> str:
    parts = partial.split("-")
    return ("năm ", "tháng ", "ngày ")[len(parts) - 1] + "/".join(reversed(parts))
