"""Dated rules, and what they say on one day at one place.

The law of a place is made of layers: national, then province, then the council's regulation, then the plan. A lower
layer replaces a value only where the rule allows it, and only inside the bound that the upper layer set.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from chungtay.law.errors import LawError, NotInForce, UnknownRule, Unsettled

LAYERS = ("national", "province", "council", "plan")
LAYER_LABELS = {
    "national": "cả nước",
    "province": "tỉnh, thành phố",
    "council": "quy chế Hội đồng",
    "plan": "kế hoạch",
}


class Certainty(StrEnum):
    """How sure we are of a value. Only what was read (V1, V2) or what the plan itself says may block anything."""

    V1 = "V1"
    V2 = "V2"
    K_PLUS = "K+"
    K = "K"
    K_MINUS = "K-"
    D = "D"
    X = "X"
    PLAN = "KH"

    @property
    def settled(self) -> bool:
        """Whether a rule of this certainty may refuse something; the others can only warn."""
        return self in (Certainty.V1, Certainty.V2, Certainty.PLAN)

    @property
    def label(self) -> str:
        """The certainty in words, for people."""
        return {
            "V1": "đã đọc văn bản",
            "V2": "đọc qua nguồn trung gian",
            "D": "suy ra, chưa có văn bản nói thẳng",
            "X": "chưa xác định được",
            "KH": "do kế hoạch quy định",
        }.get(self.value, "chưa được xác nhận")


@dataclass(frozen=True)
class Reference:
    """Where a value stands: the text, its article (None: no articles, or not read), and an address if there is one."""

    title: str
    article: str | None
    href: str | None = None

    def __str__(self) -> str:
        return f"{self.article}, {self.title}" if self.article else self.title


@dataclass(frozen=True)
class Entry:
    """One value of a rule from `start` to `until`, both days included; `until` None means still in force."""

    start: dt.date
    until: dt.date | None
    value: Any
    certainty: Certainty
    reference: tuple[Reference, ...]
    published_on: dt.date | None = None
    note: str | None = None
    question: str | None = None

    def holds_on(self, day: dt.date) -> bool:
        return self.start <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Rule:
    """One rule of one layer with all its dated values, oldest first."""

    id: str
    name: str | None
    title: str
    description: str
    kind: str
    unit: str | None
    governed_by: str
    layer: str
    may_override: str | None
    bound: str | None
    checked_on: dt.date
    entries: tuple[Entry, ...]
    file: str
    line: int | None
    family: str = ""  # the subject of its file, for people

    def entry_on(self, day: dt.date) -> Entry | None:
        """The value that holds on a day, if any."""
        return next((entry for entry in self.entries if entry.holds_on(day)), None)

    def overridable_by(self, layer: str) -> bool:
        """Whether a lower layer may set its own value."""
        return self.may_override is not None and LAYERS.index(layer) <= LAYERS.index(self.may_override)


@dataclass(frozen=True)
class Value:
    """What a rule says on one day at one place, and on whose authority."""

    value: Any
    rule_id: str
    title: str
    certainty: Certainty
    reference: tuple[Reference, ...]
    start: dt.date
    layer: str
    unit: str | None = None
    note: str | None = None
    question: str | None = None

    @property
    def source(self) -> str:
        """The references in one line."""
        return "; ".join(str(reference) for reference in self.reference)

    def as_json(self) -> dict[str, Any]:
        """For the record of a decision: the value as used, with rule, reference, certainty, start and layer."""
        return {
            "rule": self.rule_id,
            "title": self.title,
            "value": plain(self.value),
            "unit": self.unit,
            "certainty": self.certainty.value,
            "reference": [{"title": r.title, "article": r.article} for r in self.reference],
            "start": self.start.isoformat(),
            "layer": self.layer,
        }


class Resolved(Mapping[str, Value]):
    """The law on one day at one place. Subscribe by rule number: `resolved["R-73"].value`.

    Asking raises `UnknownRule` (no such number), `NotInForce` (not on that day) or `Unsettled` (certainty X).
    Iteration and `len` go over the rules in force, the unsettled ones included.
    """

    def __init__(self, day: dt.date, place: str | None, layers: Mapping[str, Mapping[str, Rule]], version: str) -> None:
        self.day = day
        self.place = place
        self.ruleset_version = version
        self._layers = layers

    def peek(self, rule_id: str) -> Value | None:
        """The value in force even when it is unsettled (then `value` is None); None when the rule is not in force."""
        if rule_id not in self._layers["national"]:
            raise UnknownRule(f"Không có quy định số {rule_id}. Xem danh sách bằng lệnh “chungtay law list”.")
        for layer in reversed(LAYERS):
            rule = self._layers.get(layer, {}).get(rule_id)
            entry = rule.entry_on(self.day) if rule else None
            if rule and entry:
                return Value(
                    entry.value,
                    rule_id,
                    rule.title,
                    entry.certainty,
                    entry.reference,
                    entry.start,
                    layer,
                    rule.unit,
                    entry.note,
                    entry.question,
                )
        return None

    def __getitem__(self, rule_id: str) -> Value:
        value = self.peek(rule_id)
        rule = self._layers["national"][rule_id]
        if value is None:
            raise NotInForce(
                f"{rule_id} ({rule.title}) không có hiệu lực ngày {self.day:%d/%m/%Y}: "
                f"{_spans(rule)}. Kiểm tra lại ngày áp dụng."
            )
        if value.certainty is Certainty.X:
            raise Unsettled(f"{rule_id} ({rule.title}): chưa xác định được. {value.question}", rule_id=rule_id)
        return value

    def named(self, name: str) -> Value:
        """The rule of a matter whose number changed over time: "coefficient.giay-khen-xa" is R-74, R-75, R-76."""
        rules = [rule for rule in self._layers["national"].values() if rule.name == name]
        if not rules:
            raise UnknownRule(f"Không có quy định nào tên “{name}” trong dữ liệu pháp luật.")
        current = [rule for rule in rules if self.peek(rule.id)]
        return self[(current or rules)[0].id]

    def narrowed(self, layer: str, values: Mapping[str, Any], reference: Reference) -> Resolved:
        """The same law with values of a council regulation or of a plan laid over it.

        Raises `LawError` when a rule may not be overridden by that layer or the value leaves the bound.
        """
        own = dict(self._layers.get(layer, {}))
        for rule_id, given in values.items():
            upper = self.peek(rule_id)
            rule = self._layers["national"][rule_id]
            value = exact(rule.kind, given)
            if not rule.overridable_by(layer):
                raise LawError(f"{rule_id} ({rule.title}): {LAYER_LABELS[layer]} không được quy định khác.")
            problem = outside_bound(rule.bound, value, upper.value if upper else None)
            if problem:
                raise LawError(f"{rule_id} ({rule.title}): {problem}")
            entry = Entry(self.day, None, value, Certainty.PLAN, (reference,))
            own[rule_id] = replace(rule, layer=layer, entries=(entry,))
        return Resolved(self.day, self.place, {**self._layers, layer: own}, self.ruleset_version)

    def __iter__(self) -> Iterator[str]:
        return (rule_id for rule_id in self._layers["national"] if self.peek(rule_id) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, rule_id: object) -> bool:
        return isinstance(rule_id, str) and rule_id in self._layers["national"] and self.peek(rule_id) is not None


def outside_bound(bound: str | None, value: Any, upper: Any) -> str | None:
    """Why a lower layer's value is not allowed, or None. Bounds compare numbers; other values have no order."""
    numbers = isinstance(value, int | Fraction) and isinstance(upper, int | Fraction)
    if bound == "min" and numbers and value < upper:
        return f"giá trị {value} thấp hơn mức tối thiểu {upper} của cấp trên."
    if bound == "max" and numbers and value > upper:
        return f"giá trị {value} cao hơn mức tối đa {upper} của cấp trên."
    return None


def exact(kind: str, value: Any) -> Any:
    """A value as the rules hold it: unchangeable, a ratio ("2/3" or 0.7) as an exact fraction."""
    if kind == "ratio" and isinstance(value, str):
        return Fraction(value)
    return freeze(value)


def freeze(value: Any) -> Any:
    """The same data, unchangeable: decisions keep the values they used. Decimals become exact fractions."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(item) for item in value)
    return Fraction(value) if isinstance(value, Decimal) else value


def plain(value: Any) -> Any:
    """The same data as JSON can hold it; a fraction becomes text such as "3/20"."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, Fraction) else value


def _spans(rule: Rule) -> str:
    spans = [
        f"từ {entry.start:%d/%m/%Y}" + (f" đến {entry.until:%d/%m/%Y}" if entry.until else "") for entry in rule.entries
    ]
    return "áp dụng " + "; ".join(spans)
