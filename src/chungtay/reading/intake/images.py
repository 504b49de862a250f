"""Photos and scans that came as pictures: JPG, PNG, TIFF of several pages."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from chungtay.reading.intake.converted import Converted, Told, untold
from chungtay.reading.intake.ocr import recognise
from chungtay.reading.intake.scans import MOST_SCANNED, TOO_MANY_SCANS, checked
from chungtay.reading.intake.source import UnreadableFile

FORMATS = ("PNG", "JPEG", "TIFF", "MPO")
MOST_PIXELS = 60_000_000
TOO_LARGE = "Ảnh có quá nhiều điểm ảnh. Chụp hoặc quét lại ở 200-300 dpi, khổ A4, rồi đưa lại."
BROKEN = "Ảnh bị hỏng hoặc tải thiếu. Chụp hoặc quét lại rồi đưa lại."
A4_INCHES = 11.7
LONGEST, SHORTEST = 2800, 2000
"""Pixels along the longer side of A4 at 240 and 170 dpi: between them a picture is read as it is."""


def read_image(path: Path, *, keep: bool = False, told: Told = untold) -> Converted:
    """The pages of a picture file, with their pictures when `keep`. Raises UnreadableFile."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    pages = []
    try:
        with Image.open(path, formats=FORMATS) as picture:
            frames = 1 if picture.format != "TIFF" else getattr(picture, "n_frames", 1)
            if frames > MOST_SCANNED:
                raise UnreadableFile(TOO_MANY_SCANS.format(pages=frames, most=MOST_SCANNED))
            for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
                if number > frames:  # further pictures of a phone's MPO are thumbnails
                    break
                upright = ImageOps.exif_transpose(frame)
                sized, dpi = resized(upright)
                told(number - 1, frames)
                pages.append(recognise(sized, dpi=dpi, number=number, keep=keep))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableFile(TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError) as error:
        raise UnreadableFile(BROKEN) from error
    return checked(Converted(pages))


def resized(picture: Image.Image) -> tuple[Image.Image, int]:
    """A picture at the size that letters are read best, and its dpi if it shows an A4 page."""
    longer = max(picture.size)
    wanted = min(max(longer, SHORTEST), LONGEST)
    if wanted != longer and longer > 0:
        if picture.mode in ("1", "P", "PA"):
            picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
        size = (max(1, round(picture.width * wanted / longer)), max(1, round(picture.height * wanted / longer)))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return picture, round(wanted / A4_INCHES)
