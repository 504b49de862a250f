"""A plan reviewed by keyboard alone: the focus goes from one open value to the next and is never lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from chungtay.demo.people import PLACES, load_place
from support.places import TESTS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_plan_is_reviewed_without_the_mouse(desk_of):
    load_place(PLACES[3])
    desk = desk_of("canbo.duongquy")
    page = desk.page
    desk.open("/ke-hoach/tai-len/")
    text = (TESTS / "transcripts" / "003.txt").read_bytes()
    page.locator("input[type=file]").set_input_files({"name": "kh.txt", "mimeType": "text/plain", "buffer": text})
    desk.press("Tải lên và đọc")
    expect(page.get_by_text("Phím tắt")).to_be_visible()
    fields, focused = page.locator("#doi-chieu .read:has(.answers)"), page.locator("#doi-chieu .read:focus")
    still_open = page.locator("#doi-chieu button[value=not_stated]")

    page.keyboard.press("j")
    expect(focused).to_have_id(fields.nth(0).get_attribute("id"))
    page.keyboard.press("j")
    expect(focused).to_have_id(fields.nth(1).get_attribute("id"))
    page.keyboard.press("k")
    expect(focused).to_have_id(fields.nth(0).get_attribute("id"))
    before = still_open.count()
    page.keyboard.press("Enter")  # Đúng
    expect(still_open).to_have_count(before - 1)
    expect(focused).to_have_id(fields.nth(1).get_attribute("id"))

    page.keyboard.press("s")
    box = focused.page.locator("#doi-chieu input:focus, #doi-chieu textarea:focus")
    expect(box).to_have_count(1)
    page.keyboard.press("Escape")
    expect(focused).to_have_id(fields.nth(1).get_attribute("id"))
    page.keyboard.press("n")  # Không nêu
    expect(still_open).to_have_count(before - 2)
    expect(focused).to_have_id(fields.nth(2).get_attribute("id"))

    shared = page.evaluate(
        "[...document.querySelectorAll('.read[data-ct-ref]')].map(f => f.dataset.ctRef)"
        ".find(r => document.querySelectorAll(`mark[data-ct-ref='${r}']`).length > 1)"
    )
    page.locator(f".read[data-ct-ref={shared}] button").first.focus()
    places = page.locator(f"mark[data-ct-ref={shared}]")
    assert places.count() > 1
    expect(page.locator("mark[aria-current]")).to_have_count(places.count())  # every place that justifies it, no other

    page.keyboard.press("j")
    while left := still_open.count():
        page.keyboard.press("n")
        expect(still_open).to_have_count(left - 1)
        expect(page.locator("#doi-chieu .read:focus, #plan-steps :focus")).to_have_count(1)
    expect(page.locator("#plan-steps :focus")).to_have_text(re.compile("Đưa vào kế hoạch đã ban hành"))
