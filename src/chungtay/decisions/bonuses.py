"""The money of one award by the law of its locality and of the day of decision (R-71…R-78), or why there is none."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from chungtay import law
from chungtay.decisions import papers
from chungtay.decisions.models import Award
from chungtay.law import money
from chungtay.movements.models import AwardLevel


@dataclass(frozen=True)
class OpenPoint:
    """A question of the law that must be settled before a sum can be named. `rule`: its number, for the link."""

    rule: str
    title: str
    question: str


@dataclass(frozen=True)
class Bonus:
    """A sum with the record of what gave it; or None with the reason, and the open point if that is the reason."""

    amount: int | None
    note: str
    record: dict[str, Any] = field(default_factory=dict)
    open_point: OpenPoint | None = None

    @classmethod
    def of(cls, level: AwardLevel, subject: str, *, on: dt.date, book: law.Law) -> Bonus:
        """By the law of the decision date (R-71); while a coefficient is unknown no sum, and why (R-76)."""
        form = papers.award_form(level)
        if not level.decided_here:
            return cls(None, _("Cấp trên quyết định khen thì cấp trên chi thưởng."))
        if form is None:
            return cls(None, _("Kế hoạch không nêu hình thức khen thưởng nên chưa tính được tiền thưởng."))
        try:
            found = money.bonus(form=form, subject=subject, on=on, law=book)
        except law.Unsettled as error:
            point = _open_point(error, book.on(on))
            told = _("Chưa xác định được %(what)s. %(question)s") % {
                "what": point.title[0].lower() + point.title[1:], "question": point.question}  # fmt: skip
            return cls(None, told, {}, point)
        except law.LawError as error:
            return cls(None, _without_numbers(str(error)))
        return cls(found.amount, found.sentence, found.as_json())

    def lay_on(self, award: Award) -> None:
        """Writes the result on the row of the award; the caller saves it."""
        award.bonus, award.bonus_note, award.bonus_record = self.amount, self.note[:400], self.record


def _open_point(error: law.Unsettled, resolved: law.Resolved) -> OpenPoint:
    """What is not known and who has to settle it, in the words of the law data."""
    value = resolved.peek(error.rule_id)
    title = value.title if value else _("quy định về tiền thưởng")
    question = value.question if value and value.question else _without_numbers(str(error))
    return OpenPoint(error.rule_id, title, question)


def _without_numbers(text: str) -> str:
    """Rule numbers are for the page of the legal basis."""
    return re.sub(r"\b[RL]-[\d.]+ ", "", text)
