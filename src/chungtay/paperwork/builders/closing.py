"""Papers of the end: closing report, yearly statistics (R-24), annulment (R-53)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy

from chungtay import law
from chungtay.decisions.actions import recall_grounds
from chungtay.decisions.models import Award, Decision
from chungtay.decisions.papers import acts_in_force
from chungtay.documents.actions import number_of
from chungtay.kit.text import vi_date
from chungtay.localities.rules import law_on
from chungtay.movements.models import Movement
from chungtay.nominations.models import Subject
from chungtay.paperwork.builders.dossiers import GROUPS
from chungtay.paperwork.builders.running import report_head
from chungtay.paperwork.case import Case, signer
from chungtay.paperwork.recipe import Recipe, Topic
from chungtay.plans.effect import span
from chungtay.records.models import AwardKind, Line
from chungtay.records.models import Kind as RecordKind
from chungtay.typesetting import wording
from chungtay.typesetting.tree import PartialDate


def closing(case: Case) -> dict[str, Any]:
    """Báo cáo tổng kết: what the files show, and everybody commended with the money of the decision."""
    return case.committee | report_head(case, f"Tổng kết {case.named}") | awardees(case) | {
        "commended": commended(case), "signature": case.signed(), "recipients": case.recipients,
    }  # fmt: skip


def awardees(case: Case) -> dict[str, list[dict[str, Any]]]:
    """Everybody on the numbered decisions of the movement, in the order of their lists."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for award in case.awards:
        entry: dict[str, Any] = {"name": award.name, "unit": award.description, "achievement": award.achievement}
        if award.bonus is not None:
            entry["money"] = award.bonus
        groups.setdefault(GROUPS[Subject(award.subject)], []).append(entry)
    return groups


def commended(case: Case) -> list[str]:
    """The meetings with how many cases they judged, the decisions with their numbers."""
    said = [
        f"{m.council.name} họp ngày {vi_date(m.held_on)}, xét {m.tallies.count():02d} trường hợp"
        for m in reversed(case.meetings)
        if m.state == "closed"
    ]
    return said + [f"{paper(d)}: {counts(list(d.awards.all()))}" for d in case.decisions]


def paper(decision: Decision) -> str:
    """ "Quyết định số 152/QĐ-UBND ngày 20 tháng 12 năm 2025 của Chủ tịch …"."""
    document = decision.document
    assert document is not None
    day = wording.day_line(PartialDate.of(document.issued_on))
    return f"Quyết định số {number_of(document)} {day} của Chủ tịch {decision.locality.committee_in_full}"


_NOUNS = {Subject.COLLECTIVE: "tập thể", Subject.INDIVIDUAL: "cá nhân", Subject.HOUSEHOLD: "hộ gia đình"}


def counts(awards: list[Award]) -> str:
    """ "01 tập thể, 03 cá nhân": only the kinds that there are."""
    found = {kind: sum(1 for a in awards if a.subject == kind) for kind in _NOUNS}
    return ", ".join(f"{n:02d} {_NOUNS[kind]}" for kind, n in found.items() if n)


# ------------------------------------------------------------------ statistics


def _form_code(case: Case, prefix: str) -> str:
    """The sign of a form as the law data have it for the day; "" when they have none."""
    try:
        forms = law_on(case.locality, case.on)["R-24"].value["forms"]
    except law.LawError:
        return ""
    return next((code for code in forms if code.startswith(prefix)), "")


def _statistics(case: Case, prefix: str) -> dict[str, Any]:
    return case.committee | {
        "form_code": _form_code(case, prefix),
        "period": f"năm {case.movement.year}",
        "reporting_unit": case.locality.committee_in_full,
        "signatures": [signer(["NGƯỜI LẬP BIỂU"], case.by), case.signed(for_committee=False)],
    }


def movements(case: Case) -> dict[str, Any]:
    """Thống kê 0601: the movements of the locality in the year, by how long their plans say that they last."""
    rows = Movement.objects.filter(locality=case.locality, year=case.movement.year).select_related("plan_version")
    lengths = [_length(movement) for movement in rows.defer("plan_version__source_text", "plan_version__provenance")]
    labels = ("Dưới 1 năm", "1 năm", "Trên 1 năm", "Kế hoạch không nêu")
    found = [{"label": label, "count": lengths.count(i)} for i, label in enumerate(labels)]
    return _statistics(case, "0601") | {
        "total": len(lengths),
        "groups": [{"heading": "Theo thời hạn", "rows": list(found[:3]) + found[3:] * bool(found[3]["count"])}],
    }


def _length(movement: Movement) -> int:
    """0 shorter than a year, 1 a year, 2 longer, 3 not stated."""
    period = movement.plan_version.content["movement"]["period"]
    start, end = span(period["start"]), span(period["end"])
    if start is None or end is None:
        return 3
    first, last = start[0], end[1]
    year_later = _next_year(first) - dt.timedelta(days=1)
    return 1 if last == year_later else 0 if last < year_later else 2


def _next_year(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29/02
        return dt.date(day.year + 1, 3, 1)


def awards(case: Case) -> dict[str, Any]:
    """Thống kê 0603: the awards of the year as the ledger has them, by subject and occasion."""
    rows = list(
        Line.objects.filter(
            locality=case.locality, kind=RecordKind.AWARD, since__year=case.movement.year, until=None, withdrawn_at=None
        )
    )
    kinds = [AwardKind.MERIT, AwardKind.THEMATIC, AwardKind.SUDDEN]
    groups = (
        ("Tập thể", [r for r in rows if r.unit_id and not r.person_id and not r.household]),
        ("Hộ gia đình", [r for r in rows if r.household]),
        ("Cá nhân", [r for r in rows if r.person_id]),
    )
    return _statistics(case, "0603") | {
        "methods": [str(kind.label).capitalize() for kind in kinds],
        "rows": [
            {"label": label, "counts": [{"n": sum(1 for r in group if r.word == kind)} for kind in kinds]}
            for label, group in groups
        ],
    }


# ------------------------------------------------------------------ annulment


def annulment(case: Case) -> dict[str, Any]:
    """Quyết định hủy bỏ of an annulled decision: its number, ground and everybody on it (R-53)."""
    decision: Decision | None = case.topic
    locality = case.locality
    head = case.committee | {
        "title": f"Về việc hủy bỏ quyết định khen thưởng trong {case.named}",
        "power": f"Chủ tịch {locality.committee_in_full}",
        "bases": acts_in_force(locality, case.on),
        "responsible": case.standing or locality.committee_in_full,
        "signature": case.signed(for_committee=False),
        "recipients": ["Như Điều 4", "Lưu: VT"],
    }
    if decision is None or decision.document is None:
        return head
    people = list(decision.awards.select_related("certificate"))
    back = any(a.bonus or a.certificate.handed_over_on for a in people)  # its article on what is given back
    return head | {
        "recipients": [f"Như Điều {5 if back else 4}", "Lưu: VT"],
        "award": decision.award_level.form,
        "annulled_number": number_of(decision.document),
        "annulled_date": decision.document.issued_on,
        "ground": recall_grounds().get(decision.annulment_ground),
        "facts": [line for line in decision.annulment_note.splitlines() if line.strip()],
        "recipients_of_award": [
            {"name": a.name, "unit": a.description, "golden_book": a.ordinal,
             "handed_over": bool(a.certificate.handed_over_on)} | ({"money": a.bonus} if a.bonus is not None else {})
            for a in people
        ],
    }  # fmt: skip


def annulled(case: Case) -> list[Topic]:
    """The decisions that the chair has annulled."""
    rows = case.movement.decisions.filter(state="annulled").select_related("document__register_entry", "award_level")
    return [Topic(f"decision:{d.pk}", number_of(d.document) or str(d) if d.document else str(d), d) for d in rows]


RECIPES = (
    Recipe("bao-cao-tong-ket", closing, lambda case: f"Tổng kết {case.named}"),
    Recipe("thong-ke-0601", movements, lambda case: f"Thống kê phong trào thi đua năm {case.movement.year}"),
    Recipe("thong-ke-0603", awards, lambda case: f"Thống kê khen thưởng năm {case.movement.year}"),
    Recipe("quyet-dinh-huy-bo", annulment, lambda case: f"Hủy bỏ quyết định khen thưởng trong {case.named}",
           topics=annulled, about=gettext_lazy("quyết định đã hủy")),
)  # fmt: skip
