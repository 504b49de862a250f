"""Accounts and roles on screen: given once, ended by a day, passwords shown once, and only one's own locality's."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.db.models.signals import pre_save
from django.test import Client

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.audit.models import Event
from chungtay.demo.people import PASSWORD, PLACES, SINCE, load_place
from chungtay.localities.models import Appointment, Person, Unit

pytestmark = pytest.mark.django_db
URL = "/tai-khoan/"
ADMIN = "quantri.kimphuong"


def asked(place, **more):
    return {
        "username": "moi.kimphuong",
        "full_name": "Cán bộ mẫu 88",
        "roles": ["clerk"],
        "valid_from": "01/12/2025",
        **more,
    }


def shown_password(page: str) -> str:
    found = re.search(r"\b(?:[a-z2-9]{4}-){3}[a-z2-9]{4}\b", page)
    assert found, "no password on the page"
    return found[0]


def test_a_new_account_gets_its_roles_and_a_password_that_is_shown_once(place, client_of):
    admin = client_of(ADMIN)
    person = Person.objects.filter(locality=place, user=None).order_by("full_name").first()
    unit = Unit.objects.filter(locality=place).first()
    answer = admin.post(URL, asked(place, person=person.pk, full_name="", roles=["unit_head", "staff"], unit=unit.pk))
    assert "no-store" in answer["Cache-Control"]
    password = shown_password(answer.content.decode())
    user = User.objects.get(username="moi.kimphuong")
    assert (user.full_name, user.person) == (person.full_name, person)
    held = Appointment.objects.filter(user=user)
    assert {(a.role, a.unit, f"{a.valid_from:%d/%m/%Y}") for a in held} == {
        ("unit_head", unit, "01/12/2025"), ("staff", unit, "01/12/2025"),
    }  # fmt: skip
    assert Client().login(username="moi.kimphuong", password=password)
    page = admin.get(URL).content.decode()
    assert person.full_name in page
    assert password not in page
    kept = "".join(f"{e.after}{e.note}{e.object_label}" for e in Event.objects.all())
    assert password not in kept


def test_an_account_of_the_place_is_given_one_more_role_and_keeps_its_password(place, client_of):
    answer = client_of(ADMIN).post(URL, asked(place, username="canbo.kimphuong", full_name="", roles=["registrar"]))
    assert answer.status_code == 302
    user = User.objects.get(username="canbo.kimphuong")
    assert set(user.appointments.values_list("role", flat=True)) == {"clerk", "registrar"}
    assert user.check_password(PASSWORD)
    again = client_of(ADMIN).post(URL, asked(place, username="canbo.kimphuong", roles=["registrar"]))
    assert again.status_code == 400
    assert "đã có vai" in again.content.decode()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"username": "Có dấu"}, "chữ thường không dấu"),
        ({"full_name": ""}, "ghi họ và tên"),
        ({"roles": []}, "Chưa chọn vai"),
        ({"username": "canbo.tienthanh"}, "đã có người dùng"),
        ({"valid_from": "31/02/2025"}, "31/02/2025"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(place, client_of, more, why):
    load_place(PLACES[1])
    before = Appointment.objects.count(), User.objects.count()
    answer = client_of(ADMIN).post(URL, asked(place, **more))
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert (Appointment.objects.count(), User.objects.count()) == before


def test_a_role_ends_with_a_day_and_nobody_locks_everybody_out(place, client_of):
    admin = client_of(ADMIN)
    clerk = Appointment.objects.get(user__username="canbo.kimphuong")
    assert admin.post(f"{URL}{clerk.pk}/thoi/", {"last_day": "31/12/2025"}).status_code == 302
    clerk.refresh_from_db()
    assert f"{clerk.last_day:%d/%m/%Y}" == "31/12/2025"
    assert "đến hết 31/12/2025" in admin.get(URL).content.decode()
    own = Appointment.objects.get(user__username=ADMIN)
    refused = admin.post(f"{URL}{own.pk}/thoi/", {"last_day": "31/12/2025"})
    assert refused.status_code == 400
    assert "không tự thôi vai quản trị" in refused.content.decode()
    assert Event.objects.filter(event="locality.appointment_ended").count() == 1


def test_a_new_password_signs_the_old_one_out(place, client_of):
    clerk, admin = client_of("canbo.kimphuong"), client_of(ADMIN)
    assert clerk.get("/").status_code == 200
    held = Appointment.objects.get(user__username="canbo.kimphuong")
    password = shown_password(admin.post(f"{URL}{held.pk}/mat-khau/").content.decode())
    assert clerk.get("/").status_code == 302
    assert Client().login(username="canbo.kimphuong", password=password)
    assert Event.objects.get(event="account.password_reset").actor_name == "Quản trị mẫu"


def test_an_account_that_works_elsewhere_or_left_is_not_opened_from_here(place, client_of):
    """A role elsewhere that ended takes nothing from this place; one that begins later is that place's already."""
    admin, other = client_of(ADMIN), load_place(PLACES[1])
    held = Appointment.objects.get(user__username="canbo.kimphuong")
    elsewhere = Appointment.objects.create(user=held.user, locality=other, role=Role.CLERK, valid_from=SINCE)

    def answer(*, here: str | None, there: tuple[str, str | None]) -> str:
        Appointment.objects.filter(pk=held.pk).update(valid_to=here)
        Appointment.objects.filter(pk=elsewhere.pk).update(valid_from=there[0], valid_to=there[1])
        page = admin.post(f"{URL}{held.pk}/mat-khau/")
        return f"{page.status_code} {page.content.decode()}"

    for there in [("2025-07-01", None), ("2025-12-20", None), ("2025-07-01", "2025-12-03")]:
        for here in (None, "2025-11-01"):
            assert answer(here=here, there=there).startswith("400"), (here, there)
            assert "còn dùng ở nơi khác" in answer(here=here, there=there)
    assert "không còn vai nào ở đây" in answer(here="2025-11-01", there=("2025-07-01", "2025-11-01"))
    held.user.refresh_from_db()
    assert held.user.check_password(PASSWORD)
    assert shown_password(answer(here=None, there=("2025-07-01", "2025-11-01")))


def test_two_who_open_the_same_name_at_once_are_told_and_nothing_is_half_made(place, client_of):
    """The other one is quicker: their row comes between the check of the form and the writing of this one."""

    def quicker(sender, instance, **_):
        if instance.username == "moi.kimphuong" and not User.objects.filter(username=instance.username).exists():
            User.objects.bulk_create([User(username=instance.username, full_name="Cán bộ mẫu 87")])

    before = Event.objects.count()
    pre_save.connect(quicker, sender=User)
    try:
        answer = client_of(ADMIN).post(URL, asked(place))
    finally:
        pre_save.disconnect(quicker, sender=User)
    assert answer.status_code == 400
    assert "đã có người dùng. Chọn tên khác" in answer.content.decode()
    assert not Appointment.objects.filter(user__username="moi.kimphuong").exists()
    assert Event.objects.count() == before


def test_a_given_password_is_changed_before_anything_else(place, client_of):
    """New account and reset alike: every page leads to the own password, and from there on to what was wanted."""
    admin = client_of(ADMIN)
    password = shown_password(admin.post(URL, asked(place)).content.decode())
    held = Appointment.objects.get(user__username="moi.kimphuong")
    for own in ("trau vang an co", "meo muop ngu trua"):
        person = Client()
        assert person.post("/dang-nhap/", {"username": "moi.kimphuong", "password": password}).status_code == 302
        stopped = person.get("/phong-trao/?q=a")
        assert stopped.status_code == 302
        assert stopped["Location"] == "/doi-mat-khau/?next=/phong-trao/%3Fq%3Da"
        assert person.post("/ke-hoach/tai-len/", {}).status_code == 302
        assert person.get("/", headers={"HX-Request": "true"})["HX-Redirect"].startswith("/doi-mat-khau/")
        page = person.get(stopped["Location"]).content.decode()
        assert "do quản trị đặt" in page
        assert "Để sau" not in page
        new = {"old_password": password, "new_password1": own, "new_password2": own, "next": "/phong-trao/?q=a"}
        same = new | {"new_password1": password, "new_password2": password}
        assert "giống mật khẩu đang dùng" in person.post("/doi-mat-khau/", same).content.decode()
        assert person.get("/").status_code == 302
        assert person.post("/doi-mat-khau/", new)["Location"] == "/phong-trao/?q=a"
        assert person.get("/phong-trao/").status_code == 200
        strange = new | {"old_password": own, "new_password1": own[::-1], "new_password2": own[::-1]}
        assert person.post("/doi-mat-khau/", strange | {"next": "//la.example/"})["Location"] == "/"
        password = shown_password(admin.post(f"{URL}{held.pk}/mat-khau/").content.decode())


def test_the_servers_console_gives_a_password_to_any_account(place, capsys):
    load_place(PLACES[1])
    held = Appointment.objects.get(user__username="canbo.kimphuong")
    other = Appointment.objects.exclude(locality=place).first()
    Appointment.objects.create(user=held.user, locality=other.locality, role=Role.CLERK, valid_from=SINCE)
    call_command("new_password", "CanBo.kimphuong")
    password = shown_password(capsys.readouterr().out)
    assert Client().login(username="canbo.kimphuong", password=password)
    held.user.refresh_from_db()
    assert held.user.must_change_password
    told = Event.objects.filter(event="account.password_reset").values_list("scope", flat=True)
    assert set(told) == {place.code, other.locality.code}
    with pytest.raises(CommandError, match="Chưa có tài khoản"):
        call_command("new_password", "khong.co")


@pytest.mark.parametrize("login", ["canbo.kimphuong", "chutich.kimphuong", "vanthu.kimphuong"])
def test_only_the_administrator_keeps_accounts(place, client_of, login):
    assert client_of(login).get(URL).status_code == 403
    assert client_of(login).post(URL, asked(place)).status_code == 403


def test_everybody_changes_their_own_password_and_stays_signed_in(place, client_of):
    clerk = client_of("canbo.kimphuong")
    wrong = {"old_password": "sai roi", "new_password1": "trau vang an co", "new_password2": "trau vang an co"}
    refused = clerk.post("/doi-mat-khau/", wrong)
    assert refused.status_code == 400
    assert "đang dùng chưa đúng" in refused.content.decode()
    assert clerk.post("/doi-mat-khau/", wrong | {"old_password": PASSWORD}).status_code == 302
    assert clerk.get("/").status_code == 200
    assert Client().login(username="canbo.kimphuong", password="trau vang an co")
    assert Event.objects.filter(event="account.password_changed").count() == 1
    assert "/doi-mat-khau/" in clerk.get("/").content.decode()


def test_the_page_costs_the_same_for_many_accounts(place, client_of, django_assert_max_num_queries):
    for i in range(30):
        user = User.objects.create_user(f"them.{i}", None, full_name=f"Cán bộ mẫu {i}")
        Appointment.objects.create(user=user, locality=place, role=Role.STAFF, valid_from=SINCE)
    client = client_of(ADMIN)
    with django_assert_max_num_queries(14):
        assert client.get(URL).status_code == 200
