"""The meeting by the law of its day and the council's own regulation: base, quorum, letters, even votes, the order."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from chungtay.councils import papers
from chungtay.councils.actions import fix_voting
from chungtay.demo.records import good_record
from chungtay.demo.rounds import open_dossier
from chungtay.kit.errors import UserError
from chungtay.law.answers import encode
from chungtay.localities.models import Person, Settlement
from chungtay.nominations.actions import StepNotes, step_dossier
from chungtay.records.actions import Fact, write_line
from chungtay.records.book import Who
from chungtay.records.models import Kind
from councils.meeting_kit import attend, count, opened, plan, step, tally_of, words_of
from nominations.dossier_kit import AT, CHAIR, CLERK, DAY, SECRETARY, dossier, people, reader, units

pytestmark = pytest.mark.django_db
VOTERS = 9
REASON = "Xếp loại mẫu đã được xem lại"


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def secretary(client_of, place):
    return client_of(SECRETARY)


@pytest.fixture
def men(movement):
    Person.objects.filter(locality=movement.locality).update(gender="nam")
    return [dossier(movement, person, "shortlisted") for person in people(movement)[:2]]


def settle(place, rule: str, value) -> None:
    """An answer of the commune, as the page of the legal basis enters it."""
    Settlement.objects.create(
        locality=place, rule=rule, value=encode(value), document="Quy chế Hội đồng số 5", settled_at=AT,
        starts_on=dt.date(2025, 1, 1), settled_by="Cán bộ mẫu 01",
    )  # fmt: skip


def minuted(secretary, meeting):
    meeting.refresh_from_db()
    secretary.post(f"/hop-xet/{meeting.pk}/y-kien/", {"version": meeting.version, "opinions": "Không có ý kiến khác"})
    answer = step(secretary, meeting, "write_minutes")
    meeting.refresh_from_db()
    return answer


def test_the_override_stands_in_the_list_and_in_the_minutes_as_its_own_paragraph(movement, secretary):
    person = people(movement)[0]
    good_record(movement, person, day=DAY, level=1)
    made = open_dossier(movement, movement.award_levels.get(), person, reach="checking", day=DAY)
    on = {"at": AT, "on": DAY}
    made = step_dossier(nomination=made, verb="override_pass", by=reader(CHAIR), notes=StepNotes(REASON), **on)
    step_dossier(nomination=made, verb="shortlist", by=reader(CLERK), **on)
    assert REASON in text_of(secretary.get(f"/hop-xet/phong-trao/{movement.pk}/"))
    meeting = opened(secretary, movement, [made])
    assert REASON in text_of(secretary.get(f"/hop-xet/{meeting.pk}/"))
    count(secretary, meeting, {made.pk: (9, 0, 0)}, VOTERS)
    step(secretary, meeting, "count")
    assert minuted(secretary, meeting).status_code == 302
    words = words_of(meeting.minutes)
    assert f"{person}: Cán bộ mẫu 02 kết luận đủ điều kiện ngày 02/12/2025, khác kết quả đối chiếu" in words
    assert "năm 2025 xếp loại “hoàn thành tốt nhiệm vụ”" in words
    assert f"Lý do: {REASON}." in words


def test_restricted_grounds_are_not_told_in_the_minutes(movement, secretary):
    person = people(movement)[0]
    good_record(movement, person, day=DAY)
    fact = Fact(Kind.DISCIPLINE, word="khiển trách", since=dt.date(2025, 3, 1), until=dt.date(2025, 4, 1))
    write_line(locality=movement.locality, who=Who(person=person), fact=fact, by=reader(CLERK), at=AT)
    made = open_dossier(movement, movement.award_levels.get(), person, reach="checking", day=DAY)
    on = {"at": AT, "on": DAY}
    made = step_dossier(nomination=made, verb="override_pass", by=reader(CHAIR), notes=StepNotes(REASON), **on)
    step_dossier(nomination=made, verb="shortlist", by=reader(CLERK), **on)
    meeting = opened(secretary, movement, [made])
    count(secretary, meeting, {made.pk: (9, 0, 0)}, VOTERS)
    step(secretary, meeting, "count")
    minuted(secretary, meeting)
    words = words_of(meeting.minutes)
    assert "một điều kiện thuộc thông tin hạn chế" in words
    assert "khiển trách" not in words


def test_the_rules_are_fixed_before_the_ballot_and_printed(movement, men, secretary):
    meeting = plan(secretary, movement, men)
    step(secretary, meeting, "convene")
    meeting.refresh_from_db()
    assert meeting.rules["voting"]["base"] == "present"
    attend(secretary, meeting)
    step(secretary, meeting, "open_voting")
    meeting.refresh_from_db()
    kept = meeting.rules["voting"]
    late = {"tie": "not_passed", "written_votes": True, "by": reader(SECRETARY), "at": AT}
    with pytest.raises(UserError, match="không sửa được nữa"):
        fix_voting(meeting=meeting, **late)
    count(secretary, meeting, {men[0].pk: (8, 1, 0), men[1].pk: (4, 5, 0)}, VOTERS)
    step(secretary, meeting, "count")
    minuted(secretary, meeting)
    assert meeting.rules["voting"] == kept
    words = words_of(meeting.minutes)
    assert "Hội đồng thống nhất cách biểu quyết trước khi bỏ phiếu: bỏ phiếu kín; được chọn khi quá 1/2" in words
    assert "ý kiến gửi bằng văn bản không tính là phiếu" in words


def test_the_base_of_the_regulation_decides(movement, men, secretary):
    settle(movement.locality, "R-63", {"more_than": Fraction(1, 2), "base": "total", "tie": "not_passed"})
    meeting = plan(secretary, movement, men[:1])
    step(secretary, meeting, "convene")
    away = {row.pk: "absent" for row in meeting.attendance.filter(seat="member")[:2]}
    attend(secretary, meeting, away)
    assert step(secretary, meeting, "open_voting").status_code == 302
    count(secretary, meeting, {men[0].pk: (4, 3, 0)}, VOTERS - 2)
    step(secretary, meeting, "count")
    tally = tally_of(meeting, men[0])
    assert tally.result == "not_selected"  # 4 of 7 present, but only 4 of the 9 members of the council
    assert "4 trên 9 thành viên Hội đồng" in tally.explanation


def test_what_is_settled_after_the_meeting_changes_nothing_of_it(movement, men, secretary):
    """Verdict on opening, quorum and rules of voting stand as the meeting recorded them (R-63, R-64)."""
    meeting = plan(secretary, movement, men)
    step(secretary, meeting, "convene")
    away = {row.pk: "absent" for row in meeting.attendance.filter(seat="member")[:2]}
    attend(secretary, meeting, away)
    step(secretary, meeting, "open_voting")
    meeting.refresh_from_db()
    kept = meeting.rules
    assert kept["opening"]["outcome"] == "đạt"
    assert {value["rule"] for value in kept["rules"]} >= {"R-47", "R-63", "R-64", "R-66"}
    count(secretary, meeting, {men[0].pk: (6, 1, 0), men[1].pk: (2, 5, 0)}, VOTERS - 2)
    step(secretary, meeting, "count")
    minuted(secretary, meeting)
    page = text_of(secretary.get(f"/hop-xet/{meeting.pk}/"))
    assert "cần ít nhất 6 (tỷ lệ 2/3" in page
    settle(movement.locality, "R-64", Fraction(1, 1))
    settle(movement.locality, "R-63", {"more_than": Fraction(9, 10), "base": "total", "tie": "not_passed"})
    meeting.refresh_from_db()
    assert meeting.rules == kept
    assert "cần ít nhất 6 (tỷ lệ 2/3" in text_of(secretary.get(f"/hop-xet/{meeting.pk}/"))
    assert "Hội đồng thống nhất cách biểu quyết trước khi bỏ phiếu" in str(papers.minutes(meeting).data)


def test_a_quorum_of_the_regulation_binds(movement, men, secretary):
    settle(movement.locality, "R-64", Fraction(4, 5))
    meeting = plan(secretary, movement, men)
    step(secretary, meeting, "convene")
    away = {row.pk: "absent" for row in meeting.attendance.filter(seat="member")[:2]}
    attend(secretary, meeting, away)
    refused = step(secretary, meeting, "open_voting")
    assert refused.status_code == 400
    assert "Có mặt 7 trên 9 thành viên; cần ít nhất 8" in text_of(refused)


def test_opinions_by_letter_count_only_where_that_was_agreed_before(movement, men, secretary):
    meeting = plan(secretary, movement, men[:1])
    meeting.refresh_from_db()
    sent = {"version": meeting.version, "tie": "not_passed", "written_votes": "on"}
    assert secretary.post(f"/hop-xet/{meeting.pk}/cach-bieu-quyet/", sent).status_code == 302
    step(secretary, meeting, "convene")
    letter = meeting.attendance.filter(seat="member").first()
    attend(secretary, meeting, {letter.pk: "written"})
    step(secretary, meeting, "open_voting")
    assert count(secretary, meeting, {men[0].pk: (8, 0, 0)}, VOTERS - 1).status_code == 400
    assert count(secretary, meeting, {men[0].pk: (9, 0, 0)}, VOTERS).status_code == 302


def test_an_even_vote_waits_for_the_chair_and_his_words_stand_in_the_minutes(movement, men, secretary):
    meeting = plan(secretary, movement, men[:1])
    step(secretary, meeting, "convene")
    away = meeting.attendance.filter(seat="member").first()
    attend(secretary, meeting, {away.pk: "absent"})
    step(secretary, meeting, "open_voting")
    count(secretary, meeting, {men[0].pk: (4, 4, 0)}, VOTERS - 1)
    assert step(secretary, meeting, "count").status_code == 302
    tally = tally_of(meeting, men[0])
    assert tally.result == "tie"
    refused = minuted(secretary, meeting)
    assert refused.status_code == 400
    assert "Còn trường hợp ngang phiếu" in text_of(refused)
    sent = {"version": meeting.version, "tally": tally.pk, "selected": "1"}
    assert secretary.post(f"/hop-xet/{meeting.pk}/ngang-phieu/", sent | {"reason": ""}).status_code == 400
    sent |= {"reason": "Có thành tích nổi bật"}
    assert secretary.post(f"/hop-xet/{meeting.pk}/ngang-phieu/", sent).status_code == 302
    assert minuted(secretary, meeting).status_code == 302
    assert "Chủ tịch quyết định chọn: Có thành tích nổi bật." in words_of(meeting.minutes)


def test_between_collectives_the_share_of_women_decides_and_says_so(movement, secretary):
    one, other = units(movement)[:2]
    Person.objects.filter(locality=movement.locality).update(gender="nam")
    Person.objects.filter(unit=other).update(gender="nữ")
    cases = [dossier(movement, unit, "shortlisted") for unit in (one, other)]
    meeting = opened(secretary, movement, cases)
    count(secretary, meeting, {case.pk: (7, 2, 0) for case in cases}, VOTERS)
    assert step(secretary, meeting, "count").status_code == 302
    first, second = (tally_of(meeting, case) for case in cases)
    assert (first.result, second.result) == ("beyond_quota", "selected")
    assert "Được ưu tiên tập thể có từ 70 % nữ (Điều 4 khoản 6, Nghị định 152/2025/NĐ-CP)" in second.explanation
    assert "Xếp sau vì bên kia được ưu tiên" in first.explanation
