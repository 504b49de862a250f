"""Reads of dossiers that more than one caller needs."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q, QuerySet

from chungtay.accounts.roles import Role
from chungtay.kit.text import fold
from chungtay.localities.access import Reader
from chungtay.movements.models import AwardLevel, Criterion, Deadline, DossierItem, Movement
from chungtay.nominations.models import CriterionCheck, Nomination, Subject

# Seats are taken by what the council chose and by everything that follows from it.
TAKES_A_SEAT = ("selected", "proposed", "awarded", "sent_up", "awarded_above")
WAITING = ("submitted", "checking", "incomplete", "eligible", "shortlisted")
OPEN = (*WAITING, "draft", "on_hold", "extra_requested", "selected", "proposed", "sent_up")


def seats_taken(level: AwardLevel, seat_kind: str, *, excluding: int | None = None) -> int:
    """How many seats of one kind are taken at a level."""
    rows = level.nominations.filter(state__in=TAKES_A_SEAT).exclude(pk=excluding)
    collectives = Q(subject=Subject.COLLECTIVE)
    return rows.filter(collectives if seat_kind == "collective" else ~collectives).count()


def seat_counts(movement: Movement) -> dict[int, dict[str, int]]:
    """Per award level: seats taken and dossiers waiting, by kind; one query for the whole movement."""
    collective = Q(nominations__subject=Subject.COLLECTIVE)
    taken, waiting = Q(nominations__state__in=TAKES_A_SEAT), Q(nominations__state__in=WAITING)
    beyond = Q(nominations__state__in=("beyond_quota", "extra_requested"))
    some = Q(nominations__isnull=False)
    rows = movement.award_levels.annotate(
        taken_collective=Count("nominations", filter=some & collective & taken),
        taken_individual=Count("nominations", filter=some & ~collective & taken),
        waiting_collective=Count("nominations", filter=some & collective & waiting),
        waiting_individual=Count("nominations", filter=some & ~collective & waiting),
        beyond_collective=Count("nominations", filter=some & collective & beyond),
        beyond_individual=Count("nominations", filter=some & ~collective & beyond),
    ).values()
    keys = ("taken_collective", "taken_individual", "waiting_collective", "waiting_individual",
            "beyond_collective", "beyond_individual")  # fmt: skip
    return {row["id"]: {key: row[key] for key in keys} for row in rows}


def filing_deadline(movement: Movement) -> Deadline | None:
    """The plan's time limit for handing in dossiers; None when it states none."""
    for deadline in movement.deadlines.all():
        if "ho so" in fold(deadline.what) and deadline.last_day:
            return deadline
    return None


def within_deadline(movement: Movement, on: dt.date) -> bool:
    """Whether a dossier may still come in: before the plan's limit, or within what the chair allowed."""
    deadline = filing_deadline(movement)
    if deadline is None or deadline.last_day is None:
        return True
    last = max(deadline.last_day, movement.late_filing_until or deadline.last_day)
    return on <= last


# Which audiences of the criteria a subject is measured by; the special ones hold where the plan sets them apart.
_AUDIENCES = {
    Subject.COLLECTIVE: ("collective", "front_orgs", ""),
    Subject.INDIVIDUAL: ("individual", "staff", ""),
    Subject.HOUSEHOLD: ("other", "individual", ""),
}


def criteria_for(nomination: Nomination) -> QuerySet[Criterion]:
    """The plan's conditions for this subject at this level."""
    audiences = _AUDIENCES[Subject(nomination.subject)]
    of_unit = nomination.unit.kind if nomination.unit else ""
    if nomination.subject == Subject.COLLECTIVE:
        # A plan with conditions for Mặt trận, đoàn thể means them, not the offices (seed 004, III.1.2).
        wanted = "front_orgs" if of_unit == "Mặt trận, đoàn thể" else "collective"
        own = nomination.movement.criteria.filter(audience=wanted)
        audiences = (wanted, "") if own.exists() else audiences
    level = Q(level="") | Q(level=nomination.award_level.level)
    return nomination.movement.criteria.filter(level, audience__in=audiences)


def items_for(nomination: Nomination) -> QuerySet[DossierItem]:
    """The papers that the plan wants for this level."""
    level = nomination.award_level.level
    return nomination.movement.dossier_items.filter(Q(level="") | Q(level=level))


def rewarded_before(nomination: Nomination) -> bool:
    """Whether the same achievement already carries an award (R-41): same nominee, same movement."""
    rows = Nomination.objects.filter(movement_id=nomination.movement_id, state__in=("awarded", "awarded_above"))
    same = Q(person_id=nomination.person_id) if nomination.person_id else Q(unit_id=nomination.unit_id, person=None)
    if nomination.subject == Subject.HOUSEHOLD:
        same = Q(household=nomination.household)
    return rows.filter(same, subject=nomination.subject).exclude(pk=nomination.pk).exists()


def unmet_checks(nomination: Nomination) -> QuerySet[CriterionCheck]:
    """Criteria not found met: refused, on hold or without data."""
    return nomination.criterion_checks.exclude(outcome=CriterionCheck.Outcome.MET).select_related("criterion")


def missing_papers(nomination: Nomination) -> list[str]:
    """Papers of the checklist that are not there yet."""
    return [paper.item.text for paper in nomination.papers.filter(present=False).select_related("item")]


_OFFICE = {Role.CLERK, Role.CHAIR, Role.REGISTRAR, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.AUDITOR}


def visible(reader: Reader) -> QuerySet[Nomination]:
    """Dossiers that a person may open: the office all of its locality, a unit its own, staff their own."""
    rows = reader.scope(Nomination)
    if reader.roles & _OFFICE:
        return rows
    return rows.filter(Q(nominated_by__in=reader.unit_ids) | Q(person_id=reader.person_id, person__isnull=False))
