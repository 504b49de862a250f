"""What was typed survives a session that ends, a page that is too old, and somebody who saved first."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]
PAGE = "/nguoi-va-don-vi/"


def type_unit(page, name):
    form = page.locator("form[action*='them-don-vi']")
    form.locator("[name$='name']").fill(name)
    form.locator("[type='submit']").click()
    page.wait_for_load_state("networkidle")


def test_a_session_that_ends_in_mid_form_loses_nothing(movement, desk_of):
    desk = desk_of("canbo.kimphuong")
    page = desk.page
    desk.open(PAGE)
    page.context.clear_cookies(name="sessionid")
    type_unit(page, "Tổ mẫu viết dở")
    desk.sees("Phiên làm việc đã hết")
    desk.sees("Nội dung anh/chị vừa nhập vẫn còn.")
    desk.sign_in("canbo.kimphuong")
    desk.sees("Lần gửi trước chưa được ghi")
    desk.press("Điền lại")
    name = page.locator("form[action*='them-don-vi'] [name$='name']")
    expect(name).to_have_value("Tổ mẫu viết dở")
    page.locator("form[action*='them-don-vi'] [type='submit']").click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Lần gửi trước chưa được ghi")).to_be_hidden()
    desk.sees("Tổ mẫu viết dở")


def test_a_page_older_than_the_sign_in_of_another_tab_loses_nothing(movement, desk_of):
    desk = desk_of("canbo.kimphuong")
    page = desk.page
    desk.open(PAGE)
    token = page.locator("form[action*='them-don-vi'] [name='csrfmiddlewaretoken']")
    token.evaluate("node => { node.value = 'x'.repeat(64) }")
    type_unit(page, "Tổ mẫu thẻ cũ")
    desk.sees("Trang đã mở quá lâu")
    desk.press("Mở lại trang để điền lại")
    desk.press("Điền lại")
    expect(page.locator("form[action*='them-don-vi'] [name$='name']")).to_have_value("Tổ mẫu thẻ cũ")


def test_what_one_person_typed_is_not_offered_to_the_next_at_the_same_desk(movement, desk_of):
    desk = desk_of("canbo.kimphuong")
    page = desk.page
    desk.open(PAGE)
    page.context.clear_cookies(name="sessionid")
    type_unit(page, "Tổ mẫu của người trước")
    desk.sign_in("chutich.kimphuong")
    expect(page.get_by_text("Lần gửi trước chưa được ghi")).to_be_hidden()
    assert page.evaluate("sessionStorage.getItem('ct-kept')") is None


def test_a_double_click_saves_once(movement, desk_of):
    from chungtay.localities.models import Unit

    desk = desk_of("canbo.kimphuong")
    page = desk.page
    desk.open(PAGE)
    form = page.locator("form[action*='them-don-vi']")
    form.locator("[name$='name']").fill("Tổ mẫu bấm hai lần")
    form.locator("[type='submit']").dblclick()
    desk.sees("Tổ mẫu bấm hai lần")
    assert Unit.objects.filter(name="Tổ mẫu bấm hai lần").count() == 1


def test_back_shows_a_refused_form_with_all_that_was_typed(movement, desk_of):
    """The answer to a refused form may be kept by the browser, or Back would find nothing to show."""
    desk = desk_of("canbo.kimphuong")
    page = desk.page
    desk.open(PAGE)
    page.locator("form[action*='them-don-vi'] [name$='valid_from']").fill("31/02/2025")
    type_unit(page, "Tổ mẫu gõ dở")
    desk.open("/phong-trao/")
    page.go_back()
    expect(page.locator("form[action*='them-don-vi'] [name$='name']")).to_have_value("Tổ mẫu gõ dở")
