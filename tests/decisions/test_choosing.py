"""Numbers of the golden book as people write them."""

from __future__ import annotations

import pytest

from chungtay.decisions.choosing import in_words, pick
from chungtay.decisions.models import Award, Certificate
from chungtay.kit.errors import UserError

WAITING = [Certificate(award=Award(ordinal=n)) for n in (1, 2, 3, 5, 8, 9, 10, 57, 58)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5, 3, 8-10", [5, 3, 8, 9, 10]),
        (" 5 3;8–10. ", [5, 3, 8, 9, 10]),
        ("57-", [57, 58]),
        ("9-", [9, 10, 57, 58]),
        ("10-8, 1", [8, 9, 10, 1]),
        ("2-6", [2, 3, 5]),
        ("01, 1, 1-2", [1, 2]),
    ],
)
def test_the_order_is_the_one_that_was_typed_and_nobody_comes_twice(typed: str, meant: list[int]):
    assert [c.award.ordinal for c in pick(WAITING, typed)] == meant


@pytest.mark.parametrize(
    ("typed", "told"), [("tờ 5", "“tờ”"), ("4, 7", "số 4, 7"), ("-5", "“-5”"), ("999999", "999999")]
)
def test_what_is_not_there_is_named(typed: str, told: str):
    with pytest.raises(UserError, match=told) as caught:
        pick(WAITING, typed)
    assert caught.value.field == "numbers"


def test_numbers_are_told_in_runs():
    assert in_words(pick(WAITING, "1-3, 5, 8-10, 57")) == "1-3, 5, 8-10, 57"
