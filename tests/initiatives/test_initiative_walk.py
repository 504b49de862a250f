"""One initiative from the phone of its author to the record book, the decision, replication and back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chungtay.audit.models import Event
from chungtay.demo.people import PLACES
from chungtay.initiatives import actions, figures, queries, recognition, sittings, stepping
from chungtay.initiatives.actions import Description, Part
from chungtay.initiatives.models import Initiative
from chungtay.initiatives.sittings import Held, Said
from chungtay.kit.clock import now
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import Target
from chungtay.paperwork.actions import open_draft, step_draft
from chungtay.records.actions import use_initiative, withdraw_line
from chungtay.records.book import Who, books
from chungtay.records.models import Line
from support.broken_store import never_given_out
from support.page_rules import faults
from support.places import DAY
from support.rounds import load_movement

WHOLE = Description(
    title="Trả kết quả hộ tịch tại xóm theo lịch hẹn", content="- Gom hồ sơ theo xóm\n- Hẹn ngày trả tại nhà văn hóa",
    effect="120 hồ sơ, giảm 240 lượt đi lại", applied_where="Xóm mẫu 01", applied_since=dt.date(2025, 6, 2),
)  # fmt: skip


@pytest.fixture
def people(movement, reader_of):
    """The sample accounts of the movement's locality as readers."""
    return {login: reader_of(f"{login}.kimphuong") for login in ("canbo", "chutich", "thuky", "vanthu", "nhanvien")}


def person_of(reader) -> Person:
    return Person.objects.get(pk=reader.person_id)


def proposed(movement, by, *parts: Part, told: Description = WHOLE) -> Initiative:
    return actions.propose(
        movement=movement, told=told, parts=parts or [Part(person=person_of(by))], by=by, at=now()
    )  # fmt: skip


def checked(initiative: Initiative, by) -> Initiative:
    return stepping.check(
        initiative=initiative, answers={}, opinion="Đã xem sổ trả kết quả", favourable=True, by=by, at=now(),
        version=None,
    )  # fmt: skip


def judged(initiative: Initiative, by, *, favourable: bool = True, on: dt.date = DAY):
    held = Held("Hội đồng sáng kiến xã (mẫu)", on, "Biên bản số 01/BB-HĐSK", 9)
    said = [Said(initiative, favourable, 8 if favourable else 1, 1 if favourable else 8)]
    return sittings.record_sitting(movement=initiative.movement, held=held, said=said, by=by, at=now())


def recognised(movement, people, *parts: Part) -> Initiative:
    made = checked(proposed(movement, people["nhanvien"], *parts), people["canbo"])
    judged(made, people["canbo"])
    recognition.recognise(movement=movement, initiatives=[made], decided_on=DAY, by=people["chutich"], at=now())
    return Initiative.objects.get(pk=made.pk)


def test_from_the_phone_to_the_record_book_and_back(movement, people, client_of):
    staff = client_of("nhanvien.kimphuong")
    author = person_of(people["nhanvien"])
    form = reverse("initiatives:new", args=[movement.pk])
    assert f'value="p{author.pk}" selected' in staff.get(form).content.decode()
    sent = {"title": WHOLE.title, "ai-0": f"p{author.pk}", "files": SimpleUploadedFile("anh.jpg", b"mau", "image/jpeg")}
    page = staff.post(form, sent)
    made = Initiative.objects.get()
    assert page["Location"] == reverse("initiatives:detail", args=[made.pk])
    assert (made.state, made.authors.get().share, made.attachments.count()) == ("proposed", Decimal(100), 1)
    kept = made.attachments.get()
    never_given_out(staff, reverse("initiatives:file", args=[made.pk, kept.pk]), kept.file)
    assert "cách làm" in staff.get(page["Location"]).content.decode()  # says what is missing

    clerk = client_of("canbo.kimphuong")
    opinion = {"version": made.version, "opinion": "Đã xem", "favourable": "1"}
    refused = clerk.post(reverse("initiatives:check", args=[made.pk]), opinion)
    assert refused.status_code == 400
    assert "Phiếu đề xuất chưa đủ" in refused.content.decode()

    rest = {"content": WHOLE.content, "effect": WHOLE.effect, "applied_where": WHOLE.applied_where}
    edit = {"title": WHOLE.title, "ai-0": f"p{author.pk}", "version": made.version, **rest}
    assert staff.post(reverse("initiatives:edit", args=[made.pk]), edit).status_code == 302
    made.refresh_from_db()
    assert (
        clerk.post(reverse("initiatives:check", args=[made.pk]), opinion | {"version": made.version}).status_code == 302
    )
    assert (
        staff.post(reverse("initiatives:edit", args=[made.pk]), edit | {"version": made.version + 1}).status_code == 400
    )

    sitting = {"body": "Hội đồng sáng kiến (mẫu)", "held_on": "02/12/2025", "present": "9", "minutes": "01/BB",
               f"sk{made.pk}-said": "1", f"sk{made.pk}-yes": "8", f"sk{made.pk}-no": "1"}  # fmt: skip
    assert clerk.post(reverse("initiatives:sitting", args=[movement.pk]), sitting).status_code == 302
    chair = client_of("chutich.kimphuong")
    url = reverse("initiatives:recognise", args=[movement.pk])
    assert "8/9" in chair.get(url).content.decode()
    assert clerk.get(url).status_code == 403
    assert chair.post(url, {"chon": made.pk, "decided_on": "02/12/2025"}).status_code == 302
    made.refresh_from_db()
    line = Line.objects.get(origin=made.origin)
    assert (made.state, line.person, line.title, line.since) == ("recognised", author, WHOLE.title, DAY)
    assert books(movement.locality, [Who(person=author)])[Who(person=author).key].fresh_initiative(DAY) == line

    unit = Unit.objects.filter(locality=movement.locality).last()
    spread = {"version": made.version, "units": [unit.pk], "since": "02/12/2025"}
    assert clerk.post(reverse("initiatives:replicate", args=[made.pk]), spread).status_code == 302
    made.refresh_from_db()
    assert (made.state, str(made.replications.get())) == ("replicated", unit.name)
    # R-49 counts awards, not places: a replicated initiative may still carry its first award.
    assert books(movement.locality, [Who(person=author)])[Who(person=author).key].fresh_initiative(DAY) == line

    step = {"verb": "annul", "version": made.version, "reason": "Số liệu không đúng (mẫu)"}
    assert chair.post(reverse("initiatives:step", args=[made.pk]), step).status_code == 302
    made.refresh_from_db()
    line.refresh_from_db()
    assert (made.state, line.withdrawn_why) == ("annulled", "Số liệu không đúng (mẫu)")
    assert books(movement.locality, [Who(person=author)])[Who(person=author).key].initiatives() is None
    told = [event.event for event in Event.objects.filter(object_type="initiatives.initiative", object_id=made.pk)]
    assert sorted(told) == sorted([
        "initiative.proposed", "initiative.file_added", "initiative.edited", "initiative.checked",
        "initiative.recognised", "initiative.replicated", "initiative.annulled",
    ])  # fmt: skip
    for login in ("nhanvien", "canbo", "chutich", "donvi"):
        assert client_of(f"{login}.kimphuong").get(reverse("initiatives:list", args=[movement.pk])).status_code == 200


def test_the_decision_written_here_gives_its_number_to_the_act(movement, people):
    made = recognised(movement, people)
    act = made.recognition
    draft = open_draft(
        movement=movement, kind="quyet-dinh-sang-kien", topic=f"recognition:{act.pk}", by=people["canbo"], at=now(),
        on=DAY,
    )  # fmt: skip
    assert [row["name"] for row in draft.data["initiatives"]] == [WHOLE.title]
    assert any("Biên bản số 01/BB-HĐSK" in basis for basis in draft.data["bases"])
    draft = step_draft(draft=draft, verb="submit", by=people["canbo"], at=now(), version=None)
    step_draft(draft=draft, verb="issue", by=people["vanthu"], at=now(), version=None, dated=DAY)
    act.refresh_from_db()
    assert act.code.endswith("QĐ-UBND")
    letter = open_draft(
        movement=movement, kind="giay-cong-nhan-sang-kien", topic=f"initiative:{made.pk}", by=people["canbo"],
        at=now(), on=DAY,
    )  # fmt: skip
    assert letter.data["decision"] == f"Quyết định số {act.code} ngày 02/12/2025"


def test_nobody_concludes_on_their_own(movement, people):
    mine = proposed(movement, people["canbo"])
    with pytest.raises(UserError, match="Nhờ người khác"):
        checked(mine, people["canbo"])
    checked(mine, people["thuky"])
    with pytest.raises(UserError, match="Nhờ người khác"):
        judged(mine, people["canbo"])
    chairs = checked(proposed(movement, people["chutich"]), people["canbo"])
    judged(chairs, people["canbo"])
    with pytest.raises(UserError, match="Nhờ người khác"):
        recognition.recognise(movement=movement, initiatives=[chairs], decided_on=DAY, by=people["chutich"], at=now())
    assert Line.objects.filter(origin=chairs.origin).count() == 0
    with pytest.raises(Forbidden):
        stepping.step(initiative=mine, verb="withdraw", by=people["nhanvien"], at=now(), version=None)


def test_the_shares_of_the_authors_make_a_whole(movement, people):
    one, two, three = Person.objects.filter(locality=movement.locality).order_by("pk")[:3]
    thirds = proposed(movement, people["nhanvien"], Part(person=one), Part(person=two), Part(name="Bà mẫu ở xóm"))
    assert [author.share for author in thirds.authors.all()] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    rest = proposed(movement, people["nhanvien"], Part(person=one, share=Decimal(70)), Part(person=two))
    assert [author.share for author in rest.authors.all()] == [70, 30]
    for parts, word in (
        ([Part(person=one, share=Decimal(60)), Part(person=two, share=Decimal(60))], "120%"),
        ([Part(person=one), Part(person=one)], "hai lần"),
        ([Part(person=one, share=Decimal(100)), Part(person=two, share=Decimal(0))], "lớn hơn 0"),
        ([Part(person=one, share=Decimal(20)), Part(person=two), Part(person=three)], "chia đều"),
        ([], "Chưa ghi tác giả"),
    ):
        with pytest.raises(UserError, match=word):
            actions.propose(movement=movement, told=WHOLE, parts=parts, by=people["nhanvien"], at=now())
    assert Initiative.objects.count() == 2


def test_every_author_of_the_locality_gets_a_line_and_others_none(movement, people):
    unit = Unit.objects.filter(locality=movement.locality).first()
    made = recognised(
        movement, people, Part(person=person_of(people["nhanvien"])), Part(unit=unit), Part(name="Ông mẫu")
    )
    assert {str(line.person or line.unit) for line in Line.objects.filter(origin=made.origin)} == {
        person_of(people["nhanvien"]).full_name, unit.name,
    }  # fmt: skip


def test_returned_mended_sent_again_and_taken_back(movement, people):
    made = proposed(movement, people["nhanvien"])
    with pytest.raises(UserError, match="Ghi lý do"):
        stepping.step(initiative=made, verb="return", by=people["canbo"], at=now(), version=None)
    back = stepping.step(
        initiative=made, verb="return", by=people["canbo"], at=now(), version=None, reason="Ghi rõ số hồ sơ"
    )
    assert (back.state, back.state_reason) == ("returned", "Ghi rõ số hồ sơ")
    with pytest.raises(Stale):
        stepping.step(initiative=made, verb="resubmit", by=people["nhanvien"], at=now(), version=made.version)
    again = stepping.step(initiative=made, verb="resubmit", by=people["nhanvien"], at=now(), version=None)
    assert (again.state, again.state_reason) == ("proposed", "")
    gone = stepping.step(initiative=made, verb="withdraw", by=people["nhanvien"], at=now(), version=None)
    assert gone.state == "withdrawn"
    with pytest.raises(UserError):
        stepping.step(initiative=made, verb="resubmit", by=people["nhanvien"], at=now(), version=None)


def test_without_a_word_of_a_council_or_person_nothing_is_recognised(movement, people):
    made = checked(proposed(movement, people["nhanvien"]), people["canbo"])
    with pytest.raises(UserError, match="Chưa có biên bản họp xét"):
        recognition.recognise(movement=movement, initiatives=[made], decided_on=DAY, by=people["chutich"], at=now())
    judged(made, people["canbo"])
    with pytest.raises(UserError, match="sau ngày công nhận"):
        recognition.recognise(
            movement=movement, initiatives=[made], decided_on=DAY - dt.timedelta(days=1), by=people["chutich"], at=now()
        )
    assert not made.movement.initiative_recognitions.exists()
    with pytest.raises(UserError, match="Đếm lại"):
        odd = [Said(made, True, 9, 9)]
        sittings.record_sitting(
            movement=movement, held=Held("Hội đồng mẫu", DAY, "", 9), said=odd, by=people["canbo"], at=now()
        )


def test_what_is_alike_is_found_without_accents_and_only_that(movement, people):
    first = proposed(movement, people["nhanvien"])
    near = queries.similar(people["canbo"], title="tra ket qua ho tich tai thon theo lich hen")
    assert [row.pk for row in near] == [first.pk]
    assert queries.similar(people["canbo"], title="Số hóa tài liệu lưu trữ phòng họp") == []
    assert queries.similar(people["canbo"], title="Sáng kiến nâng cao hiệu quả cải cách hành chính") == []
    assert queries.similar(people["vanthu"], title=WHOLE.title, excluding=first.pk) == []


def test_others_see_only_what_is_recognised(movement, people, client_of, reader_of):
    made = proposed(movement, people["canbo"], Part(person=person_of(people["canbo"])))
    url = reverse("initiatives:detail", args=[made.pk])
    assert client_of("nhanvien.kimphuong").get(url).status_code == 404
    checked(made, people["thuky"])
    judged(made, people["thuky"])
    recognition.recognise(movement=movement, initiatives=[made], decided_on=DAY, by=people["chutich"], at=now())
    page = client_of("nhanvien.kimphuong").get(url).content.decode()
    assert WHOLE.effect in page
    assert "Đã xem sổ trả kết quả" not in page
    spread = client_of("nhanvien.kimphuong").get(reverse("initiatives:replicate", args=[made.pk])).content.decode()
    assert "Việc này do cán bộ thường trực phong trào hoặc cán bộ truyền thông thực hiện." in spread


def test_an_award_uses_it_up_once_and_the_annulment_says_so(movement, people, client_of):
    made = recognised(movement, people)
    line, who = Line.objects.get(origin=made.origin), Who(person=person_of(people["nhanvien"]))
    use_initiative(
        locality=movement.locality, who=who, line=line, award="Giấy khen (mẫu)", origin="movement:1",
        by=people["canbo"], at=now(),
    )  # fmt: skip
    assert books(movement.locality, [who])[who.key].fresh_initiative(DAY) is None
    url = reverse("initiatives:detail", args=[made.pk])
    assert "Đã dùng làm căn cứ khen" in client_of("canbo.kimphuong").get(url).content.decode()
    asked = client_of("chutich.kimphuong").get(url, {"viec": "annul"}).content.decode()
    assert "Giấy khen (mẫu). Xem lại lần khen đó." in asked


def test_a_line_of_a_recognition_is_not_withdrawn_by_hand(movement, people):
    made = recognised(movement, people)
    with pytest.raises(UserError, match="Hủy công nhận ở trang của sáng kiến"):
        withdraw_line(line=Line.objects.get(origin=made.origin), why="nhầm", by=people["canbo"], at=now())


def test_the_plan_asks_for_three_and_nobody_invents_a_number(movement, people):
    assert queries.demands(movement) == []  # plan 000 states none
    target = movement.targets.first()
    kept = {"movement": movement, "measured": True, "unit": "sáng kiến, mô hình, giải pháp", "comparator": "min"}
    Target.objects.create(code="SK", position=90, text="Có ít nhất 3 sáng kiến", value=3, **kept)
    Target.objects.create(code="SKDV", position=91, text="Mỗi đơn vị có ít nhất 01 sáng kiến", value=1, **kept)
    made = recognised(movement, people)
    Initiative.objects.filter(pk=made.pk).update(unit=person_of(people["nhanvien"]).unit, target=target)
    asked = queries.demands(movement)
    assert [(d.wanted, d.recognised, d.each, d.met) for d in asked] == [(3, 1, False, False), (1, 1, True, True)]
    units = list(Unit.objects.filter(locality=movement.locality))
    counts = {row.unit: (row.recognised, row.wanted, row.met) for row in queries.unit_counts(movement, units, asked)}
    own = person_of(people["nhanvien"]).unit
    assert counts.pop(own) == (1, 1, True)
    assert set(counts.values()) == {(0, 1, False)}


def test_what_is_recognised_is_offered_as_the_figure_of_the_target_and_saved_only_by_a_person(db, reader_of, client_of):
    movement = load_movement(PLACES[4])  # its plan asks for at least three
    people = {login: reader_of(f"{login}.hongvan") for login in ("canbo", "chutich", "nhanvien")}
    goal, day = movement.targets.get(code="ND-19"), dt.date(2025, 11, 28)
    unit = person_of(people["nhanvien"]).unit
    other, idle = movement.locality.units.exclude(pk=unit.pk)[:2]

    def recognised_on(on: dt.date, of: Unit, number: str) -> None:
        told = Description(**{**vars(WHOLE), "unit": of})
        made = checked(proposed(movement, people["nhanvien"], told=told), people["canbo"])
        judged(made, people["canbo"], on=on)
        recognition.recognise(
            movement=movement, initiatives=[made], decided_on=on, by=people["chutich"], at=now(), number=number
        )

    form, clerk = reverse("progress:entry", args=[movement.pk]), client_of("canbo.hongvan")
    asked = {"don-vi": unit.pk, "ky": "2025-11-30"}
    assert "Lấy số này" not in clerk.get(form, asked).content.decode()
    recognised_on(day, unit, "15/QĐ-UBND")
    recognised_on(day, other, "16/QĐ-UBND")
    recognised_on(DAY, unit, "17/QĐ-UBND")  # after the period
    page = clerk.get(form, asked).content.decode()
    assert faults(page) == []
    assert "1 sáng kiến đã công nhận (Quyết định công nhận sáng kiến số 15/QĐ-UBND)." in page
    filled = clerk.get(form, {**asked, "lay": str(goal.pk)})
    row = next(row for row in filled.context["rows"] if row.line.target == goal)
    assert (row.values["value"], row.offer) == ("1", None)
    assert row.values["paper"] == "Quyết định công nhận sáng kiến số 15/QĐ-UBND"
    assert not goal.reports.exists()  # offered, never written by itself
    told = {of: figures.recognised(movement, of, filled.context["period"]).get(goal.pk) for of in (None, idle)}
    assert told[None].value == 2
    assert told[idle] is None
