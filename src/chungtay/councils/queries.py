"""Reads of meetings: who votes, on what base, and what the rules say about it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import QuerySet

from chungtay.councils import session
from chungtay.councils.models import Attendance, Council, Meeting, Member, Tally
from chungtay.kit.models import valid_on
from chungtay.law import council as council_law
from chungtay.localities.models import Locality
from chungtay.movements.models import Movement
from chungtay.nominations.models import Nomination

_PRESENT = Attendance.Presence.PRESENT


def ballot_count(meeting: Meeting) -> int:
    """Members who hand in a ballot: those present, and by letter where the session's rules count it (R-64)."""
    return len(session.voters(meeting))


def present_count(meeting: Meeting) -> int:
    """Members in the room."""
    return sum(1 for row in meeting.attendance.all() if row.presence == _PRESENT)


def conflict_counts(meeting: Meeting) -> Counter[int]:
    """Per nomination, how many of those who vote take no part in it (R-70)."""
    there = session.voters(meeting) if session.rules(meeting).conflicts_leave_base else set()
    return Counter(c.nomination_id for c in meeting.conflicts.all() if c.attendance_id in there)


def ballots_of_line(valid: int, *, issued: int, aside: int) -> range:
    """How many ballots one line of the count may add up to.

    The ballot is secret: nobody knows whether the ballot of a member who stood aside is among the invalid ones, so with
    invalid ballots more than one sum is right.
    """
    invalid = max(issued - valid, 0)
    return range(max(valid - aside, 0), max(valid - max(aside - invalid, 0), 0) + 1)


def quorum(meeting: Meeting) -> council_law.Quorum | None:
    """Whether enough members came, by the council's own rules as far as they are known (R-64); None without members."""
    rows = list(meeting.attendance.all())
    if not rows:
        return None
    present = sum(1 for row in rows if row.presence == _PRESENT)
    written = sum(1 for row in rows if row.presence == Attendance.Presence.WRITTEN)
    return council_law.quorum(
        total=len(rows), present=present, written=written, on=meeting.held_on, law=session.law_of(meeting)
    )


def rules_applied(meeting: Meeting) -> dict[str, Any]:
    """What the minutes must still be able to say years later: quorum, base of the majority, and their sources."""
    found = quorum(meeting)
    return council_law.rules_snapshot(meeting.held_on, session.law_of(meeting)) | {
        "quorum_sentence": found.sentence if found else ""
    }


_ORDER = [Member.Seat.CHAIR, Member.Seat.VICE_CHAIR, Member.Seat.SECRETARY, Member.Seat.MEMBER]


def presider(meeting: Meeting) -> Attendance | None:
    """Who presides: as written down, else the council's chair or vice chair if present."""
    return _on_duty(meeting, Attendance.Duty.PRESIDES, (Member.Seat.CHAIR, Member.Seat.VICE_CHAIR))


def recorder(meeting: Meeting) -> Attendance | None:
    """Who keeps the minutes: as written down, else the council's secretary if present."""
    return _on_duty(meeting, Attendance.Duty.RECORDS, (Member.Seat.SECRETARY,))


def _on_duty(meeting: Meeting, duty: str, seats: tuple[str, ...]) -> Attendance | None:
    present = [row for row in meeting.attendance.all() if row.presence == _PRESENT]
    named = next((row for row in present if row.duty == duty), None)
    by_seat = (row for seat in seats for row in present if row.seat == seat)
    return named or next(by_seat, None)


def seated(rows: list[Attendance]) -> list[Attendance]:
    """In the order of the seats: chair, vice chairs, secretary, members."""
    return sorted(rows, key=lambda row: (_ORDER.index(Member.Seat(row.seat)), row.pk))


def with_rows(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with everything that their page and papers need, in a fixed number of queries."""
    return meetings.select_related(
        "locality__parent", "movement__locality", "movement__plan", "movement__plan_version", "council", "invitation",
        "ballot_paper", "minutes",
    ).prefetch_related(
        "attendance__member", "conflicts__attendance", "conflicts__nomination__person", "conflicts__nomination__unit",
        "tallies__nomination__person__unit", "tallies__nomination__unit", "tallies__nomination__award_level",
    )  # fmt: skip


def council_of(locality: Locality, on: dt.date) -> Council | None:
    """The council in office on a day."""
    return Council.objects.filter(valid_on(on), locality=locality).order_by("-valid_from", "-pk").first()


def ready(movement: Movement) -> QuerySet[Nomination]:
    """Shortlisted dossiers that no open meeting has on its list."""
    busy = Tally.objects.exclude(meeting__state__in=("cancelled", "closed")).values("nomination")
    rows = movement.nominations.filter(state="shortlisted").exclude(pk__in=busy)
    return rows.select_related("person__unit", "unit", "award_level").order_by("award_level__position", "subject", "pk")
