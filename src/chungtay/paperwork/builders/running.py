"""Papers while the movement runs: reminder, tracking sheet, inspection minutes, interim report, amended plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from chungtay.documents.models import Document
from chungtay.kit.text import vi_date
from chungtay.movements.queries import NEAR
from chungtay.paperwork.case import Case, signer
from chungtay.paperwork.recipe import Recipe

_WAITING_FOR_UNIT = {"draft": "Đang soạn, chưa nộp", "incomplete": "Chưa bổ sung"}


def reminder(case: Case) -> dict[str, Any]:
    """Công văn đôn đốc: what is late or due by the plan's limits and by the dossiers that wait for their unit."""
    items = [*_due_limits(case), *_waiting_dossiers(case)]
    units = list(dict.fromkeys(item["unit"] for item in items if item.get("unit")))
    return case.committee | {
        "symbol": last_symbol(case),
        "subject": _("đôn đốc thực hiện %s") % case.named,
        "addressees": units or [unit.name for unit in case.units],
        "opening": [
            _("Thực hiện %(plan)s, qua theo dõi đến ngày %(day)s còn các nội dung sau chậm hoặc sắp đến hạn:")
            % {"plan": case.plan, "day": vi_date(case.on)}
            if items else _("Thực hiện %s:") % case.plan
        ],
        "items": items,
        "requests": [_("Đề nghị các đơn vị thực hiện các nội dung nêu trên đúng thời hạn và báo cáo kết quả.")],
        "answer_to": case.standing,
        "signature": case.signed(),
        "recipients": ["Như trên", f"Chủ tịch {case.locality.committee} (để báo cáo)", "Lưu: VT"],
    }  # fmt: skip


def _due_limits(case: Case) -> Iterator[dict[str, Any]]:
    """The plan's limits that are near; one that has passed is named only while the movement still waits for it."""
    for limit in case.limits:
        row = limit.deadline
        if row.last_day is None or limit.days is None or not 0 <= limit.days <= NEAR:
            continue
        yield {"what": limit.act, "unit": limit.actor, "due": vi_date(row.last_day), "now": _left(limit.days)}


def _left(days: int) -> str:
    return _("Đến hạn hôm nay") if days == 0 else _("Còn %s ngày") % days


def _waiting_dossiers(case: Case) -> Iterator[dict[str, Any]]:
    """Dossiers that only their own unit can bring on: not yet handed in, or to be supplemented."""
    filing = next((x.deadline.last_day for x in case.limits if "hồ sơ" in x.deadline.what.lower()), None)
    for nomination in case.nominations:
        if nomination.state not in _WAITING_FOR_UNIT:
            continue
        due = nomination.supplement_due if nomination.state == "incomplete" else filing
        now = _(_WAITING_FOR_UNIT[nomination.state])
        if nomination.state == "incomplete" and nomination.supplement_request:
            now += f": {'; '.join(nomination.supplement_request.split(chr(10)))}"
        yield {
            "what": _("Hồ sơ đề nghị khen thưởng của %s") % nomination.nominee,
            "unit": str(nomination.nominated_by or nomination.unit or ""),
            "due": vi_date(due) if due else "", "now": now,
        }  # fmt: skip


def last_symbol(case: Case) -> str:
    """The symbol of the locality's last letter ("UBND-VHXH"); nobody but the office knows how it abbreviates a unit."""
    rows = Document.objects.filter(locality=case.locality, kind__in=LETTERS, state="issued").order_by("-issued_on")
    last = rows.values_list("data__symbol", flat=True).first()
    return str(last or "")


LETTERS = ("cong-van-don-doc", "giay-yeu-cau-bo-sung")


def _day(case: Case) -> str:
    return vi_date(case.on)


RECIPES = (Recipe("cong-van-don-doc", reminder, lambda case: _("Đôn đốc thực hiện %s") % case.named),)
__all__ = ["RECIPES", "last_symbol", "localtime", "reminder", "signer"]
