"""Reads of meetings: who votes, on what base, and what the rules say about it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from chungtay.councils.models import Attendance, Meeting, Tally
from chungtay.councils.ranking import Entry
from chungtay.law import council as council_law
from chungtay.localities.models import Person
from chungtay.nominations.models import Subject


def ballot_count(meeting: Meeting) -> int:
    """Members who hand in a ballot: those present. Written opinions go into the minutes, not into the box (R-64)."""
    return sum(1 for row in meeting.attendance.all() if row.presence == Attendance.Presence.PRESENT)


def conflict_counts(meeting: Meeting) -> Counter[int]:
    """Per nomination, how many of those present take no part in it (R-70)."""
    return Counter(
        conflict.nomination_id
        for conflict in meeting.conflicts.select_related("attendance")
        if conflict.attendance.presence == Attendance.Presence.PRESENT
    )


def quorum(meeting: Meeting) -> council_law.Quorum:
    """Whether enough members came, by the council's own rules as far as they are known (R-64)."""
    rows = list(meeting.attendance.all())
    present = sum(1 for row in rows if row.presence == Attendance.Presence.PRESENT)
    written = sum(1 for row in rows if row.presence == Attendance.Presence.WRITTEN)
    return council_law.quorum(total=len(rows), present=present, written=written, on=meeting.held_on)


def rules_applied(meeting: Meeting) -> dict[str, Any]:
    """What the minutes must still be able to say years later: quorum, base of the majority, and their sources."""
    return council_law.rules_snapshot(meeting.held_on) | {"quorum_sentence": quorum(meeting).sentence}


def entry(meeting: Meeting, tally: Tally) -> Entry:
    """One counted nominee with its majority on a named base."""
    base = (meeting.ballots_valid or 0) - conflict_counts(meeting).get(tally.nomination_id, 0)
    majority = council_law.majority(votes_for=tally.votes_for or 0, base=base, base_name="phiếu hợp lệ", on=meeting.held_on)
    nomination = tally.nomination
    woman = nomination.subject == Subject.INDIVIDUAL and nomination.person is not None and (
        nomination.person.gender == Person.Gender.FEMALE
    )
    return Entry(
        key=tally.pk, name=nomination.nominee, votes_for=tally.votes_for or 0, majority=majority.reached,
        majority_sentence=majority.sentence, priority=woman,
    )  # fmt: skip


