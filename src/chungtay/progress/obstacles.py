"""Obstacles: raised by a unit, answered or compiled by the clerk, decided by the chair (amend the plan, or keep it)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Role
from chungtay.audit.actions import record
from chungtay.kit.errors import Forbidden, UserError
from chungtay.kit.states import move
from chungtay.localities.access import Reader
from chungtay.localities.models import Unit
from chungtay.movements.models import Movement, Target
from chungtay.progress.actions import OPEN_MOVEMENTS, at_home, may_report
from chungtay.progress.models import Obstacle

ASKS = {"compile": "proposal", "settle": "answer", "decide_keep": "answer", "decide_amend": "answer"}


@transaction.atomic
def raise_obstacle(
    *, movement: Movement, unit: Unit | None, target: Target | None, text: str, wish: str, by: Reader, at: dt.datetime
) -> Obstacle:
    """A unit says what keeps it. Raises `Forbidden` for another unit's people, `UserError` for an empty text."""
    may_report(movement, unit, by)
    if movement.state not in OPEN_MOVEMENTS:
        raise UserError(_("Phong trào chưa chạy hoặc đã tổng kết nên không nhận vướng mắc nữa."))
    if not text.strip():
        raise UserError(_("Chưa ghi khó khăn, vướng mắc. Ghi việc gì, vướng ở đâu."), field="text")
    obstacle = Obstacle.objects.create(
        locality_id=movement.locality_id, movement=movement, unit=unit, target=target, text=text.strip(),
        wish=wish.strip(), raised_by=by.name[:120], raised_at=at, raiser=by.user,
    )  # fmt: skip
    record(
        "obstacle.raised", by=by, at=at, scope=movement.locality.code, subject=obstacle,
        after={"unit": str(unit or ""), "target": target.code if target else "", "text": text.strip()},
    )  # fmt: skip
    return obstacle


def facts(obstacle: Obstacle, words: str) -> dict[str, bool]:
    """What the guards of the table `obstacle` ask; `words` is what was written for this step."""
    written = bool(words.strip())
    return {"proposal_written": written, "answer_recorded": written, "reason_recorded": written}


def may_withdraw(obstacle: Obstacle, by: Reader) -> bool:
    return Role.CLERK in by.roles or (obstacle.unit_id is not None and obstacle.unit_id in by.unit_ids)


@transaction.atomic
def step_obstacle(
    *, obstacle: Obstacle, verb: str, by: Reader, at: dt.datetime, version: int | None = None, words: str = ""
) -> Obstacle:
    """One step of the table `obstacle`; `words` are the proposal, the answer to the unit or the chair's reason."""
    locked = Obstacle.locked(obstacle.pk, version=version)
    at_home(locked.movement, by)
    if verb == "withdraw" and not may_withdraw(locked, by):
        raise Forbidden(_("Vướng mắc do đơn vị đã nêu hoặc cán bộ thường trực phong trào rút."))
    before, said = locked.state, words.strip()
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked, said))
    fields = ["state"]
    if verb == "compile":
        locked.proposal = said
        fields.append("proposal")
    elif verb in ASKS:
        locked.answer, locked.settled_by, locked.settled_at = said, by.name[:120], at
        fields += ["answer", "settled_by", "settled_at"]
    locked.save_next(*fields)
    record(
        row.event, by=by, at=at, scope=locked.locality.code, subject=locked, before={"state": before},
        after={"state": locked.state}, note=said,
    )  # fmt: skip
    return locked
