"""What a council, or the person entrusted, said of initiatives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission
from chungtay.audit.actions import record
from chungtay.initiatives.guards import must_be_live, must_not_be_own
from chungtay.initiatives.models import Initiative, Judgement, Sitting
from chungtay.kit.errors import UserError
from chungtay.kit.text import vi_date
from chungtay.localities.access import Reader
from chungtay.movements.models import Movement


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
    must_be_live(locked)
    must_not_be_own(locked, by)
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
