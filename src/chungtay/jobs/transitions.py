"""Every change of a job's state, each under lock: the one place that writes it.

A worker holds a job by a `Claim`. All it writes is filtered by that claim, so a worker that was given up for dead (a
laptop that slept, a database that failed over) and comes back can no longer change anything.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.jobs.models import Job
from chungtay.jobs.pace import Pace
from chungtay.kit import clock
from chungtay.localities.access import system_reader

State = Job.State


@dataclass(frozen=True)
class Claim:
    """A worker's hold on a job: void as soon as the job is cancelled, swept or asked for anew."""

    job_id: int
    task_result_id: str
    worker: str

    def rows(self) -> models.QuerySet[Job]:
        """The job while the claim holds; nothing afterwards."""
        return Job.objects.filter(
            pk=self.job_id, state=State.RUNNING, task_result_id=self.task_result_id, worker=self.worker
        )


def database_time() -> dt.datetime:
    """The present by the clock of the database, the one that all workers share."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")
            return dt.datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=dt.UTC)
        cursor.execute("SELECT statement_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
        return moment


def claim(job_id: int, *, task_result_id: str, worker: str, pace: Pace) -> tuple[Claim, Job] | None:
    """Takes a job for this worker; None when it is finished, cancelled, carried by another task, or alive elsewhere."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or not job.is_open or job.task_result_id not in {"", task_result_id}:
            return None
        if job.state == State.RUNNING and job.heartbeat_at > database_time() - pace.patience:
            return None
        held = Claim(job_id, task_result_id, worker)
        _move(
            job,
            State.RUNNING,
            task_result_id=task_result_id,
            worker=worker,
            attempts=job.attempts + 1,
            started_at=job.started_at or clock.now(),
        )
    return held, job


def finish(held: Claim, result: Mapping[str, Any]) -> bool:
    """Done, with its result. False when the claim no longer holds; TypeError when the result is not JSON."""
    plain = json.loads(json.dumps(dict(result)))
    with transaction.atomic():
        job = held.rows().select_for_update().first()
        if job is None:
            return False
        at = clock.now()
        _move(job, State.DONE, result=plain, done=job.total, message="", error="", finished_at=at)
        record("job.done", by=system_reader(job.locality), at=at, scope=job.locality.code, subject=job, after=plain)
    return True


def fail(held: Claim, error: str) -> bool:
    """Not done, and why, in words for people. False when the claim no longer holds."""
    with transaction.atomic():
        job = held.rows().select_for_update().first()
        if job is None:
            return False
        _fail(job, error)
    return True


def release(held: Claim, *, forgive: bool, pace: Pace, delay: dt.timedelta | None = None) -> bool:
    """Hands the job back; `forgive` when the attempt shall not count. False when the claim no longer holds."""
    with transaction.atomic():
        job = held.rows().select_for_update().first()
        if job is None:
            return False
        if forgive:
            job.attempts = max(0, job.attempts - 1)
        put_back(job, pace=pace, delay=delay)
    return True


def put_back(job: Job, *, pace: Pace, delay: dt.timedelta | None = None) -> bool:
    """Gives a locked running job to whoever is free, or declares it failed after too many attempts (then False)."""
    if job.attempts >= pace.attempts:
        _fail(
            job,
            _(
                "Máy đã làm %(count)s lần mà lần nào cũng bị ngắt giữa chừng. Phần đã xong vẫn được giữ. "
                "Bấm “Làm lại”; nếu vẫn vậy, báo quản trị việc số %(number)s."
            )
            % {"count": job.attempts, "number": job.pk},
        )
        return False
    _move(job, State.WAITING, task_result_id="", worker="", attempts=job.attempts)
    queue_on_commit(job.pk, delay)
    return True


def restart(job: Job, **changes: Any) -> None:
    """A locked job that failed or was stopped begins anew; what earlier attempts saved (`done`) stays."""
    fresh: dict[str, Any] = {
        "attempts": 0,
        "error": "",
        "message": "",
        "result": {},
        "task_result_id": "",
        "worker": "",
    }
    _move(job, State.WAITING, **fresh, started_at=None, finished_at=None, **changes)
    queue_on_commit(job.pk)


def cancel(job: Job, at: dt.datetime) -> None:
    """Stops a locked open job; its worker notices at the next step."""
    _move(job, State.CANCELLED, finished_at=at, message="")


def queue_on_commit(job_id: int, delay: dt.timedelta | None = None) -> None:
    """Hands the job to the Django tasks API once it is really saved.

    Robust: should that fail, the job is saved as waiting and the sweeper queues it a little later.
    """
    transaction.on_commit(lambda: _queue(job_id, delay), robust=True)


def _queue(job_id: int, delay: dt.timedelta | None) -> None:
    from chungtay.jobs.tasks import run_job

    task = run_job
    if delay and task.get_backend().supports_defer:
        task = task.using(run_after=timezone.now() + delay)
    result = task.enqueue(job_id)
    Job.objects.filter(pk=job_id, state=State.WAITING, task_result_id="").update(task_result_id=result.id)


def _fail(job: Job, error: str) -> None:
    at = clock.now()
    _move(job, State.FAILED, error=error, message="", finished_at=at)
    record("job.failed", by=system_reader(job.locality), at=at, scope=job.locality.code, subject=job, note=error)


def _move(job: Job, state: Job.State, **changes: Any) -> None:
    if state not in Job.MOVES[job.state]:
        raise RuntimeError(f"job {job.pk} cannot go from {job.state} to {state}")
    Job.objects.filter(pk=job.pk).update(state=state, heartbeat_at=Now(), **changes)
    job.refresh_from_db()
