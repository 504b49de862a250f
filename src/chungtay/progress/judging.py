"""Where a target stands, computed and never typed: planned, on_track, at_risk, missed, met, not_applicable.

Rules, in this order:
1. The plan excludes it, somebody recorded that it does not apply, or nothing arose to the last day: not applicable.
2. Nothing verified: planned. Without a figure nobody says missed; when the last day has passed, that is told apart.
3. The figure reaches the level: met when it is final or can no longer fall, else on track. Final is a figure for a
   period that ends on or after the last day. A count of at least so many cannot fall, a share can.
4. It does not reach it: missed when it is final (or when a count is past the most that is allowed), else at risk or on
   track by the margins of `standards` (a convention of `law/tracking.yaml`, or set for the movement).
5. A target that no number measures, and a rank without a number: what a person found on a paper, verified by another.
6. A number that the plan sets for the commune is not held against each of several units: theirs are added up.
"=" is reached also by more (30 % trained, 45 % reached); of nothing ("= 0 vụ") more is a failure.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.progress.models import Finding
from chungtay.progress.numbers import shown
from chungtay.progress.standards import Standards

STATES: dict[str, tuple[Promise, str]] = {
    "planned": (gettext_lazy("Chưa có kết quả"), "none"),
    "on_track": (gettext_lazy("Đúng tiến độ"), "info"),
    "at_risk": (gettext_lazy("Có nguy cơ"), "risk"),
    "missed": (gettext_lazy("Không đạt"), "late"),
    "met": (gettext_lazy("Đạt"), "ok"),
    "not_applicable": (gettext_lazy("Không áp dụng"), "hold"),
}
RANK_UNITS = ("hạng",)


@dataclass(frozen=True)
class Level:
    """What is to be reached. `value` None: no number measures it (a task, a rank in words)."""

    comparator: str
    value: Fraction | None
    unit: str

    @property
    def is_share(self) -> bool:
        return self.unit == "%"

    @property
    def is_rank(self) -> bool:
        return self.comparator == "in_top_group" or self.unit in RANK_UNITS

    @property
    def less_is_better(self) -> bool:
        return self.comparator in ("<=", "<", "in_top_group") or (self.comparator == "=" and self.value == 0)

    @property
    def only_grows(self) -> bool:
        """A count from the beginning of the movement: later figures are never smaller."""
        return not self.is_share and not self.is_rank

    def reached(self, figure: Fraction) -> bool:
        assert self.value is not None
        if self.comparator == ">":
            return figure > self.value
        if self.comparator == "<":
            return figure < self.value
        return figure <= self.value if self.less_is_better else figure >= self.value


@dataclass(frozen=True)
class Reading:
    """One verified figure. `whole`: it is about everybody who counts, not about some of the units."""

    until: dt.date
    figure: Fraction | None = None
    nothing: bool = False
    finding: str = ""
    whole: bool = True


@dataclass(frozen=True)
class Span:
    """The days between which the target is worked on; None where the plan states none."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class Judged:
    """A state with the sentence that explains it. `overdue`: the last day has passed without a final figure."""

    state: str
    why: str
    overdue: bool = False
    instead: str = ""  # what to say where the state alone would mislead

    @property
    def label(self) -> str:
        return self.instead or str(STATES[self.state][0])

    @property
    def tone(self) -> str:
        return "late" if self.overdue and self.state == "planned" else STATES[self.state][1]


def judge(
    level: Level, reading: Reading | None, *, on: dt.date, span: Span, standards: Standards, exempt: str = ""
) -> Judged:
    """Where a target stands at the end of a day. `exempt`: why it does not apply, "" when it does."""
    if exempt:
        return Judged("not_applicable", exempt)
    passed = span.last is not None and on > span.last
    if reading is None:
        why = _("Đã hết thời gian mà chưa có số liệu được xác nhận.") if passed else _("Chưa có số liệu được xác nhận.")
        return Judged("planned", why, passed)
    final = span.last is not None and reading.until >= span.last and on >= span.last and reading.whole
    late = passed and not final
    if reading.nothing or level.value is None or reading.figure is None:
        return _without_number(reading, final=final, late=late)
    if level.reached(reading.figure):
        return _reached(level, reading, final=final, late=late)
    return _short(level, reading, on=on, span=span, standards=standards, final=final, late=late)


def part_of_whole() -> Judged:
    """A unit's part of a number that the plan sets for the commune and does not divide: it is added up, not judged."""
    return Judged(
        "planned", _("Kế hoạch đặt mức cho cả xã, không chia cho từng đơn vị; số này cộng vào toàn xã."),
        instead=_("cộng vào toàn xã"),
    )  # fmt: skip


def _without_number(reading: Reading, *, final: bool, late: bool) -> Judged:
    """Nothing arose, or what a person found where no number measures."""
    if reading.nothing and final:
        return Judged("not_applicable", _("Không phát sinh trong cả thời gian thực hiện."))
    if reading.nothing:
        return Judged("planned", _("Đến nay không phát sinh nên chưa tính."), late)
    return _found(reading, final=final, late=late)


def _found(reading: Reading, *, final: bool, late: bool) -> Judged:
    if reading.finding == Finding.MET:
        return Judged("met", _("Nhận định đạt, có văn bản, đã xác nhận."))
    if reading.finding == Finding.NOT_MET:
        if final:
            return Judged("missed", _("Nhận định chưa đạt đến ngày cuối."))
        return Judged("at_risk", _("Nhận định chưa đạt, còn thời gian."), late)
    if reading.finding == Finding.IN_PROGRESS:
        return Judged("on_track", _("Đang thực hiện theo nhận định đã xác nhận."), late)
    return Judged("planned", _("Kế hoạch không nêu số; chưa có nhận định kèm văn bản."), late)


def _reached(level: Level, reading: Reading, *, final: bool, late: bool) -> Judged:
    if final:
        return Judged("met", _("Đạt mức kế hoạch ở số liệu đến ngày cuối."))
    if level.only_grows and not level.less_is_better:
        return Judged("met", _("Đã đủ số lượng; số này cộng dồn nên không giảm."))
    if not reading.whole:
        return Judged("on_track", _("Đang đạt mức kế hoạch, tính trên các đơn vị đã có số."), late)
    if late:
        return Judged("on_track", _("Đạt ở kỳ gần nhất; chưa có số liệu đến ngày cuối."), late)
    return Judged("on_track", _("Đang đạt mức kế hoạch; chưa đến ngày cuối nên chưa kết luận."))


def _short(
    level: Level, reading: Reading, *, on: dt.date, span: Span, standards: Standards, final: bool, late: bool
) -> Judged:
    """The level is not reached yet."""
    assert level.value is not None
    assert reading.figure is not None
    gap = abs(level.value - reading.figure)
    if level.less_is_better and level.only_grows:
        return Judged("missed", _("Vượt mức cho phép %s; số này cộng dồn nên không giảm.") % shown(gap, level.unit))
    missing = (
        _("Hơn mức cho phép %s.") if level.less_is_better else _("Còn thiếu %s.")
    ) % _points(gap, level)  # fmt: skip
    if final:
        return Judged("missed", f"{missing} {_('Số liệu đã đến ngày cuối.')}")
    left = (span.last - on).days if span.last else None
    if late or (left is not None and left <= standards.final_days):
        told = _("Đã hết thời gian.") if late else _("Còn %s ngày.") % left
        return Judged("at_risk", f"{missing} {told}", late)
    if level.is_share or level.is_rank:
        return _by_margin(level, gap, missing, standards)
    return _by_pace(level, reading, missing, span, standards)


def _points(gap: Fraction, level: Level) -> str:
    return _("%s điểm phần trăm") % shown(gap, "") if level.is_share else shown(gap, level.unit)


def _by_margin(level: Level, gap: Fraction, missing: str, standards: Standards) -> Judged:
    if not level.is_share:
        return Judged("at_risk", missing)
    limit = _points(standards.share_margin, level)
    if gap > standards.share_margin:
        return Judged("at_risk", f"{missing} {_('Ngưỡng nguy cơ: thiếu quá %s.') % limit}")
    return Judged("on_track", f"{missing} {_('Trong mức cho phép %s.') % limit}")


def _by_pace(level: Level, reading: Reading, missing: str, span: Span, standards: Standards) -> Judged:
    """A count against an even pace over the days of the movement, as far as the plan states both ends."""
    assert level.value
    assert reading.figure is not None
    if span.first is None or span.last is None or span.last <= span.first:
        return Judged("on_track", f"{missing} {_('Kế hoạch không nêu đủ thời gian nên chưa so được tiến độ.')}")
    elapsed = Fraction((min(reading.until, span.last) - span.first).days + 1, (span.last - span.first).days + 1)
    behind = max(elapsed, Fraction(0)) * 100 - reading.figure / level.value * 100
    if behind > standards.pace_margin:
        told = _("Chậm hơn tiến độ đều %(behind)s; ngưỡng nguy cơ %(limit)s.") % {
            "behind": shown(behind, "%"), "limit": shown(standards.pace_margin, "%")}  # fmt: skip
        return Judged("at_risk", f"{missing} {told}")
    return Judged("on_track", f"{missing} {_('Kịp tiến độ chia đều theo ngày.')}")
