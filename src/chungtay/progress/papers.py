"""What the papers of a movement take from its progress: verified figures only, each stored once.

A target of which nothing is verified has neither figure nor state here: the paper leaves the cell to the hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from chungtay.kit.states import state_of
from chungtay.kit.text import vi_date
from chungtay.localities.models import Unit
from chungtay.movements.models import Movement, Target
from chungtay.progress.board import Board, Cell, Standing, in_full
from chungtay.progress.lines import Line
from chungtay.progress.models import Obstacle
from chungtay.progress.numbers import shown
from chungtay.typesetting import wording

SILENT = ("planned",)  # states that say only that nothing is known yet


def named(line: Line) -> str:
    """What a line is about, in the plan's words."""
    if line.scope:
        return line.title
    return _words(line.target)


def _words(target: Target) -> str:
    return wording.without_ending(target.text.strip())


def results(board: Board) -> list[dict[str, Any]]:
    """Rows of báo cáo sơ kết and tổng kết: the commune's verified figure beside the level of the plan."""
    return [_result(row.commune) for row in board.rows]


def _result(cell: Cell) -> dict[str, Any]:
    entry: dict[str, Any] = {"target": named(cell.line), "planned": cell.line.planned or None}
    if cell.standing:
        entry["achieved"] = in_full(cell.standing.source, cell.level.unit)
        if not cell.standing.whole:
            entry["achieved"] += _(" (%(n)s/%(of)s đơn vị)") % {"n": cell.standing.reports, "of": cell.standing.of}
    if cell.judged.state not in SILENT:
        entry["state"] = cell.judged.label
    return entry


def sheet(board: Board, unit: Unit | None) -> list[dict[str, Any]]:
    """Rows of phiếu theo dõi for a unit: what it is to report; every target when nothing was divided among units."""
    cells = [cell for row in board.rows for cell in row.cells if unit and cell.unit and cell.unit.pk == unit.pk]
    told = [cell for cell in cells if not cell.blank]
    if not told:
        return [{"target": named(row.line), "planned": row.line.planned or None} for row in board.rows]
    return [_tracked(cell) for cell in told]


def _tracked(cell: Cell) -> dict[str, Any]:
    entry: dict[str, Any] = {"target": named(cell.line), "planned": cell.line.planned or None}
    if cell.judged.state not in SILENT:
        entry["state"] = cell.judged.label
    if cell.standing is None:
        return entry
    held = cell.standing.source
    if held.denominator:
        entry |= {"part": _amount(held.numerator), "whole": _amount(held.denominator)}
    entry["value"] = shown(held.figure, cell.level.unit) or cell.figure
    if source := _source(cell.standing):
        entry["source"] = source
    return entry


def _amount(number: Decimal | None) -> int | float | None:
    """A number as the data of papers have it; whole ones stay whole."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _source(standing: Standing) -> str:
    """The paper behind a figure and, of an indicator, the formula that gave it (R-109)."""
    held = standing.source
    formula = _("công thức %(name)s, phiên bản %(version)s") % {
        "name": held.formula, "version": held.formula_version}  # fmt: skip
    return ", ".join(filter(None, [held.paper, held.formula and formula, standing.label.lower()]))


def late_items(board: Board) -> Iterator[dict[str, Any]]:
    """Rows of công văn đôn đốc: one for each place that has not handed in the figures of the period."""
    if board.period is None:
        return
    due = board.matter.due(board.period)
    for unit, cells in board.late:
        yield {
            "what": _("Báo cáo số liệu %s") % board.period.label.lower(),
            "unit": str(unit) if unit else "",
            "due": vi_date(due) if due else "",
            "now": _("Chưa gửi %s chỉ tiêu") % len(cells),
        }


LAID_BEFORE_THE_CHAIR = ("compiled", "decided_amend", "decided_keep")


def obstacle_items(movement: Movement) -> list[dict[str, Any]]:
    """Rows of báo cáo khó khăn, vướng mắc: what the clerk compiled; what waits for the chair first, then the decided.

    One that a unit has only raised, that was answered at once or taken back is none of the chair's.
    """
    rows = movement.obstacles.filter(state__in=LAID_BEFORE_THE_CHAIR).select_related("unit", "target")
    ordered = sorted(rows, key=lambda row: (LAID_BEFORE_THE_CHAIR.index(row.state), row.pk))
    return [_obstacle(row) for row in ordered]


def _obstacle(row: Obstacle) -> dict[str, Any]:
    said = {"what": row.text, "unit": str(row.unit or row.movement.locality.committee),
            "target": _words(row.target) if row.target else "", "wish": row.wish, "proposal": row.proposal}  # fmt: skip
    entry = {name: wording.without_ending(" ".join(words.split())) for name, words in said.items() if words}
    if row.state != "compiled":
        entry["decision"] = ": ".join(filter(None, [state_of(row).staff_label, " ".join(row.answer.split())]))
    return entry
