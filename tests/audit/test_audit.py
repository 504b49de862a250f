"""The log is written in the transaction of the write, cannot be changed, and shows it when somebody did anyway."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from chungtay.audit.actions import broken_links, record
from chungtay.audit.models import Chain, Event
from chungtay.demo.people import PLACES, load_place
from chungtay.localities.access import system_reader

NOW = dt.datetime(2025, 12, 2, 9, tzinfo=dt.UTC)


def write(place, event="test.happened"):
    return record(event, by=system_reader(place), at=NOW, scope=place.code, subject=place, after={"at": NOW})


def unprotect():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_event_no_update")
            cursor.execute("DROP TRIGGER audit_event_no_delete")
        else:
            cursor.execute("DROP TRIGGER audit_event_append_only ON audit_event")


def test_events_form_one_chain_per_locality(place, other_place):
    for _ in range(3):
        write(place)
    write(other_place)
    numbers = list(Event.objects.filter(scope=place.code).values_list("sequence", flat=True))
    assert numbers == [1, 2, 3]
    assert Event.objects.get(scope=other_place.code).sequence == 1
    assert list(broken_links()) == []


@pytest.mark.parametrize("attack", ["update", "delete"])
def test_the_database_refuses_to_change_an_event(place, attack):
    event = write(place)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows = Event.objects.filter(pk=event.pk)
        rows.update(note="khác") if attack == "update" else rows.delete()
    assert Event.objects.get(pk=event.pk).note == ""


@pytest.mark.parametrize(
    ("attack", "told"),
    [
        (lambda: Event.objects.filter(sequence=2).update(actor_name="Người khác"), "nội dung đã bị sửa"),
        (lambda: Event.objects.filter(sequence=2).delete(), "thiếu sự kiện số 2"),
        (lambda: Event.objects.filter(sequence=3).delete(), "cắt ở cuối"),
    ],
)
def test_a_change_behind_the_triggers_is_found(place, attack, told):
    for _ in range(3):
        write(place)
    unprotect()
    attack()
    assert any(told in fault for fault in broken_links(place.code))


@pytest.mark.django_db(transaction=True)
def test_an_event_dies_with_the_write_that_it_tells():
    place = load_place(PLACES[0])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(place)
        raise ZeroDivisionError
    assert not Event.objects.filter(scope=place.code).exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    place = load_place(PLACES[0])
    with pytest.raises(RuntimeError):
        write(place)


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_do_not_fork_the_chain():
    place = load_place(PLACES[0])
    faults: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(5):
                with transaction.atomic():
                    write(place)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert Chain.objects.get(scope=place.code).length == 20
    assert list(broken_links(place.code)) == []
