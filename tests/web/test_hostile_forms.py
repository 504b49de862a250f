"""Whatever is typed, pasted or forged into any form: a clear answer, never a crash, nothing half saved."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.audit.models import Event
from chungtay.demo.people import PLACES, SINCE
from chungtay.localities.models import Appointment, Locality, Unit
from support import rounds
from support.forms_walk import Field, Form, everything_saved, forms_within_reach

HUGE_NUMBER = str(10**30)
SCRIPT = "<script>alert(1)</script>"
DECOMPOSED = unicodedata.normalize("NFD", "Cán bộ mẫu Nguyễn Thị Ễ")
TEXTS = {
    "nothing at all": "",
    "script": SCRIPT,
    "decomposed letters and emoji": DECOMPOSED + " 🎉\u200b\u202e",
    "a number beyond every column": HUGE_NUMBER,
    "a negative number": "-1",
    "not a number": "1e9",
    "a day that is not": "31/02/2025",
    "a day before all law": "01/01/0001",
    "a control character": "a\x00b",
    "a very long text": "Ễ" * 20_000,
}
ONE_AT_A_TIME = ("a number beyond every column",)
# What a database may answer for itself is sent to each. The rest is judged before one is asked: it is sent where the
# whole suite runs on the stricter one, PostgreSQL.
ASKED_OF_EACH = ("nothing at all", "script", "a number beyond every column", "a control character", "a very long text")
ROLES = [
    (Role.CLERK,), (Role.REGISTRAR,), (Role.CHAIR, Role.COUNCIL_MEMBER), (Role.COUNCIL_SECRETARY,),
    (Role.UNIT_HEAD,), (Role.STAFF,), (Role.ADMINISTRATOR,),
]  # fmt: skip


@pytest.fixture
def two_rounds(db):
    """A finished round in phường Tiến Thành, one under way in xã Kim Phượng: forms of every stage."""
    rounds.two_rounds()


def person(roles: tuple[Role, ...]) -> list[Client]:
    """Somebody with these roles."""
    clients = []
    # the clerk meets forms of both stages; the others work in the finished round
    for place in PLACES[:2] if Role.CLERK in roles else PLACES[1:2]:
        locality = Locality.objects.get(code=place.code)
        unit = (
            Unit.objects.filter(locality=locality).first() if Role.UNIT_HEAD in roles or Role.STAFF in roles else None
        )
        user = User.objects.create_user(f"tho.{place.login}.{roles[0]}", None, full_name="Cán bộ mẫu 98")
        for role in roles:
            Appointment.objects.create(user=user, locality=locality, role=role, unit=unit, valid_from=SINCE)
        client = Client(raise_request_exception=False)
        client.force_login(user)
        clients.append(client)
    return clients


def filled(form: Form, text: str) -> dict[str, object]:
    """Every field that a person fills holds the text; the version stays, or the form would only be called stale."""
    sent: dict[str, object] = {}
    for each in form.fields:
        sent[each.name] = _value(each, text)
    return sent


def _value(each: Field, text: str) -> object:
    if each.kind == "file":
        return SimpleUploadedFile("trống.xlsx", b"" if not text else text.encode())
    if each.name in {"version", "csrfmiddlewaretoken"}:
        return each.value
    return text


def attacks(form: Form, *, fully: bool) -> list[tuple[str, dict[str, object]]]:
    """Named ways to fill a form badly, without what its button says; `fully` also one field at a time."""
    made: list[tuple[str, dict[str, object]]] = [("only the button", {})]
    every = TEXTS if connection.vendor == "postgresql" else {name: TEXTS[name] for name in ASKED_OF_EACH}
    texts = every if fully else {name: TEXTS[name] for name in ("nothing at all", "a number beyond every column")}
    made += [(name, filled(form, text)) for name, text in texts.items()]
    if form.method == "get":  # filters: each by itself, and pages that are not
        names = {each.name for each in form.fields} | {"page", "trang"}
        return [(name, {name: text}) for name in names for text in (*every.values(), "²")]
    as_is: dict[str, object] = dict(form.as_it_stands())
    if fully:  # beside fields that pass, the wrong one is judged by itself
        for each in {f.name for f in form.fields} - {"csrfmiddlewaretoken"}:
            made += [(f"{each}: {name}", {**as_is, each: TEXTS[name]}) for name in ONE_AT_A_TIME]
        if "version" in as_is:
            made += [("a stale page", {**as_is, "version": "0"}), ("a forged version", {**as_is, "version": "x"})]
    return made


class Writes:
    """Notes whether anything but the session was written, cheaply: most refusals write nothing."""

    def __init__(self) -> None:
        self.any = False

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE") and "django_session" not in sql:
            self.any = True
        return execute(sql, params, many, context)


def complaint(client: Client, form: Form, data: dict[str, object]) -> str | None:
    """What is wrong with the answer to one sending; everything it wrote is taken back."""
    writes = Writes()
    with transaction.atomic():
        told = Event.objects.count()
        with connection.execute_wrapper(writes):
            send = client.get if form.method == "get" else client.post
            response = send(form.action, data, headers={"referer": f"http://testserver{form.page}"})
        wrong = _judge(response, changed=writes.any and Event.objects.count() == told)
        if wrong is None and writes.any and response.status_code >= 400:
            after = everything_saved()
            transaction.set_rollback(True)
        else:
            after = None
            transaction.set_rollback(True)
    if after is not None:
        before = everything_saved()
        if changed := sorted(table for table in after if after[table] != before[table]):
            return f"refused with {response.status_code}, but {changed} changed"
    return wrong


def _judge(response, *, changed: bool) -> str | None:
    if response.status_code >= 500:
        return repr(response.exc_info[1]) if response.exc_info else str(response.status_code)
    if not response.streaming and SCRIPT.encode() in response.content:
        return "gives a script back"
    if changed and response.status_code < 400:
        return "wrote something of which the log knows nothing"
    return None


@pytest.mark.long
def test_no_form_breaks_or_saves_by_halves(two_rounds):
    known: set[tuple[str, tuple[str, ...]]] = set()
    found: dict[str, str] = {}
    for roles in ROLES:
        for client in person(roles):
            for form in forms_within_reach(client, found, per_view=1):
                if form.shape in known:
                    continue
                known.add(form.shape)
                for i, (button, worth) in enumerate(form.buttons[:2] or [("", "")]):
                    for name, sent in attacks(form, fully=i == 0):
                        data = {**sent, **({button: worth} if button else {})}
                        if wrong := complaint(client, form, data):
                            found.setdefault(f"{form.shape[0]} {wrong}", f"{form.page} {button}={worth} {name}")
    assert len(known) > 40
    assert "\n".join(f"{wrong} at {where}" for wrong, where in found.items()) == ""
