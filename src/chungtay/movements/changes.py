"""Law that changed under a running movement: acts that ended since the plan's day, and what stands in their place.

Only a reason to look at the plan again; the movement goes on (R-01 to R-10).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chungtay import law
from chungtay.law import citations
from chungtay.law.acts import Act, register

BASES = "law/national/basis.yaml"  # the acts on emulation and commendation; others hold for other matters


@dataclass(frozen=True)
class Ended:
    """An act that was in force when the movement began and is not today. `governs`: an act on emulation itself."""

    act: Act
    heirs: tuple[Act, ...]
    governs: bool

    @property
    def since(self) -> dt.date:
        """The first day without it."""
        assert self.act.valid_to is not None  # what is in force for ever has not ended
        return self.act.valid_to + dt.timedelta(days=1)

    @property
    def sure(self) -> bool:
        return self.act.certainty.settled


def ended_acts(content: Mapping[str, Any], began: dt.date, on: dt.date) -> list[Ended]:
    """Acts that ended from the movement's beginning to the day before `on`: those on emulation, then those cited.

    Each once. An act that had already ended when the plan was made is a matter of the plan, told on its page.
    """
    found: dict[str, Ended] = {}
    for act, governs in [*((act, True) for act in _governing(began)), *((act, False) for act in _cited(content, on))]:
        if act.valid_to and began <= act.valid_to < on and (act.valid_from is None or act.valid_from <= began):
            found.setdefault(act.number, Ended(act, tuple(register().successors(act, on)), governs))
    return list(found.values())


def _governing(on: dt.date) -> Iterator[Act]:
    """The acts on emulation that the rules name as in force on a day."""
    rules, book = law.load(), register()
    for value in (law.on(on).peek(number) for number, rule in rules.national.items() if _on_emulation(rule)):
        act = book.find(value.value["number"]) if value and value.value else None
        if act:
            yield act


def _on_emulation(rule: law.Rule) -> bool:
    return rule.kind == "act" and rule.file == BASES


def _cited(content: Mapping[str, Any], on: dt.date) -> Iterator[Act]:
    for citation in citations.parse("\n".join(_texts(content))):
        if act := citations.judge(citation, on).act:
            yield act


# What a reader noted about the plan, and the words of the schema, are not the plan.
REMARKS = ("notes", "source", "status_oddities", "id", "kind", "checkable_by", "comparator", "type", "unit_type")


def stated_texts(content: Mapping[str, Any]) -> Iterator[str]:
    """Every text that the plan itself states."""
    yield from _texts(content)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for key, value in part.items():
            if key not in REMARKS:
                yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)
