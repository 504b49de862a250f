"""The sweeper: finds work whose worker died, and work that never reached a worker, and hands it out again.

django-tasks-db leaves the task of a killed worker at RUNNING for ever. The sweeper never revives such a row: it closes
it and enqueues a fresh one, so that the old worker, should it come back, writes into a row nobody reads.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from chungtay.jobs.models import Job
from chungtay.jobs.pace import Pace, pace
from chungtay.jobs.tasks import run_job
from chungtay.jobs.transitions import put_back, queue_on_commit

logger = logging.getLogger(__name__)
LOST = "chungtay.jobs.sweeper.WorkerLost"


@dataclass
class Swept:
    """What one round did, in jobs."""

    put_back: int = 0
    given_up: int = 0
    queued: int = 0

    def __bool__(self) -> bool:
        return bool(self.put_back or self.given_up or self.queued)


def sweep(*, now: dt.datetime, limit: dt.timedelta, at_pace: Pace | None = None) -> Swept:
    """Takes care of every open job silent for longer than `limit` at `now` (clock of the database, `database_time`).

    Safe to run in several workers at once: each row is looked at again under its lock, and locked rows are alive.
    """
    cutoff = now - limit
    tempo = at_pace or pace()
    swept = Swept()
    silent = Job.objects.filter(heartbeat_at__lt=cutoff)
    running = list(silent.filter(state=Job.State.RUNNING).values_list("pk", flat=True))
    waiting = dict(silent.filter(state=Job.State.WAITING).values_list("pk", "task_result_id"))
    for pk in running:
        with transaction.atomic():
            job = _locked(pk, Job.State.RUNNING, cutoff)
            if job is None:
                continue
            worker = job.worker
            if put_back(job, pace=tempo):
                swept.put_back += 1
            else:
                swept.given_up += 1
        logger.warning("job %s: worker %s is silent; job is now %s", pk, worker, job.state)
    for pk in sorted(set(waiting) - _in_good_hands(waiting, cutoff)):
        with transaction.atomic():
            job = _locked(pk, Job.State.WAITING, cutoff)
            if job is None or job.task_result_id != waiting[pk]:
                continue
            Job.objects.filter(pk=pk).update(task_result_id="", heartbeat_at=Now())
            queue_on_commit(pk)
            swept.queued += 1
        logger.warning("job %s: had no task; queued", pk)
    _close_orphans(cutoff)
    return swept


def _locked(pk: int, state: Job.State, cutoff: dt.datetime) -> Job | None:
    # A row locked by somebody else is being worked on right now: skipped (PostgreSQL). SQLite has one writer at a time.
    rows = Job.objects.select_for_update(skip_locked=True, of=("self",))
    return rows.filter(pk=pk, state=state, heartbeat_at__lt=cutoff).first()


def _in_good_hands(waiting: dict[int, str], cutoff: dt.datetime) -> set[int]:
    """Waiting jobs whose task still lies in the queue, or was claimed a moment ago."""
    found = DBTaskResult.objects.in_bulk([number for number in waiting.values() if number])
    tasks = {str(number): task for number, task in found.items()}
    good = set()
    for pk, number in waiting.items():
        task = tasks.get(number)
        if task is None:
            continue
        claimed = task.status == TaskResultStatus.RUNNING and task.started_at and task.started_at >= cutoff
        if task.status == TaskResultStatus.READY or claimed:
            good.add(pk)
    return good


def _close_orphans(cutoff: dt.datetime) -> None:
    """Marks the tasks of dead workers, which would otherwise look as if they ran for ever."""
    carried = Job.objects.filter(state=Job.State.RUNNING).values_list("task_result_id", flat=True)
    running = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, task_path=run_job.module_path, started_at__lt=cutoff
    )
    orphans = {str(pk) for pk in running.values_list("pk", flat=True)}
    if orphans:
        orphans -= set(carried)
        DBTaskResult.objects.filter(pk__in=orphans, status=TaskResultStatus.RUNNING).update(
            status=TaskResultStatus.FAILED, finished_at=Now(), exception_class_path=LOST
        )
