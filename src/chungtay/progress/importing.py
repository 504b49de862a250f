"""One-stop exports as figures of the targets they measure (R-109): named formula, numerator and denominator kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from chungtay.documents.models import StoredFile
from chungtay.indicators import FORMULAS, CaseFile, Formula, ImportProblem, Result, count, read_csv
from chungtay.kit.errors import UserError
from chungtay.kit.text import fold
from chungtay.localities.access import Reader
from chungtay.localities.models import Unit
from chungtay.progress.actions import Entry, save_entries
from chungtay.progress.lines import Line, Matter
from chungtay.progress.models import Report
from chungtay.progress.periods import Period

_ON_TIME = "dung han"
UNNAMED = ""  # files whose field of work the export does not name


@dataclass(frozen=True)
class Reckoned:
    """One line with what each formula makes of the files that belong to it."""

    line: Line
    files: int
    results: dict[str, Result]


def read(stored: StoredFile) -> list[CaseFile]:
    """The files of an export. Raises `UserError` with every problem by row and column."""
    try:
        return read_csv(Path(stored.file.path))
    except ImportProblem as problem:
        raise UserError(
            _("Chưa đọc được tệp một cửa. Sửa các chỗ sau rồi chọn lại tệp."), details=problem.problems
        ) from problem


def measured_lines(held: Matter) -> list[Line]:
    """The lines that an export measures: shares of files answered on time, by the plan's words."""
    return [
        line for line in held.lines
        if line.level.is_share and _ON_TIME in fold(f"{line.target.measure} {line.target.text}")
    ]  # fmt: skip


def fields(cases: Iterable[CaseFile]) -> list[tuple[str, int]]:
    """Fields of work that the export names, with their files, the most frequent first."""
    return Counter(case.field for case in cases).most_common()


def excepted_fields(line: Line, names: Iterable[str]) -> set[str]:
    """Which of them the plan's exception seems to mean, by its words; the clerk has the last word."""
    parts = [fold(part).removeprefix("linh vuc ").strip() for part in line.excepted.replace(";", ",").split(",")]
    return {name for name in names if name and any(p and (p in fold(name) or fold(name) in p) for p in parts)}


def reckon(
    held: Matter, cases: Sequence[CaseFile], period: Period, lines: Iterable[Line], excepted: Collection[str]
) -> list[Reckoned]:
    """Each line by each formula: the excepted part has the files of its fields, the target itself the others.

    Files from the first day of the movement to the end of the period, as they stood that day.
    """
    found = []
    for line in lines:
        own = [case for case in cases if _belongs(line, case, excepted)]
        counts = count(own, period.until, _first_day(held, period))
        found.append(Reckoned(line, counts.total, {name: formula.of(counts) for name, formula in FORMULAS.items()}))
    return found


def _first_day(held: Matter, period: Period) -> dt.date:
    return min(held.first_day, period.since)


def _belongs(line: Line, case: CaseFile, excepted: Collection[str]) -> bool:
    if not line.excepted or not excepted:
        return not line.scope
    return (case.field in excepted) == bool(line.scope)


def save_import(
    *,
    held: Matter,
    unit: Unit | None,
    period: Period,
    reckoned: Iterable[Reckoned],
    formula: Formula,
    stored: StoredFile,
    by: Reader,
    at: dt.datetime,
) -> list[Report]:
    """Writes the figures of one formula as drafts of a place and a period; the export is their evidence.

    Raises what `save_entries` raises; lines whose figures were handed in already are refused there.
    """
    entries = [_entry(row, formula, stored) for row in reckoned if row.files]
    if not entries:
        raise UserError(_("Trong tệp không có hồ sơ nào của kỳ này. Xem lại kỳ báo cáo và tệp."))
    return save_entries(matter=held, unit=unit, period=period, entries=entries, by=by, at=at)


def _entry(row: Reckoned, formula: Formula, stored: StoredFile) -> Entry:
    result = row.results[formula.name]
    arisen = result.denominator > 0
    return Entry(
        row.line,
        numerator=Decimal(result.numerator) if arisen else None,
        denominator=Decimal(result.denominator) if arisen else None,
        nothing_arisen=not arisen,
        paper=f"Tệp hồ sơ một cửa {stored.name[:200]}",  # goes into papers, which are Vietnamese
        files=(stored,),
        formula=formula.name,
        formula_version=formula.version,
        formula_inputs=dict(result.inputs),
    )
