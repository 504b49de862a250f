"""What a running piece of work holds in its hand: progress to report, and the reasons to stop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, connection, connections, transaction
from django.db.models.functions import Now

from chungtay.jobs.models import Job
from chungtay.jobs.transitions import Claim

logger = logging.getLogger(__name__)


class Stopped(BaseException):
    """The work must end here. Not an `Exception`, so that work that forgives a bad row cannot swallow it."""


class Cancelled(Stopped):
    """A person stopped the job."""


class Superseded(Stopped):
    """The job was given to another worker, or asked for anew."""


class Interrupted(Stopped):
    """This worker is being shut down; another one goes on."""


class Shutdown:
    """Set by the worker's signal handler; a plain flag, because handlers must not touch locks."""

    asked = False


class Progress:
    """Handed to every registered function as its first argument."""

    def __init__(self, held: Claim, job: Job) -> None:
        self._held = held
        self.job_id = job.pk
        self.locality = job.locality
        self.done = job.done
        """How many units earlier attempts have committed: safe to skip when they were written by `saving`."""
        self.total = job.total

    def step(self, done: int, total: int, message: str = "") -> None:
        """Saves the progress and beats the heart. Raises `Stopped` when the work must end."""
        self._stop_on_shutdown()
        self._save(done, total, message)

    @contextmanager
    def saving(self, done: int, total: int, message: str = "") -> Iterator[None]:
        """One unit of work and its progress in one transaction: after a crash either both stand or neither.

        The job is locked meanwhile, so two workers can never do the same unit. Raises `Stopped` before the unit begins
        when the work must end.
        """
        self._stop_on_shutdown()
        with transaction.atomic():
            if self._held.rows().select_for_update().first() is None:
                raise self._reason()
            yield
            self._save(done, total, message)

    def _save(self, done: int, total: int, message: str) -> None:
        saved = self._held.rows().update(done=done, total=total, message=message[:300], heartbeat_at=Now())
        if not saved:
            raise self._reason()
        self.done, self.total = done, total

    def _stop_on_shutdown(self) -> None:
        if Shutdown.asked:
            raise Interrupted

    def _reason(self) -> Stopped:
        cancelled = Job.objects.filter(pk=self.job_id, state=Job.State.CANCELLED).exists()
        return Cancelled() if cancelled else Superseded()


@contextmanager
def beating(held: Claim, every: float) -> Iterator[None]:
    """Beats from a thread of its own, so that a single long computation does not look like a dead worker."""
    stop = threading.Event()
    heart = threading.Thread(target=_beat, args=(held, every, stop), name=f"heart-{held.job_id}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        stop.set()
        heart.join(timeout=every)


def _beat(held: Claim, every: float, stop: threading.Event) -> None:
    try:
        while not stop.wait(every):
            try:
                if not held.rows().update(heartbeat_at=Now()):
                    return
            except (DatabaseError, InterfaceError) as error:
                # A locked or failing-over database: the next beat tries again on a new connection.
                logger.warning("job %s: heartbeat missed: %s", held.job_id, error)
                connection.close()
    finally:
        connections.close_all()  # connections belong to threads: only this one's
