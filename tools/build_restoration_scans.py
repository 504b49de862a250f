"""Pages that look like an office scan, read with the wrong OCR language: the damage the restoration learns from.

Clean Vietnamese is drawn in the face of state documents (Times metrics), skewed, blurred, speckled, compressed and
read by Tesseract's English model: exactly how the damaged plans came about. Truth and reading are aligned word by
word. Everything is drawn from one seeded generator, so the same text and the same Tesseract give the same pairs.
"""

from __future__ import annotations

import io
import math
import os
import random
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein

FONTS = Path(__file__).resolve().parents[1] / "src" / "chungtay" / "typesetting" / "fonts"
PAPER = (210, 297)  # mm, A4
MARGIN = (30, 18, 20)  # mm: left, right, top and bottom; the layout of state documents
POINTS = 13.5
LINES_A_PAGE = 40
SKEWS = (-0.6, -0.3, 0.0, 0.3, 0.6)  # degrees
_SPECKLE = 12
BAND = 90  # words by which two readings of a text may drift apart
GAP = 0.6  # cost of a word without counterpart; a pair costs 1 - similarity

Pair = tuple[str, str]


def bare(word: str) -> str:
    """Letters without marks, lower case; what English OCR can at best read."""
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def pages(lines: Sequence[str], *, count: int, seed: int) -> Iterator[tuple[list[str], Image.Image]]:
    """Printed lines and the scanned picture of `count` pages; text in shuffled order, wrapped to the page."""
    chance = random.Random(seed)
    supply = _endless(lines, chance)
    for number in range(count):
        dpi = (300, 200, 300)[number % 3]
        truth, picture = _draw(supply, dpi, chance)
        yield truth, _scan(picture, chance, number)


def _endless(lines: Sequence[str], chance: random.Random) -> Iterator[str]:
    while True:
        order = list(lines)
        chance.shuffle(order)
        yield from order


def _draw(supply: Iterator[str], dpi: int, chance: random.Random) -> tuple[list[str], Image.Image]:
    mm = dpi / 25.4
    width, height = (int(side * mm) for side in PAPER)
    picture = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(picture)
    room = width - int((MARGIN[0] + MARGIN[1]) * mm)
    size = round(POINTS * dpi / 72)
    faces = {
        k: ImageFont.truetype(str(FONTS / f"LiberationSerif-{k}.ttf"), size) for k in ("Regular", "Bold", "Italic")
    }
    truth: list[str] = []
    while len(truth) < LINES_A_PAGE:
        text = " ".join(next(supply).split())
        style = chance.choices(("Regular", "Bold", "Italic", "CAPITALS"), (60, 16, 10, 14))[0]
        if style == "CAPITALS":
            text = text.upper()[:90].rsplit(" ", 1)[0]
        font = faces["Bold" if style == "CAPITALS" else style]
        for line in _wrap(text, font, room)[: LINES_A_PAGE - len(truth)]:
            y = int(MARGIN[2] * mm + len(truth) * 6.4 * mm)
            pen.text((int(MARGIN[0] * mm), y), line, font=font, fill=chance.choice((0, 20, 40)))
            truth.append(line)
    return truth, picture


def _wrap(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


def _scan(picture: Image.Image, chance: random.Random, number: int) -> Image.Image:
    """Skew, blur, speckle and JPEG; one page in three is a poor copy. Speckle is shifted, not drawn anew."""
    poor = number % 3 == 2
    turned = picture.rotate(chance.choice(SKEWS), resample=Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(1.2 if poor else 0.6))
    grain = Image.frombytes(
        "L", (256, 256), bytes(chance.randrange(128 - _SPECKLE, 128 + _SPECKLE) for _ in range(65536))
    )
    noise = Image.new("L", soft.size)
    for x in range(0, soft.width, 256):
        for y in range(0, soft.height, 256):
            noise.paste(grain, (x, y))
    soft = ImageChops.add(soft, noise, 1, -128)
    packed = io.BytesIO()
    soft.save(packed, "JPEG", quality=40 if poor else 75)
    return Image.open(packed)


def read_english(picture: Image.Image, dpi: int = 300) -> list[str]:
    """Lines as Tesseract's English model reads them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        picture.save(path, dpi=(dpi, dpi))
        done = subprocess.run(
            ["tesseract", str(path), "-", "-l", "eng"],
            capture_output=True, text=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    return [line for line in unicodedata.normalize("NFC", done.stdout).splitlines() if line.strip()]


@lru_cache(maxsize=400_000)
def similarity(a: str, b: str) -> float:
    """1 for the same bare letters, 0 for nothing in common."""
    x, y = bare(a), bare(b)
    return 1 - Levenshtein.distance(x, y) / max(len(x), len(y), 1)


def align(truth: Sequence[str], read: Sequence[str]) -> list[Pair]:
    """Words of two readings of the same text, paired in order (Needleman-Wunsch on bare letters, within a band)."""
    n, m = len(truth), len(read)
    cost = [[math.inf] * (m + 1) for _ in range(n + 1)]
    step = [bytearray(m + 1) for _ in range(n + 1)]
    cost[0][0] = 0.0
    for i in range(n + 1):
        middle = i * m // max(n, 1)
        for j in range(max(0, middle - BAND), min(m, middle + BAND) + 1):
            options = []
            if i and j:
                options.append((cost[i - 1][j - 1] + 1 - similarity(truth[i - 1], read[j - 1]), 0))
            if i:
                options.append((cost[i - 1][j] + GAP, 1))
            if j:
                options.append((cost[i][j - 1] + GAP, 2))
            if options:
                cost[i][j], step[i][j] = min(options)
    pairs: list[Pair] = []
    i, j = n, m
    while i or j:
        move = step[i][j]
        if move == 0:
            pairs.append((truth[i - 1], read[j - 1]))
        i -= move != 2
        j -= move != 1
    return pairs[::-1]


def align_lines(truth: Sequence[str], read: Sequence[str]) -> list[tuple[str, str]]:
    """Lines paired in order; lines with no counterpart are left out."""
    return [(a, b) for a, b in align(truth, read) if similarity(a, b) > 0.4]


def damage(lines: Sequence[str], *, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """(printed line, line as read) of `count` synthetic pages."""
    for truth, picture in pages(lines, count=count, seed=seed):
        yield from align_lines(truth, read_english(picture))
