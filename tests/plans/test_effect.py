"""The card “Căn cứ và hiệu lực”: what ends before the movement does, told once, with its place, as a reminder only."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chungtay.demo.movements import load_movement
from chungtay.demo.people import PLACES
from chungtay.plans import effect
from chungtay.plans.models import PlanVersion


def card(client, movement) -> str:
    page = client.get(f"/ke-hoach/{movement.plan_id}/").content.decode()
    return page[page.index('id="hieu-luc"') : page.index('id="noi-dung-ke-hoach"')]


def version_with(movement, source: str, *, bases: tuple[str, ...] = ()) -> PlanVersion:
    version = movement.plan.current
    rows = [{"text": text, "document_number": None, "date": None, "issuer": None} for text in bases]
    version.source_text, version.content = source, {**version.content, "legal_bases": rows}
    return version


def test_a_level_and_an_act_that_end_in_mid_movement_are_told_with_their_place(db, client_of):
    movement = load_movement(PLACES[2])
    shown = card(client_of("canbo.tunganh"), movement)
    assert shown.count("không còn cấp huyện") == 1
    assert "“huyện Đức Thọ”" in shown
    assert "Nghị định 61/2018/NĐ-CP chỉ còn hiệu lực đến 30/06/2025" in shown
    assert re.search(r"dòng \d+", shown)
    assert "Kế hoạch không ghi đủ ngày ban hành" in shown


def test_papers_that_the_register_does_not_have_are_said_to_be_unknown_not_expired(db, client_of):
    movement = load_movement(PLACES[4])
    shown = card(client_of("canbo.hongvan"), movement)
    assert "Không thấy văn bản hay cơ quan nào hết hiệu lực" in shown
    assert "Văn bản máy không có trong sổ" in shown
    assert "326/QĐ-UBND" in shown
    assert "R-1" not in shown


def test_an_expired_decree_of_the_source_is_told_once_even_when_the_bases_repeat_it(movement):
    cited = "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ"
    found = effect.of(version_with(movement, f"Tiêu đề\n\n{cited};\n", bases=(cited,))).findings
    assert [f.places for f in found] == ["dòng 3"]
    assert "hết hiệu lực từ 01/01/2024" in found[0].reason
    assert "98/2023/NĐ-CP" in found[0].reason
    assert found[0].sure


def test_a_base_that_a_person_corrected_is_judged_as_corrected(movement):
    cited = "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ"
    found = effect.of(version_with(movement, "", bases=(cited,))).findings
    assert [f.places for f in found] == ["phần căn cứ"]


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


def test_the_card_asks_the_database_nothing(movement):
    version = movement.plan.current
    with CaptureQueriesContext(connection) as caught:
        effect.of(version)
    assert len(caught) == 0
