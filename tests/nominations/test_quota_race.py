"""Two secretaries, one seat, real transactions on real connections: exactly one dossier is selected."""

from __future__ import annotations

import importlib
import threading

import pytest
from django.db import connection, connections

from chungtay.audit.actions import broken_links
from chungtay.kit.errors import UserError
from chungtay.nominations.actions import step_dossier
from chungtay.nominations.models import Nomination
from chungtay.nominations.queries import seats_taken
from nominations.dossier_kit import AT, DAY, SECRETARY, dossier, people, reader

_TRIGGERS = importlib.import_module("chungtay.audit.migrations.0002_append_only")


@pytest.fixture
def _append_only_afterwards(django_db_setup, django_db_blocker):
    """Set up before the database of the test, so that it ends after its flush: SQLite's guard is put back."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for statement in _TRIGGERS.SQLITE:
                    cursor.execute(statement)


@pytest.fixture
def _flushable(_append_only_afterwards, transactional_db):
    """The flush at the end deletes rows one by one on SQLite, which the audit log rightly refuses."""
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in _TRIGGERS.UNDO["sqlite"]:
                cursor.execute(statement)


@pytest.mark.usefixtures("_flushable")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rivals", [2, 4])
def test_one_seat_is_given_once(request, rivals):
    movement = request.getfixturevalue("movement")
    level = movement.award_levels.get()
    assert level.quota_individuals == 1
    listed = [dossier(movement, person, "shortlisted") for person in people(movement)[:rivals]]
    secretary = reader(SECRETARY)
    start = threading.Barrier(rivals)
    said: list[str] = []

    def press(pk: int) -> None:
        try:
            start.wait()
            step_dossier(
                nomination=Nomination.objects.get(pk=pk), verb="select", by=secretary, at=AT, on=DAY,
                extra_facts={"count_closed": True},
            )  # fmt: skip
            said.append("selected")
        except UserError as refused:
            said.append(refused.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(nomination.pk,)) for nomination in listed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("selected") == 1
    assert all("Đã đủ số lượng" in words for words in said if words != "selected")
    assert Nomination.objects.filter(state="selected").count() == 1 == seats_taken(level, "individual")
    assert list(broken_links()) == []
