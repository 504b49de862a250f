"""Reads of dossiers that more than one caller needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Role
from chungtay.kit.models import valid_on
from chungtay.kit.text import fold
from chungtay.localities.access import Reader
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import AwardLevel, Criterion, Deadline, DossierItem, Movement
from chungtay.nominations.models import CriterionCheck, Nomination, Subject

# Seats are taken by what the council chose and by everything that follows from it.
TAKES_A_SEAT = ("selected", "proposed", "awarded", "sent_up", "awarded_above")
# A dossier held after it was chosen keeps its seat: holding is not rejecting, so nobody else may be given it.
HELD_WITH_SEAT = ("selected", "proposed")
WAITING = ("submitted", "checking", "incomplete", "eligible", "shortlisted")
OPEN = (*WAITING, "draft", "on_hold", "extra_requested", "selected", "proposed", "sent_up")


def takes_a_seat(prefix: str = "") -> Q:
    """Filter for dossiers that occupy a seat of their level."""
    held = Q(**{f"{prefix}state": "on_hold", f"{prefix}held_from__in": HELD_WITH_SEAT})
    return Q(**{f"{prefix}state__in": TAKES_A_SEAT}) | held


def seats_taken(level: AwardLevel, seat_kind: str, *, excluding: int | None = None) -> int:
    """How many seats of one kind are taken at a level."""
    rows = level.nominations.filter(takes_a_seat()).exclude(pk__in=[excluding] if excluding else [])
    collectives = Q(subject=Subject.COLLECTIVE)
    return rows.filter(collectives if seat_kind == "collective" else ~collectives).count()


def _counted(movement: Movement) -> QuerySet[AwardLevel]:
    collective = Q(nominations__subject=Subject.COLLECTIVE)
    taken, waiting = takes_a_seat("nominations__"), Q(nominations__state__in=WAITING)
    beyond = Q(nominations__state__in=("beyond_quota", "extra_requested"))
    some = Q(nominations__isnull=False)
    return movement.award_levels.annotate(
        taken_collective=Count("nominations", filter=some & collective & taken),
        taken_individual=Count("nominations", filter=some & ~collective & taken),
        waiting_collective=Count("nominations", filter=some & collective & waiting),
        waiting_individual=Count("nominations", filter=some & ~collective & waiting),
        beyond_collective=Count("nominations", filter=some & collective & beyond),
        beyond_individual=Count("nominations", filter=some & ~collective & beyond),
    ).order_by("position")


def seat_counts(movement: Movement) -> dict[int, dict[str, int]]:
    """Per award level: seats taken and dossiers waiting, by kind; one query for the whole movement."""
    keys = ("taken_collective", "taken_individual", "waiting_collective", "waiting_individual",
            "beyond_collective", "beyond_individual")  # fmt: skip
    return {level.pk: {key: getattr(level, key) for key in keys} for level in _counted(movement)}


@dataclass(frozen=True)
class SeatLine:
    """The seats of one kind at one level. `limit` None: the plan states no number, or only a lowest one."""

    label: str
    limit: int | None
    least: int | None
    taken: int
    waiting: int
    beyond: int

    @property
    def words(self) -> str:
        """The sentence that carries the meaning: "còn 1/3 suất, 2 hồ sơ đang chờ"."""
        if self.limit is not None:
            free = max(self.limit - self.taken, 0)
            first = _("còn %(free)s/%(limit)s suất") % {"free": free, "limit": self.limit}
        elif self.least is not None:
            first = _("ít nhất %(least)s suất, đã chọn %(taken)s") % {"least": self.least, "taken": self.taken}
        else:
            first = _("kế hoạch không nêu số suất")
            first += _(", đã chọn %s") % self.taken if self.taken else ""
        rest = [_("%s hồ sơ đang chờ") % self.waiting] if self.waiting else []
        rest += [_("%s ngoài số lượng") % self.beyond] if self.beyond else []
        return ", ".join([first, *rest])

    @property
    def waiting_seats(self) -> int:
        """Seats drawn as waiting: no more than are free, because more candidates than seats is nothing wrong."""
        return min(self.waiting, max((self.limit or 0) - self.taken, 0))


@dataclass(frozen=True)
class LevelSeats:
    """One award level with its two lines of seats."""

    level: AwardLevel
    lines: tuple[SeatLine, SeatLine]


def level_seats(movement: Movement) -> list[LevelSeats]:
    """Every award level of the movement with what is taken, waiting and beyond; one query."""
    return [LevelSeats(level, (_line(level, "collective"), _line(level, "individual"))) for level in _counted(movement)]


def _line(level: AwardLevel, kind: str) -> SeatLine:
    given = level.quota_collectives if kind == "collective" else level.quota_individuals
    lowest = level.quota_comparator == "min"
    return SeatLine(
        label=_("Tập thể") if kind == "collective" else _("Cá nhân, hộ gia đình"),
        limit=None if lowest else given,
        least=given if lowest else None,
        taken=getattr(level, f"taken_{kind}"),
        waiting=getattr(level, f"waiting_{kind}"),
        beyond=getattr(level, f"beyond_{kind}"),
    )


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
_AUDIENCES: dict[str, tuple[str, ...]] = {
    Subject.COLLECTIVE: ("collective", "front_orgs", ""),
    Subject.INDIVIDUAL: ("individual", "staff", ""),
    Subject.HOUSEHOLD: ("other", "individual", ""),
}


def criteria_for(nomination: Nomination) -> QuerySet[Criterion]:
    """The plan's conditions for this subject at this level."""
    audiences = _AUDIENCES[Subject(nomination.subject)]
    person = nomination.person
    resident = person is not None and person.category == Person.Category.RESIDENT
    if nomination.subject == Subject.INDIVIDUAL and resident:
        # Conditions for "đối tượng khác" are those of residents; staff conditions speak of assigned duties.
        own = nomination.movement.criteria.filter(audience="other")
        audiences = ("other", "") if own.exists() else audiences
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


# One unit head's own people and unit, a member of staff only themselves: LIFECYCLE §1.
def nominators_units(reader: Reader, movement: Movement, on: dt.date) -> QuerySet[Unit]:
    """Units that this person may nominate from, valid on the day: all for the clerk, their own for others."""
    rows = Unit.objects.filter(valid_on(on), locality_id=movement.locality_id)
    return rows if Role.CLERK in reader.roles else rows.filter(pk__in=reader.unit_ids)


def nominable_people(reader: Reader, movement: Movement, on: dt.date) -> QuerySet[Person]:
    """People whom this person may nominate, valid on the day."""
    rows = Person.objects.filter(valid_on(on), locality_id=movement.locality_id).select_related("unit")
    if Role.CLERK in reader.roles:
        return rows
    if Role.UNIT_HEAD in reader.roles:
        return rows.filter(Q(unit__in=reader.unit_ids) | Q(pk=reader.person_id))
    return rows.filter(pk__in=[reader.person_id] if reader.person_id else [])


def existing(
    level: AwardLevel, subject: Subject, *, unit: Unit | None, person: Person | None, household: str
) -> Nomination | None:
    """The dossier that this nominee already has at this level, unless it was withdrawn."""
    rows = level.nominations.filter(subject=subject).exclude(state="withdrawn").select_related("person", "unit")
    match subject:
        case Subject.COLLECTIVE:
            return rows.filter(unit=unit).first()
        case Subject.INDIVIDUAL:
            return rows.filter(person=person).first()
    # Households have no row of their own: the same name in the same village is the same household.
    same = fold(household)
    return next((row for row in rows.filter(unit=unit) if fold(row.household) == same), None)


def past_awards(nomination: Nomination) -> QuerySet[Nomination]:
    """Earlier awards of the same nominee that this office knows of, newest first."""
    rows = Nomination.objects.filter(locality_id=nomination.locality_id, state__in=("awarded", "awarded_above"))
    same = Q(person_id=nomination.person_id) if nomination.person_id else Q(unit_id=nomination.unit_id, person=None)
    if nomination.subject == Subject.HOUSEHOLD:
        same = Q(household=nomination.household, unit_id=nomination.unit_id)
    rows = rows.filter(same, subject=nomination.subject).exclude(pk=nomination.pk)
    return rows.select_related("award_level", "movement").order_by("-movement__year", "-pk")


# Who may read the ground of a hold: those who act on it, nobody else.
_MAY_READ_HOLD = {Role.CLERK, Role.CHAIR, Role.COUNCIL_SECRETARY}


def may_read_hold(reader: Reader) -> bool:
    """Whether the ground of a hold and its clearance may be shown (R-127)."""
    return bool(reader.roles & _MAY_READ_HOLD)


def may_edit(nomination: Nomination, reader: Reader) -> bool:
    """Whether this person may change papers now: nominators until they hand in, the clerk until the conclusion."""
    if Role.CLERK in reader.roles:
        return nomination.state in ("draft", "submitted", "checking", "incomplete")
    return bool(reader.roles & {Role.UNIT_HEAD, Role.STAFF}) and nomination.state in ("draft", "incomplete")


def is_own_case(nomination: Nomination, reader: Reader) -> bool:
    """Whether the person is the nominee: nobody concludes on their own case (LIFECYCLE §1)."""
    return nomination.person_id is not None and nomination.person_id == reader.person_id
