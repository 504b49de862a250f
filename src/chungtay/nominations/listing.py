"""The list of dossiers of a movement: its stages in order of urgency, its filters, its pages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy

from chungtay.kit.states import state_of
from chungtay.kit.text import fold, whole
from chungtay.law.verdicts import Outcome
from chungtay.movements.models import Movement
from chungtay.nominations import assessing, panel
from chungtay.nominations.models import Nomination, Subject

# Groups of the list, most urgent first: what waits for the clerk, then for others, then what is finished.
GROUPS = (
    (gettext_lazy("Chờ cán bộ kiểm tra"), ("submitted", "checking")),
    (gettext_lazy("Chờ đơn vị"), ("draft", "incomplete")),
    (gettext_lazy("Tạm dừng xét"), ("on_hold",)),
    (gettext_lazy("Chờ họp xét"), ("eligible", "shortlisted")),
    (gettext_lazy("Ngoài số lượng"), ("beyond_quota", "extra_requested")),
    (gettext_lazy("Được chọn, đã trình"), ("selected", "proposed", "sent_up", "returned_above")),
    (gettext_lazy("Đã khen"), ("awarded", "awarded_above")),
    (gettext_lazy("Đã kết thúc"), ("not_selected", "ineligible", "withdrawn", "recalled")),
)
_STAGE = {state: i for i, (_title, states) in enumerate(GROUPS) for state in states}


@dataclass
class Group:
    """Dossiers of one stage of the list."""

    title: str
    total: int  # also those on another page
    rows: list[Nomination] = field(default_factory=list)


def urgent_first(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """In the order of the stages, so that a first page holds what has to be done first."""
    stage = Case(*(When(state=state, then=Value(i)) for state, i in _STAGE.items()), default=Value(len(GROUPS)))
    return rows.order_by(stage, "award_level__position", "subject", "pk")


def totals(rows: QuerySet[Nomination]) -> Counter[int]:
    """Dossiers by stage over all pages; one query."""
    return Counter(_STAGE[state] for state in rows.order_by().values_list("state", flat=True))


def filtered(rows: QuerySet[Nomination], get: Mapping[str, str]) -> QuerySet[Nomination]:
    """What the filters of the page leave."""
    if (level := whole(get.get("muc", ""))) is not None:
        rows = rows.filter(award_level=level)
    if get.get("loai") in Subject.values:
        rows = rows.filter(subject=get["loai"])
    if (stage := whole(get.get("nhom", ""), most=len(GROUPS) - 1)) is not None:
        rows = rows.filter(state__in=GROUPS[stage][1])
    if word := fold(get.get("q", "")):
        # Units and households have no folded column; a movement has few dossiers, so the names are folded here.
        names = rows.select_related("person", "unit")
        rows = rows.filter(pk__in=[row.pk for row in names if word in fold(f"{row.nominee} {row.description}")])
    return rows


def grouped(rows: list[Nomination], totals: Mapping[int, int]) -> list[Group]:
    """One page of dossiers under the stages of the list; a stage that has none on this page is left out."""
    groups = [Group(str(title), totals.get(i, 0)) for i, (title, _states) in enumerate(GROUPS)]
    for row in rows:
        row.shown = state_of(row)  # type: ignore[attr-defined]
        groups[_STAGE[row.state]].rows.append(row)
    return [group for group in groups if group.rows]


def with_verdicts(rows: list[Nomination], movement: Movement, on: dt.date) -> None:
    """Puts what the machine says beside each dossier of a page; as often asked of the database for one as for fifty."""
    for row in rows:
        row.movement, row.locality = movement, movement.locality
    stored = panel.stored_of(rows)
    live = assessing.cases([row for row in rows if row.pk not in stored and row.state in panel.LIVE], on=on)
    titles = panel.titles()
    for row in rows:
        kept = stored.get(row.pk)
        outcome = Outcome(kept.outcome) if kept else live[row.pk].verdict.outcome if row.pk in live else None
        row.verdict = (panel.TONES[outcome], titles[outcome]) if outcome else None  # type: ignore[attr-defined]
        row.overridden = bool(kept and kept.overrides)  # type: ignore[attr-defined]
