"""Text compared as OCR confuses it: letters without accents, those it mixes up written alike."""

from __future__ import annotations

import re

from chungtay.reading.fold import fold

_ALIKE = str.maketrans({"p": "d", "b": "d", "l": "i", "1": "i", "!": "i", "|": "i", "j": "i", "t": "i", "0": "o",
                        "6": "o", "q": "o", "9": "o", "8": "o", "5": "s", "$": "s", "4": "a", "&": "a", "w": "u",
                        "v": "u", "¢": "e", "c": "e"})  # fmt: skip


def letters(text: str) -> str:
    """The letters of a text in the form in which misread ones are alike; no spaces, no punctuation."""
    return re.sub(r"[\W_]", "", fold(text).translate(_ALIKE))
