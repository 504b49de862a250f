"""How many initiatives are recognised, offered as the figure of a target that asks for a number of them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay.initiatives import queries
from chungtay.initiatives.models import RECOGNISED
from chungtay.kit.text import vi_date
from chungtay.localities.models import Unit
from chungtay.movements.models import Movement
from chungtay.progress.offered import Known
from chungtay.progress.periods import Period


def recognised(movement: Movement, unit: Unit | None, period: Period) -> dict[int, Known]:
    """By the target's id; nothing where none is recognised yet, and nothing for the commune of what each unit owes."""
    asked = [demand for demand in queries.demands(movement) if unit is not None or not demand.each]
    if not asked:
        return {}
    rows = movement.initiatives.filter(state__in=RECOGNISED, recognition__decided_on__lte=period.until)
    rows = rows.filter(unit=unit) if unit is not None else rows
    found = list(rows.select_related("recognition__document__register_entry").order_by("recognition__decided_on", "pk"))
    if not found:
        return {}
    count = len(found)
    words = ngettext("%s sáng kiến đã công nhận", "%s sáng kiến đã công nhận", count) % count
    codes = list(dict.fromkeys(row.recognition.code for row in found if row.recognition))
    paper = _("Danh sách sáng kiến đã công nhận đến hết ngày %s") % vi_date(period.until)
    if all(codes):
        paper = _("Quyết định công nhận sáng kiến số %s") % ", ".join(codes)
    return {demand.target.pk: Known(Decimal(count), words, paper) for demand in asked}
