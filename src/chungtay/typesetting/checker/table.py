"""The table of rows as the checker keeps it: what is measured in each, how much it may be off, error or reminder."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import yaml

from chungtay.typesetting.checker.limits import HERE, rows, tolerances

_UNITS = {
    "mm": "{} mm",
    "size_pt": "{} pt cỡ chữ",
    "gap_pt": "{} pt cách đoạn",
    "line_spacing": "{} cách dòng",
    "share": "{} dòng chữ",
    "centre_mm": "{} mm khỏi giữa",
    "same_line_mm": "{} mm cùng dòng",
    "letters": "{} số chữ đúng kiểu",
    "paragraphs": "{} số đoạn được khác",
    "seal_share": "{} hình chữ ký",
}


@dataclass(frozen=True, slots=True)
class RowTold:
    """One row of the layout table on one day. `measures` "" : an eye must look, `left_out` says why or what."""

    rule: str
    title: str
    measures: str
    tolerance: str
    severity: str
    left_out: str


@functools.cache
def _measured() -> Mapping[str, Mapping[str, Any]]:
    return cast(Mapping[str, Mapping[str, Any]], yaml.safe_load((HERE / "measured.yaml").read_text(encoding="utf-8")))


def table(on: dt.date) -> list[RowTold]:
    """All rows of rules L-01 … L-40 in force on a day, in order. Raises TypesettingError for days before the decree."""
    in_force = rows(on)
    told = []
    for rule, entry in _measured().items():
        row = in_force[rule]
        off = ", ".join(_UNITS[name].format(_said(tolerances()[name])) for name in entry.get("tolerance", ()))
        severity = "lỗi" if row.blocks else "nhắc"
        told.append(
            RowTold(
                rule,
                row.title,
                str(entry.get("measures", "")),
                off,
                severity if "measures" in entry else "",
                str(entry.get("except") or entry.get("by_eye") or ""),
            )
        )
    return told


def as_text(told: list[RowTold]) -> str:
    """The table for a terminal, a row in two or three lines."""
    lines = [f"{len(told)} mục thể thức; đo được {sum(1 for t in told if t.measures)}."]
    for row in told:
        kind = f" ({row.severity})" if row.severity else ""
        lines.append(f"{row.rule} {row.title}{kind}: {row.measures or 'xem bằng mắt'}.")
        if row.tolerance:
            lines.append(f"     Sai số: {row.tolerance}.")
        if row.left_out:
            lines.append(f"     Không đo: {row.left_out}.")
    return "\n".join(lines)


def _said(value: float) -> str:
    return str(value).removesuffix(".0").replace(".", ",")
