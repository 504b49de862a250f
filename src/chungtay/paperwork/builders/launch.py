"""Papers of the launch: decision that sets up the council, registration of a unit."""

from __future__ import annotations

from typing import Any

from chungtay.councils.models import Member
from chungtay.decisions.papers import acts_in_force
from chungtay.kit.text import fold
from chungtay.paperwork.builders.running import UNIT, units
from chungtay.paperwork.case import Case, level_words, planned, signer
from chungtay.paperwork.recipe import Recipe

_DUTIES = {
    Member.Seat.CHAIR: "Chủ tịch", Member.Seat.VICE_CHAIR: "Phó Chủ tịch", Member.Seat.SECRETARY: "Thư ký",
    Member.Seat.MEMBER: "Ủy viên",
}  # fmt: skip


def council_decision(case: Case) -> dict[str, Any]:
    """Quyết định thành lập Hội đồng from the council in office (R-62); without one its members are asked for."""
    council, locality = case.council, case.locality
    given: list[str] = next((e["duties"] for e in case.content["organisation"] if "hoi dong" in fold(e["unit"])), [])
    named = f"Hội đồng Thi đua - Khen thưởng {locality}"
    articles = 5 if case.standing else 4
    return case.committee | {
        "title": f"Về việc thành lập {named}",
        "power": f"Chủ tịch {locality.committee_in_full}",
        "bases": acts_in_force(locality, case.on),
        "council": council.name if council else named,
        "members": [
            {"name": row.person.full_name, "position": row.person.title, "duty": _DUTIES[Member.Seat(row.seat)]}
            for row in case.members
        ],
        "duties": given,
        "standing_unit": case.standing,
        "replaces": council.established_by if council else None,
        "responsible": case.standing or locality.committee_in_full,
        "signature": case.signed(for_committee=False),
        "recipients": [f"Như Điều {articles}", "Lưu: VT"],
    }  # fmt: skip


def registration(case: Case) -> dict[str, Any]:
    """Bản đăng ký of one unit: the plan's targets with their levels, what the unit pledges is its own to write."""
    unit = case.topic
    return case.office(unit.name if unit else "") | {
        "movement": case.name,
        "addressees": [case.locality.committee],
        "unit": unit.name if unit else None,
        "targets": [
            {"target": level_words(target), "planned": planned(target), "due": case.period_end}
            for target in case.targets
        ],
        "signature": signer(["TRƯỞNG ĐƠN VỊ"]),
        "recipients": ["Như trên", "Lưu: VT"],
    }


RECIPES = (
    Recipe("quyet-dinh-hoi-dong", council_decision,
           lambda case: f"Thành lập Hội đồng Thi đua - Khen thưởng {case.locality}"),
    Recipe("ban-dang-ky", registration, lambda case: "Bản đăng ký thi đua%s"
           % (f": {case.topic.name}" if case.topic else ""), topics=units, about=UNIT),
)  # fmt: skip
