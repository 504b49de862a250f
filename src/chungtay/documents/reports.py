"""Findings about signatures as pages tell them: tone, who, when, and what each finding means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chungtay.documents.models import SignedCopy

if TYPE_CHECKING:
    from chungtay.signing import Report, Signature

TONES = {"valid": "ok", "open": "risk", "broken": "late", "unsigned": "none"}


@dataclass(frozen=True)
class Sentence:
    """What one finding means; a remark is no fault."""

    tone: str
    text: str


@dataclass(frozen=True)
class Row:
    """One signature."""

    tone: str
    label: str
    name: str
    organisation: str
    issuer: str
    at: dt.datetime | None
    timestamped: bool
    sentences: list[Sentence]


@dataclass(frozen=True)
class Told:
    """A whole file."""

    tone: str
    sentence: str
    rows: list[Row]


def tell(report: Report) -> Told:
    """A report in the reader's language."""
    from chungtay.signing import VERDICTS

    return Told(TONES[report.verdict], _(VERDICTS[report.verdict]), [_row(each) for each in report.signatures])


def _row(signature: Signature) -> Row:
    who = signature.holder
    return _told(
        verdict=signature.verdict, name=who.name if who else "", organisation=who.organisation if who else "",
        issuer=who.issuer if who else "", at=signature.signed_at, timestamped=signature.timestamped,
        problems=list(signature.problems),
    )  # fmt: skip


def rows_of_copy(copy: SignedCopy) -> list[Row]:
    """What was read when the copy was filed."""
    return [
        _told(
            verdict=each["verdict"], name=each["name"], organisation=each["organisation"], issuer=each["issuer"],
            at=dt.datetime.fromisoformat(each["at"]) if each["at"] else None, timestamped=each["timestamped"],
            problems=each["problems"],
        )
        for each in copy.signatures
    ]  # fmt: skip


def _told(
    *, verdict: str, name: str, organisation: str, issuer: str, at: dt.datetime | None, timestamped: bool,
    problems: list[str],
) -> Row:  # fmt: skip
    from chungtay.signing import SENTENCES, Problem
    from chungtay.signing.words import BREAKING, REMARKS

    labels = {"valid": _("Hợp lệ"), "open": _("Còn nguyên, chưa rõ người ký"), "broken": _("Không hợp lệ")}
    found = [Problem(each) for each in problems]
    sentences = [
        Sentence("late" if each in BREAKING else "info" if each in REMARKS else "risk", _(SENTENCES[each]))
        for each in found
    ]
    return Row(TONES[verdict], labels[verdict], name or _("Không đọc được"), organisation, issuer, at, timestamped,
               sentences)  # fmt: skip
