"""Words from a picture of a page: the clean-up that a stamped scan needs, then Tesseract with its Vietnamese model.

Measured on plans with a stamp: grey 4-7 % wrong characters; the lightest of red, green and blue, straightened and freed
from specks, 0.3-0.9 %. Red stamps and blue ink vanish because only black is dark in all three colours.
"""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass, replace

from PIL import Image, ImageChops, ImageFilter, ImageStat

from chungtay.reading.intake.layout import Placed, compose
from chungtay.reading.intake.source import Draft, Picture, UnreadableFile

LANGUAGE = "vie"
"""The English model next to it makes Vietnamese worse (measured), so it is never added."""
MISSING = (
    "Máy này chưa có phần nhận dạng chữ từ ảnh. Người quản trị cài một lần bằng lệnh: "
    "apt-get install tesseract-ocr tesseract-ocr-vie"
)
PAGE_SECONDS = 120
SURE = 0.75
"""Mean confidence below which a page may lie on its side; upright pages, even poor ones, reach 0.8."""
FEW_WORDS, LONG_WORD = 5, 4
NOISY = 2.0
SKEW_LIMIT, SKEW_LEAST = 4.0, 0.1
UNEVEN = 40
SHOWN_SIDE = 1754
"""Pixels along the longer side of A4 at 150 dpi."""


@dataclass(frozen=True)
class Recognised:
    """The words of one picture, their mean confidence from 0 to 1 (0 without words), the degrees by which it was made
    level, and its size in pixels."""

    words: tuple[Placed, ...]
    confidence: float
    angle: float = 0.0
    size: tuple[int, int] = (1, 1)

    @property
    def weight(self) -> float:
        """How much was read, and how surely: what the better of two readings has more of."""
        return 0.0 if self.sideways else self.confidence * sum(len(word.text) for word in self.words)

    @property
    def sideways(self) -> bool:
        """Whether the lines run up or down the picture: Tesseract reads them, but in no order."""
        long = [word for word in self.words if len(word.text) >= LONG_WORD]
        return 2 * sum(word.height > word.right - word.left for word in long) > len(long)


def recognise(picture: Image.Image, *, dpi: int, number: int | None, keep: bool = False) -> Draft:
    """The page of a picture, upright or not; `keep` gives its picture too, turned as it was read.

    Raises UnreadableFile when Tesseract or its model is missing.
    """
    light = darkest_only(picture)
    best, turn = _levelled(light, dpi), 0
    if best.confidence < SURE or len(best.words) < FEW_WORDS or best.sideways:
        told = orientation(light, dpi=dpi)
        if told:
            turned = _levelled(light.rotate(-told, expand=True), dpi)
            best, turn = max((best, 0), (turned, told), key=lambda found: found[0].weight)
    text, words = compose(best.words, best.size)
    face = packed(level(upright(picture, turn), best.angle)) if keep else None
    return Draft(text, number, "ocr", best.confidence if best.words else None, words, face)


def _levelled(light: Image.Image, dpi: int) -> Recognised:
    picture, angle = clean(light)
    return replace(read_words(picture, dpi=dpi), angle=angle, size=picture.size)


def upright(picture: Image.Image, turn: int) -> Image.Image:
    """A picture in its own colours, turned with the clock by 0, 90, 180 or 270 degrees."""
    shown = on_paper(picture)
    return shown.rotate(-turn, expand=True) if turn else shown


def level(picture: Image.Image, angle: float) -> Image.Image:
    """Turned by the angle that made its lines level."""
    if abs(angle) < SKEW_LEAST:
        return picture
    return picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor="white")


def packed(picture: Image.Image) -> Picture:
    """The JPEG that a person looks at: small letters can be read, a page is about a quarter of a megabyte."""
    shown = picture.convert("RGB")
    shown.thumbnail((SHOWN_SIDE, SHOWN_SIDE), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    shown.save(made, "JPEG", quality=72)
    return Picture(made.getvalue(), shown.width, shown.height)


def darkest_only(picture: Image.Image) -> Image.Image:
    """Grey picture of what is dark in all colours: black print stays, stamps and ink go."""
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        return picture.convert("F").point(lambda v: v / 256).convert("L")
    red, green, blue = on_paper(picture).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def on_paper(picture: Image.Image) -> Image.Image:
    """In red, green and blue; what is see-through lies on white."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    elif picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        return darkest_only(picture).convert("RGB")
    return picture.convert("RGB")


def clean(light: Image.Image) -> tuple[Image.Image, float]:
    """Evenly lit, straightened, without specks; and the degrees by which it was turned."""
    lit = even(light)
    angle = skew(lit)
    lit = level(lit, angle)
    # Thin marks of sound print suffer from the filter, so only specked paper gets it.
    return (lit.filter(ImageFilter.MedianFilter(3)) if noise(lit) > NOISY else lit), angle


def even(light: Image.Image) -> Image.Image:
    """Takes a shadow off a photo: the paper behind the letters becomes equally white everywhere."""
    small = light.resize((max(1, light.width // 16), max(1, light.height // 16)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(3))
    low, high = _range(paper)
    if high - low < UNEVEN:
        return light
    shade = paper.resize(light.size, Image.Resampling.BILINEAR)
    return ImageChops.invert(ImageChops.subtract(shade, light))


def _range(picture: Image.Image) -> tuple[int, int]:
    """Values below and above which lie 5 % of a grey picture."""
    counts = picture.histogram()
    wanted, seen, low = sum(counts) // 20, 0, 0
    for value, count in enumerate(counts):
        seen += count
        if seen <= wanted:
            low = value
        if seen >= sum(counts) - wanted:
            return low, value
    return low, 255


def noise(light: Image.Image) -> float:
    """Mean size of specks on the empty paper, in grey levels; measured on the middle of the page."""
    width, height = light.size
    part = light.crop((width // 4, height // 4, width // 4 + min(width // 2, 800), height // 4 + min(height // 2, 800)))
    if min(part.size) < 8:
        return 0.0
    smooth = part.filter(ImageFilter.MedianFilter(3))
    level = ImageStat.Stat(smooth).median[0] - 30
    paper = smooth.filter(ImageFilter.MinFilter(5)).point(lambda v: 255 if v > level else 0)
    if not paper.getbbox():
        return 0.0
    return float(ImageStat.Stat(ImageChops.difference(part, smooth), mask=paper).mean[0])


def skew(light: Image.Image) -> float:
    """Degrees to turn a page against the clock so that its lines lie level: rows of pixels then differ most."""
    width = 800
    if light.width < 50 or light.height < 50:
        return 0.0
    small = light.resize((width, max(1, round(light.height * width / light.width))), Image.Resampling.BOX)
    level = ImageStat.Stat(small).mean[0] - 25
    ink = small.point(lambda v: 255 if v < level else 0)

    def sharpness(angle: float) -> float:
        turned = ink.rotate(angle, resample=Image.Resampling.BILINEAR)
        return float(ImageStat.Stat(turned.resize((1, turned.height), Image.Resampling.BOX)).var[0])

    coarse = max((step * 0.5 for step in range(round(-SKEW_LIMIT * 2), round(SKEW_LIMIT * 2) + 1)), key=sharpness)
    return max((coarse + step * 0.1 for step in range(-4, 5)), key=sharpness)


def orientation(light: Image.Image, *, dpi: int) -> int:
    """Degrees to turn a picture with the clock so that its letters stand upright: 0, 90, 180 or 270."""
    told = _tesseract(light, ["--psm", "0", "-l", "osd", "--dpi", str(dpi)])
    for line in told.splitlines():
        if line.startswith("Rotate:"):
            degrees = line.partition(":")[2].strip()
            return int(degrees) % 360 if degrees.isdigit() else 0
    return 0


def read_words(light: Image.Image, *, dpi: int) -> Recognised:
    """The words that Tesseract sees, in its order, with their boxes."""
    words = []
    for line in _tesseract(light, ["-l", LANGUAGE, "--psm", "3", "--dpi", str(dpi), "tsv"]).splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        where = (int(cells[2]), int(cells[3]), int(cells[4]))
        sure = max(0.0, float(cells[10])) / 100
        words.append(Placed(cells[11].strip(), left, top, left + width, top + height, where, sure))
    kept = _without_strokes(words)
    letters = sum(len(word.text) for word in kept)
    mean = sum((word.confidence or 0) * len(word.text) for word in kept) / letters if letters else 0.0
    return Recognised(tuple(kept), mean)


def _without_strokes(words: list[Placed]) -> list[Placed]:
    """Without lines that hold no letter or digit: rules under the motto, frames and the rests of a stamp."""
    telling = {word.line for word in words if any(c.isalnum() for c in word.text)}
    return [word for word in words if word.line in telling]


def _tesseract(light: Image.Image, options: list[str]) -> str:
    buffer = io.BytesIO()
    light.save(buffer, "PPM")
    try:
        done = subprocess.run(  # noqa: S603 -- our own command line
            ["tesseract", "stdin", "stdout", *options],  # noqa: S607 -- where Debian puts it
            input=buffer.getvalue(),
            capture_output=True,
            timeout=PAGE_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise UnreadableFile(MISSING) from error
    except subprocess.TimeoutExpired:
        return ""
    if b"loading language" in done.stderr and "osd" not in options:
        raise UnreadableFile(MISSING)
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""
