"""What the filters of the board leave: by unit, by state, only what is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chungtay.kit.text import fold
from chungtay.localities.models import Unit
from chungtay.progress.board import Board, Cell, Row
from chungtay.progress.judging import STATES


@dataclass(frozen=True)
class Filter:
    """The choices of the page; empty ones leave everything."""

    unit: str = ""
    state: str = ""
    only: str = ""  # "cham": what is late; "cho": what waits to be verified
    words: str = ""
    period: str = ""

    @classmethod
    def of(cls, get: Mapping[str, str], board: Board) -> Filter:
        unit, state, only = get.get("don-vi", ""), get.get("tinh-trang", ""), get.get("chi", "")
        return cls(
            unit if unit in {str(u.pk) for u in board.units} else "", state if state in STATES else "",
            only if only in ("cham", "cho") else "", get.get("q", "").strip()[:80],
            board.period.key if board.period else "",
        )  # fmt: skip

    @property
    def active(self) -> bool:
        return bool(self.unit or self.state or self.only or self.words)

    def units(self, board: Board) -> list[Unit]:
        return [unit for unit in board.units if not self.unit or str(unit.pk) == self.unit]

    def rows(self, board: Board) -> list[Row]:
        """Rows that have a cell of the wanted kind, with the cells of the wanted units."""
        wanted = {unit.pk for unit in self.units(board)}
        found = []
        for row in board.rows:
            cells = [cell for cell in row.cells if cell.unit and cell.unit.pk in wanted]
            told = cells if self.unit else [row.commune, *cells]
            if fold(self.words) in fold(f"{row.line.title} {row.line.target.text}") and any(map(self._keeps, told)):
                found.append(Row(row.line, row.commune, cells))
        return found

    def _keeps(self, cell: Cell) -> bool:
        if self.unit and cell.blank:
            return False
        if self.state and (cell.judged.state != self.state or (cell.blank and cell.unit)):
            return False
        if self.only == "cham":
            return cell.missing or cell.judged.overdue or cell.judged.state in ("missed", "at_risk")
        return self.only != "cho" or cell.waiting is not None
