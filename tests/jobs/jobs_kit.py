"""Short words for the tests of jobs: a commune, its clerk, work asked for, its countable effects."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest

from chungtay.accounts.roles import Role
from chungtay.jobs.actions import enqueue_job
from chungtay.jobs.models import Job
from chungtay.localities.access import Reader
from chungtay.localities.models import Locality, Unit

AT = dt.datetime(2025, 12, 5, 8, 0, tzinfo=dt.UTC)


def clerk_of(locality: Locality, name: str = "Cán bộ mẫu 01", number: str = "1", *roles: Role) -> Reader:
    return Reader(actor_id=number, name=name, roles=frozenset(roles or {Role.CLERK}), locality=locality)


def commune(code: str = "xa-mau") -> Locality:
    return Locality.objects.create(code=code, kind=Locality.Kind.COMMUNE, name=code, valid_from=dt.date(2025, 7, 1))


def ask(by: Reader, kind: str = "villages", key: str = "k1", **arguments: Any) -> Job:
    return enqueue_job(kind=kind, title="Lập thôn mẫu", key=key, arguments=arguments, by=by, at=AT)


def villages() -> list[str]:
    return sorted(Unit.objects.values_list("name", flat=True))


def first_villages(count: int) -> list[str]:
    return [f"Thôn mẫu {number:02}" for number in range(1, count + 1)]


def until(true: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Waits for something that another process does."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"still not: {what}")
        time.sleep(0.05)


def state_of(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)
