"""Papers of the dossiers: the letter asking for what is missing, the list of those nominated, the bundle going up."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from chungtay.decisions import papers as award_papers
from chungtay.decisions.models import Decision
from chungtay.documents.actions import full_data
from chungtay.movements.models import AwardLevel
from chungtay.nominations import papers as dossier_papers
from chungtay.nominations.models import Nomination, Subject
from chungtay.nominations.papers import award_in_words
from chungtay.paperwork.builders.running import last_symbol
from chungtay.paperwork.case import Case, signer
from chungtay.paperwork.recipe import Recipe, Topic
from chungtay.typesetting import wording

# A list that goes out names nobody who withdrew, was refused, or waits for the outcome of a matter.
LISTED = ("submitted", "checking", "incomplete", "eligible", "shortlisted", "selected", "beyond_quota",
          "extra_requested", "proposed", "awarded", "sent_up", "awarded_above", "returned_above")  # fmt: skip
CHOSEN = ("selected", "proposed", "sent_up", "awarded_above", "returned_above")
GROUPS = {Subject.COLLECTIVE: "collectives", Subject.INDIVIDUAL: "individuals", Subject.HOUSEHOLD: "households"}


def supplement(case: Case) -> dict[str, Any]:
    """Giấy yêu cầu bổ sung of one dossier: the papers not there, and what the clerk asked for in the dossier."""
    nomination: Nomination | None = case.topic
    head = case.committee | {
        "symbol": last_symbol(case),
        "subject": "bổ sung hồ sơ đề nghị khen thưởng",
        "basis": case.plan_basis,
        "to": case.standing,
        "only_once": True,
        "signature": case.signed(),
        "recipients": ["Như trên", "Lưu: VT"],
    }
    if nomination is None:
        return head
    by = nomination.nominated_by or nomination.unit
    asked = nomination.submitted_at
    return head | {
        "addressees": [str(by or nomination.nominee)],
        "received": localtime(asked).date() if asked else None,
        "dossier": f"hồ sơ đề nghị khen thưởng của {nomination.nominee}",
        "missing": _missing(nomination),
        "until": nomination.supplement_due,
    }


def _missing(nomination: Nomination) -> list[dict[str, str]]:
    """What the clerk wrote when asking; before that, the papers of the plan's list that are not there."""
    if asked := [line.strip(" -–+•\t") for line in nomination.supplement_request.splitlines() if line.strip(" -–+•\t")]:
        return [{"what": line} for line in asked]
    rows = nomination.papers.filter(present=False).select_related("item")
    return [{"what": row.item.text, "why": "Kế hoạch yêu cầu, hồ sơ chưa có"} for row in rows]


def to_supplement(case: Case) -> list[Topic]:
    """Dossiers under check, or already asked to be completed."""
    rows = [n for n in case.nominations if n.state in ("submitted", "checking", "incomplete")]
    return [Topic(f"dossier:{n.pk}", n.nominee, n) for n in rows]


def nominees(case: Case) -> dict[str, Any]:
    """Danh sách đề nghị at one level, in the order of the lists of the award."""
    level: AwardLevel | None = case.topic
    rows = [n for n in case.nominations if n.state in LISTED and (level is None or n.award_level_id == level.pk)]
    groups: dict[str, list[dict[str, Any]]] = {}
    for n in rows:
        entry = {"name": n.nominee, "unit": n.description, "achievement": " ".join(n.achievement.split()),
                 "award": n.award_level.form}  # fmt: skip
        groups.setdefault(GROUPS[Subject(n.subject)], []).append(entry)
    return case.office(case.standing) | groups | {
        "title": f"Đề nghị khen thưởng trong {case.named}",
        "signature": signer(["TRƯỞNG ĐƠN VỊ"]),
        "recipients": [case.locality.committee, "Lưu: VT"],
    }  # fmt: skip


def levels(case: Case) -> list[Topic]:
    return [Topic(f"level:{x.pk}", award_in_words(x), x) for x in case.movement.award_levels.all()]


# ------------------------------------------------------------------ upward


def bundle(case: Case) -> dict[str, Any]:
    """Bộ hồ sơ trình cấp trên at one level: tờ trình, minutes and reports as their own rooms have them."""
    level: AwardLevel | None = case.topic
    decided = _decision(case, level)
    if decided is not None and decided.proposal is not None:
        submission = full_data(decided.proposal)
        names = [award.nomination for award in decided.awards.select_related(
            "nomination__person__unit", "nomination__unit", "nomination__nominated_by", "nomination__award_level",
            "nomination__movement", "nomination__locality")]  # fmt: skip
        held = decided.meeting.minutes
    else:
        names = [n for n in case.nominations if level and n.award_level_id == level.pk and n.state in CHOSEN]
        submission, held = _submission(case, level, names), None
    return {
        "proposal": submission,
        "minutes": full_data(held) if held else _no_minutes(case),
        "reports": [full_data(n.report) if n.report else dossier_papers.report(n).data for n in names]
        or [{"signature": signer(["NGƯỜI BÁO CÁO"])}],
    }


def _decision(case: Case, level: AwardLevel | None) -> Decision | None:
    rows = case.movement.decisions.exclude(state="dropped").filter(award_level=level)
    return rows.select_related("proposal", "meeting__minutes", "award_level").order_by("pk").last() if level else None


def _submission(case: Case, level: AwardLevel | None, names: list[Nomination]) -> dict[str, Any]:
    """What is known of the tờ trình before its own page has drafted it."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for n in names:
        entry = {"name": n.nominee, "unit": n.description, "achievement": " ".join(n.achievement.split())}
        groups.setdefault(GROUPS[Subject(n.subject)], []).append(entry)
    return case.committee | groups | {
        "addressees": [award_papers.authority_of(level)] if level else [],
        "title": f"Về việc đề nghị khen thưởng trong {case.named}",
        "bases": [case.plan_basis],
        "award": (level.form if level else "") or "hình thức khen thưởng theo quy định",
        "signature": case.signed(),
        "recipients": ["Như trên", "Lưu: VT"],
    }  # fmt: skip


def _no_minutes(case: Case) -> dict[str, Any]:
    """The head of minutes that are not written yet."""
    council = case.council
    return {
        "superior": [case.locality.committee_in_full],
        "issuer": [council.name if council else case.locality.committee_in_full],
        "place": case.locality.name,
        "title": f"Họp xét khen thưởng {wording.lower_first(case.named)}",
        "signatures": [signer(["THƯ KÝ"]), signer(["CHỦ TRÌ"])],
    }


def above(case: Case) -> list[Topic]:
    """The levels that somebody above decides."""
    return [topic for topic in levels(case) if not topic.row.decided_here]


RECIPES = (
    Recipe("giay-yeu-cau-bo-sung", supplement, lambda case: "Yêu cầu bổ sung hồ sơ%s"
           % (f": {case.topic.nominee}" if case.topic else ""), topics=to_supplement, about=gettext_lazy("hồ sơ")),
    Recipe("danh-sach-de-nghi", nominees, lambda case: "Danh sách đề nghị%s"
           % (f": {award_in_words(case.topic)}" if case.topic else ""), topics=levels, about=gettext_lazy("mức khen")),
    Recipe("ho-so-cap-tren", bundle, lambda case: "Bộ hồ sơ trình cấp trên%s"
           % (f": {award_in_words(case.topic)}" if case.topic else ""), topics=above,
           about=gettext_lazy("mức khen cấp trên"), composed=True),
)  # fmt: skip
