"""Vietnamese first: only the person's own choice shows English."""

from __future__ import annotations

from django.test import Client


def test_an_english_browser_still_gets_vietnamese(db):
    shown = Client(headers={"accept-language": "en-US,en"}).get("/dang-nhap/")
    assert "Tên đăng nhập" in shown.content.decode()
    assert shown["Content-Language"] == "vi"


def test_who_chooses_english_gets_english(db):
    client = Client()
    client.post("/ngon-ngu/", {"language": "en", "next": "/dang-nhap/"})
    shown = client.get("/dang-nhap/").content.decode()
    assert 'lang="en"' in shown
    assert "Tên đăng nhập" not in shown
