"""The law of one locality: national rules, its province's, and what it or its province has settled.

Every room asks `law_of(locality).on(day)`; nothing else knows where a locality's own values come from.
"""

from __future__ import annotations

import datetime as dt

from chungtay import law
from chungtay.localities.models import Locality


def place_of(locality: Locality) -> str | None:
    """The province's code ("24") of a locality, its own or that of the body above it; None: not stated."""
    at: Locality | None = locality
    while at is not None:
        if at.province_code:
            return at.province_code
        at = at.parent
    return None


def law_of(locality: Locality) -> law.Law:
    """The law as it binds a locality; pass it as `law=` to the engines. `on(day)` knows the province itself."""
    return law.load()


def law_on(locality: Locality, day: dt.date) -> law.Resolved:
    """The law of a locality on a day."""
    return law_of(locality).on(day, place_of(locality))
