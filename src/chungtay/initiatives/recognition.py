"""The chair recognises initiatives, or takes a recognition back; the record book follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.documents.models import Document
from chungtay.initiatives import queries
from chungtay.initiatives.models import Initiative, Recognition
from chungtay.initiatives.stepping import take_step
from chungtay.kit.errors import UserError
from chungtay.kit.text import vi_date
from chungtay.localities.access import Reader
from chungtay.movements.models import Movement
from chungtay.records import actions as records
from chungtay.records.book import Who


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
        take_step(locked, "recognise", by=by, at=at, saving=("recognition",), after={"decided_on": decided_on})
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
    for initiative in locked.initiatives.all():
        records.cite_initiative(
            locality=locked.locality, origin=initiative.origin, source=_("Quyết định số %s") % locked.code, by=by, at=at
        )
    return locked


@transaction.atomic
def annul(
    *, initiative: Initiative, reason: str, by: Reader, at: dt.datetime, version: int | None
) -> Initiative:  # fmt: skip
    """Takes a recognition back; its lines leave the record book, so that no later dossier counts it."""
    locked = Initiative.locked(initiative.pk, version=version)
    take_step(locked, "annul", by=by, at=at, reason=reason)
    records.withdraw_initiative(locality=locked.locality, origin=locked.origin, why=reason, by=by, at=at)
    return locked
