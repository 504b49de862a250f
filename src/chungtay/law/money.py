"""Award money: coefficient × base wage of the decision date, rounded up once (R-71, R-72). Whole đồng, no float.

The factor for collectives and households multiplies the coefficient, not the rounded sum: doubling 360.000 would pay
720.000 where the law gives 710.000.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from chungtay.law.errors import InputError, UnknownRule, Unsettled
from chungtay.law.loading import Law, load
from chungtay.law.rules import Resolved, Value


class Subject(StrEnum):
    """Who is awarded; the three subject types of a Giấy khen (R-33 to R-35)."""

    INDIVIDUAL = "individual"
    HOUSEHOLD = "household"
    COLLECTIVE = "collective"

    @property
    def label(self) -> str:
        return {"individual": "cá nhân", "household": "hộ gia đình", "collective": "tập thể"}[self.value]


@dataclass(frozen=True)
class Bonus:
    """A sum in đồng and how it came about. `warnings`: the values that are not confirmed, with their source."""

    amount: int
    coefficient: Fraction
    base_wage: int
    exact: Fraction
    form: str
    subject: Subject
    on: dt.date
    values: tuple[Value, ...]
    warnings: tuple[str, ...]
    ruleset_version: str = ""
    place: str | None = None

    @property
    def sentence(self) -> str:
        """The calculation in words, with the warnings."""
        rounded = "" if self.exact == self.amount else f" = {decimal(self.exact)}, làm tròn lên {dong(self.amount)}"
        result = f" = {dong(self.amount)} đồng" if not rounded else f"{rounded} đồng"
        unsure = f" Chưa được xác nhận, xem lại trước khi chi: {'; '.join(self.warnings)}." if self.warnings else ""
        return f"{decimal(self.coefficient)} × {dong(self.base_wage)}{result}.{unsure}"

    def as_json(self) -> dict[str, Any]:
        """For the record of an award or payment: the sum, every value used, the day and the version of the law."""
        return {
            "amount": self.amount,
            "coefficient": str(self.coefficient),
            "base_wage": self.base_wage,
            "exact": str(self.exact),
            "form": self.form,
            "subject": self.subject.value,
            "on": self.on.isoformat(),
            "place": self.place,
            "ruleset_version": self.ruleset_version,
            "sentence": self.sentence,
            "values": [value.as_json() for value in self.values],
            "warnings": list(self.warnings),
        }


def dong(amount: int) -> str:
    """1.234.000"""
    return f"{amount:,}".replace(",", ".")


def bonus(*, form: str, subject: str, on: dt.date, place: str | None = None, law: Law | None = None) -> Bonus:
    """The money of one award decided on a day. `form`: "giay-khen-xa" or a title of R-77 such as "lao-dong-tien-tien".

    Raises `Unsettled` while the coefficient is not established (R-76) or not stated for that subject, `NotInForce` for
    a day that no rule covers, `InputError` for an unknown form or subject.
    """
    try:
        whom = Subject(subject)
    except ValueError:
        raise InputError(f"Đối tượng “{subject}” không có. Chọn cá nhân, tập thể hoặc hộ gia đình.") from None
    resolved = (law or load()).on(on, place)
    coefficient, source = _coefficient(resolved, form, whom)
    wage, step, day_rule = (
        resolved.named("base_wage"),
        resolved.named("bonus_rounding"),
        resolved.named("bonus_wage_date"),
    )
    exact = coefficient * wage.value
    values = (source, wage, step, day_rule)
    return Bonus(
        amount=-(-exact // step.value) * step.value,
        coefficient=coefficient,
        base_wage=wage.value,
        exact=exact,
        form=form,
        subject=whom,
        on=on,
        values=values,
        warnings=tuple(_warning(value) for value in values if not value.certainty.settled),
        ruleset_version=resolved.ruleset_version,
        place=resolved.place,
    )


def _coefficient(law: Resolved, form: str, subject: Subject) -> tuple[Fraction, Value]:
    try:
        value = law.named(f"coefficient.{form}")
    except UnknownRule:
        return _title(law, form)
    except Unsettled as error:
        raise Unsettled(
            f"Không tính tiền thưởng cho đến khi có hệ số. {error.message}", rule_id=error.rule_id
        ) from error
    table = value.value
    times = 1 if subject is Subject.INDIVIDUAL else table.get(f"{subject.value}_times")
    if times is None:
        raise Unsettled(
            f"{value.rule_id} ({value.source}) không nêu hệ số cho {subject.label}. "
            "Hỏi Sở Nội vụ trước khi lập bảng tiền thưởng.",
            rule_id=value.rule_id,
        )
    return Fraction(table["individual"]) * times, value


def _title(law: Resolved, form: str) -> tuple[Fraction, Value]:
    titles = law.named("coefficient.titles")
    if form not in titles.value:
        raise InputError(f"Không có hình thức “{form}”. Chọn: giay-khen-xa, {', '.join(titles.value)}.")
    return Fraction(titles.value[form]), titles


def _warning(value: Value) -> str:
    return f"{value.title[0].lower()}{value.title[1:]} ({value.source})"


def decimal(number: Fraction) -> str:
    """An exact decimal in Vietnamese form: 0,225; 526.500."""
    whole, rest = divmod(number, 1)
    digits = ""
    while rest and len(digits) < 6:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return dong(int(whole)) + (f",{digits}" if digits else "")
