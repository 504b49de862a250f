"""Files that a job reads or has read: what a clerk waits for, and what was refused."""

from __future__ import annotations

from django.db.models import QuerySet

from chungtay.jobs.models import Job
from chungtay.localities.access import Reader
from chungtay.plans.uploads import KIND


def readings(reader: Reader) -> QuerySet[Job]:
    """The readings of the reader's places, newest first."""
    return reader.scope(Job).filter(kind=KIND).select_related("locality").order_by("-created_at", "-pk")


def under_way(reader: Reader) -> dict[str, int]:
    """How many are waiting or running, and how many were not read."""
    states = list(readings(reader).values_list("state", flat=True))
    running = sum(state in (Job.State.WAITING, Job.State.RUNNING) for state in states)
    return {"running": running, "failed": states.count(Job.State.FAILED), "all": len(states)}
