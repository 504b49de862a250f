"""Writing a proposal: made and mended by its people, with its files. What comes after stands in `stepping` and on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission
from chungtay.audit.actions import record
from chungtay.documents.models import StoredFile
from chungtay.initiatives import queries
from chungtay.initiatives.guards import must_be_its_people, must_be_live
from chungtay.initiatives.models import Attachment, Author, Initiative
from chungtay.initiatives.wording import WHOLE, equal_shares, share_words, total
from chungtay.kit.errors import UserError
from chungtay.kit.text import fold, vi_date
from chungtay.localities.access import Reader
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import Movement, Target

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
    must_be_its_people(locked, by)
    if locked.state not in EDITABLE:
        raise UserError(_("Đề xuất đã qua kiểm tra nên không sửa được. Cần sửa thì nhờ cán bộ thường trực trả lại."))
    must_be_live(locked)
    return locked
