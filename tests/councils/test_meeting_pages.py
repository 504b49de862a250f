"""The award meeting through its pages: ballots, counts, results, minutes; nothing links a voter to a vote."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.audit.actions import broken_links
from chungtay.audit.models import Event
from chungtay.councils.actions import apply_results, end_member, plan_meeting
from chungtay.councils.models import Attendance, Conflict, Council, Meeting, Member, Tally
from chungtay.demo.records import good_record
from chungtay.kit.errors import UserError
from chungtay.localities.models import Person
from chungtay.nominations.actions import StepNotes, step_dossier
from chungtay.nominations.models import Nomination
from councils.meeting_kit import attend, count, opened, plan, sheet, step, tally_of, words_of
from nominations import dossier_kit
from nominations.dossier_kit import AT, CLERK, DAY, SECRETARY, UNIT_HEAD, dossier, people, reader, units
from support.kept import kept

pytestmark = pytest.mark.django_db
VOTERS = 9  # the sample council


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def secretary(client_of, place):
    return client_of(SECRETARY)


@pytest.fixture
@kept
def three(movement):
    """Two men or women for one seat, and one unit for the other: all shortlisted, none of them in the council."""
    first, second = people(movement)[:2]
    Person.objects.filter(pk__in=(first.pk, second.pk)).update(gender="nam")
    nominees = (units(movement)[0], first, second)
    return [dossier(movement, nominee, "shortlisted") for nominee in nominees]


def test_the_whole_way_from_draft_to_selected_by_the_right_people(movement, client_of, secretary):
    head, clerk = client_of(UNIT_HEAD), client_of(CLERK)
    unit = next(iter(reader(UNIT_HEAD).unit_ids))
    level = movement.award_levels.get()
    made = head.post(
        f"/ho-so/phong-trao/{movement.pk}/moi/",
        {
            "muc": level.pk,
            "loai": "collective",
            "unit": unit,
            "nominated_by": unit,
            "achievement": "Không hồ sơ nào trễ",
        },
    )
    nomination = Nomination.objects.get()
    assert made["Location"] == f"/ho-so/{nomination.pk}/"
    press = dossier_kit.step
    assert press(head, nomination, "submit").status_code == 302
    assert press(clerk, nomination, "start_check").status_code == 302
    papers = dossier_kit.sent(*nomination.papers.all(), present="on")
    findings = dossier_kit.sent(*nomination.criterion_checks.all(), outcome="met", evidence="Báo cáo quý")
    clerk.post(f"/ho-so/{nomination.pk}/giay-to-tieu-chi/", papers | findings)
    assert press(clerk, nomination, "pass").status_code == 400  # nothing is in the record book yet
    good_record(movement, nomination.unit, day=DAY)
    assert press(clerk, nomination, "pass").status_code == 302
    assert press(clerk, nomination, "shortlist").status_code == 302
    meeting = opened(secretary, movement, [nomination])
    assert count(secretary, meeting, {nomination.pk: (VOTERS, 0, 0)}, VOTERS).status_code == 302
    assert step(secretary, meeting, "count").status_code == 302
    meeting.refresh_from_db()
    secretary.post(f"/hop-xet/{meeting.pk}/y-kien/", {"version": meeting.version, "opinions": "Không có ý kiến khác"})
    assert step(secretary, meeting, "write_minutes").status_code == 302
    nomination.refresh_from_db()
    assert nomination.state == "shortlisted"  # nothing is decided before the minutes are signed
    assert step(secretary, meeting, "close").status_code == 400
    assert step(secretary, meeting, "close", "Chủ trì và thư ký đã ký").status_code == 302
    nomination.refresh_from_db()
    meeting.refresh_from_db()
    assert (nomination.state, meeting.state, meeting.minutes.state) == ("selected", "closed", "issued")
    assert list(broken_links()) == []


def test_ballots_are_numbered_once_for_each_voter_and_name_no_voter(movement, three, secretary):
    meeting = plan(secretary, movement, three)
    assert step(secretary, meeting, "convene").status_code == 302
    away, writing = meeting.attendance.filter(seat="member")[:2]
    attend(secretary, meeting, {away.pk: "absent", writing.pk: "written"})
    assert step(secretary, meeting, "open_voting").status_code == 302
    meeting.refresh_from_db()
    words = words_of(meeting.ballot_paper)
    numbers = [int(part[:2]) for part in words.split("Phiếu số: ")[1:]]
    assert numbers == list(range(1, VOTERS - 2 + 1))
    for row in meeting.attendance.all():
        assert row.name not in words
    for nomination in three:
        assert words.count(nomination.nominee) >= len(numbers)


def test_nothing_in_the_database_links_a_voter_to_a_vote():
    voters = {Attendance, Member, Person}
    points_at = {field.related_model for field in Tally._meta.get_fields() if field.many_to_one}
    assert not points_at & voters
    assert not any("vote" in field.name or "ballot" in field.name for field in Attendance._meta.get_fields())


def test_a_line_that_does_not_add_up_is_marked_and_nothing_typed_is_lost(movement, three, secretary):
    meeting = opened(secretary, movement, three)
    unit, first, second = three
    votes = {unit.pk: (9, 0, 0), first.pk: (7, 1, 0), second.pk: (6, 3, 0)}
    refused = count(secretary, meeting, votes, VOTERS)
    page = text_of(refused)
    assert refused.status_code == 400
    assert "7 + 1 + 0 = 8, thiếu 1 so với 9 phiếu hợp lệ. Đếm lại." in page
    assert page.count('class="bad"') == 1
    tally = tally_of(meeting, first)
    assert f'name="for{tally.pk}" inputmode="numeric" autocomplete="off" maxlength="4" value="7"' in page
    meeting.refresh_from_db()
    assert meeting.ballots_valid is None
    assert tally.votes_for is None
    assert step(secretary, meeting, "count").status_code == 400


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"issued": "8"}, "Phát ra 8 phiếu nhưng có 9 thành viên bỏ phiếu"),
        ({"returned": "10"}, "Thu về 10 phiếu, nhiều hơn số phát ra"),
        ({"returned": "7"}, "Có 9 phiếu hợp lệ, nhiều hơn số thu về"),
        ({"valid": ""}, "Chưa nhập số phiếu hợp lệ"),
        ({"returned": "chín"}, "“chín” không phải là số phiếu"),
        ({"valid": "-1"}, "“-1” không phải là số phiếu"),
    ],
)
def test_totals_that_cannot_be_right_are_named(movement, three, secretary, change, said):
    meeting = opened(secretary, movement, three)
    votes = {nomination.pk: (9, 0, 0) for nomination in three}
    answer = secretary.post(f"/hop-xet/{meeting.pk}/kiem-phieu/", sheet(meeting, votes, VOTERS) | change)
    assert answer.status_code == 400
    assert said in text_of(answer)


def test_sums_are_checked_while_typing_without_saving(movement, three, secretary):
    meeting = opened(secretary, movement, three)
    unit, first, second = three
    typed = sheet(meeting, {unit.pk: (9, 0, 0), first.pk: (9, 1, 0), second.pk: (6, 3, 0)}, VOTERS)
    page = text_of(secretary.post(f"/hop-xet/{meeting.pk}/kiem-phieu/cong/", typed, HTTP_HX_REQUEST="true"))
    assert "9 + 1 + 0 = 10, thừa 1 so với 9 phiếu hợp lệ" in page
    assert "<html" not in page
    assert not Tally.objects.filter(votes_for__isnull=False).exists()


def test_one_seat_two_candidates_over_half_the_second_goes_beyond_the_quota(movement, three, secretary):
    meeting = opened(secretary, movement, three)
    unit, first, second = three
    count(secretary, meeting, {unit.pk: (4, 5, 0), first.pk: (8, 1, 0), second.pk: (6, 3, 0)}, VOTERS)
    assert step(secretary, meeting, "count").status_code == 302
    page = text_of(secretary.get(f"/hop-xet/{meeting.pk}/"))
    assert "8 trên 9 thành viên có mặt được bỏ phiếu đồng ý, cần quá 1/2: đạt." in page
    assert "Xếp thứ 2. 6 phiếu. Kế hoạch chỉ có 1 suất." in page
    results = {tally.nomination_id: tally.result for tally in meeting.tallies.all()}
    assert results == {unit.pk: "not_selected", first.pk: "selected", second.pk: "beyond_quota"}


def test_an_even_vote_for_the_last_seat_is_sent_back_to_the_council(movement, three, secretary):
    meeting = opened(secretary, movement, three)
    unit, first, second = three
    count(secretary, meeting, {unit.pk: (9, 0, 0), first.pk: (6, 3, 0), second.pk: (6, 3, 0)}, VOTERS)
    tied = step(secretary, meeting, "count")
    page = text_of(tied)
    assert tied.status_code == 400
    assert "bằng phiếu cho suất cuối cùng" in page
    assert "Hội đồng bỏ phiếu lại" in page
    assert first.nominee in page
    assert second.nominee in page
    meeting.refresh_from_db()
    assert meeting.state == "voting"
    count(secretary, meeting, {unit.pk: (9, 0, 0), first.pk: (4, 5, 0), second.pk: (5, 4, 0)}, VOTERS)
    assert step(secretary, meeting, "count").status_code == 302
    assert tally_of(meeting, second).result == "selected"


def test_an_even_vote_is_decided_for_the_woman_and_says_so(movement, three, secretary):
    unit, first, second = three
    Person.objects.filter(pk=second.person_id).update(gender="nữ")
    meeting = opened(secretary, movement, three)
    count(secretary, meeting, {unit.pk: (9, 0, 0), first.pk: (6, 3, 0), second.pk: (6, 3, 0)}, VOTERS)
    assert step(secretary, meeting, "count").status_code == 302
    won = tally_of(meeting, second)
    assert won.result == "selected"
    assert "ưu tiên nữ" in won.explanation


@pytest.fixture
@kept
def with_member(movement):
    """A council member who is a nominee, and a unit."""
    member = Member.objects.filter(seat="member", council__locality=movement.locality).first()
    return member, [dossier(movement, n, "shortlisted") for n in (units(movement)[0], member.person)]


def test_a_member_who_is_nominee_stands_aside_in_the_own_line(movement, with_member, secretary):
    member, (unit, own) = with_member
    meeting = opened(secretary, movement, [unit, own])
    conflict = meeting.conflicts.get()
    assert (conflict.attendance.member_id, conflict.nomination_id) == (member.pk, own.pk)
    assert count(secretary, meeting, {unit.pk: (9, 0, 0), own.pk: (9, 0, 0)}, VOTERS).status_code == 400
    assert count(secretary, meeting, {unit.pk: (9, 0, 0), own.pk: (5, 3, 0)}, VOTERS).status_code == 302
    assert step(secretary, meeting, "count").status_code == 302
    assert (
        "5 trên 8 thành viên có mặt được bỏ phiếu (1 người liên quan không tính)" in tally_of(meeting, own).explanation
    )


def test_with_an_invalid_ballot_nobody_can_say_whose_it_was(movement, with_member, secretary):
    _member, (unit, own) = with_member
    meeting = opened(secretary, movement, [unit, own])
    for line, status in (((6, 2, 0), 302), ((5, 2, 0), 302), ((5, 1, 0), 400)):
        answer = count(secretary, meeting, {unit.pk: (8, 0, 0), own.pk: line}, VOTERS, valid=8)
        assert answer.status_code == status, line


def test_declared_relations_are_kept_and_an_unasked_question_locks_the_ballots(movement, three, secretary):
    meeting = plan(secretary, movement, three)
    step(secretary, meeting, "convene")
    refused = attend(secretary, meeting, answer="")
    assert refused.status_code == 400
    assert "Chưa hỏi có ai liên quan" in text_of(refused)
    assert text_of(refused).count('value="present" checked') == VOTERS
    member = meeting.attendance.filter(seat="member").first()
    told = {"answer": "some", "m0": str(member.pk), "n0": str(three[1].pk), "g0": "anh em ruột"}
    assert attend(secretary, meeting, **told).status_code == 302
    kept = Conflict.objects.get()
    assert (kept.attendance, kept.nomination, kept.ground) == (member, three[1], "anh em ruột")
    step(secretary, meeting, "open_voting")
    meeting.refresh_from_db()
    assert meeting.state == "voting"


def test_attendance_of_another_meeting_is_refused(movement, three, secretary):
    one = plan(secretary, movement, three[:1])
    other = plan(secretary, movement, three[1:])
    foreign = other.attendance.first()
    told = {"answer": "some", "m0": str(foreign.pk), "n0": str(three[0].pk), "g0": "x"}
    assert attend(secretary, one, **told).status_code == 400
    assert not Conflict.objects.exists()


def test_too_few_members_warns_by_the_councils_rules_and_does_not_block(movement, three, secretary):
    meeting = plan(secretary, movement, three)
    step(secretary, meeting, "convene")
    away = {row.pk: "absent" for row in meeting.attendance.filter(seat="member")[:5]}
    attend(secretary, meeting, away)
    page = text_of(secretary.get(f"/hop-xet/{meeting.pk}/"))
    assert "Có mặt 4 trên 9 thành viên; cần ít nhất 6" in page
    assert "theo quy chế Hội đồng" in page
    assert step(secretary, meeting, "open_voting").status_code == 302


def test_a_late_comer_gets_a_ballot_before_the_count(movement, three, secretary):
    meeting = plan(secretary, movement, three)
    step(secretary, meeting, "convene")
    late = meeting.attendance.filter(seat="member").first()
    attend(secretary, meeting, {late.pk: "absent"})
    step(secretary, meeting, "open_voting")
    meeting.refresh_from_db()
    assert words_of(meeting.ballot_paper).count("Phiếu số:") == VOTERS - 1
    assert attend(secretary, meeting).status_code == 302
    meeting.refresh_from_db()
    assert words_of(meeting.ballot_paper).count("Phiếu số:") == VOTERS
    count(secretary, meeting, {nomination.pk: (9, 0, 0) for nomination in three}, VOTERS)
    assert attend(secretary, meeting, {late.pk: "absent"}).status_code == 400


def test_absent_secretary_needs_somebody_named_to_keep_the_minutes(movement, three, secretary):
    meeting = plan(secretary, movement, three)
    step(secretary, meeting, "convene")
    regular, stand_in = meeting.attendance.get(seat="secretary"), meeting.attendance.filter(seat="member").first()
    attend(secretary, meeting, {regular.pk: "absent"})
    refused = step(secretary, meeting, "open_voting")
    assert refused.status_code == 400
    assert "Chọn người chủ trì và thư ký" in text_of(refused)
    attend(secretary, meeting, {regular.pk: "absent"}, records=str(stand_in.pk))
    assert step(secretary, meeting, "open_voting").status_code == 302


def closed(secretary, meeting: Meeting, votes, by=None) -> Meeting:
    count(secretary, meeting, votes, VOTERS)
    assert step(secretary, meeting, "count").status_code == 302
    return finished(secretary, meeting, by)


def finished(secretary, meeting: Meeting, by=None) -> Meeting:
    """From the counted ballots to the signed minutes."""
    meeting.refresh_from_db()
    data = {"version": meeting.version, "opinions": "Đề nghị năm sau chia suất riêng cho thôn"}
    secretary.post(f"/hop-xet/{meeting.pk}/y-kien/", data)
    assert step(secretary, meeting, "write_minutes").status_code == 302
    answer = step(by or secretary, meeting, "close", "Đã ký đủ")
    assert answer.status_code == 302, text_of(answer)
    meeting.refresh_from_db()
    return meeting


def test_minutes_say_what_was_counted(movement, three, secretary):
    unit, first, second = three
    meeting = opened(secretary, movement, three)
    meeting = closed(secretary, meeting, {unit.pk: (9, 0, 0), first.pk: (8, 0, 1), second.pk: (2, 6, 1)})
    words = words_of(meeting.minutes)
    assert "phát ra 9 phiếu, thu về 9 phiếu, trong đó 9 phiếu hợp lệ, 0 phiếu không hợp lệ" in words
    for nomination, numbers in ((unit, "9 0 0 100"), (first, "8 0 1 88,9"), (second, "2 6 1 22,2")):
        assert nomination.nominee in words
        assert numbers in words, words
    assert "Đề nghị năm sau chia suất riêng cho thôn" in words
    assert "BB-HĐTĐKT" in words
    assert "Có mặt 9 trên 9 thành viên Hội đồng." in words
    chair, keeper = (meeting.attendance.get(seat=seat).name for seat in ("chair", "secretary"))
    assert words.count(chair) >= 2
    assert words.count(keeper) >= 2
    states = {n.pk: Nomination.objects.get(pk=n.pk).state for n in three}
    assert states == {unit.pk: "selected", first.pk: "selected", second.pk: "not_selected"}


def test_the_clerk_may_close_on_the_signed_minutes(movement, three, secretary, client_of):
    meeting = opened(secretary, movement, three[:1])
    closed(secretary, meeting, {three[0].pk: (9, 0, 0)}, by=client_of(CLERK))
    three[0].refresh_from_db()
    assert three[0].state == "selected"


def test_a_dossier_held_after_the_vote_waits_and_keeps_its_seat(movement, three, secretary):
    _unit, first, second = three
    meeting = opened(secretary, movement, [first, second])
    count(secretary, meeting, {first.pk: (8, 1, 0), second.pk: (6, 3, 0)}, VOTERS)
    step(secretary, meeting, "count")
    clerk = reader(CLERK)
    step_dossier(nomination=first, verb="hold", by=clerk, at=AT, on=DAY, notes=StepNotes(reason="Đơn tố cáo"))
    finished(secretary, meeting)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.held_from, second.state) == ("on_hold", "selected", "beyond_quota")


def test_a_dossier_withdrawn_before_the_vote_is_not_on_the_ballot(movement, three, secretary):
    unit, first, second = three
    meeting = plan(secretary, movement, three)
    step(secretary, meeting, "convene")
    clerk = reader(CLERK)
    step_dossier(nomination=first, verb="record_withdrawal", by=clerk, at=AT, on=DAY, notes=StepNotes(reason="Đơn"))
    attend(secretary, meeting)
    assert step(secretary, meeting, "open_voting").status_code == 302
    meeting.refresh_from_db()
    assert [t.nomination_id for t in meeting.tallies.all()] == [unit.pk, second.pk]
    assert [t.position for t in meeting.tallies.all()] == [1, 2]
    assert first.nominee not in words_of(meeting.ballot_paper)


def test_a_seat_taken_meanwhile_stops_the_close_and_leaves_everything_as_it_was(movement, three, secretary):
    _unit, first, second = three
    meeting = opened(secretary, movement, [first])
    count(secretary, meeting, {first.pk: (9, 0, 0)}, VOTERS)
    step(secretary, meeting, "count")
    closing = {"by": reader(SECRETARY), "at": AT, "on": DAY}
    step_dossier(nomination=second, verb="select", extra_facts={"count_closed": True}, **closing)
    meeting.refresh_from_db()
    with pytest.raises(UserError, match="Đã đủ số lượng"):
        apply_results(meeting, **closing)
    first.refresh_from_db()
    assert first.state == "shortlisted"


def test_one_dossier_is_in_one_open_meeting_only(movement, three):
    council = Council.objects.get(locality=movement.locality)
    at = {"held_on": dt.date(2025, 12, 8), "starts_at": dt.time(8), "place": "x", "by": reader(SECRETARY), "at": AT}
    plan_meeting(movement=movement, council=council, nominations=three[:1], **at)
    with pytest.raises(UserError, match="cuộc họp khác"):
        plan_meeting(movement=movement, council=council, nominations=three, **at)


def test_postponed_meeting_gets_a_new_day_and_the_council_of_that_day(movement, three, secretary):
    meeting = plan(secretary, movement, three)
    step(secretary, meeting, "convene")
    assert step(secretary, meeting, "postpone").status_code == 400
    assert step(secretary, meeting, "postpone", "Bão").status_code == 302
    leaving = Member.objects.filter(seat="member", council__locality=movement.locality).first()
    end_member(member=leaving, valid_to=dt.date(2025, 12, 10), by=reader(SECRETARY), at=AT)
    meeting.refresh_from_db()
    data = {"version": meeting.version, "held_on": "15/12/2025", "starts_at": "14 giờ", "place": "Nhà văn hóa",
            "nominations": [three[0].pk]}  # fmt: skip
    answer = secretary.post(f"/hop-xet/{meeting.pk}/sua/", data)
    assert answer.status_code == 302, text_of(answer)
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.starts_at) == (dt.date(2025, 12, 15), dt.time(14))
    assert meeting.attendance.count() == VOTERS - 1
    assert [t.nomination_id for t in meeting.tallies.all()] == [three[0].pk]


def test_who_may_and_who_does_not_exist(movement, three, secretary, client_of, other_place):
    meeting = plan(secretary, movement, three)
    assert client_of(UNIT_HEAD).get(f"/hop-xet/{meeting.pk}/").status_code == 403
    refused = client_of("chutich.kimphuong").get(f"/hop-xet/phong-trao/{movement.pk}/moi/")
    assert refused.status_code == 403
    assert "Thư ký Hội đồng" in text_of(refused)
    assert client_of("thuky.tienthanh").get(f"/hop-xet/{meeting.pk}/").status_code == 404
    assert step(client_of("thuky.tienthanh"), meeting, "convene").status_code == 404
    step(secretary, meeting, "convene")
    attend(secretary, meeting)
    assert step(client_of(CLERK), meeting, "open_voting").status_code == 403


def test_pages_ask_as_often_for_one_case_as_for_three(movement, three, secretary, django_assert_max_num_queries):
    one = plan(secretary, movement, three[1:2])
    with django_assert_max_num_queries(25) as few:
        secretary.get(f"/hop-xet/{one.pk}/")
    step(secretary, one, "cancel", "Gộp họp")
    third = dossier(movement, people(movement)[2], "shortlisted")
    all_three = plan(secretary, movement, [*three[1:], third])
    with django_assert_max_num_queries(25) as many:
        secretary.get(f"/hop-xet/{all_three.pk}/")
    assert len(many) == len(few)


def test_council_is_entered_once_and_changes_by_days(place, secretary, client_of):
    page = text_of(secretary.get("/hop-xet/hoi-dong/"))
    assert "Chưa có Hội đồng nào" in page
    chair, keeper, member, late = Person.objects.filter(locality=place)[:4]
    data = {"name": "Hội đồng TĐKT", "established_by": "Quyết định số 12/QĐ-UBND ngày 05/01/2025",
            "valid_from": "5/1/2025",
            "chair": chair.pk, "secretary": keeper.pk, "members": [member.pk]}  # fmt: skip
    twice = secretary.post("/hop-xet/hoi-dong/", data | {"secretary": chair.pk})
    assert twice.status_code == 400
    assert "chọn hai lần" in text_of(twice)
    assert client_of("chutich.kimphuong").post("/hop-xet/hoi-dong/", data).status_code == 403
    assert secretary.post("/hop-xet/hoi-dong/", data).status_code == 302
    assert "Quyết định số 12/QĐ-UBND ngày 05/01/2025" in text_of(secretary.get("/hop-xet/hoi-dong/"))
    add = {"person": late.pk, "seat": "chair", "valid_from": "01/12/2025"}
    assert "đang có Chủ tịch" in text_of(secretary.post("/hop-xet/hoi-dong/thanh-vien/", add))
    assert secretary.post("/hop-xet/hoi-dong/thanh-vien/", add | {"seat": "member"}).status_code == 302
    seat = Member.objects.get(person=late)
    wrong = secretary.post(f"/hop-xet/hoi-dong/thanh-vien/{seat.pk}/", {"valid_to": "31/02/2026"})
    assert wrong.status_code == 400
    assert "Không có ngày 31/02/2026" in text_of(wrong)
    assert secretary.post(f"/hop-xet/hoi-dong/thanh-vien/{seat.pk}/", {"valid_to": "31/12/2025"}).status_code == 302
    seat.refresh_from_db()
    assert seat.valid_to == dt.date(2025, 12, 31)


def test_without_a_council_the_list_says_what_to_do_first(place, movement, secretary):
    Member.objects.filter(council__locality=place).delete()
    Council.objects.filter(locality=place).delete()
    page = text_of(secretary.get(f"/hop-xet/phong-trao/{movement.pk}/"))
    assert "Chưa có Hội đồng." in page
    assert "Chưa có cuộc họp nào" in page


def test_the_log_never_tells_how_a_line_was_counted_by_whom(movement, three, secretary):
    meeting = opened(secretary, movement, three)
    count(secretary, meeting, {nomination.pk: (9, 0, 0) for nomination in three}, VOTERS)
    told = Event.objects.get(event="meeting.counts_recorded")
    assert set(told.after) == {"issued", "returned", "valid"}
