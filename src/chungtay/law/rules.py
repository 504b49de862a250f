"""Dated rules, and what they say on one day at one place.

The law of a place is made of layers: national, then province, then what the province and the commune have settled
themselves, then the council's regulation, then the plan. A lower layer replaces a value only where the rule allows it,
and only inside the bound that the upper layer set. What was settled also fills what the law data leave open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from chungtay.law.errors import LawError, NotInForce, UnknownRule, Unsettled

LAYERS = ("national", "province", "province_settled", "commune", "council", "plan")
# Who stands behind a layer: a settlement ranks with the body that makes it.
_RANK = {"national": 0, "province": 1, "province_settled": 1, "commune": 2, "council": 2, "plan": 3}
SETTLED_LAYERS = ("province_settled", "commune")
LAYER_LABELS = {
    "national": "cả nước",
    "province": "tỉnh, thành phố",
    "province_settled": "tỉnh đã chốt",
    "commune": "xã đã chốt",
    "council": "quy chế Hội đồng",
    "plan": "kế hoạch",
}


class Certainty(StrEnum):
    """How sure we are of a value.

    Only what was read (V1, V2), what the locality settled on a paper of its own (CH) and what the plan itself says (KH)
    may block anything.
    """

    V1 = "V1"
    V2 = "V2"
    K_PLUS = "K+"
    K = "K"
    K_MINUS = "K-"
    D = "D"
    X = "X"
    PLAN = "KH"
    LOCAL = "CH"

    @property
    def settled(self) -> bool:
        """Whether a rule of this certainty may refuse something; the others can only warn."""
        return self in (Certainty.V1, Certainty.V2, Certainty.PLAN, Certainty.LOCAL)

    @property
    def unconfirmed(self) -> bool:
        """Own knowledge that nobody has compared with the text."""
        return self in (Certainty.K_PLUS, Certainty.K, Certainty.K_MINUS)

    @property
    def label(self) -> str:
        """The certainty in words, for people."""
        return {
            "V1": "đã đọc văn bản",
            "V2": "đọc qua nguồn trung gian",
            "D": "suy ra, chưa có văn bản nói thẳng",
            "X": "chưa xác định được",
            "KH": "do kế hoạch quy định",
            "CH": "địa phương đã chốt theo văn bản",
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
class Part:
    """One box of the answer to an open question. `key`: where it stands in a table ("year_end.day"); "": the value.

    `least`, `most`: both included.
    """

    key: str
    label: str
    kind: str
    unit: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    required: bool = True
    least: Fraction | None = None
    most: Fraction | None = None


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
    answer: tuple[Part, ...] = ()  # how its open question is answered, where the kind alone does not tell

    def entry_on(self, day: dt.date) -> Entry | None:
        """The value that holds on a day, if any."""
        return next((entry for entry in self.entries if entry.holds_on(day)), None)

    def overridable_by(self, layer: str) -> bool:
        """Whether a lower layer may set its own value."""
        return self.may_override is not None and _RANK[layer] <= _RANK[self.may_override]

    def open_to_answers(self, entry: Entry) -> bool:
        """Whether a locality may settle a value: it could not be established, or a lower level must confirm it."""
        return entry.certainty is Certainty.X or (
            entry.certainty.unconfirmed and self.may_override is not None and bool(self.answer)
        )

    def objection(self, layer: str, value: Any, above: Entry | None) -> str | None:
        """Why a layer may not set its own value over the entry above it, or None.

        An open value is not overridden but found out, so anybody who got the answer may enter it.
        """
        if above is None:
            return "không có hiệu lực ngày đó."
        if not self.overridable_by(layer) and not (layer in SETTLED_LAYERS and self.open_to_answers(above)):
            return f"{LAYER_LABELS[layer].removesuffix(' đã chốt')} không được quy định khác."
        return outside_bound(self.bound, value, above.value)


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
    name: str | None = None

    @classmethod
    def of(cls, layer: str, rule: Rule, entry: Entry) -> Value:
        """What an entry of a rule says, on the authority of a layer."""
        return cls(
            entry.value, rule.id, rule.title, entry.certainty, entry.reference, entry.start, layer, rule.unit,
            entry.note, entry.question, rule.name,
        )  # fmt: skip

    @property
    def layer_label(self) -> str:
        """Who says so, in words: "cả nước", "xã đã chốt" …"""
        return LAYER_LABELS[self.layer]

    @property
    def source(self) -> str:
        """The references in one line."""
        return "; ".join(str(reference) for reference in self.reference)

    def as_json(self) -> dict[str, Any]:
        """For the record of a decision: the value as used, with rule, reference, certainty, start and layer.

        `from_json` reads it back, whatever the law files say by then.
        """
        return {
            "rule": self.rule_id,
            "name": self.name,
            "title": self.title,
            "value": plain(self.value),
            "unit": self.unit,
            "certainty": self.certainty.value,
            "reference": [{"title": r.title, "article": r.article} for r in self.reference],
            "start": self.start.isoformat(),
            "layer": self.layer,
            "note": self.note,
            "question": self.question,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Value:
        """A value as it was recorded. Fractions stay the text that they were written as ("3/20")."""
        return cls(
            value=freeze(told["value"]), rule_id=told["rule"], title=told["title"],
            certainty=Certainty(told["certainty"]),
            reference=tuple(Reference(r["title"], r["article"]) for r in told["reference"]),
            start=dt.date.fromisoformat(told["start"]), layer=told["layer"], unit=told["unit"],
            note=told.get("note"), question=told.get("question"), name=told.get("name"),
        )  # fmt: skip


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
        found = self.entry_of(rule_id)
        return Value.of(*found) if found else None

    def entry_of(self, rule_id: str) -> tuple[str, Rule, Entry] | None:
        """The layer that decides, its rule and its dated entry; None when the rule is not in force."""
        if rule_id not in self._layers["national"]:
            raise UnknownRule(f"Không có quy định số {rule_id}. Xem danh sách bằng lệnh “chungtay law list”.")
        found: tuple[str, Rule, Entry] | None = None
        for layer in LAYERS:
            rule = self._layers.get(layer, {}).get(rule_id)
            entry = rule.entry_on(self.day) if rule else None
            if rule is None or entry is None:
                continue
            # The law data may have changed since something was settled: then the settlement gives way.
            if layer in SETTLED_LAYERS:
                above = found[2] if found else None
                if self._layers["national"][rule_id].objection(layer, entry.value, above):
                    continue
            found = layer, rule, entry
        return found

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

    def with_layers(self, layers: Mapping[str, Mapping[str, Rule]], version: str) -> Resolved:
        """The same law with further layers, under the version that counts them in."""
        return Resolved(self.day, self.place, {**self._layers, **layers}, version)

    def below(self, layer: str) -> Resolved:
        """What the layers above a layer say: the law as that layer finds it."""
        upper = LAYERS[: LAYERS.index(layer)]
        return Resolved(
            self.day, self.place, {k: v for k, v in self._layers.items() if k in upper}, self.ruleset_version
        )

    def as_json(self, rules: Iterable[str] | None = None) -> dict[str, Any]:
        """What a decision, a verdict or a payment stores: version, day, place and the values in force, all as JSON.

        `rules`: only these numbers (those not in force are left out); default: every rule in force.
        """
        values = {rule_id: value.as_json() for rule_id in rules or self if (value := self.peek(rule_id))}
        return {
            "ruleset_version": self.ruleset_version,
            "on": self.day.isoformat(),
            "place": self.place,
            "values": values,
        }

    def __iter__(self) -> Iterator[str]:
        return (rule_id for rule_id in self._layers["national"] if self.peek(rule_id) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, rule_id: object) -> bool:
        return isinstance(rule_id, str) and rule_id in self._layers["national"] and self.peek(rule_id) is not None


def outside_bound(bound: str | None, value: Any, upper: Any) -> str | None:
    """Why a lower layer's value is not allowed, or None. Bounds compare numbers, in tables one by one."""
    if isinstance(value, Mapping) and isinstance(upper, Mapping):
        parts = (outside_bound(bound, item, upper.get(key)) for key, item in value.items())
        return next((problem for problem in parts if problem), None)
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
