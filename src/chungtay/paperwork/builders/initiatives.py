"""Papers on initiatives: proposal, minutes, decision, letter of recognition, from the rows of the initiatives' room.

What the record book has of earlier years, or of another office, is a topic of its own: its line is all that is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from chungtay.councils.models import Member
from chungtay.decisions.papers import acts_in_force
from chungtay.initiatives import queries
from chungtay.initiatives.models import Initiative, Judgement, Recognition, Sitting
from chungtay.initiatives.wording import lines as paragraphs
from chungtay.initiatives.wording import names_of
from chungtay.kit.text import fold, vi_date
from chungtay.paperwork.case import Case, signer
from chungtay.paperwork.recipe import Recipe, Topic
from chungtay.records.models import Line


def _authors(row: Initiative | Line | None) -> list[dict[str, Any]]:
    if row is None:
        return []
    if isinstance(row, Initiative):
        return [
            {"name": str(author), "role": author.role, "share": float(author.share)} for author in row.authors.all()
        ]
    person = row.person
    role = ", ".join(x for x in (person.title, str(person.unit or "")) if x) if person else ""
    return [{"name": row.subject_name, "role": role}]


def _names(row: Initiative | Line) -> list[str]:
    return [author["name"] for author in _authors(row)]


def _unit(row: Initiative | Line | None) -> str:
    if row is None:
        return ""
    if isinstance(row, Line) and row.person:
        return str(row.person.unit or "")
    return str(row.unit or "")


def proposal(case: Case) -> dict[str, Any]:
    """Phiếu đề xuất of one initiative, as its authors wrote it."""
    row: Initiative | Line | None = case.topic
    unit = _unit(row)
    head = {
        "superior": [case.locality.committee_in_full] if unit else [],
        "issuer": [unit] if unit else [],
        "place": case.locality.name,
        "addressees": [case.council.name if case.council else case.locality.committee],
        "name": row.title if row else None,
        "authors": _authors(row),
        "confirmation": signer(["XÁC NHẬN CỦA ĐƠN VỊ"]),
    }
    if isinstance(row, Initiative):
        return head | _written(row)
    person = row.person.full_name if row and row.person else ""
    return head | {"content": [row.text] if row and row.text else [], "signature": signer(["TÁC GIẢ"], person)}


def _written(row: Initiative) -> dict[str, Any]:
    first = next(iter(row.authors.all()), None)
    several = row.authors.count() > 1
    return {
        "field": " ".join(row.target.text.split()) if row.target else None,
        "applied_from": row.applied_since,
        "applied_where": row.applied_where,
        "before": paragraphs(row.before),
        "content": paragraphs(row.content),
        "novelty": paragraphs(row.novelty),
        "benefits": paragraphs(row.effect),
        "signature": signer(["ĐẠI DIỆN TÁC GIẢ" if several else "TÁC GIẢ"],
                            first.person.full_name if first and first.person else ""),
    }  # fmt: skip


def minutes(case: Case) -> dict[str, Any]:
    """Biên bản họp xét sáng kiến: of one sitting with what was said of each; before it is held, what waits for it."""
    sitting: Sitting | None = case.topic
    chair, secretary = _seated(case, sitting)
    council = case.council
    told = {
        "superior": [case.locality.committee_in_full],
        "issuer": [sitting.body if sitting else council.name if council else case.locality.committee_in_full],
        "place": case.locality.name,
        "title": f"Họp xét sáng kiến trong {case.named}",
        "bases": [case.plan_basis],
        "chair": chair,
        "secretary": secretary,
        "signatures": [signer(["THƯ KÝ"], secretary.get("name", "")), signer(["CHỦ TRÌ"], chair.get("name", ""))],
    }
    if sitting is None:
        return told | {"initiatives": [_entry(row) for row in _waiting(case)]}
    said = sitting.judgements.select_related("initiative__unit").prefetch_related("initiative__authors__person")
    rows = list(said.order_by("initiative_id"))
    return told | {
        "date": sitting.held_on,
        "venue": sitting.place,
        "proceedings": [f"Số người dự: {sitting.present:02d}."] if sitting.present else [],
        "initiatives": [_entry(row.initiative) | _result(row) for row in rows],
        "dissent": [f"“{row.initiative.title}”: {row.opinion}" for row in rows if row.opinion],
        "conclusion": _conclusion(rows),
    }


def _seated(case: Case, sitting: Sitting | None) -> tuple[dict[str, str], dict[str, str]]:
    """Chair and secretary: as written down of the sitting; those of the award council only where that council sat."""
    if sitting is not None and (sitting.chaired_by or sitting.secretary):
        named = [{"name": name} if name else {} for name in (sitting.chaired_by, sitting.secretary)]
        return named[0], named[1]
    if sitting is not None and (case.council is None or fold(case.council.name) != fold(sitting.body)):
        return {}, {}
    seats = {row.seat: row for row in case.members}
    return _person(seats.get(Member.Seat.CHAIR)), _person(seats.get(Member.Seat.SECRETARY))


def _waiting(case: Case) -> Sequence[Initiative | Line]:
    """What waits for a sitting; where the room has nothing at all, what the record book has for the year."""
    return list(queries.to_judge(case.movement)) or ([] if case.movement.initiatives.exists() else case.initiatives)


def _entry(row: Initiative | Line) -> dict[str, Any]:
    return {"name": row.title, "authors": _names(row), "unit": _unit(row)}


def _result(row: Judgement) -> dict[str, Any]:
    word = "Đề nghị công nhận" if row.favourable else "Không đề nghị"
    return {"yes": row.yes, "no": row.no, "result": word}


def _conclusion(rows: Sequence[Judgement]) -> list[str]:
    favoured = [row for row in rows if row.favourable]
    return [f"Đề nghị công nhận {len(favoured):02d} trên {len(rows):02d} sáng kiến đã xét."] if rows else []


def _person(row: Member | None) -> dict[str, str]:
    return {"name": row.person.full_name, "role": str(row.get_seat_display())} if row else {}


def decision(case: Case) -> dict[str, Any]:
    """Quyết định công nhận sáng kiến of one act of the chair, in own power."""
    locality, act = case.locality, case.topic
    recognised: Sequence[Initiative | Line] = _recognised(act) if isinstance(act, Recognition) else case.initiatives
    return case.committee | {
        "title": f"Về việc công nhận sáng kiến trong {case.named}",
        "power": f"Chủ tịch {locality.committee_in_full}",
        "bases": [*acts_in_force(locality, case.on), case.plan_basis, *_minuted(case, act)],
        "initiatives": [_entry(row) for row in recognised],
        "responsible": case.standing or locality.committee_in_full,
        "signature": case.signed(for_committee=False),
        "recipients": ["Như Điều 3", "Lưu: VT"],
    }


def _recognised(act: Recognition) -> list[Initiative]:
    return list(act.initiatives.select_related("unit").prefetch_related("authors__person__unit", "authors__unit"))


def _minuted(case: Case, act: Recognition | None) -> list[str]:
    """The minutes that the decision stands on: of the sittings that judged these initiatives, else the paper issued."""
    if isinstance(act, Recognition):
        held = Sitting.objects.filter(judgements__initiative__recognition=act, judgements__favourable=True).distinct()
        return [
            f"Theo {row.minutes or 'Biên bản họp'} của {row.body} ngày {vi_date(row.held_on)}"
            for row in held.order_by("held_on")
        ]
    issued = next(iter(reversed(case.issued("bien-ban-sang-kien"))), None)
    return [f"Theo Biên bản họp xét sáng kiến ngày {issued.issued_on:%d/%m/%Y}"] if issued else []


def letter(case: Case) -> dict[str, Any]:
    """Giấy công nhận of one initiative, naming the decision that recognised it once there is one."""
    row: Initiative | Line | None = case.topic
    return case.committee | {
        "power": f"Chủ tịch {case.locality.committee_in_full}",
        "name": row.title if row else None,
        "authors": _authors(row),
        "unit": _unit(row),
        "summary": paragraphs(row.effect) if isinstance(row, Initiative) else [],
        "decision": _decided(case, row),
        "signature": case.signed(for_committee=False),
    }


def _decided(case: Case, row: Initiative | Line | None) -> str:
    if isinstance(row, Initiative):
        act = row.recognition
        return f"Quyết định số {act.code} ngày {vi_date(act.dated)}" if act and act.code else ""
    issued = next(iter(reversed(case.issued("quyet-dinh-sang-kien"))), None)
    if issued is not None and issued.issued_on is not None:
        code = issued.register_entry.code if hasattr(issued, "register_entry") else ""
        return f"Quyết định số {code} ngày {issued.issued_on:%d/%m/%Y}"
    return row.source if row is not None else ""


# ------------------------------------------------------------------ what the papers may be about


def _own(case: Case, **where: Any) -> list[Topic]:
    rows = queries.with_rows(case.movement.initiatives.filter(**where).order_by("pk"))
    return [Topic(f"initiative:{row.pk}", f"{row.title} ({'; '.join(_names(row))})", row) for row in rows]


def _in_the_book(case: Case) -> list[Topic]:
    """Lines that were typed by hand; those of this room's initiatives stand above already."""
    return [
        Topic(f"line:{line.pk}", f"{line.title} ({line.subject_name})", line)
        for line in case.initiatives if not line.origin
    ]  # fmt: skip


def proposed(case: Case) -> list[Topic]:
    """Every proposal that was not taken back, then the lines of the record book for the year."""
    live = ("proposed", "returned", "checked", "recognised", "replicated", "declined")
    return [*_own(case, state__in=live), *_in_the_book(case)]


def recognised(case: Case) -> list[Topic]:
    """What is recognised, then the lines of the record book for the year."""
    return [*_own(case, state__in=("recognised", "replicated")), *_in_the_book(case)]


def sittings(case: Case) -> list[Topic]:
    """The sittings that were held; none yet: one paper to prepare for the first."""
    rows = case.movement.initiative_sittings.all()
    return [Topic(f"sitting:{row.pk}", str(row), row) for row in rows]


def acts(case: Case) -> list[Topic]:
    """The acts of recognition that the program is to write the decision of."""
    rows = case.movement.initiative_recognitions.filter(number="").prefetch_related("initiatives")
    return [Topic(f"recognition:{row.pk}", f"{vi_date(row.decided_on)}: {names_of(row.initiatives.all())}", row)
            for row in rows]  # fmt: skip


ABOUT = gettext_lazy("sáng kiến")
RECIPES = (
    Recipe("phieu-de-xuat-sang-kien", proposal, lambda case: "Phiếu đề xuất sáng kiến%s"
           % (f": {case.topic.title}" if case.topic else ""), topics=proposed, about=ABOUT),
    Recipe("bien-ban-sang-kien", minutes, lambda case: f"Biên bản họp xét sáng kiến trong {case.named}",
           topics=sittings, about=gettext_lazy("lần xét")),
    Recipe("quyet-dinh-sang-kien", decision, lambda case: f"Công nhận sáng kiến trong {case.named}",
           topics=acts, about=gettext_lazy("lần công nhận")),
    Recipe("giay-cong-nhan-sang-kien", letter, lambda case: "Giấy công nhận sáng kiến%s"
           % (f": {case.topic.title}" if case.topic else ""), topics=recognised, about=ABOUT),
)  # fmt: skip
