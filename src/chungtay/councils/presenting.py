"""What the meeting page says: where the meeting stands, the count line by line, the results. No writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.councils import queries
from chungtay.councils.actions import facts, line_faults, tally_faults
from chungtay.councils.forms import LINE_FIELDS, CountsTyped
from chungtay.councils.models import Attendance, Meeting, Tally
from chungtay.councils.papers import RESULTS
from chungtay.kit.states import offers
from chungtay.law import quotas
from chungtay.localities.access import Reader
from chungtay.movements.models import AwardLevel
from chungtay.nominations.actions import quota_of

_WAY = ("planned", "convened", "voting", "counted", "minuted", "closed")
_STAGES = (
    gettext_lazy("Lên lịch"), gettext_lazy("Mời họp, điểm danh"), gettext_lazy("Bỏ phiếu"), gettext_lazy("Kết quả"),
    gettext_lazy("Biên bản"), gettext_lazy("Kết thúc"),
)  # fmt: skip


@dataclass(frozen=True)
class Stage:
    title: str
    state: str
    current: bool


def stages(meeting: Meeting) -> list[Stage]:
    """The strip on top; a cancelled meeting has none."""
    if meeting.state not in _WAY:
        return []
    here = _WAY.index(meeting.state)
    closed = meeting.state == "closed"
    return [
        Stage(str(title), "done" if i < here or closed else "now" if i == here else "later", i == here and not closed)
        for i, title in enumerate(_STAGES)
    ]


@dataclass(frozen=True)
class Cell:
    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Line:
    """One nominee of the counting sheet."""

    tally: Tally
    cells: list[Cell]
    total: int | None
    base: str
    error: str
    aside: list[str]
    result: str
    tone: str


@dataclass(frozen=True)
class Sheet:
    """The nominees of one award level and kind of seat, with the seats that are free for them."""

    title: str
    seats: str
    lines: list[Line]


_TONES = {"tie": "risk", "selected": "ok", "beyond_quota": "risk", "not_selected": "none"}


def sheets(
    meeting: Meeting, typed: CountsTyped, errors: Mapping[str, str], free: Mapping[tuple[int, str], int | None]
) -> list[Sheet]:
    """The counting sheet, in the order of the ballot."""
    aside = queries.conflict_counts(meeting)
    who: dict[int, list[str]] = {}
    for conflict in meeting.conflicts.all():
        who.setdefault(conflict.nomination_id, []).append(conflict.attendance.name)
    counts = typed.counts()
    found: dict[tuple[int, str], Sheet] = {}
    for tally in meeting.tallies.all():
        nomination = tally.nomination
        key = (nomination.award_level_id, nomination.seat_kind)
        sheet = found.setdefault(key, Sheet(_title(nomination.award_level, key[1]), _seats(free.get(key)), []))
        cells = [Cell(f"{name}{tally.pk}", str(label), typed.raw[f"{name}{tally.pk}"]) for name, label in LINE_FIELDS]
        numbers = [typed.number(cell.name) for cell in cells]
        valid = typed.number("valid")
        sheet.lines.append(
            Line(
                tally=tally,
                cells=cells,
                total=None if None in numbers else sum(number or 0 for number in numbers),
                base="" if valid is None or counts is None else _base(counts.issued, valid, aside[nomination.pk]),
                error=errors.get(str(tally.pk), ""),
                aside=who.get(nomination.pk, []),
                result=RESULTS.get(tally.result, ""),
                tone=_TONES.get(tally.result, "none"),
            )
        )
    return list(found.values())


def _title(level: AwardLevel, kind: str) -> str:
    return f"{_('Tập thể') if kind == 'collective' else _('Cá nhân, hộ gia đình')}, {level}"


def _seats(free: int | None) -> str:
    return _("kế hoạch không nêu số suất tối đa") if free is None else _("còn %s suất") % free


def _base(issued: int, valid: int, aside: int) -> str:
    right = queries.ballots_of_line(valid, issued=issued, aside=aside)
    return str(right[0]) if len(right) == 1 else f"{right[0]}–{right[-1]}"


def free_seats(meeting: Meeting, taken: Mapping[int, Mapping[str, int]]) -> dict[tuple[int, str], int | None]:
    """Seats that are free per award level and kind; None where the plan states no highest number."""
    levels = {tally.nomination.award_level_id: tally.nomination.award_level for tally in meeting.tallies.all()}
    return {
        (pk, kind): quotas.remaining(quota_of(level), kind, taken[pk][f"taken_{kind}"])
        for pk, level in levels.items()
        for kind in ("collective", "individual")
    }


def faults(meeting: Meeting, typed: CountsTyped) -> dict[str, str]:
    """Every place of the sheet that is wrong, with the sentence that says so."""
    counts = typed.counts()
    found = tally_faults(meeting, counts) if counts else {}
    return found | typed.unreadable


def soft_faults(meeting: Meeting, typed: CountsTyped) -> dict[str, str]:
    """Like `faults`, but silent about what is not typed yet: for the check while typing."""
    counts = typed.counts()
    if counts is None:
        return {}
    aside = queries.conflict_counts(meeting)
    wrong = {key: said for key, said in tally_faults(meeting, counts).items() if not key.isdigit()}
    for tally in meeting.tallies.all():
        if votes := counts.votes.get(tally.pk):
            wrong[str(tally.pk)] = " ".join(line_faults(counts, votes, aside[tally.nomination_id]))
    return wrong


def automatic(meeting: Meeting) -> list[str]:
    """Members who are nominees themselves, found by the machine."""
    nominees = {tally.nomination.person_id for tally in meeting.tallies.all() if tally.nomination.person_id}
    return [row.name for row in meeting.attendance.all() if row.member.person_id in nominees]


ASKS: dict[str, str | Promise] = {
    "postpone": gettext_lazy("Lý do hoãn"),
    "recount": gettext_lazy("Vì sao đếm lại"),
    "correct_minutes": gettext_lazy("Sửa gì trong biên bản"),
    "cancel": gettext_lazy("Lý do hủy"),
    "close": gettext_lazy("Biên bản do ai ký, ngày nào"),
}
_RARE = frozenset({"postpone", "recount", "correct_minutes", "cancel"})


@dataclass(frozen=True)
class Step:
    verb: str
    label: str
    asks: str | Promise
    why: str
    rare: bool


def steps(meeting: Meeting, *, reader: Reader) -> list[Step]:
    """The steps of the page; a form that asks for words counts them as given, the action checks."""
    known = facts(meeting) | {"reason_recorded": True, "minutes_signed": True}
    return [
        Step(
            verb=offer.row.verb,
            label=offer.row.staff_label,
            asks=ASKS.get(offer.row.verb, ""),
            why="" if offer.allowed else (offer.reason or ""),
            rare=offer.row.verb in _RARE,
        )
        for offer in offers(meeting, roles=reader.role_codes, facts=known)
    ]


def composition(meeting: Meeting) -> list[Attendance]:
    return queries.seated(list(meeting.attendance.all()))
