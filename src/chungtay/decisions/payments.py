"""Bảng tính tiền thưởng: made from a published decision, refused while the law leaves a coefficient open (R-76).

A sum that the signed decision names is paid as signed. Where it names none, the law of the decision's day is asked
again with what was settled since (R-71). A made list never changes; a newer one takes its place.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.decisions import papers
from chungtay.decisions.bonuses import Bonus, OpenPoint
from chungtay.decisions.models import Award, Decision, Payment, PaymentList
from chungtay.documents.actions import issue_document, void_document, write_draft
from chungtay.documents.models import Document
from chungtay.kit.errors import UserError
from chungtay.law.money import decimal
from chungtay.localities.access import Reader
from chungtay.localities.rules import law_of
from chungtay.movements.actions import file_paper
from chungtay.movements.models import Paper
from chungtay.nominations.models import Subject


@dataclass(frozen=True)
class Reckoning:
    """What a list made now would hold: each award with its sum, or what stands in the way."""

    on: dt.date | None
    rows: tuple[tuple[Award, Bonus], ...]
    refusal: str = ""

    @property
    def open_points(self) -> list[OpenPoint]:
        """The questions that must be settled first, each once."""
        found = {bonus.open_point.rule: bonus.open_point for _award, bonus in self.rows if bonus.open_point}
        return list(found.values())

    @property
    def reasons(self) -> list[str]:
        """Why a sum is missing, each once; the refusal of the whole list first."""
        missing = [bonus.note for _award, bonus in self.rows if bonus.amount is None]
        return list(dict.fromkeys([*filter(None, [self.refusal]), *missing]))

    @property
    def ready(self) -> bool:
        return not self.reasons and bool(self.rows)

    @property
    def total(self) -> int:
        return sum(bonus.amount or 0 for _award, bonus in self.rows)


def reckon(decision: Decision) -> Reckoning:
    """The sums of a decision as a list made now would pay them; no row when the decision is not published."""
    if not decision.award_level.decided_here:
        return Reckoning(None, (), _("Cấp trên quyết định khen thì cấp trên chi thưởng."))
    document = decision.document
    if decision.state != "published" or document is None or document.issued_on is None:
        return Reckoning(None, (), _("Công bố quyết định rồi mới lập bảng tính tiền thưởng."))
    book, on = law_of(decision.locality), document.issued_on
    rows = [
        (award, _signed(award) or Bonus.of(decision.award_level, award.subject, on=on, book=book))
        for award in decision.awards.order_by("ordinal")
    ]
    return Reckoning(on, tuple(rows))


def _signed(award: Award) -> Bonus | None:
    """The sum that the chair signed; it stands whatever was settled later."""
    return Bonus(award.bonus, award.bonus_note, award.bonus_record) if award.bonus is not None else None


def current_list(decision: Decision) -> PaymentList | None:
    """The list that counts: the newest, while its paper is not void."""
    lists = decision.payment_lists.select_related("document").exclude(document__state=Document.State.VOID)
    return lists.first()


def outdated(payment_list: PaymentList, reckoning: Reckoning) -> bool:
    """Whether a list made now would pay other sums."""
    paid = dict(payment_list.payments.values_list("award_id", "amount"))
    return reckoning.ready and paid != {award.pk: bonus.amount for award, bonus in reckoning.rows}


@transaction.atomic
def make_payment_list(
    *, decision: Decision, by: Reader, at: dt.datetime, dated: dt.date, money_source: str = "",
    version: int | None = None,
) -> PaymentList:  # fmt: skip
    """Writes the list and keeps its bytes. Raises `UserError` with every reason while a sum is missing, or when the
    list that is there already says the same.
    """
    locked = Decision.locked(decision.pk, version=version)
    reckoning = reckon(locked)
    if not reckoning.ready or reckoning.on is None:
        raise UserError(_("Chưa lập được bảng tính tiền thưởng."), details=reckoning.reasons)
    before = current_list(locked)
    if before and not outdated(before, reckoning) and before.money_source == money_source.strip():
        raise UserError(_("Bảng đang có không khác gì; mở bảng đó để in."))
    draft = papers.payment_list(locked, lines(reckoning), made_by=by.name, money_source=money_source.strip())
    document = write_draft(locality=locked.locality, kind=draft.kind, title=draft.title, data=draft.data, by=by, at=at)
    file_paper(movement=locked.movement, document=document, stage=Paper.Stage.AWARD)
    document = issue_document(document=document, dated=dated, by=by, at=at)
    made = PaymentList.objects.create(
        decision=locked, document=document, on=reckoning.on, money_source=money_source.strip(),
        ruleset_version=law_of(locked.locality).version, made_by=by.name, made_at=at,
    )  # fmt: skip
    Payment.objects.bulk_create(
        Payment(payment_list=made, award=award, amount=amount, record=told) for award, amount, told in lines(reckoning)
    )
    if before:
        void_document(document=before.document, reason=_("Có bảng tính mới thay"), by=by, at=at)
    record(
        "decision.payment_list_made", by=by, at=at, scope=locked.locality.code, subject=locked,
        before={"list": before.pk if before else None},
        after={"list": made.pk, "total": reckoning.total, "ruleset_version": made.ruleset_version, "on": made.on},
    )  # fmt: skip
    return made


def lines(reckoning: Reckoning) -> list[tuple[Award, int, dict[str, Any]]]:
    """(award, sum, record) of a reckoning that has every sum."""
    return [(award, bonus.amount, bonus.record) for award, bonus in reckoning.rows if bonus.amount is not None]


COLUMNS = ("TT", "Tập thể, cá nhân, hộ gia đình", "Chức vụ, đơn vị", "Đối tượng", "Hệ số", "Lương cơ sở (đồng)",
           "Tiền thưởng (đồng)", "Căn cứ hệ số", "Ký nhận")  # fmt: skip
_WIDTHS = (6, 34, 34, 14, 10, 18, 18, 50, 18)


def payment_sheet(payment_list: PaymentList) -> bytes:
    """The list as an Excel workbook, from the kept rows: figures as numbers, a sum that Excel adds up itself."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tiền thưởng"
    sheet.append([papers.payment_heading(payment_list.decision)])
    sheet["A1"].font = Font(bold=True)
    sheet.append(list(COLUMNS))
    rows = list(payment_list.payments.select_related("award"))
    for payment in rows:
        sheet.append(_cells(payment))
    last = len(rows) + 2
    sheet.append([None, _("Cộng"), None, None, None, None, f"=SUM(G3:G{last})"])
    for cell in (*sheet[2], *sheet[last + 1]):
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for row in sheet.iter_rows(min_row=1, max_row=last):
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a name that begins with = must not run as a formula
    for column, width in enumerate(_WIDTHS, start=1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=3, max_row=last + 1, min_col=6, max_col=7):
        for cell in row:
            cell.number_format = "#,##0"
    sheet.freeze_panes = "A3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(payment: Payment) -> list[object]:
    award, told = payment.award, payment.record
    return [
        award.ordinal, award.name, award.description, Subject(award.subject).label.lower(),
        float(Fraction(told["coefficient"])), told["base_wage"], payment.amount, source_of(told["values"][:1]), None,
    ]  # fmt: skip


def source_of(values: Iterable[dict[str, Any]]) -> str:
    """Where recorded values stand: “Hệ số …: Điều 73, Nghị định …”."""
    return "; ".join(papers.ground(value) for value in values)


def coefficient(told: dict[str, Any]) -> str:
    """The coefficient of a record in Vietnamese form: 0,225."""
    return decimal(Fraction(told["coefficient"]))
