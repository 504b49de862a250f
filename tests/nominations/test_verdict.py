"""The verdict of the law on a dossier, rule by rule: facts entered by action, read on the page of the dossier."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from chungtay.audit.models import Event
from chungtay.demo.records import good_record
from chungtay.kit.errors import Forbidden, UserError
from chungtay.localities.models import Person, Unit
from chungtay.nominations.actions import StepNotes, compare_award, step_dossier
from chungtay.nominations.assessing import case
from chungtay.nominations.models import Nomination, StoredVerdict
from chungtay.records.actions import Fact, close_line, write_line
from chungtay.records.book import Who
from chungtay.records.models import Kind, Line
from nominations.dossier_kit import AT, CHAIR, CLERK, DAY, UNIT_HEAD, dossier, people, reader, step, units
from support.kept import kept

pytestmark = pytest.mark.django_db
TOP, GOOD = "hoàn thành xuất sắc nhiệm vụ", "hoàn thành tốt nhiệm vụ"
ON = {"at": AT, "on": DAY}


def text_of(response) -> str:
    return response.content.decode()


def write(nominee: Person | Unit, kind: Kind, **columns: object) -> Line:
    who = Who(person=nominee) if isinstance(nominee, Person) else Who(unit=nominee)
    return write_line(
        locality=nominee.locality,
        who=who,
        fact=Fact(kind, **columns),
        by=reader(CLERK),
        at=AT,  # type: ignore[arg-type]
    )


@pytest.fixture
@kept
def checking(movement):
    """A person's dossier under check, papers there, criteria found met; nothing in the record book."""
    from chungtay.demo.rounds import open_dossier

    return open_dossier(movement, movement.award_levels.get(), people(movement)[0], reach="checking", day=DAY)


@pytest.fixture
def page(client_of):
    return lambda nomination, login=CLERK, query="": text_of(client_of(login).get(f"/ho-so/{nomination.pk}/{query}"))


def test_missing_facts_are_named_with_the_place_where_they_are_entered(checking, page):
    shown = page(checking)
    assert "Chưa đủ dữ liệu" in shown
    assert f"Kế hoạch yêu cầu “{TOP}” trở lên; chưa có xếp loại năm 2025." in shown
    book = f"/so-theo-doi/nguoi/{checking.person_id}/"
    assert f'href="{book}#rating"' in shown
    assert f'href="{book}#screening"' in shown
    assert "Tạm dừng xét khi đang có việc chờ kết luận</a>: Điều 4 khoản 4, Nghị định 152/2025/NĐ-CP" in shown


def test_everything_there_gives_eligible_with_the_facts_used(checking, page):
    good_record(checking.movement, checking.person, day=DAY)
    shown = page(checking)
    assert "Đủ điều kiện" in shown
    assert "Thông báo xếp loại (mẫu)" in shown
    assert "Rà soát ngày 02/12/2025" in shown
    done = step_dossier(nomination=checking, verb="pass", by=reader(CLERK), **ON)
    assert done.state == "eligible"


def test_a_class_too_low_fails_by_the_plan_and_a_rule_nobody_confirmed_only_warns(checking, page):
    good_record(checking.movement, checking.person, day=DAY, level=2)
    shown = page(checking)
    assert f"Kế hoạch yêu cầu “{TOP}” trở lên; năm 2025 xếp loại “hoàn thành nhiệm vụ”." in shown
    assert "Không đủ điều kiện" in shown
    assert "Chỉ nhắc:" in shown  # the class of the standard was not compared with the text
    verdict = case(checking, on=DAY).verdict
    assert {reason.rule_id for reason in verdict.reasons} == {"KH"}
    assert "R-33" in {warning.rule_id for warning in verdict.warnings}


def test_an_expected_class_goes_to_the_council_but_is_not_enough_to_sign(checking):
    good_record(checking.movement, checking.person, day=DAY, provisional=True)
    assert case(checking, on=DAY).verdict.allowed
    deciding = case(checking, on=DAY, deciding=True).verdict
    assert not deciding.allowed
    assert "cần xác nhận trước khi ký" in deciding.sentence
    Nomination.objects.filter(pk=checking.pk).update(state="proposed")
    with pytest.raises(UserError, match=r"Cán bộ mẫu.*Xếp loại năm mới là dự kiến"):
        step_dossier(nomination=checking, verb="award", by=reader(CHAIR), **ON)


def test_an_open_matter_holds_and_its_conclusion_lets_go_on(checking, page):
    good_record(checking.movement, checking.person, day=DAY)
    line = write(checking.person, Kind.HOLD, word="complaint", since=dt.date(2025, 12, 1), source="Đơn số 7")
    assert "Tạm dừng vì đang có khiếu nại, tố cáo (từ 01/12/2025)" in page(checking)
    with pytest.raises(UserError, match="phải chờ kết luận"):
        step_dossier(nomination=checking, verb="pass", by=reader(CLERK), **ON)
    with pytest.raises(UserError, match="phải chờ kết luận"):  # not even the chair, against the law
        step_dossier(nomination=checking, verb="override_pass", by=reader(CHAIR), notes=StepNotes("Vì"), **ON)
    close_line(line=line, until=DAY, paper="Kết luận 9", by=reader(CLERK), at=AT)
    assert "đã có kết luận ngày 02/12/2025: xét tiếp" in page(checking)
    assert step_dossier(nomination=checking, verb="pass", by=reader(CLERK), **ON).state == "eligible"


def test_a_matter_that_opens_later_stops_the_shortlist(movement):
    made = dossier(movement, people(movement)[0], "eligible")
    write(made.person, Kind.HOLD, word="investigation", since=DAY)
    with pytest.raises(UserError, match="phải chờ kết luận"):
        step_dossier(nomination=made, verb="shortlist", by=reader(CLERK), **ON)


def test_discipline_in_the_year_fails_where_the_plan_asks_for_none(checking, page):
    good_record(checking.movement, checking.person, day=DAY)
    write(checking.person, Kind.DISCIPLINE, word="khiển trách", since=dt.date(2025, 3, 10), until=dt.date(2025, 6, 10))
    shown = page(checking)
    assert "Bị khiển trách ngày 10/03/2025" in shown
    assert "Thành tích chỉ tính từ 10/06/2025, ngày chấp hành xong kỷ luật." in shown
    assert "Điều 4 khoản 4" in shown


def test_maternity_takes_nothing_away_and_leave_does(checking, page):
    good_record(checking.movement, checking.person, day=DAY)
    spring = {"since": dt.date(2025, 3, 1), "until": dt.date(2025, 5, 31)}
    write(checking.person, Kind.ABSENCE, word="maternity", **spring)
    assert "Thời gian nghỉ thai sản vẫn tính để xét khen." in page(checking)
    assert case(checking, on=DAY).verdict.allowed
    write(checking.person, Kind.ABSENCE, word="leave", **spring)
    assert "nghỉ 3 tháng nên xếp loại cao nhất là" in page(checking)


def test_who_began_in_august_has_no_class(checking):
    good_record(checking.movement, checking.person, day=DAY)
    Line.objects.filter(kind="rating").delete()
    write(checking.person, Kind.ABSENCE, word="not_yet", since=dt.date(2025, 1, 1), until=dt.date(2025, 7, 31))
    assert "làm việc 5 tháng, dưới 6 tháng" in case(checking, on=DAY).verdict.sentence


def test_an_award_of_another_office_must_be_compared_once(checking, page, client_of):
    good_record(checking.movement, checking.person, day=DAY)
    given = {"word": "đột xuất", "title": "Giấy khen của Sở mẫu", "text": "Số hóa hồ sơ", "since": dt.date(2025, 9, 2)}
    line = write(checking.person, Kind.AWARD, **given)
    shown = page(checking)
    assert "Chưa đối chiếu cùng hay khác thành tích với lần khen: Giấy khen của Sở mẫu ngày 02/09/2025" in shown
    url = f"/ho-so/{checking.pk}/lan-khen-truoc/"
    assert client_of(CLERK).post(url, {"line": line.pk, "same": "0"}).status_code == 302
    assert case(checking, on=DAY).verdict.allowed
    compare_award(nomination=checking, line=line, same=True, by=reader(CLERK), at=AT)
    shown = page(checking)
    assert "đã được khen: Giấy khen của Sở mẫu ngày 02/09/2025" in shown
    with pytest.raises(UserError, match="đã được khen một lần"):
        step_dossier(nomination=checking, verb="override_pass", by=reader(CHAIR), notes=StepNotes("Vì"), **ON)
    other = write(people(checking.movement)[1], Kind.AWARD, **given)
    assert client_of(CLERK).post(url, {"line": other.pk, "same": "0"}).status_code == 404


def test_our_own_award_enters_the_ledger_and_leaves_it_when_annulled(movement):
    made = dossier(movement, people(movement)[0], "shortlisted")
    Nomination.objects.filter(pk=made.pk).update(state="proposed")
    step_dossier(nomination=made, verb="award", by=reader(CHAIR), **ON)
    line = Line.objects.get(kind="award")
    assert (line.person_id, line.word, line.since, line.until) == (made.person_id, "chuyên đề", DAY, None)
    assert case(made, on=DAY).verdict.outcome == "không đạt"  # the same achievement once only
    recalled = {"extra_facts": {"recall_ground_recorded": True}}
    step_dossier(nomination=made, verb="recall", by=reader(CHAIR), **ON, **recalled)
    line.refresh_from_db()
    assert line.until == DAY


def test_a_dissolved_unit_is_not_awarded(movement, page):
    unit = units(movement)[-1]
    made = dossier(movement, unit, "submitted")
    step_dossier(nomination=made, verb="start_check", by=reader(CLERK), **ON)
    Unit.objects.filter(pk=unit.pk).update(valid_to=dt.date(2025, 12, 1))
    assert f"{unit} đã chấm dứt hoạt động ngày 01/12/2025 nên không khen." in page(made)


def test_2026_is_judged_by_the_classes_of_2025_as_they_were_given(checking):
    good_record(checking.movement, checking.person, day=DAY)
    verdict = case(checking, on=dt.date(2026, 1, 15)).verdict
    rules = case(checking, on=dt.date(2026, 1, 15)).as_json()["rules"]
    assert verdict.allowed
    assert rules["rating"]["on"] == "2025-12-31"
    assert rules["rating"]["values"]["R-140"]["start"] == "2020-08-20"
    assert rules["decision"]["on"] == "2026-01-15"


REASON = "Hội đồng cơ sở đã xem lại xếp loại"


def test_only_the_chair_concludes_against_the_machine_and_only_with_a_reason(checking, client_of, page):
    good_record(checking.movement, checking.person, day=DAY, level=1)
    assert step(client_of(CLERK), checking, "pass").status_code == 400
    refused = step(client_of(CLERK), checking, "override_pass", reason=REASON)
    assert refused.status_code == 403
    assert "Chủ tịch UBND" in text_of(refused)
    assert step(client_of(CHAIR), checking, "override_pass").status_code == 400
    assert step(client_of(CHAIR), checking, "override_pass", reason=REASON).status_code == 302
    checking.refresh_from_db()
    assert checking.state == "eligible"
    stored = StoredVerdict.objects.get()
    assert (stored.overrides, stored.reason, stored.outcome) == (True, REASON, "không đạt")
    shown = page(checking)
    assert "Kết luận khác đề xuất của máy." in shown
    assert shown.count(REASON) >= 2  # on the dossier and in its history
    listed = text_of(client_of(CLERK).get(f"/ho-so/phong-trao/{checking.movement_id}/"))
    assert "kết luận khác" in listed
    event = Event.objects.get(event="dossier.passed_against_verdict")
    assert (event.note, event.actor_roles) == (REASON, sorted(reader(CHAIR).role_codes))


def test_the_chair_does_not_override_what_the_machine_says_anyway(checking):
    good_record(checking.movement, checking.person, day=DAY)
    with pytest.raises(UserError, match="Máy đã đề xuất đủ điều kiện"):
        step_dossier(nomination=checking, verb="override_pass", by=reader(CHAIR), notes=StepNotes("Vì"), **ON)


def test_missing_data_is_no_ground_to_fail_before_it_was_asked_for(checking):
    with pytest.raises(UserError, match="Máy chưa đề xuất không đủ điều kiện"):
        step_dossier(nomination=checking, verb="fail", by=reader(CLERK), notes=StepNotes("Thiếu"), **ON)
    done = step_dossier(nomination=checking, verb="override_fail", by=reader(CHAIR), notes=StepNotes("Không xét"), **ON)
    assert done.state == "ineligible"
    assert StoredVerdict.objects.get().overrides


def test_the_chair_does_not_conclude_on_the_own_case(movement):
    own = Person.objects.get(pk=reader(CHAIR).person_id)
    made = dossier(movement, own, "submitted")
    step_dossier(nomination=made, verb="start_check", by=reader(CLERK), **ON)
    with pytest.raises(UserError, match="không tự xét được"):
        step_dossier(nomination=made, verb="override_pass", by=reader(CHAIR), notes=StepNotes("Vì"), **ON)


def test_the_kept_verdict_stays_whatever_becomes_of_the_facts(checking, page):
    good_record(checking.movement, checking.person, day=DAY)
    step_dossier(nomination=checking, verb="pass", by=reader(CLERK), **ON)
    before = StoredVerdict.objects.get().content
    write(checking.person, Kind.RATING, year=2025, word=GOOD)
    kept, now = page(checking), page(checking, query="?hom-nay=1")
    assert "Đối chiếu theo quy định tại ngày 02/12/2025, khi Cán bộ mẫu 01 kết luận." in kept
    assert f"Năm 2025 xếp loại “{TOP}”" in kept
    assert "Không đủ điều kiện" not in kept
    assert "Không đủ điều kiện" in now
    assert StoredVerdict.objects.get().content == before
    assert before["rules"]["decision"]["values"]["R-41"]["reference"][0]["article"] == "Điều 5 khoản 2 điểm c"
    assert before["ruleset_version"]
    assert before["inputs"]["facts"]["ratings"]


def test_the_database_refuses_to_rewrite_a_kept_verdict(checking):
    good_record(checking.movement, checking.person, day=DAY)
    step_dossier(nomination=checking, verb="pass", by=reader(CLERK), **ON)
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        StoredVerdict.objects.update(outcome="không đạt")
    assert StoredVerdict.objects.get().outcome == "đạt"


def test_a_settled_answer_of_the_province_changes_today_but_not_what_was_kept(checking, page):
    good_record(checking.movement, checking.person, day=DAY)
    step_dossier(nomination=checking, verb="pass", by=reader(CLERK), **ON)
    checking.locality.province_code = "24"  # Bắc Ninh has its own standards, from 15/12/2025
    checking.locality.save()
    version = StoredVerdict.objects.get().ruleset_version
    later = case(Nomination.objects.get(pk=checking.pk), on=dt.date(2025, 12, 20))
    assert later.as_json()["rules"]["decision"]["values"]["R-33"]["layer"] == "province"
    assert StoredVerdict.objects.get().content["rules"]["decision"]["values"]["R-33"]["layer"] == "national"
    assert StoredVerdict.objects.get().ruleset_version == version


def test_what_if_the_award_were_decided_on_another_day(checking, page):
    """Nothing is kept by looking, and a kept verdict stays the one of its day."""
    good_record(checking.movement, checking.person, day=DAY)
    Nomination.objects.filter(pk=checking.pk).update(nominated_by=next(iter(reader(UNIT_HEAD).unit_ids)))
    step_dossier(nomination=checking, verb="pass", by=reader(CLERK), **ON)
    checking.locality.province_code = "24"  # Bắc Ninh's own standard applies from 15/12/2025
    checking.locality.save()
    kept = page(checking)
    assert "chưa được xác nhận" in kept
    later = page(checking, query="?ngay=20/12/2025")
    assert "Xem thử theo quy định tại ngày 20/12/2025" in later
    assert "</a>: Điều 4 khoản 3 điểm a, Quyết định 86/2025/QĐ-UBND" in later
    before = page(checking, query="?ngay=30/06/2025")
    assert "Xem thử theo quy định tại ngày 30/06/2025" in before
    assert "R-44" not in before
    assert "Không có ngày 31/02/2025 trong lịch" in page(checking, query="?ngay=31/02/2025")
    assert StoredVerdict.objects.count() == 1
    assert "khi Cán bộ mẫu" in page(checking)
    assert "Xem thử theo" not in page(checking, UNIT_HEAD, "?ngay=20/12/2025")  # trying days would tell of a hold


def test_what_is_restricted_is_not_told_to_the_unit(checking, page):
    good_record(checking.movement, checking.person, day=DAY)
    Nomination.objects.filter(pk=checking.pk).update(nominated_by=next(iter(reader(UNIT_HEAD).unit_ids)))
    write(checking.person, Kind.HOLD, word="complaint", since=DAY, source="Đơn số 7")
    write(checking.person, Kind.DISCIPLINE, word="cảnh cáo", since=dt.date(2025, 3, 1), until=dt.date(2025, 4, 1))
    shown = page(checking, UNIT_HEAD)
    assert "Tạm dừng xét" in shown
    for secret in (
        "khiếu nại",
        "Đơn số 7",
        "cảnh cáo",
        "/so-theo-doi/",
        "R-44",
        "R-45",
        "Điều 4 khoản 4",
        "01/04/2025",
    ):
        assert secret not in shown, secret
    assert shown.count("chỉ cán bộ thường trực") == 1


def test_the_rule_that_stood_in_the_way_is_not_told_either(checking, page):
    """R-45 would tell of a discipline and R-46 of a maternity leave, whatever the sentence hides (R-127)."""
    good_record(checking.movement, checking.person, day=DAY)
    Nomination.objects.filter(pk=checking.pk).update(nominated_by=next(iter(reader(UNIT_HEAD).unit_ids)))
    without = page(checking, UNIT_HEAD)
    write(checking.person, Kind.ABSENCE, word="maternity", since=dt.date(2025, 5, 1), until=dt.date(2025, 8, 1))
    assert "R-46" in page(checking, CLERK)
    assert page(checking, UNIT_HEAD).count("<li") == without.count("<li")
    assert "R-46" not in page(checking, UNIT_HEAD)


def test_a_unit_head_neither_compares_nor_writes(checking):
    line = write(checking.person, Kind.AWARD, word="đột xuất", title="GK", text="x", since=DAY)
    with pytest.raises(Forbidden):
        compare_award(nomination=checking, line=line, same=False, by=reader(UNIT_HEAD), at=AT)


def test_the_page_asks_as_often_with_a_full_book_as_with_an_empty_one(
    checking, client_of, django_assert_max_num_queries
):
    client, url = client_of(CLERK), f"/ho-so/{checking.pk}/"
    with django_assert_max_num_queries(40) as empty:
        client.get(url)
    good_record(checking.movement, checking.person, day=DAY)
    for i in range(3):
        write(checking.person, Kind.AWARD, word="đột xuất", title=f"GK {i}", text="x", since=DAY)
    with django_assert_max_num_queries(40) as full:
        client.get(url)
    assert len(full) == len(empty)
