"""The one place where the state of a thing is written: through the transition table of the law engine.

The tables speak Vietnamese; their words are put into the reader's language here, from the same catalogue as the pages
(`tools/translations.py` collects them).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Protocol

from django.utils.translation import gettext

from chungtay.kit.errors import Forbidden, UserError
from chungtay.law.errors import Refused
from chungtay.law.transitions import Offer, Row, State, Table, table


class Stateful(Protocol):
    """A model with a state; `TABLE` names its transition table."""

    TABLE: str
    state: str


def move(thing: Stateful, verb: str, *, roles: Collection[str], facts: Mapping[str, bool] | None = None) -> Row:
    """Takes one step and returns its row; nothing is saved here.

    Raises `Forbidden` when the role may not, `UserError` when the state or a guard does not allow it; both say why.
    """
    rules = table(thing.TABLE)
    try:
        row = rules.step(thing.state, verb, roles, facts or {})
    except Refused as refused:
        if refused.kind == "state":
            raise UserError(_wrong_state(rules, thing.state, verb)) from refused
        wanted = rules.row(thing.state, verb, facts or {})
        reason = _reason(rules, wanted, roles, facts or {})
        raise (Forbidden if refused.kind == "role" else UserError)(reason) from refused
    thing.state = row.to_state
    return row


def offers(thing: Stateful, *, roles: Collection[str], facts: Mapping[str, bool] | None = None) -> list[Offer]:
    """Every step out of the present state: allowed ones, and locked ones with the reason and who can."""
    rules, known = table(thing.TABLE), facts or {}
    return [
        Offer(_in_words(offer.row), offer.allowed, None if offer.allowed else _reason(rules, offer.row, roles, known))
        for offer in rules.offers(thing.state, roles, known)
    ]


def state_of(thing: Stateful) -> State:
    """Words and tone of the present state, in the reader's language."""
    state = table(thing.TABLE).state(thing.state)
    public = gettext(state.public_label) if state.public_label else None
    return replace(state, staff_label=gettext(state.staff_label), public_label=public)


def _in_words(row: Row) -> Row:
    return replace(row, staff_label=gettext(row.staff_label))


def _reason(rules: Table, row: Row, roles: Collection[str], facts: Mapping[str, bool]) -> str:
    """Why a step is locked: who may take it, and what is still missing."""
    said = []
    if not any(role in roles for role in row.who):
        who = [gettext(rules.roles[role]) for role in row.who]
        last = who.pop()
        people = gettext("%(some)s hoặc %(last)s") % {"some": ", ".join(who), "last": last} if who else last
        said.append(gettext("Việc này do %(who)s thực hiện.") % {"who": people})
    said += [gettext(guard.unmet) for guard in row.missing(facts)]
    return " ".join(said)


def _wrong_state(rules: Table, state: str, verb: str) -> str:
    label = gettext(rules.state(state).staff_label)
    wanted = next((gettext(row.staff_label) for row in rules.rows if row.verb == verb), gettext("bước này"))
    return gettext(
        "%(thing)s đang ở trạng thái “%(state)s” nên chưa thực hiện được “%(step)s”. "
        "Tải lại trang để xem các bước đang mở."
    ) % {"thing": gettext(rules.title), "state": label, "step": wanted}
