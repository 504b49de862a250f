"""Days and time limits: what is blank, what does not exist, what comes before the thing it waits for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from chungtay.law.deadlines import WEEKDAYS, format_date_vi, last_day, parse_date_vi
from chungtay.law.errors import InputError
from chungtay.linter.model import Hit, Severity
from chungtay.linter.registry import check
from chungtay.linter.subject import Subject, is_filing, span
from chungtay.reading.fold import fold

FULL = len("2025-12-31")
NUMERIC = r"(?<![\d/.,-])(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})(?![\d/])"
WORDED = r"(?<![a-z])ngay\s+(?P<d>\d{1,2})\s+thang\s+(?P<m>\d{1,2})(?:\s+nam\s+(?P<y>\d{4})(?!\d))?"
STARTS = r"ngay \d{1,2}(?:\s?/\s?\d{1,2}(?:/\d{4})?| thang \d{1,2})?|thang \d{1,2}"
SHORT = r"(?<![a-z])ngay\s+(?P<d>\d{1,2})\s*/\s*(?P<m>\d{1,2})(?!\s*[\d/])"


@check("so-ngay-trong")
def blank_number_or_date(s: Subject) -> Iterator[Hit]:
    number, date = s.header["number_code"], s.header["date"]
    depends = re.search(r"ngay (?:ban hanh|ky)", fold(s.period["text"] or "")) is not None
    because = " Thời gian của phong trào tính từ ngày ban hành nên chưa biết bắt đầu ngày nào." if depends else ""
    if not s.document.letterhead and number is None and date is None:
        yield Hit(
            f"Bản này không có phần đầu: không thấy số, ký hiệu và ngày ban hành.{because}",
            "Dùng bản đã phát hành có đủ phần đầu, hoặc ghi thêm số và ngày theo bản đã ký.",
        )
        return
    if number is None or not number[:1].isdigit():
        yield Hit(
            "Kế hoạch chưa có số.", "Văn thư cho số sau khi ký, viết trước dấu gạch chéo.",
            s.spot("document.number_code"), rules=("L-14",),
        )  # fmt: skip
    if date is None or len(date) < FULL:
        yield Hit(
            f"Ngày ban hành không đủ ngày, tháng, năm.{because}", "Ghi đủ ngày, tháng, năm theo bản đã ký.",
            s.spot("document.date"), rules=("L-15",),
        )  # fmt: skip


@check("bat-dau-truoc-ban-hanh")
def starts_before_issue(s: Subject) -> Iterator[Hit]:
    start, issued = span(s.period["start"]), s.issued[0]
    # "2025" as start of "năm 2025" tells the year, not a day before the plan.
    if start is None or issued is None or len(s.period["start"]) == 4 or start[0] >= issued:
        return
    derived = re.search(r"ngay (?:ban hanh|ky)", fold(s.period["text"] or ""))
    if derived or start == span(s.header["date"]):
        return
    yield Hit(
        f"Phong trào bắt đầu từ {format_date_vi(start[0])}, trước khi kế hoạch ban hành "
        f"(sớm nhất là {format_date_vi(issued)}).",
        "Ghi rõ có tính thành tích trước ngày ban hành hay không, hoặc cho bắt đầu từ ngày ban hành.",
        s.within("movement.period.text", STARTS) or s.spot("movement.period.start"),
    )


@check("thoi-gian-khong-ngay")
def no_days(s: Subject) -> Iterator[Hit]:
    text, start, end = s.period["text"], s.period["start"], s.period["end"]
    derived = re.search(r"ngay (?:ban hanh|ky)", fold(text or ""))
    year_only = len("2025")
    if end and len(end) > year_only and (derived or (start and len(start) > year_only)):
        return
    if not text and not end:
        return  # nothing at all: told by the completeness of the plan
    if end and len(end) > year_only:
        yield Hit(
            "Kế hoạch nêu ngày kết thúc mà không nêu ngày bắt đầu.", "Ghi ngày bắt đầu của phong trào.",
            s.spot("movement.period.text", "movement.period.end"),
        )  # fmt: skip
        return
    yield Hit(
        f"Thời gian chỉ ghi “{text or end}”, không có ngày bắt đầu và ngày kết thúc.",
        "Ghi từ ngày nào đến hết ngày nào.", s.spot("movement.period.text", "movement.period.end", "movement.year"),
    )  # fmt: skip


@check("han-truoc-ngay")
def exclusive(s: Subject) -> Iterator[Hit]:
    for i, row in enumerate(s.plan["deadlines"]):
        if row["comparator"] != "before" or not row["date"]:
            continue
        day = last_day(row["date"], "before")
        if day is not None:
            yield Hit(
                f"“Trước ngày” không tính chính ngày đó: ngày cuối là {_day(day)}.",
                "Giữ nguyên nếu đúng ý; muốn tính cả ngày đó thì viết “đến hết ngày” hoặc “chậm nhất ngày”.",
                _spot_of(s, i, r"(?:den )?truoc .*"),
            )


@check("han-khong-ro-cach-tinh")
def no_comparator(s: Subject) -> Iterator[Hit]:
    for i, row in enumerate(s.plan["deadlines"]):
        if row["date"] and len(row["date"]) == FULL and row["comparator"] is None:
            yield Hit(
                f"Hạn ghi ngày {format_date_vi(dt.date.fromisoformat(row['date']))} mà không rõ có tính ngày đó không.",
                "Viết “chậm nhất ngày” hoặc “trước ngày”.", _spot_of(s, i),
            )  # fmt: skip


@check("han-truoc-khi-du-ket-qua")
def too_early(s: Subject) -> Iterator[Hit]:
    """The real oddities: dossiers due on 5 December, or chosen before the 15th, of a movement that runs to the 31st."""
    end = s.period_end
    if end is None:
        return
    rated = any(criterion["kind"] == "rating" for criterion in s.plan["criteria"])
    for i, row in enumerate(s.plan["deadlines"]):
        if not is_filing(row["what"]) or row["comparator"] not in ("before", "on_or_before", "on", None):
            continue
        last = _last(row)
        if last is None or last >= end:
            continue
        lacking = "kết quả những ngày còn lại và xếp loại năm" if rated else "kết quả những ngày còn lại"
        yield Hit(
            f"Hạn này hết ngày {format_date_vi(last)}, còn phong trào chạy đến {format_date_vi(end)}: "
            f"lúc nộp chưa có {lacking}.",
            "Ghi ngày chốt thành tích, cho dùng xếp loại dự kiến rồi xác nhận trước khi quyết định, hoặc lùi hạn.",
            _spot_of(s, i),
        )


@check("cap-trinh-khong-han")
def level_without_limit(s: Subject) -> Iterator[Hit]:
    limits = [row for row in s.plan["deadlines"] if is_filing(row["what"])]
    for i, dossier in enumerate(s.plan["dossier"]):
        level, at = dossier["level"], s.spot(f"dossier[{i}].items[0]")
        if not limits:
            name = f"hồ sơ trình cấp {level}" if level else "hồ sơ đề nghị khen thưởng"
            yield Hit(
                f"Kế hoạch nêu {name} mà không nêu ngày nộp.", "Ghi ngày cuối nhận hồ sơ và nơi nhận.", at
            )  # fmt: skip
        elif level not in (None, "xã") and all(_to_own(row["to_whom"]) for row in limits):
            yield Hit(
                f"Hồ sơ là để trình cấp {level}, mà kế hoạch chỉ nêu hạn gửi về xã, không nêu ngày xã gửi lên.",
                "Hỏi cấp trên ngày cuối nhận hồ sơ rồi ghi vào kế hoạch.", at,
            )  # fmt: skip


def _to_own(to_whom: str | None) -> bool:
    return to_whom is None or re.search(r"\b(?:xa|phuong|thi tran|dac khu)\b", fold(to_whom)) is not None


@check("ngay-khong-co-that")
def impossible(s: Subject) -> Iterator[Hit]:
    for words, _piece in chain(*(s.matches(form) for form in (NUMERIC, WORDED, SHORT))):
        digits = [int(n) for n in re.findall(r"\d+", words.text)]
        day, month = digits[:2]
        year = digits[2] if len(digits) > 2 else s.year
        try:
            parse_date_vi(f"{day}/{month}/{year or s.on.year}")
        except InputError as error:
            said = error.message.split(": ", 1)[-1]
            yield Hit(
                f"“{words.text}” không có trong lịch: {said.split('.')[0]}.", "Xem lại ngày, tháng.", words.spans[0]
            )
    for words, _piece in s.matches(r"(?<![a-z])nam\s+\d{5,}"):
        yield Hit(f"“{words.text}” không phải năm có thật.", "Xem lại số năm.", words.spans[0])


@check("han-roi-ngay-nghi")
def on_day_off(s: Subject) -> Iterator[Hit]:
    for i, row in enumerate(s.plan["deadlines"]):
        last = _last(row)
        if last is None or not is_filing(row["what"]):
            continue
        try:
            off, why = not s.workdays.is_workday(last), s.workdays.why(last)
        except InputError:  # a year without a calendar is not guessed
            continue
        if off:
            yield Hit(
                f"Ngày cuối {_day(last)} là ngày nghỉ{_holiday(last, why)}.",
                "Ghi ngày làm việc liền trước, hoặc nói rõ nhận hồ sơ cả ngày nghỉ.",
                _spot_of(s, i), severity=Severity.NOTE,
            )  # fmt: skip


def _holiday(day: dt.date, why: str) -> str:
    """Which one, unless it is a weekend: the day of the week is said already."""
    return "" if day.weekday() in (5, 6) else f" ({why})"


def _last(row: dict[str, Any]) -> dt.date | None:
    if not row["date"] or len(row["date"]) < FULL or row["comparator"] in ("from", "after_event"):
        return None
    try:
        return last_day(row["date"], "before" if row["comparator"] == "before" else "on_or_before")
    except InputError:
        return None


def _spot_of(s: Subject, i: int, pattern: str | None = None) -> tuple[int, int] | None:
    """The words of a limit: those that bound it, else its date, else what it is about."""
    path = f"deadlines[{i}]"
    found = s.within(f"{path}.date", pattern) if pattern else None
    return found or s.spot(f"{path}.date", f"{path}.what")


def _day(day: dt.date) -> str:
    return f"{format_date_vi(day)} ({WEEKDAYS[day.weekday()]})"
