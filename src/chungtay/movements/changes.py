"""Law that changed under a running movement: acts that ended since the plan's day, and what stands in their place.

Only a reason to look at the plan again; the movement goes on (R-01 to R-10).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from chungtay import law
from chungtay.law import citations
from chungtay.law.acts import Act, register

BASES = "law/national/basis.yaml"  # the acts on emulation and commendation; others hold for other matters


@dataclass(frozen=True)
class Ended:
    """An act that was in force when the movement began and is not today. `governs`: an act on emulation itself.

    `heirs`: what stands in its place, by name: from the register, else as the locality or its province settled it.
    """

    act: Act
    heirs: tuple[str, ...]
    governs: bool

    @property
    def since(self) -> dt.date:
        """The first day without it."""
        assert self.act.valid_to is not None  # what is in force for ever has not ended
        return self.act.valid_to + dt.timedelta(days=1)

    @property
    def sure(self) -> bool:
        return self.act.certainty.settled


def ended_acts(texts: Iterable[str], began: dt.date, on: dt.date, *, book: law.Law | None = None) -> list[Ended]:
    """Acts that ended from the movement's beginning to the day before `on`: those on emulation, then those cited.

    Each once. An act that had already ended when the plan was made is a matter of the plan, told on its page. `book`:
    the law of the locality, with what it settled; without it that of the whole country.
    """
    rules = book or law.load()
    governing = _governing(rules.on(began))
    found: dict[str, Ended] = {}
    for act in [*governing.values(), *_cited("\n".join(texts), on)]:
        if act.valid_to and began <= act.valid_to < on and (act.valid_from is None or act.valid_from <= began):
            matter = next((name for name, one in governing.items() if one.number == act.number), None)
            found.setdefault(act.number, Ended(act, _heirs(act, matter, rules.on(on)), matter is not None))
    return list(found.values())


def _heirs(act: Act, matter: str | None, resolved: law.Resolved) -> tuple[str, ...]:
    """What replaced an act: by the register, else what the law of the place names for the same matter on that day."""
    known = tuple(heir.name for heir in register().successors(act, resolved.day))
    if known or matter is None:
        return known
    try:
        named = resolved.named(matter).value
    except law.LawError:  # still open, or of no matter that day
        return ()
    kind = act.kind if named["name"].startswith(act.kind) else "văn bản"
    return () if named["number"] == act.number else (f"{kind} {named['number']}",)


def _governing(resolved: law.Resolved) -> dict[str, Act]:
    """The acts on emulation that the rules name as in force on a day, by the name of their matter ("decree")."""
    found, book = {}, register()
    for number, rule in law.load().national.items():
        value = resolved.peek(number) if rule.name and _on_emulation(rule) else None
        act = book.find(value.value["number"]) if value and value.value else None
        if act and rule.name:
            found[rule.name] = act
    return found


def _on_emulation(rule: law.Rule) -> bool:
    return rule.kind == "act" and rule.file == BASES


@lru_cache(maxsize=256)
def _cited(text: str, on: dt.date) -> tuple[Act, ...]:
    judged = (citations.judge(citation, on).act for citation in citations.parse(text))
    return tuple(act for act in judged if act)


# What a reader noted about the plan, and the words of the schema, are not the plan.
REMARKS = ("notes", "source", "status_oddities", "id", "kind", "checkable_by", "comparator", "type", "unit_type")


def stated_texts(content: Mapping[str, Any]) -> Iterator[str]:
    """Every text that the plan itself states."""
    yield from _within(content)


def _within(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for key, value in part.items():
            if key not in REMARKS:
                yield from _within(value)
    elif isinstance(part, list):
        for value in part:
            yield from _within(value)
