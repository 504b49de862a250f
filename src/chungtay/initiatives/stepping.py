"""Steps of the table `initiative`: taken back, sent again, returned, declined, checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.initiatives import queries
from chungtay.initiatives.guards import must_be_its_people, must_be_live, must_not_be_own
from chungtay.initiatives.models import Check, Initiative
from chungtay.kit.errors import UserError
from chungtay.kit.states import move
from chungtay.law.transitions import Row
from chungtay.localities.access import Reader

OF_ITS_PEOPLE = frozenset({"withdraw", "resubmit"})
JUDGING = frozenset({"check", "return", "recognise", "decline", "annul"})


def facts(initiative: Initiative, *, reason: str = "", **known: bool) -> dict[str, bool]:
    """What the guards of the table `initiative` ask."""
    return {
        "description_complete": not queries.missing(initiative),
        "check_recorded": False,
        "opinion_recorded": queries.judged(initiative),
        "reason_recorded": bool(reason.strip()),
        "plan_of_replication": False,
    } | known


def take_step(
    locked: Initiative, verb: str, *, by: Reader, at: dt.datetime, reason: str = "",
    known: Mapping[str, bool] | None = None, saving: Sequence[str] = (), after: Mapping[str, Any] | None = None,
) -> Row:  # fmt: skip
    """One row of the table on a locked initiative, saved and written down."""
    before = locked.state
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked, reason=reason, **(known or {})))
    if verb in JUDGING:
        must_not_be_own(locked, by)
    if verb in OF_ITS_PEOPLE:
        must_be_its_people(locked, by)
    if verb not in ("annul", "replicate"):  # those may come after the movement is put away
        must_be_live(locked)
    locked.state_reason = reason.strip()[:600]
    locked.save_next("state", "state_reason", *saving)
    record(row.event, by=by, at=at, scope=locked.locality.code, subject=locked, before={"state": before},
           after={"state": locked.state, **(after or {})}, note=locked.state_reason)  # fmt: skip
    return row


@transaction.atomic
def step(
    *, initiative: Initiative, verb: str, by: Reader, at: dt.datetime, version: int | None, reason: str = ""
) -> Initiative:  # fmt: skip
    """Takes back, sends again, returns for completion, or declines; the steps that need no more than a reason."""
    if verb not in ("withdraw", "resubmit", "return", "decline"):
        raise UserError(_("Bước này làm ở ô riêng trên trang của sáng kiến. Tải lại trang."))
    locked = Initiative.locked(initiative.pk, version=version)
    if verb == "resubmit":
        locked.proposed_at = at
    take_step(locked, verb, by=by, at=at, reason=reason, saving=("proposed_at",))
    return locked


@transaction.atomic
def check(
    *, initiative: Initiative, answers: Mapping[str, str], opinion: str, favourable: bool, by: Reader,
    at: dt.datetime, version: int | None,
) -> Initiative:  # fmt: skip
    """The checker's opinion, and with it the step to the meeting. `answers`: condition of R-147 to `Check.Answer`."""
    locked = Initiative.locked(initiative.pk, version=version)
    if not opinion.strip():
        raise UserError(_("Chưa ghi ý kiến kiểm tra. Ghi ngắn: đã xem gì, thấy thế nào."), field="opinion")
    wrong = [word for word in answers.values() if word not in Check.Answer.values]
    if wrong:
        raise UserError(_("Chọn một trong ba câu trả lời cho từng điều kiện."), field="answers")
    take_step(locked, "check", by=by, at=at, known={"check_recorded": True}, after={"favourable": favourable})
    Check.objects.create(
        initiative=locked, answers=dict(answers), opinion=opinion.strip(), favourable=favourable, checked_by=by.name,
        checked_at=at,
    )  # fmt: skip
    return locked
