"""Awards: proposed by the clerk, decided by the chair, numbered by the registrar, handed out with a certificate."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from chungtay import law, typesetting
from chungtay.audit.actions import record
from chungtay.councils.models import Meeting
from chungtay.decisions import papers
from chungtay.decisions.models import Award, Certificate, Decision
from chungtay.documents.actions import issue_document, mark_signed, number_of, rewrite_draft, write_draft
from chungtay.documents.models import Document
from chungtay.kit.errors import UserError
from chungtay.kit.states import move
from chungtay.law import money
from chungtay.localities.access import Reader
from chungtay.movements.actions import file_paper
from chungtay.movements.models import AwardLevel, Paper
from chungtay.nominations.actions import StepNotes, step_dossier
from chungtay.nominations.models import Nomination, Subject

# Codes are read from paper and typed into a phone: no 0/O, 1/I, 2/Z, 5/S, 8/B. 12 letters of 26 carry 56 bits.
_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"


@transaction.atomic
def propose_awards(
    *, meeting: Meeting, award_level: AwardLevel, by: Reader, at: dt.datetime, on: dt.date, signer_name: str, signer_title: str
) -> Decision:
    """Writes the proposal (tờ trình) and the draft decision for what the meeting selected at one level.

    A level decided above gets only the proposal: its dossiers go up with minutes and reports.
    """
    level = AwardLevel.objects.select_for_update().get(pk=award_level.pk)
    chosen = _selected(meeting, level)
    if not chosen:
        raise UserError(_("Không có hồ sơ được chọn nào chờ trình ở mức khen này."))
    if Decision.objects.filter(meeting=meeting, award_level=level).exclude(state="dropped").exists():
        raise UserError(_("Mức khen này đã có dự thảo quyết định. Mở dự thảo đó."))
    closed = {"minutes_signed": meeting.state == "closed"}
    for nomination in chosen:
        step_dossier(nomination=nomination, verb="propose", by=by, at=at, on=on, extra_facts=closed)
    decision = Decision.objects.create(
        locality=meeting.locality, movement=meeting.movement, award_level=level, meeting=meeting,
        signer_name=signer_name, signer_title=signer_title, created_at=at,
    )  # fmt: skip
    _list_awards(decision, chosen)
    decision.proposal = _draft(decision, papers.proposal(decision), by=by, at=at)
    if level.decided_here:
        decision.document = _draft(decision, papers.decision(decision), by=by, at=at)
    decision.save_next("proposal", "document")
    record("decision.drafted", by=by, at=at, scope=meeting.locality.code, subject=decision, after={"awards": len(chosen)})
    return decision


def _selected(meeting: Meeting, level: AwardLevel) -> list[Nomination]:
    rows = Nomination.objects.filter(tallies__meeting=meeting, award_level=level, state="selected")
    order = {Subject.COLLECTIVE: 0, Subject.HOUSEHOLD: 1, Subject.INDIVIDUAL: 2}
    return sorted(rows.select_related("person__unit", "unit"), key=lambda n: (order[Subject(n.subject)], n.pk))


def _list_awards(decision: Decision, chosen: Sequence[Nomination]) -> None:
    """The list of the decision; the ordinal is the 'số sổ vàng' of R-87."""
    Award.objects.bulk_create(
        Award(
            decision=decision, nomination=nomination, ordinal=i, subject=nomination.subject, name=nomination.nominee,
            description=nomination.description, achievement=nomination.achievement,
        )
        for i, nomination in enumerate(chosen, start=1)
    )  # fmt: skip


def _draft(decision: Decision, draft: papers.Draft, *, by: Reader, at: dt.datetime) -> Document:
    document = write_draft(locality=decision.locality, kind=draft.kind, title=draft.title, data=draft.data, by=by, at=at)
    file_paper(movement=decision.movement, document=document, stage=Paper.Stage.AWARD)
    return document


def facts(decision: Decision, *, reason: str = "") -> dict[str, bool]:
    """What the guards of the table `decision` ask."""
    awards = list(decision.awards.select_related("nomination"))
    return {
        "list_complete": bool(awards) and all(a.name and a.achievement.strip() for a in awards),
        "no_open_hold": not any(a.nomination.state == "on_hold" for a in awards),
        "number_assigned": bool(decision.document and number_of(decision.document)),
        "publication_checked": bool(reason.strip()),
        "signed_copy_filed": bool(reason.strip()),
        "reason_recorded": bool(reason.strip()),
        "recall_ground_recorded": bool(reason.strip()),
    }


@transaction.atomic
def sign_decision(*, decision: Decision, by: Reader, at: dt.datetime, on: dt.date, version: int | None = None) -> Decision:
    """The chair signs: the dossiers are awarded, the money is worked out by the law of this day, certificates prepared."""
    locked = Decision.locked(decision.pk, version=version)
    before = locked.state
    row = move(locked, "sign", roles=by.role_codes, facts=facts(locked))
    awards = list(locked.awards.select_related("nomination"))
    for award in awards:
        _settle_bonus(award, on=on)
        step_dossier(nomination=award.nomination, verb="award", by=by, at=at, on=on)
        Certificate.objects.create(
            award=award, code=new_code(), template_version=typesetting.TEMPLATE_VERSIONS["giay-khen"]
        )
    locked.law_snapshot = law.snapshot(on)
    if locked.document is None:
        raise UserError(_("Mức khen này do cấp trên quyết định. Dùng bước trình cấp trên."))
    document = rewrite_draft(document=locked.document, data=papers.decision(locked).data, by=by, at=at)
    locked.document = mark_signed(document=document, on=on, by=by, at=at)
    locked.save_next("state", "law_snapshot")
    record(row.event, by=by, at=at, scope=locked.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state})  # fmt: skip
    return locked


def _settle_bonus(award: Award, *, on: dt.date) -> None:
    """Bonus by the base wage of the decision date (R-71); where a coefficient is unknown the sum stays blank, with why."""
    try:
        bonus = money.bonus(form="giay-khen-xa", subject=award.subject, on=on)
    except law.Unsettled as error:
        award.bonus, award.bonus_note = None, str(error)[:400]
    else:
        award.bonus, award.bonus_note = bonus.amount, bonus.sentence[:400]
    award.save(update_fields=["bonus", "bonus_note"])


def new_code() -> str:
    """A code for the public page that says nothing about person or register (documents.md §8: at least 50 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


@transaction.atomic
def number_decision(
    *, decision: Decision, by: Reader, at: dt.datetime, dated: dt.date, number: int | None = None, version: int | None = None
) -> Decision:
    """The registrar gives the number; the issued bytes are kept."""
    locked = Decision.locked(decision.pk, version=version)
    if locked.document is None:
        raise UserError(_("Quyết định này chưa có văn bản."))
    if locked.state == "signed":
        document = locked.document
        if document.signed_on and dated < document.signed_on:
            raise UserError(_("Ngày ban hành không thể trước ngày ký. Xem lại ngày."), field="dated")
        locked.document = issue_document(document=document, dated=dated, number=number, by=by, at=at)
    return _step(locked, "number", by=by, at=at)


@transaction.atomic
def publish_decision(*, decision: Decision, by: Reader, at: dt.datetime, checked: str, version: int | None = None) -> Decision:
    """Makes the certificates verifiable by everyone; `checked` says who looked at what is shown (R-126)."""
    return _step(Decision.locked(decision.pk, version=version), "publish", by=by, at=at, reason=checked)


def _step(locked: Decision, verb: str, *, by: Reader, at: dt.datetime, reason: str = "") -> Decision:
    before = locked.state
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked, reason=reason))
    locked.save_next("state")
    record(row.event, by=by, at=at, scope=locked.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state}, note=reason)  # fmt: skip
    return locked


@transaction.atomic
def send_up(*, decision: Decision, by: Reader, at: dt.datetime, on: dt.date) -> Decision:
    """Sends a proposal for a level decided above: minutes, reports and tờ trình as one bundle."""
    locked = Decision.locked(decision.pk)
    if locked.award_level.decided_here:
        raise UserError(_("Mức khen này do Chủ tịch UBND cấp xã quyết định, không phải trình lên trên."))
    complete = {"bundle_complete": bool(locked.proposal and locked.meeting.minutes)}
    for award in locked.awards.select_related("nomination"):
        step_dossier(nomination=award.nomination, verb="send_up", by=by, at=at, on=on, extra_facts=complete)
    record("decision.sent_up", by=by, at=at, scope=locked.locality.code, subject=locked)
    return locked


@transaction.atomic
def answer_from_above(
    *, award: Award, granted: bool, note: str, by: Reader, at: dt.datetime, on: dt.date
) -> Nomination:
    """Records what the level above answered."""
    verb = "record_award_above" if granted else "record_return"
    return step_dossier(nomination=award.nomination, verb=verb, by=by, at=at, on=on, notes=StepNotes(reason=note))


@transaction.atomic
def print_certificates(*, certificates: Sequence[Certificate], by: Reader, at: dt.datetime) -> Document | None:
    """Counts a print run; a later print of the same certificate asks for its reason (R-91), see `reissue`."""
    for certificate in certificates:
        locked = Certificate.locked(certificate.pk)
        decision = locked.award.decision
        before = locked.state
        if before == "prepared":
            numbered = bool(decision.document and number_of(decision.document))
            row = move(locked, "print", roles=by.role_codes, facts={"decision_numbered": numbered})
            locked.printed_at, locked.prints = at, locked.prints + 1
            locked.save_next("state", "printed_at", "prints")
            record(row.event, by=by, at=at, scope=decision.locality.code, subject=locked,
                   before={"state": before}, after={"state": locked.state})  # fmt: skip
    return None


@transaction.atomic
def reissue_certificate(*, certificate: Certificate, reason: str, by: Reader, at: dt.datetime) -> Certificate:
    """Prints a certificate again (damaged, lost, misprint): same number in the golden book (R-91)."""
    locked = Certificate.locked(certificate.pk)
    before = locked.state
    row = move(locked, "reissue", roles=by.role_codes, facts={"reason_recorded": bool(reason.strip())})
    locked.prints += 1
    locked.save_next("state", "prints")
    record(row.event, by=by, at=at, scope=locked.award.decision.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state}, note=reason)  # fmt: skip
    return locked


@transaction.atomic
def hand_over_certificate(*, certificate: Certificate, on: dt.date, by: Reader, at: dt.datetime) -> Certificate:
    """Records the day on which it was given."""
    locked = Certificate.locked(certificate.pk)
    before = locked.state
    row = move(locked, "hand_over", roles=by.role_codes, facts={"handover_recorded": True})
    locked.handed_over_on = on
    locked.save_next("state", "handed_over_on")
    record(row.event, by=by, at=at, scope=locked.award.decision.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state, "on": on})  # fmt: skip
    return locked


def verify_url(code: str) -> str:
    """The address in the QR code: short and upper case, so that the code stays coarse and scans from worn paper."""
    return f"{settings.BASE_URL}/K/{code}"


def certificate_data(certificate: Certificate) -> dict[str, Any]:
    """What the certificate prints, from the same rows as the decision's list."""
    return papers.certificate(certificate, verify_url(certificate.code))
