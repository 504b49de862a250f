"""The law of one locality: national rules, its province's, and what it or its province has settled.

Every room asks `law_of(locality).on(day)`; nothing else knows where a locality's own values come from. A record of what
was used is `law_of(locality).on(day).as_json()` (whole) or `…as_json(numbers)` (only these rules).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

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
    at: Locality | None = locality
    while at is not None:
        if at.province_code:
            return at.province_code
        at = at.parent
    return None


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


def rows_of(locality: Locality) -> list[Settlement]:
    """What a locality and the bodies above it have settled, without what was replaced since."""
    above = Q(locality__children=locality) | Q(locality__children__children=locality)
    rows = Settlement.objects.filter(Q(locality=locality) | above, replaced_by=None)
    return list(rows.select_related("locality", "replaces").distinct())


def law_on(locality: Locality, day: dt.date) -> law.Resolved:
    """The law of a locality on a day."""
    return law_of(locality).on(day)


def settlements(rows: Iterable[Settlement]) -> list[Settled]:
    """The answers in force among rows that nothing replaces; an ended one keeps its last day."""
    found = []
    for row in rows:
        layer = layer_of(row.locality)
        if layer is None:
            continue
        if row.act == Settlement.Act.SETTLED:
            found.append(settled(row, layer))
        elif row.replaces is not None and row.starts_on > row.replaces.starts_on:
            found.append(settled(row.replaces, layer, until=row.starts_on - ONE_DAY))
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
