"""Annulling an award: the four grounds of the law, who may, what follows for money, certificate, register (R-53).

Nothing disappears: the certificate keeps its line in the register as annulled, the public is told, the money that was
actually paid is asked back. No sum is computed anew here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chungtay.law.deadlines import format_date_vi
from chungtay.law.errors import InputError
from chungtay.law.facts import LedgerEntry
from chungtay.law.loading import Law, load
from chungtay.law.money import dong
from chungtay.law.rules import Resolved
from chungtay.law.verdicts import Finding, Outcome, Reason, Verdict, conclude


@dataclass(frozen=True)
class Recipient:
    """One who received the award: the money actually paid in đồng, and whether the certificate was handed over."""

    name: str
    paid: int = 0
    handed_over: bool = True


@dataclass(frozen=True)
class Consequence:
    """One thing to do after an annulment; `amount` in đồng where money comes back."""

    what: str
    whom: str | None = None
    amount: int = 0


@dataclass(frozen=True)
class Annulment:
    """Whether an award may be annulled, and what follows. `consequences` is empty while it may not."""

    verdict: Verdict
    ground: str
    consequences: tuple[Consequence, ...]

    @property
    def recover(self) -> int:
        """The money to come back, in đồng."""
        return sum(one.amount for one in self.consequences)


def grounds(on: dt.date, place: str | None = None, law: Law | None = None) -> Mapping[str, str]:
    """The grounds of R-53, code to Vietnamese. Raises `NotInForce` for days before the law."""
    found: Mapping[str, str] = (law or load()).on(on, place)["R-53"].value
    return found


def annul(
    award: LedgerEntry,
    *,
    ground: str,
    evidence: str | None,
    awarded_by: str,
    annulled_by: str,
    recipients: tuple[Recipient, ...],
    on: dt.date,
    place: str | None = None,
    law: Law | None = None,
) -> Annulment:
    """Checks ground, evidence and authority (R-53, R-32), and lists what must follow.

    Raises `InputError` for a ground that is not one of the four or a negative sum, `NotInForce` before the law.
    """
    resolved = (law or load()).on(on, place)
    named = resolved["R-53"].value
    if ground not in named:
        raise InputError(f"Không có căn cứ hủy “{ground}”. Chọn: {'; '.join(named.values())}.")
    if any(one.paid < 0 for one in recipients):
        raise InputError("Số tiền đã chi không thể âm. Nhập lại.")
    findings = list(_findings(award, named[ground], evidence, awarded_by, annulled_by, resolved))
    inputs = {"award": award.award, "decided_on": award.decided_on.isoformat(), "ground": ground, "by": annulled_by}
    verdict = conclude(findings, inputs=inputs, ruleset_version=resolved.ruleset_version)
    follow = tuple(_consequences(award, recipients, on)) if verdict.allowed else ()
    return Annulment(verdict, ground, follow)


def annulled_entry(award: LedgerEntry, on: dt.date) -> LedgerEntry:
    """The ledger line after annulment: it stays, and no longer stands in the way of another award (R-41)."""
    return LedgerEntry(award.achievement, award.award, award.kind, award.decided_on, on)


def _findings(
    award: LedgerEntry, ground: str, evidence: str | None, awarded_by: str, annulled_by: str, resolved: Resolved
) -> list[Finding]:
    rule, power = resolved["R-53"], resolved["R-32"]
    found: list[tuple[Outcome, Any, str]] = []
    if awarded_by != annulled_by:
        text = f"Chỉ {awarded_by}, người đã quyết định khen, được hủy; {annulled_by} thì không."
        found.append((Outcome.FAILED, power, text))
    if award.decided_on > resolved.day:
        found.append((Outcome.FAILED, rule, "Quyết định khen sau ngày hủy. Kiểm tra lại ngày."))
    if award.annulled_on and award.annulled_on <= resolved.day:
        text = f"Quyết định khen đã bị hủy ngày {format_date_vi(award.annulled_on)}."
        found.append((Outcome.FAILED, rule, text))
    if not (evidence or "").strip():
        text = "Chưa ghi văn bản chứng minh căn cứ hủy. Ghi số, ngày kết luận hoặc bản án."
        found.append((Outcome.INSUFFICIENT, rule, text))
    if not found:
        found.append((Outcome.PASSED, rule, f"Hủy vì {ground}."))
    return [Finding(outcome, Reason.of(value, text)) for outcome, value, text in found]


def _consequences(award: LedgerEntry, recipients: tuple[Recipient, ...], on: dt.date) -> list[Consequence]:
    day = format_date_vi(on)
    todo = [Consequence(f"Ra quyết định hủy {award.award} ngày {format_date_vi(award.decided_on)}.")]
    for one in recipients:
        if one.handed_over:
            todo.append(Consequence("Thu lại giấy khen và hiện vật.", one.name))
        if one.paid:
            todo.append(Consequence(f"Thu hồi tiền thưởng {dong(one.paid)} đồng.", one.name, one.paid))
        todo.append(Consequence(f"Ghi “đã hủy bỏ” từ {day} vào sổ khen thưởng, giữ nguyên dòng cũ.", one.name))
    todo.append(Consequence("Thông báo công khai việc hủy khen thưởng."))
    return todo
