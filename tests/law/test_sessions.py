"""Sessions of the council, registers and annulments: what must hold whatever is counted or typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay import law
from chungtay.law import InputError, LawError, Outcome, Reference
from chungtay.law.annulment import Recipient, annul, annulled_entry, grounds
from chungtay.law.eligibility import assess
from chungtay.law.facts import Criteria, Facts, LedgerEntry
from chungtay.law.money import Subject
from chungtay.law.registers import Line, check_series, gaps, golden_numbers, next_number, series_key
from chungtay.law.sessions import (
    TIES,
    Attendance,
    Composition,
    Count,
    Member,
    VotingRules,
    check_session,
    conflicts,
    fix_rules,
    rule_on,
)

ON = dt.date(2025, 12, 20)
AT = dt.datetime(2025, 12, 20, 8, tzinfo=dt.UTC)
RULES = VotingRules(Fraction(1, 2), "present", "not_passed", True, False, True, "Quy chế mẫu", AT)
PASSED = ("not_passed", "tie", "passed")


def council(size: int) -> Composition:
    return Composition("Quyết định mẫu", (Member("N1", "chair"), *(Member(f"N{n}") for n in range(2, size + 1))))


@given(st.integers(0, 9), st.integers(1, 9), st.integers(1, 4), st.sampled_from(["present", "total", "valid"]))
def test_one_more_vote_for_never_harms(votes_for: int, against: int, others: int, base: str) -> None:
    members = council(votes_for + against + others)
    rules, came = replace(RULES, base=base), Attendance(members.names)
    before, _ = rule_on(members, came, rules, Count("mẫu", votes_for, against, 0))
    after, said = rule_on(members, came, rules, Count("mẫu", votes_for + 1, against, 0))
    assert PASSED.index(after) >= PASSED.index(before)
    assert str(votes_for + 1) in said


@given(st.integers(0, 9), st.integers(1, 9), st.integers(0, 3), st.integers(0, 4))
def test_more_than_half_is_more_than_half_of_the_named_base(yes: int, no: int, silent: int, away: int) -> None:
    voters = yes + no + silent
    members = council(voters + away)
    excused = frozenset(sorted(members.names)[:away])
    result, _ = rule_on(members, Attendance(members.names), RULES, Count("mẫu", yes, no, 0, excused=excused))
    assert (result == "passed") == (2 * yes > voters)
    assert (result == "tie") == (2 * yes == voters)


def test_rules_come_from_the_regulation_and_are_told_in_the_minutes() -> None:
    resolved = law.on(ON)
    default = fix_rules(resolved, secret=True, fixed_at=AT)
    assert default.tie == "chair_decides_outside_the_vote"
    assert default.conflicts_leave_base
    told = default.as_json()
    assert (told["more_than"], told["secret"], told["source"]) == ("1/2", True, default.source)
    own = resolved.narrowed("council", {"R-70": False}, Reference("Quy chế mẫu", None))
    assert not fix_rules(own, secret=False, fixed_at=AT).conflicts_leave_base
    with pytest.raises(InputError, match="ngang phiếu"):
        fix_rules(resolved, secret=True, fixed_at=AT, tie="toss a coin")
    unknown_base = {"R-63": {"more_than": "1/2", "base": "all", "tie": "not_passed"}}
    odd = resolved.narrowed("council", unknown_base, Reference("Q", None))
    with pytest.raises(InputError, match="Mẫu số"):
        fix_rules(odd, secret=True, fixed_at=AT)
    assert set(TIES) >= {"not_passed", "vote_again"}


def test_only_members_may_sit_and_nobody_sits_twice() -> None:
    resolved, members = law.on(ON), council(5)
    strange = check_session(members, Attendance(members.names | {"Người lạ"}), RULES, opened_at=AT, law=resolved)
    assert strange.outcome is Outcome.FAILED
    assert "Người lạ không có trong Quyết định mẫu" in strange.sentence
    both = check_session(members, Attendance(members.names, frozenset({"N2"})), RULES, opened_at=AT, law=resolved)
    assert "vừa có mặt vừa gửi ý kiến" in both.sentence


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ((Member("A", "chair"), Member("A")), "ghi hai lần"),
        ((Member("A"), Member("B")), "đúng một Chủ tịch"),
        ((Member("A", "chair"), Member("B", "chair")), "đúng một Chủ tịch"),
    ],
)
def test_a_council_that_cannot_be_is_refused(members: tuple[Member, ...], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        Composition("Quyết định mẫu", members)


def test_a_nominee_and_those_related_leave_only_their_own_case() -> None:
    found = conflicts(["A", "B"], {"C": ["A"], "D": []})
    assert found == {"A": frozenset({"A", "C"}), "B": frozenset({"B"})}
    members = Composition("Q", (Member("A", "chair"), Member("C")))
    with pytest.raises(InputError, match="Không ai được bỏ phiếu"):
        rule_on(members, Attendance(members.names), RULES, Count("A", 0, 0, 0, excused=found["A"]))


@pytest.mark.parametrize("count", [Count("m", -1, 0, 0), Count("m", 1, 0, 0, invalid=-1), Count("m", 9, 9, 0)])
def test_ballots_that_cannot_be_are_refused(count: Count) -> None:
    members = council(5)
    with pytest.raises(InputError):
        rule_on(members, Attendance(members.names), RULES, count)


# --- registers -------------------------------------------------------------------------------------------------------

NUMBERS = st.sets(st.integers(1, 60), max_size=20)


@given(NUMBERS)
def test_the_next_number_is_new_and_leaves_gaps_alone(numbers: set[int]) -> None:
    lines = [Line(number, ON) for number in numbers]
    following = next_number(lines)
    assert following not in numbers
    assert following > max(numbers, default=0)
    assert set(gaps(lines)) | numbers == set(range(1, following))
    assert bool(check_series(lines, ON.year)) == bool(gaps(lines))


def test_a_series_belongs_to_a_body_and_a_year() -> None:
    assert series_key("UBND xã Mẫu", ON) != series_key("Hội đồng TĐKT xã Mẫu", ON)
    assert series_key("UBND xã Mẫu", ON) != series_key("UBND xã Mẫu", dt.date(2026, 1, 1))
    with pytest.raises(InputError, match="cơ quan ban hành"):
        series_key(" ", ON)


def test_golden_numbers_count_within_one_decision() -> None:
    assert golden_numbers(["A", "B"], ON) == {"A": 1, "B": 2}
    assert golden_numbers(["C"], ON) == {"C": 1}
    with pytest.raises(InputError, match="ghi hai lần"):
        golden_numbers(["A", "A"], ON)


# --- annulment -------------------------------------------------------------------------------------------------------

AWARD = LedgerEntry("số hóa", "Giấy khen", "chuyên đề", ON)


def test_what_follows_an_annulment_and_what_stays() -> None:
    found = annul(
        AWARD,
        ground="forged_papers",
        evidence="Kết luận mẫu",
        awarded_by="Chủ tịch",
        annulled_by="Chủ tịch",
        recipients=(Recipient("A", 360), Recipient("B", 0, handed_over=False)),
        on=dt.date(2026, 3, 10),
    )
    said = " ".join(one.what for one in found.consequences)
    assert found.recover == 360
    assert "giữ nguyên dòng cũ" in said
    assert "Thông báo công khai" in said
    assert [one.whom for one in found.consequences if "Thu lại" in one.what] == ["A"]
    assert len(grounds(ON)) == 4
    with pytest.raises(LawError, match="không thể âm"):
        annul(
            AWARD, ground="forged_papers", evidence="x", awarded_by="a", annulled_by="a",
            recipients=(Recipient("A", -1),), on=ON,
        )  # fmt: skip


def test_an_annulled_award_no_longer_blocks_the_same_achievement() -> None:
    facts = Facts("Mẫu", Subject.COLLECTIVE, ("số hóa",), disciplines=(), holds=(), ledger=(AWARD,))
    after = dt.date(2026, 3, 10)
    assert assess(facts, Criteria(), after).outcome is Outcome.FAILED
    freed = replace(facts, ledger=(annulled_entry(AWARD, after),))
    assert assess(freed, Criteria(), after).outcome is Outcome.PASSED
    assert assess(freed, Criteria(), dt.date(2026, 3, 9)).outcome is Outcome.FAILED
