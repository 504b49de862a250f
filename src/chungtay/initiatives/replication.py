"""Who else works that way now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.initiatives.models import Initiative, Replication
from chungtay.initiatives.stepping import take_step
from chungtay.kit.errors import UserError
from chungtay.localities.access import Reader
from chungtay.localities.models import Unit


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
    take_step(locked, "replicate", by=by, at=at, known={"plan_of_replication": bool(places)}, after={"places": told})
    Replication.objects.bulk_create(
        Replication(
            initiative=locked, unit=place.unit, place="" if place.unit else " ".join(place.name.split())[:200],
            since=place.since, note=" ".join(place.note.split())[:400], recorded_by=by.name, recorded_at=at,
        )
        for place in places
    )  # fmt: skip
    return locked
