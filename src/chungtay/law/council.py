"""Council arithmetic: quorum, majority on a named base, and a count that must add up.

For a commune's council the quorum is not stated in any text that was read (R-64), nor is the base of the majority
(R-63): both are parameters of the council's regulation, and until one is entered they only warn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from chungtay.law.errors import InputError
from chungtay.law.loading import load
from chungtay.law.records import Recorded
from chungtay.law.rules import Certainty, Resolved, Value
from chungtay.law.verdicts import Finding, Outcome, Reason, Verdict, conclude

BASES = {"present": "số thành viên có mặt", "total": "tổng số thành viên Hội đồng"}


@dataclass(frozen=True)
class Quorum:
    """Whether enough members came. `binding` False: the threshold is not confirmed, so a shortfall only warns."""

    reached: bool
    binding: bool
    needed: int
    sentence: str

    @property
    def blocks(self) -> bool:
        """Whether the meeting may not vote."""
        return self.binding and not self.reached


@dataclass(frozen=True)
class Majority:
    """Whether more than half (or what the regulation says) of a named base voted for."""

    reached: bool
    needed: int
    base: int
    sentence: str


def quorum(
    *, total: int, present: int, written: int = 0, on: dt.date, law: Resolved | Recorded | None = None
) -> Quorum:
    """Members present against the threshold of R-64. Written opinions are named, not counted as present.

    Pass `law` narrowed by the council's regulation to make the threshold binding. Raises `InputError` on counts that
    cannot be.
    """
    if total <= 0:
        raise InputError("Hội đồng chưa có thành viên. Nhập danh sách thành viên trước.")
    if min(present, written) < 0 or present + written > total:
        raise InputError(f"Có mặt {present} và gửi ý kiến {written} không khớp với {total} thành viên. Điểm danh lại.")
    rule = (law or load().on(on))["R-64"]
    needed = _ceil(Fraction(rule.value) * total)  # a record holds the share as text: "2/3"
    text = f"Có mặt {present} trên {total} thành viên; cần ít nhất {needed} (tỷ lệ {rule.value}, {_origin(rule)})."
    if written:
        text += f" {written} thành viên gửi ý kiến bằng văn bản."
    if present < needed:
        text += (
            " Chưa đủ để họp xét; hoãn họp hoặc mời thêm thành viên."
            if rule.certainty.settled
            else " Nên xem lại quy chế Hội đồng trước khi bỏ phiếu."
        )
    return Quorum(present >= needed, rule.certainty.settled, needed, text)


def majority(*, votes_for: int, base: int, base_name: str, on: dt.date, law: Resolved | None = None) -> Majority:
    """Votes for against the majority of R-63 on a base that the caller counts and names ("phiếu hợp lệ").

    Raises `InputError` when more voted for than the base holds.
    """
    if not 0 <= votes_for <= base:
        raise InputError(f"{votes_for} phiếu đồng ý trên {base} {base_name} là không thể. Đếm lại.")
    rule = (law or load().on(on))["R-63"]
    share = Fraction(rule.value["more_than"])
    needed = int(share * base) + 1
    reached = votes_for >= needed
    verdict = "đạt" if reached else "không đạt"
    text = f"{votes_for} trên {base} {base_name} đồng ý; cần ít nhất {needed} (quá {share}): {verdict}."
    return Majority(reached, needed, base, text)


def base_of(on: dt.date, *, present: int, total: int, law: Resolved | None = None) -> tuple[int, str]:
    """The number and name of the base that the regulation states for the majority (R-63)."""
    name = (law or load().on(on))["R-63"].value["base"]
    return (present if name == "present" else total), BASES[name]


def check_tally(valid_ballots: int, votes_for: int, votes_against: int, blank: int) -> list[str]:
    """What does not add up in one line of the count; empty when it does."""
    counts = {"phiếu hợp lệ": valid_ballots, "đồng ý": votes_for, "không đồng ý": votes_against, "không ghi": blank}
    negative = [f"Số {name} không thể âm. Nhập lại." for name, count in counts.items() if count < 0]
    if negative:
        return negative
    total = votes_for + votes_against + blank
    if total == valid_ballots:
        return []
    gap = f"thiếu {valid_ballots - total}" if total < valid_ballots else f"thừa {total - valid_ballots}"
    return [f"{votes_for} + {votes_against} + {blank} = {total}, {gap} so với {valid_ballots} phiếu hợp lệ. Đếm lại."]


def may_vote(
    *, member: str, nominee: str, declared: Collection[str], on: dt.date, law: Resolved | None = None
) -> Verdict:
    """Whether a member may vote on a nominee (R-70). `declared`: nominees to whom the member declared a relation.

    Not found in the emulation law: without a council regulation that says so the verdict passes with a warning.
    """
    resolved = law or load().on(on)
    value = resolved.peek("R-70")
    findings = []
    if value and value.value is not False and (member == nominee or nominee in declared):
        why = "là người được xét" if member == nominee else "đã khai có liên quan"
        text = f"{member} {why} nên không bỏ phiếu cho {nominee}."
        findings = [Finding(Outcome.FAILED, Reason.of(value, text))]
    return conclude(findings, inputs={"member": member, "nominee": nominee}, ruleset_version=resolved.ruleset_version)


def rules_snapshot(on: dt.date, law: Resolved | Recorded | None = None) -> dict[str, Any]:
    """The council rules of a day as JSON, for the minutes: tie-break, majority, quorum, secrecy, conflicts."""
    resolved = law or load().on(on)
    values = (resolved.peek(rule_id) for rule_id in ("R-47", "R-63", "R-64", "R-66", "R-70"))
    return {"ruleset_version": resolved.ruleset_version, "rules": [value.as_json() for value in values if value]}


def _ceil(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)


def _origin(rule: Value) -> str:
    if rule.certainty is Certainty.PLAN:
        return rule.source
    return rule.source if rule.certainty.settled else "theo quy chế Hội đồng; giá trị mặc định, chưa được xác nhận"
