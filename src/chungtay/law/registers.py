"""The register of documents: one series per body and year, gaps explained, nothing given twice (R-95 to R-99, R-87)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chungtay.law.deadlines import format_date_vi
from chungtay.law.errors import InputError
from chungtay.law.loading import load
from chungtay.law.numbering import format_number
from chungtay.law.rules import Value


@dataclass(frozen=True)
class Line:
    """One number of a series. `cancelled`: the number was given and then dropped; it stays, with its reason."""

    number: int
    given_on: dt.date
    cancelled: bool = False
    reason: str | None = None


def series_key(body: str, day: dt.date, kind: str | None = None) -> tuple[str, int, str | None]:
    """The series that a number belongs to: the issuing body, the calendar year and, where kept apart, the type."""
    if not body.strip():
        raise InputError("Chưa ghi cơ quan ban hành. Chọn cơ quan trước khi cho số.")
    return body.strip(), day.year, kind


def next_number(lines: Iterable[Line], on: dt.date | None = None) -> int:
    """The next number: one above the highest ever given, cancelled ones included; gaps are never filled (R-97)."""
    first: int = _period(on).value["first"]
    return max((line.number for line in lines), default=first - 1) + 1


def gaps(lines: Iterable[Line], on: dt.date | None = None) -> list[int]:
    """The numbers that are missing below the highest one; each needs an explanation."""
    taken = {line.number for line in lines}
    first: int = _period(on).value["first"]
    return [number for number in range(first, max(taken, default=first - 1)) if number not in taken]


def check_series(lines: Sequence[Line], year: int) -> list[str]:
    """What is wrong with a series of one year; empty when it is in order. Sentences for the registrar."""
    found = []
    for number, times in sorted(Counter(line.number for line in lines).items()):
        if times > 1:
            found.append(f"Số {format_number(number)} cho {times} lần; số đã cho, kể cả đã hủy, không dùng lại.")
    found += [
        f"Số {format_number(line.number)} ghi ngày {format_date_vi(line.given_on)}, không thuộc năm {year}."
        for line in lines
        if line.given_on.year != year
    ]
    found += [f"Số {format_number(x.number)} đã hủy mà chưa ghi lý do." for x in lines if x.cancelled and not x.reason]
    ordered = sorted(lines, key=lambda line: line.number)
    for before, after in pairwise(ordered):
        if after.given_on < before.given_on:
            found.append(
                f"Số {format_number(after.number)} ngày {format_date_vi(after.given_on)} lại trước "
                f"số {format_number(before.number)} ngày {format_date_vi(before.given_on)}."
            )
    missing = gaps(lines, dt.date(year, 1, 1))
    if missing:
        found.append(f"Sổ thiếu số {', '.join(format_number(n) for n in missing)}; ghi lý do để trống.")
    return found


def golden_numbers(recipients: Sequence[str], on: dt.date) -> dict[str, int]:
    """The place of each recipient in the decision, not in the year: "số sổ vàng" (R-87). A reprint keeps its number."""
    rule = load().on(on)["R-87"]
    if rule.value["ordinal_within"] != "decision":
        raise InputError(f"Cách đánh số sổ vàng đã đổi ({rule.source}). Báo quản trị cập nhật phần mềm.")
    if len(set(recipients)) < len(recipients):
        raise InputError("Có người nhận ghi hai lần trong một quyết định. Sửa danh sách.")
    return {name: place for place, name in enumerate(recipients, start=1)}


def _period(on: dt.date | None) -> Value:
    return load().on(on or load().rule("R-95").entries[-1].start)["R-95"]
