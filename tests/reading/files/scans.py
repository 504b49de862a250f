"""Pages as an office scans them: a little crooked, specked, a red stamp and blue ink over the end, packed as JPEG.

Deterministic for a seed. Real scans vary more; these show what a change of the clean-up does.
"""

from __future__ import annotations

import io
import math
import random
from statistics import NormalDist

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from reading.files.papers import FONTS


def pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    """The pages of a PDF as pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[i].render(scale=dpi / 72).to_pil().convert("RGB") for i in range(len(document))]
    finally:
        document.close()


def scanned(page: Image.Image, *, dpi: int, seed: int, stamp: bool = True, heavy: bool = False) -> Image.Image:
    """One page after the scanner."""
    rng = random.Random(seed)
    scale = dpi / 200
    picture = stamped(page, dpi, rng) if stamp else page
    angle = rng.choice((-1.3, 1.3) if heavy else (-0.5, 0.5))
    picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    picture = picture.filter(ImageFilter.GaussianBlur((0.95 if heavy else 0.5) * scale))
    fade = 0.78 if heavy else 0.95
    picture = picture.point(lambda v: round(255 - (255 - v) * fade))
    picture = ImageChops.add(picture, specks(picture.size, 20 if heavy else 8, rng), 1, -128)
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=35 if heavy else 75)
    return Image.open(packed).convert("RGB")


def specks(size: tuple[int, int], sigma: float, rng: random.Random) -> Image.Image:
    """Grey noise of a standard deviation around 128, the same in all colours."""
    curve = [round(min(255, max(0, NormalDist(128, sigma).inv_cdf((v + 0.5) / 256)))) for v in range(256)]
    noise = Image.frombytes("L", size, rng.randbytes(size[0] * size[1])).point(curve)
    return Image.merge("RGB", (noise, noise, noise))


def stamped(page: Image.Image, dpi: int, rng: random.Random) -> Image.Image:
    """A round red stamp with a star and letters, and a signature in blue, somewhere over the text."""
    mm = dpi / 25.4
    layer = Image.new("RGBA", page.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    x, y, radius = page.width * rng.uniform(0.55, 0.7), page.height * rng.uniform(0.35, 0.8), 18 * mm
    red = (200, 30, 40, 150)
    for inset in (0, 1.2 * mm):
        box = (x - radius + inset, y - radius + inset, x + radius - inset, y + radius - inset)
        draw.ellipse(box, outline=red, width=max(2, int(0.6 * mm)))
    points = [
        (x + radius * (0.5 if i % 2 == 0 else 0.2) * math.sin(i * math.pi / 5),
         y - radius * (0.5 if i % 2 == 0 else 0.2) * math.cos(i * math.pi / 5)) for i in range(10)
    ]  # fmt: skip
    draw.polygon(points, outline=red, width=max(1, int(0.4 * mm)))
    font = ImageFont.truetype(str(FONTS / "LiberationSerif-Bold.ttf"), int(3 * mm))
    words = "U.B.N.D XÃ * HUYỆN * TỈNH *"
    for i, char in enumerate(words):
        angle = 2 * math.pi * i / len(words)
        place = (x + radius * 0.82 * math.sin(angle), y - radius * 0.82 * math.cos(angle))
        draw.text(place, char, font=font, fill=red, anchor="mm")
    ink = [(x + rng.uniform(-22, 22) * mm, y + rng.uniform(-8, 8) * mm) for _ in range(9)]
    draw.line(ink, fill=(20, 40, 150, 200), width=max(2, int(0.5 * mm)), joint="curve")
    return Image.alpha_composite(page.convert("RGBA"), layer).convert("RGB")


def pdf_of(pictures: list[Image.Image], dpi: int) -> bytes:
    """A PDF as scanners write it: one JPEG a page."""
    made = io.BytesIO()
    pictures[0].save(made, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:], quality=75)
    return made.getvalue()


def bytes_of(picture: Image.Image, form: str) -> bytes:
    """A picture as the bytes of a file."""
    made = io.BytesIO()
    picture.save(made, form)
    return made.getvalue()
