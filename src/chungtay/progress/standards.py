"""How a movement is tracked: period of reporting and margins, from `law/tracking.yaml` or set for the movement."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from chungtay.law.transitions import default_root
from chungtay.law.yamlfile import YamlFile
from chungtay.progress.models import Tracking
from chungtay.progress.numbers import shown


@dataclass(frozen=True)
class Standards:
    """Margins in percentage points (`share_margin`) and percent of the level (`pace_margin`); days.

    `due_days` None: nobody stated until when a unit reports after the end of a period. `basis`: the paper on which the
    movement's own settings stand; "" for the defaults, which are a convention of this software and no law.
    """

    every: str
    due_days: int | None
    share_margin: Fraction
    pace_margin: Fraction
    final_days: int
    basis: str = ""

    @property
    def share_text(self) -> str:
        return shown(self.share_margin, "")

    @property
    def pace_text(self) -> str:
        return shown(self.pace_margin, "")


@cache
def _defaults() -> dict[str, Any]:
    root = default_root()
    file = YamlFile(root / "tracking.yaml", "law/tracking.yaml")
    file.check(root / "schema" / "tracking.schema.json")
    data: dict[str, Any] = file.data
    return data


def standards(tracking: Tracking | None) -> Standards:
    """The settings of a movement; what it does not set comes from the data."""
    given = _defaults()
    set_here = tracking or Tracking()

    def number(name: str) -> Fraction:
        own = getattr(set_here, name)
        return Fraction(given[name]) if own is None else Fraction(own)

    final = set_here.final_days
    return Standards(
        every=set_here.every or given["period"], due_days=set_here.due_days, share_margin=number("share_margin"),
        pace_margin=number("pace_margin"), final_days=given["final_days"] if final is None else final,
        basis=set_here.basis,
    )  # fmt: skip
