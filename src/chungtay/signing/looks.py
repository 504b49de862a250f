"""What is seen of a signature: the person's own in blue, the seal in red over a third of it (L-28, L-29).

Only pictures, no text: a text stamp would bring in a font that is not embedded and break PDF/A.
"""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError
from pyhanko.pdf_utils import images, layout
from pyhanko.stamp import StaticStampStyle

from chungtay.signing.errors import SigningError
from chungtay.signing.places import Box, measures
from chungtay.signing.roles import Role

_LARGEST = 2_000_000
_MOST_PIXELS = 3000
_SHADE = 64  # alpha from which a pixel counts as ink


@dataclass(frozen=True)
class Appearance:
    """What a signature looks like on the page: a picture (PNG, transparent ground) in its box."""

    picture: Image.Image
    box: Box

    def style(self) -> StaticStampStyle:
        middle = layout.SimpleBoxLayoutRule(layout.AxisAlignment.ALIGN_MID, layout.AxisAlignment.ALIGN_MID)
        return StaticStampStyle(
            border_width=0, background=images.PdfImage(self.picture), background_opacity=1, background_layout=middle
        )


def appearance(role: Role, picture: bytes, place: Box, *, free: Box | None = None) -> Appearance:
    """The picture of a person's signature centred in the blank above the name, or of the organisation's seal over the
    left third of `place`, which is then the box of the person's signature (`signed_place`). `free`: the printed
    name (`words_below`), which the seal does not cover.

    Raises SigningError for what is no transparent PNG, or a red one for a person, a blue one for an organisation.
    """
    image = _read(picture)
    red, blue = _ink(image)
    if role is Role.PERSON and red > blue:
        raise SigningError("Hình này màu đỏ như con dấu. Hình chữ ký của người ký màu xanh.")
    if role is Role.ORGANISATION and blue > red:
        raise SigningError("Hình này không có màu đỏ. Hình con dấu của cơ quan màu đỏ.")
    return Appearance(image, _person(image, place) if role is Role.PERSON else _seal(place, free))


def _read(picture: bytes) -> Image.Image:
    wanted = "Dùng tệp PNG nền trong suốt, mỗi cạnh nhiều nhất 3.000 điểm ảnh, nặng nhiều nhất 2 MB."
    if len(picture) > _LARGEST or not picture.startswith(b"\x89PNG\r\n\x1a\n"):
        raise SigningError(f"Không nhận hình chữ ký này. {wanted}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(picture))
            if max(opened.size) > _MOST_PIXELS:
                raise SigningError(f"Hình chữ ký quá lớn. {wanted}")
            image = opened.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombWarning, OSError, ValueError, SyntaxError) as error:
        raise SigningError(f"Không đọc được hình chữ ký. {wanted}") from error
    lightest, darkest = image.getchannel("A").getextrema()
    if not isinstance(lightest, int | float) or lightest > 0 or not darkest:
        raise SigningError(f"Hình chữ ký phải có nền trong suốt và có nét. {wanted}")
    return image.crop(image.getchannel("A").getbbox())


def _ink(image: Image.Image) -> tuple[float, float]:
    """Mean red and blue of what is drawn."""
    small = image.copy()
    small.thumbnail((200, 200))
    pixels = small.tobytes()
    inked = [pixels[i : i + 4] for i in range(0, len(pixels), 4) if pixels[i + 3] >= _SHADE] or [b"\0\0\0\0"]
    return sum(p[0] for p in inked) / len(inked), sum(p[2] for p in inked) / len(inked)


def _person(image: Image.Image, place: Box) -> Box:
    width, height = image.size
    scale = min(place.width / width, place.height / height)
    x, y = (place.left + place.right) / 2, (place.bottom + place.top) / 2
    return Box(place.page, x - width * scale / 2, y - height * scale / 2, x + width * scale / 2, y + height * scale / 2)


def _seal(signature: Box, free: Box | None) -> Box:
    """Real size, over the left third of the signature (L-29); raised as far as the printed name needs to stay free,
    but never off the signature."""
    size, covers = measures()["seal_diameter"], measures()["seal_covers"]
    right, middle = signature.left + signature.width * covers, (signature.bottom + signature.top) / 2
    radius, centre = size / 2, middle
    if free is not None:
        aside = min(max(free.left - (right - radius), 0.0), radius)  # a round seal reaches less deep beside its middle
        centre = min(max(middle, free.top + math.sqrt(radius**2 - aside**2)), middle + radius)
    return Box(signature.page, right - size, centre - radius, right, centre + radius)
