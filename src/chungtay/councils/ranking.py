"""From totals to results: majority, quota, tie-break, each with the sentence that explains it. Pure, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Entry:
    """One counted nominee. `priority`: a woman, or a collective with the share of women that R-47 names."""

    key: int
    name: str
    votes_for: int
    majority: bool
    majority_sentence: str
    priority: bool


@dataclass(frozen=True)
class Outcome:
    key: int
    result: str  # selected | beyond_quota | not_selected
    explanation: str


class Tie(Exception):
    """Two nominees have the same votes for the last seat and the rules do not tell them apart."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = list(names)


def settle(entries: Sequence[Entry], seats: int | None) -> list[Outcome]:
    """Results for one quota. `seats` None: the plan states no number, so the majority alone decides.

    Order: votes, then R-47 (woman, or collective with enough women); a remaining tie on the last seat raises `Tie`.
    """
    passed = sorted((e for e in entries if e.majority), key=lambda e: (-e.votes_for, not e.priority, e.key))
    failed = [Outcome(e.key, "not_selected", e.majority_sentence) for e in entries if not e.majority]
    if seats is None or len(passed) <= seats:
        return [Outcome(e.key, "selected", e.majority_sentence) for e in passed] + failed
    if seats > 0:
        last, first_out = passed[seats - 1], passed[seats]
        if (last.votes_for, last.priority) == (first_out.votes_for, first_out.priority):
            same = [e.name for e in passed if (e.votes_for, e.priority) == (last.votes_for, last.priority)]
            raise Tie(same)
    chosen = passed[:seats]
    out = passed[seats:]
    cut = chosen[-1].votes_for if chosen else None
    results = []
    for e in chosen:
        by_priority = e.priority and any(o.votes_for == e.votes_for and not o.priority for o in out)
        note = _(" Bằng phiếu với hồ sơ khác, được ưu tiên theo quy định ưu tiên nữ.") if by_priority else ""
        results.append(Outcome(e.key, "selected", e.majority_sentence + note))
    for e in out:
        why = _("Quá bán nhưng kế hoạch chỉ có %(seats)s suất.") % {"seats": seats}
        if cut is not None and e.votes_for == cut:
            why += _(" Bằng phiếu, hồ sơ kia được ưu tiên theo quy định ưu tiên nữ.")
        results.append(Outcome(e.key, "beyond_quota", why))
    return results + failed
