"""The first steps of a real installation, on the command line: a commune, its accounts, their roles."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from chungtay.accounts.models import User
from chungtay.accounts.roles import Permission
from chungtay.audit.actions import broken_links
from chungtay.audit.models import Event
from chungtay.localities.models import Appointment, Locality

pytestmark = pytest.mark.django_db
WORD = "mua xuan thang ba 47"


def open_commune() -> Locality:
    call_command("add_locality", "xa-mau", "--kind", "xã", "--name", "Xã  mẫu", "--province", "42",
                 "--from", "01/07/2025", stdout=io.StringIO())  # fmt: skip
    return Locality.objects.get(code="xa-mau")


def give(monkeypatch, *arguments: str, password: str = WORD) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    call_command("appoint", *arguments, "--password-stdin", stdout=io.StringIO())


def test_a_commune_and_its_clerk_can_begin(monkeypatch, client):
    commune = open_commune()
    assert (str(commune), commune.province_code) == ("xã Xã mẫu", "42")
    give(monkeypatch, "canbo.mau", "--locality", "xa-mau", "--role", "clerk", "--role", "administrator",
         "--name", "Cán bộ mẫu 01", "--from", "01/07/2025")  # fmt: skip
    assert client.login(username="canbo.mau", password=WORD)
    own = {"old_password": WORD, "new_password1": WORD[::-1], "new_password2": WORD[::-1], "next": "/ke-hoach/tai-len/"}
    page = client.post("/doi-mat-khau/", own, follow=True)  # who opened the account knows its first password
    assert page.redirect_chain == [("/ke-hoach/tai-len/", 302)]
    assert page.status_code == 200
    assert page.wsgi_request.reader.can(Permission.SETTLE_LAW)
    told = list(Event.objects.filter(scope="xa-mau").values_list("event", flat=True).order_by("sequence"))
    by_console = ["locality.opened", "account.opened", "locality.appointed", "locality.appointed"]
    assert told == [*by_console, "account.password_changed"]
    assert Event.objects.filter(actor_name__startswith="Dòng lệnh").count() == len(by_console)
    assert list(broken_links()) == []


def test_a_role_ends_with_its_last_day(monkeypatch, client):
    open_commune()
    common = ("canbo.mau", "--locality", "xa-mau", "--role", "clerk")
    give(monkeypatch, *common, "--name", "Cán bộ mẫu 01", "--from", "01/07/2025")
    call_command("appoint", *common, "--end", "31/08/2025", stdout=io.StringIO())
    assert [f"{a.valid_to:%d/%m/%Y}" for a in Appointment.objects.all() if a.valid_to] == ["01/09/2025"]
    assert client.login(username="canbo.mau", password=WORD)
    assert client.get("/ke-hoach/tai-len/").status_code == 403
    with pytest.raises(CommandError, match="không có vai"):
        call_command("appoint", *common, "--end", "30/09/2025", stdout=io.StringIO())


@pytest.mark.parametrize(
    ("arguments", "password", "why"),
    [
        (("a", "--locality", "khac", "--role", "clerk", "--name", "A"), WORD, "Chưa có địa phương"),
        (("a", "--locality", "xa-mau", "--role", "clerk"), WORD, "họ và tên"),
        (("a", "--locality", "xa-mau", "--role", "clerk", "--name", "A"), "12345", "Mật khẩu"),
        (("a", "--locality", "xa-mau", "--role", "staff", "--name", "A", "--unit", "Phòng X"), WORD, "Không có đơn vị"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(monkeypatch, arguments, password, why):
    open_commune()
    with pytest.raises(CommandError, match=f"(?i){why}"):
        give(monkeypatch, *arguments, password=password)
    assert not User.objects.exists()
    assert not Appointment.objects.exists()


def test_a_taken_code_and_a_double_role_are_refused(monkeypatch):
    open_commune()
    with pytest.raises(CommandError, match="Chưa lập được"):
        open_commune()
    roles = ("canbo.mau", "--locality", "xa-mau", "--role", "clerk", "--name", "Cán bộ mẫu 01")
    give(monkeypatch, *roles)
    with pytest.raises(CommandError, match="đã có vai"):
        give(monkeypatch, *roles)
    assert Appointment.objects.count() == 1
