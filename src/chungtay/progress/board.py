"""The board of a movement: where every target stands, for every unit and for the commune, as of a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from chungtay.localities.models import Unit
from chungtay.movements.models import Movement
from chungtay.progress.judging import STATES, Judged, Level, Reading, judge, part_of_whole
from chungtay.progress.lines import Line, Matter, matter
from chungtay.progress.models import Edition, Figures, Finding, Report
from chungtay.progress.numbers import shown, with_parts
from chungtay.progress.periods import Period, label

Key = tuple[str, int | None]  # line, unit


@dataclass(frozen=True)
class Standing:
    """One verified figure, or the sum of several units' figures."""

    until: dt.date
    source: Figures
    reports: int = 1
    of: int = 1  # how many units owe it
    label: str = ""

    @property
    def whole(self) -> bool:
        return self.reports >= self.of

    @property
    def reading(self) -> Reading:
        held = self.source
        return Reading(self.until, held.figure, held.nothing_arisen, held.finding, self.whole)


@dataclass(frozen=True)
class Cell:
    """A line for a unit (None: the commune)."""

    line: Line
    unit: Unit | None
    owed: bool
    judged: Judged
    level: Level
    standing: Standing | None = None
    waiting: Report | None = None  # handed in, not verified: shown apart, never counted
    now: Report | None = None  # of the period in hand
    missing: bool = False  # the period in hand is over and nothing was handed in
    stuck: str = ""  # why the units' figures cannot be added up
    nobody: bool = False  # neither this place reports it nor (for the commune) any unit

    @property
    def blank(self) -> bool:
        """Nobody is to report it and nothing is known."""
        return self.nobody and self.standing is None and self.waiting is None

    @property
    def figure(self) -> str:
        """ "98,5%", "3", "không phát sinh", "đạt": what is verified, as it fits a cell."""
        return in_short(self.standing.source, self.sign) if self.standing else ""

    @property
    def sign(self) -> str:
        return "%" if self.level.is_share else ""

    @property
    def parts(self) -> str:
        """The figure with its numerator and denominator."""
        return in_full(self.standing.source, self.level.unit) if self.standing else ""

    @property
    def waiting_figure(self) -> str:
        return in_short(self.waiting, self.sign) if self.waiting else ""

    @property
    def why(self) -> str:
        """The sentence that explains the state, with the period of the figure."""
        told = [self.judged.why]
        if self.standing:
            told.append(_("Số liệu %s.") % self.standing.label.lower())
            if self.standing.of > 1 or not self.standing.whole:
                told.append(
                    _("Cộng từ %(n)s/%(of)s đơn vị.") % {"n": self.standing.reports, "of": self.standing.of}
                )  # fmt: skip
        if self.stuck:
            told.append(self.stuck)
        return " ".join(told)


def in_short(held: Figures, unit: str) -> str:
    """ "98,5%", "3 sáng kiến", "không phát sinh", "đạt"; "" for nothing."""
    if held.nothing_arisen:
        return _("không phát sinh")
    if held.figure is not None:
        return shown(held.figure, unit)
    return str(Finding(held.finding).label) if held.finding else ""


def in_full(held: Figures, unit: str) -> str:
    """The same with numerator and denominator."""
    if held.figure is None or held.nothing_arisen:
        return in_short(held, unit)
    return with_parts(held.figure, unit, held.numerator, held.denominator)


@dataclass(frozen=True)
class Row:
    """One line with the commune first, then its units."""

    line: Line
    commune: Cell
    cells: list[Cell]

    @property
    def state(self) -> str:
        return self.commune.judged.state

    @property
    def missing(self) -> int:
        return sum(cell.missing for cell in [self.commune, *self.cells])

    @property
    def tone(self) -> str:
        return self.commune.judged.tone


@dataclass(frozen=True)
class Board:
    """All rows of a movement; `units` are those that report anything."""

    matter: Matter
    period: Period | None
    rows: list[Row]
    units: list[Unit]

    @cached_property
    def tally(self) -> list[tuple[str, str, str, int]]:
        """(state, label, tone, number of targets) of the commune, worst first."""
        counts = Counter(row.state for row in self.rows)
        order = ("missed", "at_risk", "planned", "on_track", "met", "not_applicable")
        return [(state, str(STATES[state][0]), STATES[state][1], counts[state]) for state in order if counts[state]]

    @cached_property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in (row.commune, *row.cells)]

    @property
    def waiting(self) -> int:
        return sum(cell.waiting is not None for cell in self.cells)

    @cached_property
    def late(self) -> list[tuple[Unit | None, list[Cell]]]:
        """Who has not handed in what of the period, units in their order, the commune first."""
        found: dict[int | None, tuple[Unit | None, list[Cell]]] = {}
        for cell in self.cells:
            if cell.missing:
                found.setdefault(cell.unit.pk if cell.unit else None, (cell.unit, []))[1].append(cell)
        order = [None, *(unit.pk for unit in self.matter.units)]
        return [found[key] for key in order if key in found]


def standing_editions(movement: Movement, on: dt.date) -> QuerySet[Edition]:
    """Editions that stood verified at the end of a day, oldest period first."""
    tomorrow = day_after(on)
    return (
        Edition.objects.filter(Q(ended_at=None) | Q(ended_at__gte=tomorrow), report__movement=movement)
        .filter(verified_at__lt=tomorrow)
        .select_related("report")
        .order_by("report__until", "pk")
    )


def day_after(on: dt.date) -> dt.datetime:
    """The first moment after a day, in local time."""
    return dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), get_current_timezone())


def key_of(report: Report) -> Key:
    return f"{report.target_id}{'r' if report.scope else ''}", report.unit_id


def open_board(movement: Movement, on: dt.date, period_key: str = "") -> Board:
    """The board as of a day; `period_key` chooses whose missing reports are told. Eight queries, however many rows."""
    held = matter(movement, on)
    period = held.period_of(period_key)
    by_key: dict[Key, dict[dt.date, Edition]] = {}
    for edition in standing_editions(movement, on):
        by_key.setdefault(key_of(edition.report), {})[edition.report.until] = edition
    live = list(Report.objects.filter(movement=movement).order_by("until", "pk"))
    waiting = {key_of(report): report for report in live if report.state == "submitted"}
    now = {key_of(report): report for report in live if period and report.until == period.until}
    rows = [_row(held, line, period, by_key, waiting, now) for line in held.lines]
    shown_units = [u for i, u in enumerate(held.units) if any(not row.cells[i].blank for row in rows)]
    kept = {unit.pk for unit in shown_units}
    trimmed = [Row(row.line, row.commune, [c for c in row.cells if c.unit and c.unit.pk in kept]) for row in rows]
    return Board(held, period, trimmed, shown_units)


def _row(
    held: Matter,
    line: Line,
    period: Period | None,
    editions: Mapping[Key, Mapping[dt.date, Edition]],
    waiting: Mapping[Key, Report],
    now: Mapping[Key, Report],
) -> Row:
    owing = held.owing(line)

    def cell(unit: Unit | None, standing: Standing | None, stuck: str = "") -> Cell:
        key = (line.key, unit.pk if unit else None)
        owed, why_not, level = held.owed(line, unit), held.why_not(line, unit), held.level(line, unit)
        judged = judge(
            level, standing.reading if standing else None, on=held.on, span=held.span, standards=held.standards,
            exempt=why_not,
        )  # fmt: skip
        if unit and standing and len(owing) > 1 and level.value is not None and level.only_grows and not why_not:
            judged = part_of_whole()
        report = now.get(key)
        sent = report is not None and report.state in ("submitted", "verified")
        over = period is not None and period.until < held.on
        return Cell(
            line, unit, owed, judged, level, standing, waiting.get(key), report,
            missing=held.begun and owed and not why_not and over and not sent, stuck=stuck,
            nobody=not owed and not (unit is None and owing),
        )  # fmt: skip

    own = _newest(editions.get((line.key, None), {}))
    added, stuck = (own, "") if own else _added(line, owing, editions)
    return Row(
        line, cell(None, added, stuck), [cell(u, _newest(editions.get((line.key, u.pk), {}))) for u in held.units]
    )


def _newest(found: Mapping[dt.date, Edition]) -> Standing | None:
    if not found:
        return None
    edition = found[max(found)]
    return Standing(edition.report.until, edition, label=label(edition.report.since, edition.report.until))


def _added(
    line: Line, owing: Sequence[Unit], editions: Mapping[Key, Mapping[dt.date, Edition]]
) -> tuple[Standing | None, str]:
    """The units' figures added up: of the newest period that all of them have, else of the newest there is."""
    by_day: dict[dt.date, list[Edition]] = {}
    for unit in owing:
        for day, edition in editions.get((line.key, unit.pk), {}).items():
            by_day.setdefault(day, []).append(edition)
    if not by_day or line.level.is_rank:
        return None, ""
    day = max([d for d, rows in by_day.items() if len(rows) == len(owing)] or by_day)
    rows = by_day[day]
    total = added(rows, share=line.level.is_share)
    if total is None:
        return None, _("Chưa cộng được toàn xã: có đơn vị chỉ báo tỷ lệ, không có số đạt và tổng số.")
    report = rows[0].report
    return Standing(day, total, len(rows), len(owing), label(report.since, report.until)), ""


def added(rows: Sequence[Figures], *, share: bool) -> Figures | None:
    """Figures of several units as one; None when percentages without their numbers cannot be added."""
    told = [row for row in rows if not row.nothing_arisen]
    if not told:
        return Edition(nothing_arisen=True)
    found = [row for row in told if row.figure is not None]
    if not found:
        worst = (Finding.NOT_MET, Finding.IN_PROGRESS, Finding.MET)
        return Edition(finding=next((f for f in worst if any(row.finding == f for row in told)), ""))
    if not share:
        return Edition(value=sum((row.value or Decimal(0) for row in found), Decimal(0)))
    if any(not row.denominator for row in found):
        return None
    return Edition(
        numerator=sum((row.numerator or Decimal(0) for row in found), Decimal(0)),
        denominator=sum((row.denominator or Decimal(0) for row in found), Decimal(0)),
    )
