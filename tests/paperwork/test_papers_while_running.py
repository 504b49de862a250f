"""Papers of the running movement as the office would write them: who is addressed, who signs where, what was before."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from chungtay.movements.models import Deadline
from chungtay.paperwork.builders import running
from chungtay.paperwork.case import Case
from chungtay.progress.models import Obstacle

DAY = dt.date(2025, 12, 2)
DUTY = " chủ trì, phối hợp với các cơ quan, đơn vị có liên quan rà soát, xét chọn, đề xuất khen thưởng"


def case_of(movement) -> Case:
    return Case(movement, DAY, "Cán bộ mẫu 01")


@pytest.mark.parametrize(
    ("written", "addressed"),
    [
        (f"Phòng Văn hóa - Xã hội xã{DUTY}", "Phòng Văn hóa - Xã hội xã"),
        (f"Giao Bộ phận Văn phòng - thống kê xã{DUTY}", "Bộ phận Văn phòng - thống kê"),
        ("Các cơ quan, đơn vị trên địa bàn xã có trách nhiệm tổng hợp thành tích, báo cáo", "Các cơ quan, đơn vị trên "
         "địa bàn xã"),
    ],
)  # fmt: skip
def test_a_reminder_goes_to_the_body_and_not_to_its_duty(movement, written, addressed):
    movement.deadlines.all().delete()
    Deadline.objects.create(movement=movement, position=1, what=written, date="2025-12-10", last_day=DAY)
    letter = running.reminder(case_of(movement))
    assert letter["addressees"] == [addressed]
    assert letter["items"][0]["unit"] == addressed


def test_the_head_of_the_team_signs_the_minutes_on_the_right(movement):
    case = case_of(movement)
    minutes = running.inspection(Case(movement, DAY, case.by, case.units[0]))
    assert [block["authority"] for block in minutes["signatures"]] == [["ĐẠI DIỆN ĐƠN VỊ"], ["TRƯỞNG ĐOÀN KIỂM TRA"]]


def test_an_amendment_sets_the_words_of_the_plan_beside_the_new_ones(movement):
    target = movement.targets.first()
    Obstacle.objects.create(
        locality=movement.locality, movement=movement, target=target, text="Thiếu người", state="decided_amend",
        proposal="Lùi đến tháng 12", raised_by="Cán bộ mẫu 03", raised_at=timezone.now(), settled_by="Cán bộ mẫu 02",
        settled_at=timezone.now(),
    )  # fmt: skip
    rows = {change["place"]: change for change in running.amendment(case_of(movement))["changes"]}
    assert "văn bản chỉ đạo của tỉnh, huyện và của UBND xã”" in rows["Không còn “huyện”"]["before"]
    assert rows["Không còn “Phòng Nội vụ”"]["before"] == "“Phòng Nội vụ”"
    assert rows["Vướng mắc: Thiếu người"]["before"] == f"“{target.text}”"
    assert "before" not in rows["Nghị định 98/2023/NĐ-CP hết hiệu lực"]  # it governs, but this plan does not cite it


def test_an_act_that_a_plan_cites_is_shown_with_its_sentence(movement):
    cited = "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ"
    movement.plan_version.content["document"]["bases"] = [f"{cited}; Căn cứ Kế hoạch của huyện"]
    rows = {change["place"]: change for change in running.amendment(case_of(movement))["changes"]}
    assert rows["Nghị định 98/2023/NĐ-CP hết hiệu lực"]["before"] == f"“{cited}”"
