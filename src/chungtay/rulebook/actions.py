"""Open questions of the law, answered by the administrator of a commune or by the province; nothing is overwritten.

An answer, its correction and its withdrawal are rows of their own (`localities.Settlement`), and each is in the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay import law
from chungtay.accounts.roles import Permission, Role
from chungtay.audit.actions import record
from chungtay.kit.errors import UserError
from chungtay.law.answers import AnswerError, encode, value_of
from chungtay.law.settlements import SettledLaw, check
from chungtay.localities.access import Reader
from chungtay.localities.belonging import spans
from chungtay.localities.models import Locality, Settlement
from chungtay.localities.rules import layer_of, place_of, rows_of, settled, settlements


@dataclass(frozen=True)
class Paper:
    """The document that an answer stands in; `article` "" when it has none."""

    document: str
    dated: dt.date | None
    article: str = ""


@transaction.atomic
def settle(
    *, rule: str, answer: Mapping[str, str], starts_on: dt.date, paper: Paper, by: Reader, at: dt.datetime,
    note: str = "", replaces: Settlement | None = None, reason: str = "",
) -> Settlement:  # fmt: skip
    """Enters an answer for the reader's commune or province, from a day on; `answer`: the boxes as typed.

    With `replaces` it takes the place of an earlier row and needs a reason. Raises `UserError` with the field when a
    box cannot be used, when the rule is not open on that day, or when the value loosens what stands above it.
    """
    layer = must_settle(by)
    Locality.objects.select_for_update().get(pk=by.locality.pk)
    current = [row for row in rows_of(by.locality) if row.locality_id == by.locality.pk and row.rule == rule]
    _replaceable(replaces, current, reason)
    others = [row for row in current if row != replaces]
    if any(row.starts_on == starts_on and row.act == Settlement.Act.SETTLED for row in others):
        raise UserError(
            _("Đã có giá trị chốt từ ngày %(day)s. Chọn ngày khác, hoặc thay giá trị đó.")
            % {"day": f"{starts_on:%d/%m/%Y}"},
            field="starts_on",
        )
    if not by.locality.is_valid_on(starts_on):
        raise UserError(
            _("%(place)s không tồn tại ngày %(day)s nên không chốt cho ngày đó. Chọn ngày khác.")
            % {"place": by.locality, "day": f"{starts_on:%d/%m/%Y}"}, field="starts_on",
        )  # fmt: skip
    if paper.dated and paper.dated > at.date():
        raise UserError(_("Ngày văn bản không thể sau hôm nay. Xem lại ngày trên giấy."), field="dated")
    row = Settlement(
        locality=by.locality, rule=rule, starts_on=starts_on, document=paper.document.strip(), dated=paper.dated,
        article=paper.article.strip(), note=note.strip(), reason=reason.strip(), replaces=replaces,
        settled_by=by.name, settled_at=at,
    )  # fmt: skip
    row.value = encode(_answered(rule, answer))
    _fits(row, layer, others)
    row.save(force_insert=True)
    event = "law.settled_again" if replaces else "law.settled"
    before = _told(replaces) if replaces else None
    record(event, by=by, at=at, scope=by.locality.code, subject=row, before=before, after=_told(row), note=row.reason)
    return row


@transaction.atomic
def withdraw(
    *, settlement: Settlement, reason: str, by: Reader, at: dt.datetime, ends_on: dt.date | None = None
) -> Settlement:
    """Takes an answer back, as if never given, or (`ends_on`) from that day on. The row it takes back stays readable.

    Raises `UserError` without a reason, when somebody else was faster, or for a day before the answer's first.
    """
    must_settle(by)
    Locality.objects.select_for_update().get(pk=by.locality.pk)
    current = [row for row in rows_of(by.locality) if row.locality_id == by.locality.pk]
    _replaceable(settlement, current, reason)
    if settlement.act == Settlement.Act.WITHDRAWN:
        raise UserError(_("Điều này đã rút rồi. Tải lại trang."))
    if ends_on and ends_on < settlement.starts_on:
        raise UserError(_("Ngày thôi áp dụng không thể trước ngày bắt đầu. Xem lại ngày."), field="ends_on")
    row = Settlement.objects.create(
        locality=by.locality, rule=settlement.rule, act=Settlement.Act.WITHDRAWN, replaces=settlement,
        starts_on=ends_on or settlement.starts_on, reason=reason.strip(), settled_by=by.name, settled_at=at,
    )  # fmt: skip
    record("law.settlement_withdrawn", by=by, at=at, scope=by.locality.code, subject=row, before=_told(settlement),
           after={"from": row.starts_on}, note=row.reason)  # fmt: skip
    return row


def may_settle(by: Reader) -> bool:
    """Whether this person may settle anything here: a commune's administrator, a province's administrator or overseer.

    An overseer of anything but a province watches over others' work and answers nothing for them.
    """
    if not by.can(Permission.SETTLE_LAW) or layer_of(by.locality) is None:
        return False
    return Role.ADMINISTRATOR in by.roles or layer_of(by.locality) == "province_settled"


def must_settle(by: Reader) -> str:
    """The layer for which this person answers; raises `Forbidden` or `UserError` with who may."""
    by.must(Permission.SETTLE_LAW)
    layer = layer_of(by.locality)
    if layer is None or not may_settle(by):
        raise UserError(
            _("Chỉ quản trị của xã, phường, hoặc của tỉnh, thành phố chốt được. Nhờ quản trị ở đó ghi giúp.")
        )
    return layer


def _replaceable(row: Settlement | None, current: list[Settlement], reason: str) -> None:
    if row is None:
        return
    if row not in current:
        raise UserError(_("Điều này vừa được thay hoặc rút. Tải lại trang để xem bản mới."))
    if not reason.strip():
        raise UserError(_("Ghi lý do thay hoặc rút; lý do được giữ trong lịch sử."), field="reason")


def _answered(number: str, answer: Mapping[str, str]) -> Any:
    try:
        rule = law.load().rule(number)
        return value_of(rule, answer)
    except AnswerError as error:
        raise UserError(error.message, field=error.key or "value") from error
    except law.LawError as error:
        raise UserError(error.message) from error


def _fits(row: Settlement, layer: str, others: list[Settlement]) -> None:
    above = [other for other in rows_of(row.locality) if other.locality_id != row.locality_id]
    book = SettledLaw(law.load(), settlements([*above, *others], spans(row.locality)), place_of(row.locality))
    try:
        check(book, settled(row, layer))
    except law.LawError as error:
        raise UserError(error.message) from error


def _told(row: Settlement) -> dict[str, Any]:
    return {
        "rule": row.rule, "act": row.act, "starts_on": row.starts_on, "value": row.value, "document": row.document,
        "dated": row.dated, "article": row.article, "note": row.note,
    }  # fmt: skip
