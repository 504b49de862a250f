"""A paper is not sent to a body that no longer exists on its day."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.movements.models import Movement
from chungtay.paperwork.case import Case

PLAN = ["UBND huyện", "Phòng Nội vụ huyện", "TT ĐU - HĐND xã", "Các thôn", "Lưu: VP"]


@pytest.mark.parametrize(
    ("day", "sent"),
    [
        (dt.date(2025, 6, 30), ["UBND huyện", "Phòng Nội vụ huyện", "TT ĐU - HĐND xã", "Các thôn", "Lưu: VT"]),
        (dt.date(2025, 7, 1), ["TT ĐU - HĐND xã", "Các thôn", "Lưu: VT"]),
    ],
)
def test_recipients_of_the_plan_that_have_ceased_are_left_out(day: dt.date, sent: list[str]) -> None:
    case = Case(Movement(), day, "Cán bộ mẫu 01")
    case.__dict__["content"] = {"recipients": PLAN}  # as read from the plan
    assert case.recipients == sent
