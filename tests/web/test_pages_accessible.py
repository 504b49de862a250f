"""Headings, labels, table heads, names and places of every page within reach of the people of a round."""

from __future__ import annotations

import pytest
from django.test import Client

from support import rounds
from support.forms_walk import walk
from support.page_rules import faults


def test_what_the_rules_see():
    page = "<h1>A</h1><h3>B</h3><input name=x><label for=q>C</label><table><th>D</th></table><a href='#nowhere'></a>"
    assert faults(page) == [
        "h3 after h1", "no label: input x", "no words: a #nowhere", "a head without scope: D", "label for nothing: q",
        "a link to nowhere on the page: #nowhere",
    ]  # fmt: skip
    good = (
        "<h1 id=t>A</h1><h2>B</h2><label>C<input name=x></label><table><th scope=col>D</th></table><a href='#t'>E</a>"
    )
    assert faults(good) == []


@pytest.fixture
def two_rounds(db):
    """A finished round in phường Tiến Thành, one under way in xã Kim Phượng."""
    rounds.two_rounds()


@pytest.mark.any_database
def test_every_page_can_be_read_and_used_without_seeing_it(two_rounds, client_of):
    found: dict[str, str] = {}
    pages = 0
    for username in ("canbo.kimphuong", "canbo.tienthanh", "thuky.tienthanh", "chutich.kimphuong", "donvi.kimphuong"):
        for address, html in walk(client_of(username), per_view=1):
            pages += 1
            for fault in faults(html):
                found.setdefault(fault, f"{username} {address}")
    for address in ("/dang-nhap/", "/tra-cuu/", "/K/KHONGCOMA"):
        for fault in faults(Client().get(address).content.decode()):
            found.setdefault(fault, address)
    assert pages > 60
    assert found == {}
