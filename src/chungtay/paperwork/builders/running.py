"""Papers while the movement runs: reminder, tracking sheet, inspection, obstacles, interim report, amended plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy

from chungtay.accounts.roles import Role
from chungtay.decisions.papers import acts_in_force
from chungtay.documents.models import Document
from chungtay.kit.models import valid_on
from chungtay.kit.text import fold, vi_date
from chungtay.localities.models import Appointment, Unit
from chungtay.movements import adjusting
from chungtay.movements.queries import NEAR
from chungtay.paperwork.case import Case, level_words, planned, signer
from chungtay.paperwork.recipe import Recipe, Topic
from chungtay.progress.papers import late_items, obstacle_items, results, sheet
from chungtay.records.models import Line

_WAITING_FOR_UNIT = {"draft": "Đang soạn, chưa nộp", "incomplete": "Chưa bổ sung"}


def reminder(case: Case) -> dict[str, Any]:
    """Công văn đôn đốc: what is late or due by the plan's limits and by the dossiers that wait for their unit."""
    items = [*_due_limits(case), *_unreported(case), *_waiting_dossiers(case)]
    units = list(dict.fromkeys(item["unit"] for item in items if item.get("unit")))
    return case.committee | {
        "symbol": last_symbol(case),
        "subject": f"đôn đốc thực hiện {case.named}",
        "addressees": units or [unit.name for unit in case.units],
        "opening": [f"Thực hiện {case.plan}{_until_now(case) if items else ''}:"],
        "items": items,
        "requests": ["Đề nghị các đơn vị thực hiện các nội dung nêu trên đúng thời hạn và báo cáo kết quả."],
        "answer_to": case.standing,
        "signature": case.signed(),
        "recipients": ["Như trên", f"Chủ tịch {case.locality.committee} (để báo cáo)", "Lưu: VT"],
    }  # fmt: skip


def _until_now(case: Case) -> str:
    return f", qua theo dõi đến ngày {vi_date(case.on)} còn các nội dung sau chậm hoặc sắp đến hạn"


def _due_limits(case: Case) -> Iterator[dict[str, Any]]:
    """The plan's limits that are near; one that has passed is named only while the movement still waits for it."""
    for limit in case.limits:
        row = limit.deadline
        if row.last_day is None or limit.days is None or not 0 <= limit.days <= NEAR:
            continue
        yield {
            "what": limit.act,
            "unit": _addressed(case, limit.actor),
            "due": vi_date(row.last_day),
            "now": _left(limit.days),
        }


_ROLE = re.compile(r"[\s,]+(?:chủ trì|phối hợp|(?:có|chịu) trách nhiệm|tham mưu)\b.*", re.IGNORECASE | re.DOTALL)


def _addressed(case: Case, actor: str) -> str:
    """The body alone of "Giao Phòng … xã chủ trì, phối hợp …", by its name in the commune when it works there."""
    body = re.sub(r"^giao\s+", "", _ROLE.sub("", actor.strip()), flags=re.IGNORECASE).strip(" ,;:")
    ends = {"", case.locality.kind.lower(), str(case.locality).lower()}
    for unit in case.units:
        head, rest = body[: len(unit.name)], body[len(unit.name) :]
        if fold(head) == fold(unit.name) and rest.strip().lower() in ends:
            return str(unit.name)
    return body[:1].upper() + body[1:]


def _unreported(case: Case) -> Iterator[dict[str, Any]]:
    """Units that owe figures for the period that has ended; the committee does not remind itself."""
    return (item for item in late_items(case.board) if item["unit"])


def _left(days: int) -> str:
    return "Đến hạn hôm nay" if days == 0 else f"Còn {days} ngày"


def _waiting_dossiers(case: Case) -> Iterator[dict[str, Any]]:
    """Dossiers that only their own unit can bring on: not yet handed in, or to be supplemented."""
    filing = next((x.deadline.last_day for x in case.limits if "hồ sơ" in x.deadline.what.lower()), None)
    for nomination in case.nominations:
        if nomination.state not in _WAITING_FOR_UNIT:
            continue
        due = nomination.supplement_due if nomination.state == "incomplete" else filing
        now = _WAITING_FOR_UNIT[nomination.state]
        if nomination.state == "incomplete" and nomination.supplement_request:
            now += f": {'; '.join(nomination.supplement_request.split(chr(10)))}"
        yield {
            "what": f"Hồ sơ đề nghị khen thưởng của {nomination.nominee}",
            "unit": str(nomination.nominated_by or nomination.unit or ""),
            "due": vi_date(due) if due else "", "now": now,
        }  # fmt: skip


def last_symbol(case: Case) -> str:
    """The symbol of the locality's last letter ("UBND-VHXH"); nobody but the office knows how it abbreviates a unit."""
    return _symbol_of(case, *LETTERS)


def _symbol_of(case: Case, *kinds: str) -> str:
    """What the locality wrote as symbol on its last issued paper of some kinds."""
    rows = Document.objects.filter(locality=case.locality, kind__in=kinds, state="issued").order_by("-issued_on")
    last = rows.values_list("data__symbol", flat=True).first()
    return str(last or "")


LETTERS = ("cong-van-don-doc", "giay-yeu-cau-bo-sung")


def tracking(case: Case) -> dict[str, Any]:
    """Phiếu theo dõi of one unit: its targets with the levels of the plan and the figures that were verified."""
    unit = case.topic
    return case.office(case.standing) | {
        "movement": case.name,
        "unit": unit.name if unit else None,
        "period": f"đến ngày {vi_date(case.on)}",
        "targets": sheet(case.board, unit),
        "signatures": [signer(["NGƯỜI LẬP PHIẾU"], case.by), signer(["TRƯỞNG ĐƠN VỊ"], _head_of(case, unit))],
    }


def inspection(case: Case) -> dict[str, Any]:
    """Biên bản kiểm tra of one unit: what is looked at comes from the plan, what was found from the spot."""
    unit = case.topic
    head = _head_of(case, unit)
    return case.committee | {
        "title": f"Kiểm tra việc thực hiện {case.named}",
        "bases": [case.plan_basis],
        "unit": unit.name if unit else None,
        "representatives": [{"name": head, "role": "Trưởng đơn vị"}] if head else [],
        "checks": [
            {"what": level_words(target) + (f" ({level})" if (level := planned(target)) else "")}
            for target in case.targets
        ],
        "signatures": [signer(["ĐẠI DIỆN ĐƠN VỊ"], head), signer(["TRƯỞNG ĐOÀN KIỂM TRA"])],
    }


OBSTACLES = "bao-cao-vuong-mac"


def obstacles(case: Case) -> dict[str, Any]:
    """Báo cáo khó khăn, vướng mắc of the standing unit to the chair: what was compiled and what is decided of it."""
    items = obstacle_items(case.movement)
    chair = f"Chủ tịch {case.locality.committee}"
    who = case.standing or case.locality.committee_in_full
    waiting = any("decision" not in item for item in items)
    return case.office(case.standing) | {
        "symbol": _symbol_of(case, OBSTACLES),
        "title": f"Khó khăn, vướng mắc và đề xuất, kiến nghị trong thực hiện {case.named}",
        "addressees": [chair],
        "opening": [
            f"Thực hiện {case.plan}, {who} tổng hợp khó khăn, vướng mắc của các đơn vị "
            f"đến ngày {vi_date(case.on)} và đề xuất như sau:"
        ],
        "items": items,
        "requests": [
            f"Kính đề nghị {chair} xem xét, quyết định sửa đổi hoặc giữ nguyên Kế hoạch đối với từng nội dung "
            "chưa có quyết định nêu trên."
        ] if waiting else [],
        "signature": signer(["TRƯỞNG ĐƠN VỊ"]),
        "recipients": ["Như trên", "Lưu: VT"],
    }  # fmt: skip


def interim(case: Case) -> dict[str, Any]:
    """Báo cáo sơ kết: what was done as the files show it, the targets with the levels of the plan."""
    return case.committee | report_head(case, f"Sơ kết {case.named}") | {
        "signature": case.signed(), "recipients": case.recipients,
    }  # fmt: skip


def report_head(case: Case, title: str) -> dict[str, Any]:
    """What both reports begin with. Results are the verified ones; where there is none the cell is left to the hand."""
    within = f", thời gian thực hiện {case.period}" if case.period else ""
    return {
        "title": title,
        "opening": [
            f"Thực hiện {case.plan}{within}, {case.locality.committee_in_full} báo cáo kết quả như sau:"
        ],
        "direction": _done(case),
        "results": results(case.board),
        "initiatives": [_initiative(line) for line in case.initiatives],
    }  # fmt: skip


def _done(case: Case) -> list[str]:
    """What the folder of the movement proves: the plan, letters sent, units inspected."""
    said = [f"Ban hành {case.plan}"]
    for kinds, words in (
        (("ke-hoach-dieu-chinh",), "Ban hành %s kế hoạch sửa đổi, bổ sung"),
        (("cong-van-don-doc",), "Ban hành %s công văn đôn đốc"),
        (("bien-ban-kiem-tra",), "Kiểm tra %s đơn vị"),
    ):
        if count := len(case.issued(*kinds)):
            said.append(words % f"{count:02d}")
    return said


def _initiative(line: Line) -> str:
    """One initiative with whose it is and the paper that recognised it."""
    paper = f", công nhận tại {line.source}" if line.source else ""
    return f"{line.title} ({line.subject_name}){paper}"


def amendment(case: Case) -> dict[str, Any]:
    """Kế hoạch sửa đổi: one line for every matter that has ended under the plan (R-01 to R-10)."""
    header = case.content["document"]
    dated = header.get("date") or ""
    matters = adjusting.of(case.movement, case.on, list(case.movement.adjustment_answers.all()))
    left = [matter for matter in matters if matter.open]
    number = header.get("number_code") or ""
    return case.committee | {
        "title": f"Sửa đổi, bổ sung Kế hoạch {case.named}",
        "amended_number": number if number[:1].isdigit() else None,
        "amended_date": dated if len(dated) == len("2025-02-18") else None,
        "amended_title": header.get("title") or case.movement.plan.title,
        "bases": [*acts_in_force(case.locality, case.on), case.plan_basis],
        "reasons": list(dict.fromkeys(matter.why for matter in left)),
        "changes": [_change(case, matter) for matter in left],
        "organisation": [f"{case.standing} theo dõi, đôn đốc việc thực hiện"] if case.standing else [],
        "signature": case.signed(), "recipients": case.recipients,
    }  # fmt: skip


def _change(case: Case, matter: adjusting.Adjustment) -> dict[str, Any]:
    """One row: what the plan says in that matter beside what it shall say; a plan that is silent is added to."""
    said = adjusting.passages(case.movement, matter, case.on)
    before = {"before": "; ".join(f"“{words}”" for words in said)} if said else {}
    return {"place": matter.title, **before, "after": matter.change}


def _head_of(case: Case, unit: Unit | None) -> str:
    """Who heads a unit by their appointment; "" when nobody does, or several."""
    if unit is None:
        return ""
    rows = Appointment.objects.filter(valid_on(case.on), unit=unit, role=Role.UNIT_HEAD).select_related("user")
    names = {row.user.full_name for row in rows}
    return names.pop() if len(names) == 1 else ""


def units(case: Case) -> list[Topic]:
    """The units at work that day."""
    return [Topic(f"unit:{unit.pk}", unit.name, unit) for unit in case.units]


def _of_unit(words: str) -> Callable[[Case], str]:
    return lambda case: f"{(words)}: {case.topic.name}" if case.topic else (words)


UNIT = gettext_lazy("đơn vị")
RECIPES = (
    Recipe("cong-van-don-doc", reminder, lambda case: f"Đôn đốc thực hiện {case.named}"),
    Recipe("phieu-theo-doi", tracking, _of_unit("Phiếu theo dõi chỉ tiêu"), topics=units, about=UNIT),
    Recipe("bien-ban-kiem-tra", inspection, _of_unit("Biên bản kiểm tra"), topics=units, about=UNIT),
    Recipe(OBSTACLES, obstacles, lambda case: f"Khó khăn, vướng mắc trong {case.named}", own_register=True),
    Recipe("bao-cao-so-ket", interim, lambda case: f"Sơ kết {case.named}"),
    Recipe("ke-hoach-dieu-chinh", amendment, lambda case: f"Sửa đổi, bổ sung Kế hoạch {case.named}"),
)
