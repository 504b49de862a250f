"""People at their own browser windows, on a live server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from chungtay.demo.people import PASSWORD

expect.set_options(timeout=15_000)


class Desk:
    """One person at their own browser window."""

    def __init__(self, context: BrowserContext, address: str, username: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console", lambda said: self.faults.append(said.text) if "Content Security Policy" in said.text else None
        )
        self.open("/dang-nhap/")
        self.sign_in(username)
        expect(self.page.get_by_role("heading", name="Việc của tôi hôm nay")).to_be_visible()

    def sign_in(self, username: str) -> None:
        """Signs in on the sign-in page that is open."""
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.press("Đăng nhập")

    def open(self, path: str) -> None:
        response = self.page.goto(self.address + path if path.startswith("/") else path)
        assert response is not None
        assert response.status == 200, f"{path}: {response.status}"

    def press(self, name: str, *, within: str | None = None, exact: bool = True) -> None:
        """Presses the visible button (or link that looks like one) of that name and waits for the answer."""
        where = self.page.locator(within) if within else self.page
        button = where.get_by_role("button", name=name, exact=exact)
        target = button if button.count() else where.get_by_role("link", name=name, exact=exact)
        target.locator("visible=true").first.click()
        # a form that was sent is marked until the next page has taken its place
        expect(self.page.locator("form[data-ct-sent]")).to_have_count(0)
        self.page.wait_for_load_state("networkidle")

    def save(self, button: Locator) -> None:
        """Presses a button that saves in place and waits until the answer stands on the page."""
        with self.page.expect_response(lambda response: response.request.method == "POST"):
            button.click()
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()


@pytest.fixture
def desk_of(browser, live_server, settings) -> Iterator[Callable[[str], Desk]]:
    """desk_of("canbo.kimphuong"): that sample account, signed in, in a window of its own."""
    settings.BASE_URL = live_server.url
    contexts: list[BrowserContext] = []
    desks: list[Desk] = []

    def sit_down(username: str, **options) -> Desk:
        context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        desks.append(Desk(context, live_server.url, username))
        return desks[-1]

    yield sit_down
    if folder := os.environ.get("CHUNGTAY_SHOTS"):  # to look at what was on the screens at the end or at a failure
        for i, desk in enumerate(desks):
            desk.page.screenshot(path=f"{folder}/desk-{i}.png", full_page=True)
    for context in contexts:
        context.close()
    assert [fault for desk in desks for fault in desk.faults] == []
