"""A verdict and its reasons. Four outcomes; holding is not rejecting, and missing data is not failing.

A reason may refuse only when its rule is settled (read in the law, or stated by the plan). The others become warnings:
nobody loses an award because of something that we merely believe.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from chungtay.law.rules import Certainty, Value, plain


class Outcome(StrEnum):
    """What the engine found; a person signs."""

    PASSED = "đạt"
    FAILED = "không đạt"
    HELD = "tạm dừng"
    INSUFFICIENT = "chưa đủ dữ liệu"


# A case that fails for good is not worth holding, and a held one is not worth asking papers for.
_ORDER = (Outcome.FAILED, Outcome.HELD, Outcome.INSUFFICIENT, Outcome.PASSED)


@dataclass(frozen=True)
class Reason:
    """One sentence with the rule behind it. `rule_id` is a rule number, or "KH" for what the plan itself states."""

    rule_id: str
    text: str
    reference: str
    certainty: Certainty

    @classmethod
    def of(cls, value: Value, text: str) -> Reason:
        """A reason that stands on a resolved rule."""
        return cls(value.rule_id, text, value.source, value.certainty)

    @classmethod
    def of_plan(cls, text: str, where: str = "Kế hoạch") -> Reason:
        """A reason that stands on the plan's own words."""
        return cls(Certainty.PLAN.value, text, where, Certainty.PLAN)

    def __str__(self) -> str:
        return f"{self.text} ({self.reference})"


@dataclass(frozen=True)
class Finding:
    """What one check found: the outcome it asks for, and why.

    `used`: the facts that it looked at, in words; `needs`: which kind of fact is missing, a key of `eligibility.NEEDS`;
    `private`: its sentence tells of discipline, an open matter or health, so only the office reads it (R-127).
    """

    outcome: Outcome
    reason: Reason
    used: tuple[str, ...] = ()
    needs: str = ""
    private: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the record of a decision."""
        return {
            "outcome": self.outcome.value,
            "rule": self.reason.rule_id,
            "text": self.reason.text,
            "reference": self.reason.reference,
            "certainty": self.reason.certainty.value,
            "used": list(self.used),
            "needs": self.needs,
            "private": self.private,
        }


@dataclass(frozen=True)
class Verdict:
    """The outcome with its reasons, the warnings that could not decide, the inputs used and the version of the law."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    inputs: Mapping[str, Any]
    ruleset_version: str
    warnings: tuple[Reason, ...] = field(default=())

    def __post_init__(self) -> None:
        unsure = [reason for reason in self.reasons if not reason.certainty.settled]
        if self.outcome is not Outcome.PASSED and (unsure or not self.reasons):
            raise ValueError("Only settled reasons may refuse; put the others into warnings.")

    @property
    def allowed(self) -> bool:
        """Whether nothing stands in the way."""
        return self.outcome is Outcome.PASSED

    @property
    def sentence(self) -> str:
        """All reasons and warnings in one text for the screen."""
        warned = [f"Lưu ý: {w.text} ({w.reference}; {w.certainty.label})" for w in self.warnings]
        return " ".join([reason.text for reason in self.reasons] + warned)

    def as_json(self) -> dict[str, Any]:
        """For the record of a decision."""
        return {
            "outcome": self.outcome.value,
            "reasons": [vars(reason) | {"certainty": reason.certainty.value} for reason in self.reasons],
            "warnings": [vars(reason) | {"certainty": reason.certainty.value} for reason in self.warnings],
            "inputs": plain(self.inputs),
            "ruleset_version": self.ruleset_version,
        }


def conclude(findings: Iterable[Finding], *, inputs: Mapping[str, Any], ruleset_version: str) -> Verdict:
    """Joins the findings of all checks. Findings on unsettled rules that would refuse become warnings."""
    findings = list(findings)
    binding = [f for f in findings if f.outcome is Outcome.PASSED or f.reason.certainty.settled]
    warnings = tuple(f.reason for f in findings if f not in binding)
    outcome = min((f.outcome for f in binding), key=_ORDER.index, default=Outcome.PASSED)
    reasons = tuple(f.reason for f in binding if f.outcome is outcome)
    return Verdict(outcome, reasons, dict(inputs), ruleset_version, warnings)
