"""Dates as plans write them (ngày 30 tháng 11 năm 2025, 07/ 8/2023, tháng 7/2025, năm 2025), and how they bound."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chungtay.reading.vocabulary import any_of
from chungtay.reading.words import Words

# Longest form first. Blank or dotted days and months (ngày … tháng 02 năm 2025) leave a partial date.
GAP = r"[\s.…_]*"
FORMS = (
    re.compile(r"(?:ngay\s*)?(?<![\d/])(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})(?!\d)"),
    re.compile(
        rf"(?:ngay{GAP})?(?<!\d)(?P<d>\d{{1,2}}){GAP}thang{GAP}(?P<m>\d{{1,2}}){GAP}(?:nam|/){GAP}(?P<y>\d{{4}})(?!\d)"
    ),
    re.compile(rf"(?:ngay{GAP})?thang{GAP}(?P<m>\d{{1,2}})\s*(?:nam|/|-){GAP}(?P<y>\d{{4}})(?!\d)"),
    re.compile(rf"(?:ngay{GAP}thang{GAP})?nam\s*(?P<y>\d{{4}})(?!\d)"),
)
DAY_MONTH = re.compile(
    r"(?:ngay\s*|(?<=truoc )|(?<=den het )|(?<=cham nhat ))"
    r"(?P<d>\d{1,2})\s*(?:/|thang)\s*(?P<m>\d{1,2})(?![\d/])(?!\s*(?:/|nam)\s*\d)"
)
YEARS = range(1945, 2101)
"""Years a plan may cite; what lies outside is a misprint (20233) and no date."""
DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Day:
    """A date found: `iso` (YYYY, YYYY-MM or YYYY-MM-DD) and its place in the words searched."""

    iso: str
    start: int
    end: int
    assumed_year: bool = False

    @property
    def full(self) -> bool:
        return len(self.iso) == 10


def dates_in(words: Words, *, year: int | None = None) -> list[Day]:
    """Dates in the order of the text. With `year`, a day and month without year get it (`assumed_year`)."""
    found: list[Day] = []
    for form in FORMS:
        for match in form.finditer(words.folded):
            iso = _iso(match.groupdict())
            if iso and not any(d.start < match.end() and match.start() < d.end for d in found):
                found.append(Day(iso, match.start(), match.end()))
    if year is not None:
        for match in DAY_MONTH.finditer(words.folded):
            iso = _iso({**match.groupdict(), "y": str(year)})
            if iso and not any(d.start < match.end() and match.start() < d.end for d in found):
                found.append(Day(iso, match.start(), match.end(), assumed_year=True))
    return sorted(found, key=lambda d: d.start)


def _iso(parts: dict[str, str | None]) -> str | None:
    year = int(parts["y"] or 0)
    if year not in YEARS:
        return None
    month, day = parts.get("m"), parts.get("d")
    if month is None:
        return f"{year:04d}"
    if not 1 <= int(month) <= 12:
        return None
    if day is None:
        return f"{year:04d}-{int(month):02d}"
    if not 1 <= int(day) <= DAYS_IN[int(month) - 1] or (int(month) == 2 and int(day) == 29 and year % 4):
        return None
    return f"{year:04d}-{int(month):02d}-{int(day):02d}"


@dataclass(frozen=True)
class Limit:
    """How a date bounds: the comparator of the schema and where its words begin."""

    comparator: str
    start: int


def limit_before(words: Words, at: int) -> Limit | None:
    """The comparator that the words just before a date give it."""
    before = words.folded[:at]
    for comparator in ("before", "on_or_before", "from", "on"):
        cue = any_of("time", comparator)
        clock = r"(?:\d+\s*(?:gio|h)\s*(?:\d+\s*(?:phut)?)?\s*)?"
        match = re.search(rf"(?<![a-z]){cue}\s*(?:la\s+|den\s+)?{clock}(?:,?\s*ngay\s*)?$", before)
        if match:
            return Limit(comparator, match.start())
    return None
