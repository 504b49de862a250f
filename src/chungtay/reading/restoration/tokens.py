"""Words of a damaged line: which may be read anew and which must stay as they are printed.

Numbers, dates, codes of documents, numbering and roman numerals carry the plan's facts and survive English OCR; a
language model would only turn them into words. They are tokens of their own kind and never change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_INSIDE = "€&¢¥$§£’‘'!?@|"
_WORD = re.compile(
    rf"[^\W_]+(?:[{re.escape(_INSIDE)}]+[^\W_]+)*[&€¢¥§@]*(?:(?<=[ouwOUW6])[’'‘](?![^\W_]))?"
    rf"|[&€¢¥][^\W_]*(?:[{re.escape(_INSIDE)}]+[^\W_]+)*[&€¢¥§@]*"
)
_RUN = re.compile(r"\S+")
_SYMBOLS = (
    "UBND|HĐND|HDND|KH|QĐ|QD|QDb|NĐ|ND|NQ|CT|CTr|TT|TTr|TTg|CP|BC|CV|TB|TU|HU|ĐU|DU|HD|HDTDKT|HĐTĐKT|BNV|BTTTT|QH"
)
_CODE = re.compile(
    rf"\d\S*[/\\]\S|\S[/\\]\S*\d|(?:^|[\W\d])(?:{_SYMBOLS})[/-]+[A-ZĐ]|/(?:{_SYMBOLS})\b|\d\S*-(?:{_SYMBOLS})\b"
    r"|\S@\S+\.[a-z]|https?://|www\.|\w\.(?:vn|com|org|net)\b"
)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*%?|\d{1,2}h\d{0,2}|\d+(?:st|nd|rd|th)")
_ROMAN = re.compile(r"[IVX]+")
# "I.", "I1I.", "IL ", "1.", "3.1.", "a)", "b,", "đ." at the start of a line, after a bullet or not
_LABEL = re.compile(r"[\s_]*(?:[-+*•–—]\s*)?((?:[IVXLl1]{1,5}|\d+(?:\.\d+)*\.?[a-zđ]?|[a-hđ]))(?=\s*[.):](?:\W|$)|,\s)")
_LABEL_CAPITALS = re.compile(r"[\s_]*([IVX][IVXLl1]{0,4})(?=\s+[A-ZĐ][A-ZÀ-ỸĐ]+\b)")
_STOP = re.compile(r"[.;:!?…](?=\s|$|[”\"])")
_BULLET = re.compile(r"\s*[-+*•–—]\s*(?=\S)")


class Kind(Enum):
    """What a token is, which says whether the restoration may touch it."""

    WORD = "word"  # may be read anew
    NUMBER = "number"  # digits, percentages, roman numerals, numbering: stays
    CODE = "code"  # document numbers and dates: stays


@dataclass(frozen=True, slots=True)
class Token:
    """A word at [start, end) of its line.

    `opens`: language does not run on from the token before it. `label`: it numbers the line ("II.", "3.1.", "a)").
    """

    text: str
    start: int
    end: int
    kind: Kind
    opens: bool
    label: bool = False


def tokens(line: str) -> Iterator[Token]:
    """Tokens of one line in order; what lies between them (spaces, punctuation) is never touched."""
    codes = [_trim(m) for m in _RUN.finditer(line) if _CODE.search(m[0])]
    label = _LABEL.match(line) or _LABEL_CAPITALS.match(line)
    fixed = label.span(1) if label else (0, 0)
    bullet = _BULLET.match(line)
    last = 0
    first = True
    position = 0
    while match := _WORD.search(line, position):
        start, end = match.span()
        numbering = fixed[0] <= start < fixed[1]
        kind = Kind.NUMBER if numbering or _NUMBER.fullmatch(match[0]) else Kind.WORD
        if _ROMAN.fullmatch(match[0]):
            kind = Kind.NUMBER
        for a, b in codes:
            if a <= start < b:
                start, end, kind = a, max(b, end), Kind.CODE
        opens = bool(_STOP.search(line, last, start)) or (first and bool(bullet or label))
        yield Token(line[start:end], start, end, kind, opens, numbering)
        position = last = end
        first = False


def _trim(match: re.Match[str]) -> tuple[int, int]:
    """The run without punctuation around it."""
    start, end = match.span()
    text = match[0]
    kept = text.lstrip("(“\"'[./")
    start += len(text) - len(kept)
    return start, end - len(kept) + len(kept.rstrip(".,;:)”\"']"))


def closes(line: str) -> bool:
    """Whether language stops at the end of the line: nothing on it, or a stop."""
    stripped = line.rstrip(" ”\"'")
    return not stripped or stripped[-1] in ".;:!?…"
