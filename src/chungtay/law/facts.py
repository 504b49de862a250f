"""What the engine is told about a nominee and a plan: plain frozen records, no database.

`None` always means "not known"; an empty tuple means "asked, and there is none". The difference decides between
"chưa đủ dữ liệu" and a verdict. Words of classes, categories and grounds are those of the law data (R-140, R-44).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from chungtay.law.money import Subject


@dataclass(frozen=True)
class Rating:
    """The class of one year, in the words of R-140. `provisional`: expected, not yet decided (R-145)."""

    year: int
    level: str
    provisional: bool = False
    source: str = ""


@dataclass(frozen=True)
class Discipline:
    """A disciplinary measure from the day it was decided to the day its term ends (`None`: still running)."""

    start: dt.date
    end: dt.date | None
    form: str = "kỷ luật"
    source: str = ""


@dataclass(frozen=True)
class Hold:
    """Something that must be concluded first (R-44). `ground` is a key of R-44, such as "complaint"."""

    ground: str
    since: dt.date
    released_on: dt.date | None = None
    source: str = ""

    def open_on(self, day: dt.date) -> bool:
        """Whether the conclusion is still awaited on a day; from the day of the conclusion on it is not."""
        return self.since <= day and (self.released_on is None or day < self.released_on)


@dataclass(frozen=True)
class Absence:
    """Time away from work, both days included. Maternity leave counts as work (R-46)."""

    start: dt.date
    end: dt.date
    maternity: bool = False


@dataclass(frozen=True)
class Initiative:
    """An initiative. `used_for`: the awards that it already served as a criterion (R-49)."""

    name: str
    recognised_on: dt.date | None = None
    used_for: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class LedgerEntry:
    """One award made for one achievement. `kind`: "chuyên đề", "đột xuất", "công trạng"; annulled ones do not count.

    `achievement` None: nobody has said yet whether it is the achievement in question or another one.
    """

    achievement: str | None
    award: str
    kind: str
    decided_on: dt.date
    annulled_on: dt.date | None = None
    source: str = ""

    def counts_on(self, day: dt.date) -> bool:
        """Whether the award stands on a day."""
        return self.decided_on <= day and (self.annulled_on is None or day < self.annulled_on)


@dataclass(frozen=True)
class Facts:
    """A nominee. `achievements`: identities of what the award would be for; `basis`: earlier awards it builds on.

    `screened` False: some disciplines or holds are known, but nobody has looked whether there are more.
    """

    name: str
    subject: Subject
    achievements: tuple[str, ...] | None = None
    category: str | None = None
    audience: str | None = None
    direct: bool | None = None
    ratings: tuple[Rating, ...] = ()
    disciplines: tuple[Discipline, ...] | None = None
    holds: tuple[Hold, ...] | None = None
    initiatives: tuple[Initiative, ...] | None = None
    absences: tuple[Absence, ...] = ()
    employed_from: dt.date | None = None
    dissolved_on: dt.date | None = None
    screened: bool = True
    screened_on: dt.date | None = None
    ledger: tuple[LedgerEntry, ...] = ()
    basis: tuple[LedgerEntry, ...] = ()


@dataclass(frozen=True)
class Criteria:
    """What the plan asks. `cutoff`: the last day of evidence, where it comes before the movement's end (seed 004)."""

    start: dt.date | None = None
    end: dt.date | None = None
    cutoff: dt.date | None = None
    subjects: tuple[Subject, ...] | None = None
    audiences: tuple[str, ...] | None = None
    direct_only: bool = False
    rating_at_least: str | None = None
    rating_year: int | None = None
    discipline_free: bool = False
    initiative_required: bool = False
    award_kind: str = "chuyên đề"

    def last_day(self, on: dt.date) -> dt.date:
        """The last day whose achievements count, as seen on the day of decision."""
        return min(day for day in (self.end, self.cutoff, on) if day)


@dataclass(frozen=True)
class Candidate:
    """One who is to be put in order. `women_share` of a collective; `direct`: does the work, not only leads it."""

    name: str
    subject: Subject
    score: Fraction | int
    woman: bool | None = None
    women_share: Fraction | None = None
    direct: bool | None = None
