"""The days on which a plan is judged, and the papers that the register does not know."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chungtay.demo.people import PLACES
from chungtay.plans import effect
from support.rounds import load_movement


def test_papers_that_the_register_does_not_have_are_said_to_be_unknown_not_expired(db, client_of):
    movement = load_movement(PLACES[4])
    shown = client_of("canbo.hongvan").get(f"/ke-hoach/{movement.plan_id}/").content.decode()
    assert "Văn bản máy không có trong sổ" in shown
    assert "326/QĐ-UBND" in effect.unknown_papers(movement.plan.current)[1]


@pytest.mark.parametrize(
    ("dated", "came", "day", "stated"),
    [
        ("2025-02-18", "2025-03-01", "2025-02-18", True),
        ("2025-02", "2025-02-20", "2025-02-20", False),
        ("2025-02", "2026-01-05", "2025-02-28", False),
        ("2025", "2024-12-30", "2025-01-01", False),
        (None, "2025-03-03", "2025-03-03", False),
    ],
)
def test_the_day_of_a_plan_without_a_full_date_stays_inside_what_is_stated(movement, dated, came, day, stated):
    version = movement.plan.current
    version.content = {**version.content, "document": {**version.header, "date": dated}}
    version.created_at = dt.datetime.fromisoformat(f"{came}T09:00:00+07:00")
    assert effect.plan_day(version) == effect.PlanDay(dt.date.fromisoformat(day), stated)


def test_nothing_of_this_asks_the_database(movement):
    version = movement.plan.current
    with CaptureQueriesContext(connection) as caught:
        effect.unknown_papers(version)
    assert len(caught) == 0
