"""Shared fixtures: a data folder of its own, sample localities with people, signed-in clients, the fixed day."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable

import pytest
from hypothesis import settings as hypothesis_settings

from support.browser import browser  # noqa: F401 - a fixture for every test
from support.kept import a_test_begins, kept
from support.leftovers import pytest_sessionfinish, pytest_terminal_summary  # noqa: F401 - hooks of the whole run
from support.places import DAY

# No timed assertions: a loaded machine is no fault of the code.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


ON_A_DATABASE = {"db", "transactional_db", "committed", "live_server", "server"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first. CHUNGTAY_TEST_ONLY=database: what tells nothing about a database is not asked again."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if os.environ.get("CHUNGTAY_TEST_ONLY") != "database":
        return
    asked = [
        item
        for item in items
        if (item.get_closest_marker("django_db") or ON_A_DATABASE & set(getattr(item, "fixturenames", ())))
        and not item.get_closest_marker("any_database")
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asked)])
    items[:] = asked


@pytest.fixture(autouse=True)
def _quiet_house(settings, tmp_path):
    """Uploads into the test's own folder, and the day on which the demonstration stands."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CHUNGTAY_TODAY = DAY
    a_test_begins()


@pytest.fixture
@kept
def place(db):
    """Xã Kim Phượng with its units and sample people (accounts canbo, chutich, thuky, vanthu, donvi, nhanvien)."""
    from chungtay.demo.people import PLACES, load_place

    return load_place(PLACES[0])


@pytest.fixture
@kept
def other_place(db):
    """Phường Tiến Thành: somebody else's locality."""
    from chungtay.demo.people import PLACES, load_place

    return load_place(PLACES[1])


@pytest.fixture
@kept
def movement(place):
    """The movement of xã Kim Phượng (plan 40/KH-UBND, quota 1 + 1), launched; nothing nominated yet."""
    from chungtay.demo.people import PLACES
    from support.rounds import load_movement

    return load_movement(PLACES[0])


@pytest.fixture
def client_of(db) -> Callable:
    """client_of("canbo.kimphuong") → a client signed in as that sample account."""
    from django.test import Client

    from chungtay.accounts.models import User

    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return sign_in


@pytest.fixture
def reader_of(db) -> Callable:
    """reader_of("canbo.kimphuong") → the reader that actions take as `by`."""
    from chungtay.accounts.models import User
    from chungtay.localities.access import reader_for

    def make(username: str, on: dt.date = DAY):
        reader = reader_for(User.objects.get(username=username), on=on)
        assert reader is not None
        return reader

    return make
