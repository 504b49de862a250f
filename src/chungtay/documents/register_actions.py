"""The numbers that were not given here: why, so that the register of the year can be read without questions (R-97)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.documents.models import NumberGap, NumberSeries
from chungtay.kit.errors import UserError
from chungtay.localities.access import Reader


@transaction.atomic
def explain_gap(
    *, series: NumberSeries, first: int, last: int, reason: str, note: str = "", by: Reader, at: dt.datetime
) -> NumberGap:
    """Writes down why numbers were not given; from then on they never are. They may lie before the first number of the
    machine or after the last: papers that the office numbered by hand. Raises `UserError` naming the field."""
    locked = NumberSeries.objects.select_for_update().get(pk=series.pk)
    if last < first or first < 1:
        raise UserError(_("Số cuối phải bằng hoặc lớn hơn số đầu. Xem lại hai số."), field="last")
    given = locked.entries.filter(number__gte=first, number__lte=last).order_by("number").first()
    if given is not None:
        raise UserError(_("Số %(number)s đã cấp: %(code)s. Chỉ ghi lý do cho số còn trống.")
                        % {"number": given.number, "code": given.code}, field="first")  # fmt: skip
    told = locked.gaps.filter(first__lte=last, last__gte=first).first()
    if told is not None:
        raise UserError(_("Khoảng %(gap)s đã có lý do. Bỏ lý do cũ trước, rồi ghi lại.") % {"gap": told}, field="first")
    if reason != NumberGap.Reason.ELSEWHERE and not note.strip():
        raise UserError(_("Ghi rõ vì sao số này không dùng, để người đọc sổ sau này hiểu."), field="note")
    gap = NumberGap.objects.create(
        series=locked, first=first, last=last, reason=reason, note=note.strip()[:200], explained_by=by.name,
        explained_at=at,
    )  # fmt: skip
    _follow(locked)
    after = {"series": str(locked), "first": first, "last": last, "reason": reason}
    record("number.gap_explained", by=by, at=at, scope=locked.locality.code, subject=gap, after=after, note=note)
    return gap


@transaction.atomic
def reopen_gap(*, gap: NumberGap, by: Reader, at: dt.datetime) -> None:
    """Takes a wrong reason back; the log keeps it."""
    locked = NumberSeries.objects.select_for_update().get(pk=gap.series_id)
    before = {"series": str(locked), "first": gap.first, "last": gap.last, "reason": gap.reason, "note": gap.note}
    record("number.gap_reopened", by=by, at=at, scope=locked.locality.code, subject=gap, before=before)
    gap.delete()
    _follow(locked)


def _follow(series: NumberSeries) -> None:
    """The next number comes after the highest that is given or explained."""
    given = series.entries.aggregate(most=Max("number"))["most"] or 0
    told = series.gaps.aggregate(most=Max("last"))["most"] or 0
    series.last = max(given, told)
    series.save(update_fields=["last"])
