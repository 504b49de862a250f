"""Properties of seats, money, dates, counts and numbers that must hold whatever a clerk types."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay import law
from chungtay.law import InputError, Reference, Unsettled
from chungtay.law.council import base_of, check_tally, majority, may_vote, quorum, rules_snapshot
from chungtay.law.deadlines import format_date_vi, last_day, parse_date_vi, resolve, span_of, status
from chungtay.law.money import bonus
from chungtay.law.numbering import format_code, format_number, parse_code, problems
from chungtay.law.quotas import Quota, Share, may_select, remaining, seats
from chungtay.law.rules import outside_bound
from chungtay.law.verdicts import Outcome

DAY = dt.date(2025, 12, 20)
REGULATION = Reference("Quy chế mẫu của Hội đồng", "Điều 3")
COUNTS = st.none() | st.integers(0, 12)
QUOTAS = st.builds(
    Quota,
    COUNTS,
    COUNTS,
    st.sampled_from([None, "exact", "max", "min"]),
    st.sampled_from([None, "có thể đề xuất thêm"]),
)


# --- seats -----------------------------------------------------------------------------------------------------------


@given(QUOTAS, st.lists(st.sampled_from(["collective", "individual"]), max_size=40), st.integers(0, 1000))
def test_a_quota_is_never_exceeded_whatever_the_order(quota: Quota, wishes: list[str], seed: int) -> None:
    def choose(order: list[str]) -> dict[str, int]:
        chosen = {"collective": 0, "individual": 0}
        for kind in order:
            chosen[kind] += may_select(quota, kind, chosen[kind]).allowed
        return chosen

    shuffled = random.Random(seed).sample(wishes, len(wishes))
    first = choose(wishes)
    assert first == choose(shuffled)
    for kind, number in first.items():
        given_seats = seats(quota, kind)
        if given_seats is None or not quota.is_ceiling:
            assert number == wishes.count(kind)
        else:
            assert number == min(wishes.count(kind), given_seats)
            assert remaining(quota, kind, number) == given_seats - number


@given(QUOTAS, st.integers(0, 20))
def test_every_quota_verdict_explains_itself(quota: Quota, chosen: int) -> None:
    verdict = may_select(quota, "individual", chosen)
    assert verdict.reasons
    assert verdict.sentence
    assert verdict.ruleset_version == law.load().version
    assert verdict.as_json()["inputs"]["already_selected"] == chosen


def test_a_quota_divided_by_audience() -> None:
    quota = Quota.from_plan(
        {
            "collectives": 3,
            "individuals": None,
            "comparator": "max",
            "exception_text": None,
            "breakdown": [{"audience": "thôn, xóm", "collectives": 1, "individuals": 2}],
        }
    )
    assert quota.breakdown == (Share("thôn, xóm", 1, 2),)
    assert seats(quota, "individual", "thôn, xóm") == 2
    assert not may_select(quota, "collective", 1, "thôn, xóm").allowed
    assert may_select(quota, "collective", 1).allowed
    with pytest.raises(InputError, match="không chia suất cho “trường học”"):
        seats(quota, "individual", "trường học")


def test_wrong_quota_input_is_told() -> None:
    with pytest.raises(InputError, match="Kiểu số lượng"):
        Quota(1, 1, "about")
    with pytest.raises(InputError, match="không thể âm"):
        Quota(-1, 1, "max")
    with pytest.raises(InputError, match="không thể âm"):
        remaining(Quota(1, 1, "max"), "individual", -1)
    with pytest.raises(InputError, match="Chọn tập thể hoặc cá nhân"):
        seats(Quota(), "household")


# --- money -----------------------------------------------------------------------------------------------------------


@given(st.dates(dt.date(2019, 7, 1), dt.date(2025, 6, 30)), st.sampled_from(["individual", "collective"]))
def test_money_is_rounded_up_once_and_never_by_a_whole_step(day: dt.date, subject: str) -> None:
    found = bonus(form="giay-khen-xa", subject=subject, on=day)
    step = next(value.value for value in found.values if value.rule_id == "R-72")
    assert found.amount % step == 0
    assert 0 <= found.amount - found.exact < step
    assert isinstance(found.amount, int)


def test_a_collective_gets_twice_the_coefficient_not_twice_the_rounded_sum() -> None:
    day = dt.date(2025, 2, 18)
    one, many = (bonus(form="giay-khen-xa", subject=s, on=day) for s in ("individual", "collective"))
    assert many.coefficient == 2 * one.coefficient
    assert many.amount < 2 * one.amount


def test_the_sentence_shows_the_calculation_and_what_is_unconfirmed() -> None:
    found = bonus(form="giay-khen-xa", subject="household", on=dt.date(2025, 2, 18))
    assert found.sentence.startswith("0,225 × 2.340.000 = 526.500, làm tròn lên 530.000 đồng.")
    assert "Chưa được xác nhận, xem lại trước khi chi: hệ số giấy khen" in found.sentence
    settled = bonus(form="lao-dong-tien-tien", subject="individual", on=dt.date(2026, 8, 1))
    assert settled.sentence == "0,3 × 2.530.000 = 759.000, làm tròn lên 760.000 đồng."
    assert settled.as_json()["amount"] == 760_000


def test_no_payment_before_the_coefficient_is_known() -> None:
    with pytest.raises(Unsettled, match="Không tính tiền thưởng cho đến khi có hệ số") as refusal:
        bonus(form="giay-khen-xa", subject="individual", on=DAY)
    assert refusal.value.rule_id == "R-76"
    with pytest.raises(InputError, match="Đối tượng “làng”"):
        bonus(form="giay-khen-xa", subject="làng", on=DAY)


# --- dates -----------------------------------------------------------------------------------------------------------


@given(st.dates())
def test_dates_read_back_as_written(day: dt.date) -> None:
    for text in (
        format_date_vi(day) if day.year > 999 else f"{day.day}/{day.month}/{day.year:04d}",
        f"{day.day}-{day.month}-{day.year:04d}",
        f"ngày {day.day} tháng {day.month} năm {day.year:04d}",
    ):
        assert parse_date_vi(text) == day
    assert span_of(day.isoformat()) == (day, day)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_before_is_one_day_stricter_than_until(day: dt.date) -> None:
    until, before = last_day(day.isoformat(), "on_or_before"), last_day(day.isoformat(), "before")
    assert until == day
    assert before == day - dt.timedelta(days=1)
    assert not status(before, before).overdue
    assert status(before, day).overdue


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31/02/2025", "tháng 02/2025 chỉ có 28 ngày"),
        ("29/02/2023", "tháng 02/2023 chỉ có 28 ngày"),
        ("00/05/2025", "tháng 05/2025 chỉ có 31 ngày"),
        ("01/13/2025", "một năm chỉ có 12 tháng"),
        ("01/01/0000", "có năm không dùng được"),
        ("mai", "không phải là ngày"),
        ("", "không phải là ngày"),
    ],
)
def test_impossible_dates_are_told_why(text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        parse_date_vi(text)


def test_a_deadline_in_words() -> None:
    assert status(dt.date(2025, 12, 14), dt.date(2025, 12, 11)).text == "còn 3 ngày"
    assert status(dt.date(2025, 12, 14), dt.date(2025, 12, 14)).text == "hôm nay là ngày cuối"
    late = status(dt.date(2025, 12, 14), dt.date(2025, 12, 16))
    assert (late.text, late.days_left, late.overdue) == ("quá hạn 2 ngày", -2, True)
    assert status(None, DAY).text == "chưa có ngày cuối"
    assert resolve("2025-07", "from").first_day == dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"date": "2025-12-15", "comparator": "around"}, "Cách tính hạn"),
        ({"date": "15/12/2025", "comparator": "before"}, "không phải là ngày"),
        ({"date": None, "comparator": "before_event", "offset_days": -1}, "không thể âm"),
    ],
)
def test_wrong_deadlines_are_told(arguments: dict[str, object], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        resolve(**arguments)  # type: ignore[arg-type]


# --- the council -----------------------------------------------------------------------------------------------------


def test_an_unconfirmed_quorum_warns_and_a_regulation_blocks() -> None:
    short = quorum(total=9, present=5, on=DAY)
    assert (short.reached, short.binding, short.blocks, short.needed) == (False, False, False, 6)
    assert "theo quy chế Hội đồng" in short.sentence
    strict = law.on(DAY).narrowed("council", {"R-64": "4/5"}, REGULATION)
    blocked = quorum(total=9, present=7, on=DAY, law=strict)
    assert (blocked.blocks, blocked.needed) == (True, 8)
    assert "Điều 3, Quy chế mẫu" in blocked.sentence
    assert quorum(total=9, present=8, on=DAY, law=strict).reached


def test_written_opinions_are_named_but_are_not_presence() -> None:
    found = quorum(total=9, present=5, written=3, on=DAY)
    assert not found.reached
    assert "3 thành viên gửi ý kiến bằng văn bản" in found.sentence


@given(st.integers(1, 60), st.data())
def test_a_majority_is_more_than_half_of_its_base(base: int, data: st.DataObject) -> None:
    votes = data.draw(st.integers(0, base))
    found = majority(votes_for=votes, base=base, base_name="phiếu hợp lệ", on=DAY)
    assert found.reached == (2 * votes > base)
    assert f"trên {base} phiếu hợp lệ" in found.sentence


def test_a_tie_is_no_majority_and_the_base_is_named() -> None:
    assert not majority(votes_for=4, base=8, base_name="phiếu hợp lệ", on=DAY).reached
    assert base_of(DAY, present=7, total=9) == (7, "số thành viên có mặt")
    by_all = law.on(DAY).narrowed("council", {"R-63": {"more_than": "1/2", "base": "total"}}, REGULATION)
    assert base_of(DAY, present=7, total=9, law=by_all) == (9, "tổng số thành viên Hội đồng")


@pytest.mark.parametrize("numbers", [{"total": 0, "present": 0}, {"total": 5, "present": 4, "written": 2}])
def test_impossible_attendance_is_told(numbers: dict[str, int]) -> None:
    with pytest.raises(InputError):
        quorum(**numbers, on=DAY)
    with pytest.raises(InputError, match="là không thể"):
        majority(votes_for=6, base=5, base_name="phiếu hợp lệ", on=DAY)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 200))
def test_a_count_is_right_exactly_when_it_adds_up(yes: int, no: int, blank: int, valid: int) -> None:
    assert (check_tally(valid, yes, no, blank) == []) == (yes + no + blank == valid)


def test_a_member_with_an_interest_is_warned_until_the_regulation_forbids() -> None:
    own = {"member": "Cán bộ mẫu 01", "nominee": "Cán bộ mẫu 01", "declared": (), "on": DAY}
    warned = may_vote(**own)  # type: ignore[arg-type]
    assert warned.allowed
    assert [reason.rule_id for reason in warned.warnings] == ["R-70"]
    assert "Lưu ý" in warned.sentence
    strict = law.on(DAY).narrowed("council", {"R-70": True}, REGULATION)
    refused = may_vote(**own, law=strict)  # type: ignore[arg-type]
    assert refused.outcome is Outcome.FAILED
    assert may_vote(member="Cán bộ mẫu 02", nominee="Cán bộ mẫu 01", declared=(), on=DAY, law=strict).allowed
    declared = may_vote(member="Cán bộ mẫu 02", nominee="Cán bộ mẫu 01", declared=["Cán bộ mẫu 01"], on=DAY, law=strict)
    assert not declared.allowed
    off = law.on(DAY).narrowed("council", {"R-70": False}, REGULATION)
    assert may_vote(**own, law=off).warnings == ()  # type: ignore[arg-type]


def test_the_minutes_keep_the_rules_they_used() -> None:
    kept = rules_snapshot(DAY)
    assert [rule["rule"] for rule in kept["rules"]] == ["R-47", "R-63", "R-64", "R-66", "R-70"]
    assert kept["rules"][2]["value"] == "2/3"


# --- numbers of documents --------------------------------------------------------------------------------------------


@given(st.integers(1, 99_999), st.sampled_from(["KH", "QĐ", "TTr", "QyĐ"]), st.sampled_from(["UBND", "HĐTĐKT"]))
def test_a_code_reads_back_as_written(number: int, symbol: str, body: str) -> None:
    text = format_code(number, symbol, body)
    assert problems(text) == []
    code = parse_code(text)
    assert (code.number, code.symbol, code.body) == (number, symbol, body)


def test_the_leading_zero() -> None:
    assert [format_number(n) for n in (1, 9, 10, 100)] == ["01", "09", "10", "100"]
    assert format_code(40, "KH", "UBND") == "40/KH-UBND"
    assert parse_code("33/2021/QĐ-UBND").year == 2021


@pytest.mark.parametrize("arguments", [(0, "KH", "UBND"), (1, "", "UBND"), (1, "KH", "UB ND"), (1, "K/H", "UBND")])
def test_impossible_codes_are_refused(arguments: tuple[int, str, str]) -> None:
    with pytest.raises(InputError):
        format_code(*arguments)


# --- money never goes the wrong way ----------------------------------------------------------------------------------

TITLES = st.sampled_from(["lao-dong-tien-tien", "chien-si-thi-dua-co-so", "tap-the-lao-dong-tien-tien"])


@given(TITLES, st.dates(dt.date(2025, 7, 1), dt.date(2027, 2, 28)), st.dates(dt.date(2025, 7, 1), dt.date(2027, 2, 28)))
def test_a_later_decision_never_pays_less(form: str, one: dt.date, other: dt.date) -> None:
    early, late = sorted((one, other))
    paid = [bonus(form=form, subject="individual", on=day) for day in (early, late)]
    assert paid[0].amount <= paid[1].amount
    assert (paid[0].base_wage == paid[1].base_wage) == (paid[0].amount == paid[1].amount)


@given(st.dates(dt.date(2024, 1, 1), dt.date(2025, 6, 30)))
def test_a_larger_coefficient_never_pays_less(day: dt.date) -> None:
    found = [bonus(form="giay-khen-xa", subject=s, on=day) for s in ("individual", "household", "collective")]
    assert [b.coefficient for b in found] == sorted(b.coefficient for b in found)
    assert [b.amount for b in found] == sorted(b.amount for b in found)
    assert all(b.amount >= b.exact for b in found)


@given(st.integers(0, 30), st.integers(0, 30))
def test_a_layer_below_never_passes_its_bound(upper: int, own: int) -> None:
    for bound, worse in (("min", own < upper), ("max", own > upper)):
        assert bool(outside_bound(bound, own, upper)) == worse
    assert outside_bound(None, own, upper) is None
