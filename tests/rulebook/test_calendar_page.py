"""The working days of a locality: shown with their source, added by the administrator, counted in limits."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.audit.models import Event
from chungtay.demo.movements import at
from chungtay.demo.people import SINCE
from chungtay.kit.errors import UserError
from chungtay.law import deadlines
from chungtay.law.calendar import calendar
from chungtay.localities.models import Appointment, CalendarDay
from chungtay.localities.working_days import calendar_of
from chungtay.rulebook.calendar_actions import Entry, enter_day, withdraw_day
from support.places import DAY

pytestmark = pytest.mark.django_db
STORM = dt.date(2025, 12, 4)  # a Thursday
SATURDAY = dt.date(2025, 12, 13)
PAPER = "Công văn 77/UBND-VX ngày 03/12/2025"


@pytest.fixture
def admin(place, reader_of):
    return reader_of("quantri.kimphuong")


def enter(by, day=STORM, *, works=False, instead_of=None) -> CalendarDay:
    entry = Entry(day, works, "nghỉ do bão" if not works else "làm bù", PAPER, instead_of)
    return enter_day(entry=entry, by=by, at=at(DAY))


def test_the_page_shows_holidays_swaps_and_compensation_with_their_source(place, client_of):
    page = client_of("canbo.kimphuong").get("/can-cu/lich/?nam=2026").content.decode()
    for part in (
        "Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16", "làm việc thay ngày 31/08/2026",
        "nghỉ thay ngày 26/04/2026", "Thông báo 9441/TB-BNV", "Điều 111",
    ):  # fmt: skip
        assert part in page
    assert "Thêm ngày riêng" not in page


def test_a_year_that_no_notice_has_settled_says_so(place, client_of):
    page = client_of("canbo.kimphuong").get("/can-cu/lich/?nam=2027").content.decode()
    assert "Chưa có thông báo." in page
    assert calendar().years[2027].not_announced[0] in page


def test_an_unknown_year_opens_the_present_one(place, client_of):
    assert "Lịch làm việc 2025" in client_of("canbo.kimphuong").get("/can-cu/lich/?nam=1999").content.decode()


def test_the_administrator_adds_a_day_and_it_is_audited(place, client_of):
    client = client_of("quantri.kimphuong")
    given = {"act": "off", "day": "04/12/2025", "document": PAPER, "reason": "nghỉ do bão"}
    response = client.post("/can-cu/lich/?nam=2025", given)
    assert response["Location"] == "/can-cu/lich/?nam=2025#lich"
    page = client.get("/can-cu/lich/?nam=2025").content.decode()
    assert "nghỉ do bão" in page
    assert PAPER in page
    assert Event.objects.get(event="calendar.day_entered").after["document"] == PAPER


@pytest.mark.parametrize(("missing", "said"), [
    ("document", "Chưa ghi văn bản"), ("reason", "Chưa ghi lý do"), ("day", "Chưa ghi ngày"),
])  # fmt: skip
def test_what_is_missing_is_said_at_its_field(place, client_of, missing, said):
    given = {"act": "off", "day": "04/12/2025", "document": PAPER, "reason": "nghỉ do bão", missing: ""}
    response = client_of("quantri.kimphuong").post("/can-cu/lich/", given)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert not CalendarDay.objects.exists()


def test_others_cannot_add_a_day(place, client_of):
    given = {"act": "off", "day": "04/12/2025", "document": PAPER, "reason": "nghỉ"}
    assert client_of("canbo.kimphuong").post("/can-cu/lich/", given).status_code == 403


def test_a_day_off_that_is_one_already_and_a_year_without_calendar_are_refused(admin):
    with pytest.raises(UserError, match="đã là nghỉ hằng tuần"):
        enter(admin, SATURDAY)
    with pytest.raises(UserError, match="Chưa có lịch làm việc năm 2040"):
        enter(admin, dt.date(2040, 1, 3))


def test_a_swap_is_entered_in_two_days_in_either_order(admin, place):
    for first, second in (((STORM, False), (SATURDAY, True)), ((SATURDAY, True), (STORM, False))):
        with transaction.atomic():
            enter(admin, first[0], works=first[1], instead_of=second[0])
            enter(admin, second[0], works=second[1], instead_of=first[0])
            work = calendar_of(place)
            assert (work.is_workday(STORM), work.is_workday(SATURDAY)) == (False, True)
            assert work.why(SATURDAY) == "làm bù, thay ngày 04/12/2025"
            transaction.set_rollback(True)


def test_a_swap_with_a_day_that_cannot_stand_for_it_is_refused(admin):
    with pytest.raises(UserError, match="không đổi được"):
        enter(admin, STORM, works=False, instead_of=dt.date(2025, 12, 5))


def test_the_days_of_a_locality_are_counted_for_it_and_for_nobody_else(admin, place, other_place):
    enter(admin)
    start = dt.date(2025, 12, 3)
    assert calendar_of(place).add_workdays(start, 1) == dt.date(2025, 12, 5)
    assert calendar_of(other_place).add_workdays(start, 1) == STORM


def test_a_withdrawn_day_counts_again_and_the_entry_stays_readable(admin, place, client_of):
    row = enter(admin)
    client = client_of("quantri.kimphuong")
    assert client.post(f"/can-cu/lich/rut/{row.pk}/", {"reason": ""}).status_code == 400
    client.post(f"/can-cu/lich/rut/{row.pk}/", {"reason": "Ghi nhầm tháng."})
    assert calendar_of(place).is_workday(STORM)
    assert CalendarDay.objects.count() == 2
    page = client.get("/can-cu/lich/?nam=2025").content.decode()
    assert "Ghi nhầm tháng." in page
    assert client.post(f"/can-cu/lich/rut/{row.pk}/", {"reason": "Lần nữa."}).status_code == 409


def test_the_database_itself_refuses_to_rewrite_a_day(admin):
    row = enter(admin)
    for attempt in (
        lambda: CalendarDay.objects.filter(pk=row.pk).update(reason="khác"),
        lambda: CalendarDay.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


def test_a_limit_of_the_plan_on_a_day_of_the_locality_says_so(movement, reader_of, client_of):
    day = movement.deadlines.exclude(last_day=None).get().last_day
    assert day == dt.date(2025, 12, 5)
    enter(reader_of("quantri.kimphuong"), day)
    page = client_of("canbo.kimphuong").get(f"/phong-trao/{movement.pk}/").content.decode()
    assert "(ngày nghỉ: nghỉ do bão)" in page


def test_days_after_an_event_are_working_days_where_the_plan_says_so(admin, place):
    enter(admin)
    told = deadlines.resolve(
        None, "after_event", event="kết thúc phong trào", event_on=dt.date(2025, 12, 3), offset_days=3,
        workdays=calendar_of(place),
    )  # fmt: skip
    assert told.last_day == dt.date(2025, 12, 9)
    assert "trong 3 ngày làm việc sau" in told.explanation
    plain = deadlines.resolve(
        None, "after_event", event="kết thúc phong trào", event_on=dt.date(2025, 12, 3), offset_days=3
    )
    assert plain.last_day == dt.date(2025, 12, 6)


def test_withdrawing_wants_a_reason(admin):
    row = enter(admin)
    with pytest.raises(UserError, match="Chưa ghi lý do"):
        withdraw_day(row=row, reason=" ", by=admin, at=at(DAY))


def test_an_overseer_placed_in_a_commune_writes_no_days_for_it(place, client_of):
    user = User.objects.create_user("giamsat.mau", None, full_name="Cán bộ mẫu 98")
    Appointment.objects.create(user=user, locality=place, role=Role.OVERSEER, valid_from=SINCE)
    client = client_of("giamsat.mau")
    assert "Thêm ngày riêng" not in client.get("/can-cu/lich/").content.decode()
    given = {"act": "off", "day": "04/12/2025", "document": PAPER, "reason": "nghỉ do bão"}
    assert client.post("/can-cu/lich/?nam=2025", given).status_code == 400
    assert not CalendarDay.objects.exists()
