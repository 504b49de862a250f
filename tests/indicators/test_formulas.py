"""The on-time rate: two formulas over the same files, never a figure without its denominator."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.indicators import FORMULAS, Counts

A, B = FORMULAS["dung-han-A"], FORMULAS["dung-han-B"]
# Lâm Đồng, quarter 1 of 2020, as printed by the newspaper (rules.md §9).
LAM_DONG = {"early": 0, "on_time": 635_593, "late": 7_677, "pending_late": 1_222, "solved": 643_272}


def test_lam_dong_by_formula_b() -> None:
    result = B.evaluate(LAM_DONG)
    assert result.value == Fraction(635_593, 643_272)
    assert result.percent == "98,81 %"
    assert result.stated == "98,81 % (635.593/643.272; công thức B, phiên bản 1: trên hồ sơ đã giải quyết)"


def test_lam_dong_by_formula_a() -> None:
    result = A.evaluate(LAM_DONG | {"handled": 643_272 + 7_172})
    assert result.value == 1 - Fraction(7_677 + 1_222, 643_272 + 7_172)
    assert result.percent == "98,63 %"


def test_the_source_that_is_off_by_two_is_noticed() -> None:
    counts = Counts(on_time=635_593, late=7_677, pending_in_time=7_172 - 1_222, pending_late=1_222)
    assert counts.mismatches(solved=643_272, pending=7_172) == [
        "Cộng các loại được 643.270, thiếu 2 so với 643.272 đã giải quyết. Kiểm tra nguồn."
    ]
    assert counts.mismatches(total=659_245) == [
        "Cộng các loại được 650.442, thiếu 8.803 so với 659.245 tất cả hồ sơ. Kiểm tra nguồn."
    ]


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=lambda formula: formula.name)
def test_no_file_is_neither_zero_nor_a_hundred(formula) -> None:  # type: ignore[no-untyped-def]
    result = formula.of(Counts(withdrawn=3, no_due_date=2))
    assert result.value is None
    assert result.stated.startswith("không phát sinh (0/0;")


def test_withdrawn_and_undated_files_change_nothing_and_paused_ones_are_not_late() -> None:
    base = Counts(early=1, on_time=1, late=1, pending_late=1)
    apart = Counts(early=1, on_time=1, late=1, pending_late=1, withdrawn=9, no_due_date=9)
    assert A.of(base).value == A.of(apart).value == Fraction(2, 4)
    assert B.of(base).value == B.of(apart).value == Fraction(2, 3)
    paused = Counts(early=1, on_time=1, late=1, pending_late=1, paused=1)
    assert A.of(paused).value == Fraction(3, 5)
    assert B.of(paused).value == Fraction(2, 3)


def test_a_hundred_percent_is_said_only_of_all() -> None:
    assert B.of(Counts(on_time=99_999, late=1)).percent == "99,99 %"
    assert B.of(Counts(on_time=100_000)).percent == "100,00 %"


@pytest.mark.parametrize(
    ("numbers", "problem"),
    [
        ({"early": 1, "on_time": 1}, "cần số liệu “đã giải quyết”"),
        ({"early": -1, "on_time": 1, "solved": 1}, "không thể âm"),
        ({"early": 3, "on_time": 1, "solved": 2}, "là không thể"),
    ],
)
def test_impossible_numbers_are_refused(numbers: dict[str, int], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        B.evaluate(numbers)


@given(st.builds(Counts, **{name: st.integers(0, 10_000) for name in vars(Counts())}))
def test_rates_stay_between_nothing_and_all(counts: Counts) -> None:
    assert counts.mismatches(total=sum(vars(counts).values())) == []
    for formula in FORMULAS.values():
        result = formula.of(counts)
        assert result.value is None or 0 <= result.value <= 1
        assert (result.value is None) == (result.denominator == 0)
