"""Length of set text in mm, by the widths of the shipped typeface, which are those of Times New Roman."""

from __future__ import annotations

import functools

from PIL import ImageFont

from chungtay.typesetting import layout

_FACES = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}
_UNITS = 1000


@functools.cache
def _face(bold: bool, italic: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(layout.FONTS / f"LiberationSerif-{_FACES[bold, italic]}.ttf"), _UNITS)


@functools.lru_cache(maxsize=4096)
def text_width(words: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Length in mm of `words` on one line at `size` pt."""
    return float(_face(bold, italic).getlength(words)) * size / _UNITS * 25.4 / 72
