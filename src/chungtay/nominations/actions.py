"""Dossiers: nominated, checked paper by paper and criterion by criterion, moved only through their table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.documents.models import StoredFile
from chungtay.kit.errors import UserError
from chungtay.kit.states import move
from chungtay.law import quotas
from chungtay.law.transitions import Row
from chungtay.localities.access import Reader
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import AwardLevel, Movement
from chungtay.nominations import queries
from chungtay.nominations.models import CriterionCheck, DossierPaper, Nomination, Subject

_COLLECTING = ("running", "collecting")


@transaction.atomic
def nominate(
    *,
    movement: Movement,
    award_level: AwardLevel,
    subject: Subject,
    by: Reader,
    at: dt.datetime,
    unit: Unit | None = None,
    person: Person | None = None,
    household: str = "",
    achievement: str = "",
    nominated_by: Unit | None = None,
) -> Nomination:
    """Opens a dossier with the checklist and the criteria of its level laid out. Raises `UserError` for a second one."""
    if movement.state not in _COLLECTING:
        raise UserError(_("Phong trào chưa đến lúc nhận hồ sơ hoặc đã hết. Xem chặng hiện tại ở trang phong trào."))
    if award_level.movement_id != movement.pk:
        raise UserError(_("Mức khen này không thuộc phong trào đang chọn. Chọn lại mức khen."))
    _check_subject(movement, subject, unit, person, household)
    nomination = Nomination(
        locality=movement.locality, movement=movement, award_level=award_level, subject=subject,
        unit=unit if subject == Subject.COLLECTIVE else None, person=person, household=household.strip(),
        nominated_by=nominated_by, achievement=achievement.strip(), created_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            nomination.save(force_insert=True)
    except IntegrityError as error:
        raise UserError(_("%(name)s đã có hồ sơ ở mức khen này. Mở hồ sơ đó để sửa.") % {"name": nomination.nominee}) from error
    CriterionCheck.objects.bulk_create(
        CriterionCheck(nomination=nomination, criterion=criterion) for criterion in queries.criteria_for(nomination)
    )
    DossierPaper.objects.bulk_create(DossierPaper(nomination=nomination, item=item) for item in queries.items_for(nomination))
    record("dossier.opened", by=by, at=at, scope=movement.locality.code, subject=nomination)
    return nomination


def _check_subject(movement: Movement, subject: Subject, unit: Unit | None, person: Person | None, household: str) -> None:
    chosen = {Subject.COLLECTIVE: unit, Subject.INDIVIDUAL: person, Subject.HOUSEHOLD: household.strip()}[subject]
    if not chosen:
        raise UserError(_("Chưa chọn người hoặc tập thể được đề nghị."), field="nominee")
    for thing in (unit, person):
        if thing is not None and thing.locality_id != movement.locality_id:
            raise UserError(_("Người hoặc tập thể này không thuộc địa phương của phong trào."), field="nominee")


@transaction.atomic
def write_achievement(*, nomination: Nomination, achievement: str, by: Reader, at: dt.datetime, version: int) -> Nomination:
    """Saves the achievement text while the dossier is still with the nominators or under completion."""
    locked = Nomination.locked(nomination.pk, version=version)
    if locked.state not in ("draft", "incomplete"):
        raise UserError(_("Hồ sơ đã nộp nên chưa sửa được. Lấy lại để sửa, hoặc chờ yêu cầu bổ sung."))
    before = locked.achievement
    locked.achievement = achievement.strip()
    locked.save_next("achievement")
    record(
        "dossier.achievement_written", by=by, at=at, scope=locked.locality.code, subject=locked,
        before={"achievement": before}, after={"achievement": locked.achievement},
    )  # fmt: skip
    return locked


@transaction.atomic
def set_paper(
    *, paper: DossierPaper, present: bool, by: Reader, at: dt.datetime, file: StoredFile | None = None, note: str = ""
) -> DossierPaper:
    """Ticks one paper of the checklist; a file is kept with it when there is one."""
    nomination = Nomination.locked(paper.nomination_id)
    _must_be_open(nomination)
    paper.present = present or file is not None
    paper.file = file or paper.file
    paper.note, paper.added_by, paper.added_at = note[:200], by.name, at
    paper.save()
    record(
        "dossier.paper_set", by=by, at=at, scope=nomination.locality.code, subject=nomination,
        after={"item": paper.item.text, "present": paper.present, "file": file.sha256 if file else None},
    )  # fmt: skip
    return paper


@transaction.atomic
def check_criterion(
    *, check: CriterionCheck, outcome: CriterionCheck.Outcome, evidence: str, by: Reader, at: dt.datetime
) -> CriterionCheck:
    """Keeps the finding on one criterion. Nobody verifies evidence in their own case (LIFECYCLE §1)."""
    nomination = Nomination.locked(check.nomination_id)
    _must_be_open(nomination)
    if nomination.person_id and nomination.person_id == by.person_id:
        raise UserError(_("Anh/chị là người được đề nghị trong hồ sơ này nên không tự xét được. Nhờ đồng nghiệp xét."))
    before = check.outcome
    check.outcome, check.evidence = outcome, evidence.strip()[:400]
    check.checked_by, check.checked_at = by.name, at
    check.save()
    record(
        "dossier.criterion_checked", by=by, at=at, scope=nomination.locality.code, subject=nomination,
        before={check.criterion.code: before}, after={check.criterion.code: outcome, "evidence": check.evidence},
    )  # fmt: skip
    return check


def _must_be_open(nomination: Nomination) -> None:
    if nomination.state not in ("draft", "submitted", "checking", "incomplete"):
        raise UserError(_("Hồ sơ đã có kết luận nên không sửa được nữa. Cần sửa thì chọn “Kiểm tra lại”."))


@dataclass(frozen=True)
class StepNotes:
    """What a person writes when taking a step: why, what is missing and until when, or the ruling that clears a hold."""

    reason: str = ""
    supplement_due: dt.date | None = None


def facts(nomination: Nomination, *, on: dt.date, notes: StepNotes | None = None) -> dict[str, bool]:
    """What the guards of the table `dossier` ask, as far as this room knows; the meeting adds its own."""
    reason = bool(notes and notes.reason.strip())
    due = nomination.supplement_due
    return {
        "report_written": bool(nomination.achievement.strip()),
        "within_deadline": queries.within_deadline(nomination.movement, on),
        "checklist_complete": not queries.missing_papers(nomination),
        "criteria_met": not queries.unmet_checks(nomination).exists(),
        "achievement_not_rewarded": not queries.rewarded_before(nomination),
        "no_open_hold": not nomination.hold_ground or bool(nomination.clearance),
        "reason_recorded": reason,
        "missing_papers_listed": reason,
        "hold_ground_recorded": reason,
        "clearance_recorded": reason,
        "request_filed": reason,
        "answer_filed": reason,
        "recall_ground_recorded": reason,
        "not_asked_before": nomination.supplement_asked_at is None,
        "supplement_deadline_passed": due is not None and on > due,
        "plan_allows_extra": bool(nomination.award_level.overflow_clause),
        "own_authority": nomination.award_level.decided_here,
        "held_after_selection": nomination.held_from in ("selected", "proposed"),
    }


def quota_of(level: AwardLevel) -> quotas.Quota:
    """The plan's quota of a level in the law engine's words."""
    return quotas.Quota(
        collectives=level.quota_collectives,
        individuals=level.quota_individuals,
        comparator=level.quota_comparator or None,
        exception_text=level.overflow_clause or None,
    )


@transaction.atomic
def step_dossier(
    *,
    nomination: Nomination,
    verb: str,
    by: Reader,
    at: dt.datetime,
    on: dt.date,
    version: int | None = None,
    notes: StepNotes | None = None,
    extra_facts: Mapping[str, bool] | None = None,
) -> Nomination:
    """Takes one step of the table `dossier`. A step that takes a seat is checked under the lock of its award level."""
    locked = Nomination.locked(nomination.pk, version=version)
    before = locked.state
    known = facts(locked, on=on, notes=notes) | dict(extra_facts or {})
    if verb in ("select", "grant_extra"):
        known["within_quota"] = _seat_is_free(locked)
    row = move(locked, verb, roles=by.role_codes, facts=known)
    _keep_notes(locked, row, notes or StepNotes(), at=at, before=before)
    locked.save_next(
        "state", "state_reason", "submitted_at", "supplement_request", "supplement_asked_at", "supplement_due",
        "hold_ground", "held_from", "clearance",
    )  # fmt: skip
    record(
        row.event, by=by, at=at, scope=locked.locality.code, subject=locked,
        before={"state": before}, after={"state": locked.state}, note=notes.reason if notes else "",
    )  # fmt: skip
    return locked


def _seat_is_free(nomination: Nomination) -> bool:
    """Whether the plan leaves a seat; the lock on the level makes two racing nominations wait for each other."""
    level = AwardLevel.objects.select_for_update().get(pk=nomination.award_level_id)
    taken = queries.seats_taken(level, nomination.seat_kind, excluding=nomination.pk)
    return quotas.may_select(quota_of(level), nomination.seat_kind, taken).allowed


def _keep_notes(nomination: Nomination, row: Row, notes: StepNotes, *, at: dt.datetime, before: str) -> None:
    nomination.state_reason = notes.reason.strip()[:400]
    match row.verb:
        case "submit":
            nomination.submitted_at = at
        case "ask_supplement":
            nomination.supplement_request, nomination.supplement_asked_at = notes.reason.strip(), at
            nomination.supplement_due = notes.supplement_due
        case "hold":
            nomination.hold_ground, nomination.held_from, nomination.clearance = notes.reason.strip()[:400], before, ""
            nomination.state_reason = ""  # the ground is shown only to those who check dossiers
        case "release" | "release_selected":
            nomination.clearance, nomination.state_reason = notes.reason.strip()[:400], ""


def subject_snapshot(nomination: Nomination) -> dict[str, Any]:
    """Who it is, in the words that every paper of the round uses."""
    return {
        "subject": nomination.subject,
        "name": nomination.nominee,
        "description": nomination.description,
        "achievement": nomination.achievement,
    }
