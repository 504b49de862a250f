"""A locality's own days off and working days: entered with their paper, withdrawn with a reason, never overwritten."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.kit.errors import Stale, UserError
from chungtay.law.errors import InputError
from chungtay.localities.access import Reader
from chungtay.localities.models import CalendarDay, Locality
from chungtay.localities.working_days import calendar_of, rows_of, standing
from chungtay.rulebook.actions import must_settle


@dataclass(frozen=True)
class Entry:
    """One day as it was typed; `instead_of` the day it stands for, when it is a swap or a compensation."""

    day: dt.date
    works: bool
    reason: str
    document: str
    instead_of: dt.date | None = None


@transaction.atomic
def enter_day(*, entry: Entry, by: Reader, at: dt.datetime) -> CalendarDay:
    """Adds a day off or a working day of the reader's locality.

    Raises `UserError` with the field when the year has no calendar yet, the day is already so, or its swap is missing.
    """
    must_settle(by)
    locality = Locality.objects.select_for_update().get(pk=by.locality.pk)
    common = calendar_of(locality)
    try:
        works, why = common.is_workday(entry.day), common.why(entry.day)
        instead_works = common.is_workday(entry.instead_of) if entry.instead_of else None
    except InputError as error:
        raise UserError(error.message, field="day") from error
    if works == entry.works:
        raise UserError(
            _("Ngày này trong lịch đã là %(why)s. Xem lại ngày hoặc loại ngày.") % {"why": why}, field="day"
        )
    if entry.instead_of and instead_works != entry.works:
        said = _("đang là ngày nghỉ") if entry.works else _("đang là ngày làm việc")
        # A working Saturday stands for a weekday off: before the swap that weekday still works.
        if (entry.instead_of, not entry.works) not in _waiting(locality):
            raise UserError(
                _("Ngày thay %(said)s nên không đổi được cho ngày này. Xem lại ngày thay.") % {"said": said},
                field="instead_of",
            )
    row = CalendarDay(
        locality=locality, day=entry.day, act=CalendarDay.Act.WORKING if entry.works else CalendarDay.Act.OFF,
        instead_of=entry.instead_of, reason=" ".join(entry.reason.split()), document=" ".join(entry.document.split()),
        entered_by=by.name, entered_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    record(
        "calendar.day_entered", by=by, at=at, scope=locality.code, subject=row,
        after={"day": row.day, "act": row.act, "document": row.document}, note=row.reason,
    )  # fmt: skip
    return row


def _waiting(locality: Locality) -> set[tuple[dt.date, bool]]:
    """Days of swaps entered so far with what they became: (day, works)."""
    days = standing(rows_of(locality))
    return {(day, row.act == CalendarDay.Act.WORKING) for day, row in days.items()}


@transaction.atomic
def withdraw_day(*, row: CalendarDay, reason: str, by: Reader, at: dt.datetime) -> CalendarDay:
    """Gives a day back to the common calendar; the entry stays readable. Raises `Stale` when it no longer stands."""
    must_settle(by)
    said = " ".join(reason.split())
    if not said:
        raise UserError(_("Chưa ghi lý do. Ghi vì sao rút ngày này."), field="reason")
    locality = Locality.objects.select_for_update().get(pk=by.locality.pk)
    current = standing(rows_of(locality)).get(row.day)
    if current is None or current.pk != row.pk or row.locality_id != locality.pk:
        raise Stale(_("Ngày này"))
    gone = CalendarDay(
        locality=locality, day=row.day, act=CalendarDay.Act.WITHDRAWN, reason=said[:200], entered_by=by.name,
        entered_at=at,
    )  # fmt: skip
    gone.save(force_insert=True)
    record(
        "calendar.day_withdrawn", by=by, at=at, scope=locality.code, subject=gone,
        before={"day": row.day, "act": row.act, "document": row.document}, note=said,
    )  # fmt: skip
    return gone
