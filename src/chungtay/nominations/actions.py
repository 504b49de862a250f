"""Dossiers: nominated, checked paper by paper and criterion by criterion, moved only through their table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission, Role
from chungtay.audit.actions import record
from chungtay.documents.actions import rewrite_draft, write_draft
from chungtay.documents.models import Document, StoredFile
from chungtay.kit.errors import Forbidden, UserError
from chungtay.kit.states import move
from chungtay.kit.text import vi_date
from chungtay.law import quotas
from chungtay.law.transitions import Row
from chungtay.localities.access import Reader
from chungtay.localities.models import Person, Unit
from chungtay.movements.actions import file_paper
from chungtay.movements.models import AwardLevel, Movement, Paper
from chungtay.nominations import assessing, papers, queries, verdicts
from chungtay.nominations.assessing import Case
from chungtay.nominations.models import AwardComparison, CriterionCheck, DossierPaper, Nomination, Subject
from chungtay.records.models import Line

COLLECTING = ("running", "collecting")
OPEN_STATES = ("draft", "submitted", "checking", "incomplete")
# The clerk checks; the chair or the secretary steps in where the clerk is the nominee (LIFECYCLE §1).
CHECKERS = frozenset({Role.CLERK, Role.CHAIR, Role.COUNCIL_SECRETARY})
# Steps that conclude on a case: nobody takes them in their own.
JUDGING = verdicts.CONCLUDING | {
    "hold", "release", "release_selected", "recheck", "shortlist", "grant_extra", "refuse_extra",
}  # fmt: skip


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
    """Opens a dossier with checklist and criteria of its level laid out. Raises `UserError` for a second one."""
    if movement.state not in COLLECTING:
        raise UserError(_("Phong trào chưa đến lúc nhận hồ sơ hoặc đã hết. Xem chặng hiện tại ở trang phong trào."))
    if award_level.movement_id != movement.pk:
        raise UserError(_("Mức khen này không thuộc phong trào đang chọn. Chọn lại mức khen."))
    _check_subject(movement, subject, unit, person, household, at.date())
    AwardLevel.objects.select_for_update().get(pk=award_level.pk)
    if queries.existing(award_level, subject, unit=unit, person=person, household=household):
        raise UserError(
            _("%(name)s đã có hồ sơ ở mức khen này. Mở hồ sơ đó để sửa.") % {"name": person or household or unit}
        )
    nomination = Nomination(
        locality=movement.locality, movement=movement, award_level=award_level, subject=subject,
        unit=None if subject == Subject.INDIVIDUAL else unit,
        person=person if subject == Subject.INDIVIDUAL else None,
        household=" ".join(household.split()) if subject == Subject.HOUSEHOLD else "", nominated_by=nominated_by,
        achievement=achievement.strip(), created_at=at,
    )  # fmt: skip
    nomination.save(force_insert=True)
    CriterionCheck.objects.bulk_create(
        CriterionCheck(nomination=nomination, criterion=criterion) for criterion in queries.criteria_for(nomination)
    )
    DossierPaper.objects.bulk_create(
        DossierPaper(nomination=nomination, item=item) for item in queries.items_for(nomination)
    )
    record("dossier.opened", by=by, at=at, scope=movement.locality.code, subject=nomination)
    return nomination


def _check_subject(
    movement: Movement, subject: Subject, unit: Unit | None, person: Person | None, household: str, on: dt.date
) -> None:
    chosen = {Subject.COLLECTIVE: unit, Subject.INDIVIDUAL: person, Subject.HOUSEHOLD: household.strip()}[subject]
    if not chosen:
        raise UserError(_("Chưa chọn người hoặc tập thể được đề nghị."), field="nominee")
    for thing in (unit, person):
        if thing is not None and not thing.is_valid_on(on):
            raise UserError(
                _("%(name)s không còn trong danh sách của địa phương. Chọn lại.") % {"name": thing}, field="nominee"
            )
        if thing is not None and thing.locality_id != movement.locality_id:
            raise UserError(_("Người hoặc tập thể này không thuộc địa phương của phong trào."), field="nominee")


@transaction.atomic
def write_achievement(
    *, nomination: Nomination, achievement: str, by: Reader, at: dt.datetime, version: int
) -> Nomination:
    """Saves the achievement text while the dossier is still with the nominators or under completion."""
    locked = Nomination.locked(nomination.pk, version=version)
    _must_be_writer(by)
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
    _must_be_writer(by)
    _must_be_open(nomination)
    if not queries.may_edit(nomination, by):
        raise UserError(
            _("Hồ sơ đã nộp nên giấy tờ do cán bộ thường trực ghi. Lấy lại để sửa, hoặc chờ yêu cầu bổ sung.")
        )
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
    _must_be_checker(by)
    _must_be_open(nomination)
    _must_not_be_own(nomination, by)
    before = check.outcome
    check.outcome, check.evidence = outcome, evidence.strip()[:400]
    check.checked_by, check.checked_at = by.name, at
    check.save()
    record(
        "dossier.criterion_checked", by=by, at=at, scope=nomination.locality.code, subject=nomination,
        before={check.criterion.code: before}, after={check.criterion.code: outcome, "evidence": check.evidence},
    )  # fmt: skip
    return check


def _must_be_writer(by: Reader) -> None:
    if not by.can(Permission.WRITE_DOSSIERS):
        raise Forbidden(_("Hồ sơ do đơn vị đề nghị hoặc cán bộ thường trực phong trào sửa."))


def _must_not_be_own(nomination: Nomination, by: Reader) -> None:
    if queries.is_own_case(nomination, by):
        raise UserError(_("Anh/chị là người được đề nghị trong hồ sơ này nên không tự xét được. Nhờ đồng nghiệp xét."))


def _must_be_open(nomination: Nomination) -> None:
    if nomination.state not in OPEN_STATES:
        raise UserError(_("Hồ sơ đã có kết luận nên không sửa được nữa. Cần sửa thì chọn “Kiểm tra lại”."))


@dataclass(frozen=True)
class StepNotes:
    """What a person writes when taking a step: why, what is missing until when, or the ruling that ends a hold."""

    reason: str = ""
    supplement_due: dt.date | None = None
    clearance: str = ""


def facts(
    nomination: Nomination, *, on: dt.date, notes: StepNotes | None = None, case: Case | None = None
) -> dict[str, bool]:
    """What the guards of the table `dossier` ask, as far as this room knows; the meeting adds its own.

    `case`: the verdict of that day, where the caller has it already.
    """
    reason = bool(notes and notes.reason.strip())
    due = nomination.supplement_due
    case = case or assessing.case(nomination, on=on)
    return verdicts.facts_of(case) | {
        "report_written": bool(nomination.achievement.strip()),
        "within_deadline": queries.within_deadline(nomination.movement, on),
        "checklist_complete": all(paper.present for paper in nomination.papers.all()),
        "criteria_met": not assessing.unmet(case),
        "achievement_not_rewarded": not assessing.rewarded(case) and not queries.rewarded_before(nomination),
        "no_open_hold": not assessing.held(case, on),
        "reason_recorded": reason,
        "missing_papers_listed": reason,
        "hold_ground_recorded": reason,
        "clearance_recorded": bool(notes and (notes.clearance.strip() or notes.reason.strip())),
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
    on_behalf_of: Role | None = None,
) -> Nomination:
    """Takes one step of the table `dossier`. A step that takes a seat is checked under the lock of its award level.

    `on_behalf_of`: the role whose signed paper is carried out (the secretary's minutes), whoever presses the button.
    """
    locked = Nomination.locked(nomination.pk, version=version)
    notes = notes or StepNotes()
    before = locked.state
    case = assessing.case(locked, on=on, deciding=verb in verdicts.DECIDING)
    known = facts(locked, on=on, notes=notes, case=case) | {"ratings_confirmed": verdicts.confirmed(case)}
    known |= extra_facts or {}
    if verb == "select":
        known["within_quota"] = _seat_is_free(locked)
    if before == "on_hold" and verb == "fail":
        known["clearance_recorded"] = bool(notes.clearance.strip())  # two papers: why, and what ended the hold
    roles = {*by.role_codes, *([on_behalf_of] if on_behalf_of else [])}
    row = _move(locked, verb, roles=roles, facts=known)
    if verb in JUDGING:
        _must_not_be_own(locked, by)
    if verb in verdicts.RELYING:
        verdicts.keep(case, verb, reason=notes.reason, by=by, at=at)
    if verb == "ask_supplement":
        _check_due(notes.supplement_due, on)
    _keep_notes(locked, row, notes, at=at, before=before)
    locked.save_next(
        "state", "state_reason", "submitted_at", "supplement_request", "supplement_asked_at", "supplement_due",
        "hold_ground", "held_from", "clearance",
    )  # fmt: skip
    record(
        row.event, by=by, at=at, scope=locked.locality.code, subject=locked,
        before={"state": before}, after={"state": locked.state}, note=notes.reason,
    )  # fmt: skip
    if verb in ("submit", "supplement"):
        write_report(nomination=locked, by=by, at=at)
    verdicts.follow(locked, verb, by=by, at=at, on=on)
    return locked


def _move(nomination: Nomination, verb: str, *, roles: set[str], facts: Mapping[str, bool]) -> Row:
    """One step of the table. Where many dossiers are decided at once, the refusal says which of them stopped it."""
    try:
        return move(nomination, verb, roles=roles, facts=facts)
    except Forbidden:
        raise
    except UserError as error:
        if verb in verdicts.DECIDING:
            raise UserError(f"{nomination.nominee}: {error.message}") from error
        raise


@transaction.atomic
def set_direct(*, nomination: Nomination, direct: bool | None, by: Reader, at: dt.datetime, version: int) -> Nomination:
    """Whether the nominee does the work or is directly in charge of it, where the plan asks (R-48)."""
    locked = Nomination.locked(nomination.pk, version=version)
    _must_be_checker(by)
    _must_be_open(locked)
    _must_not_be_own(locked, by)
    before, locked.direct = locked.direct, direct
    locked.save_next("direct")
    record("dossier.direct_set", by=by, at=at, scope=locked.locality.code, subject=locked,
           before={"direct": before}, after={"direct": direct})  # fmt: skip
    return locked


@transaction.atomic
def compare_award(*, nomination: Nomination, line: Line, same: bool, by: Reader, at: dt.datetime) -> AwardComparison:
    """Whether an earlier award was for the achievement of this dossier (R-41)."""
    locked = Nomination.locked(nomination.pk)
    _must_be_checker(by)
    _must_be_open(locked)
    _must_not_be_own(locked, by)
    if line.pk not in {known.pk for known in assessing.case(locked, on=at.date()).book.awards()}:
        raise UserError(_("Lần khen này không phải của người được đề nghị. Tải lại trang."))
    answer, _made = AwardComparison.objects.update_or_create(
        nomination=locked, line=line, defaults={"same": same, "by": by.name, "at": at}
    )
    record("dossier.award_compared", by=by, at=at, scope=locked.locality.code, subject=locked,
           after={"award": line.title, "on": line.since, "same": same})  # fmt: skip
    return answer


def _must_be_checker(by: Reader) -> None:
    if not by.roles & CHECKERS:
        raise Forbidden(_("Việc xét tiêu chí do cán bộ thường trực phong trào thực hiện."))


def _check_due(due: dt.date | None, on: dt.date) -> None:
    """A supplement is asked for once, so its limit must be one that can still be met."""
    if due is None:
        raise UserError(_("Chưa ghi hạn bổ sung. Ghi ngày cuối cùng nhận phần bổ sung."), field="supplement_due")
    if due <= on:
        raise UserError(
            _("Hạn bổ sung %(due)s không còn kịp. Chọn một ngày sau hôm nay.") % {"due": vi_date(due)},
            field="supplement_due",
        )


@transaction.atomic
def write_report(*, nomination: Nomination, by: Reader, at: dt.datetime) -> Document:
    """Writes the achievement report (R-55, R-57) from the dossier's own rows, or brings its draft up to date."""
    draft = papers.report(nomination)
    old = nomination.report
    if old is not None and old.state == Document.State.DRAFT:
        return rewrite_draft(document=old, data=draft.data, by=by, at=at)
    document = write_draft(
        locality=nomination.locality, kind=draft.kind, title=draft.title, data=draft.data, by=by, at=at
    )
    file_paper(movement=nomination.movement, document=document, stage=Paper.Stage.DOSSIERS)
    nomination.report = document
    nomination.save_next("report")
    record("dossier.report_written", by=by, at=at, scope=nomination.locality.code, subject=nomination,
           after={"document": document.pk})  # fmt: skip
    return document


@transaction.atomic
def keep_seat_while_held(*, nomination: Nomination, by: Reader, at: dt.datetime) -> Nomination:
    """The council chose a dossier that was put on hold before the minutes were signed: its seat waits for it (R-44)."""
    locked = Nomination.locked(nomination.pk)
    if locked.state != "on_hold":
        raise UserError(_("Hồ sơ này không ở tình trạng tạm dừng xét. Tải lại trang."))
    locked.held_from = "selected"
    locked.save_next("held_from")
    record("dossier.seat_kept", by=by, at=at, scope=locked.locality.code, subject=locked)
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
            nomination.clearance, nomination.state_reason = (notes.clearance or notes.reason).strip()[:400], ""
        case "fail" if before == "on_hold":
            nomination.clearance = notes.clearance.strip()[:400]


def subject_snapshot(nomination: Nomination) -> dict[str, Any]:
    """Who it is, in the words that every paper of the round uses."""
    return {
        "subject": nomination.subject,
        "name": nomination.nominee,
        "description": nomination.description,
        "achievement": nomination.achievement,
    }
