"""Takes the pictures of README and user guide from the running demonstration: python tools/guide_pictures.py ADDRESS.

The demonstration must be freshly loaded (`python3 run.py` on an empty data folder); pictures go to docs/images.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
# name, account, address, width, height
PICTURES = (
    ("movement", "canbo.hongvan", "movement:hong-van", 1280, 1000),
    ("today", "canbo.kimphuong", "/", 1280, 800),
    ("review", "canbo.kimphuong", "plan:kim-phuong", 1280, 900),
    ("dossier", "canbo.kimphuong", "dossier:checking", 1280, 1000),
    ("meeting", "thuky.hongvan", "meeting:convened", 1280, 1000),
    ("decision", "canbo.tienthanh", "decision", 1280, 900),
    ("verify", None, "verify", 390, 780),
    ("movement-phone", "canbo.hongvan", "movement:hong-van", 360, 780),
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


def take(browser: Browser, address: str, where: dict[str, str]) -> None:
    from chungtay.demo.people import PASSWORD

    for name, account, path, width, height in PICTURES:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        page = context.new_page()
        if account:
            page.goto(f"{address}/dang-nhap/")
            page.get_by_label("Tên đăng nhập").fill(account)
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.get_by_role("button", name="Đăng nhập").click()
            page.wait_for_load_state("networkidle")
        page.goto(address + where.get(path, path))
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(IMAGES / f"{name}.png"))
        context.close()


def main() -> None:
    address = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    IMAGES.mkdir(parents=True, exist_ok=True)
    where = addresses()
    chromium = shutil.which("chromium") or sys.exit("Cài chromium trước: apt-get install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"])
        take(browser, address, where)
        browser.close()


if __name__ == "__main__":
    main()
