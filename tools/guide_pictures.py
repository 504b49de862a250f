"""Takes the pictures of README and user guide from the running demonstration: python tools/guide_pictures.py ADDRESS.

The demonstration must be freshly loaded (`python3 run.py` on an empty data folder). Pictures go to docs/images, with
few colours so that the files stay small. A name after the address takes that picture only.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from chungtay.pdfium import opened

COLOURS = 128
SCAN_DPI = 200
PATIENCE = 90_000  # milliseconds
IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
# name, account, address, width, height
PICTURES = (
    ("movement", "canbo.hongvan", "movement:hong-van", 1280, 1000),
    ("today", "canbo.kimphuong", "/", 1280, 800),
    ("review", "canbo.tunganh", "scanned", 1280, 1000),
    ("findings", "canbo.hongvan", "plan:hong-van#xem-lai", 1280, 800),
    ("records", "canbo.kimphuong", "/so-theo-doi/", 1280, 800),
    ("dossier", "canbo.kimphuong", "dossier:checking", 1280, 1000),
    ("meeting", "thuky.hongvan", "meeting:convened", 1280, 1000),
    ("decision", "canbo.tienthanh", "decision", 1280, 900),
    ("papers", "canbo.hongvan", "papers:hong-van", 1280, 800),
    ("settle", "quantri.tienthanh", "/can-cu/?loc=chua-ro", 1280, 900),
    ("stationery", "canbo.kimphuong", "/mau-rieng/", 1280, 800),
    ("verify", None, "verify", 390, 780),
)


def addresses() -> dict[str, str]:
    """Where the objects of the demonstration stand; read from its database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    django.setup()
    from chungtay.councils.models import Meeting
    from chungtay.decisions.models import Certificate, Decision
    from chungtay.movements.models import Movement
    from chungtay.nominations.models import Nomination

    found = {f"movement:{m.locality.code}": f"/phong-trao/{m.pk}/" for m in Movement.objects.select_related("locality")}
    found |= {f"plan:{m.locality.code}": f"/ke-hoach/{m.plan_id}/" for m in Movement.objects.select_related("locality")}
    found |= {f"papers:{m.locality.code}": f"/giay-to/{m.pk}/" for m in Movement.objects.select_related("locality")}
    checking = Nomination.objects.filter(state="checking", locality__code="kim-phuong").first()
    meeting, decision = Meeting.objects.filter(state="convened").first(), Decision.objects.first()
    certificate = Certificate.objects.first()
    if not (checking and meeting and decision and certificate):
        sys.exit("Bản trình diễn chưa nạp đủ. Xóa thư mục dữ liệu rồi chạy lại python3 run.py.")
    return found | {
        "dossier:checking": f"/ho-so/{checking.pk}/",
        "meeting:convened": f"/hop-xet/{meeting.pk}/",
        "decision": f"/khen-thuong/{decision.pk}/",
        "verify": f"/K/{certificate.code}",
    }


def scanned(page: Page, address: str, plan: str) -> str:
    """Where the review of a scanned plan stands: the laid-out text of a plan as two pictures, uploaded and read."""
    pdf = page.request.get(f"{address}{plan}ban-trinh-bay.pdf").body()
    files: list[FilePayload] = []
    with opened(pdf) as document:
        for i in range(2):
            picture = document[i].render(scale=SCAN_DPI / 72, grayscale=True).to_pil()
            stream = io.BytesIO()
            picture.save(stream, "PNG")
            files.append({"name": f"trang-{i + 1}.png", "mimeType": "image/png", "buffer": stream.getvalue()})
    page.goto(f"{address}/ke-hoach/tai-len/")
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_label("Các tệp là trang của một kế hoạch, ghép lại").check()
    page.get_by_role("button", name="Tải lên và đọc").click()
    page.get_by_role("link", name=re.compile("Đối chiếu|Xem kết quả|Mở kế hoạch")).first.click()
    page.wait_for_load_state("networkidle")
    return page.url.removeprefix(address)


def kept(png: bytes, path: Path) -> None:
    """Few colours, no dithering: screens are flat, and the letters stay sharp."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def take(browser: Browser, address: str, where: dict[str, str], wanted: set[str]) -> None:
    from chungtay.demo.people import PASSWORD

    for name, account, path, width, height in PICTURES:
        if wanted and name not in wanted:
            continue
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if account:
            page.goto(f"{address}/dang-nhap/")
            page.get_by_label("Tên đăng nhập").fill(account)
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.get_by_role("button", name="Đăng nhập").click()
            page.wait_for_load_state("networkidle")
        object_, mark, place = path.partition("#")
        if path == "scanned":
            where[path] = scanned(page, address, where["plan:tung-anh"])
        page.goto(address + where.get(object_, object_) + mark + place)
        page.wait_for_load_state("networkidle")
        kept(page.screenshot(), IMAGES / f"{name}.png")
        context.close()


def main() -> None:
    address = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    IMAGES.mkdir(parents=True, exist_ok=True)
    where = addresses()
    chromium = shutil.which("chromium") or sys.exit("Cài chromium trước: apt-get install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"])
        take(browser, address, where, set(sys.argv[2:]))
        browser.close()


if __name__ == "__main__":
    main()
