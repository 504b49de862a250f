"""What the clerk steers: obstacles up to the decision, who reports what, exemptions, exports, work of the day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chungtay.audit.models import Event
from chungtay.demo.people import PLACES
from chungtay.demo.progress import load_progress
from chungtay.documents.actions import number_of
from chungtay.kit.errors import Forbidden, UserError
from chungtay.paperwork.actions import open_draft, refresh_draft, save_draft, step_draft
from chungtay.paperwork.blanks import gaps
from chungtay.paperwork.builders.running import amendment
from chungtay.paperwork.case import Case
from chungtay.paperwork.models import Draft
from chungtay.progress.board import open_board
from chungtay.progress.lines import matter
from chungtay.progress.models import Assignment, Exemption, Obstacle, Report, Tracking
from chungtay.progress.obstacles import raise_obstacle, step_obstacle
from chungtay.progress.steering import assign, exempt
from chungtay.typesetting.wording import without_ending
from chungtay.web.today import tasks
from support.page_rules import faults
from support.rounds import load_movement

DAY = dt.date(2025, 12, 2)
KIND = "bao-cao-vuong-mac"
NOW = dt.datetime(2025, 12, 2, 2, tzinfo=dt.UTC)
EXPORT = """Mã hồ sơ;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả;Trạng thái;Lĩnh vực
H1;03/11/2025;10/11/2025;09/11/2025;Đã giải quyết;Hộ tịch
H2;03/11/2025;10/11/2025;12/11/2025;Đã giải quyết;Hộ tịch
H3;04/11/2025;11/11/2025;;Đang giải quyết;Hộ tịch
H4;05/11/2025;20/11/2025;18/11/2025;Đã giải quyết;Tài nguyên môi trường
H5;05/11/2025;15/12/2025;;Đang giải quyết;Tài nguyên môi trường
"""


@pytest.fixture
def hong_van(db):
    return load_movement(PLACES[4])


@pytest.fixture
def people(hong_van, reader_of):
    return {name: reader_of(f"{name}.hongvan") for name in ("canbo", "donvi", "nhanvien", "chutich", "vanthu")}


def unit_of(movement, reader):
    return movement.locality.units.get(pk__in=reader.unit_ids)


# ------------------------------------------------------------------ obstacles


def test_an_obstacle_goes_from_the_unit_to_a_decision_that_amends_the_plan(hong_van, people, client_of):
    goal = hong_van.targets.get(code="ND-07")
    page = reverse("progress:obstacles", args=[hong_van.pk])
    unit = unit_of(hong_van, people["donvi"])
    posted = client_of("donvi.hongvan").post(
        page, {"unit": unit.pk, "target": goal.pk, "text": "Cổng dịch vụ công lỗi", "wish": "Lùi thời hạn"}
    )
    assert posted.status_code == 302
    obstacle = Obstacle.objects.get()
    clerk = client_of("canbo.hongvan")
    step = reverse("progress:obstacle-step", args=[obstacle.pk])
    refused = clerk.post(step, {"verb": "compile", "version": 1, "note": ""})
    assert refused.status_code == 400
    assert "Chưa ghi đề xuất" in refused.content.decode()
    clerk.post(step, {"verb": "compile", "version": 1, "note": "Sửa mức còn 95% ở mục III"})
    with pytest.raises(Forbidden):  # the chair's decision is never made by the clerk
        step_obstacle(obstacle=obstacle, verb="decide_amend", by=people["canbo"], at=NOW)
    answer = client_of("chutich.hongvan").post(step, {"verb": "decide_amend", "version": 2, "note": "Đồng ý"})
    assert answer["Location"] == f"{reverse('movements:detail', args=[hong_van.pk])}#dieu-chinh"
    shown = clerk.get(reverse("movements:detail", args=[hong_van.pk])).content.decode()
    assert "Vướng mắc: Cổng dịch vụ công lỗi" in shown
    changes = amendment(Case(type(hong_van).objects.get(pk=hong_van.pk), DAY, "Cán bộ mẫu 01"))["changes"]
    assert "Sửa mức còn 95% ở mục III" in [row["after"] for row in changes]
    listed = clerk.get(page).content.decode()
    assert reverse("paperwork:kind", args=[hong_van.pk, "bao-cao-vuong-mac"]) in listed
    assert "Soạn báo cáo vướng mắc" not in client_of("donvi.hongvan").get(page).content.decode()
    assert faults(clerk.get(page).content.decode()) == []


def test_the_chair_keeps_the_plan_only_with_a_reason_and_others_do_not_withdraw(hong_van, people):
    unit = unit_of(hong_van, people["donvi"])
    given = {"movement": hong_van, "unit": unit, "target": None, "text": "Thiếu máy quét", "wish": "", "at": NOW}
    with pytest.raises(Forbidden):
        raise_obstacle(by=people["nhanvien"], **given)
    obstacle = raise_obstacle(by=people["donvi"], **given)
    with pytest.raises(Forbidden):
        step_obstacle(obstacle=obstacle, verb="withdraw", by=people["nhanvien"], at=NOW)
    obstacle = step_obstacle(obstacle=obstacle, verb="compile", by=people["canbo"], at=NOW, words="Giữ")
    with pytest.raises(UserError, match="Chưa ghi lý do"):
        step_obstacle(obstacle=obstacle, verb="decide_keep", by=people["chutich"], at=NOW)
    kept = step_obstacle(obstacle=obstacle, verb="decide_keep", by=people["chutich"], at=NOW, words="Đã mua máy")
    assert (kept.state, kept.answer, kept.settled_by) == ("decided_keep", "Đã mua máy", people["chutich"].name)


def test_the_report_to_the_chair_has_what_was_compiled_and_what_is_decided_of_it(hong_van, people):
    def report() -> dict:
        return open_draft(movement=hong_van, kind=KIND, topic="", by=people["canbo"], at=NOW, on=DAY).data

    goal = hong_van.targets.get(code="ND-07")
    given = {"movement": hong_van, "unit": unit_of(hong_van, people["donvi"]), "by": people["donvi"], "at": NOW}
    raised = [raise_obstacle(target=goal, text=f"Việc {n}.", wish="Lùi hạn", **given) for n in range(1, 5)]
    clerk = {"by": people["canbo"], "at": NOW}
    step_obstacle(obstacle=raised[0], verb="settle", words="Đã trả lời", **clerk)
    compiled = [step_obstacle(obstacle=row, verb="compile", words="Giữ mức", **clerk) for row in raised[1:3]]
    step_obstacle(obstacle=compiled[0], verb="decide_keep", by=people["chutich"], at=NOW, words="Đã mua máy")
    data = report()
    assert [row["what"] for row in data["items"]] == ["Việc 3", "Việc 2"]  # what waits for the chair comes first
    assert data["items"][0] == {
        "what": "Việc 3", "unit": given["unit"].name, "target": without_ending(goal.text), "wish": "Lùi hạn",
        "proposal": "Giữ mức",
    }  # fmt: skip
    assert data["items"][1]["decision"] == "Giữ nguyên kế hoạch: Đã mua máy"
    assert "chưa có quyết định" in data["requests"][0]
    assert data["addressees"] == [f"Chủ tịch {hong_van.locality.committee}"]
    draft = Draft.objects.get(kind=KIND)
    assert [gap.path for gap in gaps(KIND, data)] == ["symbol"]
    assert [gap.path for gap in gaps(KIND, data | {"symbol": "vh"})] == ["symbol"]
    step_obstacle(obstacle=compiled[1], verb="decide_amend", by=people["chutich"], at=NOW)
    draft = refresh_draft(draft=draft, by=people["canbo"], at=NOW, on=DAY, version=draft.version)
    assert "requests" not in draft.data  # nothing waits for the chair any more
    draft = save_draft(draft=draft, data=draft.data | {"symbol": "BC-VHXH"}, version=draft.version, **clerk)
    with pytest.raises(UserError):  # it is numbered in the book of the unit, not in that of the committee
        step_draft(draft=draft, verb="issue", by=people["vanthu"], at=NOW, version=draft.version, dated=DAY)
    draft = step_draft(draft=draft, verb="keep", version=draft.version, dated=DAY, **clerk)
    assert number_of(draft.document) is None
    assert hong_van.papers.get(document=draft.document).stage == "running"
    assert report()["symbol"] == "BC-VHXH"  # typed once, remembered


# ------------------------------------------------------------------ steering


def test_who_reports_what_is_set_on_one_page(hong_van, people, client_of):
    unit, goal = unit_of(hong_van, people["donvi"]), hong_van.targets.get(code="ND-07")
    client = client_of("canbo.hongvan")
    page = client.get(reverse("progress:tracking", args=[hong_van.pk])).content.decode()
    assert faults(page) == []
    client.post(
        reverse("progress:assign", args=[hong_van.pk]), {f"row-{goal.pk}": "1", f"t{goal.pk}": [str(unit.pk), "xa"]}
    )
    assert set(Assignment.objects.values_list("target__code", "unit")) == {("ND-07", unit.pk), ("ND-07", None)}
    assert assign(movement=hong_van, wanted={goal.pk: {unit.pk, None}}, by=people["canbo"], at=NOW) == []
    assign(movement=hong_van, wanted={goal.pk: set()}, by=people["canbo"], at=NOW)
    assert not Assignment.objects.exists()
    with pytest.raises(Forbidden):
        assign(movement=hong_van, wanted={goal.pk: {unit.pk}}, by=people["vanthu"], at=NOW)
    elsewhere = load_movement(PLACES[0]).locality.units.first()
    with pytest.raises(UserError, match="không thuộc xã này"):
        assign(movement=hong_van, wanted={goal.pk: {elsewhere.pk}}, by=people["canbo"], at=NOW)


def test_own_margins_need_a_paper_and_then_count(hong_van, people, client_of):
    client, page = client_of("canbo.hongvan"), reverse("progress:tracking", args=[hong_van.pk])
    refused = client.post(page, {"every": "quarter", "share_margin": "5,5"})
    assert "Đặt ngưỡng riêng thì ghi căn cứ" in refused.content.decode()
    assert not Tracking.objects.exists()
    client.post(page, {"every": "quarter", "due_days": "5", "share_margin": "5,5", "basis": "Công văn mẫu"})
    held = matter(type(hong_van).objects.get(pk=hong_van.pk), DAY)
    assert [period.label for period in held.periods] == ["Quý IV/2025", "Quý III/2025"]
    assert held.due(held.period) == dt.date(2025, 10, 5)
    assert held.standards.share_text == "5,5"
    assert (
        "Các ngưỡng trên theo Công văn mẫu."
        in client.get(reverse("progress:board", args=[hong_van.pk])).content.decode()
    )


def test_what_does_not_apply_says_why_and_by_what_paper_and_may_apply_again(hong_van, people, client_of):
    goal, unit = hong_van.targets.get(code="ND-07"), unit_of(hong_van, people["donvi"])
    for words in ({"reason": "Không có thủ tục", "basis": ""}, {"reason": "", "basis": "Mục III"}):
        with pytest.raises(UserError, match="Chưa ghi"):
            exempt(target=goal, unit=unit, by=people["canbo"], at=NOW, **words)
    client, page = client_of("canbo.hongvan"), reverse("progress:exempt", args=[goal.pk])
    client.post(page, {"unit": unit.pk, "reason": "Không có thủ tục", "basis": "Mục III kế hoạch"})
    row = next(row for row in open_board(hong_van, DAY).rows if row.line.target == goal)
    cell = next(cell for cell in row.cells if cell.unit == unit)
    assert (cell.judged.state, cell.judged.why) == ("not_applicable", "Không có thủ tục (Mục III kế hoạch)")
    assert goal not in [line.target for line in matter(hong_van, DAY).lines_of(unit)]
    assert faults(client.get(reverse("progress:target", args=[goal.pk])).content.decode()) == []
    client.post(page, {"het": Exemption.objects.get().pk})
    assert Exemption.objects.get().ended_by == people["canbo"].name
    assert goal in [line.target for line in matter(hong_van, DAY).lines_of(unit)]


# ------------------------------------------------------------------ exports of the one-stop desk


def test_an_export_becomes_figures_with_their_formula(hong_van, people, client_of):
    client, page = client_of("canbo.hongvan"), reverse("progress:onestop", args=[hong_van.pk])
    unit = unit_of(hong_van, people["donvi"])
    where = {"don-vi": unit.pk, "ky": "2025-11-30"}
    broken = client.post(page, {**where, "file": SimpleUploadedFile("mot-cua.csv", b"a;b\n1;2\n")})
    assert "Không thấy dòng tiêu đề" in broken.content.decode()
    read = client.post(page, {**where, "file": SimpleUploadedFile("mot-cua.csv", EXPORT.encode())})
    html = read.content.decode()
    assert faults(html) == []
    rows = {bool(row.line.scope): row for row in read.context["rows"]}
    assert {name: r.percent for name, r in rows[False].results.items()} == {
        "dung-han-A": "33,33 %", "dung-han-B": "50,00 %",
    }  # fmt: skip
    assert rows[True].files == 2  # the excepted field, recognised by the plan's words
    kept = {**where, "tep": read.context["file"].pk, "linh-vuc": "Tài nguyên môi trường", "ghi": "1"}
    assert "Chưa chọn công thức" in client.post(page, kept).content.decode()
    assert Report.objects.count() == 0
    assert client.post(page, {**kept, "cong-thuc": "dung-han-B"}).status_code == 302
    main, excepted = Report.objects.order_by("scope")
    assert (main.numerator, main.denominator, main.formula, main.formula_version) == (1, 2, "dung-han-B", 1)
    assert main.formula_inputs == {"early": 1, "on_time": 0, "solved": 2}
    assert (excepted.numerator, excepted.denominator) == (1, 1)
    assert main.evidence.get().name == "mot-cua.csv"
    assert main.state == "drafted"  # the clerk looks at it and hands it in; somebody else verifies


# ------------------------------------------------------------------ the day, the sample, the papers


@pytest.fixture
def sample(hong_van):
    load_progress(hong_van, "004")
    return hong_van


def test_everybody_sees_their_part_today(sample, people):
    unit = unit_of(sample, people["donvi"])
    Assignment.objects.create(target=sample.targets.get(code="ND-07"), unit=unit)
    titles = {name: [task.title for task in tasks(reader, DAY)] for name, reader in people.items()}
    assert "Xác nhận 12 số liệu tiến độ" in titles["canbo"]
    assert "Đôn đốc 5 đơn vị chưa gửi số liệu tháng 11/2025" in titles["canbo"]
    assert "Trả lời 1 vướng mắc của đơn vị" in titles["canbo"]
    assert titles["donvi"] == ["Gửi số liệu tháng 11/2025"]
    assert "Xác nhận 12 số liệu tiến độ" in titles["chutich"]
    assert not any("số liệu" in title for title in titles["vanthu"])
    obstacle = Obstacle.objects.get()
    step_obstacle(obstacle=obstacle, verb="compile", by=people["canbo"], at=NOW, words="Giữ nguyên")
    assert tasks(people["chutich"], DAY)[0].title == "Quyết định 1 vướng mắc"


def test_the_papers_are_filled_from_one_stored_figure(sample, people):
    assert set(Report.objects.values_list("state", flat=True)) == {"submitted", "verified", "returned"}
    office = sample.locality.units.order_by("pk")[3]

    def drafted(kind: str, topic: str = "") -> dict:
        draft = open_draft(movement=sample, kind=kind, topic=topic, by=people["canbo"], at=NOW, on=DAY)
        return draft.data

    report, sheet = drafted("bao-cao-so-ket")["results"], drafted("phieu-theo-doi", f"unit:{office.pk}")["targets"]
    goal = next(row for row in report if "từ 90% trở lên" in row["target"])
    tracked = next(row for row in sheet if row["target"] == goal["target"])
    assert (goal["achieved"], goal["state"]) == ("91,6% (458/500)", "Đúng tiến độ")
    assert (tracked["value"], tracked["part"], tracked["whole"]) == ("91,6%", 458, 500)
    assert tracked["source"] == "Số liệu mẫu, tháng 11/2025"
    rank = next(row for row in report if "PAR INDEX" in row["target"])
    assert not {"achieved", "state"} & set(rank)  # nothing reported: left to the hand
    late = [row for row in drafted("cong-van-don-doc")["items"] if row["what"].startswith("Báo cáo số liệu")]
    assert {row["unit"] for row in late} == {unit.name for unit in sample.locality.units.order_by("pk")[:4]}


def test_the_target_page_draws_its_way_in_words_too(sample, client_of):
    goal = sample.targets.get(code="ND-07")
    html = client_of("canbo.hongvan").get(reverse("progress:target", args=[goal.pk])).content.decode()
    assert 'role="img"' in html
    assert "Tháng 08/2025: 89,54% (411/459)" in html
    assert faults(html) == []


def test_every_step_is_in_the_log(sample):
    events = set(Event.objects.filter(scope=sample.locality.code).values_list("event", flat=True))
    assert {"report.written", "report.submitted", "report.verified", "report.returned"} <= events
