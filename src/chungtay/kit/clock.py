"""The only places where the present enters: pages and jobs call these, actions receive the time as an argument.

A demonstration may stand still on a day (`CHUNGTAY_TODAY`), because the five real plans lie in the past; production
settings refuse that variable.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def today() -> dt.date:
    """The business date in Vietnam."""
    fixed: dt.date | None = getattr(settings, "CHUNGTAY_TODAY", None)
    return fixed or timezone.localdate()


def now() -> dt.datetime:
    """The present moment, aware; on the fixed day of a demonstration with the real time of day."""
    moment = timezone.localtime()
    fixed: dt.date | None = getattr(settings, "CHUNGTAY_TODAY", None)
    return moment.replace(year=fixed.year, month=fixed.month, day=fixed.day) if fixed else moment
