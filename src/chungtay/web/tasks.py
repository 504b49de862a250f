"""One piece of work on the page "Việc hôm nay"."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """One piece of work: verb first, why, until when, one button."""

    title: str
    url: str
    why: str
    action: str
    icon: str = "doc"
    tone: str = ""
    due: dt.date | None = None
    due_words: str = ""
    days: int | None = None
    rank: int = 1  # 0: waits for this person's signature or leave, others wait behind it
    open_ended: bool = False  # may be done any day, so it is no work of today
