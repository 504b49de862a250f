"""What the dossier page says beside the verdict: steps that are open, history in words. No writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.audit.models import Event
from chungtay.kit.states import offers
from chungtay.kit.text import vi_date
from chungtay.law.transitions import Offer, table
from chungtay.localities.access import Reader
from chungtay.nominations import queries, verdicts
from chungtay.nominations.actions import JUDGING
from chungtay.nominations.assessing import plan_name
from chungtay.nominations.models import CriterionCheck, Nomination
from chungtay.nominations.papers import award_in_words
from chungtay.nominations.verdicts import OVERRIDES

__all__ = ["Step", "award_in_words", "history", "plan_name", "steps"]
_Outcome = CriterionCheck.Outcome


# Steps of the table that belong to other pages; here they are links, never buttons.
AT_THE_MEETING = frozenset({"select", "put_beyond_quota", "reject"})
AT_THE_DECISION = frozenset({
    "propose", "award", "record_award", "refuse", "return_proposal", "send_up", "record_award_above", "record_return",
    "propose_again", "recall", "record_recall_above",
})  # fmt: skip
# Steps that need words first: what the form asks. `due`: also a day; `clearance`: also the ruling that ends the hold.
ASKS = {
    "fail": gettext_lazy("Lý do không đủ điều kiện"),
    "override_pass": gettext_lazy("Vì sao đủ điều kiện, dù máy chưa đề xuất"),
    "override_fail": gettext_lazy("Vì sao không đủ điều kiện, dù máy chưa đề xuất"),
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
RARE = frozenset({"take_back", "override_pass", "override_fail", "hold", "recheck", "withdraw", "record_withdrawal"})
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
    overrides: bool = False


def steps(nomination: Nomination, facts: Mapping[str, bool], *, reader: Reader) -> list[Step]:
    """The steps of this page. What a form will ask for counts as given: the form opens, the action checks."""
    assumed = dict(facts) | dict.fromkeys(_WRITTEN_HERE, True)
    if not queries.may_read_hold(reader):  # a locked button tells them who may, not what stands in the way
        assumed |= dict.fromkeys({"no_open_hold", *verdicts.FACTS}, True)
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
        overrides=verb in OVERRIDES,
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
    "dossier.direct_set": gettext_lazy("Ghi có trực tiếp làm hay không"),
    "dossier.award_compared": gettext_lazy("Đối chiếu với lần khen trước"),
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
