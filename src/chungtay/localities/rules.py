"""The law of one locality: national rules, its province's, and what it or its province has settled.

Every room asks `law_of(locality).on(day)`; nothing else knows where a locality's own values come from. A record of what
was used is `law_of(locality).on(day).as_json()` (whole) or `…as_json(numbers)` (only these rules).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Q

from chungtay import law
from chungtay.law.answers import decode
from chungtay.law.loading import ONE_DAY
from chungtay.law.rules import Reference
from chungtay.law.settlements import SettledLaw
from chungtay.law.settlements import Settlement as Settled
from chungtay.localities.models import Locality, Settlement

PROVINCES = (Locality.Kind.PROVINCE, Locality.Kind.CITY)
_COMMUNES = (Locality.Kind.COMMUNE, Locality.Kind.WARD, Locality.Kind.TOWNSHIP, Locality.Kind.SPECIAL_ZONE)


def place_of(locality: Locality) -> str | None:
    """The province's code ("24") of a locality, its own or that of the body above it; None: not stated."""
    return next((body.province_code for body in upwards(locality) if body.province_code), None)


def layer_of(locality: Locality) -> str | None:
    """For whom a body settles: a commune for itself, a province for all below it; None: nobody (a district)."""
    if locality.kind in _COMMUNES:
        return "commune"
    return "province_settled" if locality.kind in PROVINCES and locality.parent_id is None else None


def law_of(locality: Locality) -> SettledLaw:
    """The law as it binds a locality; pass it as `law=` to the engines. `on(day)` knows the province itself.

    Two queries: ask once per page, not once per row.
    """
    return SettledLaw(law.load(), settlements(rows_of(locality)), place_of(locality))


def laws_of(localities: Iterable[Locality]) -> dict[int, SettledLaw]:
    """The law of many localities by their ids, in one query for all; fetch them with `parent__parent`."""
    chains = {locality.pk: list(upwards(locality)) for locality in localities}
    bodies = {body.pk for chain in chains.values() for body in chain}
    rows: dict[int, list[Settlement]] = {}
    standing = Settlement.objects.filter(locality__in=bodies, replaced_by=None)
    for row in standing.select_related("locality", "replaces") if bodies else ():
        rows.setdefault(row.locality_id, []).append(row)
    return {
        pk: SettledLaw(law.load(), settlements(row for body in chain for row in rows.get(body.pk, ())),
                       place_of(chain[0]))
        for pk, chain in chains.items()
    }  # fmt: skip


def upwards(locality: Locality) -> Iterator[Locality]:
    """A locality, then the bodies above it."""
    at: Locality | None = locality
    while at is not None:
        yield at
        at = at.parent


def rows_of(locality: Locality) -> list[Settlement]:
    """What a locality and the bodies above it have settled, without what was replaced since."""
    above = Q(locality__children=locality) | Q(locality__children__children=locality)
    rows = Settlement.objects.filter(Q(locality=locality) | above, replaced_by=None)
    return list(rows.select_related("locality", "replaces").distinct())


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


def settlements(rows: Iterable[Settlement]) -> list[Settled]:
    """The answers in force among rows that nothing replaces; an ended one keeps its last day.

    What a body settled ends with the body: its successor after a merger settles for itself (R-124).
    """
    found = []
    for row in rows:
        layer, told = layer_of(row.locality), row if row.act == Settlement.Act.SETTLED else row.replaces
        ends = [row.locality.valid_to, row.starts_on if told is not row else None]
        first_without = min(filter(None, ends), default=None)
        if layer is None or told is None or (first_without and first_without <= told.starts_on):
            continue
        found.append(settled(told, layer, until=first_without - ONE_DAY if first_without else None))
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
