"""An act that ends under a running movement is told once, with what stands in its place, and stops nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.demo.movements import load_movement
from chungtay.demo.people import PLACES
from chungtay.movements.changes import ended_acts

BEGAN = dt.date(2025, 2, 28)
NEW, OLD = "Nghị định 152/2025/NĐ-CP", "Nghị định 98/2023/NĐ-CP"


def page_of(client, movement) -> str:
    return client.get(f"/phong-trao/{movement.pk}/").content.decode()


def test_the_decree_of_2025_is_told_to_movements_that_began_before_it(movement, client_of):
    page = page_of(client_of("canbo.kimphuong"), movement)
    assert page.count("Nên xem lại kế hoạch.") == 1
    assert f"{OLD} hết hiệu lực từ 01/07/2025, thay bằng {NEW}: khi khen thưởng làm theo văn bản mới." in page


def test_one_notice_holds_the_decree_the_cited_act_and_the_district_level(db, client_of):
    movement = load_movement(PLACES[2])
    page = page_of(client_of("canbo.tunganh"), movement)
    assert page.count("Nên xem lại kế hoạch.") == 1
    assert f"thay bằng {NEW}" in page
    assert "Nghị định 61/2018/NĐ-CP mà kế hoạch dẫn hết hiệu lực từ 01/07/2025" in page
    assert "Từ 01/07/2025 không còn cấp huyện" in page


def test_a_movement_that_began_under_the_new_decree_hears_only_of_the_circular(db, client_of):
    movement = load_movement(PLACES[4])
    page = page_of(client_of("canbo.hongvan"), movement)
    assert OLD not in page
    assert "không còn cấp huyện" not in page
    assert "Thông tư 01/2024/TT-BNV hết hiệu lực từ 05/08/2025, thay bằng Thông tư 15/2025/TT-BNV" in page
    assert ended_acts({}, dt.date(2025, 8, 5), dt.date(2025, 12, 2)) == []


@pytest.mark.parametrize("state", ["summed_up", "archived", "under_revision"])
def test_a_movement_that_is_over_or_being_revised_is_not_told(movement, client_of, state):
    type(movement).objects.filter(pk=movement.pk).update(state=state)
    assert "Nên xem lại kế hoạch." not in page_of(client_of("canbo.kimphuong"), movement)


def test_nothing_is_said_up_to_the_last_day_of_an_act():
    assert ended_acts({}, BEGAN, dt.date(2025, 6, 30)) == []
    ended = ended_acts({}, BEGAN, dt.date(2025, 7, 1))
    assert [(e.act.name, e.since, [a.name for a in e.heirs]) for e in ended] == [(OLD, dt.date(2025, 7, 1), [NEW])]


def test_an_act_that_was_gone_before_the_plan_is_no_change():
    content = {"legal_bases": [{"text": "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ"}]}
    assert "91/2017/NĐ-CP" not in [e.act.number for e in ended_acts(content, BEGAN, dt.date(2025, 12, 2))]


def test_an_act_cited_twice_is_told_once():
    content = {"contents": [{"text": f"Thực hiện {OLD}"}, {"text": f"Theo {OLD} của Chính phủ"}]}
    assert [e.act.name for e in ended_acts(content, BEGAN, dt.date(2025, 12, 2))].count(OLD) == 1
