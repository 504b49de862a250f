"""Vietnamese text for machines: folding for search, slugs for addresses, dates as people write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents, đ as d, single spaces: what a clerk types when she is in a hurry."""
    marked = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return " ".join("".join(c for c in marked if not unicodedata.combining(c)).split())


def slugify(text: str) -> str:
    """Folded words joined by hyphens, at most 60 characters."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60].strip("-")


def vi_count(number: int) -> str:
    """2.000: a whole number as Vietnamese papers and screens write it."""
    return f"{number:,}".replace(",", ".")


def vi_date(day: dt.date) -> str:
    """dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}"


_MOST = 2**31 - 1  # what every database holds in a column of numbers
_YEARS = (1900, 2199)  # not law: four digits that can be a year of a paper


def whole(text: str, *, least: int = 0, most: int = _MOST) -> int | None:
    """The whole number that a link or a form carries; None for anything else ("²", "1e9", beyond every column)."""
    text = text.strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(_MOST)):
        return None
    number = int(text)
    return number if least <= number <= most else None


def year_in(text: str) -> int | None:
    """The year that a link or a form carries, None for what cannot be one."""
    return whole(text, least=_YEARS[0], most=_YEARS[1])
