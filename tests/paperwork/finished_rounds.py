"""Brings a sample movement to the end of its round, so that the papers of meeting and award can be looked at too."""

from __future__ import annotations

import datetime as dt

from chungtay.decisions.actions import propose_awards
from chungtay.decisions.models import Decision
from chungtay.decisions.payments import make_payment_list, reckon
from chungtay.demo.movements import at, worker
from chungtay.demo.rounds import award, hold_meeting, open_dossier
from chungtay.localities.models import Person, Unit
from chungtay.movements.actions import change_movement
from chungtay.movements.models import AwardLevel, Movement
from chungtay.progress.actions import OPEN_MOVEMENTS
from chungtay.progress.obstacles import raise_obstacle, step_obstacle


def finish(movement: Movement, *, day: dt.date) -> None:
    """Dossiers of a collective and a person who have none yet, a meeting, then what the plan's level allows.

    A level of the commune goes on to decision, certificates and, where the law has every sum, the list of payments;
    one above ends with the submission. A movement that has its decision already is left as it is.
    """
    decision = Decision.objects.filter(movement=movement, award_level__decided_here=True).first()
    if movement.state in OPEN_MOVEMENTS:
        _lay_obstacles_before_the_chair(movement, day)
    if decision is None:
        level = movement.award_levels.order_by("-decided_here", "pk").first()
        assert level is not None
        decision = _judged(movement, level, day)
    if decision.state == "published" and reckon(decision).ready and not decision.payment_lists.exists():
        make_payment_list(
            decision=decision, by=worker(movement.locality, "canbo", day), at=at(day), dated=day, money_source="Quỹ mẫu"
        )


def _lay_obstacles_before_the_chair(movement: Movement, day: dt.date) -> None:
    """Three obstacles of one unit: one waits for the chair, one is decided either way."""
    clerk, chair = (worker(movement.locality, name, day) for name in ("canbo", "chutich"))
    unit, target = Unit.objects.filter(locality=movement.locality).first(), movement.targets.first()
    for verb, words in (("", ""), ("decide_amend", ""), ("decide_keep", "Đã có máy thay thế (mẫu)")):
        raised = raise_obstacle(
            movement=movement, unit=unit, target=target, text="Máy quét hỏng, số hóa chậm (vướng mắc mẫu).",
            wish="Lùi thời hạn một tháng (mẫu)", by=clerk, at=at(day),
        )  # fmt: skip
        compiled = step_obstacle(obstacle=raised, verb="compile", by=clerk, at=at(day), words="Giữ nguyên mức (mẫu)")
        if verb:
            step_obstacle(obstacle=compiled, verb=verb, by=chair, at=at(day), words=words)


def _judged(movement: Movement, level: AwardLevel, day: dt.date) -> Decision:
    clerk = worker(movement.locality, "canbo", day)
    if movement.state == "running":
        movement = change_movement(movement=movement, verb="open_dossiers", by=clerk, at=at(day))
    unit = Unit.objects.filter(locality=movement.locality, nominations=None).order_by("pk").last()
    person = Person.objects.filter(locality=movement.locality, user=None, nominations=None).order_by("pk").last()
    chosen = [
        open_dossier(movement, level, nominee, reach="shortlisted", day=day) for nominee in (unit, person) if nominee
    ]
    meeting = hold_meeting(movement, chosen, day=day)
    if level.decided_here:
        return award(movement, meeting, level, day=day, handed_over=day)
    chair = worker(movement.locality, "chutich", day)
    return propose_awards(
        meeting=meeting, award_level=level, by=clerk, at=at(day), on=day, signer_name=chair.name,
        signer_title="CHỦ TỊCH",
    )  # fmt: skip
