"""Properties of the assessment that must hold for any nominee: order, strictness, warnings, records."""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay import law
from chungtay.law import InputError, NotInForce, Outcome, Unsettled
from chungtay.law.eligibility import ORDER, assess, next_period_start
from chungtay.law.facts import Absence, Candidate, Criteria, Discipline, Facts, Hold, Initiative, LedgerEntry, Rating
from chungtay.law.money import Subject
from chungtay.law.priority import direct_share, rank
from chungtay.law.rating import class_of_points, classes, law_of_year, months_absent, months_worked, top_class_limit

CLASSES = classes(law_of_year(2025))
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 31))
MAYBE_DAYS = st.none() | DAYS
DISCIPLINES = st.builds(Discipline, DAYS, MAYBE_DAYS)
HOLDS = st.builds(Hold, st.sampled_from(["complaint", "investigation", "press"]), DAYS, MAYBE_DAYS)
RATINGS = st.builds(Rating, st.sampled_from([2024, 2025, 2026]), st.sampled_from(CLASSES), st.booleans())
ENTRIES = st.builds(
    LedgerEntry, st.sampled_from("ab"), st.just("Giấy khen"), st.sampled_from(["chuyên đề", "công trạng"]), DAYS
)
FACTS = st.builds(
    Facts,
    st.just("Trường hợp mẫu"),
    st.sampled_from(Subject),
    st.none() | st.sampled_from([("a",), ("b", "c")]),
    st.sampled_from([None, "công chức", "viên chức", "người dân", "không chuyên trách"]),
    ratings=st.lists(RATINGS, max_size=2).map(tuple),
    disciplines=st.none() | st.lists(DISCIPLINES, max_size=2).map(tuple),
    holds=st.none() | st.lists(HOLDS, max_size=2).map(tuple),
    initiatives=st.none() | st.lists(st.builds(Initiative, st.just("s"), MAYBE_DAYS), max_size=2).map(tuple),
    absences=st.lists(st.builds(Absence, DAYS, DAYS, st.booleans()), max_size=2).map(tuple),
    employed_from=MAYBE_DAYS,
    dissolved_on=MAYBE_DAYS,
    ledger=st.lists(ENTRIES, max_size=2).map(tuple),
)
CRITERIA = st.builds(
    Criteria,
    MAYBE_DAYS,
    MAYBE_DAYS,
    rating_at_least=st.none() | st.sampled_from(CLASSES),
    discipline_free=st.booleans(),
    initiative_required=st.booleans(),
)
PLACES = st.sampled_from([None, "24", "42"])


@given(FACTS, CRITERIA, DAYS, PLACES)
def test_the_worst_settled_finding_decides_and_unmet_ones_come_first(
    facts: Facts, criteria: Criteria, on: dt.date, place: str | None
) -> None:
    verdict = assess(facts, criteria, on, place)
    ranks = [ORDER.index(finding.outcome) for finding in verdict.findings]
    assert ranks == sorted(ranks)
    settled = [f for f in verdict.findings if f.reason.certainty.settled and f.outcome is not Outcome.PASSED]
    assert verdict.outcome is (settled[0].outcome if settled else Outcome.PASSED)
    assert all(f.reason.reference and f.reason.text for f in verdict.findings)
    assert not {w.certainty.value for w in verdict.warnings} & {"V1", "V2", "KH"}
    record = json.loads(json.dumps(verdict.as_json()))
    assert record["outcome"] == verdict.outcome.value
    assert len(record["findings"]) == len(verdict.findings)


@given(FACTS, CRITERIA, DAYS, st.sampled_from(CLASSES))
def test_a_plan_never_loosens_the_standard_of_the_province(
    facts: Facts, criteria: Criteria, on: dt.date, level: str
) -> None:
    silent = replace(criteria, rating_at_least=None)
    worst = ORDER.index(assess(facts, silent, on, "24").outcome)
    assert ORDER.index(assess(facts, replace(criteria, rating_at_least=level), on, "24").outcome) <= worst


@given(FACTS, CRITERIA, DAYS)
def test_a_province_never_loosens_the_nation(facts: Facts, criteria: Criteria, on: dt.date) -> None:
    assert ORDER.index(assess(facts, criteria, on, "24").outcome) <= ORDER.index(assess(facts, criteria, on).outcome)


@given(FACTS, CRITERIA, DAYS, PLACES)
def test_an_open_matter_never_lets_a_case_through(
    facts: Facts, criteria: Criteria, on: dt.date, place: str | None
) -> None:
    held = replace(facts, holds=(Hold("complaint", on),))
    in_force = "R-44" in law.on(on)
    assert (assess(held, criteria, on, place).outcome is Outcome.PASSED) <= (not in_force)


def test_the_record_tells_an_unasked_question_from_an_empty_answer() -> None:
    facts = Facts("Trường hợp mẫu", Subject.INDIVIDUAL, disciplines=())
    told = assess(facts, Criteria(), dt.date(2025, 12, 20)).inputs["facts"]
    assert told["disciplines"] == []
    assert "holds" not in told


def test_what_if_on_another_day_gives_another_law() -> None:
    facts = Facts("Tập thể mẫu", Subject.COLLECTIVE, ("a",), disciplines=(), holds=(), dissolved_on=dt.date(2025, 7, 1))
    before, after = (assess(facts, Criteria(), day) for day in (dt.date(2025, 8, 4), dt.date(2025, 8, 5)))
    assert (before.outcome, after.outcome) == (Outcome.PASSED, Outcome.FAILED)
    assert after.reasons[0].rule_id == "R-51"


@given(st.lists(st.builds(Absence, DAYS, DAYS), max_size=3), st.sampled_from([2024, 2025]))
def test_maternity_leave_is_never_counted_as_absence(absences: list[Absence], year: int) -> None:
    maternity = [replace(absence, maternity=True) for absence in absences]
    assert months_absent(maternity, year) == 0
    assert months_absent(maternity, year, count_maternity=True) == months_absent(absences, year)
    facts = Facts("Trường hợp mẫu", Subject.INDIVIDUAL, absences=tuple(maternity))
    assert months_worked(facts, year) == 12


def test_months_are_whole_calendar_months_first() -> None:
    def months(first: str, last: str) -> Fraction:
        return months_absent([Absence(dt.date.fromisoformat(first), dt.date.fromisoformat(last))], 2025)

    assert months("2025-01-01", "2025-12-31") == 12
    assert months("2024-06-01", "2026-06-01") == 12
    assert months("2025-01-15", "2025-04-14") == 3
    assert 2 < months("2025-01-15", "2025-04-13") < 3
    assert months("2025-02-01", "2025-02-14") == Fraction(14, 28)
    assert months("2025-03-02", "2025-03-01") == 0


@given(st.integers(0, 100), st.integers(0, 100))
def test_more_points_never_give_a_lower_class(few: int, more: int) -> None:
    low, high = (class_of_points(points, 2026) for points in sorted((few, more)))
    assert CLASSES.index(high) <= CLASSES.index(low)


@given(st.integers(0, 500))
def test_the_share_of_the_top_class_is_never_exceeded(good: int) -> None:
    assert Fraction(top_class_limit(good, 2026)) <= Fraction(1, 5) * good


def test_the_next_period_follows_the_last_decision() -> None:
    decided, end, on = dt.date(2024, 12, 20), dt.date(2024, 11, 30), dt.date(2025, 6, 1)
    assert next_period_start(end, decided, on) == dt.date(2024, 12, 1)
    assert next_period_start(None, decided, on) == decided
    with pytest.raises(Unsettled):
        next_period_start(end, decided, dt.date(2025, 7, 1))
    with pytest.raises(NotInForce):
        next_period_start(end, decided, dt.date(2023, 12, 31))


# --- order -----------------------------------------------------------------------------------------------------------

MAYBE = st.sampled_from([None, True, False])
PEOPLE = st.lists(
    st.builds(
        Candidate,
        st.sampled_from([f"N{i}" for i in range(12)]),
        st.just(Subject.INDIVIDUAL),
        st.integers(0, 2),
        woman=MAYBE,
        direct=MAYBE,
    ),
    max_size=8,
    unique_by=lambda c: c.name,
)


@given(PEOPLE, st.booleans(), st.integers(0, 1000))
def test_the_order_does_not_depend_on_how_the_list_came(people: list[Candidate], prefer: bool, seed: int) -> None:
    shuffled = random.Random(seed).sample(people, len(people))
    on = dt.date(2025, 12, 20)
    places = rank(people, on, prefer_direct=prefer)
    assert places == rank(shuffled, on, prefer_direct=prefer)
    assert [p.candidate.score for p in places] == sorted((c.score for c in people), reverse=True)
    for place in places:
        assert {p.candidate.name for p in places if p.rank == place.rank} == {place.candidate.name, *place.tied_with}
        assert ("Hội đồng quyết định" in place.line) == bool(place.tied_with)


@given(PEOPLE)
def test_at_equal_scores_no_man_stands_before_a_woman(people: list[Candidate]) -> None:
    places = rank(people, dt.date(2025, 12, 20), prefer_direct=True)
    for place in places:
        for other in places:
            if place.candidate.woman and not other.candidate.woman and place.candidate.score == other.candidate.score:
                assert place.rank < other.rank


def test_the_share_of_those_who_do_the_work() -> None:
    def one(name: str, direct: bool | None) -> Candidate:
        return Candidate(name, Subject.INDIVIDUAL, 0, direct=direct)

    assert direct_share([one("a", True), one("b", False), one("c", None)]) == Fraction(1, 2)
    assert direct_share([one("c", None)]) is None
    with pytest.raises(InputError, match="trùng tên"):
        rank([one("a", True), one("a", False)], dt.date(2025, 12, 20))
