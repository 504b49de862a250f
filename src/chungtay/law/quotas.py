"""Seats: how many the plan gives, how many are left, and whether one more may be chosen.

Quotas are parameters of the plan, not law: no national cap on Giấy khen was found. A plan may state none, an exact or a
highest number, a lowest number, a clause for awards beyond it, and shares per audience.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from chungtay.law.errors import InputError
from chungtay.law.loading import load
from chungtay.law.verdicts import Finding, Outcome, Reason, Verdict, conclude

Comparator = Literal["exact", "max", "min"]
KINDS = {"collective": "tập thể", "individual": "cá nhân"}


@dataclass(frozen=True)
class Share:
    """The part of a quota that the plan gives to one audience."""

    audience: str
    collectives: int | None = None
    individuals: int | None = None


@dataclass(frozen=True)
class Quota:
    """A quota as the plan states it; None everywhere it is silent."""

    collectives: int | None = None
    individuals: int | None = None
    comparator: str | None = None
    exception_text: str | None = None
    breakdown: tuple[Share, ...] = ()

    def __post_init__(self) -> None:
        if self.comparator not in ("exact", "max", "min", None):
            raise InputError(f"Kiểu số lượng “{self.comparator}” không dùng được. Chọn đúng bằng, tối đa hoặc ít nhất.")
        for number in (self.collectives, self.individuals):
            if number is not None and number < 0:
                raise InputError("Số lượng khen thưởng không thể âm. Sửa lại số lượng.")

    @classmethod
    def from_plan(cls, quota: Mapping[str, Any]) -> Quota:
        """From `awards[].quota` of plan.schema.json."""
        shares = (Share(s["audience"], s.get("collectives"), s.get("individuals")) for s in quota.get("breakdown", ()))
        return cls(
            quota.get("collectives"),
            quota.get("individuals"),
            quota.get("comparator"),
            quota.get("exception_text"),
            tuple(shares),
        )

    @property
    def is_ceiling(self) -> bool:
        """Whether the number may not be passed; a bare number (no comparator) is one, a lowest number is not."""
        return self.comparator != "min"


def seats(quota: Quota, kind: str, audience: str | None = None) -> int | None:
    """Seats for collectives or individuals, of one audience if named; None where the plan states none.

    Raises `InputError` for an unknown kind or an audience that the plan does not list.
    """
    if kind not in KINDS:
        raise InputError(f"Loại “{kind}” không có suất riêng. Chọn tập thể hoặc cá nhân.")
    where: Quota | Share = quota
    if audience is not None:
        found = [share for share in quota.breakdown if share.audience == audience]
        if not found:
            raise InputError(f"Kế hoạch không chia suất cho “{audience}”. Chọn một đối tượng mà kế hoạch nêu.")
        where = found[0]
    return where.collectives if kind == "collective" else where.individuals


def remaining(quota: Quota, kind: str, already_selected: int, audience: str | None = None) -> int | None:
    """Seats left under a ceiling, never below 0; None when there is no ceiling."""
    if already_selected < 0:
        raise InputError("Số đã chọn không thể âm. Đếm lại danh sách.")
    given = seats(quota, kind, audience)
    return max(given - already_selected, 0) if given is not None and quota.is_ceiling else None


def may_select(quota: Quota, kind: str, already_selected: int, audience: str | None = None) -> Verdict:
    """Whether one more may be chosen, with the sentence that says why."""
    given = seats(quota, kind, audience)
    left = remaining(quota, kind, already_selected, audience)
    whom = KINDS[kind] + (f" ({audience})" if audience else "")
    outcome = Outcome.PASSED
    if given is None:
        text = f"Kế hoạch không nêu số lượng {whom}; số người được khen do Hội đồng xét."
        if quota.exception_text:
            text += f" Kế hoạch ghi: “{quota.exception_text}”"
    elif left is None:
        text = f"Kế hoạch nêu ít nhất {given} {whom}, không nêu tối đa; đã chọn {already_selected}."
    elif left > 0:
        text = f"Kế hoạch cho {_at_most(quota)}{given} {whom}; đã chọn {already_selected}, còn {left}."
    else:
        outcome, text = Outcome.FAILED, _refusal(quota, given, whom, already_selected)
    inputs = {"kind": kind, "audience": audience, "seats": given, "already_selected": already_selected}
    return conclude([Finding(outcome, Reason.of_plan(text))], inputs=inputs, ruleset_version=load().version)


def _at_most(quota: Quota) -> str:
    return "tối đa " if quota.comparator == "max" else ""


def _refusal(quota: Quota, given: int, whom: str, selected: int) -> str:
    text = f"Kế hoạch cho {_at_most(quota)}{given} {whom}; đã chọn {selected}, không còn suất."
    if quota.exception_text:
        return (
            f"{text} Có thể ghi ngoài số lượng rồi xin khen thêm, vì kế hoạch có điều khoản: “{quota.exception_text}”"
        )
    return f"{text} Kế hoạch không có điều khoản khen thêm."
