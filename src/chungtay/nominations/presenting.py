"""What the dossier page says: verdict with reasons, steps that are open, history in words. No writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay import law
from chungtay.audit.models import Event
from chungtay.kit.states import offers
from chungtay.kit.text import vi_date
from chungtay.law.transitions import Offer, table
from chungtay.localities.access import Reader
from chungtay.movements.models import Movement
from chungtay.nominations import queries
from chungtay.nominations.actions import JUDGING
from chungtay.nominations.models import CriterionCheck, DossierPaper, Nomination
from chungtay.nominations.papers import award_in_words

__all__ = ["Panel", "Step", "award_in_words", "history", "panel", "plan_name", "steps"]
_Outcome = CriterionCheck.Outcome


@dataclass(frozen=True)
class Finding:
    """One line of the verdict: what it is about, what was found and what to do, and where it stands."""

    tone: str
    about: str
    found: str
    cite: str


@dataclass(frozen=True)
class Panel:
    """The verdict on top of the page; the machine proposes, the clerk concludes."""

    tone: str
    title: str
    sub: str
    findings: list[Finding]


def plan_name(movement: Movement) -> str:
    """The plan as a source: "Kế hoạch 40/KH-UBND"; without a number only "Kế hoạch"."""
    code = movement.plan_version.content["document"]["number_code"]
    return _("Kế hoạch %s") % code if code else _("Kế hoạch")


def panel(
    nomination: Nomination,
    checks: Iterable[CriterionCheck],
    papers: Iterable[DossierPaper],
    facts: Mapping[str, bool],
    *,
    reader: Reader,
    on: dt.date,
) -> Panel:
    """Everything that speaks for and against, the unmet first."""
    cite = plan_name(nomination.movement)
    found = [
        *_of_criteria(checks, cite),
        _of_papers(list(papers), cite),
        _of_text(facts),
        _of_earlier_awards(facts, on),
        _of_hold(nomination, facts, reader, on),
    ]
    order = {"hold": 0, "late": 1, "risk": 2, "none": 3, "ok": 4}
    found.sort(key=lambda finding: order[finding.tone])
    unmet = [finding for finding in found if finding.tone in ("hold", "late", "risk")]
    met = sum(1 for finding in found if finding.tone == "ok")
    sub = _("Đạt %(met)s điều kiện, còn %(left)s. Máy chỉ đề xuất; người kiểm tra hồ sơ kết luận.") % {
        "met": met,
        "left": len(unmet),
    }
    if not unmet:
        sub = _("Đạt cả %s điều kiện. Máy chỉ đề xuất; người kiểm tra hồ sơ kết luận.") % met
        return Panel("ok", _("Đủ điều kiện"), sub, found)
    tone = unmet[0].tone
    title = {"hold": _("Tạm dừng xét"), "late": _("Chưa đủ điều kiện"), "risk": _("Chưa đủ dữ liệu")}[tone]
    return Panel(tone, title, sub, found)


def _of_criteria(checks: Iterable[CriterionCheck], cite: str) -> list[Finding]:
    rows = []
    for check in checks:
        tone, said = {
            _Outcome.MET: ("ok", _("Đạt.")),
            _Outcome.NOT_MET: ("late", _("Không đạt.")),
            _Outcome.ON_HOLD: ("hold", _("Tạm dừng, chờ kết luận.")),
            _Outcome.NO_DATA: ("risk", _("Chưa xét. Chọn kết quả ở phần Tiêu chí.")),
        }[_Outcome(check.outcome)]
        rows.append(
            Finding(tone, check.criterion.text.rstrip(".") + ".", " ".join(filter(None, [said, check.evidence])), cite)
        )
    return rows or [Finding("none", _("Tiêu chí."), _("Kế hoạch không nêu tiêu chí cho đối tượng này."), cite)]


def _of_papers(papers: list[DossierPaper], cite: str) -> Finding:
    missing = [paper.item.text for paper in papers if not paper.present]
    about = _("Giấy tờ trong hồ sơ.")
    if not papers:
        return Finding("none", about, _("Kế hoạch không nêu thành phần hồ sơ."), cite)
    if not missing:
        return Finding("ok", about, _("Đủ %s giấy tờ.") % len(papers), cite)
    said = _("Còn thiếu: %s. Nhận đủ, hoặc yêu cầu bổ sung một lần.") % "; ".join(missing)
    return Finding("risk", about, said, cite)


def _of_text(facts: Mapping[str, bool]) -> Finding:
    about = _("Báo cáo thành tích.")
    if facts["report_written"]:
        return Finding("ok", about, _("Đã viết thành tích."), _("Mục Thành tích của hồ sơ"))
    return Finding("risk", about, _("Chưa viết. Viết ở phần Thành tích."), _("Mục Thành tích của hồ sơ"))


def _of_earlier_awards(facts: Mapping[str, bool], on: dt.date) -> Finding:
    if facts["achievement_not_rewarded"]:
        return Finding(
            "ok",
            _("Thành tích này chưa được khen."),
            _("Chưa có lần khen nào trong phong trào này."),
            _cite("R-41", on),
        )
    said = _("Người hoặc tập thể này đã được khen trong cùng phong trào. Kết luận không đủ điều kiện, hoặc rút hồ sơ.")
    return Finding("late", _("Thành tích đã được khen."), said, _cite("R-41", on))


def _of_hold(nomination: Nomination, facts: Mapping[str, bool], reader: Reader, on: dt.date) -> Finding:
    if facts["no_open_hold"]:
        return Finding(
            "ok", _("Không có việc phải tạm dừng."), _("Chưa ghi nhận việc nào đang chờ kết luận."), _cite("R-44", on)
        )
    ground = (
        nomination.hold_ground if queries.may_read_hold(reader) else _("Đang chờ kết luận của cơ quan có thẩm quyền.")
    )
    return Finding("hold", _("Tạm dừng xét."), ground + " " + _("Xét tiếp khi có văn bản kết luận."), _cite("R-44", on))


def _cite(rule: str, on: dt.date) -> str:
    """The article behind a rule on a day; empty when it cannot be named."""
    value = law.on(on).peek(rule)
    return value.source if value else ""


# Steps of the table that belong to other pages; here they are links, never buttons.
AT_THE_MEETING = frozenset({"select", "put_beyond_quota", "reject"})
AT_THE_DECISION = frozenset({
    "propose", "award", "record_award", "refuse", "return_proposal", "send_up", "record_award_above", "record_return",
    "propose_again", "recall", "record_recall_above",
})  # fmt: skip
# Steps that need words first: what the form asks. `due`: also a day; `clearance`: also the ruling that ends the hold.
ASKS = {
    "fail": gettext_lazy("Lý do không đủ điều kiện"),
    "ask_supplement": gettext_lazy("Cần bổ sung giấy tờ gì"),
    "hold": gettext_lazy("Căn cứ tạm dừng: cơ quan đang xem xét, ngày có thông tin"),
    "release": gettext_lazy("Số, ngày văn bản kết luận"),
    "release_selected": gettext_lazy("Số, ngày văn bản kết luận"),
    "recheck": gettext_lazy("Lý do kiểm tra lại"),
    "request_extra": gettext_lazy("Lý do xin khen ngoài số lượng"),
    "refuse_extra": gettext_lazy("Lý do không cho khen thêm"),
    "record_withdrawal": gettext_lazy("Đơn hoặc văn bản xin rút: của ai, ngày nào"),
}
SENSITIVE = frozenset({"hold", "release", "release_selected"})
RARE = frozenset({"take_back", "hold", "recheck", "withdraw", "record_withdrawal"})
_WRITTEN_HERE = frozenset({
    "reason_recorded", "missing_papers_listed", "hold_ground_recorded", "clearance_recorded", "request_filed",
})  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One thing that can be done now. `asks` set: it opens a small form; `why` set: it is locked."""

    verb: str
    label: str
    asks: str | Promise
    why: str
    rare: bool
    due: bool = False
    clearance: bool = False
    sensitive: bool = False


def steps(nomination: Nomination, facts: Mapping[str, bool], *, reader: Reader) -> list[Step]:
    """The steps of this page. What a form will ask for counts as given: the form opens, the action checks."""
    assumed = dict(facts) | dict.fromkeys(_WRITTEN_HERE, True)
    elsewhere = AT_THE_MEETING | AT_THE_DECISION
    mine = [o for o in offers(nomination, roles=reader.role_codes, facts=assumed) if o.row.verb not in elsewhere]
    return [_step(offer, nomination, reader) for offer in mine]


def _step(offer: Offer, nomination: Nomination, reader: Reader) -> Step:
    verb = offer.row.verb
    why = "" if offer.allowed else (offer.reason or "")
    if not why and verb in JUDGING and queries.is_own_case(nomination, reader):
        why = _("Anh/chị là người được đề nghị trong hồ sơ này nên không tự xét được. Nhờ đồng nghiệp xét.")
    return Step(
        verb=verb,
        label=offer.row.staff_label,
        asks=ASKS.get(verb, ""),
        why=why,
        rare=verb in RARE,
        due=verb == "ask_supplement",
        clearance=verb == "fail" and nomination.state == "on_hold",
        sensitive=verb in SENSITIVE,
    )


@dataclass(frozen=True)
class Told:
    """One line of the history."""

    at: Any
    who: str
    what: str
    note: str


_EVENTS = {
    "dossier.opened": gettext_lazy("Lập hồ sơ"),
    "dossier.achievement_written": gettext_lazy("Sửa phần thành tích"),
    "dossier.report_written": gettext_lazy("Soạn báo cáo thành tích"),
    "dossier.seat_kept": gettext_lazy("Giữ suất đã họp trong khi tạm dừng"),
}


def history(nomination: Nomination, *, reader: Reader) -> list[Told]:
    """What happened, newest first, in words; grounds of a hold only for those who may read them (R-127)."""
    words: dict[str, str | Promise] = {row.event: row.staff_label for row in table("dossier").rows}
    words |= _EVENTS
    rows = Event.objects.filter(object_type="nominations.nomination", object_id=str(nomination.pk)).order_by(
        "-sequence"
    )
    private = not queries.may_read_hold(reader)
    return [_told(event, words, hide=private and event.event in ("dossier.held", "dossier.released")) for event in rows]


def _told(event: Event, words: Mapping[str, str | Promise], *, hide: bool) -> Told:
    what, after = str(words.get(event.event, _("Sửa hồ sơ"))), event.after
    if event.event == "dossier.paper_set":
        what = f"{_('Nhận') if after.get('present') else _('Bỏ đánh dấu')}: {after.get('item', '')}"
    elif event.event == "dossier.criterion_checked":
        code = next((key for key in after if key != "evidence"), "")
        what = _("Xét một tiêu chí: %s") % _Outcome(after[code]).label if code else _("Xét một tiêu chí")
    return Told(event.at, event.actor_name, what, "" if hide else event.note)


def due_note(nomination: Nomination) -> str:
    """What was asked for and until when; empty when nothing was."""
    if not nomination.supplement_asked_at:
        return ""
    until = vi_date(nomination.supplement_due) if nomination.supplement_due else _("không ghi hạn")
    return _("%(what)s. Hạn: %(until)s.") % {"what": nomination.supplement_request.rstrip("."), "until": until}
