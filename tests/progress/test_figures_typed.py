"""Numbers as people type them, the state that follows from them, and the periods for which they are asked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.plans import words
from chungtay.progress.judging import Level, Reading, Span, judge
from chungtay.progress.numbers import NotANumber, parse, shown
from chungtay.progress.periods import current, open_periods, periods
from chungtay.progress.standards import standards

FIRST, LAST = dt.date(2025, 7, 1), dt.date(2025, 12, 31)
ALL = Level("=", Fraction(100), "%")
THREE = Level(">=", Fraction(3), "sáng kiến")


@pytest.mark.parametrize(
    ("text", "number"),
    [("98,5", "98.5"), ("98.5", "98.5"), ("98,5 %", "98.5"), ("1.234", "1234"), ("1.234.567", "1234567"),
     ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("0.125", "0.125"), ("1 234", "1234"), ("007", "7")],
)  # fmt: skip
def test_a_number_is_read_as_it_was_meant(text, number):
    assert parse(text) == Decimal(number)


@pytest.mark.parametrize("text", ["chín", "1,2,3", "-5", "1e9", "٣", "9" * 13, "0,1234567", "12..3", "5/7"])
def test_what_is_no_number_is_told_with_an_example(text):
    with pytest.raises(NotANumber, match=r"98,5|chữ số"):
        parse(text)


@given(st.decimals(0, 10**11, places=3))
def test_what_is_shown_in_a_cell_is_read_back_the_same(number):
    assert parse(words.number(number)) == number


def test_a_share_short_of_everything_is_never_shown_as_everything():
    assert shown(Fraction(99_999, 1000), "%") == "99,99%"
    assert shown(Fraction(100), "%") == "100%"
    assert shown(Fraction(1, 1000), "%") == "dưới 0,01%"  # nor something as nothing
    assert shown(Fraction(9500, 96), "%") == "98,96%"  # as the indicators round


def state(level: Level, figure, *, until=dt.date(2025, 10, 31), on=dt.date(2025, 11, 10), last=LAST, **more) -> str:
    reading = Reading(until, None if figure is None else Fraction(figure), **more)
    return judge(level, reading, on=on, span=Span(FIRST, last), standards=standards(None)).state


@pytest.mark.parametrize(
    ("level", "figure", "expected"),
    [
        (ALL, 100, "on_track"),  # a share may still fall
        (ALL, 99, "on_track"),  # within the margin of the data
        (ALL, "979/10", "at_risk"),
        (THREE, 3, "met"),  # a count cannot
        (THREE, 2, "on_track"),
        (THREE, 1, "at_risk"),  # a third of the way at two thirds of the time
        (Level("=", Fraction(30), "%"), 45, "on_track"),  # more of a good thing is no failure
        (Level("=", Fraction(0), "vụ"), 1, "missed"),  # but of nothing it is
        (Level("<=", Fraction(5), "%"), 4, "on_track"),
        (Level(">", Fraction(60), "%"), 60, "on_track"),  # not reached: "trên 60%", yet within the margin
        (Level("in_top_group", Fraction(10), "hạng"), 12, "at_risk"),
    ],
)
def test_before_the_last_day_a_state_follows_from_level_margin_and_pace(level, figure, expected):
    assert state(level, figure) == expected


@pytest.mark.parametrize(("figure", "expected"), [(100, "met"), ("9999/100", "missed")])
def test_on_the_last_day_a_final_figure_decides_to_the_hundredth(figure, expected):
    assert state(ALL, figure, until=LAST, on=LAST) == expected
    assert state(ALL, figure, until=LAST, on=LAST - dt.timedelta(days=1)) != expected  # not a day earlier


def test_exactly_sixty_is_not_more_than_sixty():
    assert state(Level(">", Fraction(60), "%"), 60, until=LAST, on=LAST) == "missed"


def test_near_the_end_what_is_short_is_at_risk_however_little():
    assert state(ALL, "999/10", on=dt.date(2025, 12, 2)) == "at_risk"


def test_without_a_verified_figure_nobody_says_missed():
    judged = judge(ALL, None, on=LAST + dt.timedelta(days=9), span=Span(FIRST, LAST), standards=standards(None))
    assert (judged.state, judged.overdue) == ("planned", True)


def test_a_plan_without_a_last_day_never_leads_to_missed():
    assert state(ALL, 50, last=None, on=dt.date(2030, 1, 1)) == "at_risk"


def test_nothing_arisen_is_neither_nought_nor_everything():
    assert state(ALL, None, nothing=True) == "planned"
    assert state(ALL, None, nothing=True, until=LAST, on=LAST) == "not_applicable"


@pytest.mark.parametrize(
    ("finding", "expected"), [("met", "met"), ("in_progress", "on_track"), ("not_met", "at_risk"), ("", "planned")]
)
def test_a_rank_without_a_number_waits_for_what_a_person_found(finding, expected):
    rank = Level("in_top_group", None, "hạng")
    assert state(rank, None, finding=finding) == expected
    assert state(rank, 5, finding=finding) == expected  # the rank alone does not say which group is the top one


def test_some_units_figures_do_not_decide_for_the_commune():
    assert state(ALL, 100, until=LAST, on=LAST, whole=False) == "on_track"


def test_periods_are_cut_to_the_movement_and_named_by_the_whole():
    found = periods("quarter", dt.date(2025, 2, 24), dt.date(2025, 12, 19))
    assert [(p.label, p.since, p.until) for p in (found[0], found[-1])] == [
        ("Quý I/2025", dt.date(2025, 2, 24), dt.date(2025, 3, 31)),
        ("Quý IV/2025", dt.date(2025, 10, 1), dt.date(2025, 12, 19)),
    ]
    labels = {every: periods(every, FIRST, LAST)[0].label for every in ("month", "half", "year")}
    assert labels == {"month": "Tháng 07/2025", "half": "6 tháng cuối năm 2025", "year": "6 tháng cuối năm 2025"}


def test_asked_for_is_the_newest_period_that_has_ended():
    found = open_periods("month", FIRST, LAST, dt.date(2025, 12, 1))
    assert [p.label for p in found[:2]] == ["Tháng 12/2025", "Tháng 11/2025"]
    assert current(found, dt.date(2025, 12, 1)).label == "Tháng 11/2025"
    assert current(open_periods("month", FIRST, LAST, FIRST), FIRST).label == "Tháng 07/2025"
