"""Under whom a locality stands, by days: provinces merged on 01/07/2025, districts ended (R-10, R-124).

The present superior stands on the locality itself, the earlier ones in `PastBelonging`; a superior that has ended is
nobody's any more. Where nothing else is known, the present superior also counts for the days before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from chungtay.localities.models import Locality, PastBelonging

FIRST, NEVER = dt.date.min, dt.date.max
Past = Mapping[int, list[PastBelonging]]


@dataclass(frozen=True)
class Span:
    """A body that stands above a locality (or is it) from a day to before another."""

    body: Locality
    start: dt.date = FIRST
    end: dt.date = NEVER

    def holds_on(self, day: dt.date) -> bool:
        return self.start <= day < self.end


def past_of(localities: Iterable[Locality]) -> dict[int, list[PastBelonging]]:
    """The earlier superiors of localities and of those above them; no query where nobody ever moved."""
    moved = {one.pk for locality in localities for one in _present(locality) if one.parent_from}
    found: dict[int, list[PastBelonging]] = {}
    while moved:
        rows = PastBelonging.objects.filter(locality__in=moved).select_related("parent__parent__parent")
        for row in rows.order_by("valid_from", "pk"):
            found.setdefault(row.locality_id, []).append(row)
        above = {one.pk for pk in moved for row in found.get(pk, ()) for one in _present(row.parent) if one.parent_from}
        moved = above - set(found)
    return found


def spans(locality: Locality, past: Past | None = None) -> list[Span]:
    """The locality itself and every body ever above it, nearest first. `past`: of `past_of`, when asked for many."""
    return list(_spans(Span(locality), past_of([locality]) if past is None else past))


def chain_on(locality: Locality, day: dt.date) -> list[Locality]:
    """The locality and the bodies above it on a day, nearest first."""
    return [span.body for span in spans(locality) if span.holds_on(day)]


def superior_on(locality: Locality, day: dt.date) -> Locality | None:
    """The body directly above a locality on a day; None: nobody, or not stated."""
    return next(iter(chain_on(locality, day)[1:]), None)


def _present(locality: Locality) -> Iterator[Locality]:
    at: Locality | None = locality
    while at is not None:
        yield at
        at = at.parent


def _spans(at: Span, past: Past) -> Iterator[Span]:
    yield at
    locality = at.body
    above = [Span(row.parent, row.valid_from, row.valid_to or NEVER) for row in past.get(locality.pk, ())]
    if above:
        above[0] = Span(above[0].body, FIRST, above[0].end)
    if locality.parent is not None:
        above.append(Span(locality.parent, (locality.parent_from if above else None) or FIRST))
    for each in above:
        end = min(at.end, each.end, each.body.valid_to or NEVER)
        if (start := max(at.start, each.start)) < end:
            yield from _spans(Span(each.body, start, end), past)
