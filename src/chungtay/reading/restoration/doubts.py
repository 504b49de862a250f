"""What is never touched may still have been misread: such tokens stay as printed, but not as certain.

`33/2021/QD-UBND` lost the stroke of its Đ, the heading `I1.` was II, and a lone `1` between words was often "là". The
text keeps what is printed; the reading a person should check is offered beside it.
"""

from __future__ import annotations

import re

from chungtay.reading.restoration.syllables import bare
from chungtay.reading.restoration.tokens import Kind, Token

DOUBTFUL = 0.3  # confidence of a code or numeral as printed when it cannot be right
SHORT = 3  # digits: longer numbers are no misread syllables
_STROKES = [
    (re.compile(r"(?<![A-ZĐ])Q[DP]b?(?=-|$)"), "QĐ"),
    (re.compile(r"(?<![A-ZĐ])ND(?=-CP)"), "NĐ"),
    (re.compile(r"(?<![A-ZĐ])H[DP]ND(?![A-ZĐ])"), "HĐND"),
    (re.compile(r"(?<![A-ZĐ])H[DP]T[DP]KT(?![A-ZĐ])"), "HĐTĐKT"),
]
_WELL_FORMED = re.compile(
    r"\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{4}|(?:\d+/)?(?:\d{4}/)?[A-ZĐ][A-ZĐa-z]*\d*(?:[-/][A-ZĐ][A-ZĐa-z]*\d*)*"
    r"|\d+-[A-ZĐ]+(?:/[A-ZĐ]+)?|/[A-ZĐ]+(?:-[A-ZĐ]+)*|\d+/\d+"
)
_ROMAN = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})")


def kept(token: Token) -> list[tuple[str, float]]:
    """Readings of a token that is never touched: first as printed, with its confidence, then what it may have been."""
    text = token.text
    if token.kind is Kind.CODE:
        stroked = text
        for pattern, right in _STROKES:
            stroked = pattern.sub(right, stroked)
        if stroked != text:
            return [(text, DOUBTFUL), (stroked, 1 - DOUBTFUL)]
        return [(text, 1.0 if _WELL_FORMED.fullmatch(text) else DOUBTFUL)]
    if token.label and re.fullmatch(r"[IVXLl1]{2,}", text) and (re.search("[IVXLl]", text) or text == "111"):
        roman = re.sub("[1lL]", "I", text)
        if roman != text and _ROMAN.fullmatch(roman):
            return [(text, DOUBTFUL), (roman, 1 - DOUBTFUL)]
    return [(text, 1.0)]


def may_be_word(token: Token) -> bool:
    """Whether digits may be a misread syllable: short, alone, no numbering."""
    return token.kind is Kind.NUMBER and not token.label and token.text.isdigit() and len(token.text) <= SHORT


_COUNTED_BEFORE = re.compile(
    r"(?:[/\-–.,:(]|(?:ngay|thang|nam|so|s6|dieu|khoan|muc|phan|quy|dot|lan|thu|top|nhom)\s?)\s*$"
)
_COUNTED_AFTER = re.compile(
    r"\s*(?:%|[/\-–]|(?:tap|ca nhan|co quan|don vi|thang|nam|ngay|diem|gio|nguoi|thon|xom|bai|tin|lop|cuoc|ho|mo|sang"
    r"|giai)\b)"
)


def counts(text: str, start: int, end: int) -> bool:
    """Whether a short number is one by what stands beside it: a unit, a date, a leading nought, a fraction."""
    before, after = bare(text[max(0, start - 12) : start]), bare(text[end : end + 12])
    return text[start] == "0" or bool(_COUNTED_BEFORE.search(before) or _COUNTED_AFTER.match(after))
