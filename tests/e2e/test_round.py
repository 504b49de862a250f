"""Xã Kim Phượng from the plan on paper to the printed certificate, by the hands of its people in a real browser."""

from __future__ import annotations

import io
import re

import pytest
import zxingcpp
from playwright.sync_api import expect
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from chungtay.audit.actions import broken_links
from chungtay.decisions.models import Certificate
from chungtay.demo.movements import at, load_council, worker
from chungtay.demo.people import PLACES, load_place
from chungtay.demo.records import good_record
from chungtay.movements.models import Movement
from support.places import DAY, TESTS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser")]

PLAN = (TESTS / "transcripts" / "000.txt").read_bytes()


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def fetch(desk, href: str) -> bytes:
    answer = desk.page.request.get(href if href.startswith("http") else desk.address + href)
    assert answer.status == 200, href
    return answer.body()


def read_and_launch(clerk) -> None:
    """The clerk uploads the plan, answers what the machine could not read for sure, and launches the movement."""
    page = clerk.page
    clerk.open("/ke-hoach/tai-len/")
    page.locator("input[type=file]").set_input_files(
        {"name": "ke-hoach-40.txt", "mimeType": "text/plain", "buffer": PLAN}
    )
    clerk.press("Tải lên và đọc")
    expect(page.get_by_role("heading", name="Đối chiếu kế hoạch với bản gốc")).to_be_visible()
    clerk.sees("40/KH-UBND")
    expect(page.locator("mark").first).to_be_visible()
    expect(page.get_by_role("button", name="Đưa vào kế hoạch đã ban hành")).to_have_attribute("aria-disabled", "true")
    bulk = page.get_by_role("button", name=re.compile("Xác nhận .*đọc rõ"))
    if bulk.count():
        bulk.first.click()
        page.wait_for_load_state("networkidle")
    answers = page.get_by_role("button", name=re.compile("^(Đúng|Không nêu)"))
    for _ in range(60):
        if not answers.count():
            break
        clerk.save(answers.first)
    clerk.press("Đưa vào kế hoạch đã ban hành")
    clerk.press("Phát động phong trào")
    expect(page).to_have_url(re.compile("/phong-trao/"))


def nominate(desk, movement: Movement, kind: str, name: str) -> None:
    desk.open(f"/ho-so/phong-trao/{movement.pk}/moi/?loai={kind}")
    page = desk.page
    select = page.locator("select[name=unit]" if kind == "collective" else "select[name=person]")
    select.select_option(label=next(o for o in select.locator("option").all_inner_texts() if o.startswith(name)))
    page.locator("textarea[name=achievement]").fill("Giải quyết đúng hạn mọi hồ sơ được giao (thành tích mẫu)")
    desk.press("Lập hồ sơ")
    expect(page.get_by_role("heading", name=name).first).to_be_visible()


def complete(clerk, nomination) -> None:
    """The clerk ticks every paper, finds every criterion met, and takes the dossier to the meeting's list."""
    good_record(nomination.movement, nomination.person or nomination.unit, day=DAY)
    clerk.open(f"/ho-so/{nomination.pk}/")
    page = clerk.page
    clerk.press("Đánh dấu đã có đủ giấy tờ")
    criteria = page.locator("#tieu-chi")
    for i in range(nomination.criterion_checks.count()):
        criteria.locator("select").nth(i).select_option("met")
        criteria.get_by_label("Minh chứng").nth(i).fill("Biên bản mẫu")
    clerk.press("Lưu tất cả", within="#tieu-chi")
    for step in ("Kết luận đủ điều kiện", "Đưa vào danh sách họp xét"):
        clerk.press(step)
    clerk.sees("Đưa ra họp xét")


def meet(secretary, movement: Movement) -> None:
    """The secretary holds the meeting on paper: invitation, attendance, ballots, totals, minutes."""
    page = secretary.page
    secretary.open(f"/hop-xet/phong-trao/{movement.pk}/moi/")
    page.locator("input[name=held_on]").fill("08/12/2025")
    page.locator("input[name=starts_at]").fill("14:00")
    page.locator("input[name=place]").fill("Phòng họp UBND xã")
    for box in page.locator("input[name=nominations]").all():
        box.check()
    secretary.press("Lên lịch họp")
    secretary.press("Gửi giấy mời")
    secretary.press("Ghi có mặt cho những người còn trống")
    page.locator("input[name=answer][value=none]").check()
    secretary.press("Lưu điểm danh")
    secretary.press("Mở bỏ phiếu")
    voters = movement.meetings.get().attendance.count()
    fill_counts(page, voters, short_by=1)
    secretary.press("Kiểm và lưu số phiếu")
    secretary.sees("Đếm lại")  # the totals do not add up: told, nothing lost, nothing saved
    assert movement.meetings.get().ballots_valid is None
    fill_counts(page, voters)
    secretary.press("Kiểm và lưu số phiếu")
    secretary.press("Chốt kiểm phiếu")
    page.locator("textarea[name=opinions]").fill("Không có ý kiến khác")
    secretary.save(page.locator("form:has(textarea[name=opinions])").get_by_role("button"))
    secretary.press("Lập biên bản")


def fill_counts(page, voters: int, short_by: int = 0) -> None:
    for head in ("issued", "returned", "valid"):
        page.locator(f"input[name={head}]").fill(str(voters))
    rows = page.locator("table.ballot tbody tr")
    for i in range(rows.count()):
        cells = rows.nth(i).locator("input")
        # the first nominee of each list gets every vote, the others one less for and one against
        against = 0 if i in (0, 1) else 1
        cells.nth(0).fill(str(voters - against - short_by))
        cells.nth(1).fill(str(against))
        cells.nth(2).fill("0")


def test_from_plan_to_certificate(desk_of, live_server):
    place = load_place(PLACES[0])
    load_council(place, worker(place, "canbo", DAY), at(DAY))
    clerk = desk_of("canbo.kimphuong")
    read_and_launch(clerk)
    movement = Movement.objects.get()
    assert movement.plan_version.header["number_code"] == "40/KH-UBND"
    assert [(d.date, d.comparator) for d in movement.deadlines.all()] == [("2025-12-05", "on_or_before")]
    clerk.press("Mở nhận hồ sơ")

    head = desk_of("donvi.kimphuong")
    unit = worker(place, "donvi", DAY).unit_ids
    own_unit = place.units.get(pk=next(iter(unit)))
    own_person = own_unit.people.exclude(title="Trưởng bộ phận").filter(user=None).first() or own_unit.people.first()
    for kind, name in (("collective", own_unit.name), ("individual", own_person.full_name)):
        nominate(head, movement, kind, name)
        head.press("Nộp hồ sơ")
        head.sees("Đã nộp")
    for nomination in movement.nominations.all():
        clerk.open(f"/ho-so/{nomination.pk}/")
        clerk.press("Bắt đầu kiểm tra")
        complete(clerk, nomination)
    clerk.open(f"/phong-trao/{movement.pk}/")
    clerk.press("Chuyển sang xét")

    secretary = desk_of("thuky.kimphuong")
    meet(secretary, movement)
    meeting = movement.meetings.get()
    minutes = pdf_text(fetch(secretary, f"/van-ban/{meeting.minutes_id}/pdf"))
    assert own_person.full_name in minutes
    assert own_unit.name in minutes
    secretary.press("Kết thúc cuộc họp")
    if secretary.page.locator("#hoi").count():
        secretary.page.locator("#hoi textarea, #hoi input:not([type=hidden])").first.fill("Chủ trì và thư ký đã ký")
        secretary.press("Kết thúc cuộc họp", within="#hoi")
    assert set(movement.nominations.values_list("state", flat=True)) == {"selected"}

    clerk.open(f"/khen-thuong/phong-trao/{movement.pk}/")
    clerk.press("Soạn tờ trình và dự thảo quyết định")
    decision = movement.decisions.get()

    chair = desk_of("chutich.kimphuong")
    chair.open(f"/khen-thuong/{decision.pk}/")
    chair.press("Ký quyết định")
    registrar = desk_of("vanthu.kimphuong")
    registrar.open(f"/khen-thuong/{decision.pk}/")
    registrar.press("Cho số", exact=False)
    decision.refresh_from_db()
    assert decision.state == "numbered"
    clerk.open(f"/khen-thuong/{decision.pk}/")
    for box in clerk.page.locator("#buoc input[type=checkbox]").all():
        box.check()
    for words in clerk.page.locator("#buoc textarea, #buoc input[type=text]").all():
        words.fill("Đã xem bản công bố")
    clerk.press("Công bố", within="#buoc", exact=False)

    number = decision.document.register_entry.code
    issued = pdf_text(fetch(clerk, f"/van-ban/{decision.document_id}/pdf"))
    for told in (number, own_unit.name, own_person.full_name, "QUYẾT ĐỊNH", "Điều 1"):
        assert told in issued
    certificates = clerk_prints(clerk, decision)
    text = pdf_text(certificates)
    assert text.count("GIẤY KHEN") == 2
    assert text.count(number) == 2
    assert own_person.full_name in text
    assert own_unit.name in text
    verify_by_qr(clerk, certificates, own_unit.name, own_person.full_name)
    assert list(broken_links()) == []


def clerk_prints(clerk, decision) -> bytes:
    """Presses print, then takes the file that the page offers."""
    clerk.open(f"/khen-thuong/{decision.pk}/")
    clerk.press("In giấy khen", within="#giay-khen")
    assert set(Certificate.objects.values_list("state", flat=True)) == {"printed"}
    return fetch(clerk, f"/khen-thuong/{decision.pk}/giay-khen.pdf")


def verify_by_qr(desk, certificates: bytes, *names: str) -> None:
    """Scans each printed QR code and opens what it says without being signed in."""
    seen: set[str] = set()
    visitor = desk.page.context.browser.new_context()
    page = visitor.new_page()
    for sheet in PdfDocument(certificates):
        found = zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())
        assert len(found) == 1
        page.goto(found[0].text)
        shown = page.inner_text("main")
        seen |= {name for name in names if name in shown}
        assert "đồng" not in shown  # no money in public
    visitor.close()
    assert seen == set(names)
