"""All five real movements open in a real browser, at office and at phone width, without faults of accessibility."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from chungtay.demo.movements import load_movement
from chungtay.demo.people import PLACES
from chungtay.demo.rounds import load_rounds
from chungtay.movements.models import Movement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser")]

# What the plan itself says, as the page must show it: quota sentence and a deadline's exact meaning.
SAID = {
    "kimphuong": ("1 suất", "đến hết ngày 05/12/2025"),
    "tienthanh": ("3 suất", "trước ngày 20/12/2023"),
    "tunganh": ("không nêu", "đến hết ngày 15/12/2025"),
    "duongquy": ("2 suất", "không nêu ngày"),
    "hongvan": ("5 suất", "trước ngày 15/12/2025"),
}


def overflow(page) -> int:
    return int(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_all_five_movements_open(desk_of):
    for place in PLACES:
        load_movement(place)
    load_rounds()
    for place in PLACES:
        desk = desk_of(f"canbo.{place.login}")
        movement = Movement.objects.get(locality__code=place.code)
        desk.open(f"/phong-trao/{movement.pk}/")
        expect(desk.page.get_by_role("heading", level=1)).to_contain_text(movement.name[:20])
        shown = desk.page.inner_text("main")
        for words in SAID[place.login]:
            assert words in shown, (place.plan, words)
        faults = [v["id"] for v in Axe().run(desk.page).response["violations"]]
        assert faults == [], place.plan
        desk.open(f"/ke-hoach/{movement.plan_id}/")
        expect(desk.page.locator("mark").first).to_be_visible()
        desk.page.set_viewport_size({"width": 360, "height": 780})
        for path in (f"/phong-trao/{movement.pk}/", f"/ke-hoach/{movement.plan_id}/", "/"):
            desk.open(path)
            assert overflow(desk.page) <= 0, (place.plan, path)
