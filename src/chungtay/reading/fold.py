"""Folding that keeps the length: a span found on folded text is a span on the raw text.

Every character of NFC text becomes exactly one character: accents off, đ to d, lower case, one kind of dash, quote and
space. That single property lets every rule search without accents and still point at the words of the document.
"""

from __future__ import annotations

import unicodedata

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u00b4`"
SPACES = "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

UPPER = "".join(c for c in map(chr, range(0x41, 0x1F00)) if c.isupper() and "LATIN" in unicodedata.name(c, ""))
"""Every upper-case Latin letter, for character classes: `re` has no \\p{Lu}."""


class _Table(dict[int, str]):
    """Fills itself with the folded form of each character met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_one(chr(code))
        return folded


def _fold_one(char: str) -> str:
    if char in DASHES:
        return "-"
    if char in DOUBLE_QUOTES:
        return '"'
    if char in SINGLE_QUOTES:
        return "'"
    if char in SPACES:
        return " "
    if char in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


class _Lower(dict[int, str]):
    def __missing__(self, code: int) -> str:
        low = chr(code).lower()
        kept = self[code] = low if len(low) == 1 else chr(code)
        return kept


_FOLDED = _Table()
_LOWERED = _Lower()


def fold(text: str) -> str:
    """Folded text of the same length as `text` (which should be NFC, else accents stand as characters of their own)."""
    return text.translate(_FOLDED)


def lower(text: str) -> str:
    """Lower case of the same length, accents kept."""
    return text.translate(_LOWERED)


def plain(text: str) -> str:
    """Folded words separated by single spaces, without punctuation but %: for comparing, not for spans."""
    folded = fold(unicodedata.normalize("NFC", text))
    return " ".join("".join(c if c.isalnum() or c == "%" else " " for c in folded).split())
