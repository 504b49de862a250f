"""“Điều cần xem lại” on the plan page: told with words, reason and rule, answered by people, made anew on change."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chungtay.audit.models import Event
from chungtay.demo.movements import at, load_movement
from chungtay.demo.people import PLACES
from chungtay.kit.errors import UserError
from chungtay.localities.models import CalendarDay
from chungtay.plans import checking
from chungtay.plans.models import FieldReview, FindingAnswer, Plan, PlanCheck
from support.places import DAY

NOW = at(DAY)


def leave(plan: Plan, check: str, reason: str, by) -> None:
    checking.leave_finding(version=plan.current, key=row_of(plan, check).key, reason=reason, by=by, at=NOW)


def panel_of(plan: Plan) -> checking.Panel:
    return checking.panel(Plan.objects.get(pk=plan.pk).current, on=DAY, at=NOW)


def row_of(plan: Plan, check: str) -> checking.Row:
    return next(row for row in panel_of(plan).rows if row.told["check"] == check)


def shown(client, plan) -> str:
    page = client.get(f"/ke-hoach/{plan.pk}/").content.decode()
    return page[page.index('id="xem-lai"') : page.index('id="noi-dung-ke-hoach"')]


def test_the_page_shows_words_reason_advice_and_rule_and_links_to_the_place(draft, client_of):
    page = client_of("canbo.kimphuong").get(f"/ke-hoach/{draft.pk}/").content.decode()
    row = row_of(draft, "mat-chu-khong")
    assert f'id="{row.mark}"' in page  # the place in the source
    panel = shown(client_of("canbo.kimphuong"), draft)
    for part in (f'href="#{row.mark}"', "hình thức, lãng phí", "Câu nói ngược ý", "Nên làm", f'id="{row.anchor}"'):
        assert part in panel
    assert "/can-cu/quy-dinh/R-14/?ngay=" in panel
    assert "không chặn việc nào" in panel


def test_a_level_and_an_act_that_end_in_mid_movement_are_told(db, client_of):
    movement = load_movement(PLACES[2])
    panel = shown(client_of("canbo.tunganh"), movement.plan)
    assert panel.count("Từ 01/07/2025 không còn cấp huyện") == 1
    assert "“huyện Đức Thọ”" in panel
    assert "Nghị định 61/2018/NĐ-CP chỉ còn hiệu lực đến 30/06/2025" in panel


def test_the_check_is_kept_with_its_day_and_its_rules(draft):
    panel_of(draft)
    check = PlanCheck.objects.get(version__plan=draft)
    assert (check.checked_on, check.plan_day) == (DAY, dt.date(2025, 2, 1))
    assert check.ruleset_version
    assert {"check", "severity", "message", "why", "suggestion", "rules", "place", "key"} <= set(check.findings[0])


def test_it_is_made_once_and_read_afterwards(draft):
    panel_of(draft)
    first = PlanCheck.objects.get().checked_at
    checking.panel(Plan.objects.get().current, on=DAY, at=at(DAY, 17))
    assert PlanCheck.objects.get().checked_at == first


def test_a_corrected_value_makes_it_anew(draft, client_of):
    assert [r.told["message"] for r in panel_of(draft).rows if r.told["check"] == "so-ngay-trong"] != []
    client = client_of("canbo.kimphuong")
    for path, value in (("document.number_code", "12/KH-UBND"), ("document.date", "20/02/2025")):
        client.post(
            f"/ke-hoach/{draft.pk}/muc/", {"path": path, "answer": FieldReview.Answer.CORRECTED, "value": value}
        )
    assert "so-ngay-trong" not in [row.told["check"] for row in panel_of(draft).rows]


def test_the_law_that_moved_since_makes_it_anew_and_nothing_else_does(draft):
    version = draft.current
    checking.panel(version, on=dt.date(2025, 6, 1), at=NOW)
    checking.panel(version, on=dt.date(2025, 6, 2), at=NOW)
    assert PlanCheck.objects.get().checked_on == dt.date(2025, 6, 1)
    checking.panel(version, on=dt.date(2025, 7, 2), at=NOW)
    assert PlanCheck.objects.get().checked_on == dt.date(2025, 7, 2)


def test_what_the_place_enters_in_its_calendar_makes_it_anew(draft):
    assert "han-roi-ngay-nghi" not in {row.told["check"] for row in panel_of(draft).rows}
    limits = [
        row for row in draft.current.content["deadlines"] if row["date"] and len(row["date"]) == len("2025-12-15")
    ]
    for last in {
        dt.date.fromisoformat(row["date"]) - dt.timedelta(days=row["comparator"] == "before") for row in limits
    }:
        CalendarDay.objects.create(locality=draft.locality, day=last, act="nghỉ", reason="ngày hội của xã mẫu",
                                   document="Công văn mẫu", entered_by="Quản trị mẫu", entered_at=NOW)  # fmt: skip
    assert "ngày hội của xã mẫu" in row_of(draft, "han-roi-ngay-nghi").told["message"]


def test_a_finding_is_left_with_a_reason_and_the_reason_is_kept_and_audited(draft, client_of):
    row = row_of(draft, "so-luong-khong-neu")
    client = client_of("canbo.kimphuong")
    before = len(panel_of(draft).to_look)
    response = client.post(
        f"/ke-hoach/{draft.pk}/xem-lai/giu-nguyen/", {"key": row.key, "reason": "Số lượng do huyện quyết định."}
    )
    assert response["Location"].endswith("#xem-lai")
    panel = panel_of(draft)
    assert len(panel.to_look) == before - 1
    assert [r.answer.reason for r in panel.answered] == ["Số lượng do huyện quyết định."]
    event = Event.objects.get(event="plan.finding_left")
    assert event.note == "Số lượng do huyện quyết định."
    assert "Số lượng do huyện quyết định." in shown(client, draft)


def test_without_a_reason_nothing_is_kept_and_what_was_meant_stands_open(draft, client_of):
    row = row_of(draft, "so-luong-khong-neu")
    response = client_of("canbo.kimphuong").post(
        f"/ke-hoach/{draft.pk}/xem-lai/giu-nguyen/", {"key": row.key, "reason": "  "}
    )
    assert response.status_code == 400
    assert "Chưa ghi lý do" in response.content.decode()
    assert not FindingAnswer.objects.exists()


def test_an_answer_taken_back_brings_the_finding_back_and_stays_in_the_history(draft, client_of, reader_of):
    leave(draft, "so-luong-khong-neu", "Do huyện.", reader_of("canbo.kimphuong"))
    client_of("canbo.kimphuong").post(f"/ke-hoach/{draft.pk}/xem-lai/mo-lai/", {"key": panel_of(draft).answered[0].key})
    assert not panel_of(draft).answered
    assert FindingAnswer.objects.get().taken_back_by
    leave(draft, "so-luong-khong-neu", "Vẫn do huyện.", reader_of("canbo.kimphuong"))
    assert FindingAnswer.objects.count() == 2


def test_two_people_do_not_answer_one_finding_twice(draft, reader_of):
    key = row_of(draft, "so-luong-khong-neu").key
    by = reader_of("canbo.kimphuong")
    checking.leave_finding(version=draft.current, key=key, reason="Một.", by=by, at=NOW)
    with pytest.raises(UserError, match="đã có người trả lời"):
        checking.leave_finding(version=draft.current, key=key, reason="Hai.", by=by, at=NOW)


def test_the_chair_reads_but_does_not_answer(draft, client_of):
    key = row_of(draft, "so-luong-khong-neu").key
    client = client_of("chutich.kimphuong")
    assert "Ghi lý do, giữ nguyên" not in shown(client, draft)
    response = client.post(f"/ke-hoach/{draft.pk}/xem-lai/giu-nguyen/", {"key": key, "reason": "Thôi."})
    assert response.status_code == 403


def test_findings_block_nothing(db):
    plan = load_movement(PLACES[2]).plan
    assert panel_of(plan).to_look
    assert plan.state == "issued"


def test_the_list_counts_what_is_still_to_be_looked_at(draft, client_of, reader_of):
    client = client_of("canbo.kimphuong")
    count = int(re.search(r"(\d+) điều cần xem lại", client.get("/ke-hoach/").content.decode())[1])
    assert count == len(panel_of(draft).to_look)
    leave(draft, "so-luong-khong-neu", "Do huyện.", reader_of("canbo.kimphuong"))
    assert f"{count - 1} điều cần xem lại" in client.get("/ke-hoach/").content.decode()


def test_a_checked_list_costs_five_queries_however_long(draft):
    version = draft.current
    checking.counts([version], on=DAY, at=NOW)
    with CaptureQueriesContext(connection) as caught:
        checking.counts([version, version, version], on=DAY, at=NOW)
    assert len(caught) == 5


def test_a_restored_scan_says_what_it_was_checked_on(db, client_of):
    movement = load_movement(PLACES[4])
    panel = shown(client_of("canbo.hongvan"), movement.plan)
    assert "Chữ gốc mất dấu" in panel
    assert "bắt đầu từ 01/07/2025" in panel


def test_values_settled_by_people_are_trusted_also_over_a_damaged_scan(db):
    """The paper of phường Tiến Thành has no contents section: told, because people have confirmed the values."""
    panel = panel_of(load_movement(PLACES[1]).plan)
    assert "cap-trinh-khong-han" in [row.told["check"] for row in panel.rows]
    assert panel.restored


def test_a_base_that_only_the_corrected_values_hold_is_judged_too(movement):
    version = movement.plan.current
    version.source_text = ""
    version.content = {**version.content, "legal_bases": [
        {"text": "Căn cứ Nghị định số 91/2017/NĐ-CP của Chính phủ", "document_number": "91/2017/NĐ-CP", "date": None,
         "issuer": "Chính phủ"},
    ]}  # fmt: skip
    version.save()
    found = [
        row.told for row in checking.panel(version, on=DAY, at=NOW).rows if row.told["check"] == "can-cu-het-hieu-luc"
    ]
    assert [told["place"] for told in found] == [None]
    assert "98/2023/NĐ-CP" in found[0]["message"]
