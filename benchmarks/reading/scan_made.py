"""Prints made plans as an office scan and reads them with the wrong OCR language, as the damaged plans came about.

    PYTHONPATH=src python benchmarks/reading/scan_made.py FOLDER [NUMBER ...]

Needs Tesseract with its English model and Pillow; about 5 seconds a page. The tests keep some of what it gives
(tests/reading/made/scanned), so that they need neither.
"""

# ruff: noqa: E402 (the folders of the tools and of the tests are added before they are imported)
from __future__ import annotations

import random
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests" / "reading")]

from build_restoration_scans import FONTS, MARGIN, PAPER, POINTS, _scan, _wrap, read_english
from made.plans import Made, made
from PIL import Image, ImageDraw, ImageFont

LINE = 6.6  # mm
LINES_A_PAGE = 38
COLUMNS = re.compile(r" {6,}")


def scanned(plan: Made, seed: int) -> str:
    """The text that English OCR makes of the printed plan."""
    chance = random.Random(seed)
    dpi = (300, 200)[seed % 2]
    pages = []
    for number, lines in enumerate(
        _pages([x for x in plan.text.split("\n") if not x.startswith("|--")], dpi), start=seed
    ):
        pages.append("\n".join(read_english(_scan(_drawn(lines, dpi), chance, number), dpi)))
    return "\n \n".join(pages) + "\n"


def _face(line: str) -> str:
    letters = [c for c in line if c.isalpha()]
    heading = re.match(r"(?:Điều \d+|[IVX]+[.-]|\d+(?:\.\d+)?[.-] )", line) and len(line) < 70 and line[-1] not in ".;"
    return "Bold" if heading or sum(c.isupper() for c in letters) > 0.8 * len(letters) else "Regular"


def _pages(lines: list[str], dpi: int) -> list[list[tuple[str, str]]]:
    """Lines wrapped to the page with their face, by page."""
    room = int((PAPER[0] - MARGIN[0] - MARGIN[1]) * dpi / 25.4)
    printed: list[tuple[str, str]] = []
    for line in lines:
        face = _face(line)
        font = _font(face, dpi)
        printed += [(part, face) for part in ([line] if COLUMNS.search(line) else _wrap(line, font, room))] or [
            ("", face)
        ]
    return [printed[i : i + LINES_A_PAGE] for i in range(0, len(printed), LINES_A_PAGE)]


def _font(face: str, dpi: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"LiberationSerif-{face}.ttf"), round(POINTS * dpi / 72))


def _drawn(lines: list[tuple[str, str]], dpi: int) -> Image.Image:
    mm = dpi / 25.4
    picture = Image.new("L", tuple(int(side * mm) for side in PAPER), 255)
    pen = ImageDraw.Draw(picture)
    for number, (line, face) in enumerate(lines):
        y = int((MARGIN[2] + number * LINE) * mm)
        left, right = MARGIN[0] * mm, (PAPER[0] - MARGIN[1]) * mm
        cells = COLUMNS.split(line)
        for column, cell in enumerate(cells):
            font = _font(face, dpi)
            x = left if column == 0 else right - font.getlength(cell)
            pen.text((int(x), y), cell, font=font, fill=20)
    return picture


def main() -> int:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    numbers = [int(n) for n in sys.argv[2:]] or [*range(12)]
    for unseen in (False, True):
        for number in numbers:
            plan = made(number, unseen=unseen)
            (folder / f"{plan.name}.txt").write_text(scanned(plan, number), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
