"""The five real plans: every oddity is found at its words, and nothing is found that a careful reader would not see."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache

import pytest

from chungtay.linter import Report, Severity, Trust, check_source, checks
from chungtay.reading import load
from linter.cases import CLEAN, DAMAGED, ODDITIES, OTHERS

TODAY = dt.date(2026, 11, 21)


@cache
def report_of(plan: str, *, damaged: bool = False) -> Report:
    return check_source(load((DAMAGED if damaged else CLEAN)[plan]), on=TODAY)


@pytest.mark.parametrize(("number", "plan", "check", "words"), ODDITIES)
def test_every_oddity_is_found_in_the_plan_that_has_it_at_its_words(number, plan, check, words):
    assert number in checks()[check].oddities
    found = [f.place.words if f.place else "" for f in report_of(plan).findings if f.check == check]
    assert words in found


def test_all_fifteen_oddities_have_a_check_and_a_real_case():
    assert {number for number, *_rest in ODDITIES} == set(range(1, 16))
    assert {number for check in checks().values() for number in check.oddities} == set(range(1, 16))


@pytest.mark.parametrize("plan", sorted(CLEAN))
def test_nothing_else_is_found_than_what_was_looked_at_by_hand(plan):
    wanted = Counter(check for _number, name, check, _words in ODDITIES if name == plan) + Counter(OTHERS[plan])
    assert Counter(f.check for f in report_of(plan).findings) == wanted


@pytest.mark.parametrize("plan", sorted(DAMAGED))
def test_a_damaged_scan_does_not_drown_the_clerk(plan):
    report = report_of(plan, damaged=True)
    assert report.trust is Trust.RESTORED
    assert not report.failed
    assert len(report.findings) <= len(report_of(plan).findings)
    # Typing, layout and missing parts cannot be told of restored letters.
    assert not [f for f in report.findings if {"clean", "values"} & set(checks()[f.check].needs)]


@pytest.mark.parametrize(("plan", "checks_kept"), [
    ("004", {"danh-so-nhay", "han-truoc-khi-du-ket-qua", "hai-nguoi-quyet-dinh", "chi-tieu-khong-do-duoc"}),
    ("001", {"han-truoc-ngay", "suat-bang-so-doi-tuong", "can-cu-nay-da-het"}),
])  # fmt: skip
def test_what_survives_damage_is_still_found(plan, checks_kept):
    assert checks_kept <= {f.check for f in report_of(plan, damaged=True).findings}


def test_places_of_a_restored_text_count_in_the_raw_text():
    raw = DAMAGED["004"].read_text(encoding="utf-8")
    finding = next(f for f in report_of("004", damaged=True).findings if f.check == "khen-them-khong-gioi-han")
    assert finding.place is not None
    assert finding.place.words == "đề xuất thêm"
    assert raw[finding.place.start : finding.place.end] == "dé xuat thém"
    assert raw.split("\n")[finding.place.line - 1][finding.place.column - 1 :].startswith("dé xuat thém")


@pytest.mark.parametrize("plan", sorted(CLEAN))
def test_every_place_shows_its_own_words(plan):
    text = load(CLEAN[plan]).text
    for finding in report_of(plan).findings:
        if (place := finding.place) is not None:
            assert " ".join(text[place.start : place.end].split()) == place.words
            line = text.split("\n")[place.line - 1]
            assert line[place.column - 1 :].startswith(place.words.split()[0])


@pytest.mark.parametrize("plan", sorted(CLEAN))
def test_only_settled_rules_make_errors(plan):
    for finding in report_of(plan).findings:
        if finding.severity is Severity.ERROR:
            assert not finding.rules or any(rule.settled for rule in finding.rules)


def test_a_decree_in_force_on_the_plans_day_is_no_fault_of_the_plan():
    decree = next(f for f in report_of("001").findings if f.check == "can-cu-nay-da-het")
    assert decree.severity is Severity.NOTE
    assert "khi ký kế hoạch vẫn còn hiệu lực" in decree.message
    assert not [f for f in report_of("001").findings if f.check == "can-cu-het-hieu-luc"]


def test_a_law_that_came_later_does_not_make_an_old_plan_faulty():
    missing = next(f for f in report_of("001").findings if f.check == "thieu-phan-bat-buoc")
    assert "nội dung thi đua" in missing.message
    assert missing.severity is not Severity.ERROR
    assert [rule.settled for rule in missing.rules] == [False]
