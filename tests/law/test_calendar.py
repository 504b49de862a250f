"""Working days: holidays, swapped and compensation days, round trips, and mistakes in a year's file."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.law import InputError, LawFileError
from chungtay.law.calendar import add_workdays, calendar, workdays_between
from chungtay.law.transitions import default_root

INSIDE = st.dates(dt.date(2023, 3, 1), dt.date(2027, 9, 30))
STEPS = st.integers(0, 40)


@given(INSIDE, STEPS)
def test_counting_undoes_adding(day: dt.date, steps: int) -> None:
    later, earlier = add_workdays(day, steps), add_workdays(day, -steps)
    assert workdays_between(day, later) == steps
    assert workdays_between(day, earlier) == -steps
    assert earlier <= day <= later
    if steps:
        assert calendar().is_workday(later)
        assert calendar().is_workday(earlier)


@given(INSIDE, STEPS)
def test_going_there_and_back_ends_on_the_same_working_day(day: dt.date, steps: int) -> None:
    start = add_workdays(day, 1)
    assert add_workdays(add_workdays(start, steps), -steps) == start
    assert add_workdays(add_workdays(start, -steps), steps) == start


@given(INSIDE, INSIDE, INSIDE)
def test_stretches_add_up(a: dt.date, b: dt.date, c: dt.date) -> None:
    a, b, c = sorted((a, b, c))
    assert workdays_between(a, b) + workdays_between(b, c) == workdays_between(a, c)


@given(INSIDE, STEPS, STEPS)
def test_more_days_never_end_earlier(day: dt.date, few: int, more: int) -> None:
    assert add_workdays(day, min(few, more)) <= add_workdays(day, max(few, more))


@given(INSIDE, st.integers(1, 30), st.integers(0, 29))
def test_a_local_day_off_never_shortens_a_limit(day: dt.date, steps: int, after: int) -> None:
    storm = add_workdays(day, 1 + after)
    local = calendar().edited(off={storm: "nghỉ bão"})
    assert not local.is_workday(storm)
    assert local.add_workdays(day, steps) >= add_workdays(day, steps)
    assert local.workdays_between(day, local.add_workdays(day, steps)) == steps


def test_an_edit_of_one_locality_leaves_the_others_alone() -> None:
    storm = dt.date(2026, 9, 10)
    local = calendar().edited(off={storm: "nghỉ bão"}, source="Công văn mẫu")
    assert (local.is_workday(storm), calendar().is_workday(storm)) == (False, True)
    assert "nghỉ bão" in local.limit(dt.date(2026, 9, 9), 1).explanation
    assert local.limit(dt.date(2026, 9, 9), 1).warnings == ()
    with pytest.raises(InputError, match="vừa ghi nghỉ vừa ghi làm"):
        calendar().edited(off={storm: "nghỉ"}, working={storm: "làm bù"})


def test_saturday_counts_only_where_the_locality_says_so() -> None:
    saturday = dt.date(2026, 9, 12)
    assert not calendar().is_workday(saturday)
    assert calendar().edited(weekly_off=[7]).is_workday(saturday)


def test_every_announced_year_says_nothing_is_missing_and_the_next_one_says_what_is() -> None:
    assert {year for year, data in calendar().years.items() if data.not_announced} == {2027}
    limit = calendar().limit(dt.date(2026, 12, 28), 5)
    assert any("chưa có thông báo" in warning for warning in limit.warnings)
    # The swap of 02/01/2026 is from own knowledge: it counts, and it says so.
    assert any("02/01/2026" in warning for warning in calendar().limit(dt.date(2025, 12, 31), 3).warnings)


def test_days_off_match_the_days_worked_for_them() -> None:
    for year in calendar().years.values():
        worked = [special for special in year.special.values() if special.works]
        for special in worked:
            assert special.day.isoweekday() in calendar().weekly_off
            other = dt.datetime.strptime(special.reason[-10:], "%d/%m/%Y").date()  # noqa: DTZ007
            assert not calendar().is_workday(other)


def test_a_year_without_a_file_is_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match=r"Thêm tệp law/calendars/2028\.yaml"):
        add_workdays(dt.date(2027, 12, 30), 3)
    with pytest.raises(InputError, match="không thể âm"):
        calendar().limit(dt.date(2026, 9, 9), -1)


MISTAKES: dict[str, tuple[str, str, str]] = {
    "a day of another year": ("  2026-11-24: {name", "  2025-11-24: {name", "không thuộc năm 2026"),
    "an impossible day": ("  2026-11-24: {name", "  2026-11-31: {name", "không phải là ngày có thật"),
    "a file under another name": ("year: 2026", "year: 2025", "khác tên tệp"),
    "a day off without its working day": ("instead_of: 2026-08-22", "instead_of: 2026-08-15", "không phải ngày lễ"),
    "a compensation for nothing": ("instead_of: 2026-04-26", "instead_of: 2026-04-30", "không phải ngày lễ"),
    "a working day on a weekday": ("  2026-08-22: {i", "  2026-08-21: {i", "phải là ngày nghỉ hằng tuần"),
    "a day off on a Sunday": ("  2026-04-27: {i", "  2026-04-19: {i", "đã là ngày nghỉ hằng tuần"),
    "a holiday that the law does not know": ("name: Ngày Văn hóa Việt Nam", "name: Ngày mẫu", "không có trong R-112"),
    "a holiday that is missing": (
        "  2026-05-01: {name: Ngày Quốc tế Lao động, certainty: V2, reference: "
        "[{title: Bộ luật Lao động 2019, article: Điều 112}]}\n",
        "",
        "Ngày Quốc tế Lao động: ghi 0 ngày, R-112 nêu 1 ngày",
    ),
    "an unknown key": ("checked_on:", "checked: x\nchecked_on:", "khóa lạ “checked”"),
    "a missing reference": (", reference: [{title: Nghị quyết 28/2026/QH16, article: null}]", "", "reference"),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_in_a_calendar_is_refused_with_file_and_line(what: str, tmp_path: Path) -> None:
    before, after, problem = MISTAKES[what]
    root = tmp_path / "law"
    shutil.copytree(default_root(), root)
    path = root / "calendars" / "2026.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(LawFileError) as error:
        calendar(root)
    assert error.value.message.startswith("law/calendars/2026.yaml:")
    assert error.value.line is not None
    assert problem in error.value.message
