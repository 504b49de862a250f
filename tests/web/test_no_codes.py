"""People read words and articles; the numbers that rules have in the data are for who audits."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.demo.people import SINCE
from chungtay.localities.models import Appointment
from support.forms_walk import walk
from support.rounds import finished_round

CODE = re.compile(r"\b[RL]-\d{1,3}\b")
# What a person sees or hears: text, and the attributes that are shown or read aloud. Addresses are neither.
SEEN = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL)
TOLD = re.compile(r'\s(?:title|aria-label|alt|placeholder)="([^"]*)"')


def seen(html: str) -> list[str]:
    words = [unescape(text) for text in [SEEN.sub(" ", html), *TOLD.findall(html)]]
    return [found for text in words for found in CODE.findall(text)]


def test_no_number_of_a_rule_reaches_a_clerk_and_the_auditor_finds_it(db):
    movement = finished_round()
    clients = {}
    for login, roles in (("moi.vai", set(Role) - {Role.AUDITOR, Role.ADMINISTRATOR}), ("thanh.tra", {Role.AUDITOR})):
        user = User.objects.create_user(login, None, full_name="Cán bộ mẫu 99")
        for role in roles:
            Appointment.objects.create(user=user, locality=movement.locality, role=role, valid_from=SINCE)
        clients[login] = Client()
        clients[login].force_login(user)
    shown = {address: codes for address, html in walk(clients["moi.vai"], per_view=1, most=70) if (codes := seen(html))}
    assert shown == {}
    pages = [f"/ho-so/{pk}/?hom-nay=1" for pk in movement.nominations.order_by("pk").values_list("pk", flat=True)[:3]]
    told = "".join(clients["moi.vai"].get(page).content.decode() for page in pages)
    assert re.search(r'class="cite"><a href="/can-cu/quy-dinh/R-\d+/\?ngay=[^"]*">[^<]+</a>: \S', told)
    assert seen("".join(clients["thanh.tra"].get(page).content.decode() for page in pages))
    assert seen(clients["thanh.tra"].get("/can-cu/quy-dinh/R-44/").content.decode()) == ["R-44"]
