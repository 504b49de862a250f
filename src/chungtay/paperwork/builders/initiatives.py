"""Papers on initiatives, from the record book: proposal, minutes, decision, letter of recognition."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from chungtay.councils.models import Member
from chungtay.decisions.papers import acts_in_force
from chungtay.paperwork.case import Case, signer
from chungtay.paperwork.recipe import Recipe, Topic
from chungtay.records.models import Line


def _authors(line: Line | None) -> list[dict[str, Any]]:
    if line is None:
        return []
    person = line.person
    role = ", ".join(x for x in (person.title, str(person.unit or "")) if x) if person else ""
    return [{"name": line.subject_name, "role": role}]


def _unit(line: Line | None) -> str:
    if line is None:
        return ""
    return str(line.person.unit or "") if line.person else str(line.unit or "")


def proposal(case: Case) -> dict[str, Any]:
    """Phiếu đề xuất of one initiative; what it does and brings is for its author to tell."""
    line: Line | None = case.topic
    unit = _unit(line)
    return {
        "superior": [case.locality.committee_in_full] if unit else [],
        "issuer": [unit] if unit else [],
        "place": case.locality.name,
        "addressees": [case.council.name if case.council else case.locality.committee],
        "name": line.title if line else None,
        "authors": _authors(line),
        "content": [line.text] if line and line.text else [],
        "signature": signer(["TÁC GIẢ"], line.person.full_name if line and line.person else ""),
        "confirmation": signer(["XÁC NHẬN CỦA ĐƠN VỊ"]),
    }


def minutes(case: Case) -> dict[str, Any]:
    """Biên bản họp xét sáng kiến: the council's people, every initiative of the year."""
    council = case.council
    seats = {row.seat: row for row in case.members}
    chair, secretary = seats.get(Member.Seat.CHAIR), seats.get(Member.Seat.SECRETARY)
    return {
        "superior": [case.locality.committee_in_full],
        "issuer": [council.name if council else case.locality.committee_in_full],
        "place": case.locality.name,
        "title": f"Họp xét sáng kiến trong {case.named}",
        "bases": [case.plan_basis],
        "chair": _person(chair),
        "secretary": _person(secretary),
        "initiatives": [
            {"name": line.title, "authors": [line.subject_name], "unit": _unit(line)} for line in case.initiatives
        ],
        "signatures": [
            signer(["THƯ KÝ"], secretary.person.full_name if secretary else ""),
            signer(["CHỦ TRÌ"], chair.person.full_name if chair else ""),
        ],
    }


def _person(row: Member | None) -> dict[str, str]:
    return {"name": row.person.full_name, "role": str(row.get_seat_display())} if row else {}


def decision(case: Case) -> dict[str, Any]:
    """Quyết định công nhận sáng kiến, by the chair in own power."""
    locality = case.locality
    minutes = next(iter(reversed(case.issued("bien-ban-sang-kien"))), None)
    said = [f"Theo Biên bản họp xét sáng kiến ngày {minutes.issued_on:%d/%m/%Y}"] if minutes else []
    return case.committee | {
        "title": f"Về việc công nhận sáng kiến trong {case.named}",
        "power": f"Chủ tịch {locality.committee_in_full}",
        "bases": [*acts_in_force(locality, case.on), case.plan_basis, *said],
        "initiatives": [
            {"name": line.title, "authors": [line.subject_name], "unit": _unit(line)} for line in case.initiatives
        ],
        "responsible": case.standing or locality.committee_in_full,
        "signature": case.signed(for_committee=False),
        "recipients": ["Như Điều 3", "Lưu: VT"],
    }


def letter(case: Case) -> dict[str, Any]:
    """Giấy công nhận of one initiative, naming the decision that recognised it once there is one."""
    line: Line | None = case.topic
    decided = next(iter(reversed(case.issued("quyet-dinh-sang-kien"))), None)
    named = ""
    if decided is not None and decided.issued_on is not None:
        code = decided.register_entry.code if hasattr(decided, "register_entry") else ""
        named = f"Quyết định số {code} ngày {decided.issued_on:%d/%m/%Y}"
    elif line is not None and line.source:
        named = line.source
    return case.committee | {
        "power": f"Chủ tịch {case.locality.committee_in_full}",
        "name": line.title if line else None,
        "authors": _authors(line),
        "unit": _unit(line),
        "decision": named,
        "signature": case.signed(for_committee=False),
    }


def lines(case: Case) -> list[Topic]:
    """The initiatives that the record book has for the year of the movement."""
    return [Topic(f"line:{line.pk}", f"{line.title} ({line.subject_name})", line) for line in case.initiatives]


ABOUT = gettext_lazy("sáng kiến")
RECIPES = (
    Recipe("phieu-de-xuat-sang-kien", proposal, lambda case: "Phiếu đề xuất sáng kiến%s"
           % (f": {case.topic.title}" if case.topic else ""), topics=lines, about=ABOUT),
    Recipe("bien-ban-sang-kien", minutes, lambda case: f"Biên bản họp xét sáng kiến trong {case.named}"),
    Recipe("quyet-dinh-sang-kien", decision, lambda case: f"Công nhận sáng kiến trong {case.named}"),
    Recipe("giay-cong-nhan-sang-kien", letter, lambda case: "Giấy công nhận sáng kiến%s"
           % (f": {case.topic.title}" if case.topic else ""), topics=lines, about=ABOUT),
)  # fmt: skip
