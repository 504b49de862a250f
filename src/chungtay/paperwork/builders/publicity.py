"""What is read aloud or published: radio bulletin, communiqué, script of the ceremony. Only what may be told."""

from __future__ import annotations

from typing import Any

from chungtay.decisions.models import Award
from chungtay.nominations.models import Subject
from chungtay.paperwork.builders.closing import counts, paper
from chungtay.paperwork.case import Case, level_words, planned, signer
from chungtay.paperwork.recipe import Recipe
from chungtay.typesetting.kinds.kind import number


def _news(case: Case) -> list[str]:
    """What can be said now: who was commended, else that the movement runs and until when."""
    if case.decisions:
        return [
            f"{paper(d)} tặng {d.award_level.form or 'khen thưởng'} cho {counts(list(d.awards.all()))} "
            f"có thành tích xuất sắc trong {case.named}."
            for d in case.decisions
        ]
    within = f" Thời gian thực hiện: {case.period}." if case.period else ""
    return [f"{case.locality.committee_in_full} tổ chức {case.named} theo {case.plan}.{within}"]


def bulletin(case: Case) -> dict[str, Any]:
    """Bản tin truyền thanh."""
    done = bool(case.decisions)
    return case.office(case.standing) | {
        "title": ("Khen thưởng trong %s" if done else "Thực hiện %s") % case.named,
        "greeting": "Kính thưa toàn thể bà con nhân dân.",
        "news": _news(case),
        "names": [_spoken(award) for award in case.awards],
        "farewell": "Kính chúc bà con mạnh khỏe.",
        "signatures": [signer(["NGƯỜI BIÊN TẬP"]), signer(["NGƯỜI DUYỆT"])],
    }


def _spoken(award: Award) -> str:
    if award.subject == Subject.COLLECTIVE:
        return award.name
    return ", ".join(filter(None, [award.name, award.description]))


def release(case: Case) -> dict[str, Any]:
    """Thông cáo: the decisions, or the targets of the plan while nobody is commended yet."""
    done = bool(case.decisions)
    total = sum(award.bonus or 0 for award in case.awards)
    figures = [f"Khen thưởng {counts(case.awards)}"] if done else []
    figures += [f"Tổng số tiền thưởng: {number(float(total))} đồng"] if total else []
    if not done:
        figures = [f"{level_words(t)}" for t in case.targets if t.measured and planned(t)]
    return case.committee | {
        "title": ("Về kết quả khen thưởng trong %s" if done else "Về việc thực hiện %s") % case.named,
        "summary": _news(case),
        "figures": figures,
        "figures_heading": None if done else "Các chỉ tiêu của phong trào",
        "contact": case.standing,
        "signature": case.signed(),
        "recipients": case.recipients,
    }


def ceremony(case: Case) -> dict[str, Any]:
    """Kịch bản trao thưởng: the decisions read out, who receives what in which turn. Time and place are asked for."""
    chair, _lines = case.chair
    report = next(iter(reversed(case.issued("bao-cao-tong-ket"))), None)
    code = report.register_entry.code if report is not None and hasattr(report, "register_entry") else ""
    return case.office(case.standing) | {
        "title": f"Lễ tổng kết và trao thưởng {case.named}",
        "programme": [
            {"what": "Chào cờ, giới thiệu đại biểu"},
            {"what": "Báo cáo tổng kết phong trào", "preparation": f"Báo cáo số {code}" if code else ""},
            {"what": "Công bố quyết định, trao giấy khen", "who": f"{chair} trao" if chair else ""},
            {"what": "Phát biểu của người được khen"},
        ],
        "citation": [f"Tôi xin công bố {paper(d)}." for d in case.decisions],
        "turns": [
            {"presenter": chair, "names": [award.name for award in awards], "prize": _prize(awards)}
            for awards in _turns(case)
        ],
        "signatures": [signer(["NGƯỜI SOẠN"], case.by), signer(["NGƯỜI DUYỆT"])],
    }


def _turns(case: Case) -> list[list[Award]]:
    """Everybody of one decision and one kind who gets the same goes up together."""
    turns: dict[tuple[int, str, int | None], list[Award]] = {}
    for award in case.awards:
        turns.setdefault((award.decision_id, award.subject, award.bonus), []).append(award)
    return list(turns.values())


def _prize(awards: list[Award]) -> str:
    form, bonus = awards[0].decision.award_level.form or "Khen thưởng", awards[0].bonus
    if bonus is None:
        return form
    each = " mỗi trường hợp" if len(awards) > 1 else ""
    return f"{form} và {number(float(bonus))} đồng{each}"


RECIPES = (
    Recipe("ban-tin-truyen-thanh", bulletin, lambda case: f"Bản tin truyền thanh: {case.named}"),
    Recipe("thong-cao", release, lambda case: f"Thông cáo: {case.named}"),
    Recipe("kich-ban-trao-thuong", ceremony, lambda case: f"Kịch bản trao thưởng: {case.named}"),
)
