"""What a locality has settled itself: the answers to open questions, laid over the law files as layers of their own.

A settlement fills what the files leave open from its day on, for one commune or one province. It never loosens: a value
outside the bound of the layer above is refused when it is entered, and gives way when the law data change later.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from chungtay.law.answers import encode
from chungtay.law.errors import LawError
from chungtay.law.loading import ONE_DAY, Law
from chungtay.law.rules import LAYER_LABELS, Certainty, Entry, Reference, Resolved, Rule


@dataclass(frozen=True)
class Settlement:
    """One answer in force. `layer`: "commune" or "province_settled"; `until`: the last day, None while it goes on."""

    rule_id: str
    layer: str
    start: dt.date
    value: Any
    reference: Reference
    until: dt.date | None = None
    note: str | None = None

    def as_json(self) -> dict[str, Any]:
        """What the version of a ruleset counts in."""
        return {
            "rule": self.rule_id,
            "layer": self.layer,
            "start": self.start.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "value": encode(self.value),
            "reference": [self.reference.title, self.reference.article],
            "note": self.note,
        }


class SettledLaw(Law):
    """The law of one locality: the files, its province, and what both have settled. `place`: the province's code.

    `before`: where it lay before it came there, as (the first day on which no longer, the province's code), oldest
    first: the law of a day before a merger is that of the province of that day.
    """

    def __init__(
        self, base: Law, settlements: Iterable[Settlement] = (), place: str | None = None,
        before: Iterable[tuple[dt.date, str | None]] = (),
    ) -> None:  # fmt: skip
        self.base = base
        self.place = place
        self.before = tuple(before)
        self.root, self.national = base.root, base.national
        self.refused, self.provinces = base.refused, base.provinces
        self.settlements = tuple(settlements)
        self.layers = {layer: self._rules(layer) for layer in ("province_settled", "commune")}

    @cached_property
    def version(self) -> str:
        """The version of the files, and a hash of the settlements behind a plus sign when there are any."""
        if not self.settlements:
            return self.base.version
        told = sorted(json.dumps(one.as_json(), ensure_ascii=False, sort_keys=True) for one in self.settlements)
        return f"{self.base.version}+{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:8]}"

    def on(self, day: dt.date, place: str | None = None) -> Resolved:
        """The law of the locality on a day; without `place` at its own province."""
        if place is None or place == self.place:
            place = next((code for end, code in self.before if day < end), self.place)
        plain = self.base.on(day, place)
        return plain.with_layers(self.layers, self.version)

    def _rules(self, layer: str) -> dict[str, Rule]:
        rules: dict[str, list[Settlement]] = {}
        for one in self.settlements:
            # A rule that has left the files since then: the record keeps it, nobody can ask it any more.
            if one.layer == layer and one.rule_id in self.national:
                rules.setdefault(one.rule_id, []).append(one)
        return {number: replace(self.national[number], layer=layer, entries=_timeline(found))
                for number, found in rules.items()}  # fmt: skip


def _timeline(settlements: list[Settlement]) -> tuple[Entry, ...]:
    """Each value holds until its own end or the day before the next one starts."""
    ordered = sorted(settlements, key=lambda one: one.start)
    entries = []
    for at, one in enumerate(ordered):
        following = [later.start - ONE_DAY for later in ordered[at + 1 : at + 2]]
        until = min([*following, *([one.until] if one.until else [])], default=None)
        entries.append(Entry(one.start, until, one.value, Certainty.LOCAL, (one.reference,), note=one.note))
    return tuple(entries)


def check(law: Law, settlement: Settlement, place: str | None = None) -> None:
    """Raises `LawError` with the reason when a settlement may not enter: rule unknown, not in force, or loosening.

    `law`: the locality's law without the settlement that this one replaces.
    """
    rule = law.rule(settlement.rule_id)
    resolved = law.on(settlement.start, place)
    below = resolved.below(settlement.layer)
    above = below.peek(rule.id)
    if above is None:
        raise LawError(
            f"“{rule.title}” không có hiệu lực ngày {settlement.start:%d/%m/%Y}. "
            "Chọn ngày bắt đầu trong thời gian áp dụng."
        )
    entry = Entry(above.start, None, above.value, above.certainty, above.reference)
    problem = rule.objection(settlement.layer, settlement.value, entry)
    if problem is None:
        return
    if above.value is not None and not (rule.overridable_by(settlement.layer) or rule.open_to_answers(entry)):
        said = f"đã có giá trị ({LAYER_LABELS[above.layer]}: {above.source}) nên không chốt khác được."
        raise LawError(f"“{rule.title}” {said}")
    raise LawError(f"“{rule.title}”: {problem} Căn cứ: {above.source}.")
