"""The movements and rounds of the demonstration, each walked once per test process and then put back (support.kept)."""

from __future__ import annotations

from chungtay.demo import movements
from chungtay.demo.people import PLACES
from chungtay.demo.rounds import ROUNDS
from chungtay.movements.models import Movement
from support.kept import kept

load_movement = kept(movements.load_movement)


@kept
def finished_round() -> Movement:
    """Phường Tiến Thành, 2023: meeting, decision, certificates handed over; an object of every kind."""
    movement = load_movement(PLACES[1])
    ROUNDS["tien-thanh"](movement)
    return movement


@kept
def two_rounds() -> None:
    """A finished round in phường Tiến Thành, one under way in xã Kim Phượng: something of every stage."""
    for place in PLACES[:2]:
        ROUNDS[place.code](load_movement(place))
