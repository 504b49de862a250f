"""“Điều chỉnh kế hoạch”: what ended under a running movement is work to settle, told with change, reason and day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chungtay.audit.models import Event
from chungtay.demo.movements import at
from chungtay.demo.people import PLACES
from chungtay.kit.errors import UserError
from chungtay.localities.working_days import calendar_of
from chungtay.movements import adjusting
from chungtay.movements.actions import launch_movement
from chungtay.movements.models import AdjustmentAnswer, Movement
from chungtay.movements.queries import limit_of
from chungtay.plans.actions import change_plan, draft_plan, review_field
from chungtay.plans.content import review_fields, value_at
from chungtay.plans.models import FieldReview, PlanVersion
from support.places import DAY
from support.rounds import load_movement

NOW = at(DAY)
DONE, NOT_NEEDED = AdjustmentAnswer.Outcome.DONE, AdjustmentAnswer.Outcome.NOT_NEEDED
OLD, NEW = "Nghị định 98/2023/NĐ-CP", "Nghị định 152/2025/NĐ-CP"
DECREE = "act:98/2023/NĐ-CP"


def matters(movement: Movement, on: dt.date = DAY) -> list[adjusting.Adjustment]:
    fresh = Movement.objects.get(pk=movement.pk)
    return adjusting.of(fresh, on, list(fresh.adjustment_answers.all()))


def keys(movement: Movement, on: dt.date = DAY) -> set[str]:
    return {matter.key for matter in matters(movement, on)}


def card(client, movement) -> str:
    page = client.get(f"/phong-trao/{movement.pk}/").content.decode()
    return page[page.index('id="dieu-chinh"') : page.index('id="chi-tieu"')]


def settle(movement, by, **given):
    return adjusting.settle_adjustment(movement=movement, by=by, at=NOW, on=DAY, **{"key": DECREE, **given})


def test_the_district_level_and_the_decrees_of_the_real_plans_are_told(db, client_of):
    movement = load_movement(PLACES[2])
    assert {"body:huyện", "act:61/2018/NĐ-CP", DECREE} <= keys(movement)
    shown = card(client_of("canbo.tunganh"), movement)
    for part in (
        f"Khi khen thưởng làm theo {NEW}", "chuyển việc về xã hoặc lên tỉnh", "Từ 01/07/2025.",
        "Thay Nghị định 61/2018/NĐ-CP bằng Nghị định 118/2025/NĐ-CP", "Không chặn việc nào",
    ):  # fmt: skip
        assert part in shown


@pytest.mark.parametrize("place", [0, 2, 3])
def test_every_plan_that_names_the_district_is_told(db, place):
    assert "body:huyện" in keys(load_movement(PLACES[place]))


def test_a_plan_of_the_new_order_is_not_told_of_the_old_one(db):
    found = keys(load_movement(PLACES[4]))
    assert DECREE not in found
    assert not any(key.startswith("body:") for key in found)


def test_nothing_is_told_up_to_the_last_day(movement):
    assert matters(movement, dt.date(2025, 6, 30)) == []
    assert DECREE in keys(movement, dt.date(2025, 7, 1))


def test_rated_criteria_of_a_movement_that_runs_into_another_table_of_ratings(movement):
    version = movement.plan_version
    period = {**version.content["movement"]["period"], "start": "2025-03-01", "end": "2026-06-30"}
    version.content = {**version.content, "movement": {**version.content["movement"], "period": period}}
    version.save()
    assert "rule:R-140" not in keys(movement, dt.date(2025, 12, 31))
    assert "rule:R-140" in keys(movement, dt.date(2026, 1, 1))


@pytest.mark.parametrize("state", ["summed_up", "archived", "closed_early"])
def test_a_movement_that_is_over_has_no_such_work(movement, state):
    Movement.objects.filter(pk=movement.pk).update(state=state)
    assert matters(movement) == []


def test_it_stands_in_the_clerks_work_and_leads_to_the_card(movement, client_of):
    home = client_of("canbo.kimphuong").get("/").content.decode()
    assert "Điều chỉnh kế hoạch: " in home
    assert f"/phong-trao/{movement.pk}/#dieu-chinh" in home
    assert "Điều chỉnh kế hoạch: " not in client_of("nhanvien.kimphuong").get("/").content.decode()


def test_done_by_a_newer_version_of_the_plan(movement, reader_of, client_of):
    old = movement.plan_version
    PlanVersion.objects.create(
        plan=movement.plan, number=2, content=old.content, provenance={}, created_at=NOW, frozen=True, reason="sửa"
    )
    answer = settle(movement, reader_of("canbo.kimphuong"), outcome=DONE)
    assert answer.version.number == 2
    assert "Đã sửa ở kế hoạch bản 2" in card(client_of("canbo.kimphuong"), movement)


def test_done_by_a_paper_when_no_newer_version_is_here(movement, reader_of, client_of):
    by = reader_of("canbo.kimphuong")
    with pytest.raises(UserError, match="Ghi số, ngày văn bản"):
        settle(movement, by, outcome=DONE)
    settle(movement, by, outcome=DONE, paper="Công văn 45/UBND-VHXH ngày 10/07/2025")
    assert "Công văn 45/UBND-VHXH" in card(client_of("canbo.kimphuong"), movement)
    assert Event.objects.get(event="movement.adjustment_settled").after["paper"].startswith("Công văn 45")


def test_not_needed_wants_a_reason_and_keeps_it(movement, reader_of, client_of):
    client = client_of("canbo.kimphuong")
    given = {"key": DECREE, "outcome": "not_needed", "reason": " "}
    response = client.post(f"/phong-trao/{movement.pk}/dieu-chinh/", given)
    assert response.status_code == 400
    assert "Chưa ghi lý do" in response.content.decode()
    response = client.post(f"/phong-trao/{movement.pk}/dieu-chinh/", {**given, "reason": "Kế hoạch không dẫn."})
    assert response["Location"].endswith("#dieu-chinh")
    assert [m.answer.reason for m in matters(movement) if not m.open] == ["Kế hoạch không dẫn."]


def test_settled_work_leaves_the_list_of_today(movement, reader_of, client_of):
    by = reader_of("canbo.kimphuong")
    for matter in matters(movement):
        settle(movement, by, key=matter.key, outcome=NOT_NEEDED, reason="Đã hướng dẫn riêng.")
    home = client_of("canbo.kimphuong").get("/").content.decode()
    assert "Điều chỉnh kế hoạch: " not in home


def test_an_answer_taken_back_opens_the_work_again_and_stays_in_the_history(movement, reader_of, client_of):
    settle(movement, reader_of("canbo.kimphuong"), outcome=NOT_NEEDED, reason="Không dẫn.")
    client_of("canbo.kimphuong").post(f"/phong-trao/{movement.pk}/dieu-chinh/mo-lai/", {"key": DECREE})
    assert all(matter.open for matter in matters(movement))
    assert [row["reason"] for row in adjusting.answers_of(movement)] == ["Không dẫn."]
    assert Event.objects.filter(event="movement.adjustment_reopened").exists()


def test_a_matter_is_settled_once(movement, reader_of):
    by = reader_of("canbo.kimphuong")
    settle(movement, by, outcome=NOT_NEEDED, reason="Không dẫn.")
    with pytest.raises(UserError, match="không còn mở"):
        settle(movement, by, outcome=NOT_NEEDED, reason="Không dẫn.")


def test_people_without_the_role_read_and_cannot_answer(movement, client_of):
    client = client_of("donvi.kimphuong")
    assert "Ghi không cần" not in card(client, movement)
    given = {"key": DECREE, "outcome": "not_needed", "reason": "Thôi."}
    assert client.post(f"/phong-trao/{movement.pk}/dieu-chinh/", given).status_code == 403


def test_the_work_of_all_movements_costs_four_queries(movement, reader_of):
    reader = reader_of("canbo.kimphuong")
    adjusting.open_by_movement(reader, DAY)
    with CaptureQueriesContext(connection) as caught:
        assert adjusting.open_by_movement(reader, DAY)
    assert len(caught) == 4


def test_what_a_reader_noted_about_the_plan_is_not_the_plan(movement):
    version = movement.plan_version
    version.content = {**version.content, "notes": [f"Cites {OLD}", "quận 9"]}
    version.save()
    assert not any("quận" in matter.why for matter in matters(movement))


def test_a_limit_that_the_plan_counts_in_working_days_is_kept_as_such(place, reader_of):
    source = load_movement(PLACES[0]).plan.current
    limit = {
        "what": "Gửi hồ sơ trong 5 ngày làm việc sau khi kết thúc phong trào", "date": None, "to_whom": None,
        "comparator": "after_event", "event": "kết thúc phong trào", "offset_days": 5,
    }  # fmt: skip
    by = reader_of("canbo.kimphuong")
    given = {"locality": place, "provenance": source.provenance, "source_text": "", "by": by, "at": NOW}
    plan = draft_plan(content={**source.content, "deadlines": [limit]}, source_file=source.source_file, **given)
    for spec in review_fields(plan.current.content):
        stated = value_at(plan.current.content, spec.path) is not None
        answer = FieldReview.Answer.CONFIRMED if stated else FieldReview.Answer.NOT_STATED
        review_field(version=plan.current, path=spec.path, answer=answer, by=by, at=NOW)
    movement = launch_movement(plan=change_plan(plan=plan, verb="register_issued", by=by, at=NOW), by=by, at=NOW)
    [row] = movement.deadlines.all()
    assert row.in_working_days
    assert "trong 5 ngày làm việc sau “kết thúc phong trào”" in limit_of(row, DAY, calendar_of(place)).meaning
