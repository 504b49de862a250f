"""Takes pictures of running pages, and says what is wrong with them: python tools/shots.py URL… --out FOLDER.

Widths 1280 and 360, light and dark. With --check: axe findings, horizontal overflow, console errors (a blocked inline
style shows there); exit 1 when there are any. --login USER:PASSWORD signs in at /dang-nhap/ of the first address first.
Needs Debian's chromium; nothing is fetched from outside.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
]
WIDTHS = (1280, 360)


def sign_in(page: Page, address: str, login: str) -> None:
    user, password = login.split(":", 1)
    parts = urlsplit(address)
    page.goto(f"{parts.scheme}://{parts.netloc}/dang-nhap/")
    page.fill('input[name="username"]', user)
    page.fill('input[name="password"]', password)
    page.press('input[name="password"]', "Enter")
    page.wait_for_load_state("networkidle")


def troubles(page: Page) -> list[str]:
    """Axe violations and sideways scrolling of the page as it stands."""
    found = [
        f"axe {v['impact']} {v['id']}: {v['help']} at {v['nodes'][0]['target']} ({len(v['nodes'])})"
        for v in Axe().run(page).response["violations"]
    ]
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, f"overflows sideways by {over}px"] if over > 0 else found


def slug(address: str) -> str:
    parts = urlsplit(address)
    return (parts.path + ("-" + parts.query if parts.query else "")).strip("/").replace("/", "_") or "home"


def shoot(browser: Browser, args: argparse.Namespace, width: int, scheme: str) -> list[str]:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="vi-VN")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: said.append(f"script: {e}"))
    if args.login:
        sign_in(page, args.url[0], args.login)
    complaints: list[str] = []
    for address in args.url:
        said.clear()
        page.goto(address, wait_until="networkidle")
        name = f"{slug(address)}-{width}-{scheme}"
        page.screenshot(path=args.out / f"{name}.png", full_page=not args.fold)
        if args.check:
            complaints += [f"{name}: {line}" for line in [*troubles(page), *said]]
        if args.pdf and width == WIDTHS[0] and scheme == "light":
            page.pdf(path=args.out / f"{slug(address)}.pdf", prefer_css_page_size=True)
    context.close()
    return complaints


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", nargs="+")
    parser.add_argument("--out", type=Path, default=Path("shots"))
    parser.add_argument("--login", help="USER:PASSWORD")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--fold", action="store_true", help="only what is seen without scrolling")
    parser.add_argument("--pdf", action="store_true", help="also the A4 print")
    parser.add_argument("--light-only", action="store_true")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        print("chromium is not installed (apt-get install chromium)", file=sys.stderr)
        return 2
    complaints: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=QUIET)
        for width in WIDTHS:
            for scheme in ("light",) if args.light_only else ("light", "dark"):
                complaints += shoot(browser, args, width, scheme)
        browser.close()
    print("\n".join(complaints) or "no complaints", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
