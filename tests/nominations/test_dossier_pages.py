"""The dossier through its pages: who may do what, what is refused and why, what is never shown."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from chungtay.documents.actions import render
from chungtay.kit.errors import Forbidden, UserError
from chungtay.localities.models import Person
from chungtay.nominations.actions import StepNotes, check_criterion, nominate, step_dossier
from chungtay.nominations.models import CriterionCheck, Nomination, Subject
from chungtay.nominations.queries import criteria_for, level_seats, seats_taken
from nominations.dossier_kit import (
    AT,
    CHAIR,
    CLERK,
    DAY,
    SECRETARY,
    STAFF,
    UNIT_HEAD,
    dossier,
    people,
    reader,
    sent,
    step,
    units,
)

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return response.content.decode()


def test_empty_list_says_what_will_come_and_until_when(movement, client_of):
    page = text_of(client_of(CLERK).get(f"/ho-so/phong-trao/{movement.pk}/"))
    assert "Chưa có hồ sơ nào" in page
    assert "Đơn vị gửi đến hết 05/12." in page
    assert "còn 1/1 suất" in page


def test_list_groups_filters_and_finds_without_accents(movement, client_of):
    person, other = people(movement)[:2]
    dossier(movement, person, "submitted")
    dossier(movement, other, "shortlisted")
    dossier(movement, units(movement)[0], "draft")
    client, url = client_of(CLERK), f"/ho-so/phong-trao/{movement.pk}/"
    page = text_of(client.get(url))
    assert "Chờ cán bộ kiểm tra" in page
    assert "Chờ họp xét" in page
    assert "Chờ đơn vị" in page
    assert "2 hồ sơ đang chờ" in page  # the two people; the unit's draft does not wait for anybody yet
    found = text_of(
        client.get(url, {"q": person.full_name.lower().replace("á", "a").replace("ộ", "o").replace("ẫ", "a")})
    )
    assert person.full_name in found
    assert other.full_name not in found
    only_units = text_of(client.get(url, {"loai": "collective"}))
    assert person.full_name not in only_units
    assert str(units(movement)[0]) in only_units
    assert "Không có hồ sơ nào khớp bộ lọc" in text_of(client.get(url, {"q": "khong co ai ten nay"}))


def test_list_asks_the_database_as_often_for_one_dossier_as_for_three(
    movement, client_of, django_assert_max_num_queries
):
    client, url = client_of(CLERK), f"/ho-so/phong-trao/{movement.pk}/"
    person, *others = people(movement)[:3]
    dossier(movement, person, "submitted")
    with django_assert_max_num_queries(20) as one:
        client.get(url)
    for other in others:
        dossier(movement, other, "submitted")
    with django_assert_max_num_queries(20) as three:
        client.get(url)
    assert len(three) == len(one)


def test_unit_head_nominates_for_the_own_unit_only(movement, client_of):
    client, url = client_of(UNIT_HEAD), f"/ho-so/phong-trao/{movement.pk}/moi/"
    own = reader(UNIT_HEAD).unit_ids
    mine = Person.objects.filter(locality=movement.locality, unit__in=own).first()
    stranger = Person.objects.filter(locality=movement.locality).exclude(unit__in=own).first()
    level = movement.award_levels.get()
    page = text_of(client.get(url, {"loai": "individual"}))
    assert mine.full_name in page
    assert stranger.full_name not in page
    assert "Tiêu chí phải đạt" in page
    assert "Tờ trình khen thưởng của cơ quan" in page
    data = {"muc": level.pk, "loai": "individual", "person": mine.pk, "nominated_by": next(iter(own))}
    assert client.post(url, data | {"person": stranger.pk}).status_code == 400
    assert client.post(url, data).status_code == 302
    made = Nomination.objects.get()
    assert (made.person_id, made.nominated_by_id) == (mine.pk, next(iter(own)))
    assert made.criterion_checks.count() == criteria_for(made).count() > 0
    assert made.papers.count() == 3


def test_search_narrows_the_people_without_accents(movement, client_of):
    wanted = people(movement)[0]
    page = text_of(
        client_of(CLERK).get(
            f"/ho-so/phong-trao/{movement.pk}/moi/", {"loai": "individual", "tim": wanted.full_name[-2:]}
        )
    )
    assert f">{wanted.full_name}," in page
    assert f">{people(movement)[1].full_name}," not in page


def test_second_dossier_of_the_same_nominee_is_refused_with_a_link_to_the_first(movement, client_of):
    person = people(movement)[0]
    first = dossier(movement, person)
    response = client_of(CLERK).post(
        f"/ho-so/phong-trao/{movement.pk}/moi/",
        {"muc": movement.award_levels.get().pk, "loai": "individual", "person": person.pk, "achievement": "Chữ đã gõ"},
    )
    page = text_of(response)
    assert response.status_code == 400
    assert "đã có hồ sơ ở mức khen này" in page
    assert f'href="/ho-so/{first.pk}/"' in page
    assert "Chữ đã gõ" in page
    assert Nomination.objects.count() == 1


def test_household_is_known_by_name_and_village(movement):
    level, (village, other) = movement.award_levels.get(), units(movement)[-2:]
    one = {"movement": movement, "award_level": level, "subject": Subject.HOUSEHOLD, "by": reader(CLERK), "at": AT}
    made = nominate(**one, household="Hộ mẫu  01", unit=village)
    assert (made.nominee, made.description) == ("Hộ mẫu 01", str(village))
    with pytest.raises(UserError, match="đã có hồ sơ"):
        nominate(**one, household="hộ mẫu 01", unit=village)
    assert nominate(**one, household="Hộ mẫu 01", unit=other).pk != made.pk


def test_a_person_who_left_cannot_be_nominated(movement):
    person = people(movement)[0]
    Person.objects.filter(pk=person.pk).update(valid_to=DAY)
    person.refresh_from_db()
    with pytest.raises(UserError, match="không còn trong danh sách"):
        nominate(
            movement=movement, award_level=movement.award_levels.get(), subject=Subject.INDIVIDUAL, person=person,
            by=reader(CLERK), at=AT,
        )  # fmt: skip


def test_dossier_of_another_locality_does_not_exist(movement, other_place, client_of):
    mine = dossier(movement, people(movement)[0], "submitted")
    stranger = client_of("canbo.tienthanh")
    assert stranger.get(f"/ho-so/{mine.pk}/").status_code == 404
    assert stranger.get(f"/ho-so/phong-trao/{movement.pk}/").status_code == 404
    assert step(stranger, mine, "start_check").status_code == 404
    mine.refresh_from_db()
    assert mine.state == "submitted"


def test_a_unit_does_not_open_the_dossier_of_another_unit(movement, client_of):
    foreign = next(u for u in units(movement) if u.pk not in reader(UNIT_HEAD).unit_ids)
    made = dossier(movement, foreign, "submitted")
    assert client_of(UNIT_HEAD).get(f"/ho-so/{made.pk}/").status_code == 404
    assert client_of(CLERK).get(f"/ho-so/{made.pk}/").status_code == 200


def test_wrong_role_gets_403_that_names_who_may(movement, client_of):
    made = dossier(movement, people(movement)[0], "submitted")
    refused = step(client_of(SECRETARY), made, "start_check")
    assert refused.status_code == 403
    assert "cán bộ thường trực phong trào" in text_of(refused)
    new = client_of("vanthu.kimphuong").get(f"/ho-so/phong-trao/{movement.pk}/moi/")
    assert new.status_code == 403
    assert "Trưởng đơn vị" in text_of(new)


def test_staff_does_not_check_criteria_even_of_a_visible_dossier(movement, client_of):
    own_unit = next(iter(reader(STAFF).unit_ids))
    person = Person.objects.filter(unit=own_unit, user=None).first() or people(movement)[0]
    made = dossier(movement, person, "submitted")
    Nomination.objects.filter(pk=made.pk).update(nominated_by=own_unit)
    check = made.criterion_checks.first()
    refused = client_of(STAFF).post(f"/ho-so/{made.pk}/giay-to-tieu-chi/", sent(check, outcome="met"))
    assert refused.status_code == 403
    check.refresh_from_db()
    assert check.outcome == "no_data"


def test_nominee_does_not_conclude_on_the_own_case_but_a_colleague_does(movement, client_of):
    clerk = reader(CLERK)
    made = dossier(movement, Person.objects.get(pk=clerk.person_id), "submitted")
    step_dossier(nomination=made, verb="start_check", by=clerk, at=AT, on=DAY)
    check = made.criterion_checks.first()
    with pytest.raises(UserError, match="không tự xét được"):
        check_criterion(check=check, outcome=CriterionCheck.Outcome.MET, evidence="", by=clerk, at=AT)
    page = text_of(client_of(CLERK).get(f"/ho-so/{made.pk}/"))
    assert "không tự xét được" in page
    for row in made.criterion_checks.all():
        check_criterion(check=row, outcome=CriterionCheck.Outcome.MET, evidence="Có", by=reader(CHAIR), at=AT)
    refused = step(client_of(CLERK), made, "pass")
    assert refused.status_code == 400
    assert "không tự xét được" in text_of(refused)
    made.refresh_from_db()
    assert made.state == "checking"


def test_verdict_puts_what_is_unmet_first_with_what_to_do(movement, client_of):
    made = dossier(movement, people(movement)[0], "submitted")
    client = client_of(CLERK)
    step(client, made, "start_check")
    page = text_of(client.get(f"/ho-so/{made.pk}/"))
    assert "Chưa đủ dữ liệu" in page
    assert page.index("Chưa xét. Chọn kết quả") < page.index("Thành tích chưa được khen lần nào.")
    assert "Điều 4 khoản 4" in page  # R-44 is cited from the law data
    check = made.criterion_checks.first()
    saved = client.post(f"/ho-so/{made.pk}/giay-to-tieu-chi/", sent(check, outcome="not_met", evidence="Bị phê bình"))
    assert saved.status_code == 302
    assert "Không đủ điều kiện" in text_of(client.get(f"/ho-so/{made.pk}/"))
    refused = step(client, made, "pass")
    assert refused.status_code == 400
    assert "Còn tiêu chí chưa xét hoặc chưa đạt" in text_of(refused)


def test_row_is_saved_by_htmx_with_the_verdict_beside_it(movement, client_of):
    made = dossier(movement, people(movement)[0], "draft")
    paper = made.papers.first()
    page = text_of(
        client_of(CLERK).post(
            f"/ho-so/{made.pk}/giay-to-tieu-chi/", sent(paper, present="on", note="Số 12"), HTTP_HX_REQUEST="true"
        )
    )
    assert "<html" not in page
    assert f'id="sp{paper.pk}" hx-swap-oob="innerHTML"' in page
    assert f'id="sp{made.papers.last().pk}"' not in page  # what is typed in the other rows stays as it is
    assert "-note" not in page  # nor is the box replaced in which somebody is typing
    assert 'id="ket-luan" hx-swap-oob="true"' in page
    paper.refresh_from_db()
    assert (paper.present, paper.note, paper.added_by) == (True, "Số 12", "Cán bộ mẫu 01")


def test_file_of_a_paper_is_kept_and_given_back_to_those_who_may_see_the_dossier(movement, other_place, client_of):
    made = dossier(movement, people(movement)[0], "draft")
    paper = made.papers.first()
    upload = SimpleUploadedFile("Tờ trình.pdf", b"%PDF-1.4 mau", content_type="application/pdf")
    assert client_of(CLERK).post(f"/ho-so/{made.pk}/giay-to-tieu-chi/", sent(paper, file=upload)).status_code == 302
    got = client_of(SECRETARY).get(f"/ho-so/{made.pk}/giay-to/{paper.pk}/tep/")
    assert got.content == b"%PDF-1.4 mau"
    assert got["Content-Disposition"].startswith("attachment")
    assert client_of("canbo.tienthanh").get(f"/ho-so/{made.pk}/giay-to/{paper.pk}/tep/").status_code == 404


def test_unit_no_longer_ticks_papers_after_handing_in(movement, client_of):
    made = dossier(movement, people(movement)[0], "submitted")
    own = next(iter(reader(UNIT_HEAD).unit_ids))
    Nomination.objects.filter(pk=made.pk).update(nominated_by=own)
    paper = made.papers.first()
    refused = client_of(UNIT_HEAD).post(f"/ho-so/{made.pk}/giay-to-tieu-chi/", sent(paper))
    assert refused.status_code == 400
    assert "do cán bộ thường trực ghi" in text_of(refused)
    paper.refresh_from_db()
    assert paper.present


def test_supplement_is_asked_once_in_writing_with_a_limit(movement, client_of):
    made = dossier(movement, people(movement)[0], "submitted")
    client = client_of(CLERK)
    step(client, made, "start_check")
    no_limit = step(client, made, "ask_supplement", reason="Biên bản họp của cơ quan")
    assert no_limit.status_code == 400
    assert "Chưa ghi hạn bổ sung" in text_of(no_limit)
    assert "Biên bản họp của cơ quan</textarea>" in text_of(no_limit)
    too_early = step(client, made, "ask_supplement", reason="Biên bản", supplement_due="02/12/2025")
    assert too_early.status_code == 400
    assert "không còn kịp" in text_of(too_early)
    step(client, made, "ask_supplement", reason="Biên bản họp của cơ quan", supplement_due="4/12/2025")
    made.refresh_from_db()
    assert (made.state, made.supplement_due) == ("incomplete", dt.date(2025, 12, 4))
    page = text_of(client.get(f"/ho-so/{made.pk}/"))
    assert "Biên bản họp của cơ quan. Hạn: 04/12/2025." in page
    step(client, made, "supplement")
    again = step(client, made, "ask_supplement", reason="Thêm nữa", supplement_due="05/12/2025")
    assert again.status_code == 400
    assert "đã được yêu cầu bổ sung một lần" in text_of(again)
    assert "Chỉ yêu cầu một lần" in text_of(client.get(f"/ho-so/{made.pk}/"))


def test_late_dossier_is_refused_until_the_chair_extends(movement, client_of, settings):
    made = dossier(movement, people(movement)[0], "draft")
    settings.CHUNGTAY_TODAY = dt.date(2025, 12, 6)  # the plan: to the end of 05/12
    refused = step(client_of(CLERK), made, "submit")
    assert refused.status_code == 400
    assert "Đã quá hạn nộp hồ sơ của kế hoạch" in text_of(refused)
    url, words = f"/phong-trao/{movement.pk}/gia-han/", {"until": "08/12/2025", "reason": "Mưa lũ"}
    assert client_of(UNIT_HEAD).post(url, words | {"version": movement.version}).status_code == 403
    assert client_of(CHAIR).post(url, words | {"version": movement.version}).status_code == 302
    assert step(client_of(CLERK), made, "submit").status_code == 302
    assert "kế hoạch: 05/12/2025" in text_of(client_of(CLERK).get(f"/ho-so/phong-trao/{movement.pk}/"))


def test_handing_in_writes_the_report_from_the_dossier(movement, client_of):
    person = people(movement)[0]
    made = dossier(movement, person, "draft")
    client = client_of(CLERK)
    made.refresh_from_db()
    client.post(
        f"/ho-so/{made.pk}/thanh-tich/",
        {"version": made.version, "achievement": "- Trả 612 hồ sơ, không trễ\n- Lập lịch hẹn qua tin nhắn"},
    )
    assert step(client, made, "submit").status_code == 302
    made.refresh_from_db()
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(render(made.report, "pdf"))).pages)
    flat = " ".join(words.split())
    assert person.full_name in flat
    assert "Trả 612 hồ sơ, không trễ" in flat
    assert "Giấy khen của Chủ tịch UBND xã" in flat
    assert made.report.movement_paper.stage == "dossiers"
    assert client.get(f"/ho-so/{made.pk}/bao-cao/pdf/").content[:4] == b"%PDF"
    assert client.get(f"/ho-so/{made.pk}/bao-cao/docx/").content[:2] == b"PK"


def test_stale_form_is_refused_and_nothing_is_overwritten(movement, client_of):
    made = dossier(movement, people(movement)[0], "draft")
    client = client_of(CLERK)
    old = made.version
    client.post(f"/ho-so/{made.pk}/thanh-tich/", {"version": old, "achievement": "Bản thứ nhất"})
    late = client.post(f"/ho-so/{made.pk}/thanh-tich/", {"version": old, "achievement": "Bản cũ đè lên"})
    assert late.status_code == 409
    made.refresh_from_db()
    assert made.achievement == "Bản thứ nhất"


GROUND = "Ủy ban Kiểm tra đang xem xét đơn ngày 01/12/2025"


def test_ground_of_a_hold_is_shown_only_to_those_who_act_on_it(movement, client_of):
    made = dossier(movement, people(movement)[0], "eligible")
    own = next(iter(reader(UNIT_HEAD).unit_ids))
    Nomination.objects.filter(pk=made.pk).update(nominated_by=own)
    assert step(client_of(CLERK), made, "hold").status_code == 400
    assert step(client_of(CLERK), made, "hold", reason=GROUND).status_code == 302
    url = f"/ho-so/{made.pk}/"
    for login in (CLERK, CHAIR, SECRETARY):
        assert GROUND in text_of(client_of(login).get(url)), login
    for login in (UNIT_HEAD, "vanthu.kimphuong"):
        page = text_of(client_of(login).get(url))
        assert "Tạm dừng" in page
        assert GROUND not in page, login


def test_failing_a_held_dossier_needs_the_ruling_and_the_reason(movement):
    made = dossier(movement, people(movement)[0], "eligible")
    clerk = reader(CLERK)
    on = {"by": clerk, "at": AT, "on": DAY}
    step_dossier(nomination=made, verb="hold", notes=StepNotes(reason=GROUND), **on)
    with pytest.raises(UserError, match="Chưa có văn bản kết luận"):
        step_dossier(nomination=made, verb="fail", notes=StepNotes(reason="Không đủ"), **on)
    done = step_dossier(nomination=made, verb="fail", notes=StepNotes(reason="Không đủ", clearance="QĐ 5"), **on)
    assert (done.state, done.clearance, done.state_reason) == ("ineligible", "QĐ 5", "Không đủ")


def test_a_chosen_dossier_on_hold_keeps_its_seat(movement):
    level = movement.award_levels.get()
    chosen, other = (dossier(movement, person, "shortlisted") for person in people(movement)[:2])
    closed, on = {"count_closed": True}, {"at": AT, "on": DAY}
    step_dossier(nomination=chosen, verb="select", by=reader(SECRETARY), extra_facts=closed, **on)
    step_dossier(nomination=chosen, verb="hold", by=reader(CLERK), notes=StepNotes(reason=GROUND), **on)
    assert seats_taken(level, "individual") == 1
    assert level_seats(movement)[0].lines[1].taken == 1
    with pytest.raises(UserError, match="Đã đủ số lượng"):
        step_dossier(nomination=other, verb="select", by=reader(SECRETARY), extra_facts=closed, **on)
    back = step_dossier(
        nomination=chosen, verb="release_selected", by=reader(CLERK), notes=StepNotes(reason="KL 3"), **on
    )
    assert back.state == "selected"


def test_only_the_secretary_records_the_result(movement):
    made = dossier(movement, people(movement)[0], "shortlisted")
    with pytest.raises(Forbidden, match="thư ký"):
        step_dossier(
            nomination=made, verb="select", by=reader(CLERK), at=AT, on=DAY, extra_facts={"count_closed": True}
        )


def test_history_tells_in_words(movement, client_of):
    made = dossier(movement, people(movement)[0], "submitted")
    page = text_of(client_of(CLERK).get(f"/ho-so/{made.pk}/"))
    for words in ("Lập hồ sơ", "Nhận: Biên bản họp của cơ quan", "Nộp hồ sơ", "Soạn báo cáo thành tích"):
        assert words in page
    assert "dossier." not in page


def test_a_long_list_comes_in_pages_with_the_urgent_first(movement, client_of):
    unit = units(movement)[0]
    for i in range(54):
        person = Person.objects.create(
            locality=movement.locality, unit=unit, full_name=f"Cán bộ mẫu 1{i:02}", valid_from=dt.date(2021, 1, 1)
        )
        Nomination.objects.create(
            locality=movement.locality, movement=movement, award_level=movement.award_levels.get(), person=person,
            subject=Subject.INDIVIDUAL, state="withdrawn" if i < 52 else "submitted", created_at=AT,
        )  # fmt: skip
    client, url = client_of(CLERK), f"/ho-so/phong-trao/{movement.pk}/"
    first, second = (text_of(client.get(url, {"page": n})) for n in (1, 2))
    assert "Trang 1/2" in first
    assert first.index("Cán bộ mẫu 153") < first.index("Cán bộ mẫu 100")  # what waits for the clerk, then what is over
    assert "Cán bộ mẫu 153" not in second
