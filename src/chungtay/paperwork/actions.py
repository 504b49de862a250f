"""Writing papers: drafted from the rows, corrected by hand, brought up to date, issued once and never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay import typesetting
from chungtay.accounts.roles import Permission
from chungtay.audit.actions import record
from chungtay.documents.actions import issue_document, number_of, write_draft
from chungtay.documents.models import Document
from chungtay.initiatives.models import Recognition
from chungtay.initiatives.recognition import file_decision
from chungtay.kit.errors import UserError
from chungtay.kit.states import move
from chungtay.kit.text import whole
from chungtay.localities.access import Reader
from chungtay.movements.actions import file_paper
from chungtay.movements.models import Movement
from chungtay.paperwork import blanks, catalogue, merging
from chungtay.paperwork.case import Case
from chungtay.paperwork.models import OPEN, Draft
from chungtay.paperwork.recipe import Recipe, Topic
from chungtay.typesetting.kinds.kind import Kind, Stage


def may_write(reader: Reader, kind: Kind) -> bool:
    """The movement's clerk writes every paper; who runs meetings writes those of the meeting."""
    return reader.can(Permission.RUN_MOVEMENTS) or (kind.stage is Stage.MEETING and reader.can(Permission.RUN_MEETINGS))


def _must_write(reader: Reader, kind: Kind) -> None:
    if not may_write(reader, kind):
        reader.must(Permission.RUN_MOVEMENTS)


def case_of(*, movement: Movement, kind: str, topic: str, by: Reader, on: dt.date) -> tuple[Recipe, Case, Topic | None]:
    """What a paper is made from. Raises `UserError` when what it is about is no longer there to write about."""
    recipe = catalogue.recipe_of(kind)
    case = Case(movement, on, by.name)
    rows = catalogue.topics(recipe, case)
    if not topic:
        if rows:
            raise UserError(_("Chọn %(what)s trước rồi bấm Soạn.") % {"what": recipe.about})
        return recipe, case, None
    chosen = next((row for row in rows if row.key == topic), None)
    if chosen is None:
        raise UserError(_("Không còn mục này trong dữ liệu của phong trào. Tải lại trang rồi chọn lại."))
    return recipe, Case(movement, on, by.name, chosen.row), chosen


@transaction.atomic
def open_draft(*, movement: Movement, kind: str, topic: str, by: Reader, at: dt.datetime, on: dt.date) -> Draft:
    """A draft filled from the rows; the one that is open already, when there is one."""
    _must_write(by, catalogue.recipe_of(kind).kind)
    Movement.locked(movement.pk)  # two clerks pressing Soạn at once get one draft
    found = Draft.objects.filter(movement=movement, kind=kind, topic=topic, state__in=OPEN).first()
    if found is not None:
        return found
    recipe, case, _topic = case_of(movement=movement, kind=kind, topic=topic, by=by, on=on)
    data = catalogue.drafted(recipe, case)
    draft = Draft.objects.create(
        locality=movement.locality, movement=movement, kind=kind, topic=topic, title=catalogue.titled(recipe, case),
        data=data, base=data, made_by=by.name, made_at=at, changed_at=at,
    )  # fmt: skip
    record("paper.drafted", by=by, at=at, scope=movement.locality.code, subject=draft,
           after={"kind": kind, "title": draft.title})  # fmt: skip
    return draft


@transaction.atomic
def save_draft(*, draft: Draft, data: Mapping[str, Any], by: Reader, at: dt.datetime, version: int | None) -> Draft:
    """Keeps what was typed. The log names the fields that changed, not their words: those stand in the paper."""
    locked = _open(draft, version=version, by=by)
    if catalogue.recipe_of(locked.kind).composed:
        raise UserError(_("Bộ này gom từ các văn bản đã có. Sửa ở văn bản gốc rồi cập nhật lại."))
    fields = typesetting.KINDS[locked.kind].fields
    changed = [f.label for f in fields if _said(locked.data, f.name) != _said(data, f.name)]
    if not changed:
        return locked
    locked.data, locked.changed_at = dict(data), at
    locked.save_next("data", "changed_at")
    record("paper.edited", by=by, at=at, scope=locked.locality.code, subject=locked, after={"fields": changed})
    return locked


def _said(data: Mapping[str, Any], name: str) -> Any:
    value = data.get(name)
    return None if blanks.is_empty(value) else value


@transaction.atomic
def refresh_draft(*, draft: Draft, by: Reader, at: dt.datetime, on: dt.date, version: int | None) -> Draft:
    """Brings a draft up to date with the rows; what was typed over by hand stays."""
    locked = _open(draft, version=version, by=by)
    new = fresh(locked, by=by, on=on)
    fields = typesetting.KINDS[locked.kind].fields
    found = merging.changes(fields, locked.base, locked.data, new)
    locked.data, locked.base = merging.merge(fields, locked.base, locked.data, new), new
    locked.changed_at = at
    locked.save_next("data", "base", "changed_at")
    told = {"fields": [c.label for c in found if not c.kept], "kept": [c.label for c in found if c.kept]}
    record("paper.refreshed", by=by, at=at, scope=locked.locality.code, subject=locked, after=told)
    return locked


def fresh(draft: Draft, *, by: Reader, on: dt.date) -> dict[str, Any]:
    """What the rows say now for a draft."""
    recipe, case, _topic = case_of(movement=draft.movement, kind=draft.kind, topic=draft.topic, by=by, on=on)
    return catalogue.drafted(recipe, case)


def facts(draft: Draft, *, dated: dt.date | None = None) -> dict[str, bool]:
    """What the guards of the table `paper` ask."""
    numbered = catalogue.recipe_of(draft.kind).takes_number
    return {
        "takes_a_number": numbered,
        "takes_no_number": not numbered,
        "nothing_missing": not blanks.gaps(draft.kind, draft.data),
        "signing_day_recorded": dated is not None,
        "day_recorded": dated is not None,
    }


@transaction.atomic
def step_draft(
    *, draft: Draft, verb: str, by: Reader, at: dt.datetime, version: int | None, dated: dt.date | None = None,
    number: int | None = None,
) -> Draft:  # fmt: skip
    """Takes one step of the table `paper`; issuing writes the document, gives its number and keeps its bytes."""
    locked: Draft = Draft.locked(draft.pk, version=version)
    if verb not in ("issue", "take_back"):  # those two are the registrar's as well
        _must_write(by, typesetting.KINDS[locked.kind])
    before = locked.state
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked, dated=dated))
    if verb in ("issue", "keep"):
        assert dated is not None  # its guard asked for it
        locked.document = _issue(locked, dated=dated, number=number, by=by, at=at)
    locked.changed_at = at
    locked.save_next("state", "document", "changed_at")
    code = number_of(locked.document) if locked.document else None
    record(row.event, by=by, at=at, scope=locked.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state, "number": code})  # fmt: skip
    return locked


def _issue(draft: Draft, *, dated: dt.date, number: int | None, by: Reader, at: dt.datetime) -> Document:
    recipe = catalogue.recipe_of(draft.kind)
    document = write_draft(locality=draft.locality, kind=draft.kind, title=draft.title, data=draft.data, by=by, at=at)
    file_paper(movement=draft.movement, document=document, stage=catalogue.FILED[recipe.kind.stage])
    issued = issue_document(document=document, dated=dated, number=number, by=by, at=at, numbered=recipe.takes_number)
    _tie(draft, issued, by=by, at=at)
    return issued


def _tie(draft: Draft, document: Document, *, by: Reader, at: dt.datetime) -> None:
    """The numbered decision on initiatives belongs to the act that it tells of, so that its number stands there too."""
    if draft.kind != "quyet-dinh-sang-kien" or not draft.topic.startswith("recognition:"):
        return
    key = whole(draft.topic.removeprefix("recognition:"))
    act = Recognition.objects.filter(movement=draft.movement, pk=key or 0, document=None).first()
    if act is not None:
        file_decision(recognition=act, document=document, by=by, at=at)


def _open(draft: Draft, *, version: int | None, by: Reader) -> Draft:
    locked: Draft = Draft.locked(draft.pk, version=version)
    _must_write(by, typesetting.KINDS[locked.kind])
    if locked.state != "drafted":
        raise UserError(_("Văn bản này không còn là bản nháp nên không sửa được. Soạn bản mới."))
    return locked
