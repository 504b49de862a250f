"""From totals to results: majority, quota, order by the law (R-47, R-48), each with its sentence. Pure, no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chungtay.law.facts import Candidate
from chungtay.law.loading import Law
from chungtay.law.priority import Place, rank


@dataclass(frozen=True)
class Entry:
    """One counted nominee. `ruling`: "passed", "not_passed" or "tie", with its sentence (law.sessions.rule_on)."""

    key: int
    ruling: str
    sentence: str
    candidate: Candidate


@dataclass(frozen=True)
class Order:
    """By which law and which wish of the plan nominees of the same votes are put in order."""

    on: dt.date
    law: Law
    prefer_direct: bool = False


@dataclass(frozen=True)
class Outcome:
    key: int
    result: str  # selected | beyond_quota | not_selected | tie
    explanation: str


class Tie(Exception):
    """Two nominees have the same votes for the last seat and the rules do not tell them apart."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = list(names)


def settle(entries: Sequence[Entry], seats: int | None, order: Order) -> list[Outcome]:
    """Results for one quota. `seats` None: the plan states no number, so the majority alone decides.

    A remaining tie on the last seat raises `Tie`; an even vote on one nominee gives the result "tie".
    """
    passed = {e.candidate.name: e for e in entries if e.ruling == "passed"}
    rest = [
        Outcome(e.key, "tie" if e.ruling == "tie" else "not_selected", e.sentence)
        for e in entries
        if e.ruling != "passed"
    ]
    places = rank(
        [e.candidate for e in passed.values()], order.on, prefer_direct=order.prefer_direct, law=order.law, unit="phiếu"
    )
    if seats is None or len(places) <= seats:
        return [
            Outcome(passed[p.candidate.name].key, "selected", passed[p.candidate.name].sentence) for p in places
        ] + rest
    if seats > 0 and places[seats - 1].rank == places[seats].rank:
        raise Tie([p.candidate.name for p in places if p.rank == places[seats].rank])
    return [_placed(p, passed[p.candidate.name], i < seats, seats) for i, p in enumerate(places)] + rest


def _placed(place: Place, entry: Entry, chosen: bool, seats: int) -> Outcome:
    line = f"{entry.sentence} {_('Xếp thứ %s.') % place.rank} {place.line}"
    if chosen:
        return Outcome(entry.key, "selected", line)
    return Outcome(entry.key, "beyond_quota", f"{line} " + _("Kế hoạch chỉ có %s suất.") % seats)
