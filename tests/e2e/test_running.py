"""A movement while it runs, by the hands of its people in a real browser: figures, then an initiative."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from chungtay.audit.actions import broken_links
from chungtay.demo.people import PLACES
from support.rounds import load_movement
from typesetting.helpers import pdf_text

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
DIGITISED = "Tỷ lệ kết quả giải quyết TTHC còn hiệu lực được số hóa"
ONLINE = "Tỷ lệ hồ sơ TTHC được xử lý hoàn toàn trực tuyến"
PAPERLESS = "Tỷ lệ hồ sơ công việc được xử lý trên môi trường mạng"
UNIT = "Ủy ban MTTQ Việt Nam xã"


def line(page, title: str):
    return page.locator("ul.lines > li").filter(has=page.get_by_text(title, exact=True))


def fits(page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def enter_figures(head, movement) -> None:
    """On the phone: one figure cannot be read, so nothing is saved, nothing is lost, and the line is one tap away."""
    page = head.page
    page.set_viewport_size(PHONE)
    head.open(f"/tien-do/{movement.pk}/")
    head.press("Nhập số liệu tháng 11/2025")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{UNIT}: tháng 11/2025")
    assert fits(page)
    line(page, DIGITISED).get_by_label("hoặc tỷ lệ %").fill("62,25")
    line(page, ONLINE).get_by_label("Số đạt").fill("1.970")
    line(page, ONLINE).get_by_label("Tổng số").fill("2.000")
    wrong = line(page, PAPERLESS).get_by_label("hoặc tỷ lệ %")
    wrong.fill("4o,7")
    line(page, PAPERLESS).get_by_text("Diễn giải, minh chứng").click()
    line(page, PAPERLESS).get_by_label("Văn bản, nguồn số liệu").fill("Báo cáo mẫu số 12")
    head.press("Lưu và gửi các chỉ tiêu đã đủ")
    head.sees("Chưa lưu gì cả")
    expect(page.locator("ul.lines .error")).to_have_count(1)
    expect(line(page, PAPERLESS).get_by_role("alert")).to_contain_text("“4o,7” chưa phải là số")
    page.get_by_role("alert").get_by_role("link", name=PAPERLESS).click()
    expect(wrong).to_be_focused()
    expect(wrong).to_be_in_viewport()
    expect(line(page, DIGITISED).get_by_label("hoặc tỷ lệ %")).to_have_value("62,25")
    expect(line(page, ONLINE).get_by_label("Số đạt")).to_have_value("1.970")
    expect(line(page, PAPERLESS).get_by_label("Văn bản, nguồn số liệu")).to_have_value("Báo cáo mẫu số 12")
    assert fits(page)
    wrong.fill("40,7")
    head.press("Lưu và gửi các chỉ tiêu đã đủ")
    head.sees("Đã gửi 3 chỉ tiêu, chờ người khác xác nhận.")
    expect(line(page, ONLINE)).to_contain_text("98,5% (1.970/2.000)")


def verify_by_keyboard(clerk, movement) -> None:
    """Enter verifies and goes on; the second is sent back with a reason; the third is left for another day."""
    page = clerk.page
    clerk.open(f"/tien-do/{movement.pk}/")
    clerk.press("Xác nhận 3 số liệu")
    title, button = page.get_by_role("heading", level=1), page.get_by_role("button", name="Xác nhận số liệu")
    clerk.sees("Sau số này còn 2 số liệu chờ.")
    expect(title).to_have_text(DIGITISED)
    page.get_by_role("link", name="Để sau, xem số khác").press("Enter")
    expect(title).to_have_text(ONLINE)
    expect(button).to_be_focused()
    clerk.sees("98,5% (1.970/2.000)")
    page.keyboard.press("Enter")
    expect(title).to_have_text(DIGITISED)
    clerk.sees("Sau số này còn 1 số liệu chờ.")
    expect(button).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("summary:focus")).to_have_text("Trả lại để bổ sung")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Đính kèm bảng kê (mẫu)")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(title).to_have_text(PAPERLESS)
    clerk.sees("Đây là số liệu cuối cùng đang chờ.")
    page.set_viewport_size(PHONE)
    page.reload()
    expect(button).to_be_focused()
    expect(page.locator(".big-figure")).to_be_in_viewport()  # nobody verifies a figure that they do not see
    assert fits(page)
    page.set_viewport_size(DESK)


def cell(page, title: str):
    return page.locator("table.board tr").filter(has=page.get_by_role("link", name=title)).locator(f"[data-l='{UNIT}']")


def test_figures_from_the_phone_of_a_unit_to_the_papers(desk_of):
    movement = load_movement(PLACES[4])
    head, clerk = desk_of("donvi.hongvan"), desk_of("canbo.hongvan")
    enter_figures(head, movement)
    verify_by_keyboard(clerk, movement)

    page = clerk.page
    clerk.open(f"/tien-do/{movement.pk}/")
    expect(cell(page, ONLINE)).to_contain_text("98,5%")
    expect(cell(page, ONLINE)).to_contain_text("Có nguy cơ")
    expect(cell(page, PAPERLESS)).to_contain_text("chờ xác nhận: 40,7%")
    expect(cell(page, DIGITISED)).to_contain_text("chưa báo cáo")
    expect(cell(page, DIGITISED)).not_to_contain_text("62,25")

    head.page.reload()
    back = line(head.page, DIGITISED)
    expect(back).to_contain_text("Đính kèm bảng kê (mẫu)")
    expect(back.get_by_label("hoặc tỷ lệ %")).to_have_value("62,25")
    expect(line(head.page, ONLINE).locator("input[inputmode=decimal]")).to_have_count(0)  # what is verified stands

    clerk.open(f"/giay-to/{movement.pk}/phieu-theo-doi/")
    clerk.press(f"Soạn {UNIT}")
    answer = page.request.get(clerk.address + str(page.get_by_role("link", name="Mở PDF").get_attribute("href")))
    sheet = " ".join(pdf_text(answer.body()).split())
    assert "PHIẾU THEO DÕI" in sheet.upper()
    assert "98,5" in sheet
    for unproven in ("62,25", "40,7"):
        assert unproven not in sheet
    assert list(broken_links()) == []


TITLE = "Nhắn tin nhắc người dân đến lấy kết quả (mẫu)"
AUTHOR, CO_AUTHOR = "Cán bộ mẫu 06", "Cán bộ mẫu 05"


def propose(staff, movement) -> None:
    """On the phone, with a co-author."""
    page = staff.page
    page.set_viewport_size(PHONE)
    staff.open(f"/sang-kien/{movement.pk}/")
    staff.press("Đề xuất sáng kiến")
    page.get_by_label("Tên sáng kiến").fill(TITLE)
    page.get_by_role("textbox", name="Cách làm").fill("Nhắn tin khi có kết quả\nNhắc lại sau 3 ngày")
    page.get_by_label("Kết quả, số liệu").fill("Hồ sơ quá hẹn lấy giảm một nửa (số mẫu)")
    page.get_by_label("Đã áp dụng ở đâu").fill("Bộ phận “Một cửa” phường")
    page.get_by_text("Có đồng tác giả").click()
    second = page.get_by_role("group", name="Tác giả 2")
    choice = second.get_by_label("Người hoặc tập thể")
    options = choice.locator("option").all_inner_texts()
    choice.select_option(label=next(name for name in options if name.startswith(CO_AUTHOR)))
    page.get_by_label("Phần của tác giả thứ nhất (%)").fill("62,5")
    second.get_by_label("Phần đóng góp (%)").fill("37,5")
    assert fits(page)
    staff.press("Gửi đề xuất")
    staff.sees("Đã gửi đề xuất. Cán bộ thường trực sẽ kiểm tra.")
    said = page.inner_text("main")
    for told in (AUTHOR, CO_AUTHOR, "62,5%", "37,5%"):
        assert told in said
    assert set(re.findall(r"\d\d/\d\d/\d{4}", said)) == {"22/11/2023"}  # the day here, not that of Greenwich
    assert fits(page)


def check_and_judge(clerk, movement) -> None:
    page = clerk.page
    clerk.open("/")
    page.get_by_role("link", name=re.compile(re.escape(TITLE))).first.click()
    clerk.press("Kiểm tra")
    page.get_by_label("Nhận xét").fill("Đã xem sổ trả kết quả, số liệu khớp (mẫu)")
    page.get_by_label("Đề nghị công nhận", exact=True).check()
    clerk.press("Xác nhận đã kiểm tra")
    clerk.sees("Đã ghi ý kiến kiểm tra. Sáng kiến chờ xét, công nhận.")
    clerk.open(f"/sang-kien/{movement.pk}/")
    clerk.press("Ghi kết quả xét")
    page.get_by_label("Hội đồng hoặc người xét").fill("Hội đồng sáng kiến phường (mẫu)")
    page.get_by_label("Ngày xét").fill("20/11/2023")
    page.get_by_label("Số người dự").fill("9")
    page.get_by_label("Đề nghị công nhận", exact=True).check()
    page.get_by_label("Ý kiến công nhận", exact=True).fill("9")
    page.get_by_label("Không công nhận", exact=True).fill("1")
    clerk.press("Ghi kết quả")
    clerk.sees("Đếm lại")  # ten opinions of nine people: told, nothing lost
    page.get_by_label("Ý kiến công nhận", exact=True).fill("8")
    clerk.press("Ghi kết quả")
    clerk.sees("Đã ghi kết quả xét 1 sáng kiến.")


def test_an_initiative_from_the_phone_of_its_author_to_the_public_and_to_a_dossier(desk_of, settings):
    settings.CHUNGTAY_TODAY = dt.date(2023, 11, 22)
    movement = load_movement(PLACES[1])  # its plan asks for an initiative that a council recognised
    staff, clerk = desk_of("nhanvien.tienthanh"), desk_of("canbo.tienthanh")
    propose(staff, movement)
    check_and_judge(clerk, movement)

    clerk.open(f"/phong-trao/{movement.pk}/")
    clerk.press("Mở nhận hồ sơ")
    clerk.open(f"/ho-so/phong-trao/{movement.pk}/moi/?loai=individual")
    person = clerk.page.locator("select[name=person]")
    person.select_option(label=next(o for o in person.locator("option").all_inner_texts() if o.startswith(AUTHOR)))
    clerk.page.locator("textarea[name=achievement]").fill("Trả kết quả đúng hẹn (thành tích mẫu)")
    clerk.press("Lập hồ sơ")
    dossier = clerk.page.url
    assert TITLE not in clerk.page.inner_text("main")

    chair = desk_of("chutich.tienthanh")
    chair.open(f"/sang-kien/{movement.pk}/")
    chair.press("Công nhận")
    chair.sees("8/9")
    chair.press("Công nhận sáng kiến đã đánh dấu")
    chair.sees("Đã công nhận 1 sáng kiến.")

    public = f"/cong-khai/{movement.locality.code}/sang-kien/"
    visitor = clerk.page.context.browser.new_context()
    outside = visitor.new_page()
    outside.goto(clerk.address + public)
    assert TITLE not in outside.inner_text("main")  # no number yet, so nothing is public

    clerk.open(f"/sang-kien/{movement.pk}/")
    clerk.page.get_by_role("link", name=TITLE).click()
    clerk.press("Soạn quyết định công nhận")
    decision = clerk.page.url
    clerk.press("In trình ký, chờ số")
    registrar = desk_of("vanthu.tienthanh")
    registrar.open(decision)
    registrar.press("Cho số, phát hành")
    registrar.sees("QĐ-UBND")
    number = re.search(r"\d+/QĐ-UBND", registrar.page.inner_text("main"))
    assert number is not None

    outside.reload()
    shown = outside.inner_text("main")
    for told in (TITLE, AUTHOR, CO_AUTHOR, number[0], "Hồ sơ quá hẹn lấy giảm một nửa (số mẫu)"):
        assert told in shown
    assert "62,5" not in shown
    visitor.close()
    clerk.open(dossier)
    clerk.sees(TITLE)  # the verdict rests on it, with the paper that recognised it
    clerk.sees(f"Quyết định số {number[0]}")
    assert list(broken_links()) == []
