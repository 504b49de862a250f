"""The user guide inside the product: whole, safe under the policy, and every page leads to its own section."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import get_resolver

from chungtay.config.settings import ROOT
from chungtay.web.guide import SECTIONS, guide, section_of

SOURCE = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")


def test_the_whole_guide_is_on_the_page_with_its_pictures(place, client_of):
    page = client_of("canbo.kimphuong").get("/huong-dan/").content.decode()
    article = page.split("<article")[1].split("</article>")[0]
    headings = re.findall(r"^## \d+\. (.+)$", SOURCE, re.MULTILINE)
    assert len(headings) > 20  # not law: the guide has over twenty sections
    assert [section.title for section in guide().sections] == headings
    assert [f'href="#{section.anchor}"' in page for section in guide().sections].count(False) == 0
    shown = re.findall(r'<img src="/static/(guide/[^"]+)" alt="[^"]+" width="\d+" height="\d+"', article)
    assert len(shown) == SOURCE.count("](images/")
    assert [name for name in shown if finders.find(name) is None] == []
    assert article.count('<table class="table">') == SOURCE.count("|---|")
    assert "**" not in article
    assert ".md" not in article  # nothing leads out of the product
    assert "style=" not in article
    words = re.sub(r"<[^>]+>", "", article)
    assert "Mã không có các chữ O, I, Z, S, B" in " ".join(words.split())


def test_pages_lead_to_the_section_that_explains_them(place, client_of):
    client = client_of("canbo.kimphuong")
    for address, title in [("/ke-hoach/", "Đưa kế hoạch vào"), ("/can-cu/lich/", "Lịch ngày làm việc")]:
        section = next(s for s in guide().sections if s.title == title)
        page = client.get(address).content.decode()
        footer = page.split("<footer")[1]
        assert f'href="/huong-dan/#{section.anchor}"' in footer
        assert title in footer
        assert page.count(f'href="/huong-dan/#{section.anchor}"') == 3  # the footer, the account menu, the phone's menu


def test_without_the_guide_everything_else_works(place, client_of, settings, tmp_path):
    settings.GUIDE = tmp_path
    guide.cache_clear()
    try:
        client = client_of("canbo.kimphuong")
        assert client.get("/ke-hoach/").status_code == 200
        told = client.get("/huong-dan/")
        assert (told.status_code, "cài đủ thư mục docs" in told.content.decode()) == (400, True)
    finally:
        guide.cache_clear()


@pytest.mark.parametrize("name", sorted(SECTIONS))
def test_every_named_page_has_a_section_that_stands_in_the_guide(name):
    rooms = {entry.namespace for entry in get_resolver().url_patterns} | {"jobs", "outreach"}
    assert name.split(":")[0] in rooms
    assert section_of(name) is not None
