"""Whole numbers out of addresses and forms: nothing but a number that a column can hold."""

import pytest

from chungtay.kit.text import whole, year_in


@pytest.mark.parametrize(
    "sent", ["", " ", "²", "٣", "-1", "+1", "1e9", "1.0", "0x1", "NaN", "1" * 30, str(2**31), "1\x00"]
)
def test_what_is_no_number_of_ours(sent):
    assert whole(sent) is None


@pytest.mark.parametrize(("sent", "number"), [("0", 0), (" 7 ", 7), ("007", 7), (str(2**31 - 1), 2**31 - 1)])
def test_numbers(sent, number):
    assert whole(sent) == number


def test_bounds_and_years():
    assert whole("5", most=4) is None
    assert whole("5", least=6) is None
    assert year_in("2025") == 2025
    assert year_in("0000") is None
    assert year_in("20250") is None
