"""A meeting as the law engine sees it: composition of that day, who came, the rules fixed before voting, one count."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from chungtay.councils.models import Attendance, Meeting, Tally
from chungtay.kit.errors import UserError
from chungtay.law import sessions
from chungtay.law.errors import InputError
from chungtay.law.records import Recorded
from chungtay.law.rules import Resolved
from chungtay.law.sessions import VotingRules
from chungtay.law.verdicts import Verdict
from chungtay.localities.rules import law_on

_ROLES = {"chair": "chair", "vice_chair": "vice", "secretary": "secretary", "member": "member"}
_BEFORE_VOTING = ("planned", "convened")
OPEN_BALLOT = "open"  # the answer of R-66; without an answer the numbered ballots of the program are secret


def law_of(meeting: Meeting) -> Resolved | Recorded:
    """The law on the day of the meeting, with what the locality has settled for its council; asked once.

    From the opening of the ballot on it is what was recorded then: what is settled later changes no meeting (R-63).
    """
    if meeting.state not in _BEFORE_VOTING and "rules" in meeting.rules:
        return recorded(meeting)
    known: Resolved | None = meeting.__dict__.get("_law")
    if known is None or known.day != meeting.held_on:
        known = meeting.__dict__["_law"] = law_on(meeting.locality, meeting.held_on)
    return known


def recorded(meeting: Meeting) -> Recorded:
    """The rules as the meeting keeps them (`queries.rules_applied`)."""
    kept = meeting.rules
    values = {value["rule"]: value for value in kept["rules"]}
    return Recorded(
        {"on": meeting.held_on.isoformat(), "place": None, "ruleset_version": kept["ruleset_version"], "values": values}
    )


def _labels(meeting: Meeting) -> dict[int, str]:
    """Names by attendance id; people of the same name are told apart by their title."""
    rows = list(meeting.attendance.all())
    often = Counter(row.name for row in rows)
    return {row.pk: row.name if often[row.name] == 1 else f"{row.name} ({row.title}, {row.pk})" for row in rows}


def composition(meeting: Meeting) -> sessions.Composition:
    """The council as copied for this meeting (R-62). Raises `UserError` for one that cannot be."""
    labels = _labels(meeting)
    decision = meeting.council.established_by or str(meeting.council)
    try:
        return sessions.Composition(
            decision, tuple(sessions.Member(labels[row.pk], _ROLES[row.seat]) for row in meeting.attendance.all())
        )
    except InputError as error:
        raise UserError(str(error)) from error


def came(meeting: Meeting) -> sessions.Attendance:
    labels = _labels(meeting)
    by = {
        presence: frozenset(labels[row.pk] for row in meeting.attendance.all() if row.presence == presence)
        for presence in (Attendance.Presence.PRESENT, Attendance.Presence.WRITTEN)
    }
    return sessions.Attendance(by[Attendance.Presence.PRESENT], by[Attendance.Presence.WRITTEN])


def new_rules(meeting: Meeting, at: dt.datetime, *, tie: str | None = None, written_votes: bool = False) -> VotingRules:
    """The rules of this session from the law of its day and what the council has settled (R-63, R-66, R-70)."""
    secrecy = law_of(meeting).peek("R-66")
    secret = secrecy is None or secrecy.value != OPEN_BALLOT
    try:
        return sessions.fix_rules(law_of(meeting), secret=secret, fixed_at=at, written_votes=written_votes, tie=tie)
    except InputError as error:
        raise UserError(str(error), field="tie") from error


def rules(meeting: Meeting) -> VotingRules:
    """The rules that were fixed; before that those of the law, fixed at the start of the meeting's day."""
    if told := meeting.rules.get("voting"):
        return VotingRules.from_json(told)
    return new_rules(meeting, dt.datetime.combine(meeting.held_on, dt.time(), dt.UTC))


def settled(meeting: Meeting) -> bool:
    """Whether the rules fixed come from the council's own regulation, so that the paper may name it (R-63)."""
    value = law_of(meeting).peek("R-63")
    return value is not None and value.certainty.settled and value.source == rules(meeting).source


def opening(meeting: Meeting, at: dt.datetime) -> Verdict:
    """Whether voting may open now: members only, quorum, rules fixed before (R-63, R-64)."""
    return sessions.check_session(
        composition(meeting), came(meeting), rules(meeting), opened_at=at, law=law_of(meeting)
    )


def voters(meeting: Meeting) -> set[int]:
    """Attendance ids of those who hand in a ballot: present, and by letter where the rules count it (R-64)."""
    kinds = {Attendance.Presence.PRESENT}
    if rules(meeting).written_votes:
        kinds.add(Attendance.Presence.WRITTEN)
    return {row.pk for row in meeting.attendance.all() if row.presence in kinds}


def excused(meeting: Meeting, nomination: int) -> frozenset[str]:
    """Who takes no part in one case (R-70)."""
    labels = _labels(meeting)
    return frozenset(labels[c.attendance_id] for c in meeting.conflicts.all() if c.nomination_id == nomination)


def count_of(meeting: Meeting, tally: Tally) -> sessions.Count:
    """The ballots of one line; which invalid ballot was whose nobody knows, so they are checked in the sums instead."""
    return sessions.Count(
        tally.nomination.nominee, tally.votes_for or 0, tally.votes_against or 0, tally.votes_blank or 0,
        excused=excused(meeting, tally.nomination_id),
    )  # fmt: skip


def ruling(meeting: Meeting, tally: Tally) -> tuple[str, str]:
    """("passed" | "not_passed" | "tie", the sentence for the minutes). Raises `UserError` when nobody may vote."""
    count = count_of(meeting, tally)
    try:
        result, said = sessions.rule_on(composition(meeting), came(meeting), rules(meeting), count)
    except InputError as error:
        raise UserError(str(error)) from error
    return result, _capital(said.removeprefix(f"{count.nominee}: "))


def base(meeting: Meeting, tally: Tally) -> int:
    """What the votes of one line are counted against (R-63)."""
    return sessions.base_of(composition(meeting), came(meeting), rules(meeting), count_of(meeting, tally))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
