"""What the tests of dossiers and meetings share: short ways to where a test begins."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from chungtay.accounts.models import User
from chungtay.demo.rounds import open_dossier
from chungtay.localities.access import Reader, reader_for
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import Movement
from chungtay.nominations.models import Nomination

DAY = dt.date(2025, 12, 2)
AT = dt.datetime(2025, 12, 2, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
CLERK, CHAIR, SECRETARY, UNIT_HEAD, STAFF = (
    f"{name}.kimphuong" for name in ("canbo", "chutich", "thuky", "donvi", "nhanvien")
)


def reader(login: str, on: dt.date = DAY) -> Reader:
    found = reader_for(User.objects.get(username=login), on=on)
    assert found is not None
    return found


def units(movement: Movement) -> list[Unit]:
    return list(Unit.objects.filter(locality=movement.locality).order_by("pk"))


def people(movement: Movement) -> list[Person]:
    """Sample people without an account and without a seat in the sample council first, so that nobody stands aside."""
    rows = Person.objects.filter(locality=movement.locality, user=None).order_by("council_seats", "pk")
    return sorted(rows, key=lambda p: (p.council_seats.exists(), p.pk))


def dossier(movement: Movement, nominee: Unit | Person, reach: str = "draft") -> Nomination:
    found = open_dossier(movement, movement.award_levels.get(), nominee, reach=reach, day=DAY)
    found.refresh_from_db()
    return found


def step(client, nomination: Nomination, verb: str, **words: str):
    """Presses a button of the dossier page."""
    nomination.refresh_from_db()
    data = {"version": nomination.version, "verb": verb, **words}
    return client.post(f"/ho-so/{nomination.pk}/buoc/", data)


def sent(*rows, **words):
    """What the dossier page sends for rows of papers or criteria: the row as it was shown, and what was typed."""
    return {f"{row.key}-{name}": value for row in rows for name, value in {"seen": row.shown, **words}.items()}
