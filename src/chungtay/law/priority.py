"""Who comes first: score, then the tie-break of R-47, then the plan's own preference, each with its line (R-47, R-48).

Law before plan: a plan may prefer those who do the work, but only among nominees whom R-47 does not tell apart. What
is still equal shares a place: the council decides, not the alphabet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chungtay.law.errors import InputError
from chungtay.law.facts import Candidate
from chungtay.law.loading import Law, load
from chungtay.law.money import Subject
from chungtay.law.rules import Value


@dataclass(frozen=True)
class Place:
    """A place in the order. `line` explains it; `tied_with`: those whom no rule tells apart from this one."""

    rank: int
    candidate: Candidate
    line: str
    tied_with: tuple[str, ...] = ()


def rank(
    candidates: Iterable[Candidate],
    on: dt.date,
    place: str | None = None,
    *,
    prefer_direct: bool = False,
    law: Law | None = None,
    unit: str = "điểm",
) -> list[Place]:
    """The order of the candidates, best first. The order in which they are given does not matter.

    `prefer_direct`: the plan gives priority to those who do the work. `unit`: what is counted ("điểm", "phiếu"). Raises
    `InputError` for two of the same name.
    """
    given = sorted(candidates, key=lambda c: c.name)
    if len({c.name for c in given}) < len(given):
        raise InputError("Có hai trường hợp trùng tên. Ghi thêm đơn vị để phân biệt.")
    rule = (law or load()).on(on, place).peek("R-47")

    def key(one: Candidate) -> tuple[Fraction, bool, bool]:
        first = bool(rule and has_priority(one, rule))
        return -Fraction(one.score), not first, not (prefer_direct and bool(one.direct))

    ordered = sorted(given, key=key)
    return [
        _place(one, [other for other in ordered if other is not one], key, rule, prefer_direct, unit) for one in ordered
    ]


def has_priority(one: Candidate, rule: Value) -> bool:
    """A woman, or a collective with the share of women that R-47 names. Unknown is no priority."""
    if one.subject is Subject.COLLECTIVE:
        return one.women_share is not None and one.women_share >= rule.value
    return one.woman is True


def direct_share(selected: Sequence[Candidate]) -> Fraction | None:
    """The share of people who do the work themselves, for the report (R-48); None when nobody is known either way."""
    known = [c for c in selected if c.subject is Subject.INDIVIDUAL and c.direct is not None]
    return Fraction(sum(bool(c.direct) for c in known), len(known)) if known else None


def _place(
    one: Candidate, others: list[Candidate], key: object, rule: Value | None, prefer_direct: bool, unit: str
) -> Place:
    assert callable(key)
    better = sum(key(other) < key(one) for other in others)
    level = [other for other in others if other.score == one.score]
    tied = tuple(other.name for other in level if key(other) == key(one))
    line = f"{_score(one.score)} {unit}."
    if level:
        names = ", ".join(other.name for other in level)
        line += f" Bằng {unit} với {names}."
        line += _by_law(one, level, rule) + _by_plan(one, level, rule, prefer_direct)
        if tied:
            line += f" Chưa phân biệt được với {', '.join(tied)}: Hội đồng quyết định."
    return Place(better + 1, one, line, tied)


def _by_law(one: Candidate, level: list[Candidate], rule: Value | None) -> str:
    if not rule:
        return ""
    mine = has_priority(one, rule)
    if any(has_priority(other, rule) != mine for other in level):
        who = f"tập thể có từ {int(rule.value * 100)} % nữ" if one.subject is Subject.COLLECTIVE else "nữ"
        return f" {'Được' if mine else 'Xếp sau vì bên kia được'} ưu tiên {who} ({rule.source})."
    unknown = [c.name for c in (one, *level) if _unknown(c)]
    return f" Chưa ghi thông tin về nữ của {', '.join(unknown)}." if unknown else ""


def _by_plan(one: Candidate, level: list[Candidate], rule: Value | None, prefer_direct: bool) -> str:
    if not prefer_direct:
        return ""
    mine = bool(rule and has_priority(one, rule))
    rivals = [other for other in level if bool(rule and has_priority(other, rule)) == mine]
    if any(bool(other.direct) != bool(one.direct) for other in rivals):
        return " Được ưu tiên người trực tiếp làm theo kế hoạch." if one.direct else " Xếp sau người trực tiếp làm."
    return ""


def _unknown(one: Candidate) -> bool:
    return (one.women_share if one.subject is Subject.COLLECTIVE else one.woman) is None


def _score(score: Fraction | int) -> str:
    return f"{float(score):g}".replace(".", ",")
