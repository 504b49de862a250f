"""Asking, stopping, retrying, and the sweeper's judgement, in one process."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from jobs_kit import AT, ask, clerk_of, commune, first_villages, state_of, villages

from chungtay.accounts.roles import Role
from chungtay.audit.models import Event
from chungtay.jobs.actions import cancel_job, enqueue_job, retry_job
from chungtay.jobs.models import Job
from chungtay.jobs.pace import Pace, pace
from chungtay.jobs.progress import Progress, Superseded
from chungtay.jobs.registry import find_kind, job
from chungtay.jobs.sweeper import sweep
from chungtay.jobs.transitions import Claim, claim, database_time, fail, finish, release
from chungtay.jobs.worker import SweepingWorker
from chungtay.kit.errors import Forbidden, UserError
from chungtay.localities.access import Reader

PATIENCE = dt.timedelta(seconds=30)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def settle(django_capture_on_commit_callbacks: Any) -> Any:
    """Does something, commits, and lets a worker empty the queue."""

    def run(act: Any = None, *, work: bool = True) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            done = act() if act else None
        if work:
            with django_capture_on_commit_callbacks(execute=True):
                SweepingWorker(pace=Pace(), batch=True).run()
        return done

    return run


def events() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("event", flat=True))


def test_a_job_is_done_and_tells_its_result(clerk: Reader, settle: Any) -> None:
    job = settle(lambda: ask(clerk, count=3))
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert villages() == first_villages(3)
    assert (job.done, job.total) == (3, 3)
    assert job.result_url == f"/viec/{job.pk}/"
    assert (job.requested_by_name, job.created_at) == ("Cán bộ mẫu 01", AT)
    assert job.started_at is not None
    assert job.finished_at is not None
    assert events() == ["job.asked", "job.done"]


def test_the_same_key_twice_is_one_job(clerk: Reader, settle: Any) -> None:
    waiting = settle(lambda: ask(clerk, count=2), work=False)
    assert settle(lambda: ask(clerk, count=2)) == waiting
    assert state_of(waiting) == Job.State.DONE
    assert settle(lambda: ask(clerk, count=2)) == waiting
    assert Job.objects.count() == 1
    assert villages() == first_villages(2)
    assert events() == ["job.asked", "job.done"]


def test_the_same_key_in_another_commune_is_another_job(clerk: Reader, settle: Any) -> None:
    other = clerk_of(commune("xa-khac"))
    assert settle(lambda: ask(clerk, count=1)) != settle(lambda: ask(other, count=1))
    assert Job.objects.filter(state=Job.State.DONE).count() == 2


def test_asking_again_after_a_failure_begins_anew_and_with_other_data_from_the_start(
    clerk: Reader, settle: Any, tmp_path: Path
) -> None:
    seal = tmp_path / "seal"
    job = settle(lambda: ask(clerk, kind="needs-a-seal", sealed_if=str(seal)))
    assert Job.objects.get(pk=job.pk).done == 1
    other_seal = tmp_path / "other"
    other_seal.touch()
    settle(lambda: ask(clerk, kind="needs-a-seal", sealed_if=str(other_seal)))
    assert state_of(job) == Job.State.DONE
    assert villages() == ["Thôn mẫu 01", "Thôn mẫu 01", "Thôn mẫu 02"]


def test_a_refused_job_says_why_and_a_retry_goes_on_where_it_stood(clerk: Reader, settle: Any, tmp_path: Path) -> None:
    seal = tmp_path / "seal"
    job = settle(lambda: ask(clerk, kind="needs-a-seal", sealed_if=str(seal)))
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.error == "Chưa có mẫu dấu. Đưa mẫu dấu lên rồi bấm “Làm lại”.\nThiếu dấu của Hội đồng\nThiếu dấu của xã"

    seal.touch()
    settle(lambda: retry_job(job=job, by=clerk, at=AT))
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.DONE, "")
    assert villages() == first_villages(2)
    assert events() == ["job.asked", "job.failed", "job.retried", "job.done"]


def test_a_bug_is_told_in_words_for_people_and_its_trace_stays_with_the_task(clerk: Reader, settle: Any) -> None:
    job = settle(lambda: ask(clerk, kind="breaks"))
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "secret" not in job.error
    assert f"số {job.pk}" in job.error
    task = DBTaskResult.objects.get()
    assert task.status == TaskResultStatus.FAILED
    assert "secret detail of the program" in task.traceback


def test_a_job_cancelled_while_waiting_never_runs(clerk: Reader, settle: Any) -> None:
    job = settle(lambda: ask(clerk, count=2), work=False)
    settle(lambda: cancel_job(job=job, by=clerk, at=AT))
    assert state_of(job) == Job.State.CANCELLED
    assert villages() == []
    settle(lambda: retry_job(job=job, by=clerk, at=AT))
    assert state_of(job) == Job.State.DONE
    assert villages() == first_villages(2)


def test_a_finished_job_can_neither_be_stopped_nor_done_again(clerk: Reader, settle: Any) -> None:
    job = settle(lambda: ask(clerk, count=1))
    with pytest.raises(UserError, match="đã kết thúc"):
        cancel_job(job=job, by=clerk, at=AT)
    with pytest.raises(UserError, match="đã xong"):
        retry_job(job=job, by=clerk, at=AT)
    assert state_of(job) == Job.State.DONE


def test_only_who_asked_or_who_runs_movements_there_may_stop_a_job(clerk: Reader) -> None:
    by = clerk_of(clerk.locality, "Cán bộ mẫu 02", "2", Role.STAFF)
    job = ask(by, count=1)
    colleague = clerk_of(clerk.locality, "Cán bộ mẫu 03", "3", Role.STAFF)
    above = clerk_of(commune("tinh-mau"), "Cán bộ mẫu 04", "4", Role.CLERK, Role.OVERSEER)
    for stranger in (colleague, above):
        with pytest.raises(Forbidden, match="Cán bộ mẫu 02"):
            cancel_job(job=job, by=stranger, at=AT)
    assert state_of(job) == Job.State.WAITING
    assert cancel_job(job=job, by=clerk, at=AT).state == Job.State.CANCELLED


def test_asking_is_refused_for_what_could_never_run(clerk: Reader) -> None:
    with pytest.raises(LookupError):
        ask(clerk, kind="unheard-of")
    with pytest.raises(TypeError):
        ask(clerk, day=dt.date(2025, 12, 5))
    ask(clerk, count=1)
    with pytest.raises(ValueError, match="belongs to a job of kind"):
        ask(clerk, kind="breaks")
    with pytest.raises(ValueError, match="1 to 200"):
        enqueue_job(kind="breaks", title="x", key="x" * 201, arguments={}, by=clerk, at=AT)


def test_two_functions_may_not_share_a_kind() -> None:
    with pytest.raises(ValueError, match="already"):
        job("villages")(lambda work: {})
    assert find_kind("villages").work.__name__ == "found_villages"  # type: ignore[union-attr]


class TestSweeper:
    @pytest.fixture
    def running(self, clerk: Reader, settle: Any) -> Job:
        """A job whose worker claimed both the task and the job, and then went silent."""
        job = settle(lambda: ask(clerk, count=2), work=False)
        DBTaskResult.objects.get().claim("w1")
        job.refresh_from_db()
        assert claim(job.pk, task_result_id=job.task_result_id, worker="w1", pace=Pace())
        return job

    def test_a_beating_job_is_left_alone(self, running: Job) -> None:
        assert not sweep(now=database_time(), limit=PATIENCE)
        assert Job.objects.get(pk=running.pk).worker == "w1"

    def test_a_silent_job_goes_to_the_next_worker(self, running: Job, settle: Any) -> None:
        swept = settle(lambda: sweep(now=database_time() + HOUR, limit=PATIENCE), work=False)
        assert (swept.put_back, swept.given_up, swept.queued) == (1, 0, 0)
        assert state_of(running) == Job.State.WAITING
        settle()
        running.refresh_from_db()
        assert (running.state, running.attempts) == (Job.State.DONE, 2)
        assert villages() == first_villages(2)

    def test_a_live_job_is_not_run_by_a_second_worker(self, running: Job) -> None:
        assert claim(running.pk, task_result_id=running.task_result_id, worker="w2", pace=Pace()) is None
        assert claim(running.pk, task_result_id="another task", worker="w2", pace=Pace()) is None

    def test_a_worker_whose_job_was_swept_away_can_write_nothing_more(self, running: Job, settle: Any) -> None:
        late = Claim(running.pk, running.task_result_id, "w1")
        hand = Progress(late, running)
        settle(lambda: sweep(now=database_time() + HOUR, limit=PATIENCE), work=False)

        with pytest.raises(Superseded):
            hand.step(1, 2)
        with pytest.raises(Superseded), hand.saving(1, 2):
            pytest.fail("the unit began")
        assert not finish(late, {"count": 7})
        assert not fail(late, "late")
        assert not release(late, forgive=False, pace=Pace())
        assert claim(running.pk, task_result_id=late.task_result_id, worker="w1", pace=Pace()) is None
        settle()
        running.refresh_from_db()
        assert (running.state, running.result["count"]) == (Job.State.DONE, 2)

    def test_progress_is_on_the_screen_while_the_job_runs(self, running: Job) -> None:
        hand = Progress(Claim(running.pk, running.task_result_id, "w1"), running)
        hand.step(120, 400)
        running.refresh_from_db()
        assert running.words == "Đang lập 120/400 thôn mẫu"
        hand.step(121, 400, "Đang lập thôn cuối")
        running.refresh_from_db()
        assert running.words == "Đang lập thôn cuối"

    def test_after_the_last_attempt_the_job_fails_and_says_what_to_do(self, running: Job) -> None:
        swept = sweep(now=database_time() + HOUR, limit=PATIENCE, at_pace=Pace(attempts=1))
        assert (swept.put_back, swept.given_up) == (0, 1)
        running.refresh_from_db()
        assert running.state == Job.State.FAILED
        assert "Làm lại" in running.error

    def test_a_worker_that_died_between_the_queue_and_the_job_loses_nothing(self, clerk: Reader, settle: Any) -> None:
        job = settle(lambda: ask(clerk, count=2), work=False)
        DBTaskResult.objects.get().claim("w1")
        assert not sweep(now=database_time(), limit=PATIENCE), "claimed a moment ago"

        swept = settle(lambda: sweep(now=database_time() + HOUR, limit=PATIENCE))
        assert swept.queued == 1
        assert state_of(job) == Job.State.DONE
        assert villages() == first_villages(2)
        assert set(DBTaskResult.objects.values_list("status", flat=True)) == {
            TaskResultStatus.FAILED,
            TaskResultStatus.SUCCESSFUL,
        }

    def test_a_job_saved_but_never_queued_is_queued(self, clerk: Reader, settle: Any) -> None:
        job = ask(clerk, count=2)  # the program died after the commit, before the queue
        assert not DBTaskResult.objects.exists()
        settle(lambda: sweep(now=database_time() + HOUR, limit=PATIENCE))
        assert state_of(job) == Job.State.DONE

    def test_a_job_that_only_waits_its_turn_is_not_queued_twice(self, clerk: Reader, settle: Any) -> None:
        settle(lambda: ask(clerk, count=2), work=False)
        assert not settle(lambda: sweep(now=database_time() + HOUR, limit=PATIENCE), work=False)
        assert DBTaskResult.objects.count() == 1

    def test_a_task_that_comes_twice_changes_nothing(self, clerk: Reader, settle: Any) -> None:
        job = settle(lambda: ask(clerk, count=2))
        before = Job.objects.values().get(pk=job.pk)
        DBTaskResult.objects.update(status=TaskResultStatus.READY)
        settle()
        assert Job.objects.values().get(pk=job.pk) == before
        assert villages() == first_villages(2)

    def test_what_is_not_json_cannot_become_a_result(self, running: Job) -> None:
        DBTaskResult.objects.update(started_at=timezone.now())
        held = claim(running.pk, task_result_id=running.task_result_id, worker="w1", pace=Pace(heartbeat=1e-9))
        assert held
        with pytest.raises(TypeError):
            finish(held[0], {"day": dt.date(2025, 12, 5)})
        assert state_of(running) == Job.State.RUNNING


def test_the_pace_comes_from_the_environment() -> None:
    assert pace({}) == Pace()
    assert pace({"CHUNGTAY_JOBS_HEARTBEAT": "2", "CHUNGTAY_JOBS_MISSED": "4"}).patience == dt.timedelta(seconds=8)


@pytest.mark.parametrize("wrong", ["0", "-1", "nan", "inf", "five"])
def test_a_pace_that_makes_no_sense_is_refused(wrong: str) -> None:
    from django.core.exceptions import ImproperlyConfigured

    with pytest.raises(ImproperlyConfigured, match="CHUNGTAY_JOBS_SWEEP"):
        pace({"CHUNGTAY_JOBS_SWEEP": wrong})


def test_the_default_patience_outlasts_the_wait_of_a_locked_database() -> None:
    from django.conf import settings

    waits = settings.DATABASES["default"].get("OPTIONS", {}).get("timeout", 20)
    assert Pace().patience.total_seconds() > waits + Pace().heartbeat
