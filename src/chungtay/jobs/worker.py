"""The worker: django-tasks-db's, with a sweeper in its loop, patience with the database, and a gentle end."""

from __future__ import annotations

import logging
import os
import random
import socket
import time
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from chungtay.jobs.pace import Pace
from chungtay.jobs.progress import Shutdown
from chungtay.jobs.sweeper import sweep
from chungtay.jobs.transitions import database_time

logger = logging.getLogger(__name__)
LONGEST_BACKOFF = 30.0  # seconds between two tries while the database is away
ECHO = 0.5  # seconds; Ctrl+C reaches the worker twice, from the terminal and from the program that started it
NAP = 0.2  # seconds; how soon an idle worker notices a signal


class SweepingWorker(Worker):
    """Runs one task at a time. Start as many as there are cores; they share the queue."""

    def __init__(self, *, pace: Pace, batch: bool = False, follow_parent: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            interval=pace.poll,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(8)}",
            excluded_queue_names=[],
        )
        self.pace = pace
        self.parent = os.getppid() if follow_parent else None
        self._next_sweep = 0.0
        self._stop_asked_at = 0.0

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """First signal: hand the job back at its next step and leave. Second: leave at once; the sweeper mends."""
        if not self.running:
            if time.monotonic() - self._stop_asked_at > ECHO:
                self.reset_signals()
                os.kill(os.getpid(), signum)
            return
        self._stop_asked_at = time.monotonic()
        self.running = False
        Shutdown.asked = True

    def run(self) -> None:
        """Sweeps and works until told to stop; in batch mode until the queue is empty."""
        logger.info("worker %s started", self.worker_id)
        failures = 0
        while self._wanted():
            try:
                if not connection.in_atomic_block:  # a batch inside a test's transaction keeps its connection
                    close_old_connections()
                self._sweep_when_due()
                task = self._claim()
                if task is not None:
                    self.run_task(task)
                failures = 0
            except (OperationalError, InterfaceError) as error:
                if self.batch:
                    raise
                connection.close()
                failures += 1
                wait = min(LONGEST_BACKOFF, 2.0**failures) * random.uniform(0.5, 1)  # noqa: S311 - spread, not secrecy
                logger.warning("worker %s: database not available, next try in %.0f s: %s", self.worker_id, wait, error)
                self._sleep(wait)
                continue
            if task is None:
                if self.batch:
                    break
                self._sleep(self.interval)
        logger.info("worker %s stopped", self.worker_id)

    def _wanted(self) -> bool:
        if self.parent is not None and os.getppid() != self.parent:
            logger.info("worker %s: the program that started it has ended", self.worker_id)
            return False
        return self.running

    def _sweep_when_due(self) -> None:
        if time.monotonic() < self._next_sweep:
            return
        sweep(now=database_time(), limit=self.pace.patience, at_pace=self.pace)
        self._next_sweep = time.monotonic() + self.pace.sweep

    def _claim(self) -> DBTaskResult | None:
        ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not ready.exists():  # a plain read first: an idle worker never takes the write lock of SQLite
            return None
        with exclusive_transaction(ready.db):
            task: DBTaskResult | None = ready.get_locked()
            if task is not None:
                task.claim(self.worker_id)
        return task

    def _sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while self._wanted() and (left := end - time.monotonic()) > 0:
            time.sleep(min(NAP, left))
