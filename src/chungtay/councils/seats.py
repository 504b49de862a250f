"""The council itself: set up as its founding decision lists it, members added and ended, never rewritten (R-62)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.councils.models import Council, Member
from chungtay.kit.errors import UserError
from chungtay.kit.models import valid_on
from chungtay.localities.access import Reader
from chungtay.localities.models import Locality, Person


@transaction.atomic
def set_up_council(
    *, locality: Locality, name: str, established_by: str, valid_from: dt.date,
    seats: Sequence[tuple[Person, Member.Seat]], by: Reader, at: dt.datetime,
) -> Council:  # fmt: skip
    """Enters a council with its members as its founding decision lists them."""
    if not any(seat == Member.Seat.CHAIR for _person, seat in seats):
        raise UserError(_("Hội đồng chưa có Chủ tịch. Thêm Chủ tịch Hội đồng rồi lưu lại."))
    if len({person.pk for person, _seat in seats}) != len(seats):
        raise UserError(_("Có người được chọn hai lần. Mỗi người giữ một vị trí trong Hội đồng."))
    council = Council.objects.create(locality=locality, name=name, established_by=established_by, valid_from=valid_from)
    Member.objects.bulk_create(
        Member(council=council, person=person, seat=seat, valid_from=valid_from) for person, seat in seats
    )
    record("council.set_up", by=by, at=at, scope=locality.code, subject=council, after={"members": len(seats)})
    return council


@transaction.atomic
def add_member(
    *, council: Council, person: Person, seat: Member.Seat, valid_from: dt.date, by: Reader, at: dt.datetime
) -> Member:
    """Adds one member from a day on. Raises `UserError` when the person or the chair's seat is taken on that day."""
    council = Council.objects.select_for_update().get(pk=council.pk)
    if person.locality_id != council.locality_id:
        raise UserError(_("Người này không thuộc địa phương của Hội đồng."), field="person")
    now = council.members.filter(valid_on(valid_from))
    if now.filter(person=person).exists():
        raise UserError(_("%(name)s đã là thành viên. Kết thúc vị trí cũ trước.") % {"name": person}, field="person")
    if seat == Member.Seat.CHAIR and now.filter(seat=seat).exists():
        raise UserError(_("Hội đồng đang có Chủ tịch. Ghi ngày kết thúc của Chủ tịch cũ trước."), field="seat")
    member = Member.objects.create(council=council, person=person, seat=seat, valid_from=valid_from)
    record("council.member_added", by=by, at=at, scope=council.locality.code, subject=council,
           after={"member": str(person), "seat": seat, "from": valid_from})  # fmt: skip
    return member


@transaction.atomic
def end_member(*, member: Member, valid_to: dt.date, by: Reader, at: dt.datetime) -> Member:
    """Ends a membership on a day; earlier meetings keep their composition."""
    member = Member.objects.select_for_update().select_related("council__locality", "person").get(pk=member.pk)
    if member.valid_to is not None:
        raise UserError(_("%(name)s đã kết thúc vị trí này.") % {"name": member}, field="valid_to")
    if valid_to <= member.valid_from:
        raise UserError(_("Ngày kết thúc phải sau ngày bắt đầu. Xem lại ngày."), field="valid_to")
    member.valid_to = valid_to
    member.save(update_fields=["valid_to"])
    record("council.member_ended", by=by, at=at, scope=member.council.locality.code, subject=member.council,
           after={"member": str(member.person), "to": valid_to})  # fmt: skip
    return member
