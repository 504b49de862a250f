"""How fast the heart beats and how long silence is forgiven.

CHUNGTAY_JOBS_HEARTBEAT  seconds between two signs of life of a running job; default 5
CHUNGTAY_JOBS_MISSED     how many beats may be missed before a job is given to another worker; default 6
CHUNGTAY_JOBS_SWEEP      seconds between two rounds of the sweeper; default 5
CHUNGTAY_JOBS_POLL       seconds an idle worker waits before it looks for work again; default 1
CHUNGTAY_JOBS_ATTEMPTS   how often a job whose worker died is begun before it is declared failed; default 5
"""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Pace:
    """All times in seconds. The default patience, 6 x 5 s, exceeds the 20 s that SQLite may make a beat wait."""

    heartbeat: float = 5
    missed: int = 6
    sweep: float = 5
    poll: float = 1
    attempts: int = 5

    @property
    def patience(self) -> dt.timedelta:
        """Silence after which a job counts as abandoned."""
        return dt.timedelta(seconds=self.heartbeat * self.missed)


def pace(environment: Mapping[str, str] | None = None) -> Pace:
    """The pace from the environment. Raises ImproperlyConfigured for a value that is not a number above zero."""
    told = os.environ if environment is None else environment
    plain = Pace()
    return Pace(
        heartbeat=_above_zero(told, "CHUNGTAY_JOBS_HEARTBEAT", plain.heartbeat),
        missed=max(2, round(_above_zero(told, "CHUNGTAY_JOBS_MISSED", plain.missed))),
        sweep=_above_zero(told, "CHUNGTAY_JOBS_SWEEP", plain.sweep),
        poll=_above_zero(told, "CHUNGTAY_JOBS_POLL", plain.poll),
        attempts=max(1, round(_above_zero(told, "CHUNGTAY_JOBS_ATTEMPTS", plain.attempts))),
    )


def _above_zero(told: Mapping[str, str], name: str, otherwise: float) -> float:
    text = told.get(name, "")
    if not text:
        return otherwise
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0):
        raise ImproperlyConfigured(f"{name} must be a number above zero, not {text!r}")
    return value
