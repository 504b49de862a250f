"""From a unit's form to the papers: who writes, who verifies, what is kept when a figure turns out wrong."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.audit.actions import broken_links
from chungtay.audit.models import Event
from chungtay.demo.people import PLACES, SINCE
from chungtay.demo.progress import load_progress
from chungtay.documents.actions import store_file
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.localities.models import Appointment
from chungtay.paperwork.case import Case
from chungtay.progress.actions import EntriesRefused, Entry, remove_evidence, save_entries, step_report, submit_all
from chungtay.progress.board import open_board
from chungtay.progress.lines import matter
from chungtay.progress.models import Assignment, Edition, Exemption, Report
from chungtay.progress.papers import late_items, results, sheet
from support.broken_store import never_given_out
from support.page_rules import faults
from support.rounds import load_movement

DAY = dt.date(2025, 12, 2)
NOW = dt.datetime(2025, 12, 2, 2, tzinfo=dt.UTC)
NOVEMBER = dt.date(2025, 11, 30)


@pytest.fixture
def hong_van(db):
    return load_movement(PLACES[4])


@pytest.fixture
def people(hong_van, reader_of):
    return {name: reader_of(f"{name}.hongvan") for name in ("canbo", "donvi", "nhanvien", "chutich", "thuky")}


def target(movement, code="ND-07"):
    return movement.targets.get(code=code)


def unit_of(movement, reader):
    return movement.locality.units.get(pk__in=reader.unit_ids)


def write(movement, by, code="ND-07", *, unit=None, until=NOVEMBER, at=NOW, **figures) -> Report:
    held = matter(movement, max(DAY, until))
    line = next(line for line in held.lines if line.target.code == code and not line.scope)
    period = next(p for p in held.periods if p.until == until)
    entry = Entry(line, **{k: Decimal(v) if isinstance(v, int) and k != "seen" else v for k, v in figures.items()})
    return save_entries(matter=held, unit=unit, period=period, entries=[entry], by=by, at=at)[0]


def handed_in(movement, by, code="ND-07", **given) -> Report:
    report = write(movement, by, code, **given)
    return step_report(report=report, verb="submit", by=by, at=given.get("at", NOW))


def cell_of(movement, unit, code="ND-07", on=DAY):
    board = open_board(movement, on)
    row = next(row for row in board.rows if row.line.target.code == code and not row.line.scope)
    return row.commune if unit is None else next(cell for cell in row.cells if cell.unit == unit)


def test_a_unit_types_somebody_else_verifies_and_the_papers_say_it(hong_van, people, client_of):
    unit, goal = unit_of(hong_van, people["donvi"]), target(hong_van)
    head, clerk = client_of("donvi.hongvan"), client_of("canbo.hongvan")
    form = reverse("progress:entry", args=[hong_van.pk])
    page = head.get(form)
    assert page.context["unit"] == unit
    assert faults(page.content.decode()) == []
    typed = {
        "don-vi": unit.pk, "ky": "2025-11-30", f"seen-{goal.pk}": "0", f"numerator-{goal.pk}": "1.970",
        f"denominator-{goal.pk}": "2.000", f"paper-{goal.pk}": "Báo cáo số 12",
        f"file-{goal.pk}": SimpleUploadedFile("bang-ke.txt", b"minh chung"), "gui": "1",
    }  # fmt: skip
    assert head.post(form, typed).status_code == 302
    report = Report.objects.get()
    assert (report.state, report.numerator, report.denominator) == ("submitted", 1970, 2000)
    assert cell_of(hong_van, unit).figure == ""  # handed in is not verified: shown apart, never counted
    assert cell_of(hong_van, unit).waiting_figure == "98,5%"
    assert "achieved" not in str(results(open_board(hong_van, DAY)))

    queue = clerk.get(reverse("progress:verify", args=[hong_van.pk]), follow=True)
    html = queue.content.decode()
    assert "98,5% (1.970/2.000)" in html
    assert "autofocus" in html
    assert faults(html) == []
    clerk.post(reverse("progress:step", args=[report.pk]), {"verb": "verify", "version": report.version})
    cell = cell_of(hong_van, unit)
    assert (cell.parts, cell.judged.state) == ("98,5% (1.970/2.000)", "at_risk")
    row = next(row for row in sheet(open_board(hong_van, DAY), unit) if row.get("value"))
    assert (row["part"], row["whole"], row["value"], row["planned"]) == (1970, 2000, "98,5%", "100%")
    assert row["source"] == "Báo cáo số 12, tháng 11/2025"
    file = clerk.get(reverse("progress:evidence", args=[report.pk, report.evidence.get().pk]))
    assert file.content == b"minh chung"
    assert "attachment" in file["Content-Disposition"]
    kept = report.evidence.get()
    never_given_out(clerk, reverse("progress:evidence", args=[report.pk, kept.pk]), kept.file)
    assert list(broken_links(hong_van.locality.code)) == []


def test_nobody_verifies_what_they_reported_not_even_as_chair_and_clerk_in_one(hong_van, people, reader_of):
    user = User.objects.get(username="canbo.hongvan")
    Appointment.objects.create(user=user, locality=hong_van.locality, role=Role.CHAIR, valid_from=SINCE)
    alone = reader_of("canbo.hongvan")
    unit = unit_of(hong_van, people["donvi"])
    report = handed_in(hong_van, alone, unit=unit, numerator=9, denominator=10)
    with pytest.raises(UserError, match="không tự xác nhận"):
        step_report(report=report, verb="verify", by=alone, at=NOW)
    # Neither does a colleague's hand-in of one's own draft make it somebody else's.
    second = write(hong_van, alone, "ND-14", unit=unit, numerator=9, denominator=10)
    second = step_report(report=second, verb="submit", by=people["donvi"], at=NOW)
    with pytest.raises(UserError, match="không tự xác nhận"):
        step_report(report=second, verb="verify", by=alone, at=NOW)
    assert step_report(report=second, verb="verify", by=people["chutich"], at=NOW).state == "verified"


def test_a_corrected_figure_keeps_the_one_it_replaces(hong_van, people):
    head, clerk = people["donvi"], people["canbo"]
    unit = unit_of(hong_van, head)
    first = dt.datetime(2025, 11, 3, 2, tzinfo=dt.UTC)
    report = handed_in(hong_van, head, unit=unit, until=dt.date(2025, 10, 31), numerator=90, denominator=100, at=first)
    report = step_report(report=report, verb="verify", by=clerk, at=first)
    with pytest.raises(EntriesRefused):
        write(hong_van, head, unit=unit, until=dt.date(2025, 10, 31), numerator=95, denominator=100)
    with pytest.raises(UserError, match="Chưa ghi lý do"):
        step_report(report=report, verb="reopen", by=clerk, at=NOW)
    step_report(report=report, verb="reopen", by=clerk, at=NOW, note="Đếm sót hồ sơ")
    assert cell_of(hong_van, unit).standing is None  # known to be wrong: no longer counted
    write(hong_van, head, unit=unit, until=dt.date(2025, 10, 31), numerator=95, denominator=100)
    report = step_report(report=Report.objects.get(), verb="resubmit", by=head, at=NOW)
    step_report(report=report, verb="verify", by=clerk, at=NOW)
    assert [(str(e.figure), e.reason) for e in Edition.objects.all()] == [("90", "Đếm sót hồ sơ"), ("95", "")]
    assert cell_of(hong_van, unit).figure == "95%"
    assert cell_of(hong_van, unit, on=dt.date(2025, 11, 20)).figure == "90%"  # what was known then
    told = [e.event for e in Event.objects.filter(object_type="progress.report").order_by("sequence")]
    assert told == [
        "report.written", "report.submitted", "report.verified", "report.reopened", "report.written",
        "report.resubmitted", "report.verified",
    ]  # fmt: skip


def test_sending_back_says_why_and_taking_back_opens_it_again(hong_van, people, client_of):
    head, unit = people["donvi"], unit_of(hong_van, people["donvi"])
    report = handed_in(hong_van, head, unit=unit, numerator=9, denominator=10)
    page = client_of("canbo.hongvan").post(
        reverse("progress:step", args=[report.pk]), {"verb": "return", "version": report.version, "note": " "}
    )
    assert page.status_code == 400
    assert "Chưa ghi lý do" in page.content.decode()
    with pytest.raises(Stale):
        step_report(report=report, verb="withdraw", by=head, at=NOW, version=report.version - 1)
    back = step_report(report=report, verb="return", by=people["canbo"], at=NOW, note="Thiếu bảng kê")
    assert (back.state, back.state_reason) == ("returned", "Thiếu bảng kê")
    again = step_report(report=back, verb="resubmit", by=head, at=NOW)
    assert step_report(report=again, verb="withdraw", by=head, at=NOW).state == "drafted"
    with pytest.raises(Forbidden):
        step_report(report=again, verb="submit", by=people["nhanvien"], at=NOW)  # another unit's person


def test_a_page_with_a_mistake_saves_nothing_and_keeps_what_was_typed(hong_van, people, client_of):
    unit, client = unit_of(hong_van, people["donvi"]), client_of("donvi.hongvan")
    good, bad = target(hong_van, "ND-14"), target(hong_van)
    page = client.post(
        reverse("progress:entry", args=[hong_van.pk]),
        {"don-vi": unit.pk, "ky": "2025-11-30", f"seen-{good.pk}": "0", f"value-{good.pk}": "97,5",
         f"seen-{bad.pk}": "0", f"numerator-{bad.pk}": "12", f"denominator-{bad.pk}": "mười"},
    )  # fmt: skip
    html = page.content.decode()
    assert page.status_code == 400
    assert "“mười” chưa phải là số" in html
    assert 'value="97,5"' in html
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("figures", "why"),
    [({"numerator": 3, "denominator": 2}, "lớn hơn tổng số"), ({"numerator": 3}, "đủ cả số đạt"),
     ({"numerator": 0, "denominator": 0}, "Không phát sinh"), ({"value": 101}, "lớn hơn 100%"),
     ({"value": 5, "nothing_arisen": True}, "Bỏ một trong hai")],
)  # fmt: skip
def test_impossible_figures_are_refused_with_the_reason(hong_van, people, figures, why):
    with pytest.raises(EntriesRefused) as refused:
        write(hong_van, people["canbo"], unit=unit_of(hong_van, people["donvi"]), **figures)
    assert why in next(iter(refused.value.lines.values()))


def test_two_people_at_one_line_do_not_overwrite_each_other(hong_van, people):
    unit = unit_of(hong_van, people["donvi"])
    write(hong_van, people["donvi"], unit=unit, value=90, seen=0)
    with pytest.raises(EntriesRefused) as refused:
        write(hong_van, people["canbo"], unit=unit, value=80, seen=0)
    assert "vừa ghi chỉ tiêu này" in next(iter(refused.value.lines.values()))
    assert write(hong_van, people["canbo"], unit=unit, value=80, seen=1).value == 80


def test_a_unit_reports_for_itself_only(hong_van, people, client_of):
    other = hong_van.locality.units.exclude(pk__in=people["donvi"].unit_ids).first()
    with pytest.raises(Forbidden):
        write(hong_van, people["donvi"], unit=other, value=90)
    with pytest.raises(Forbidden):
        write(hong_van, people["thuky"], unit=other, value=90)
    address = reverse("progress:entry", args=[hong_van.pk])
    assert client_of("donvi.hongvan").get(f"{address}?don-vi={other.pk}").status_code == 403
    assert client_of("thuky.hongvan").get(address).status_code == 403


def test_the_commune_is_the_sum_of_its_units_not_their_average(hong_van, people):
    clerk, chair = people["canbo"], people["chutich"]
    small, big, third = hong_van.locality.units.order_by("pk")[:3]
    Assignment.objects.bulk_create(Assignment(target=target(hong_van), unit=u) for u in (small, big, third))

    def verified(unit, **figures):
        report = handed_in(hong_van, clerk, unit=unit, **figures)
        return step_report(report=report, verb="verify", by=chair, at=NOW)

    verified(small, numerator=1, denominator=10)
    verified(big, numerator=990, denominator=990)
    cell = cell_of(hong_van, None)
    assert cell.parts == "99,1% (991/1.000)"
    assert "2/3 đơn vị" in cell.why
    entry = next(row for row in results(open_board(hong_van, DAY)) if "achieved" in row)
    assert entry["achieved"] == "99,1% (991/1.000) (2/3 đơn vị)"
    verified(third, value=50)
    assert cell_of(hong_van, None).standing is None
    assert "không có số đạt và tổng số" in cell_of(hong_van, None).why
    whole = handed_in(hong_van, clerk, unit=None, numerator=700, denominator=1000)  # the commune counted itself
    step_report(report=whole, verb="verify", by=chair, at=NOW)
    assert cell_of(hong_van, None).figure == "70%"


def test_a_number_set_for_the_commune_is_not_held_against_each_unit(hong_van, people):
    for unit, count in zip(hong_van.locality.units.order_by("pk")[:2], (1, 2), strict=True):
        Assignment.objects.create(target=target(hong_van, "ND-19"), unit=unit)
        report = handed_in(hong_van, people["canbo"], "ND-19", unit=unit, value=count)
        step_report(report=report, verb="verify", by=people["chutich"], at=NOW)
    assert cell_of(hong_van, unit, "ND-19").judged.label == "cộng vào toàn xã"
    assert (cell_of(hong_van, None, "ND-19").figure, cell_of(hong_van, None, "ND-19").judged.state) == ("3", "met")


def test_a_rank_needs_a_finding_with_its_paper(hong_van, people):
    clerk = people["canbo"]
    report = write(hong_van, clerk, "ND-01a", value=5)
    with pytest.raises(UserError, match="nhận định"):
        step_report(report=report, verb="submit", by=clerk, at=NOW)
    write(hong_van, clerk, "ND-01a", value=5, finding="met")
    with pytest.raises(UserError, match="văn bản"):
        step_report(report=report, verb="submit", by=clerk, at=NOW)
    write(hong_van, clerk, "ND-01a", value=5, finding="met", paper="Thông báo xếp hạng (mẫu)")
    report = step_report(report=report, verb="submit", by=clerk, at=NOW)
    step_report(report=report, verb="verify", by=people["chutich"], at=NOW)
    cell = cell_of(hong_van, None, "ND-01a")
    assert (cell.judged.state, cell.parts) == ("met", "5 hạng")


def test_the_plan_s_exception_has_its_own_line_and_what_it_leaves_out_is_told(hong_van, people):
    board = open_board(hong_van, DAY)
    lines = {(row.line.target.code, bool(row.line.scope)): row.line for row in board.rows}
    assert lines["ND-04", True].planned == "≥ 99%"
    assert lines["ND-04", False].planned == "100%"
    assert ("ND-16", True) not in lines
    assert lines["ND-16", False].not_counted == "báo cáo có nội dung mật"
    goal, unit = target(hong_van), unit_of(hong_van, people["donvi"])
    goal.exception = {"scope": f"trừ {unit.name}", "value": None}
    goal.save()
    cell = cell_of(type(hong_van).objects.get(pk=hong_van.pk), unit)
    assert cell.judged.state == "not_applicable"
    assert not cell.missing


def test_who_has_not_reported_is_named_once_the_movement_is_tracked(hong_van, people):
    assert open_board(hong_van, DAY).late == []  # nobody was told to report anything yet
    head, unit = people["donvi"], unit_of(hong_van, people["donvi"])
    for code in ("ND-07", "ND-14"):
        Assignment.objects.create(target=target(hong_van, code), unit=unit)
    handed_in(hong_van, head, unit=unit, value=90)
    board = open_board(hong_van, DAY)
    owed = {str(place or "xã"): [cell.line.target.code for cell in cells] for place, cells in board.late}
    assert owed[unit.name].count("ND-14") == 1
    assert "ND-07" not in owed[unit.name]
    assert owed["xã"] == ["ND-01a"]
    Exemption.objects.create(target=target(hong_van, "ND-14"), unit=unit, reason="Mẫu", basis="Mẫu", by="Mẫu", at=NOW)
    items = list(late_items(open_board(hong_van, DAY)))
    mine = next(item for item in items if item["unit"] == unit.name)
    assert mine["what"] == "Báo cáo số liệu tháng 11/2025"
    reminder = Case(hong_van, DAY, "Cán bộ mẫu 01")
    assert {item["unit"] for item in late_items(reminder.board)} == {item["unit"] for item in items}


def test_who_oversees_the_commune_reads_and_decides_nothing(hong_van, people, client_of, reader_of):
    user = User.objects.get(username="captren.hanoi")
    Appointment.objects.create(user=user, locality=hong_van.locality.parent, role=Role.CHAIR, valid_from=SINCE)
    report = handed_in(hong_van, people["donvi"], unit=unit_of(hong_van, people["donvi"]), value=90)
    assert client_of("captren.hanoi").get(reverse("progress:report", args=[report.pk])).status_code == 200
    with pytest.raises(Forbidden, match="người của xã"):
        step_report(report=report, verb="verify", by=reader_of("captren.hanoi"), at=NOW)


def test_a_file_comes_off_a_draft_and_never_off_what_was_handed_in(hong_van, people, client_of):
    head, unit, goal = client_of("donvi.hongvan"), unit_of(hong_van, people["donvi"]), target(hong_van)
    form = reverse("progress:entry", args=[hong_van.pk])
    keys = {"don-vi": unit.pk, "ky": "2025-11-30", f"seen-{goal.pk}": ""}
    keys |= {f"numerator-{goal.pk}": "9", f"denominator-{goal.pk}": "10"}
    for name in ("nham.txt", "thua.txt", "dung.txt"):
        head.post(form, {**keys, f"file-{goal.pk}": SimpleUploadedFile(name, name.encode()), "luu": "1"})
    report = Report.objects.get()
    wrong, spare, right = report.evidence.all()
    page = head.get(form, {"don-vi": unit.pk, "ky": "2025-11-30"}).content.decode()
    assert faults(page) == []
    assert page.count("Gỡ khi lưu") == 3
    told = head.post(form, {**keys, "go-tep": wrong.pk, "luu": "1"}, follow=True)
    assert "Đã lưu nháp 1 chỉ tiêu" in told.content.decode()

    remove = reverse("progress:remove-evidence", args=[report.pk, spare.pk])
    assert remove in head.get(reverse("progress:report", args=[report.pk])).content.decode()
    assert client_of("nhanvien.hongvan").post(remove).status_code in {403, 404}  # of another unit
    told = head.post(remove, follow=True)
    assert "Đã gỡ tệp" in told.content.decode()
    assert faults(told.content.decode()) == []
    assert list(report.evidence.all()) == [right]
    names = [event.before["name"] for event in Event.objects.filter(event="report.evidence_removed").order_by("pk")]
    assert names == ["nham.txt", "thua.txt"]

    report.refresh_from_db()
    step_report(report=report, verb="submit", by=people["donvi"], at=NOW)
    refused = head.post(reverse("progress:remove-evidence", args=[report.pk, right.pk]))
    assert refused.status_code == 400
    assert "Rút lại báo cáo trước" in refused.content.decode()
    assert report.evidence.count() == 1


def test_who_takes_evidence_off_does_not_verify_the_figure(hong_van, people):
    file = store_file(locality=hong_van.locality, name="a.txt", media_type="text/plain", content=b"a", at=NOW)
    report = write(hong_van, people["donvi"], unit=unit_of(hong_van, people["donvi"]), value=90, files=(file,))
    remove_evidence(evidence=report.evidence.get(), by=people["canbo"], at=NOW)
    sent = step_report(report=report, verb="submit", by=people["donvi"], at=NOW)
    with pytest.raises(UserError, match="không tự xác nhận"):
        step_report(report=sent, verb="verify", by=people["canbo"], at=NOW)


def test_copied_figures_are_only_offered(hong_van, people, client_of):
    head, unit, goal = people["donvi"], unit_of(hong_van, people["donvi"]), target(hong_van)
    write(hong_van, head, unit=unit, until=dt.date(2025, 10, 31), numerator=95, denominator=100)
    page = client_of("donvi.hongvan").get(reverse("progress:entry", args=[hong_van.pk]) + "?chep=1&ky=2025-11-30")
    row = next(row for row in page.context["rows"] if row.line.target == goal)
    assert (row.values["numerator"], row.values["denominator"]) == ("95", "100")
    assert Report.objects.count() == 1


def test_what_is_incomplete_stays_when_the_rest_is_sent(hong_van, people):
    head, unit = people["donvi"], unit_of(hong_van, people["donvi"])
    write(hong_van, head, unit=unit, value=90)
    write(hong_van, head, "ND-14", unit=unit, words="Đang đối chiếu")
    held = matter(hong_van, DAY)
    sent, left = submit_all(matter=held, unit=unit, period=held.period, by=head, at=NOW)
    assert [row.target.code for row in sent] == ["ND-07"]
    assert list(left.values()) == ["Chưa có số. Điền số hoặc chọn “Không phát sinh”."]


def test_a_summed_up_movement_takes_no_figures(hong_van, people):
    hong_van.state = "summed_up"
    hong_van.save()
    with pytest.raises(UserError, match="đã tổng kết"):
        write(hong_van, people["canbo"], unit=unit_of(hong_van, people["donvi"]), value=90)


def test_the_board_costs_as_much_for_many_reports_and_goes_to_excel(hong_van, people, client_of):
    client, address = client_of("chutich.hongvan"), reverse("progress:board", args=[hong_van.pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    unit = unit_of(hong_van, people["donvi"])
    report = handed_in(hong_van, people["donvi"], unit=unit, value=90)
    step_report(report=report, verb="verify", by=people["canbo"], at=NOW)
    asked()
    few = asked()
    for code in ("ND-14", "ND-02", "ND-17"):
        report = handed_in(hong_van, people["donvi"], code, unit=unit, value=99)
        step_report(report=report, verb="verify", by=people["canbo"], at=NOW)
    assert asked() == few
    html = client.get(address).content.decode()
    assert faults(html) == []
    only = client.get(address + f"?don-vi={unit.pk}&tinh-trang=at_risk&q=truc tuyen").context["rows"]
    assert {row.line.target.code for row in only} == {"ND-07"}
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("web:progress-xlsx", args=[hong_van.pk]) + f"?don-vi={unit.pk}").content)
    )
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]
    assert "90%" in cells
    assert unit.name in cells


@pytest.mark.parametrize("i", [0, 1])
def test_a_plan_without_targets_is_tracked_by_its_tasks_or_says_that_there_is_nothing(db, client_of, i):
    """Plan 000 has tasks without numbers, plan 001 states no content at all."""
    movement = load_movement(PLACES[i])
    load_progress(movement, PLACES[i].plan)
    board = open_board(movement, dt.date(movement.year, 12, 2))
    states = {row.line.target.code: row.state for row in board.rows}
    page = client_of(f"canbo.{PLACES[i].login}").get(reverse("progress:board", args=[movement.pk])).content.decode()
    assert faults(page) == []
    if i:
        assert states == {}
        assert "Kế hoạch không nêu chỉ tiêu hay nhiệm vụ nào để theo dõi." in page
        assert results(board) == []
    else:
        assert (states["ND-1"], states["ND-2.2"], states["ND-7"], states["ND-8"]) == (
            "met", "on_track", "planned", "planned",
        )  # fmt: skip
        assert {"target": "Cải cách thể chế", "planned": None, "achieved": "đạt", "state": "Đạt"} in results(board)
