"""What the rules on initiatives say of one proposal on a day. Reminders only: none was read in the original (K)."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from chungtay.initiatives.models import Initiative
from chungtay.kit.text import vi_date
from chungtay.law.rules import Value
from chungtay.localities.rules import law_on


@dataclass(frozen=True)
class Hint:
    """One reminder with where it stands; `tone` as everywhere."""

    text: str
    source: str
    tone: str = "info"


def after_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later; the last of the month where there is no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def cited(rule: Value) -> str:
    """ "Nghị định …, Điều 5 (chưa đối chiếu bản gốc)"."""
    return rule.source if rule.certainty.settled else _("%s, chưa đối chiếu bản gốc") % rule.source


def hints(initiative: Initiative, on: dt.date) -> list[Hint]:
    """Until when it should be judged (R-149), and whether it was proposed late (R-148); else empty."""
    law = law_on(initiative.locality, on)
    sent = localtime(initiative.proposed_at).date()
    found = []
    if (rule := law.peek("R-149")) and rule.value:
        counted = max(sent, initiative.applied_since or sent)
        last = after_months(counted, int(rule.value))
        words = _("Nên xét xong trước ngày %s.") if last >= on else _("Đáng lẽ xét xong trước ngày %s.")
        found.append(Hint(words % vi_date(last), cited(rule), "info" if last >= on else "risk"))
    if initiative.applied_since and (rule := law.peek("R-148")) and rule.value:
        last = after_months(initiative.applied_since, 12 * int(rule.value))  # not law: months of a year
        if sent > last:
            words = _("Áp dụng từ ngày %(since)s, đề xuất sau ngày %(last)s. Xem lại thời hạn yêu cầu công nhận.")
            told = words % {"since": vi_date(initiative.applied_since), "last": vi_date(last)}
            found.append(Hint(told, cited(rule), "risk"))
    return found
