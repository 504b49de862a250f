"""Mergers and the end of districts: law, calendar and sight of a day go by the superior of that day."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.audit.models import Event
from chungtay.localities.access import reader_for, system_reader
from chungtay.localities.actions import open_locality
from chungtay.localities.belonging import chain_on, superior_on
from chungtay.localities.models import Appointment, CalendarDay, Locality, PastBelonging, Settlement, Unit
from chungtay.localities.rules import law_of, laws_of, place_of
from chungtay.localities.working_days import calendar_of, calendars_of

pytestmark = pytest.mark.django_db
SINCE, MERGER = dt.date(2020, 1, 1), dt.date(2025, 7, 1)
BEFORE, AFTER = dt.date(2025, 6, 30), MERGER
AT = dt.datetime(2025, 7, 1, 8, tzinfo=dt.UTC)


def opened(code: str, kind: str, name: str, **more) -> Locality:
    by = system_reader(None)  # type: ignore[arg-type]
    return open_locality(code=code, kind=kind, name=name, valid_from=SINCE, by=by, at=AT, **more)


def fresh(locality: Locality) -> Locality:
    return Locality.objects.get(pk=locality.pk)


@pytest.fixture
def merged(db):
    """A commune under a district of one province; on 01/07/2025 the district ends and the province becomes another."""
    old = opened("tinh-cu", "tỉnh", "Mẫu Cũ", province_code="24")
    district = opened("huyen", "huyện", "Mẫu", parent=old)
    commune = opened("xa", "xã", "Mẫu", parent=district)
    new = opened("tinh-moi", "tỉnh", "Mẫu Mới", province_code="42")
    out = io.StringIO()
    call_command("move_locality", "xa", "--parent", "tinh-moi", "--from", "01/07/2025", stdout=out)
    call_command("move_locality", "huyen", "--end", "30/06/2025", stdout=out)
    call_command("move_locality", "tinh-cu", "--end", "30/06/2025", "--into", "tinh-moi", stdout=out)
    assert "thuộc tỉnh Mẫu Mới từ 01/07/2025" in out.getvalue()
    return {"old": fresh(old), "district": fresh(district), "commune": fresh(commune), "new": fresh(new)}


def test_the_superior_of_a_day_is_that_of_the_day(merged):
    commune = merged["commune"]
    assert [str(body) for body in chain_on(commune, BEFORE)] == ["xã Mẫu", "huyện Mẫu", "tỉnh Mẫu Cũ"]
    assert [str(body) for body in chain_on(commune, AFTER)] == ["xã Mẫu", "tỉnh Mẫu Mới"]
    assert superior_on(merged["district"], AFTER) is None
    assert list(merged["new"].predecessors.all()) == [merged["old"]]
    assert PastBelonging.objects.get().parent == merged["district"]
    told = Event.objects.get(event="locality.moved")
    assert (told.before["parent"], told.after["parent"]) == ("huyện Mẫu", "tỉnh Mẫu Mới")


def test_law_and_calendar_of_a_day_are_those_of_the_province_of_that_day(merged):
    commune = merged["commune"]
    for body, document in ((merged["old"], "Công văn cũ"), (merged["new"], "Công văn mới")):
        Settlement.objects.create(locality=body, rule="R-59", starts_on=SINCE, value="10", document=document,
                                  settled_by="Quản trị mẫu", settled_at=AT)  # fmt: skip
        for day in (dt.date(2025, 6, 27), dt.date(2025, 7, 4)):  # two Fridays
            CalendarDay.objects.create(locality=body, day=day, act="nghỉ", reason=f"ngày hội {body}",
                                       document=document, entered_by="Quản trị mẫu", entered_at=AT)  # fmt: skip
    assert place_of(commune) == "42"
    for book in (law_of(fresh(commune)), laws_of([fresh(commune)])[commune.pk]):
        assert (book.on(BEFORE).place, book.on(AFTER).place) == ("24", "42")
        assert book.on(BEFORE, "42").place == "24"  # who asks with the present province means the same
        sources = {(one.start, one.until, one.reference.title) for one in book.settlements}
        assert sources == {(SINCE, BEFORE, "Công văn cũ"), (MERGER, None, "Công văn mới")}
    for days in (calendar_of(fresh(commune)), calendars_of([fresh(commune)])[commune.pk]):
        assert days.why(dt.date(2025, 6, 27)) == "ngày hội tỉnh Mẫu Cũ"
        assert days.why(dt.date(2025, 7, 4)) == "ngày hội tỉnh Mẫu Mới"


def test_an_overseer_sees_who_stands_below_on_the_day(merged):
    Unit.objects.create(locality=merged["commune"], name="Tổ mẫu", valid_from=SINCE)
    for login, body in (("captren.cu", "district"), ("captren.moi", "new")):
        user = User.objects.create_user(login, None, full_name="Cán bộ mẫu 90")
        Appointment.objects.create(user=user, locality=merged[body], role=Role.OVERSEER, valid_from=SINCE)

    def units(login: str, on: dt.date) -> int:
        reader = reader_for(User.objects.get(username=login), on=on)
        assert reader is not None
        return reader.scope(Unit).count()

    assert [units("captren.cu", BEFORE), units("captren.moi", BEFORE)] == [1, 0]
    assert [units("captren.cu", AFTER), units("captren.moi", AFTER)] == [0, 1]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["xa", "--parent", "tinh-moi", "--from", "01/09/2025"], "đang thuộc đúng cấp trên này"),
        (["xa", "--parent", "huyen", "--from", "01/09/2025"], "không hoạt động vào ngày chuyển"),
        (["xa", "--parent", "-", "--from", "01/07/2025"], "phải sau ngày 01/07/2025"),
        (["tinh-moi", "--parent", "xa", "--from", "01/09/2025"], "không thể thuộc cấp dưới của mình"),
        (["huyen", "--end", "30/06/2025"], "đã được ghi kết thúc"),
        (["xa"], "Ghi --parent và --from"),
        (["khong-co", "--end", "30/06/2025"], "Chưa có địa phương"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(merged, arguments, why):
    before = list(Locality.objects.order_by("pk").values()), PastBelonging.objects.count()
    with pytest.raises(CommandError, match=why):
        call_command("move_locality", *arguments)
    assert (list(Locality.objects.order_by("pk").values()), PastBelonging.objects.count()) == before


def test_who_never_moved_is_as_before_on_every_day(place, django_assert_num_queries):
    locality = Locality.objects.select_related("parent__parent").get(pk=place.pk)
    with django_assert_num_queries(1):
        book = law_of(locality)
    assert book.on(dt.date(2023, 3, 1)).place == book.on(AFTER).place
