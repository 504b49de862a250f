"""The verdict as a page shows it: live while the dossier is being checked, as it was kept once somebody concluded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay import law
from chungtay.accounts.roles import Permission
from chungtay.kit.text import vi_date
from chungtay.law.rules import Certainty
from chungtay.law.verdicts import Outcome
from chungtay.localities.access import Reader
from chungtay.nominations import assessing, queries
from chungtay.nominations.assessing import Case, plan_name
from chungtay.nominations.models import Nomination, StoredVerdict
from chungtay.nominations.verdicts import CONCLUDING, RELYING

# Nothing is concluded yet (or no more): the verdict is that of today.
LIVE = frozenset({"draft", "submitted", "checking", "incomplete", "on_hold"})
TONES = {Outcome.FAILED: "late", Outcome.HELD: "hold", Outcome.INSUFFICIENT: "risk", Outcome.PASSED: "ok"}
_ON_THE_PAGE = {
    "direct": "#truc-tiep", "achievement": "#thanh-tich", "comparison": "#lan-khen", "criterion": "#tieu-chi",
    "papers": "#giay-to",
}  # fmt: skip
_IN_THE_BOOK = {
    "rating": "rating", "confirmation": "rating", "holds": "screening", "disciplines": "screening",
    "initiative": "initiative", "recognition": "initiative",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One finding: sentence, rule in words, article, the facts used, and where the missing one is entered."""

    tone: str
    text: str
    cite: str
    used: str = ""
    url: str = ""
    rule: str = ""  # its title; "" for what the plan itself asks
    code: str = ""  # its number, for who audits
    basis: str = ""  # the page of the rule, on the day of the verdict


@dataclass(frozen=True)
class Panel:
    """What the machine says; `kept`: as it said it when somebody relied on it. `warnings` could not decide."""

    tone: str
    title: str
    sub: str
    lines: list[Line]
    warnings: list[Line]
    kept: bool = False
    counted: str = ""
    override: StoredVerdict | None = None


def titles() -> dict[Outcome, str]:
    return {
        Outcome.FAILED: _("Không đủ điều kiện"), Outcome.HELD: _("Tạm dừng xét"),
        Outcome.INSUFFICIENT: _("Chưa đủ dữ liệu"), Outcome.PASSED: _("Đủ điều kiện"),
    }  # fmt: skip


def live(case: Case, *, reader: Reader) -> Panel:
    """The verdict by the law of today."""
    return _panel(case.nomination, case.as_json(), dt.date.fromisoformat(case.verdict.inputs["on"]), reader)


def if_decided_on(nomination: Nomination, day: dt.date, *, reader: Reader) -> Panel:
    """The verdict as it would be if the award were decided on a day: by the law of that day, on what is entered now."""
    found = assessing.case(nomination, on=day)
    shown = _panel(nomination, found.as_json(), day, reader)
    sub = _("Xem thử theo quy định tại ngày %s, với dữ liệu ghi đến nay; không lưu, không thay kết luận.") % vi_date(
        day
    )
    return replace(shown, sub=f"{shown.counted} {sub}")


def kept(stored: StoredVerdict, *, reader: Reader) -> Panel:
    """The verdict as it was when somebody relied on it, whatever has changed since."""
    return _panel(stored.nomination, stored.content, stored.on, reader, stored)


def stored_of(nominations: Iterable[Nomination]) -> dict[int, StoredVerdict]:
    """The verdict that the present state of each dossier stands on; one query. None while nothing is concluded."""
    asked = {n.pk: n for n in nominations if n.state not in LIVE}
    found: dict[int, StoredVerdict] = {}
    if asked:
        for row in StoredVerdict.objects.filter(nomination__in=asked, verb__in=RELYING).order_by("pk"):
            row.nomination = asked[row.nomination_id]
            if row.verb in CONCLUDING or row.nomination.state not in ("eligible", "ineligible", "shortlisted"):
                found[row.nomination_id] = row
    return found


def override_of(nomination: Nomination) -> StoredVerdict | None:
    """The conclusion against the machine that still stands, if there is one."""
    return overrides([nomination]).get(nomination.pk)


def overrides(nominations: Iterable[Nomination]) -> dict[int, StoredVerdict]:
    """Per dossier, the last conclusion where it went against the machine; one query."""
    asked = {n.pk: n for n in nominations if n.state not in LIVE}
    last: dict[int, StoredVerdict] = {}
    if asked:
        for row in StoredVerdict.objects.filter(nomination__in=asked, verb__in=CONCLUDING).order_by("pk"):
            row.nomination = asked[row.nomination_id]
            last[row.nomination_id] = row
    return {pk: row for pk, row in last.items() if row.overrides}


def _panel(
    nomination: Nomination, content: Mapping[str, Any], on: dt.date, reader: Reader, stored: StoredVerdict | None = None
) -> Panel:
    lines: list[Line] = []
    warnings: list[Line] = []
    open_to_all = queries.may_read_hold(reader)
    hidden = [found for found in content["findings"] if found["private"] and not open_to_all]
    if hidden:
        lines.append(_hidden(hidden))
    for found in content["findings"]:
        if found in hidden:
            continue
        outcome = Outcome(found["outcome"])
        binding = outcome is Outcome.PASSED or Certainty(found["certainty"]).settled
        (lines if binding else warnings).append(_line(nomination, found, outcome, reader, binding, on))
    outcome = Outcome(content["outcome"])
    met = sum(1 for line in lines if line.tone == "ok")
    left = len(lines) - met
    sub = _("Đạt %(met)s điều kiện, còn %(left)s.") if left else _("Đạt cả %(met)s điều kiện.")
    # The first day that counts tells of a discipline where it is not the plan's own.
    counted = sub % {"met": met, "left": left} + " " + (_window(content) if open_to_all else "")
    sub = counted
    if stored:
        sub += _("Đối chiếu theo quy định tại ngày %(on)s, khi %(who)s kết luận.") % {
            "on": vi_date(on), "who": stored.by}  # fmt: skip
    else:
        sub += _("Theo quy định tại ngày %s. Máy chỉ đề xuất; người kiểm tra hồ sơ kết luận.") % vi_date(on)
    return Panel(
        TONES[outcome], titles()[outcome], sub, lines, warnings, stored is not None, counted.strip(),
        stored if stored and stored.overrides else None,
    )  # fmt: skip


def _window(content: Mapping[str, Any]) -> str:
    window = content.get("window") or {}
    if not window.get("start"):
        return ""
    start, end = (vi_date(dt.date.fromisoformat(window[key])) for key in ("start", "end"))
    return _("Thành tích tính từ %(start)s đến %(end)s.") % {"start": start, "end": end} + " "


def _hidden(findings: list[Mapping[str, Any]]) -> Line:
    """All restricted findings in one line without number or article: which rule it is would tell of what (R-127)."""
    worst = min((Outcome(found["outcome"]) for found in findings), key=list(TONES).index)
    text = _("Điều kiện thuộc thông tin hạn chế: chỉ cán bộ thường trực, Chủ tịch UBND và thư ký Hội đồng xem được.")
    return Line(TONES[worst], text, "")


def _line(
    nomination: Nomination, found: Mapping[str, Any], outcome: Outcome, reader: Reader, binding: bool, on: dt.date
) -> Line:
    certainty = Certainty(found["certainty"])
    by_plan = certainty is Certainty.PLAN
    cite = found["reference"] if not by_plan or found["reference"] != _PLAN else plan_name(nomination.movement)
    if not certainty.settled:
        cite += f" · {certainty.label}"
    tone = TONES[outcome] if binding else "none"
    line = Line(tone, found["text"], cite, "; ".join(found["used"]), _url(nomination, found["needs"], reader))
    if by_plan or found["rule"] not in law.load().national:  # a kept verdict may name a rule that has left the data
        return line
    basis = f"{reverse('rulebook:rule', args=[found['rule']])}?{urlencode({'ngay': vi_date(on)})}"
    code = found["rule"] if reader.sees_codes else ""
    return replace(line, rule=law.load().rule(found["rule"]).title, code=code, basis=basis)


_PLAN = "Kế hoạch"  # what the engine calls the plan; the page names it by its number


def _url(nomination: Nomination, needs: str, reader: Reader) -> str:
    if needs in _ON_THE_PAGE:
        return _ON_THE_PAGE[needs]
    if needs in _IN_THE_BOOK and reader.can(Permission.READ_RECORDS):
        return f"{book_url(nomination)}#{_IN_THE_BOOK[needs]}"
    return ""


def book_url(nomination: Nomination) -> str:
    """The nominee's page in the record book."""
    if nomination.person_id:
        return reverse("records:person", args=[nomination.person_id])
    if nomination.household:
        asked = urlencode({"ten": nomination.household, "don-vi": nomination.unit_id or ""})
        return f"{reverse('records:household')}?{asked}"
    return reverse("records:unit", args=[nomination.unit_id])
