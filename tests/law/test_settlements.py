"""Settled values as a layer: what they change in a record, and how they give way when the law data learn more."""

from __future__ import annotations

import datetime as dt
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from chungtay import law
from chungtay.law import Law, LawError, Reference
from chungtay.law.answers import AnswerError, decode, encode, parts_of, typed, value_of
from chungtay.law.eligibility import next_period_start
from chungtay.law.money import bonus
from chungtay.law.settlements import SettledLaw, Settlement, check
from chungtay.law.transitions import default_root

DAY = dt.date(2025, 12, 2)
LETTER = Reference("Công văn 12/SNV-TĐKT ngày 05/09/2025", "Mục 2")
COEFFICIENT = {"individual": "0,3", "household_times": "1,5", "collective_times": "2"}


def settled(number: str, answer: dict[str, str], *, layer: str = "commune") -> Settlement:
    return Settlement(number, layer, dt.date(2025, 7, 1), value_of(law.load().rule(number), answer), LETTER)


@pytest.fixture
def book() -> SettledLaw:
    return SettledLaw(law.load(), [settled("R-76", COEFFICIENT)], "42")


def test_money_follows_the_settled_coefficient_doubled_before_rounding(book: SettledLaw) -> None:
    sums = {
        s: bonus(form="giay-khen-xa", subject=s, on=DAY, law=book) for s in ("individual", "household", "collective")
    }
    assert {s: b.amount for s, b in sums.items()} == {
        "individual": 710_000, "household": 1_060_000, "collective": 1_410_000,
    }  # fmt: skip
    assert sums["individual"].warnings == ()
    assert any("Công văn 12/SNV-TĐKT" in value.source for value in sums["individual"].values)


def test_the_record_names_layer_source_and_version(book: SettledLaw) -> None:
    record = book.on(DAY).as_json(["R-76", "R-73"])
    assert record["on"] == "2025-12-02"
    assert record["place"] == "42"
    assert record["ruleset_version"] == book.version != law.load().version
    assert record["ruleset_version"].startswith(law.load().version)
    assert record["values"]["R-76"]["layer"] == "commune"
    assert record["values"]["R-76"]["reference"] == [{"title": LETTER.title, "article": LETTER.article}]
    assert record["values"]["R-73"]["layer"] == "national"


def test_the_version_tells_settlements_apart_and_not_their_order() -> None:
    one, other = settled("R-76", COEFFICIENT), settled("R-68", {"": "5"})
    versions = {SettledLaw(law.load(), found).version for found in ([], [one], [other], [one, other])}
    assert len(versions) == 4
    assert SettledLaw(law.load(), [one, other]).version == SettledLaw(law.load(), [other, one]).version


def test_a_settlement_gives_way_once_the_law_data_know_the_answer(tmp_path: Path) -> None:
    root = tmp_path / "law"
    shutil.copytree(default_root(), root)
    file = root / "national" / "money.yaml"
    text = file.read_text(encoding="utf-8")
    start = text.index("value: null", text.index("id: R-76"))
    end = text.index("reference:", start)
    file.write_text(
        f"{text[:start]}value: {{individual: 0.15, collective_times: 2}}\n        certainty: V1\n        {text[end:]}",
        encoding="utf-8",
    )
    later = SettledLaw(Law(root), [settled("R-76", COEFFICIENT)])
    value = later.on(DAY)["R-76"]
    assert value.layer == "national"
    assert value.value["individual"] == Fraction(3, 20)
    assert bonus(form="giay-khen-xa", subject="collective", on=DAY, law=later).amount == 710_000


def test_a_settlement_of_a_number_that_left_the_data_is_ignored(tmp_path: Path) -> None:
    ghost = Settlement("R-9999", "commune", DAY, 1, LETTER)
    assert "R-9999" not in SettledLaw(law.load(), [ghost]).on(DAY)
    with pytest.raises(LawError, match="Không có quy định số R-9999"):
        check(law.load(), ghost)


def test_without_a_settlement_the_law_of_a_place_is_the_law_of_the_files() -> None:
    plain, here = law.on(DAY, "24"), SettledLaw(law.load(), (), "24").on(DAY)
    assert plain.as_json() == here.as_json()


@pytest.mark.parametrize(
    "number", [r.id for r in law.load().national.values() if any(map(r.open_to_answers, r.entries))]
)
def test_every_open_question_can_be_answered_with_what_another_place_or_its_boxes_say(number: str) -> None:
    """The boxes of an answer hold what provinces really wrote, and typing it again gives the same value."""
    rule = law.load().rule(number)
    known = [e.value for rules in law.load().provinces.values() if number in rules for e in rules[number].entries]
    known += [e.value for e in rule.entries if e.certainty.unconfirmed]
    for value in known:
        boxes = typed(rule, value)
        if set(boxes) >= {part.key for part in parts_of(rule) if part.required}:
            again = value_of(rule, boxes)
            assert typed(rule, again) == boxes
            assert decode(encode(again)) == again
    with pytest.raises(AnswerError):
        value_of(rule, {})


def test_ratios_are_read_as_people_write_them() -> None:
    rule = law.load().rule("R-64")
    assert {value_of(rule, {"": text}) for text in ("2/3", " 2 / 3 ")} == {Fraction(2, 3)}
    assert {value_of(rule, {"": text}) for text in ("75 %", "75%", "0,75", "3/4")} == {Fraction(3, 4)}
    for wrong in ("120 %", "4/3", "hai phần ba", "2/0"):
        with pytest.raises(AnswerError):
            value_of(rule, {"": wrong})


@pytest.mark.parametrize(
    ("answer", "starts"),
    [("previous_period_or_decision_date", dt.date(2025, 7, 1)), ("decision_date", dt.date(2025, 7, 20))],
)
def test_a_settled_start_of_the_next_period_is_followed(answer: str, starts: dt.date) -> None:
    book = SettledLaw(law.load(), [settled("R-50", {"": answer})])
    assert next_period_start(dt.date(2025, 6, 30), dt.date(2025, 7, 20), DAY, law=book) == starts
    with pytest.raises(law.Unsettled):
        next_period_start(dt.date(2025, 6, 30), dt.date(2025, 7, 20), DAY)
