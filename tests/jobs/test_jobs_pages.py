"""The page of one job, as the clerk sees it: words, figures, what to do next, and nothing of another commune."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jobs_kit import AT, ask, commune

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.jobs.models import Job
from chungtay.localities.access import Reader, reader_for
from chungtay.localities.models import Appointment, Locality

DAY = dt.date(2025, 12, 2)
POLLED = {"HX-Request": "true"}
SignIn = Callable[..., tuple[Client, Reader]]


@pytest.fixture(autouse=True)
def _static_folder(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path  # WhiteNoise warns when the folder is missing


@pytest.fixture
def sign_in(db: None) -> SignIn:
    def make(locality: Locality, name: str = "Cán bộ mẫu 01", role: Role = Role.CLERK) -> tuple[Client, Reader]:
        user = User.objects.create_user(f"user{User.objects.count()}", full_name=name)
        Appointment.objects.create(user=user, locality=locality, role=role, valid_from=dt.date(2025, 7, 1))
        client = Client()
        client.force_login(user)
        reader = reader_for(user, on=DAY)
        assert reader
        return client, reader

    return make


def put(job: Job, **values: object) -> None:
    Job.objects.filter(pk=job.pk).update(**values)


def text_of(client: Client, job: Job, **more: object) -> str:
    response = client.get(f"/viec/{job.pk}/", **more)  # type: ignore[arg-type]
    assert response.status_code == 200
    return response.content.decode()


def test_a_running_job_shows_how_far_it_is_and_asks_again_by_itself(sign_in: SignIn) -> None:
    client, clerk = sign_in(commune())
    job = ask(clerk, count=400)
    put(job, state=Job.State.RUNNING, done=120, total=400)

    whole = text_of(client, job)
    assert "<h1>Lập thôn mẫu</h1>" in whole
    assert "Đang lập 120/400 thôn mẫu" in whole
    assert 'hx-trigger="every 2s"' in whole
    assert "Xem lại" in whole, "the way without JavaScript"
    assert "Dừng việc này" in whole

    part = text_of(client, job, headers=POLLED)
    assert "<html" not in part
    assert "Đang lập 120/400 thôn mẫu" in part


def test_thousands_are_told_with_the_dot(sign_in: SignIn) -> None:
    client, clerk = sign_in(commune())
    job = ask(clerk, count=2000)
    put(job, state=Job.State.RUNNING, done=1608, total=2000)
    assert "Đang lập 1.608/2.000 thôn mẫu" in text_of(client, job)


def test_a_change_of_state_is_spoken_once(sign_in: SignIn) -> None:
    client, clerk = sign_in(commune())
    job = ask(clerk, count=1)
    put(job, state=Job.State.RUNNING)
    assert "job-announce" in text_of(client, job, data={"seen": "waiting"}, headers=POLLED)
    assert "job-announce" not in text_of(client, job, data={"seen": "running"}, headers=POLLED)


def test_a_finished_job_leads_to_its_result_and_asks_no_more(sign_in: SignIn) -> None:
    client, clerk = sign_in(commune())
    job = ask(clerk, count=2)
    put(job, state=Job.State.DONE, done=2, total=2, result={"url": "/van-ban/7/", "label": "Mở 2 giấy khen"})
    whole = text_of(client, job)
    assert 'href="/van-ban/7/"' in whole
    assert "Mở 2 giấy khen" in whole
    assert "every 2s" not in whole
    assert "Dừng việc này" not in whole


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", 7])
def test_a_result_never_leads_out_of_the_house(sign_in: SignIn, address: object) -> None:
    client, clerk = sign_in(commune())
    job = ask(clerk, count=2)
    put(job, state=Job.State.DONE, result={"url": address})
    assert str(address) not in text_of(client, job).replace(f"/viec/{job.pk}/", "") or address == 7
    assert "Mở kết quả" not in text_of(client, job)


def test_a_failed_job_says_why_and_is_retried_with_one_button(sign_in: SignIn) -> None:
    client, clerk = sign_in(commune())
    job = ask(clerk, count=2)
    put(job, state=Job.State.FAILED, error="Chưa in được loạt này.\nGiấy số 7: tên quá dài.\nGiấy <số> 9")
    shown = text_of(client, job)
    assert "<p>Chưa in được loạt này.<br>Giấy số 7: tên quá dài.<br>Giấy &lt;số&gt; 9</p>" in shown
    response = client.post(f"/viec/{job.pk}/lam-lai/")
    assert response["Location"] == f"/viec/{job.pk}/"
    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_a_job_is_stopped_with_one_button_and_says_what_is_kept(sign_in: SignIn) -> None:
    client, clerk = sign_in(commune())
    job = ask(clerk, count=9)
    put(job, state=Job.State.RUNNING, done=3, total=9)
    shown = client.post(f"/viec/{job.pk}/dung/", follow=True).content.decode()
    assert "Đã dừng" in shown
    assert "3/9" in shown
    assert "Làm lại" in shown
    assert "every 2s" not in shown


def test_colleagues_see_the_job_but_no_buttons_that_are_not_theirs(sign_in: SignIn) -> None:
    place = commune()
    _, clerk = sign_in(place)
    job = ask(clerk, count=9)
    colleague, _ = sign_in(place, "Cán bộ mẫu 02", Role.STAFF)
    assert "Dừng việc này" not in text_of(colleague, job)
    refused = colleague.post(f"/viec/{job.pk}/dung/")
    assert refused.status_code == 403
    assert "Cán bộ mẫu 01" in refused.content.decode()


def test_a_job_of_another_commune_does_not_exist(sign_in: SignIn) -> None:
    _, clerk = sign_in(commune())
    stranger, _ = sign_in(commune("xa-khac"), "Cán bộ mẫu 02")
    job = ask(clerk, count=9)
    assert stranger.get(f"/viec/{job.pk}/").status_code == 404
    for verb in ("dung", "lam-lai"):
        assert stranger.post(f"/viec/{job.pk}/{verb}/").status_code == 404
    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_strangers_sign_in_first_and_looking_never_changes_anything(sign_in: SignIn) -> None:
    client, clerk = sign_in(commune())
    job = ask(clerk, count=9)
    assert Client().get(f"/viec/{job.pk}/")["Location"].startswith("/dang-nhap/")
    assert client.get(f"/viec/{job.pk}/dung/").status_code == 405
    assert client.get(f"/viec/{job.pk}/lam-lai/").status_code == 405


def test_who_asked_and_when_is_on_the_page(sign_in: SignIn) -> None:
    client, clerk = sign_in(commune())
    job = ask(clerk, count=9)
    whole = text_of(client, job)
    assert "Cán bộ mẫu 01 giao lúc" in whole
    assert f"{AT:%d/%m/%Y}" in whole
