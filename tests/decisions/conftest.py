"""Award rounds in miniature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest
from miniature import FILED, MET, Round, shortlist_household

from chungtay.demo.movements import at, worker
from chungtay.demo.people import PLACES
from chungtay.demo.rounds import hold_meeting, open_dossier
from chungtay.localities.models import Person, Unit
from chungtay.movements.actions import change_movement
from support.kept import kept
from support.rounds import load_movement


@pytest.fixture
def round_at(db) -> Callable[..., Round]:
    """round_at("000", units=1, people=1) → a round of that plan whose meeting has selected everybody."""

    @kept
    def make(
        plan: str, *, units: int = 1, people: int = 1, households: Sequence[str] = (), level: str = "xã",
        filed: dt.date = FILED, met: dt.date = MET,
    ) -> Round:  # fmt: skip
        movement = load_movement(next(p for p in PLACES if p.plan == plan))
        clerk = worker(movement.locality, "canbo", filed)
        change_movement(movement=movement, verb="open_dossiers", by=clerk, at=at(filed))
        movement.refresh_from_db()
        award_level = movement.award_levels.get(level=level)
        nominees = [
            *Unit.objects.filter(locality=movement.locality).order_by("pk")[:units],
            *Person.objects.filter(locality=movement.locality, user=None).order_by("pk")[:people],
        ]
        # Handed in the wrong way round: the list of the decision has its own order.
        chosen = [shortlist_household(movement, award_level, name, filed) for name in households]
        chosen += [
            open_dossier(movement, award_level, nominee, reach="shortlisted", day=filed) for nominee in nominees[::-1]
        ]
        return Round(movement, hold_meeting(movement, chosen, day=met), award_level)

    return make


@pytest.fixture
def kim_phuong(round_at) -> Round:
    """One collective and one person selected in xã Kim Phượng, nothing proposed yet."""
    return round_at("000")


@pytest.fixture
def tien_thanh_2023(round_at) -> Round:
    """A round decided in December 2023: one collective, two people."""
    return round_at("001", people=2, filed=dt.date(2023, 12, 5), met=dt.date(2023, 12, 13))
