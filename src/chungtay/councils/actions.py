"""Meetings, paper first: who came, how many ballots, what they say; the totals are checked, then the result follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.councils import papers, queries
from chungtay.councils.models import Attendance, Conflict, Council, Meeting, Member, Tally
from chungtay.councils.ranking import Outcome, Tie, settle
from chungtay.documents.actions import issue_document, rewrite_draft, write_draft
from chungtay.kit.errors import UserError
from chungtay.kit.models import valid_on
from chungtay.kit.states import move
from chungtay.law import council as council_law
from chungtay.law import quotas
from chungtay.localities.access import Reader
from chungtay.localities.models import Locality, Person
from chungtay.movements.actions import file_paper
from chungtay.movements.models import AwardLevel, Movement, Paper
from chungtay.nominations.actions import quota_of, step_dossier
from chungtay.nominations.models import Nomination
from chungtay.nominations.queries import seats_taken


@transaction.atomic
def set_up_council(
    *, locality: Locality, name: str, established_by: str, valid_from: dt.date,
    seats: Sequence[tuple[Person, Member.Seat]], by: Reader, at: dt.datetime,
) -> Council:  # fmt: skip
    """Enters a council with its members as its founding decision lists them."""
    if not any(seat == Member.Seat.CHAIR for _person, seat in seats):
        raise UserError(_("Hội đồng chưa có Chủ tịch. Thêm Chủ tịch Hội đồng rồi lưu lại."))
    council = Council.objects.create(locality=locality, name=name, established_by=established_by, valid_from=valid_from)
    Member.objects.bulk_create(
        Member(council=council, person=person, seat=seat, valid_from=valid_from) for person, seat in seats
    )
    record("council.set_up", by=by, at=at, scope=locality.code, subject=council, after={"members": len(seats)})
    return council


@transaction.atomic
def plan_meeting(
    *, movement: Movement, council: Council, held_on: dt.date, starts_at: dt.time, place: str,
    nominations: Sequence[Nomination], by: Reader, at: dt.datetime,
) -> Meeting:  # fmt: skip
    """Plans a meeting on shortlisted dossiers; copies the composition of the council on that day."""
    wrong = [n.nominee for n in nominations if n.movement_id != movement.pk or n.state != "shortlisted"]
    if wrong:
        raise UserError(_("Hồ sơ chưa ở danh sách họp xét: %(names)s.") % {"names": ", ".join(wrong)})
    if Tally.objects.filter(nomination__in=nominations).exclude(meeting__state="cancelled").exists():
        raise UserError(_("Có hồ sơ đã nằm trong một cuộc họp khác. Tải lại trang rồi chọn lại."))
    meeting = Meeting.objects.create(
        locality=movement.locality, movement=movement, council=council, held_on=held_on, starts_at=starts_at, place=place
    )
    members = council.members.filter(valid_on(held_on)).select_related("person__unit")
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting, member=m, name=m.person.full_name, title=", ".join(filter(None, [m.person.title])), seat=m.seat
        )
        for m in members
    )
    ordered = sorted(nominations, key=lambda n: (n.award_level.position, n.subject, n.pk))
    Tally.objects.bulk_create(Tally(meeting=meeting, nomination=n, position=i) for i, n in enumerate(ordered, start=1))
    record("meeting.planned", by=by, at=at, scope=movement.locality.code, subject=meeting, after={"cases": len(ordered)})
    return meeting


@transaction.atomic
def record_attendance(
    *, meeting: Meeting, presence: Mapping[int, str], conflicts_note: str, by: Reader, at: dt.datetime,
    declared: Sequence[tuple[int, int, str]] = (), version: int | None = None,
) -> Meeting:  # fmt: skip
    """Keeps who came. `presence` by attendance id; `declared` = (attendance id, nomination id, ground) of R-70.

    A nominee who is a member is found by the machine: nobody votes on their own case.
    """
    locked = _open(meeting, version, {"planned", "convened"})
    for row in locked.attendance.all():
        row.presence = presence.get(row.pk, row.presence)
        row.save(update_fields=["presence"])
    locked.conflicts.all().delete()
    found = {(a, n): ground for a, n, ground in declared}
    tallies = list(locked.tallies.select_related("nomination__person"))
    for row in locked.attendance.select_related("member"):
        for tally in tallies:
            if tally.nomination.person_id and tally.nomination.person_id == row.member.person_id:
                found[row.pk, tally.nomination_id] = _("là người được xét")
    Conflict.objects.bulk_create(
        Conflict(meeting=locked, attendance_id=a, nomination_id=n, ground=ground[:200]) for (a, n), ground in found.items()
    )
    locked.conflicts_note = conflicts_note.strip()
    locked.save_next("conflicts_note")
    record("meeting.attendance_recorded", by=by, at=at, scope=locked.locality.code, subject=locked,
           after={"present": locked.attendance.filter(presence="present").count(), "conflicts": len(found)})  # fmt: skip
    return locked


def _open(meeting: Meeting, version: int | None, states: set[str]) -> Meeting:
    locked = Meeting.locked(meeting.pk, version=version)
    if locked.state not in states:
        raise UserError(_("Cuộc họp đã sang bước khác nên mục này không sửa được nữa. Tải lại trang."))
    return locked


@dataclass(frozen=True)
class Counts:
    """What is typed from the counting minutes: ballots in all, then per tally id (for, against, blank)."""

    issued: int
    returned: int
    valid: int
    votes: Mapping[int, tuple[int, int, int]]


def tally_faults(meeting: Meeting, counts: Counts) -> dict[str, str]:
    """Every total that cannot be right, by `ballots` or tally id, in words that say which to count again."""
    faults: dict[str, str] = {}
    voters = queries.ballot_count(meeting)
    if counts.issued != voters:
        faults["issued"] = _("Phát ra %(issued)s phiếu nhưng có %(voters)s thành viên bỏ phiếu. Đếm lại.") % {
            "issued": counts.issued, "voters": voters}  # fmt: skip
    if counts.returned > counts.issued:
        faults["returned"] = _("Thu về %(returned)s phiếu, nhiều hơn số phát ra. Đếm lại.") % {"returned": counts.returned}
    if counts.valid > counts.returned:
        faults["valid"] = _("Có %(valid)s phiếu hợp lệ, nhiều hơn số thu về. Đếm lại.") % {"valid": counts.valid}
    aside = queries.conflict_counts(meeting)
    for tally in meeting.tallies.all():
        votes = counts.votes.get(tally.pk)
        if votes is None:
            faults[str(tally.pk)] = _("Chưa nhập số phiếu.")
            continue
        base = counts.valid - aside.get(tally.nomination_id, 0)
        problems = council_law.check_tally(base, *votes)
        if problems:
            faults[str(tally.pk)] = " ".join(problems)
    return faults


@transaction.atomic
def record_counts(*, meeting: Meeting, counts: Counts, by: Reader, at: dt.datetime, version: int | None = None) -> Meeting:
    """Keeps the totals typed from paper, once they agree. Raises `UserError` with every line to count again."""
    locked = _open(meeting, version, {"voting"})
    if faults := tally_faults(locked, counts):
        raise UserError(_("Số phiếu chưa khớp, nên chưa lưu. Đếm lại các dòng được đánh dấu."), details=list(faults.values()))
    locked.ballots_issued, locked.ballots_returned, locked.ballots_valid = counts.issued, counts.returned, counts.valid
    for tally in locked.tallies.all():
        tally.votes_for, tally.votes_against, tally.votes_blank = counts.votes[tally.pk]
        tally.save(update_fields=["votes_for", "votes_against", "votes_blank"])
    locked.save_next("ballots_issued", "ballots_returned", "ballots_valid")
    record("meeting.counts_recorded", by=by, at=at, scope=locked.locality.code, subject=locked,
           after={"issued": counts.issued, "returned": counts.returned, "valid": counts.valid})  # fmt: skip
    return locked


def facts(meeting: Meeting, *, reason: str = "") -> dict[str, bool]:
    """What the guards of the table `meeting` ask."""
    attendance = list(meeting.attendance.all())
    tallies = list(meeting.tallies.all())
    return {
        "members_listed": bool(attendance),
        "nominees_listed": bool(tallies),
        "attendance_recorded": bool(attendance) and all(row.presence for row in attendance),
        "conflicts_declared": bool(meeting.conflicts_note.strip()),
        "tally_agrees": meeting.ballots_valid is not None and all(t.votes_for is not None for t in tallies),
        "opinions_recorded": bool(meeting.opinions.strip()),
        "minutes_signed": bool(reason.strip()) or bool(meeting.minutes and meeting.minutes.state != "draft"),
        "reason_recorded": bool(reason.strip()),
    }


@transaction.atomic
def write_opinions(*, meeting: Meeting, opinions: str, by: Reader, at: dt.datetime, version: int | None = None) -> Meeting:
    """Keeps differing opinions (R-63), or that there were none."""
    locked = _open(meeting, version, {"voting", "counted"})
    locked.opinions = opinions.strip()
    locked.save_next("opinions")
    record("meeting.opinions_written", by=by, at=at, scope=locked.locality.code, subject=locked)
    return locked


@transaction.atomic
def step_meeting(
    *, meeting: Meeting, verb: str, by: Reader, at: dt.datetime, on: dt.date, version: int | None = None, reason: str = ""
) -> Meeting:
    """Takes one step of the table `meeting`, with the paper and the results that belong to it."""
    locked = Meeting.locked(meeting.pk, version=version)
    before = locked.state
    if verb == "close":
        _sign_minutes(locked, by=by, at=at)
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked, reason=reason))
    if verb == "close":
        apply_results(locked, by=by, at=at, on=on)
    if verb == "open_voting":
        locked.rules = queries.rules_applied(locked)
        locked.ballot_paper = _paper(locked, locked.ballot_paper, papers.ballots(locked), by=by, at=at)
    elif verb == "count":
        settle_results(locked)
    elif verb == "write_minutes":
        locked.minutes = _paper(locked, locked.minutes, papers.minutes(locked), by=by, at=at)
    locked.save_next("state", "rules", "ballot_paper", "minutes")
    record(row.event, by=by, at=at, scope=locked.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state}, note=reason)  # fmt: skip
    return locked


def _paper(meeting: Meeting, old: Any, draft: papers.Draft, *, by: Reader, at: dt.datetime) -> Any:
    if old is not None and old.state == "draft":
        return rewrite_draft(document=old, data=draft.data, by=by, at=at)
    document = write_draft(locality=meeting.locality, kind=draft.kind, title=draft.title, data=draft.data, by=by, at=at)
    file_paper(movement=meeting.movement, document=document, stage=Paper.Stage.MEETING)
    return document


def _sign_minutes(meeting: Meeting, *, by: Reader, at: dt.datetime) -> None:
    """The signed paper minutes are filed: from here on their bytes do not change."""
    if meeting.minutes is not None and meeting.minutes.state == "draft":
        meeting.minutes = issue_document(document=meeting.minutes, dated=meeting.held_on, by=by, at=at)


def settle_results(meeting: Meeting) -> None:
    """Works out selected, beyond quota or not selected per award level and kind of seat, and keeps it with the count.

    Raises `UserError` on a tie for the last seat that R-47 does not break: the council votes again.
    """
    groups: dict[tuple[int, str], list[Tally]] = {}
    for tally in meeting.tallies.select_related("nomination__award_level", "nomination__person", "nomination__unit"):
        groups.setdefault((tally.nomination.award_level_id, tally.nomination.seat_kind), []).append(tally)
    for (level_id, kind), tallies in sorted(groups.items()):
        level = AwardLevel.objects.select_for_update().get(pk=level_id)
        free = quotas.remaining(quota_of(level), kind, seats_taken(level, kind))
        try:
            outcomes = settle([queries.entry(meeting, tally) for tally in tallies], free)
        except Tie as tie:
            raise UserError(
                _("%(names)s bằng phiếu cho suất cuối cùng và quy định ưu tiên không phân được. "
                  "Hội đồng bỏ phiếu lại cho các hồ sơ này rồi nhập số phiếu mới.") % {"names": ", ".join(tie.names)}
            ) from tie  # fmt: skip
        _keep_outcomes(outcomes, {tally.pk: tally for tally in tallies})


def _keep_outcomes(outcomes: Sequence[Outcome], tallies: Mapping[int, Tally]) -> None:
    for outcome in outcomes:
        tally = tallies[outcome.key]
        tally.result, tally.explanation = outcome.result, outcome.explanation[:400]
        tally.save(update_fields=["result", "explanation"])


_VERBS = {"selected": "select", "beyond_quota": "put_beyond_quota", "not_selected": "reject"}


def apply_results(meeting: Meeting, *, by: Reader, at: dt.datetime, on: dt.date) -> None:
    """Writes the signed result into the dossiers; a seat that was taken meanwhile is refused under the level's lock."""
    for tally in meeting.tallies.select_related("nomination"):
        step_dossier(
            nomination=tally.nomination, verb=_VERBS[tally.result], by=by, at=at, on=on, extra_facts={"count_closed": True}
        )
