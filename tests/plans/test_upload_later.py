"""A PDF is read by a job: kept at once, read by the worker into the same draft that a text file gives."""

from __future__ import annotations

import datetime as dt

from chungtay import typesetting
from chungtay.demo.people import PLACES
from chungtay.jobs.models import Job
from chungtay.jobs.pace import Pace
from chungtay.jobs.worker import SweepingWorker
from chungtay.plans.models import Plan
from plans.plan_files import upload_of
from support.rounds import load_movement


def the_plan_as_pdf() -> bytes:
    content = load_movement(PLACES[2]).plan_version.content
    tree = typesetting.build("ke-hoach", content)
    return typesetting.render_pdf(tree, timestamp=dt.datetime(2025, 2, 1, tzinfo=dt.UTC))


def test_a_pdf_is_kept_now_and_read_by_the_worker(place, client_of, django_capture_on_commit_callbacks):
    pdf = the_plan_as_pdf()
    before = Plan.objects.count()
    client = client_of("canbo.kimphuong")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/ke-hoach/tai-len/", {"file": upload_of("ke-hoach.pdf", pdf)})
    waiting = Job.objects.get(kind="read-plan")
    assert response["Location"] == waiting.get_absolute_url()
    assert Plan.objects.count() == before
    with django_capture_on_commit_callbacks(execute=True):
        SweepingWorker(pace=Pace(), batch=True).run()
    waiting.refresh_from_db()
    assert waiting.state == "done", waiting.error
    read = Plan.objects.latest("pk")
    assert waiting.result["url"] == f"/ke-hoach/{read.pk}/"
    assert read.current.content["movement"]["year"] == 2025
    assert "cải cách hành chính" in read.title
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/ke-hoach/tai-len/", {"file": upload_of("ke-hoach.pdf", pdf)})
    assert Job.objects.filter(kind="read-plan").count() == 1


def test_a_picture_that_cannot_be_read_is_told_on_the_page_of_its_job(
    place, client_of, django_capture_on_commit_callbacks
):
    client = client_of("canbo.kimphuong")
    broken = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/ke-hoach/tai-len/", {"file": upload_of("anh.png", broken)})
    with django_capture_on_commit_callbacks(execute=True):
        SweepingWorker(pace=Pace(), batch=True).run()
    failed = Job.objects.get(kind="read-plan")
    assert failed.state == "failed"
    assert failed.error in client.get(failed.get_absolute_url()).content.decode()
    assert not Plan.objects.exists()
