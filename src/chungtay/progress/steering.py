"""What the clerk sets for a movement: how it is tracked, who reports what, and which targets do not apply to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission
from chungtay.audit.actions import record
from chungtay.kit.errors import UserError
from chungtay.localities.access import Reader
from chungtay.localities.models import Unit
from chungtay.movements.models import Movement, Target
from chungtay.progress.actions import at_home
from chungtay.progress.models import Assignment, Exemption, Tracking

SETTINGS = ("every", "due_days", "share_margin", "pace_margin", "final_days", "basis")


@transaction.atomic
def set_tracking(*, movement: Movement, settings: Mapping[str, Any], by: Reader, at: dt.datetime) -> Tracking:
    """Sets period and margins of a movement. Reports already there keep their period."""
    by.must(Permission.RUN_MOVEMENTS)
    locked = Movement.locked(movement.pk)
    at_home(locked, by)
    tracking = Tracking.objects.filter(movement=locked).first() or Tracking(movement=locked)
    before = {name: getattr(tracking, name) for name in SETTINGS}
    own_margins = any(settings.get(name) is not None for name in ("share_margin", "pace_margin", "final_days"))
    if own_margins and not str(settings.get("basis") or "").strip():
        raise UserError(_("Đặt ngưỡng riêng thì ghi căn cứ: văn bản nào của xã."), field="basis")
    for name in SETTINGS:
        setattr(tracking, name, settings.get(name, before[name]))
    tracking.set_by, tracking.set_at = by.name[:120], at
    tracking.save()
    record(
        "progress.tracking_set", by=by, at=at, scope=locked.locality.code, subject=locked,
        before={k: v for k, v in before.items() if v not in (None, "")},
        after={k: v for k in SETTINGS if (v := getattr(tracking, k)) not in (None, "")},
    )  # fmt: skip
    return tracking


@transaction.atomic
def assign(*, movement: Movement, wanted: Mapping[int, Set[int | None]], by: Reader, at: dt.datetime) -> list[Target]:
    """Who reports which target: by target the units (None: the commune); an empty set means every unit.

    Targets that `wanted` does not name stay as they are. Returns those that changed.
    """
    by.must(Permission.RUN_MOVEMENTS)
    locked = Movement.locked(movement.pk)
    at_home(locked, by)
    units = set(Unit.objects.filter(locality=locked.locality_id).values_list("pk", flat=True))
    changed, told = [], {}
    for target in locked.targets.prefetch_related("assignments"):
        now = {row.unit_id for row in target.assignments.all()}
        asked = wanted.get(target.pk)
        if asked is None or asked == now:
            continue
        if not {pk for pk in asked if pk is not None} <= units:
            raise UserError(_("Có đơn vị không thuộc xã này. Tải lại trang rồi chọn lại."))
        target.assignments.exclude(unit__in=[pk for pk in asked if pk]).filter(unit__isnull=False).delete()
        if None not in asked:
            target.assignments.filter(unit=None).delete()
        Assignment.objects.bulk_create(Assignment(target=target, unit_id=pk) for pk in asked - now)
        changed.append(target)
        told[target.code] = {"before": sorted(map(str, now)), "after": sorted(map(str, asked))}
    if changed:
        record(
            "progress.assigned", by=by, at=at, scope=locked.locality.code, subject=locked,
            before={code: row["before"] for code, row in told.items()},
            after={code: row["after"] for code, row in told.items()},
        )  # fmt: skip
    return changed


@transaction.atomic
def exempt(*, target: Target, unit: Unit | None, reason: str, basis: str, by: Reader, at: dt.datetime) -> Exemption:
    """Records that a target does not apply to a unit (None: to the whole commune), and by which paper or clause."""
    by.must(Permission.RUN_MOVEMENTS)
    movement = Movement.locked(target.movement_id)
    at_home(movement, by)
    said, paper = " ".join(reason.split())[:400], " ".join(basis.split())[:300]
    if not said:
        raise UserError(_("Chưa ghi lý do. Ghi vì sao không áp dụng."), field="reason")
    if not paper:
        raise UserError(_("Chưa ghi căn cứ. Ghi mục của kế hoạch hoặc số, ngày văn bản."), field="basis")
    if Exemption.objects.filter(target=target, unit=unit, ended_at=None).exists():
        raise UserError(_("Nơi này đã được ghi không áp dụng. Tải lại trang để xem."))
    row = Exemption.objects.create(target=target, unit=unit, reason=said, basis=paper, by=by.name[:120], at=at)
    record(
        "progress.exempted", by=by, at=at, scope=movement.locality.code, subject=target,
        after={"unit": str(unit or ""), "basis": paper}, note=said,
    )  # fmt: skip
    return row


@transaction.atomic
def end_exemption(*, exemption: Exemption, by: Reader, at: dt.datetime) -> None:
    """The target applies again; the row stays as history."""
    by.must(Permission.RUN_MOVEMENTS)
    movement = Movement.locked(exemption.target.movement_id)
    at_home(movement, by)
    row = Exemption.objects.select_for_update().get(pk=exemption.pk)
    if row.ended_at is not None:
        return
    row.ended_by, row.ended_at = by.name[:120], at
    row.save(update_fields=["ended_by", "ended_at"])
    record(
        "progress.exemption_ended", by=by, at=at, scope=movement.locality.code, subject=exemption.target,
        before={"unit": str(row.unit or ""), "reason": row.reason, "basis": row.basis},
    )  # fmt: skip
