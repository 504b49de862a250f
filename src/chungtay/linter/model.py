"""What the check of a plan gives: findings, each with its place, its reason and what to do about it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """ERROR: against a rule that was read, or impossible. WARNING: look again. NOTE: know it, nothing is wrong."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        return {"error": "Lỗi", "warning": "Cần xem lại", "note": "Ghi nhớ"}[self.value]

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


class Trust(StrEnum):
    """How far the characters of a text can be trusted: as written, read from a picture, or restored by the machine."""

    SOUND = "sound"
    RECOGNISED = "recognised"
    RESTORED = "restored"


@dataclass(frozen=True)
class Place:
    """A range of the raw text: offsets from 0 (end exclusive), lines and columns from 1, and its words.

    Of a restored text the words are those the machine restored, the range is that of the raw words.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    words: str


@dataclass(frozen=True)
class RuleRef:
    """A rule behind a finding: number, what it says of itself, where it stands, how sure we are of it."""

    id: str
    title: str
    source: str
    certainty: str
    settled: bool


@dataclass(frozen=True)
class Hit:
    """What one check found, before it is weighed. `span` None: nothing in the text to point at."""

    message: str
    do: str
    span: tuple[int, int] | None = None
    rules: tuple[str, ...] | None = None  # instead of those of the check
    severity: Severity | None = None  # lower than that of the check


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `message` says what, `why` why it matters, `suggestion` what to do."""

    check: str
    title: str
    family: str
    severity: Severity
    message: str
    why: str
    suggestion: str
    rules: tuple[RuleRef, ...]
    place: Place | None
    ordinal: int = 0

    @property
    def key(self) -> str:
        """The same for the same finding in the same words, wherever its line has moved to."""
        words = " ".join(self.place.words.split()) if self.place else ""
        told = "\0".join((self.check, self.message, words, str(self.ordinal)))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        place = vars(self.place) if self.place else None
        return {
            "check": self.check, "title": self.title, "severity": self.severity.value, "message": self.message,
            "why": self.why, "suggestion": self.suggestion, "rules": [vars(rule) for rule in self.rules],
            "place": place, "key": self.key,
        }  # fmt: skip


@dataclass(frozen=True)
class Report:
    """All findings of one text in its order. `plan_day`: the day on which its bases were judged; None when unknown."""

    name: str
    findings: tuple[Finding, ...]
    plan_day: dt.date | None
    on: dt.date
    trust: Trust
    ruleset_version: str
    is_plan: bool = True

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def failed(self) -> bool:
        return self.count(Severity.ERROR) > 0

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.name, "is_plan": self.is_plan, "checked_on": self.on.isoformat(),
            "plan_day": self.plan_day.isoformat() if self.plan_day else None, "text": self.trust.value,
            "ruleset_version": self.ruleset_version,
            "counts": {severity.value: self.count(severity) for severity in Severity},
            "findings": [finding.as_json() for finding in self.findings],
        }  # fmt: skip


def first(hits: Iterable[Hit]) -> list[Hit]:
    """The first hit only, if there is one."""
    for hit in hits:
        return [hit]
    return []
