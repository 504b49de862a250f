"""The gallery in a real browser: accessible, nothing sideways on a phone, nothing blocked by the policy, behaviour."""

import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from web import web_settings

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


@pytest.fixture(scope="module")
def address():
    small = {
        "TEMPLATES": web_settings.TEMPLATES,
        "ROOT_URLCONF": "web.web_urls",
        "MIDDLEWARE": web_settings.MIDDLEWARE,
        "CONTENT_SECURITY_POLICY": web_settings.CONTENT_SECURITY_POLICY,
        "STORAGES": STORAGES,
        "ALLOWED_HOSTS": ["127.0.0.1"],
    }
    with override_settings(**small):
        server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), handler_class=Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/bo-suu-tap/"
        server.shutdown()
        thread.join()
        server.server_close()


def opened(browser, address, *, width=1280, scheme="light", javascript=True):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
    )
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.complaints.append(str(e)))
    page.goto(address, wait_until="networkidle")
    return page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_gallery_is_accessible_and_fits(browser, address, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(browser, address, width=width, scheme=scheme)
    violations = [(v["id"], v["nodes"][0]["target"]) for v in Axe().run(page).response["violations"]]
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert violations == []
    assert sideways <= 0
    assert page.complaints == []
    page.context.close()


def test_finished_groups_fold_on_a_phone_and_open_when_asked(browser, address):
    page = opened(browser, address, width=360)
    done = page.get_by_role("button", name="Đã đạt (1)")
    row = page.locator("#bang th", has_text="Thủ tục đủ điều kiện được cung cấp toàn trình")
    assert done.get_attribute("aria-expanded") == "false"
    assert row.is_hidden()
    done.click()
    assert done.get_attribute("aria-expanded") == "true"
    assert row.is_visible()
    page.context.close()


def test_without_script_every_row_is_there_and_no_button_is_dead(browser, address):
    page = opened(browser, address, width=360, javascript=False)
    assert page.locator("#bang th", has_text="Thủ tục đủ điều kiện được cung cấp toàn trình").is_visible()
    assert page.locator(".fold-btn").count() == 0
    assert page.locator("[data-ct-print]").first.is_hidden()
    page.context.close()


def test_a_field_lights_its_place_in_the_source_and_back(browser, address):
    page = opened(browser, address)
    page.locator("#m11 button").first.focus()
    assert page.locator("mark[aria-current]").evaluate_all("list => list.map(m => m.id)") == ["w11"]
    page.locator("#w12 sup a").click()
    assert page.locator(".read[data-open]").evaluate_all("list => list.map(r => r.id)") == ["m12"]
    page.context.close()


def test_slash_goes_to_the_search_box_but_not_while_typing(browser, address):
    page = opened(browser, address)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.locator("#loc-ten").focus()
    page.keyboard.type("/")
    assert "/" in page.locator("#loc-ten").input_value()
    page.context.close()


def test_dialog_opens_holds_focus_and_closes(browser, address):
    page = opened(browser, address)
    page.get_by_role("link", name="Trả hồ sơ để bổ sung").click()
    dialog = page.locator("dialog#bo-sung")
    assert dialog.is_visible()
    assert dialog.evaluate("node => node.contains(document.activeElement)")
    dialog.get_by_role("button", name="Để sau").click()
    assert not dialog.is_visible()
    page.context.close()


def test_a_locked_button_does_nothing_and_can_be_reached(browser, address):
    page = opened(browser, address)
    locked = page.get_by_role("button", name="Ký quyết định")
    locked.focus()
    assert locked.evaluate("node => node === document.activeElement")
    page.keyboard.press("Enter")
    assert page.url == address
    page.context.close()
