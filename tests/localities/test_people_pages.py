"""People and units: added once, corrected with a trace, ended instead of deleted, and only one's own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.audit.models import Event
from chungtay.localities.models import Appointment, Person, Unit

URL = "/nguoi-va-don-vi/"


def person_form(place, **more):
    unit = Unit.objects.filter(locality=place).first()
    given = {"full_name": "Cán bộ mẫu 77", "unit": unit.pk, "title": "Công chức", "gender": "nữ",
             "category": "cán bộ, công chức", "valid_from": "01/12/2025", **more}  # fmt: skip
    return {f"nguoi-{key}": value for key, value in given.items()}


def test_a_person_added_stands_on_the_page_and_in_the_log(place, client_of):
    client = client_of("canbo.kimphuong")
    response = client.post(f"{URL}them-nguoi/", person_form(place), follow=True)
    assert "Cán bộ mẫu 77" in response.content.decode()
    event = Event.objects.get(event="locality.person_added")
    assert (event.actor_name, event.object_label) == ("Cán bộ mẫu 01", "Cán bộ mẫu 77")


def test_the_same_person_twice_is_refused_and_a_namesake_with_another_title_is_not(place, client_of):
    client = client_of("canbo.kimphuong")
    client.post(f"{URL}them-nguoi/", person_form(place))
    again = client.post(
        f"{URL}them-nguoi/", person_form(place, full_name="  can bo MAU  77 ".replace("can bo", "Cán bộ"))
    )
    assert again.status_code == 400
    assert "ghi thêm vào chức danh để phân biệt" in again.content.decode()
    client.post(f"{URL}them-nguoi/", person_form(place, title="Trưởng thôn"))
    assert Person.objects.filter(folded_name="can bo mau 77").count() == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"full_name": ""}, "Chưa ghi tên"),
        ({"valid_from": "31/02/2025"}, "Không có ngày 31/02/2025"),
        ({"unit": "999999"}, "Đơn vị này không có ở đây"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_says_what_to_do(place, client_of, change, said):
    before = Person.objects.count()
    response = client_of("canbo.kimphuong").post(f"{URL}them-nguoi/", person_form(place, **change))
    page = response.content.decode()
    assert response.status_code == 400
    assert said in page
    assert 'value="Công chức"' in page
    assert Person.objects.count() == before


def test_a_unit_of_another_locality_cannot_be_given(place, other_place, client_of):
    foreign = Unit.objects.filter(locality=other_place).first()
    response = client_of("canbo.kimphuong").post(f"{URL}them-nguoi/", person_form(place, unit=foreign.pk))
    assert response.status_code == 400
    assert not Person.objects.filter(full_name="Cán bộ mẫu 77").exists()


def test_a_correction_keeps_what_was_before_in_the_log(place, client_of):
    person = Person.objects.filter(locality=place, user=None).first()
    given = {
        "full_name": "Cán bộ mẫu 99",
        "unit": person.unit_id,
        "title": person.title,
        "gender": "",
        "category": person.category,
    }
    client_of("canbo.kimphuong").post(f"{URL}nguoi/{person.pk}/", given)
    event = Event.objects.get(event="locality.person_corrected")
    assert event.before["full_name"] == person.full_name
    assert event.after["full_name"] == "Cán bộ mẫu 99"
    assert Person.objects.get(pk=person.pk).folded_name == "can bo mau 99"


def test_who_left_is_no_longer_listed_but_stays_in_the_records(place, client_of):
    person = Person.objects.filter(locality=place, user=None).first()
    client = client_of("canbo.kimphuong")
    client.post(f"{URL}nguoi/{person.pk}/thoi-lam/", {"last_day": "01/12/2025"})
    person.refresh_from_db()
    assert person.valid_to == dt.date(2025, 12, 2)  # half-open: the last day still counts
    assert f"<b>{person.full_name}</b>" not in client.get(URL).content.decode()


def test_nobody_leaves_before_they_came(place, client_of):
    person = Person.objects.filter(locality=place, user=None).first()
    response = client_of("canbo.kimphuong").post(f"{URL}nguoi/{person.pk}/thoi-lam/", {"last_day": "01/01/2020"})
    assert response.status_code == 400
    assert "Ngày cuối không thể trước ngày bắt đầu" in response.content.decode()
    person.refresh_from_db()
    assert person.valid_to is None


def test_a_unit_with_people_is_not_ended_under_them(place, client_of):
    unit = Unit.objects.filter(locality=place, people__isnull=False).first()
    response = client_of("canbo.kimphuong").post(f"{URL}don-vi/{unit.pk}/", {"last_day": "01/12/2025"})
    assert response.status_code == 400
    assert "người thuộc đơn vị này" in response.content.decode()
    empty = Unit.objects.create(locality=place, name="Tổ mẫu", valid_from=dt.date(2025, 1, 1))
    client_of("canbo.kimphuong").post(f"{URL}don-vi/{empty.pk}/", {"last_day": "01/12/2025"})
    empty.refresh_from_db()
    assert empty.valid_to == dt.date(2025, 12, 2)


def test_a_unit_of_a_name_in_use_is_refused_even_without_accents(place, client_of):
    given = {"don-vi-name": "xom mau 01", "don-vi-kind": "thôn, xóm, khu phố", "don-vi-valid_from": "01/12/2025"}
    response = client_of("canbo.kimphuong").post(f"{URL}them-don-vi/", given)
    assert response.status_code == 400
    assert "Đã có đơn vị" in response.content.decode()


@pytest.mark.parametrize("login", ["donvi", "nhanvien", "vanthu"])
def test_others_read_and_cannot_change(place, client_of, login):
    client = client_of(f"{login}.kimphuong")
    page = client.get(URL).content.decode()
    assert "Cán bộ mẫu 01" in page
    assert "them-nguoi" not in page
    assert client.post(f"{URL}them-nguoi/", person_form(place)).status_code == 403
    assert not Person.objects.filter(full_name="Cán bộ mẫu 77").exists()


def test_another_localitys_people_do_not_exist(place, other_place, client_of):
    client = client_of("canbo.kimphuong")
    foreign = Person.objects.filter(locality=other_place).first()
    assert client.get(f"{URL}nguoi/{foreign.pk}/").status_code == 404
    assert client.post(f"{URL}nguoi/{foreign.pk}/thoi-lam/", {"last_day": "01/12/2025"}).status_code == 404
    assert client.get(f"{URL}don-vi/{foreign.unit_id}/").status_code == 404
    assert "Khu phố mẫu" not in client.get(URL).content.decode()


def test_search_needs_no_accents_and_says_when_nothing_fits(place, client_of):
    client = client_of("canbo.kimphuong")
    assert "Cán bộ mẫu 03" in client.get(f"{URL}?q=can bo mau 03").content.decode()
    assert "Không thấy ai tên như vậy" in client.get(f"{URL}?q=khong ai").content.decode()


def test_who_has_roles_in_two_places_can_switch_and_only_between_them(place, other_place, client_of):
    client = client_of("canbo.kimphuong")
    assert client.post("/doi-dia-phuong/", {"locality": other_place.pk}).status_code == 400
    user = User.objects.get(username="canbo.kimphuong")
    Appointment.objects.create(user=user, locality=other_place, role=Role.CLERK, valid_from=dt.date(2025, 1, 1))
    response = client.post("/doi-dia-phuong/", {"locality": other_place.pk}, follow=True)
    assert "Đang làm việc ở phường Tiến Thành" in response.content.decode()
    assert "Khu phố mẫu 01" in client.get(URL).content.decode()


def test_the_page_asks_as_much_for_many_people_as_for_few(place, client_of):
    client = client_of("canbo.kimphuong")

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(URL)
        return len(caught)

    before = asked()
    unit = Unit.objects.filter(locality=place).first()
    for i in range(20):
        Person.objects.create(locality=place, unit=unit, full_name=f"Người mẫu {i}", valid_from=dt.date(2025, 1, 1))
    assert asked() == before


def test_long_lists_come_in_pages_that_together_name_everybody_once(place, client_of):
    unit = Unit.objects.filter(locality=place).first()
    for i in range(60):
        Person.objects.create(
            locality=place, unit=unit, full_name=f"Cán bộ mẫu 1{i:02}", valid_from=dt.date(2021, 1, 1)
        )
    client = client_of("canbo.kimphuong")
    first, second = (client.get(URL, {"page": n}).content.decode() for n in (1, 2))
    assert "Trang 1/2" in first
    for name in Person.objects.filter(locality=place).values_list("full_name", flat=True):
        assert [first.count(f'row"><b>{name}</b>'), second.count(f'row"><b>{name}</b>')] in ([1, 0], [0, 1]), name
    assert f"({unit.people.count()})" in first  # the count of the unit, not of what stands on this page
