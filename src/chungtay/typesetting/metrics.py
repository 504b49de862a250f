"""Length of set text in mm, by the widths of the shipped typeface, which are those of Times New Roman."""

from __future__ import annotations

import functools

from PIL import ImageFont

from chungtay.typesetting import layout

_FACES = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}
_UNITS = 1000
_STEP = 0.5  # mm


@functools.cache
def _face(bold: bool, italic: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(layout.FONTS / f"LiberationSerif-{_FACES[bold, italic]}.ttf"), _UNITS)


@functools.lru_cache(maxsize=4096)
def text_width(words: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Length in mm of `words` on one line at `size` pt."""
    return float(_face(bold, italic).getlength(words)) * size / _UNITS * 25.4 / 72


def balanced_width(words: str, size: float, width: float, *, bold: bool = False) -> float:
    """The least width in mm at which `words` take no more lines than at `width`: no line with one word left over."""
    pieces = [text_width(w, size, bold=bold) for w in words.split()]
    space = text_width(" ", size, bold=bold)

    def lines(limit: float) -> int:
        count, used = 1, -space
        for piece in pieces:
            if used + space + piece > limit and used > 0:
                count, used = count + 1, -space
            used += space + piece
        return count

    most = lines(width)
    if most == 1:
        return width
    low, high = max(pieces), width
    while high - low > _STEP:
        middle = (low + high) / 2
        low, high = (low, middle) if lines(middle) <= most else (middle, high)
    return min(high + 2 * _STEP, width)
