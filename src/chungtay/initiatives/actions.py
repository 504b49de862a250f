"""Writing initiatives: proposed and mended by their people, checked, judged, recognised, replicated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission
from chungtay.audit.actions import record
from chungtay.documents.models import Document, StoredFile
from chungtay.initiatives import queries
from chungtay.initiatives.models import (
    Attachment,
    Author,
    Check,
    Initiative,
    Judgement,
    Recognition,
    Replication,
    Sitting,
)
from chungtay.initiatives.wording import WHOLE, equal_shares, share_words, total
from chungtay.kit.errors import Forbidden, UserError
from chungtay.kit.states import move
from chungtay.kit.text import fold, vi_date
from chungtay.law.transitions import Row
from chungtay.localities.access import Reader
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import Movement, Target
from chungtay.records import actions as records
from chungtay.records.book import Who

EDITABLE = ("proposed", "returned")
MOST_AUTHORS = 10
MOST_FILES = 20


@dataclass(frozen=True)
class Description:
    """What a proposal says. Only the title is needed to begin; the rest may be written later."""

    title: str
    kind: Initiative.Kind = Initiative.Kind.INITIATIVE
    target: Target | None = None
    unit: Unit | None = None
    before: str = ""
    content: str = ""
    novelty: str = ""
    effect: str = ""
    applied_since: dt.date | None = None
    applied_where: str = ""


@dataclass(frozen=True)
class Part:
    """One author: a person of the locality, a unit, or a name; `share` None: to be divided equally."""

    person: Person | None = None
    unit: Unit | None = None
    name: str = ""
    share: Decimal | None = None


# ------------------------------------------------------------------ by its people


@transaction.atomic
def propose(
    *, movement: Movement, told: Description, parts: Sequence[Part], by: Reader, at: dt.datetime
) -> Initiative:  # fmt: skip
    """A new proposal. Raises `UserError` naming what is missing or does not add up; nothing is saved then."""
    by.must(Permission.PROPOSE_INITIATIVES)
    if movement.state not in queries.PROPOSING:
        raise UserError(_("Phong trào chưa bắt đầu hoặc đã qua chặng nhận sáng kiến. Xem chặng hiện tại."))
    _check_told(movement, told, at.date())
    shares = _divided(movement, parts)
    proposer = Person.objects.filter(pk=by.person_id).first() if by.person_id else None
    initiative = Initiative(
        locality=movement.locality, movement=movement, proposer=proposer, proposed_by=by.name, proposed_at=at,
        **_columns(told),
    )  # fmt: skip
    initiative.save(force_insert=True)
    _write_authors(initiative, parts, shares)
    record("initiative.proposed", by=by, at=at, scope=movement.locality.code, subject=initiative,
           after=_told(initiative))  # fmt: skip
    return initiative


@transaction.atomic
def edit(
    *, initiative: Initiative, told: Description, parts: Sequence[Part], by: Reader, at: dt.datetime, version: int
) -> Initiative:  # fmt: skip
    """Mends a proposal that nobody has checked yet, or that came back for completion."""
    locked = _open(initiative, by, version=version)
    _check_told(locked.movement, told, at.date())
    shares = _divided(locked.movement, parts)
    before = _told(locked)
    for name, value in _columns(told).items():
        setattr(locked, name, value)
    locked.save_next(*_columns(told), "folded")
    locked.authors.all().delete()
    _write_authors(locked, parts, shares)
    after = _told(Initiative.objects.get(pk=locked.pk))
    changed = {name for name in after if before.get(name) != after[name]}
    record("initiative.edited", by=by, at=at, scope=locked.locality.code, subject=locked,
           before={name: before[name] for name in changed}, after={name: after[name] for name in changed})  # fmt: skip
    return locked


def _columns(told: Description) -> dict[str, Any]:
    return {
        "kind": told.kind, "title": " ".join(told.title.split())[:300], "target": told.target, "unit": told.unit,
        "before": told.before.strip(), "content": told.content.strip(), "novelty": told.novelty.strip(),
        "effect": told.effect.strip(), "applied_since": told.applied_since,
        "applied_where": " ".join(told.applied_where.split())[:300],
    }  # fmt: skip


def _told(initiative: Initiative) -> dict[str, Any]:
    """For the log: what stands on the proposal."""
    authors = [f"{author} {share_words(author.share)}%" for author in initiative.authors.all()]
    names = ("title", "kind", "before", "content", "novelty", "effect", "applied_since", "applied_where")
    found = {name: getattr(initiative, name) for name in names}
    return found | {"unit": str(initiative.unit or ""), "target": initiative.target_id, "authors": authors}


def _check_told(movement: Movement, told: Description, today: dt.date) -> None:
    if not told.title.strip():
        raise UserError(_("Chưa ghi tên sáng kiến. Ghi một câu ngắn nói làm gì."), field="title")
    if told.target is not None and told.target.movement_id != movement.pk:
        raise UserError(_("Nội dung này không thuộc kế hoạch của phong trào. Chọn lại."), field="target")
    if told.unit is not None and told.unit.locality_id != movement.locality_id:
        raise UserError(_("Đơn vị này không thuộc địa phương. Chọn lại."), field="unit")
    if told.applied_since and told.applied_since > today:
        raise UserError(
            _("Ngày áp dụng %s chưa đến. Ghi ngày đã bắt đầu làm, hoặc để trống.") % vi_date(told.applied_since),
            field="applied_since",
        )


def _divided(movement: Movement, parts: Sequence[Part]) -> list[Decimal]:
    """The shares, which make 100. Left out altogether they are equal; left out for one, it gets the rest."""
    if not parts:
        raise UserError(_("Chưa ghi tác giả. Chọn người hoặc tập thể đã nghĩ ra và làm."), field="authors")
    if len(parts) > MOST_AUTHORS:
        raise UserError(_("Nhiều nhất %s tác giả. Đông hơn thì ghi cả tập thể.") % MOST_AUTHORS, field="authors")
    _check_parts(movement, parts)
    given = [part.share for part in parts]
    if all(share is None for share in given):
        return equal_shares(len(parts))
    known = total(share for share in given if share is not None)
    if given.count(None) == 1 and known < WHOLE:
        given = [WHOLE - known if share is None else share for share in given]
    shares = [share for share in given if share is not None]
    if len(shares) < len(parts):
        raise UserError(
            _("Còn tác giả chưa ghi phần đóng góp. Ghi đủ, hoặc để trống hết để chia đều."), field="authors"
        )
    if any(share <= 0 for share in shares):
        raise UserError(_("Phần đóng góp phải lớn hơn 0. Bỏ người không đóng góp khỏi danh sách."), field="authors")
    if total(shares) != WHOLE:
        raise UserError(
            _("Các phần đóng góp cộng lại là %(sum)s%%, phải bằng %(whole)s%%. Sửa lại, hoặc để trống hết để chia đều.")
            % {"sum": share_words(total(shares)), "whole": WHOLE},
            field="authors",
        )
    return shares


def _check_parts(movement: Movement, parts: Sequence[Part]) -> None:
    seen: set[object] = set()
    for part in parts:
        thing = part.person or part.unit
        if thing is not None and thing.locality_id != movement.locality_id:
            raise UserError(_("%s không thuộc địa phương của phong trào. Chọn lại.") % thing, field="authors")
        key = (type(thing), thing.pk) if thing is not None else fold(part.name)
        if not key:
            raise UserError(_("Chưa ghi tác giả. Chọn người hoặc tập thể đã nghĩ ra và làm."), field="authors")
        if key in seen:
            raise UserError(
                _("%s ghi hai lần trong danh sách tác giả. Bỏ bớt.") % (thing or part.name), field="authors"
            )
        seen.add(key)


def _write_authors(initiative: Initiative, parts: Sequence[Part], shares: Sequence[Decimal]) -> None:
    Author.objects.bulk_create(
        Author(
            initiative=initiative, position=i, person=part.person, unit=None if part.person else part.unit,
            name="" if part.person or part.unit else " ".join(part.name.split())[:160], share=share,
        )
        for i, (part, share) in enumerate(zip(parts, shares, strict=True))
    )  # fmt: skip


@transaction.atomic
def attach(*, initiative: Initiative, file: StoredFile, by: Reader, at: dt.datetime) -> Attachment:
    """Adds one file of evidence; the same bytes once."""
    locked = _open(initiative, by)
    if locked.attachments.count() >= MOST_FILES:
        raise UserError(_("Đã có %s tệp minh chứng. Gỡ bớt tệp không cần rồi thêm.") % MOST_FILES)
    attachment, made = Attachment.objects.get_or_create(
        initiative=locked, file=file, defaults={"added_by": by.name, "added_at": at}
    )
    if made:
        record("initiative.file_added", by=by, at=at, scope=locked.locality.code, subject=locked,
               after={"name": file.name, "sha256": file.sha256})  # fmt: skip
    return attachment


@transaction.atomic
def detach(*, attachment: Attachment, by: Reader, at: dt.datetime) -> None:
    """Takes a file off the proposal; its bytes stay in the store, the log names them."""
    locked = _open(attachment.initiative, by)
    record("initiative.file_removed", by=by, at=at, scope=locked.locality.code, subject=locked,
           before={"name": attachment.file.name, "sha256": attachment.file.sha256})  # fmt: skip
    attachment.delete()


def _open(initiative: Initiative, by: Reader, *, version: int | None = None) -> Initiative:
    """Under lock, still its people's to change. Raises `Forbidden` or `UserError` otherwise."""
    locked = Initiative.locked(initiative.pk, version=version)
    _must_be_its_people(locked, by)
    if locked.state not in EDITABLE:
        raise UserError(_("Đề xuất đã qua kiểm tra nên không sửa được. Cần sửa thì nhờ cán bộ thường trực trả lại."))
    _must_be_live(locked)
    return locked


def _must_be_its_people(initiative: Initiative, by: Reader) -> None:
    by.must(Permission.PROPOSE_INITIATIVES)
    if not queries.may_change(initiative, by):
        raise Forbidden(_("Đề xuất này do tác giả, trưởng đơn vị hoặc cán bộ thường trực phong trào sửa."))


def _must_be_live(initiative: Initiative) -> None:
    if initiative.movement.state in queries.CLOSED:
        raise UserError(_("Phong trào đang dừng hoặc đã lưu trữ nên không ghi thêm được."))


def _must_not_be_own(initiative: Initiative, by: Reader) -> None:
    if queries.is_own(initiative, by):
        raise UserError(
            _("Anh/chị là tác giả của “%s” nên không tự kiểm tra, xét hay công nhận. Nhờ người khác có cùng vai trò.")
            % initiative.title
        )


# ------------------------------------------------------------------ steps of the table

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


def _step(
    locked: Initiative, verb: str, *, by: Reader, at: dt.datetime, reason: str = "",
    known: Mapping[str, bool] | None = None, saving: Sequence[str] = (), after: Mapping[str, Any] | None = None,
) -> Row:  # fmt: skip
    """One row of the table on a locked initiative, saved and written down."""
    before = locked.state
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked, reason=reason, **(known or {})))
    if verb in JUDGING:
        _must_not_be_own(locked, by)
    if verb in OF_ITS_PEOPLE:
        _must_be_its_people(locked, by)
    if verb not in ("annul", "replicate"):  # those may come after the movement is put away
        _must_be_live(locked)
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
    _step(locked, verb, by=by, at=at, reason=reason, saving=("proposed_at",))
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
    _step(locked, "check", by=by, at=at, known={"check_recorded": True}, after={"favourable": favourable})
    Check.objects.create(
        initiative=locked, answers=dict(answers), opinion=opinion.strip(), favourable=favourable, checked_by=by.name,
        checked_at=at,
    )  # fmt: skip
    return locked


# ------------------------------------------------------------------ the sitting


@dataclass(frozen=True)
class Held:
    """The sitting as its minutes tell it."""

    body: str
    held_on: dt.date
    minutes: str = ""
    present: int | None = None
    place: str = ""
    chaired_by: str = ""
    secretary: str = ""


@dataclass(frozen=True)
class Said:
    """What it said of one initiative."""

    initiative: Initiative
    favourable: bool
    yes: int | None = None
    no: int | None = None
    opinion: str = ""


@transaction.atomic
def record_sitting(
    *, movement: Movement, held: Held, said: Sequence[Said], by: Reader, at: dt.datetime
) -> Sitting:  # fmt: skip
    """Keeps what a council, or the person entrusted, said of checked initiatives; the chair decides afterwards."""
    by.must(Permission.CHECK_INITIATIVES)
    if not held.body.strip():
        raise UserError(_("Chưa ghi hội đồng hoặc người xét. Ghi tên như trong biên bản."), field="body")
    if held.held_on > at.date():
        raise UserError(_("Ngày xét %s chưa đến. Ghi ngày đã họp.") % vi_date(held.held_on), field="held_on")
    if not said:
        raise UserError(_("Chưa có kết quả của sáng kiến nào. Ghi kết quả ít nhất một dòng."))
    sitting = Sitting.objects.create(
        locality=movement.locality, movement=movement, body=" ".join(held.body.split())[:200], held_on=held.held_on,
        minutes=" ".join(held.minutes.split())[:200], present=held.present, place=" ".join(held.place.split())[:200],
        chaired_by=" ".join(held.chaired_by.split())[:160], secretary=" ".join(held.secretary.split())[:160],
        recorded_by=by.name, recorded_at=at,
    )  # fmt: skip
    for each in said:
        _judge(sitting, each, by=by)
    record("initiative.sitting_recorded", by=by, at=at, scope=movement.locality.code, subject=sitting,
           after={"body": sitting.body, "held_on": sitting.held_on, "minutes": sitting.minutes,
                  "said": {each.initiative.title: each.favourable for each in said}})  # fmt: skip
    return sitting


def _judge(sitting: Sitting, said: Said, *, by: Reader) -> None:
    locked = Initiative.locked(said.initiative.pk)
    if locked.movement_id != sitting.movement_id:
        raise UserError(_("Sáng kiến này không thuộc phong trào đang chọn. Tải lại trang."))
    _must_be_live(locked)
    _must_not_be_own(locked, by)
    if locked.state != "checked":
        raise UserError(_("“%s” không ở bước chờ xét. Tải lại trang để xem danh sách mới.") % locked.title)
    if (said.yes is None) != (said.no is None):
        raise UserError(_("“%s”: ghi cả hai số phiếu, hoặc để trống cả hai.") % locked.title)
    if said.yes is not None and said.no is not None:
        if sitting.present is not None and said.yes + said.no > sitting.present:
            raise UserError(
                _("“%(title)s”: %(votes)s phiếu nhưng chỉ %(present)s người dự. Đếm lại.")
                % {"title": locked.title, "votes": said.yes + said.no, "present": sitting.present}
            )
        if said.favourable and said.yes == 0:
            raise UserError(
                _("“%s”: không có phiếu nào công nhận mà kết luận đề nghị công nhận. Xem lại.") % locked.title
            )
    Judgement.objects.create(
        sitting=sitting, initiative=locked, favourable=said.favourable, yes=said.yes, no=said.no,
        opinion=" ".join(said.opinion.split())[:600],
    )  # fmt: skip


# ------------------------------------------------------------------ the chair


@transaction.atomic
def recognise(
    *, movement: Movement, initiatives: Sequence[Initiative], decided_on: dt.date, by: Reader, at: dt.datetime,
    number: str = "",
) -> Recognition:  # fmt: skip
    """The chair recognises one or more at once; authors of the locality get their line in the record book (R-38, R-49).

    `number`: of a decision that was written outside the program. One written here gets its number from the register
    and is tied on by `file_decision`.
    """
    if not initiatives:
        raise UserError(_("Chưa chọn sáng kiến nào. Đánh dấu những sáng kiến được công nhận."))
    if decided_on > at.date():
        raise UserError(_("Ngày công nhận %s chưa đến. Xem lại ngày.") % vi_date(decided_on), field="decided_on")
    act = Recognition.objects.create(
        locality=movement.locality, movement=movement, decided_on=decided_on, number=" ".join(number.split())[:60],
        decided_by=by.name, decided_at=at,
    )  # fmt: skip
    for initiative in initiatives:
        locked = Initiative.locked(initiative.pk)
        if locked.movement_id != movement.pk:
            raise UserError(_("Sáng kiến này không thuộc phong trào đang chọn. Tải lại trang."))
        last = queries.last_judgement(locked)
        if last is not None and last.sitting.held_on > decided_on:
            raise UserError(
                _("“%(title)s” được xét ngày %(held)s, sau ngày công nhận. Xem lại ngày.")
                % {"title": locked.title, "held": vi_date(last.sitting.held_on)}, field="decided_on",
            )  # fmt: skip
        locked.recognition = act
        _step(locked, "recognise", by=by, at=at, saving=("recognition",), after={"decided_on": decided_on})
        _enter_in_the_book(locked, act, by=by, at=at)
    return act


def _enter_in_the_book(initiative: Initiative, act: Recognition, *, by: Reader, at: dt.datetime) -> None:
    paper = _("Quyết định số %s") % act.number if act.number else _("Công nhận sáng kiến")
    for author in initiative.authors.select_related("person", "unit"):
        if author.person is None and author.unit is None:
            continue  # somebody outside the locality: the book is about its own people
        records.enter_initiative(
            locality=initiative.locality, who=Who(person=author.person, unit=author.unit), title=initiative.title,
            text=initiative.content, recognised_on=act.decided_on, source=paper, origin=initiative.origin, by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def file_decision(*, recognition: Recognition, document: Document, by: Reader, at: dt.datetime) -> Recognition:
    """Ties the numbered decision to the act that it tells of."""
    locked = Recognition.objects.select_for_update().get(pk=recognition.pk)
    if document.locality_id != locked.locality_id:
        raise UserError(_("Văn bản này không thuộc địa phương. Chọn lại."))
    locked.document = document
    locked.save(update_fields=["document"])
    record("initiative.decision_filed", by=by, at=at, scope=locked.locality.code, subject=locked,
           after={"document": document.pk})  # fmt: skip
    return locked


@transaction.atomic
def annul(
    *, initiative: Initiative, reason: str, by: Reader, at: dt.datetime, version: int | None
) -> Initiative:  # fmt: skip
    """Takes a recognition back; its lines leave the record book, so that no later dossier counts it."""
    locked = Initiative.locked(initiative.pk, version=version)
    _step(locked, "annul", by=by, at=at, reason=reason)
    records.withdraw_initiative(locality=locked.locality, origin=locked.origin, why=reason, by=by, at=at)
    return locked


# ------------------------------------------------------------------ replication


@dataclass(frozen=True)
class Place:
    """Where it is taken over: a unit here, or a place in words."""

    since: dt.date
    unit: Unit | None = None
    name: str = ""
    note: str = ""


@transaction.atomic
def replicate(
    *, initiative: Initiative, places: Sequence[Place], by: Reader, at: dt.datetime, version: int | None
) -> Initiative:  # fmt: skip
    """Notes who else works that way now. It is no use as a criterion: R-49 counts awards, not places."""
    locked = Initiative.locked(initiative.pk, version=version)
    known = {row.unit_id for row in locked.replications.all() if row.unit_id}
    for place in places:
        if place.unit is not None and place.unit.locality_id != locked.locality_id:
            raise UserError(_("Đơn vị này không thuộc địa phương. Chọn lại."), field="units")
        if place.unit is not None and place.unit.pk in known:
            raise UserError(_("%s đã áp dụng sáng kiến này rồi. Bỏ chọn đơn vị đó.") % place.unit, field="units")
        if place.unit is None and not place.name.strip():
            raise UserError(_("Chưa ghi nơi áp dụng. Chọn đơn vị hoặc ghi tên nơi khác."), field="place")
    told = [str(place.unit or place.name) for place in places]
    _step(locked, "replicate", by=by, at=at, known={"plan_of_replication": bool(places)}, after={"places": told})
    Replication.objects.bulk_create(
        Replication(
            initiative=locked, unit=place.unit, place="" if place.unit else " ".join(place.name.split())[:200],
            since=place.since, note=" ".join(place.note.split())[:400], recorded_by=by.name, recorded_at=at,
        )
        for place in places
    )  # fmt: skip
    return locked
