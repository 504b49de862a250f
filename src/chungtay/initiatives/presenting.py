"""What the pages say beside the proposal: steps that are open, the way so far, history in words. No writes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.audit.models import Event
from chungtay.initiatives import queries
from chungtay.initiatives.models import Initiative
from chungtay.initiatives.stepping import JUDGING, OF_ITS_PEOPLE, facts
from chungtay.kit.states import offers, state_of
from chungtay.kit.text import fold, whole
from chungtay.law.transitions import Offer, table
from chungtay.localities.access import Reader

# Groups of the list, most urgent first: what waits for the checker, for its people, for the chair; then what is done.
GROUPS = (
    (gettext_lazy("Chờ kiểm tra"), ("proposed",)),
    (gettext_lazy("Chờ người đề xuất bổ sung"), ("returned",)),
    (gettext_lazy("Chờ xét, công nhận"), ("checked",)),
    (gettext_lazy("Đã công nhận"), ("recognised", "replicated")),
    (gettext_lazy("Không công nhận, đã rút"), ("declined", "withdrawn", "annulled")),
)
_GROUP = {state: i for i, (_title, states) in enumerate(GROUPS) for state in states}


@dataclass
class Group:
    title: str
    total: int  # also those on another page
    rows: list[Initiative] = field(default_factory=list)


def filtered(rows: QuerySet[Initiative], get: Mapping[str, str]) -> QuerySet[Initiative]:
    """What the filters of the list leave; the word is looked for without accents in title, text and authors."""
    if get.get("loai") in Initiative.Kind.values:
        rows = rows.filter(kind=get["loai"])
    if (unit := whole(get.get("donvi", ""))) is not None:
        rows = rows.filter(unit=unit)
    if (group := whole(get.get("nhom", ""), most=len(GROUPS) - 1)) is not None:
        rows = rows.filter(state__in=GROUPS[group][1])
    for word in fold(get.get("q", "")[:80]).split():
        by_author = Q(pk__in=_authored(rows, word))
        rows = rows.filter(Q(folded__contains=word) | by_author)
    return rows


def _authored(rows: QuerySet[Initiative], word: str) -> list[int]:
    """Those with an author of that name: people have a folded name, units and others are few."""
    plain = rows.values_list("pk", "authors__person__folded_name", "authors__unit__name", "authors__name")
    return [pk for pk, *names in plain if any(word in fold(name) for name in names if name)]


def urgent_first(rows: QuerySet[Initiative]) -> QuerySet[Initiative]:
    place = Case(*(When(state=state, then=Value(i)) for state, i in _GROUP.items()), default=Value(len(GROUPS)))
    return rows.order_by(place, "proposed_at", "pk")


def totals(rows: QuerySet[Initiative]) -> Counter[int]:
    return Counter(_GROUP[state] for state in rows.order_by().values_list("state", flat=True))


def grouped(rows: list[Initiative], totals: Mapping[int, int]) -> list[Group]:
    """One page of the list under its groups."""
    groups = [Group(str(title), totals.get(i, 0)) for i, (title, _states) in enumerate(GROUPS)]
    for row in rows:
        row.shown = state_of(row)  # type: ignore[attr-defined]
        row.lacking = queries.missing(row) if row.state in ("proposed", "returned") else []  # type: ignore[attr-defined]
        groups[_GROUP[row.state]].rows.append(row)
    return [group for group in groups if group.rows]


# ------------------------------------------------------------------ steps

ASKS = {
    "return": gettext_lazy("Cần bổ sung gì"),
    "decline": gettext_lazy("Vì sao chưa công nhận"),
    "annul": gettext_lazy("Vì sao hủy công nhận, căn cứ nào"),
    "withdraw": gettext_lazy("Lý do rút (không bắt buộc)"),
}
RARE = frozenset({"withdraw", "annul", "decline"})
_WRITTEN_HERE = frozenset({"reason_recorded", "plan_of_replication", "check_recorded"})


@dataclass(frozen=True)
class Step:
    """One thing that can be done now: on a page of its own (`url`), in a small form (`asks`), or at once."""

    verb: str
    label: str
    why: str
    asks: str | Promise
    url: str
    rare: bool


def steps(initiative: Initiative, *, reader: Reader) -> list[Step]:
    """The steps of the page; locked ones say why. What a form will ask for counts as given: the action checks."""
    known = facts(initiative) | dict.fromkeys(_WRITTEN_HERE, True)
    found = offers(initiative, roles=reader.role_codes, facts=known)
    rows = [offer for offer in found if not (offer.row.verb in OF_ITS_PEOPLE and not _his(initiative, reader))]
    return [_step(offer, initiative, reader) for offer in rows]


def _his(initiative: Initiative, reader: Reader) -> bool:
    return queries.may_change(initiative, reader)


def _step(offer: Offer, initiative: Initiative, reader: Reader) -> Step:
    verb = offer.row.verb
    why = "" if offer.allowed else (offer.reason or "")
    if not why and verb in JUDGING and queries.is_own(initiative, reader):
        why = _("Anh/chị là tác giả nên không tự kiểm tra, xét hay công nhận. Nhờ người khác có cùng vai trò.")
    page = {
        "check": reverse("initiatives:check", args=[initiative.pk]),
        "recognise": f"{reverse('initiatives:recognise', args=[initiative.movement_id])}?chon={initiative.pk}",
        "replicate": reverse("initiatives:replicate", args=[initiative.pk]),
    }
    # The step is taken on the page that the button opens, so the button does not speak of it as done.
    label = _("Kiểm tra") if verb == "check" else offer.row.staff_label
    return Step(verb, label, why, ASKS.get(verb, ""), page.get(verb, ""), verb in RARE)


@dataclass(frozen=True)
class Paper:
    """A paper that can be drafted of it now, in the room of papers."""

    kind: str
    topic: str
    label: str


def papers(initiative: Initiative) -> list[Paper]:
    """The proposal always, the decision and the letter once it is recognised."""
    found = [Paper("phieu-de-xuat-sang-kien", initiative.origin, _("Soạn phiếu đề xuất"))]
    act = initiative.recognition
    if not initiative.is_recognised or act is None:
        return found if initiative.state not in ("withdrawn", "annulled") else []
    if not act.code:
        found.append(Paper("quyet-dinh-sang-kien", f"recognition:{act.pk}", _("Soạn quyết định công nhận")))
    return [*found, Paper("giay-cong-nhan-sang-kien", initiative.origin, _("Soạn giấy công nhận"))]


# ------------------------------------------------------------------ the way so far


@dataclass(frozen=True)
class Stage:
    title: str
    state: str  # done | now | later
    note: str


def stages(initiative: Initiative) -> list[Stage]:
    """Proposed, checked, recognised, replicated: where it stands on the way that every one goes."""
    reached = {"proposed": 0, "returned": 0, "checked": 1, "recognised": 2, "replicated": 3}.get(initiative.state)
    act = initiative.recognition
    names = (
        (_("Đề xuất"), f"{localtime(initiative.proposed_at):%d/%m/%Y}"),
        (_("Kiểm tra"), ""),
        (_("Công nhận"), f"{act.decided_on:%d/%m/%Y}" if act and initiative.is_recognised else ""),
        (_("Nhân rộng"), ""),
    )
    if reached is None:
        return []  # declined, withdrawn, annulled: the way ended
    return [
        Stage(title, "done" if i <= reached else "now" if i == reached + 1 else "later", note)
        for i, (title, note) in enumerate(names)
    ]


@dataclass(frozen=True)
class Told:
    """One line of the history."""

    at: dt.datetime
    who: str
    what: str
    note: str


_EVENTS = {
    "initiative.proposed": gettext_lazy("Gửi đề xuất"),
    "initiative.edited": gettext_lazy("Sửa đề xuất"),
    "initiative.file_added": gettext_lazy("Thêm minh chứng"),
    "initiative.file_removed": gettext_lazy("Gỡ minh chứng"),
}


def history(initiative: Initiative) -> list[Told]:
    """What happened, newest first, in words."""
    words: dict[str, str | Promise] = {row.event: row.staff_label for row in table("initiative").rows}
    words |= _EVENTS
    rows = Event.objects.filter(object_type="initiatives.initiative", object_id=str(initiative.pk))
    return [_told(event, words) for event in rows.order_by("-sequence")]


def _told(event: Event, words: Mapping[str, str | Promise]) -> Told:
    what = str(words.get(event.event, _("Sửa đề xuất")))
    file: Any = (event.after or {}).get("name") or (event.before or {}).get("name")
    named = event.event in ("initiative.file_added", "initiative.file_removed") and file
    return Told(event.at, event.actor_name, f"{what}: {file}" if named else _(what), event.note)
