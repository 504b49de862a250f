"""Verdicts: only what is settled refuses; the order of outcomes; everything can be put on record."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from chungtay import law
from chungtay.law import Certainty, Outcome, Reason, Verdict
from chungtay.law.verdicts import Finding, conclude

DAY = dt.date(2025, 12, 20)


def reason(certainty: Certainty) -> Reason:
    return Reason("R-41", "Thành tích này đã được khen một lần.", "Luật", certainty)


@pytest.mark.parametrize("certainty", [c for c in Certainty if not c.settled])
@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.HELD, Outcome.INSUFFICIENT])
def test_an_unconfirmed_rule_only_warns(certainty: Certainty, outcome: Outcome) -> None:
    verdict = conclude([Finding(outcome, reason(certainty))], inputs={}, ruleset_version="v")
    assert verdict.outcome is Outcome.PASSED
    assert verdict.allowed
    assert verdict.warnings == (reason(certainty),)
    with pytest.raises(ValueError, match="settled"):
        Verdict(outcome, (reason(certainty),), {}, "v")


@pytest.mark.parametrize("certainty", [Certainty.V1, Certainty.V2, Certainty.PLAN])
def test_a_settled_rule_refuses(certainty: Certainty) -> None:
    verdict = conclude([Finding(Outcome.FAILED, reason(certainty))], inputs={}, ruleset_version="v")
    assert (verdict.outcome, verdict.reasons, verdict.warnings) == (Outcome.FAILED, (reason(certainty),), ())


def test_failing_comes_before_holding_before_asking() -> None:
    found = [Finding(outcome, reason(Certainty.V1)) for outcome in Outcome]
    for expected in (Outcome.FAILED, Outcome.HELD, Outcome.INSUFFICIENT, Outcome.PASSED):
        assert conclude(found, inputs={}, ruleset_version="v").outcome is expected
        found = [finding for finding in found if finding.outcome is not expected]
    assert conclude([], inputs={}, ruleset_version="v").outcome is Outcome.PASSED


def test_nothing_is_refused_without_a_reason() -> None:
    with pytest.raises(ValueError, match="settled"):
        Verdict(Outcome.HELD, (), {}, "v")


def test_a_verdict_can_be_put_on_record() -> None:
    value = law.on(DAY)["R-44"]
    held = Reason.of(value, "Đang xem xét kỷ luật nên tạm dừng xét.")
    verdict = conclude([Finding(Outcome.HELD, held)], inputs={"hồ sơ": 7}, ruleset_version=law.load().version)
    kept = json.loads(json.dumps(verdict.as_json()))
    assert kept["outcome"] == "tạm dừng"
    assert kept["reasons"][0]["reference"] == "Điều 4 khoản 4, Nghị định 152/2025/NĐ-CP"
    assert kept["inputs"] == {"hồ sơ": 7}
    assert kept["ruleset_version"] == law.load().version
    assert str(held).endswith("(Điều 4 khoản 4, Nghị định 152/2025/NĐ-CP)")
