"""Whole worker processes on a real database: killed, frozen, stopped politely; nothing is lost and nothing doubled."""

from __future__ import annotations

import select
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from jobs_kit import ask, clerk_of, commune, first_villages, state_of, until, villages

from chungtay.audit.actions import broken_links
from chungtay.audit.models import Event
from chungtay.jobs.actions import cancel_job
from chungtay.jobs.models import Job
from chungtay.kit.clock import now

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture(autouse=True)
def db(committed: None) -> None:
    """Takes the place of pytest-django's, whose open transaction no other process could see."""


@pytest.fixture
def hold(tmp_path: Path) -> Path:
    file = tmp_path / "hold"
    file.touch()
    return file


def reached(hold: Path) -> bool:
    return Path(f"{hold}.reached").exists()


def reach(hold: Path) -> None:
    until(lambda: reached(hold), "the worker at the held unit")


@pytest.mark.parametrize("inside", [True, False], ids=["inside a unit", "between units"])
def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    worker: Start, hold: Path, inside: bool
) -> None:
    job = ask(clerk_of(commune()), count=6, hold=str(hold), hold_at=4, inside=inside)
    victim = worker()
    reach(hold)
    assert villages() == first_villages(3)

    victim.send_signal(signal.SIGKILL)
    victim.wait()
    hold.unlink()
    worker()
    until(lambda: state_of(job) == Job.State.DONE, "the second worker done")

    assert villages() == first_villages(6)
    job.refresh_from_db()
    assert (job.done, job.total, job.attempts) == (6, 6, 2)
    assert job.result["count"] == 6
    until(
        lambda: (
            sorted(DBTaskResult.objects.values_list("status", flat=True))
            == sorted([TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL])
        ),
        "the dead worker's task closed",
    )
    assert list(Event.objects.filter(object_id=job.pk).values_list("event", flat=True)) == ["job.asked", "job.done"]
    assert not list(broken_links())


def test_a_worker_given_up_for_dead_that_wakes_up_changes_nothing(worker: Start, hold: Path) -> None:
    job = ask(clerk_of(commune()), count=6, hold=str(hold), hold_at=4)
    sleeper = worker()
    reach(hold)

    sleeper.send_signal(signal.SIGSTOP)
    hold.unlink()
    worker()
    until(lambda: state_of(job) == Job.State.DONE, "the second worker done")
    finished = Job.objects.values().get(pk=job.pk)
    sleeper.send_signal(signal.SIGCONT)
    until(
        lambda: set(DBTaskResult.objects.values_list("status", flat=True)) == {TaskResultStatus.SUCCESSFUL},
        "the sleeper through with its old task",
    )

    assert villages() == first_villages(6)
    assert Job.objects.values().get(pk=job.pk) == finished


def test_a_long_silent_computation_keeps_its_job_while_another_worker_sweeps(worker: Start, hold: Path) -> None:
    job = ask(clerk_of(commune()), kind="one-long-computation", hold=str(hold))
    worker()
    worker()
    reach(hold)
    begun = Job.objects.get(pk=job.pk)

    # Three times the patience of the sweeper, which is 5 beats of 0.4 s.
    until(lambda: (Job.objects.get(pk=job.pk).heartbeat_at - begun.heartbeat_at).total_seconds() > 6, "beats")
    assert Job.objects.get(pk=job.pk).attempts == 1
    assert Job.objects.get(pk=job.pk).worker == begun.worker
    hold.unlink()
    until(lambda: state_of(job) == Job.State.DONE, "done")


@pytest.mark.parametrize("polite", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_asked_to_stop_hands_its_job_over_at_the_next_unit(
    worker: Start, hold: Path, polite: signal.Signals
) -> None:
    job = ask(clerk_of(commune()), kind="forgives-rows", count=5, hold=str(hold), hold_at=3)
    first = worker()
    reach(hold)

    first.send_signal(polite)
    first.send_signal(signal.SIGTERM)  # its echo, from the program that started the worker
    hold.unlink()
    assert first.wait(timeout=30) == 0
    job.refresh_from_db()
    assert (job.state, job.done, job.attempts) == (Job.State.WAITING, 2, 0)

    assert worker("--batch").wait(timeout=30) == 0
    assert state_of(job) == Job.State.DONE
    assert villages() == first_villages(5)


def test_a_second_signal_ends_a_worker_at_once(worker: Start, hold: Path) -> None:
    job = ask(clerk_of(commune()), kind="one-long-computation", hold=str(hold))
    stubborn = worker()
    reach(hold)
    stubborn.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        stubborn.wait(timeout=1)
    stubborn.send_signal(signal.SIGTERM)
    assert stubborn.wait(timeout=30) == -signal.SIGTERM

    hold.unlink()
    worker()
    until(lambda: state_of(job) == Job.State.DONE, "the next worker done")


def test_cancelling_stops_the_work_at_the_next_unit_and_keeps_what_is_done(worker: Start, hold: Path) -> None:
    by = clerk_of(commune())
    job = ask(by, kind="forgives-rows", count=9, hold=str(hold), hold_at=4)
    next_job = ask(by, key="k2", count=0)
    worker()
    reach(hold)
    cancel_job(job=job, by=by, at=now())
    hold.unlink()
    until(lambda: state_of(next_job) == Job.State.DONE, "the worker free again")

    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.CANCELLED, 3)
    assert villages() == first_villages(3)


def test_two_workers_share_many_jobs_and_do_each_once(worker: Start) -> None:
    by = clerk_of(commune())
    jobs = [ask(by, key=f"k{number}", count=2) for number in range(20)]
    for process in [worker("--batch"), worker("--batch")]:
        assert process.wait(timeout=60) == 0
    assert not Job.objects.exclude(state=Job.State.DONE).exists()
    assert len(villages()) == 2 * len(jobs)
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_a_job_that_kills_every_worker_is_given_up_with_a_clear_message(worker: Start, hold: Path) -> None:
    job = ask(clerk_of(commune()), kind="one-long-computation", hold=str(hold))
    for _attempt in range(2):
        victim = worker(CHUNGTAY_JOBS_ATTEMPTS="2")
        reach(hold)
        Path(f"{hold}.reached").unlink()
        victim.kill()
        victim.wait()
    worker(CHUNGTAY_JOBS_ATTEMPTS="2")
    until(lambda: state_of(job) == Job.State.FAILED, "given up")
    job.refresh_from_db()
    assert "2 lần" in job.error
    assert "Làm lại" in job.error
    assert not reached(hold)


def test_a_worker_leaves_when_the_program_that_started_it_is_killed(worker: Start, hold: Path) -> None:
    job = ask(clerk_of(commune()), count=2, hold=str(hold), hold_at=1)
    launcher = worker("--follow-parent", below_shell=True)
    reach(hold)
    launcher.kill()
    launcher.wait()
    hold.unlink()

    # The worker inherited the shell's output: the pipe ends only when the worker has ended too.
    assert launcher.stdout
    assert select.select([launcher.stdout], [], [], 30)[0], "the worker stays behind"
    assert launcher.stdout.read() == b""
    assert state_of(job) == Job.State.DONE
