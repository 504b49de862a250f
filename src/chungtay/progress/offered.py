"""Figures that another room knows already, offered to who reports: taken over by a click, never by themselves.

Rooms above register a source when they start; this room asks them all and knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from chungtay.localities.models import Unit
from chungtay.movements.models import Movement
from chungtay.progress.periods import Period


@dataclass(frozen=True)
class Known:
    """A figure as counted up to the end of a period. `words` tell it to people, `paper` says where it stands."""

    value: Decimal
    words: str
    paper: str


# What is known of a movement for a unit (None: the commune) by the end of a period, by the target's id.
Source = Callable[[Movement, Unit | None, Period], Mapping[int, Known]]
_sources: dict[Source, None] = {}


def offered_by(source: Source) -> None:
    """Registers a source; the same one counts once."""
    _sources[source] = None


def known(movement: Movement, unit: Unit | None, period: Period) -> dict[int, Known]:
    """Everything known, by the target's id; where two sources know a target the one registered last counts."""
    return {pk: one for source in _sources for pk, one in source(movement, unit, period).items()}
