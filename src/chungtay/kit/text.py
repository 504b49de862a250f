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


def vi_date(day: dt.date) -> str:
    """dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}"
