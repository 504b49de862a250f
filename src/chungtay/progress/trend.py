"""How a target went: verified figures by period as a small drawing made here, with the same figures in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from chungtay.localities.models import Unit
from chungtay.progress.board import added, in_full, standing_editions
from chungtay.progress.lines import Line, Matter
from chungtay.progress.models import Edition
from chungtay.progress.periods import label

WIDTH, HEIGHT, EDGE = 320, 96, 10  # not law: of the drawing


@dataclass(frozen=True)
class Point:
    label: str
    words: str
    x: str
    y: str
    reached: bool


@dataclass(frozen=True)
class Trend:
    """Points from the left; `level_y` is where the level of the plan lies, "" without one."""

    points: list[Point]
    level_y: str

    @property
    def path(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def words(self) -> str:
        """The drawing in one sentence, for who does not see it."""
        return "; ".join(f"{point.label}: {point.words}" for point in self.points)

    @property
    def box(self) -> str:
        return f"0 0 {WIDTH} {HEIGHT}"


def trend(held: Matter, line: Line, unit: Unit | None) -> Trend | None:
    """Of a unit, or of the commune: its own figures, else the units' added up; None with fewer than two."""
    rows = standing_editions(held.movement, held.on).filter(report__target=line.target, report__scope=line.scope)
    by_day: dict[object, list[Edition]] = {}
    own: dict[object, list[Edition]] = {}
    for edition in rows:
        kept = own if edition.report.unit_id == (unit.pk if unit else None) else by_day
        kept.setdefault(edition.report.until, []).append(edition)
    days = own or ({} if unit else by_day)
    told = []
    for editions in days.values():
        total = added(editions, share=line.level.is_share)
        if total is not None and total.figure is not None:
            report = editions[0].report
            told.append((label(report.since, report.until), total.figure, in_full(total, line.unit_sign)))
    return _drawn(told, line) if len(told) > 1 else None


def _drawn(told: Sequence[tuple[str, Fraction, str]], line: Line) -> Trend:
    level = line.level.value
    values = [figure for _label, figure, _words in told] + ([level] if level is not None else [])
    low, high = min(values), max(values)
    room = high - low or Fraction(1)

    def y(figure: Fraction) -> str:
        return f"{float(HEIGHT - EDGE - (figure - low) / room * (HEIGHT - 2 * EDGE)):.1f}"

    step = Fraction(WIDTH - 2 * EDGE, len(told) - 1)
    points = [
        Point(name, words, f"{float(EDGE + i * step):.1f}", y(figure), level is not None and line.level.reached(figure))
        for i, (name, figure, words) in enumerate(told)
    ]
    return Trend(points, y(level) if level is not None else "")
