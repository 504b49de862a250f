"""The written Vietnamese syllable: onset and rime, the place of the tone mark, letter case."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LOWER, TITLE, UPPER = "l", "T", "U"

_ONSET = re.compile(
    r"ngh|ng|nh|gh|gi(?=[aăâeêioôơuưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệòóỏõọồốổỗộờớởỡợùúủũụừứửữự])"
    r"|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]"
)
# hoà, khoẻ, thuỷ become hòa, khỏe, thủy: tables hold one spelling of a syllable
_TONE = re.compile("(?<!q)(o(?=[ae])|u(?=y))([aey])([\u0300\u0301\u0303\u0309\u0323])(?![^\\W\\d_]|[\u0300-\u036f])")
_MARKS = re.compile("[\u0300-\u036f]")
_LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ſ": "f"})


@lru_cache(maxsize=50_000)
def canonical(word: str) -> str:
    """Lower case, NFC, one place of the tone mark."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return unicodedata.normalize("NFC", _TONE.sub(r"\1\3\2", decomposed))


@lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """Lower-case letters without marks; đ is d."""
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return _MARKS.sub("", plain).translate(_LIGATURES)


def spelled(token: str) -> str:
    """The token as the channel sees it: ligatures taken apart, one kind of apostrophe."""
    return token.translate(_LIGATURES).replace("‘", "’").replace("'", "’")


def split(word: str) -> tuple[str, str]:
    """Onset and rime of a word in any case: ("đ", "ược"); a word without onset is all rime."""
    match = _ONSET.match(word.lower())
    cut = match.end() if match and match.end() < len(word) else 0
    return word[:cut], word[cut:]


def case_of(token: str) -> str:
    """How a token is written: UPPER when most of two or more letters are capitals, TITLE when only the first is."""
    letters = [c for c in token if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if len(letters) >= 2 and capitals >= 0.7 * len(letters):
        return UPPER
    return TITLE if token[:1].isupper() else LOWER


def in_case(word: str, case: str) -> str:
    """A lower-case word written as `case` says."""
    if case == UPPER:
        return word.upper()
    return word[:1].upper() + word[1:] if case == TITLE else word
