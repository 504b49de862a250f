"""The law of one locality: national rules, its province's, and what it or its province has settled.

Every room asks `law_of(locality).on(day)`; nothing else knows where a locality's own values come from. A record of what
was used is `law_of(locality).on(day).as_json()` (whole) or `…as_json(numbers)` (only these rules).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from chungtay import law
from chungtay.law.answers import decode
from chungtay.law.loading import ONE_DAY
from chungtay.law.rules import Reference
from chungtay.law.settlements import SettledLaw
from chungtay.law.settlements import Settlement as Settled
from chungtay.localities.belonging import NEVER, Past, Span, past_of, spans
from chungtay.localities.models import Locality, Settlement

PROVINCES = (Locality.Kind.PROVINCE, Locality.Kind.CITY)
_COMMUNES = (Locality.Kind.COMMUNE, Locality.Kind.WARD, Locality.Kind.TOWNSHIP, Locality.Kind.SPECIAL_ZONE)


def place_of(locality: Locality) -> str | None:
    """The province's code ("24") of a locality today, its own or that of the body above it; None: not stated."""
    return next((body.province_code for body in upwards(locality) if body.province_code), None)


def places_before(locality: Locality, past: Past) -> list[tuple[dt.date, str | None]]:
    """Where a locality that moved lay before: (the first day on which no longer, province's code), oldest first."""
    found = []
    for row in past.get(locality.pk, ()):
        if row.valid_to is not None:
            code = next((body.province_code for body in upwards(row.parent) if body.province_code), None)
            found.append((row.valid_to, code))
    return found


def layer_of(locality: Locality) -> str | None:
    """For whom a body settles: a commune for itself, a province for all below it; None: nobody (a district)."""
    if locality.kind in _COMMUNES:
        return "commune"
    return "province_settled" if locality.kind in PROVINCES and locality.parent_id is None else None


def law_of(locality: Locality) -> SettledLaw:
    """The law as it binds a locality; pass it as `law=` to the engines. `on(day)` knows the province itself.

    Two queries: ask once per page, not once per row.
    """
    past = past_of([locality])
    return _law(locality, rows_of(locality), past)


def laws_of(localities: Iterable[Locality]) -> dict[int, SettledLaw]:
    """The law of many localities by their ids, in one query for all; fetch them with `parent__parent`."""
    listed = list(localities)
    past = past_of(listed)
    bodies = {span.body.pk for locality in listed for span in spans(locality, past)}
    rows: dict[int, list[Settlement]] = {}
    standing = Settlement.objects.filter(locality__in=bodies, replaced_by=None)
    for row in standing.select_related("locality", "replaces") if bodies else ():
        rows.setdefault(row.locality_id, []).append(row)
    return {
        one.pk: _law(one, [row for pk in {span.body.pk for span in spans(one, past)} for row in rows.get(pk, ())], past)
        for one in listed
    }


def _law(locality: Locality, rows: Iterable[Settlement], past: Past) -> SettledLaw:
    stood = spans(locality, past)
    return SettledLaw(law.load(), settlements(rows, stood), place_of(locality), places_before(locality, past))


def upwards(locality: Locality) -> Iterator[Locality]:
    """A locality, then the bodies above it."""
    at: Locality | None = locality
    while at is not None:
        yield at
        at = at.parent


def rows_of(locality: Locality) -> list[Settlement]:
    """What a locality and the bodies ever above it have settled, without what was replaced since."""
    bodies = {span.body.pk for span in spans(locality)}
    rows = Settlement.objects.filter(locality__in=bodies, replaced_by=None)
    return list(rows.select_related("locality", "replaces"))


def settled_before(locality: Locality, rule: str, *, layer: str) -> list[Settlement]:
    """What the bodies merged into a locality had settled about a rule and never took back: an offer, not its law.

    A merged body is a new one (R-124): whoever answers for it looks at the old answers and settles anew.
    """
    rows = Settlement.objects.filter(
        locality__successors=locality, rule=rule, replaced_by=None, act=Settlement.Act.SETTLED
    )
    return [row for row in rows.select_related("locality") if layer_of(row.locality) == layer]


def law_on(locality: Locality, day: dt.date) -> law.Resolved:
    """The law of a locality on a day."""
    return law_of(locality).on(day)


def settlements(rows: Iterable[Settlement], stood: Iterable[Span] = ()) -> list[Settled]:
    """The answers in force among rows that nothing replaces; an ended one keeps its last day.

    What a body settled ends with the body: its successor after a merger settles for itself (R-124). `stood`: when each
    body stood above the locality; its answers hold there on those days only.
    """
    above: dict[int, list[Span]] = {}
    for span in stood:
        above.setdefault(span.body.pk, []).append(span)
    found = []
    for row in rows:
        layer, told = layer_of(row.locality), row if row.act == Settlement.Act.SETTLED else row.replaces
        ends = [row.locality.valid_to, row.starts_on if told is not row else None]
        if layer is None or told is None:
            continue
        for span in above.get(row.locality_id, [Span(row.locality)]):
            start, end = max(told.starts_on, span.start), min([span.end, *filter(None, ends)])
            if start < end:
                until = None if end == NEVER else end - ONE_DAY
                found.append(replace(settled(told, layer, until=until), start=start))
    return found


def settled(row: Settlement, layer: str, *, until: dt.date | None = None) -> Settled:
    """One row as the law engine takes it."""
    return Settled(
        row.rule, layer, row.starts_on, decode(row.value), Reference(source(row), row.article or None), until,
        row.note or None,
    )  # fmt: skip


def source(row: Settlement) -> str:
    """The document with its day: Công văn 123/SNV-TĐKT ngày 05/09/2025."""
    return f"{row.document} ngày {row.dated:%d/%m/%Y}" if row.dated else row.document
