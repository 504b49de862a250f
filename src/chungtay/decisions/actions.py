"""Awards: proposed by the clerk, decided by the chair, numbered by the registrar."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay import law, typesetting
from chungtay.accounts.roles import Role
from chungtay.audit.actions import record
from chungtay.councils.models import Meeting
from chungtay.decisions import papers
from chungtay.decisions.bonuses import Bonus
from chungtay.decisions.models import Award, Certificate, Decision
from chungtay.decisions.printing import hand_over_certificate, print_certificates, reissue_certificate
from chungtay.documents.actions import (
    issue_document,
    mark_signed,
    number_of,
    rewrite_draft,
    void_document,
    write_draft,
)
from chungtay.documents.models import Document, StoredFile
from chungtay.kit.errors import UserError
from chungtay.kit.states import move
from chungtay.localities.access import Reader
from chungtay.localities.rules import law_of
from chungtay.movements.actions import file_paper
from chungtay.movements.models import AwardLevel, Paper
from chungtay.nominations.actions import StepNotes, step_dossier
from chungtay.nominations.models import Nomination, Subject

__all__ = [
    "annul_decision",
    "answer_from_above",
    "drop_decision",
    "facts",
    "hand_over_certificate",
    "number_decision",
    "number_proposal",
    "print_certificates",
    "propose_awards",
    "publish_decision",
    "record_signature",
    "reissue_certificate",
    "send_up",
    "sign_decision",
]

# Codes are read from paper and typed into a phone: no 0/O, 1/I, 2/Z, 5/S, 8/B. 12 letters of 26 carry 56 bits.
CODE_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
CODE_LENGTH = 16  # 75 bits of chance: nobody finds another's certificate by trying
CODE_LENGTHS = (12, CODE_LENGTH)  # codes of 12 letters are printed on older sheets and open for ever

# The list of the decision prints its groups in this order, so the ordinals must count in it.
ORDER = {Subject.COLLECTIVE: 0, Subject.INDIVIDUAL: 1, Subject.HOUSEHOLD: 2}


@transaction.atomic
def propose_awards(
    *, meeting: Meeting, award_level: AwardLevel, by: Reader, at: dt.datetime, on: dt.date, signer_name: str,
    signer_title: str, proposer_name: str = "", proposer_title: str = "",
) -> Decision:  # fmt: skip
    """Writes the proposal (tờ trình) and the draft decision for what the meeting selected at one level.

    A level decided above gets only the proposal: its dossiers go up with minutes and reports. `proposer_*`: who signs
    the proposal for the council. Whoever signs is printed under the signature (L-31), so a nameless paper is refused.
    """
    level = AwardLevel.objects.select_for_update().get(pk=award_level.pk)
    chosen = selected(meeting, level)
    if not chosen:
        raise UserError(_("Không có hồ sơ được chọn nào chờ trình ở mức khen này."))
    if Decision.objects.filter(meeting=meeting, award_level=level, state="drafted", sent_up_on=None).exists():
        raise UserError(_("Mức khen này đang có dự thảo. Mở dự thảo đó, hoặc bỏ dự thảo rồi soạn lại."))
    closed = {"minutes_signed": meeting.state == "closed"}
    for nomination in chosen:
        if nomination.state == "selected":
            step_dossier(nomination=nomination, verb="propose", by=by, at=at, on=on, extra_facts=closed)
    if level.decided_here and not proposer_name.strip():
        raise UserError(_("Chưa có người ký tờ trình. Ghi họ tên người ký thay mặt Hội đồng."), field="proposer_name")
    if not signer_name.strip():
        raise UserError(_("Chưa có người ký. Ghi họ tên người ký."), field="signer_name")
    decision = Decision.objects.create(
        locality=meeting.locality, movement=meeting.movement, award_level=level, meeting=meeting,
        signer_name=signer_name.strip(), signer_title=signer_title.strip(), proposer_name=proposer_name.strip(),
        proposer_title=proposer_title.strip(), created_at=at,
    )  # fmt: skip
    _list_awards(decision, chosen, on=on)
    decision.proposal = _draft(decision, papers.proposal(decision), by=by, at=at)
    if level.decided_here:
        decision.document = _draft(decision, papers.decision(decision, on=on), by=by, at=at)
    decision.save_next("proposal", "document")
    record(
        "decision.drafted", by=by, at=at, scope=meeting.locality.code, subject=decision, after={"awards": len(chosen)}
    )
    return decision


def selected(meeting: Meeting, level: AwardLevel) -> list[Nomination]:
    """What a meeting chose at a level and no decision lists yet; after a dropped draft the proposed ones wait again."""
    rows = Nomination.objects.filter(
        tallies__meeting=meeting, award_level=level, state__in=("selected", "proposed"), award=None
    )
    return sorted(
        rows.select_related("person__unit", "unit", "locality"), key=lambda n: (ORDER[Subject(n.subject)], n.pk)
    )


def _list_awards(decision: Decision, chosen: Sequence[Nomination], *, on: dt.date) -> None:
    """The list; the ordinal is the 'số sổ vàng' of R-87. A collective is said to be of its commune (R-86)."""
    awards = [
        Award(
            decision=decision, nomination=nomination, ordinal=i, subject=nomination.subject, name=nomination.nominee,
            description=nomination.description or str(decision.locality), achievement=nomination.achievement,
        )
        for i, nomination in enumerate(chosen, start=1)
    ]  # fmt: skip
    book = law_of(decision.locality)
    for award in awards:
        award.folded = award.folded_words()
        Bonus.of(decision.award_level, award.subject, on=on, book=book).lay_on(award)
    Award.objects.bulk_create(awards)


def _draft(decision: Decision, draft: papers.Draft, *, by: Reader, at: dt.datetime) -> Document:
    document = write_draft(
        locality=decision.locality, kind=draft.kind, title=draft.title, data=draft.data, by=by, at=at
    )
    file_paper(movement=decision.movement, document=document, stage=Paper.Stage.AWARD)
    return document


def facts(decision: Decision, *, reason: str = "") -> dict[str, bool]:
    """What the guards of the table `decision` ask."""
    awards = list(decision.awards.values_list("name", "achievement", "nomination__state"))
    return {
        "list_complete": bool(awards) and all(name and achievement.strip() for name, achievement, _state in awards),
        "no_open_hold": not any(state == "on_hold" for _name, _achievement, state in awards),
        "number_assigned": bool(decision.document and number_of(decision.document)),
        "publication_checked": bool(reason.strip()),
        "signed_copy_filed": decision.signed_copy_id is not None,
        "reason_recorded": bool(reason.strip()),
        "recall_ground_recorded": bool(decision.annulment_ground and decision.annulment_note),
    }


@transaction.atomic
def sign_decision(
    *, decision: Decision, by: Reader, at: dt.datetime, on: dt.date, version: int | None = None
) -> Decision:
    """The chair signs: dossiers are awarded, the money follows the law of this day, certificates are prepared."""
    locked = _decided_here(Decision.locked(decision.pk, version=version))
    return _take_signature(locked, "sign", "award", by=by, at=at, on=on)


@transaction.atomic
def record_signature(
    *, decision: Decision, signed_copy: StoredFile, signed_on: dt.date, by: Reader, at: dt.datetime,
    version: int | None = None,
) -> Decision:  # fmt: skip
    """Files the decision that the chair signed on paper; the registrar records, she does not decide."""
    locked = _decided_here(Decision.locked(decision.pk, version=version))
    if signed_on > at.date():
        raise UserError(_("Ngày ký không thể sau hôm nay. Xem lại ngày trên bản giấy."), field="signed_on")
    locked.signed_copy = signed_copy
    filed = {"signed_decision_filed": True}
    return _take_signature(locked, "record_signature", "record_award", by=by, at=at, on=signed_on, extra=filed)


def _decided_here(decision: Decision) -> Decision:
    if decision.document is None:
        raise UserError(_("Mức khen này do cấp trên quyết định. Dùng bước trình cấp trên."))
    return decision


def _take_signature(
    locked: Decision, verb: str, dossier_verb: str, *, by: Reader, at: dt.datetime, on: dt.date,
    extra: Mapping[str, bool] | None = None,
) -> Decision:  # fmt: skip
    before = locked.state
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked))
    book = law_of(locked.locality)
    for award in locked.awards.select_related("nomination"):
        Bonus.of(locked.award_level, award.subject, on=on, book=book).lay_on(award)
        award.save(update_fields=["bonus", "bonus_note", "bonus_record"])
        step_dossier(nomination=award.nomination, verb=dossier_verb, by=by, at=at, on=on, extra_facts=extra)
        Certificate.objects.create(
            award=award, code=new_code(), template_version=typesetting.TEMPLATE_VERSIONS["giay-khen"]
        )
    locked.law_snapshot = book.on(on).as_json()
    assert locked.document is not None
    document = rewrite_draft(document=locked.document, data=papers.decision(locked, on=on).data, by=by, at=at)
    locked.document = mark_signed(document=document, on=on, by=by, at=at)
    locked.save_next("state", "law_snapshot", "signed_copy")
    after = {"state": locked.state, "signed_copy": locked.signed_copy.sha256 if locked.signed_copy else None}
    record(row.event, by=by, at=at, scope=locked.locality.code, subject=locked, before={"state": before}, after=after)
    return locked


def new_code() -> str:
    """A code for the public page that says nothing about person or register (at least 64 bits of chance)."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


@transaction.atomic
def number_decision(
    *,
    decision: Decision,
    by: Reader,
    at: dt.datetime,
    dated: dt.date,
    number: int | None = None,
    version: int | None = None,
) -> Decision:
    """The registrar gives the number; the issued bytes are kept. The signed sums must be right on that date."""
    locked = _decided_here(Decision.locked(decision.pk, version=version))
    assert locked.document is not None
    before = locked.state
    row = move(locked, "number", roles=by.role_codes, facts={"number_assigned": True})
    _check_date(locked, dated)
    locked.document = issue_document(document=locked.document, dated=dated, number=number, by=by, at=at)
    locked.save_next("state")
    after = {"state": locked.state, "number": number_of(locked.document)}
    record(row.event, by=by, at=at, scope=locked.locality.code, subject=locked, before={"state": before}, after=after)
    return locked


def _check_date(decision: Decision, dated: dt.date) -> None:
    signed_on = decision.document.signed_on if decision.document else None
    if signed_on is None or dated == signed_on:
        return
    if dated < signed_on:
        raise UserError(_("Ngày ban hành không thể trước ngày ký. Xem lại ngày."), field="dated")
    book = law_of(decision.locality)
    for award in decision.awards.exclude(bonus=None):
        on_that_day, signed = (
            Bonus.of(decision.award_level, award.subject, on=day, book=book).amount for day in (dated, signed_on)
        )
        if on_that_day != signed:
            raise UserError(
                _("Ngày %(dated)s có mức tiền thưởng khác ngày ký %(signed)s, nên số tiền trên bản đã ký không còn "
                  "đúng. Ghi ngày ban hành cùng mức với ngày ký, hoặc hủy quyết định này rồi trình ký lại.")
                % {"dated": f"{dated:%d/%m/%Y}", "signed": f"{signed_on:%d/%m/%Y}"},
                field="dated",
            )  # fmt: skip


@transaction.atomic
def number_proposal(
    *, decision: Decision, by: Reader, at: dt.datetime, dated: dt.date, number: int | None = None,
    signer: tuple[str, str] | None = None,
) -> Decision:  # fmt: skip
    """The registrar files the signed tờ trình under its number, in the series of the body that submits it.

    `signer`: name and title of who has signed it, where that is another than it was drafted for.
    """
    locked = Decision.locked(decision.pk)
    if locked.proposal is None or locked.state == "dropped":
        raise UserError(_("Chưa có tờ trình để cho số."))
    body = papers.COUNCIL_BODY if locked.award_level.decided_here else "UBND"
    if locked.proposal.state == Document.State.DRAFT:
        if signer is not None:
            _name_signer(locked, *signer, by=by, at=at)
        locked.proposal = mark_signed(document=locked.proposal, on=dated, by=by, at=at)
    locked.proposal = issue_document(document=locked.proposal, dated=dated, number=number, by=by, at=at, body=body)
    if locked.state == "drafted" and locked.document is not None:
        rewrite_draft(document=locked.document, data=papers.decision(locked, on=dated).data, by=by, at=at)
    return locked


def _name_signer(locked: Decision, name: str, title: str, *, by: Reader, at: dt.datetime) -> None:
    """Puts who signed into the proposal: of the council, or of the committee when it goes to the level above."""
    fields = ("proposer_name", "proposer_title") if locked.award_level.decided_here else ("signer_name", "signer_title")
    given = (name.strip(), title.strip())
    if not title.strip() and not locked.award_level.decided_here:
        raise UserError(_("Chưa ghi chức vụ người ký. Ghi như trên bản đã ký, ví dụ CHỦ TỊCH."), field="signer_title")
    if given == tuple(getattr(locked, field) for field in fields):
        return
    for field, value in zip(fields, given, strict=True):
        setattr(locked, field, value)
    locked.save_next(*fields)
    assert locked.proposal is not None
    locked.proposal = rewrite_draft(document=locked.proposal, data=papers.proposal(locked).data, by=by, at=at)


@transaction.atomic
def publish_decision(
    *, decision: Decision, by: Reader, at: dt.datetime, checked: str, version: int | None = None
) -> Decision:
    """Makes the certificates verifiable by everyone; `checked` says who looked at what is shown (R-126)."""
    return _step(Decision.locked(decision.pk, version=version), "publish", by=by, at=at, reason=checked)


@transaction.atomic
def drop_decision(
    *, decision: Decision, reason: str, by: Reader, at: dt.datetime, version: int | None = None
) -> Decision:
    """Gives up a draft. Its list is kept in the log; the dossiers wait for another draft."""
    locked = Decision.locked(decision.pk, version=version)
    if locked.sent_up_on:
        raise UserError(_("Tờ trình này đã gửi cấp trên nên không bỏ được. Ghi trả lời của cấp trên."))
    listed = [award.name for award in locked.awards.all()]
    dropped = _step(locked, "drop", by=by, at=at, reason=reason, after={"list": listed})
    locked.awards.all().delete()
    for document in (locked.proposal, locked.document):
        if document is not None:
            void_document(document=document, reason=reason, by=by, at=at)
    return dropped


@transaction.atomic
def annul_decision(
    *, decision: Decision, ground: str, note: str, by: Reader, at: dt.datetime, on: dt.date, version: int | None = None
) -> Decision:
    """The chair annuls a decision on a ground of the law (R-53). Number, list, certificates stay in the registers."""
    locked = Decision.locked(decision.pk, version=version)
    if ground not in recall_grounds():
        raise UserError(_("Chọn một căn cứ hủy theo luật."), field="ground")
    locked.annulment_ground, locked.annulment_note, locked.annulled_on = ground, note.strip(), on
    annulled = _step(locked, "annul", by=by, at=at, reason=f"{recall_grounds()[ground]}: {note.strip()}")
    annulled.save(update_fields=["annulment_ground", "annulment_note", "annulled_on"])
    for award in annulled.awards.select_related("nomination", "certificate"):
        step_dossier(
            nomination=award.nomination, verb="recall", by=by, at=at, on=on, notes=StepNotes(reason=note.strip())
        )
        _annul_certificate(award.certificate, by=by, at=at)
    if annulled.document is not None:
        void_document(document=annulled.document, reason=note, by=by, at=at)
    return annulled


def _annul_certificate(certificate: Certificate, *, by: Reader, at: dt.datetime) -> None:
    """Follows the chair's annulment of the decision, so the registrar's role stands in; the log names the chair."""
    locked = Certificate.locked(certificate.pk)
    before = locked.state
    row = move(locked, "annul", roles=[Role.REGISTRAR], facts={"annulment_filed": True})
    locked.save_next("state")
    record(row.event, by=by, at=at, scope=locked.award.decision.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state})  # fmt: skip


def recall_grounds() -> Mapping[str, str]:
    """The grounds of R-53 by code, in the words of the law data."""
    grounds: Mapping[str, str] = law.load().rule("R-53").entries[-1].value
    return grounds


def _step(
    locked: Decision,
    verb: str,
    *,
    by: Reader,
    at: dt.datetime,
    reason: str = "",
    after: Mapping[str, Any] | None = None,
) -> Decision:
    before = locked.state
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked, reason=reason))
    locked.save_next("state")
    record(row.event, by=by, at=at, scope=locked.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state, **(after or {})}, note=reason)  # fmt: skip
    return locked


@transaction.atomic
def send_up(*, decision: Decision, by: Reader, at: dt.datetime, on: dt.date) -> Decision:
    """Sends a proposal for a level decided above: minutes, reports and tờ trình as one bundle."""
    locked = Decision.locked(decision.pk)
    if locked.award_level.decided_here:
        raise UserError(_("Mức khen này do Chủ tịch UBND cấp xã quyết định, không phải trình lên trên."))
    if locked.state != "drafted" or locked.sent_up_on:
        raise UserError(_("Tờ trình này đã gửi hoặc đã bỏ. Tải lại trang."))
    awards = list(locked.awards.select_related("nomination"))
    reported = all(award.achievement.strip() for award in awards)
    complete = {"bundle_complete": bool(locked.proposal and locked.meeting.minutes and reported)}
    for award in awards:
        step_dossier(nomination=award.nomination, verb="send_up", by=by, at=at, on=on, extra_facts=complete)
    locked.sent_up_on = on
    locked.save_next("sent_up_on")
    record("decision.sent_up", by=by, at=at, scope=locked.locality.code, subject=locked, after={"awards": len(awards)})
    return locked


@transaction.atomic
def answer_from_above(
    *, award: Award, granted: bool, note: str, by: Reader, at: dt.datetime, on: dt.date
) -> Nomination:
    """Records what the level above answered; `note` names its paper (number, date) or why it was returned."""
    verb = "record_award_above" if granted else "record_return"
    return step_dossier(nomination=award.nomination, verb=verb, by=by, at=at, on=on, notes=StepNotes(reason=note))
