"""A council session: its members that day, the rules fixed before voting, the count of one case (R-62 to R-66, R-70).

What no text states (secrecy, the base, written opinions, a tie) is not defaulted in silence: the rules of a session are
fixed before the first ballot, stand in the minutes, and cannot be changed afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from chungtay.law.council import Quorum, check_tally, quorum
from chungtay.law.errors import InputError
from chungtay.law.loading import load
from chungtay.law.records import Recorded
from chungtay.law.rules import Resolved
from chungtay.law.verdicts import Finding, Outcome, Reason, Verdict, conclude

TIES = {
    "chair_decides_outside_the_vote": "ghi ý kiến, báo cáo Chủ tịch quyết định ngoài cuộc biểu quyết",
    "not_passed": "không được chọn",
    "vote_again": "bỏ phiếu lại một lần",
}
BASES = {
    "present": "thành viên có mặt được bỏ phiếu",
    "total": "thành viên Hội đồng được bỏ phiếu",
    "valid": "phiếu hợp lệ",
}


@dataclass(frozen=True)
class Member:
    """A member as the founding decision has it. `role`: "chair", "vice", "secretary" or "member"."""

    name: str
    role: str = "member"


@dataclass(frozen=True)
class Composition:
    """The council on one day, copied from its founding decision: later changes do not touch an old session."""

    decision: str
    members: tuple[Member, ...]

    def __post_init__(self) -> None:
        names = [member.name for member in self.members]
        if len(set(names)) < len(names):
            raise InputError("Có thành viên ghi hai lần. Sửa danh sách Hội đồng.")
        chairs = [member.name for member in self.members if member.role == "chair"]
        if len(chairs) != 1:
            raise InputError("Hội đồng phải có đúng một Chủ tịch Hội đồng. Sửa danh sách Hội đồng.")

    @property
    def names(self) -> frozenset[str]:
        return frozenset(member.name for member in self.members)


@dataclass(frozen=True)
class VotingRules:
    """The rules of one session. `written_votes`: whether opinions sent in writing count as votes (R-64)."""

    more_than: Fraction
    base: str
    tie: str
    secret: bool
    written_votes: bool
    conflicts_leave_base: bool
    source: str
    fixed_at: dt.datetime

    def as_json(self) -> dict[str, Any]:
        """For the minutes."""
        return vars(self) | {"more_than": str(self.more_than), "fixed_at": self.fixed_at.isoformat()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> VotingRules:
        """The rules as the record of a session kept them."""
        fixed_at = dt.datetime.fromisoformat(told["fixed_at"])
        return cls(**dict(told) | {"more_than": Fraction(told["more_than"]), "fixed_at": fixed_at})

    @property
    def sentence(self) -> str:
        """For the page and the minutes."""
        parts = [
            "bỏ phiếu kín" if self.secret else "biểu quyết công khai",
            f"được chọn khi quá {self.more_than} {BASES[self.base]}",
            f"ngang phiếu thì {TIES[self.tie]}",
            f"ý kiến gửi bằng văn bản {'tính' if self.written_votes else 'không tính'} là phiếu",
            "người có liên quan không bỏ phiếu và không tính vào mẫu số" if self.conflicts_leave_base
            else "người có liên quan vẫn tính vào mẫu số",
        ]  # fmt: skip
        return "; ".join(parts)


@dataclass(frozen=True)
class Attendance:
    """Who came, and who sent a written opinion."""

    present: frozenset[str]
    written: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Count:
    """The ballots on one nominee. `excused`: members who may not vote on this case (R-70)."""

    nominee: str
    votes_for: int
    votes_against: int
    blank: int
    invalid: int = 0
    excused: frozenset[str] = frozenset()


def fix_rules(
    law: Resolved | Recorded,
    *,
    secret: bool,
    fixed_at: dt.datetime,
    written_votes: bool = False,
    tie: str | None = None,
) -> VotingRules:
    """The rules of a session, from the law of the day (narrowed by the regulation, if any) and the chair's choice.

    Raises `InputError` for an unknown way to settle ties or an unknown base.
    """
    value = law["R-63"]
    chosen, base = tie or value.value["tie"], value.value["base"]
    if chosen not in TIES:
        raise InputError(f"Cách xử lý khi ngang phiếu “{chosen}” không có. Chọn: {'; '.join(TIES.values())}.")
    if base not in BASES:
        raise InputError(f"Mẫu số “{base}” không có. Chọn: {'; '.join(BASES.values())}.")
    conflict = law.peek("R-70")
    # Unsettled nationally: by default those concerned leave the vote, unless the regulation says otherwise.
    leave = not conflict or conflict.value is not False
    more_than = Fraction(value.value["more_than"])
    return VotingRules(more_than, base, chosen, secret, written_votes, leave, value.source, fixed_at)


def check_session(
    composition: Composition,
    attendance: Attendance,
    rules: VotingRules,
    *,
    opened_at: dt.datetime,
    law: Resolved | Recorded,
) -> Verdict:
    """Whether voting may open: members only, quorum (R-64), rules fixed before the first ballot (R-63)."""
    majority, findings = law["R-63"], []
    strangers = (attendance.present | attendance.written) - composition.names
    if strangers:
        text = f"{', '.join(sorted(strangers))} không có trong {composition.decision}."
        findings.append(Finding(Outcome.FAILED, Reason.of_plan(text, composition.decision)))
    if attendance.present & attendance.written:
        both = ", ".join(sorted(attendance.present & attendance.written))
        text = f"{both} vừa có mặt vừa gửi ý kiến bằng văn bản. Điểm danh lại."
        findings.append(Finding(Outcome.FAILED, Reason.of_plan(text, composition.decision)))
    if rules.fixed_at > opened_at:
        text = "Cách biểu quyết phải chốt trước khi mở bỏ phiếu; đang chốt sau."
        findings.append(Finding(Outcome.FAILED, Reason.of_plan(text, majority.source)))
    came = _quorum(composition, attendance, law)
    outcome = Outcome.PASSED if came.reached else Outcome.FAILED
    findings.append(Finding(outcome, Reason.of(law["R-64"], came.sentence)))
    inputs = {"composition": composition.decision, "present": sorted(attendance.present), "rules": rules.as_json()}
    return conclude(findings, inputs=inputs, ruleset_version=law.ruleset_version)


def rule_on(composition: Composition, attendance: Attendance, rules: VotingRules, count: Count) -> tuple[str, str]:
    """What the count of one nominee says: ("passed" | "not_passed" | "tie"), and the sentence for the minutes.

    A tie is exactly the share that must be passed. Raises `InputError` when the ballots cannot be.
    """
    voters = _voters(composition, attendance, rules, count.excused)
    valid = count.votes_for + count.votes_against + count.blank
    wrong = check_tally(valid, count.votes_for, count.votes_against, count.blank)
    if wrong or count.invalid < 0:
        raise InputError(" ".join(wrong) or "Số phiếu không hợp lệ không thể âm. Nhập lại.")
    if valid + count.invalid > len(voters):
        raise InputError(f"Có {valid + count.invalid} phiếu mà chỉ {len(voters)} người được bỏ phiếu. Đếm lại.")
    base = base_of(composition, attendance, rules, count)
    if base == 0:
        raise InputError(f"Không ai được bỏ phiếu cho {count.nominee}. Xem lại danh sách người liên quan.")
    name = BASES[rules.base]
    left = f" ({len(count.excused)} người liên quan không tính)" if count.excused and rules.conflicts_leave_base else ""
    text = f"{count.nominee}: {count.votes_for} trên {base} {name}{left} đồng ý, cần quá {rules.more_than}: "
    share = Fraction(count.votes_for, base)
    if share > rules.more_than:
        return "passed", f"{text}đạt."
    if share == rules.more_than:
        return "tie", f"{text}ngang phiếu, {TIES[rules.tie]} (đã chốt trước khi bỏ phiếu)."
    return "not_passed", f"{text}không đạt."


def conflicts(nominees: Collection[str], declared: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    """Who may not vote on whom: the nominee himself, and those who declared a relation (R-70)."""
    return {
        nominee: frozenset({nominee, *(who for who, about in declared.items() if nominee in about)})
        for nominee in nominees
    }


def _quorum(composition: Composition, attendance: Attendance, law: Resolved | Recorded) -> Quorum:
    present = len(attendance.present & composition.names)
    written = len((attendance.written & composition.names) - attendance.present)
    return quorum(total=len(composition.members), present=present, written=written, on=law.day, law=law)


def _voters(
    composition: Composition, attendance: Attendance, rules: VotingRules, excused: frozenset[str]
) -> frozenset[str]:
    came = attendance.present | (attendance.written if rules.written_votes else frozenset())
    away = excused if rules.conflicts_leave_base else frozenset()
    return (came & composition.names) - away


def base_of(composition: Composition, attendance: Attendance, rules: VotingRules, count: Count) -> int:
    """The number that the votes for one nominee are counted against (R-63), those who stand aside left out (R-70)."""
    if rules.base == "valid":
        return count.votes_for + count.votes_against + count.blank
    if rules.base == "total":
        away = count.excused if rules.conflicts_leave_base else frozenset()
        return len(composition.names - away)
    return len(_voters(composition, attendance, rules, count.excused))


def current_rules(on: dt.date, place: str | None = None) -> Resolved:
    """The law of a session's day; narrow it with the council's regulation before fixing the rules."""
    return load().on(on, place)
