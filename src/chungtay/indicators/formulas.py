"""Named, versioned formulas with explicit numerators and denominators.

The same files give different on-time rates by different denominators (R-109), far enough apart to decide whether a unit
meets its target. So a figure never stands without the name and version of its formula and the numbers it was made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

NOTHING_ARISEN = "không phát sinh"


@dataclass(frozen=True)
class Counts:
    """Files of one period by class (rules §9.1). The classes do not overlap, and together they are all files."""

    early: int = 0
    on_time: int = 0
    late: int = 0
    pending_in_time: int = 0
    pending_late: int = 0
    paused: int = 0
    withdrawn: int = 0
    no_due_date: int = 0

    @property
    def solved(self) -> int:
        return self.early + self.on_time + self.late

    @property
    def pending(self) -> int:
        return self.pending_in_time + self.pending_late + self.paused

    @property
    def total(self) -> int:
        return self.solved + self.pending + self.withdrawn + self.no_due_date

    def mismatches(
        self, *, solved: int | None = None, pending: int | None = None, total: int | None = None
    ) -> list[str]:
        """Where these classes do not add up to totals printed elsewhere; empty when they do."""
        pairs = (
            ("đã giải quyết", self.solved, solved),
            ("đang giải quyết", self.pending, pending),
            ("tất cả hồ sơ", self.total, total),
        )
        return [
            f"Cộng các loại được {number(found)}, {_gap(found, stated)} so với {number(stated)} {what}. Kiểm tra nguồn."
            for what, found, stated in pairs
            if stated is not None and stated != found
        ]


@dataclass(frozen=True)
class Formula:
    """One way to compute a rate. `numerator` and `denominator` say in Vietnamese what is divided by what."""

    name: str
    version: int
    label_vi: str
    numerator: str
    denominator: str
    source_rule: str
    description: str
    inputs: tuple[str, ...]
    _compute: Callable[[Mapping[str, int]], tuple[int, int]] = field(repr=False, compare=False)

    def of(self, counts: Counts) -> Result:
        """The result for counted files."""
        return self.evaluate(vars(counts) | _sums(counts))

    def evaluate(self, inputs: Mapping[str, int]) -> Result:
        """The result for numbers taken from a report. Raises `ValueError` when one is missing or negative."""
        used = {}
        for name in self.inputs:
            if name not in inputs:
                raise ValueError(f"Công thức {self.name} cần số liệu “{INPUT_LABELS[name]}”. Bổ sung rồi tính lại.")
            if inputs[name] < 0:
                raise ValueError(f"Số liệu “{INPUT_LABELS[name]}” không thể âm. Kiểm tra lại nguồn.")
            used[name] = inputs[name]
        numerator, denominator = self._compute(used)
        if not 0 <= numerator <= denominator:
            raise ValueError(
                f"Công thức {self.name}: {number(numerator)} trên {number(denominator)} là không thể. Kiểm tra số liệu."
            )
        return Result(Fraction(numerator, denominator) if denominator else None, numerator, denominator, self, used)


@dataclass(frozen=True)
class Result:
    """A rate with everything it was made of. `value` None: nothing arisen, which is neither 0 % nor 100 %."""

    value: Fraction | None
    numerator: int
    denominator: int
    formula: Formula
    inputs: Mapping[str, int]

    @property
    def percent(self) -> str:
        """ "98,81 %", or "không phát sinh"; rounded half up to two decimals for reading only."""
        return NOTHING_ARISEN if self.value is None else percent(self.value)

    @property
    def stated(self) -> str:
        """The figure as it must be shown: value, numerator over denominator, formula and version."""
        return f"{self.percent} ({number(self.numerator)}/{number(self.denominator)}; {self.formula.label_vi})"


def percent(value: Fraction) -> str:
    """A share as a percentage with two decimals, Vietnamese comma, rounded half up; 100,00 % is said only of all."""
    hundredths = floor(100 * 100 * value + Fraction(1, 2))
    if value < 1:
        hundredths = min(hundredths, 9999)
    whole, rest = divmod(hundredths, 100)
    return f"{number(whole)},{rest:02d} %"


def number(count: int) -> str:
    """1.234.567"""
    return f"{count:,}".replace(",", ".")


def _gap(found: int, stated: int) -> str:
    return f"thiếu {number(stated - found)}" if found < stated else f"thừa {number(found - stated)}"


def _sums(counts: Counts) -> dict[str, int]:
    handled = counts.solved + counts.pending
    return {"solved": counts.solved, "handled": handled}


INPUT_LABELS = {
    "early": "trước hạn",
    "on_time": "đúng hạn",
    "late": "quá hạn, đã giải quyết",
    "pending_late": "quá hạn, đang giải quyết",
    "solved": "đã giải quyết",
    "handled": "tồn kỳ trước và tiếp nhận trong kỳ",
}

ON_TIME_A = Formula(
    name="dung-han-A",
    version=1,
    label_vi="công thức A, phiên bản 1: trên tồn kỳ trước và tiếp nhận",
    numerator="tồn kỳ trước + tiếp nhận − quá hạn đã giải quyết − quá hạn đang giải quyết",
    denominator="tồn kỳ trước + tiếp nhận",
    source_rule="R-109",
    description=(
        "Cách của trang một cửa Gia Lai: hồ sơ đang giải quyết mà đã quá hạn cũng bị tính. Không gồm hồ sơ rút, trả "
        "lại, từ chối và hồ sơ không có ngày hẹn trả; hồ sơ dừng tính thời gian vẫn ở mẫu số và không bị coi là trễ."
    ),
    inputs=("late", "pending_late", "handled"),
    _compute=lambda n: (n["handled"] - n["late"] - n["pending_late"], n["handled"]),
)
ON_TIME_B = Formula(
    name="dung-han-B",
    version=1,
    label_vi="công thức B, phiên bản 1: trên hồ sơ đã giải quyết",
    numerator="trước hạn + đúng hạn",
    denominator="đã giải quyết",
    source_rule="R-109",
    description=(
        "Cách của báo cáo Lâm Đồng và Huế: chỉ xét hồ sơ đã có kết quả. Không gồm hồ sơ rút, trả lại, từ chối và hồ sơ "
        "không có ngày hẹn trả."
    ),
    inputs=("early", "on_time", "solved"),
    _compute=lambda n: (n["early"] + n["on_time"], n["solved"]),
)
FORMULAS: Mapping[str, Formula] = {formula.name: formula for formula in (ON_TIME_A, ON_TIME_B)}
