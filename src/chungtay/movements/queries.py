"""What the pages of movements show. A constant number of queries, whatever the number of rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.kit.states import state_of
from chungtay.kit.text import fold, vi_date
from chungtay.law import deadlines
from chungtay.law.calendar import WorkCalendar
from chungtay.law.errors import LawError
from chungtay.law.transitions import State
from chungtay.localities.access import Reader
from chungtay.localities.working_days import calendar_of, calendars_of
from chungtay.movements import adjusting
from chungtay.movements.actions import filing_limit
from chungtay.movements.adjusting import Adjustment
from chungtay.movements.models import AwardLevel, Criterion, Deadline, DossierItem, Movement, Paper, Target
from chungtay.movements.wording import act_first
from chungtay.plans import words

LIVE = ("preparing", "running", "collecting", "reviewing", "awarding")
SHOWN = 3  # papers of one stage that stand open
NEAR = 14  # days before a limit from which the page speaks of it first
# Dossiers are a room above: the same groups stand in nominations.queries, and a test holds the two together.
TAKEN = ("selected", "proposed", "awarded", "sent_up", "awarded_above")
WAITING = ("submitted", "checking", "incomplete", "eligible", "shortlisted")
BEYOND = ("beyond_quota", "extra_requested")


# ------------------------------------------------------------------ time limits


@dataclass(frozen=True)
class Limit:
    """One time limit with its exact meaning and its distance from today."""

    deadline: Deadline
    meaning: str
    days: int | None

    @property
    def tone(self) -> str:
        if self.days is None or self.days < 0:
            return "none"  # passed is not late: whether something is still missing is told by the notices
        return "risk" if self.days <= NEAR else ""

    @property
    def passed(self) -> bool:
        return self.days is not None and self.days < 0

    @property
    def act(self) -> str:
        """What is to be done, in the plan's words, without who does it."""
        return act_first(self.deadline.what)[0]

    @property
    def actor(self) -> str:
        """Who does it, where the plan's sentence begins with that; else ""."""
        return act_first(self.deadline.what)[1]


def limit_of(row: Deadline, on: dt.date, work: WorkCalendar) -> Limit:
    """The law engine's reading of a limit by the working days of its locality; what it cannot read is said."""
    try:
        worked = deadlines.resolve(
            row.date or None, row.comparator or None, event=row.event or None, offset_days=row.offset_days,
            workdays=work if row.in_working_days else None,
        )  # fmt: skip
    except LawError as error:
        return Limit(row, error.message, None)
    meaning = worked.explanation + _off(row, work)
    return Limit(row, meaning, (row.last_day - on).days if row.last_day else None)


def _off(row: Deadline, work: WorkCalendar) -> str:
    """That the last day for handing something in is a day off; nobody moves the plan's limit because of it."""
    if row.last_day is None or "ket thuc" in fold(row.what):
        return ""
    try:
        works, why = work.is_workday(row.last_day), work.why(row.last_day)
    except LawError:  # a year without a calendar is not guessed
        return ""
    return "" if works else _(" (ngày nghỉ: %s)") % why


def next_limit(rows: Iterable[Deadline], on: dt.date, work: WorkCalendar) -> Limit | None:
    """The nearest limit that has not passed; None when all have, or none has a day."""
    ahead = [row for row in rows if row.last_day and row.last_day >= on]
    return limit_of(min(ahead, key=lambda row: row.last_day or dt.date.max), on, work) if ahead else None


# ------------------------------------------------------------------ quotas


@dataclass(frozen=True)
class Seats:
    """The seats of one kind at one level, as the plan gives them."""

    label: str
    limit: int | None
    decided: int
    waiting: int
    beyond: int

    @property
    def words(self) -> str:
        """“còn 1/3 suất”: decided seats only, because a dossier under check holds no seat yet."""
        if self.limit is None:
            return _("kế hoạch không nêu số suất") + (_("; đã chọn %s") % self.decided if self.decided else "")
        if self.decided > self.limit:
            return _("vượt %(over)s so với %(limit)s suất") % {"over": self.decided - self.limit, "limit": self.limit}
        return _("còn %(free)s/%(limit)s suất") % {"free": self.limit - self.decided, "limit": self.limit}


@dataclass(frozen=True)
class LevelSeats:
    level: AwardLevel
    title: str
    kinds: list[Seats]
    bound: str
    source: str

    @property
    def short(self) -> str:
        return "; ".join(f"{seats.label}: {seats.words}" for seats in self.kinds)


_BOUNDS = {
    "max": gettext_lazy("Kế hoạch ghi không quá số này."),
    "exact": gettext_lazy("Kế hoạch ghi đúng số này."),
    "min": gettext_lazy("Kế hoạch ghi ít nhất số này."),
}


def with_seats(levels: QuerySet[AwardLevel]) -> QuerySet[AwardLevel]:
    """Award levels with their dossiers counted by kind, in the same query."""
    some, collective = Q(nominations__isnull=False), Q(nominations__subject="collective")
    groups = {"taken": TAKEN, "waiting": WAITING, "beyond": BEYOND}
    counts = {
        f"{name}_{kind}": Count("nominations", filter=some & which & Q(nominations__state__in=states), distinct=True)
        for name, states in groups.items()
        for kind, which in (("collective", collective), ("individual", ~collective))
    }
    return levels.annotate(**counts)


def seats(level: Any, provenance: dict[str, Any]) -> LevelSeats:
    """One annotated level as the page shows it, with the words of the plan that give the numbers."""
    kinds = [
        Seats(
            label,
            limit,
            getattr(level, f"taken_{kind}"),
            getattr(level, f"waiting_{kind}"),
            getattr(level, f"beyond_{kind}"),
        )
        for kind, label, limit in (
            ("collective", _("Tập thể"), level.quota_collectives),
            ("individual", _("Cá nhân, hộ gia đình"), level.quota_individuals),
        )
    ]
    stated = level.quota_collectives is not None or level.quota_individuals is not None
    said = [
        (provenance.get(f"awards[{level.position}].quota.{key}") or {}).get("raw")
        for key in ("collectives", "individuals")
    ]
    return LevelSeats(
        level, words.award(level.level, level.form, level.authority), kinds,
        str(_BOUNDS.get(level.quota_comparator, "")) if stated else "", " … ".join(dict.fromkeys(w for w in said if w)),
    )  # fmt: skip


# ------------------------------------------------------------------ the list


@dataclass(frozen=True)
class Row:
    """One movement of the list."""

    movement: Movement
    state: State
    next: Limit | None
    seats: list[LevelSeats]


def rows(reader: Reader, on: dt.date, *, query: str = "", year: int | None = None, state: str = "") -> list[Row]:
    """The movements in scope, newest year first; `query` is matched without accents."""
    wanted = fold(query).split()
    found = reader.scope(Movement).select_related("locality__parent__parent__parent").prefetch_related(
        "deadlines", Prefetch("award_levels", with_seats(AwardLevel.objects.order_by("position")))
    )  # fmt: skip
    if year:
        found = found.filter(year=year)
    if state:
        found = found.filter(state=state)
    works = calendars_of(movement.locality for movement in found)
    return [
        Row(
            movement, state_of(movement), next_limit(movement.deadlines.all(), on, works[movement.locality_id]),
            [seats(level, {}) for level in movement.award_levels.all()],
        )
        for movement in found
        if all(word in fold(f"{movement.name} {movement.locality} {movement.standing_unit}") for word in wanted)
    ]  # fmt: skip


def years(reader: Reader) -> list[int]:
    """The years that have movements in scope."""
    return list(reader.scope(Movement).order_by("-year").values_list("year", flat=True).distinct())


# ------------------------------------------------------------------ one movement


@dataclass(frozen=True)
class Stage:
    title: str
    state: str  # done | now | later
    text: str
    note: str = ""
    current: bool = False


@dataclass(frozen=True)
class PaperGroup:
    """The papers of one stage: the newest stand open, the others are folded."""

    title: str
    newest: list[Paper]
    others: list[Paper]

    @property
    def count(self) -> int:
        return len(self.newest) + len(self.others)


# Per state: which of the six stages are finished, and which are under way.
_WHERE: dict[str, tuple[int, tuple[int, ...]]] = {
    "preparing": (0, (0,)), "running": (1, (1,)), "collecting": (1, (1, 2)), "reviewing": (3, (3,)),
    "awarding": (4, (4,)), "summed_up": (6, ()), "archived": (6, ()), "closed_early": (6, ()),
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Everything of one movement, fetched once."""

    movement: Movement
    on: dt.date
    content: dict[str, Any]
    provenance: dict[str, Any]
    limits: list[Limit]
    levels: list[LevelSeats]
    targets: list[Target]
    criteria: list[Criterion]
    dossier_items: list[DossierItem]
    papers: list[Paper]
    meetings: list[Any]
    adjustments: list[Adjustment]

    @property
    def measured(self) -> list[dict[str, Any]]:
        """Targets with a level to reach. Progress is another part of the product: none is claimed here."""
        return [_measured(target) for target in self.targets if target.measured]

    @property
    def with_number(self) -> list[dict[str, Any]]:
        return [row for row in self.measured if row["measurable"]]

    @property
    def without_number(self) -> list[dict[str, Any]]:
        return [row for row in self.measured if not row["measurable"]]

    @property
    def tasks(self) -> list[Target]:
        return [target for target in self.targets if not target.measured]

    @property
    def audiences(self) -> list[tuple[str, list[Criterion]]]:
        ordered = sorted(self.criteria, key=lambda c: (list(words.AUDIENCES).index(c.audience), c.position))
        return [(str(words.AUDIENCES[key]), list(group)) for key, group in groupby(ordered, key=lambda c: c.audience)]

    @property
    def dossiers(self) -> list[tuple[str, list[DossierItem]]]:
        return [(level, list(group)) for level, group in groupby(self.dossier_items, key=lambda item: item.level)]

    @property
    def paper_groups(self) -> list[PaperGroup]:
        """By stage, the latest stage and its newest papers first: what is worked on now stands on top."""
        order = list(Paper.Stage)
        newest = sorted(self.papers, key=lambda p: (-order.index(Paper.Stage(p.stage)), -p.pk))
        groups = [(stage, list(rows)) for stage, rows in groupby(newest, key=lambda p: Paper.Stage(p.stage))]
        return [PaperGroup(str(stage.label), rows[:SHOWN], rows[SHOWN:]) for stage, rows in groups]

    @property
    def filing(self) -> Deadline | None:
        return filing_limit(limit.deadline for limit in self.limits)

    @property
    def filing_days(self) -> int | None:
        """Days left for dossiers, the chair's extension counted; None when the plan states no limit."""
        if self.filing is None or self.filing.last_day is None:
            return None
        return (max(self.filing.last_day, self.movement.late_filing_until or self.filing.last_day) - self.on).days

    @property
    def dossier_counts(self) -> tuple[int, int]:
        """(waiting, taken) over all levels."""
        kinds = [kind for level in self.levels for kind in level.kinds]
        return sum(kind.waiting for kind in kinds), sum(kind.decided for kind in kinds)

    @property
    def stages(self) -> list[Stage]:
        done, now = _WHERE.get(self.movement.suspended_from or self.movement.state, (0, ()))
        texts = self._stage_texts()
        return [
            Stage(
                title, "done" if i < done else "now" if i in now else "later", text, note,
                current=bool(now) and i == now[-1],
            )
            for i, (title, text, note) in enumerate(texts)
        ]  # fmt: skip

    def _stage_texts(self) -> list[tuple[str, str, str]]:
        movement, header = self.movement, self.content["document"]
        period = self.content["movement"]["period"]
        waiting, taken = self.dossier_counts
        number = header["number_code"]
        until = movement.late_filing_until or (self.filing.last_day if self.filing else None)
        meeting = self.meetings[0] if self.meetings else None
        launched = _("Kế hoạch %s") % number if number else _("Kế hoạch không ghi số")
        days = [vi_partial(period[key]) for key in ("start", "end") if period[key]]
        running = _(" đến ").join(days) or period["text"] or _("Kế hoạch không nêu thời gian")
        ended = movement.state in ("summed_up", "archived")
        return [
            (_("Phát động"), launched, vi_date(localtime(movement.launched_at).date())),
            (_("Theo dõi"), running, ""),
            (_("Nhận hồ sơ"), _("%(n)s hồ sơ chờ xét") % {"n": waiting} if waiting else _("Chưa có hồ sơ nào"),
             _("hết %s") % vi_date(until) if until else _("không nêu hạn nộp")),
            (_("Họp xét"), state_of(meeting).staff_label if meeting else _("Chưa có cuộc họp"),
             vi_date(meeting.held_on) if meeting else ""),
            (_("Khen thưởng"), _("Đã chọn %s") % taken if taken else _("Chưa có kết quả"), ""),
            (_("Tổng kết"), _("Đã tổng kết") if ended else _("Chưa tổng kết"), ""),
        ]  # fmt: skip

    @property
    def duties(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.content["organisation"]
        return found


def vi_partial(date: str) -> str:
    """2025-02 as 02/2025."""
    return "/".join(reversed(date.split("-")))


def _measured(target: Target) -> dict[str, Any]:
    exception = target.exception or {}
    return {
        "target": target,
        "level": words.level_to_reach(target.comparator, target.value, target.unit),
        "measurable": target.value is not None,
        "exception": exception.get("scope") or exception.get("text"),
        "exception_level": words.level_to_reach(
            exception.get("comparator"), exception.get("value"), exception.get("unit")
        ),
    }


def open_page(reader: Reader, pk: int, on: dt.date) -> Page:
    """One movement in scope with everything its page needs; 404 for another locality's."""
    # With the bodies above: whose days off count is asked of them.
    rows = Movement.objects.select_related("locality__parent__parent", "plan", "plan_version")
    movement = reader.get(rows.defer("plan_version__source_text"), pk=pk)
    version = movement.plan_version
    levels = with_seats(AwardLevel.objects.filter(movement=movement).order_by("position"))
    work = calendar_of(movement.locality)
    return Page(
        movement=movement,
        on=on,
        content=version.content,
        provenance=version.provenance,
        limits=[limit_of(row, on, work) for row in Deadline.objects.filter(movement=movement)],
        levels=[seats(level, version.provenance) for level in levels],
        targets=list(Target.objects.filter(movement=movement)),
        criteria=list(Criterion.objects.filter(movement=movement)),
        dossier_items=list(DossierItem.objects.filter(movement=movement)),
        papers=list(
            Paper.objects.filter(movement=movement).select_related("document__register_entry").defer("document__data")
        ),
        meetings=list(movement.meetings.all()),
        adjustments=adjusting.of(movement, on, list(movement.adjustment_answers.select_related("version"))),
    )
