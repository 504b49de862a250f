"""A web server killed in the middle of a save leaves the whole of it with its line in the log, or nothing at all."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from chungtay.accounts.models import User
from chungtay.audit.actions import broken_links
from chungtay.audit.models import Event
from chungtay.demo.people import PLACES, load_place
from chungtay.localities.models import Appointment, Person, Unit
from support.committed import committed, database_url  # noqa: F401 - a fixture
from support.forms_walk import everything_saved

PAGE, NEW, TOKEN = "/tai-khoan/", "moi.kimphuong", "m" * 32
MOST_WRITES = 40


@pytest.fixture(autouse=True)
def db(committed: None) -> None:  # noqa: F811
    """Takes the place of pytest-django's, whose open transaction no other process could see."""


@pytest.fixture
def order(tmp_path: Path) -> Path:
    """The file that says after how many writes the process dies; without it, it lives."""
    return tmp_path / "order"


@pytest.fixture
def server(db: None, tmp_path: Path, order: Path) -> Iterator[int]:
    """The port of a real server with one process at a time on the committed database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": database_url(), "CHUNGTAY_DATA": str(tmp_path / "data"), "CHUNGTAY_SECRET": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "support.settings", "CHUNGTAY_TEST_KILL": str(order),
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]),
    }  # fmt: skip
    words = ["-m", "gunicorn", "killed_wsgi", "--preload", "--workers", "1", "--bind", f"127.0.0.1:{port}"]
    started = subprocess.Popen([sys.executable, *words, "--log-level", "critical"], env=environment)
    try:
        until_it_listens(port, started)
        yield port
    finally:
        started.terminate()
        started.wait()


def until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "the server ended at its start"
        time.sleep(0.1)
    pytest.fail("the server never listened")


def send(port: int, cookies: str, form: dict[str, object]) -> int | None:
    """The status of the answer, or None when the process died without one."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
    try:
        link.request("POST", PAGE, urlencode(form | {"csrfmiddlewaretoken": TOKEN}, doseq=True), headers)
        return link.getresponse().status
    except (ConnectionError, http.client.HTTPException):
        return None
    finally:
        link.close()


def test_a_save_cut_off_at_any_write_is_whole_with_its_event_or_nothing(server, order):
    locality = load_place(PLACES[0])
    browser = Client()
    browser.force_login(User.objects.get(username="quantri.kimphuong"))
    cookies = f"sessionid={browser.cookies['sessionid'].value}; csrftoken={TOKEN}"
    unit = Unit.objects.filter(locality=locality).first()
    person = Person.objects.filter(locality=locality, user=None).first()
    form: dict[str, object] = {
        "username": NEW, "person": person.pk, "full_name": "", "roles": ["unit_head", "staff"], "unit": unit.pk,
        "valid_from": "01/12/2025",
    }  # fmt: skip
    connection.close()
    before, died = everything_saved(), 0
    for writes in range(1, MOST_WRITES):
        order.write_text(str(writes))
        status = send(server, cookies, form)
        if status is not None:
            break
        died += 1
        now = everything_saved()
        if now != before:  # killed after the transaction was saved: then nothing of it is missing
            break
    assert died >= 4, f"killed {died} times; the answer was {status}"
    assert status in (200, None)
    user = User.objects.get(username=NEW)
    assert user.person == person
    assert set(Appointment.objects.filter(user=user).values_list("role", flat=True)) == {"unit_head", "staff"}
    told = sorted(Event.objects.filter(actor_name="Quản trị mẫu").values_list("event", flat=True))
    assert told == ["account.linked", "account.opened", "locality.appointed", "locality.appointed"]
    assert list(broken_links()) == []
