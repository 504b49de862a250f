"""What waits in the progress of all movements of a place on a day; a constant number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from chungtay.localities.access import Reader
from chungtay.localities.models import Unit
from chungtay.movements.models import Movement
from chungtay.progress.actions import OPEN_MOVEMENTS
from chungtay.progress.board import key_of
from chungtay.progress.lines import Matter, matters
from chungtay.progress.models import Obstacle, Report
from chungtay.progress.periods import Period


@dataclass
class Work:
    """The open work of one movement. `owing`: places (None: the commune) with how many lines they still owe."""

    matter: Matter
    period: Period | None
    due: dt.date | None
    owing: dict[Unit | None, int] = field(default_factory=dict)
    waiting: int = 0  # to be verified, by somebody else than their writers
    returned: int = 0  # sent back to the reader's own units
    raised: int = 0
    compiled: int = 0

    @property
    def movement(self) -> Movement:
        return self.matter.movement


def open_work(reader: Reader, on: dt.date) -> list[Work]:
    """One entry for each movement that takes figures; twelve queries, however many movements."""
    rows = reader.scope(Movement).filter(state__in=OPEN_MOVEMENTS).select_related("plan_version", "locality")
    movements = list(rows.defer("plan_version__source_text", "plan_version__provenance"))
    if not movements:
        return []
    held = matters(movements, on)
    found = {pk: Work(one, one.period, one.due(one.period) if one.period else None) for pk, one in held.items()}
    sent: dict[int, set[tuple[str, int | None]]] = {}
    rows_of = Report.objects.filter(movement__in=movements).order_by("pk")
    for report in rows_of.only("movement_id", "target_id", "unit_id", "scope", "until", "state", "writers"):
        work = found[report.movement_id]
        if work.period and report.until == work.period.until and report.state in ("submitted", "verified"):
            sent.setdefault(report.movement_id, set()).add(key_of(report))
        work.waiting += report.state == "submitted" and reader.actor_id not in report.writers
        work.returned += report.state == "returned" and report.unit_id in reader.unit_ids
    for pk, state in Obstacle.objects.filter(movement__in=movements).values_list("movement", "state"):
        found[pk].raised += state == "raised"
        found[pk].compiled += state == "compiled"
    for work in found.values():
        work.owing = _owing(work, sent.get(work.movement.pk, set()), on)
    return list(found.values())


def _owing(work: Work, sent: set[tuple[str, int | None]], on: dt.date) -> dict[Unit | None, int]:
    """Nobody owes before the first report or assignment, nor for a period that is not over."""
    if work.period is None or not work.matter.begun or work.period.until >= on:
        return {}
    places: list[Unit | None] = [None, *work.matter.units]
    counts = {
        place: sum((line.key, place.pk if place else None) not in sent for line in work.matter.lines_of(place))
        for place in places
    }
    return {place: n for place, n in counts.items() if n}
