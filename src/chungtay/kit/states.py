"""The one place where the state of a thing is written: through the transition table of the law engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from chungtay.kit.errors import Forbidden, UserError
from chungtay.law.errors import Refused
from chungtay.law.transitions import Offer, Row, State, table


class Stateful(Protocol):
    """A model with a state; `TABLE` names its transition table."""

    TABLE: str
    state: str


def move(thing: Stateful, verb: str, *, roles: Collection[str], facts: Mapping[str, bool] | None = None) -> Row:
    """Takes one step and returns its row; nothing is saved here.

    Raises `Forbidden` when the role may not, `UserError` when the state or a guard does not allow it; both say why.
    """
    try:
        row = table(thing.TABLE).step(thing.state, verb, roles, facts or {})
    except Refused as refused:
        raise (Forbidden if refused.kind == "role" else UserError)(str(refused)) from refused
    thing.state = row.to_state
    return row


def offers(thing: Stateful, *, roles: Collection[str], facts: Mapping[str, bool] | None = None) -> list[Offer]:
    """Every step out of the present state: allowed ones, and locked ones with the reason and who can."""
    return table(thing.TABLE).offers(thing.state, roles, facts or {})


def state_of(thing: Stateful) -> State:
    """Words and tone of the present state."""
    return table(thing.TABLE).state(thing.state)
