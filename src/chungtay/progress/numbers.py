"""Numbers as people type them: 98,5 · 98.5 · 1.234 · 1.234,5 · 98,5%. Exact, never through floats."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from math import floor

from django.utils.translation import gettext as _

from chungtay.plans import words

_GROUPED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
PLACES, DIGITS = 6, 12  # not law: what the columns hold


class NotANumber(ValueError):
    """The text is no number; `args[0]` is the Vietnamese sentence that says what to type."""


def parse(text: str) -> Decimal | None:
    """The number in a cell, None for an empty one. A comma is the decimal sign; dots group thousands or are decimal.

    >>> parse("1.234"), parse("98.5"), parse("98,5 %"), parse("1.234,5"), parse("1,234.5"), parse(" ")
    (Decimal('1234'), Decimal('98.5'), Decimal('98.5'), Decimal('1234.5'), Decimal('1234.5'), None)
    """
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).removesuffix("%")
    if not bare:
        return None
    if "," in bare and "." in bare:
        decimal = max(bare, key=lambda c: bare.rfind(c) if c in ",." else -1)
        bare = bare.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    elif "," in bare:
        bare = bare.replace(",", ".")
    elif _GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    if not re.fullmatch(r"\d+(\.\d+)?", bare, re.ASCII):
        raise NotANumber(_("“%s” chưa phải là số. Ghi số như 98,5 hoặc 1.234.") % text.strip()[:40])
    whole, _dot, rest = bare.partition(".")
    if len(whole.lstrip("0")) > DIGITS or len(rest) > PLACES:
        raise NotANumber(_("“%s” dài quá. Ghi nhiều nhất 12 chữ số và 6 số lẻ.") % text.strip()[:40])
    return Decimal(bare)


def typed(number: Decimal | None) -> str:
    """A number as it stands in a cell that may be changed: 98,5 · 1.234."""
    return "" if number is None else words.number(number)


def shown(figure: Fraction | None, unit: str) -> str:
    """A figure for reading: "98,51%", "3 sáng kiến"; two places, rounded half up as the indicators are.

    100% is said only of all, and something is never shown as nothing.
    """
    if figure is None:
        return ""
    hundredths = floor(figure * 100 + Fraction(1, 2))
    if unit == "%" and figure < 100:  # not law: percent
        hundredths = min(hundredths, 9999)  # not law: 99,99 %
    text = words.number(Decimal(hundredths) / 100) if hundredths or not figure else _("dưới 0,01")
    return f"{text}%" if unit == "%" else f"{text} {unit}".strip()


def with_parts(figure: Fraction | None, unit: str, numerator: Decimal | None, denominator: Decimal | None) -> str:
    """The same with what it was made of: "98,51% (197/200)"."""
    if figure is None or not denominator:
        return shown(figure, unit)
    return f"{shown(figure, unit)} ({words.number(numerator or 0)}/{words.number(denominator)})"
