"""The law as a decision recorded it: asked like the law of a day, answered from the record and from nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from chungtay.law.errors import NotInForce, UnknownRule, Unsettled
from chungtay.law.rules import Certainty, Value


class Recorded(Mapping[str, Value]):
    """What `Resolved.as_json` kept. Fractions are text as recorded; law files and settlements of today play no part."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.day = dt.date.fromisoformat(record["on"])
        self.place: str | None = record["place"]
        self.ruleset_version: str = record["ruleset_version"]
        self._values = {number: Value.from_json(told) for number, told in record["values"].items()}

    def peek(self, rule_id: str) -> Value | None:
        """The recorded value, also an open one; None when it was not in force or not kept."""
        return self._values.get(rule_id)

    def __getitem__(self, rule_id: str) -> Value:
        value = self._values.get(rule_id)
        if value is None:
            raise NotInForce(f"Bản ghi ngày {self.day:%d/%m/%Y} không có {rule_id}.")
        if value.certainty is Certainty.X:
            raise Unsettled(f"{rule_id} ({value.title}): lúc đó chưa xác định được. {value.question}", rule_id=rule_id)
        return value

    def named(self, name: str) -> Value:
        """The rule of a matter, by its machine name at the time."""
        found = next((number for number, value in self._values.items() if value.name == name), None)
        if found is None:
            raise UnknownRule(f"Bản ghi ngày {self.day:%d/%m/%Y} không có quy định tên “{name}”.")
        return self[found]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)
