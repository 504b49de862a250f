"""Meetings, paper first: who came, how many ballots, what they say; the totals are checked, then the result follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission
from chungtay.audit.actions import record
from chungtay.councils import papers, queries, session
from chungtay.councils.models import Attendance, Conflict, Council, Meeting, Tally
from chungtay.councils.results import apply_results, decide_tie, settle_results
from chungtay.councils.seats import add_member, end_member, set_up_council
from chungtay.documents.actions import issue_document, rewrite_draft, write_draft
from chungtay.kit.errors import UserError
from chungtay.kit.models import valid_on
from chungtay.kit.states import move
from chungtay.law import council as council_law
from chungtay.localities.access import Reader
from chungtay.movements.actions import file_paper
from chungtay.movements.models import Movement, Paper
from chungtay.nominations.models import Nomination

__all__ = [
    "Counts",
    "add_member",
    "apply_results",
    "change_meeting",
    "decide_tie",
    "end_member",
    "facts",
    "fix_voting",
    "line_faults",
    "plan_meeting",
    "record_attendance",
    "record_counts",
    "set_up_council",
    "settle_results",
    "step_meeting",
    "tally_faults",
    "write_opinions",
]


@transaction.atomic
def plan_meeting(
    *, movement: Movement, council: Council, held_on: dt.date, starts_at: dt.time, place: str,
    nominations: Sequence[Nomination], by: Reader, at: dt.datetime,
) -> Meeting:  # fmt: skip
    """Plans a meeting on shortlisted dossiers; copies the composition of the council on that day."""
    _must_be_ready(movement, nominations)
    meeting = Meeting.objects.create(
        locality=movement.locality,
        movement=movement,
        council=council,
        held_on=held_on,
        starts_at=starts_at,
        place=place,
    )
    _copy_members(meeting)
    ordered = _list_cases(meeting, nominations)
    record(
        "meeting.planned", by=by, at=at, scope=movement.locality.code, subject=meeting, after={"cases": len(ordered)}
    )
    return meeting


def _must_be_ready(movement: Movement, nominations: Sequence[Nomination], meeting: Meeting | None = None) -> None:
    wrong = [n.nominee for n in nominations if n.movement_id != movement.pk or n.state != "shortlisted"]
    if wrong:
        raise UserError(_("Hồ sơ chưa ở danh sách họp xét: %(names)s.") % {"names": ", ".join(wrong)})
    others = Tally.objects.filter(nomination__in=nominations).exclude(meeting__state__in=("cancelled", "closed"))
    if others.exclude(meeting=meeting).exists():
        raise UserError(_("Có hồ sơ đã nằm trong một cuộc họp khác. Tải lại trang rồi chọn lại."))


def _copy_members(meeting: Meeting) -> None:
    """The composition of the council on the day of the meeting; a later change of the council does not rewrite it."""
    members = meeting.council.members.filter(valid_on(meeting.held_on)).select_related("person")
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, member=m, name=m.person.full_name, title=m.person.title, seat=m.seat)
        for m in members
    )


def _list_cases(meeting: Meeting, nominations: Sequence[Nomination]) -> list[Nomination]:
    ordered = sorted(nominations, key=lambda n: (n.award_level.position, n.subject, n.pk))
    Tally.objects.bulk_create(Tally(meeting=meeting, nomination=n, position=i) for i, n in enumerate(ordered, start=1))
    return ordered


@transaction.atomic
def change_meeting(
    *, meeting: Meeting, held_on: dt.date, starts_at: dt.time, place: str, nominations: Sequence[Nomination],
    by: Reader, at: dt.datetime, version: int | None = None,
) -> Meeting:  # fmt: skip
    """Changes day, place or cases of a meeting to which nobody is invited yet; the composition follows the new day."""
    locked = _open(meeting, version, {"planned"})
    _must_be_ready(locked.movement, nominations, locked)
    before = {"held_on": locked.held_on, "starts_at": locked.starts_at, "place": locked.place}
    locked.held_on, locked.starts_at, locked.place = held_on, starts_at, place
    locked.conflicts_note = ""
    locked.save_next("held_on", "starts_at", "place", "conflicts_note")
    locked.attendance.all().delete()
    locked.tallies.all().delete()
    _copy_members(locked)
    _list_cases(locked, nominations)
    record("meeting.changed", by=by, at=at, scope=locked.locality.code, subject=locked, before=before,
           after={"held_on": held_on, "starts_at": starts_at, "place": place, "cases": len(nominations)})  # fmt: skip
    return locked


@transaction.atomic
def record_attendance(
    *, meeting: Meeting, presence: Mapping[int, str], conflicts_note: str, by: Reader, at: dt.datetime,
    declared: Sequence[tuple[int, int, str]] = (), presides: int | None = None, records: int | None = None,
    version: int | None = None,
) -> Meeting:  # fmt: skip
    """Keeps who came. `presence` by attendance id; `declared` = (attendance id, nomination id, ground) of R-70;
    `presides`, `records`: attendance ids, when others than the council's chair and secretary do it.

    A nominee who is a member is found by the machine: nobody votes on their own case. While ballots are out but not
    counted, a late comer can still be added; the ballots are then printed anew.
    """
    locked = _open(meeting, version, {"planned", "convened", "voting"})
    if locked.state == "voting" and locked.ballots_valid is not None:
        raise UserError(_("Đã nhập số phiếu nên không sửa điểm danh được nữa."))
    rows = {row.pk: row for row in locked.attendance.select_related("member")}
    tallies = list(locked.tallies.select_related("nomination__person"))
    _check_attendance(rows, tallies, presence, declared)
    for row in rows.values():
        row.presence = presence.get(row.pk, row.presence)
        row.duty = {presides: Attendance.Duty.PRESIDES, records: Attendance.Duty.RECORDS}.get(
            row.pk, Attendance.Duty.NONE
        )
        row.save(update_fields=["presence", "duty"])
    found = {(a, n): ground.strip() or _("đã khai có liên quan") for a, n, ground in declared}
    for row in rows.values():
        for tally in tallies:
            if tally.nomination.person_id and tally.nomination.person_id == row.member.person_id:
                found[row.pk, tally.nomination_id] = OWN_CASE
    locked.conflicts.all().delete()
    Conflict.objects.bulk_create(
        Conflict(meeting=locked, attendance_id=a, nomination_id=n, ground=ground[:200])
        for (a, n), ground in found.items()
    )
    locked.conflicts_note = conflicts_note.strip()
    if locked.state == "voting":
        _print_ballots(locked, by=by, at=at)
    locked.save_next("conflicts_note", "rules", "ballot_paper")
    record("meeting.attendance_recorded", by=by, at=at, scope=locked.locality.code, subject=locked,
           after={"present": queries.ballot_count(locked), "conflicts": len(found)})  # fmt: skip
    return locked


OWN_CASE = "là người được xét"


def _check_attendance(
    rows: Mapping[int, Attendance], tallies: Sequence[Tally], presence: Mapping[int, str],
    declared: Sequence[tuple[int, int, str]],
) -> None:  # fmt: skip
    cases = {tally.nomination_id for tally in tallies}
    unknown = any(pk not in rows for pk in presence) or any(a not in rows or n not in cases for a, n, _g in declared)
    if unknown or any(value not in Attendance.Presence.values for value in presence.values()):
        raise UserError(_("Danh sách điểm danh không khớp với cuộc họp này. Tải lại trang rồi ghi lại."))


def _print_ballots(meeting: Meeting, *, by: Reader, at: dt.datetime) -> None:
    """Rules and ballots follow who is there: as many numbered ballots as voters (R-58, R-64)."""
    if not queries.ballot_count(meeting):
        raise UserError(_("Chưa có thành viên nào có mặt nên chưa in phiếu được. Điểm danh lại."))
    if queries.presider(meeting) is None or queries.recorder(meeting) is None:
        raise UserError(
            _("Chủ tịch hoặc thư ký Hội đồng vắng. Chọn người chủ trì và thư ký cuộc họp ở phần Điểm danh.")
        )
    voting = session.rules(meeting).as_json()
    meeting.rules = meeting.rules | queries.rules_applied(meeting) | {"voting": voting}
    meeting.ballot_paper = _paper(meeting, meeting.ballot_paper, papers.ballots(meeting), by=by, at=at)


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
        faults["returned"] = _("Thu về %(returned)s phiếu, nhiều hơn số phát ra. Đếm lại.") % {
            "returned": counts.returned
        }
    if counts.valid > counts.returned:
        faults["valid"] = _("Có %(valid)s phiếu hợp lệ, nhiều hơn số thu về. Đếm lại.") % {"valid": counts.valid}
    aside = queries.conflict_counts(meeting)
    for tally in meeting.tallies.all():
        votes = counts.votes.get(tally.pk)
        if votes is None:
            faults[str(tally.pk)] = _("Chưa nhập số phiếu.")
        elif problems := line_faults(counts, votes, aside.get(tally.nomination_id, 0)):
            faults[str(tally.pk)] = " ".join(problems)
    return faults


def line_faults(counts: Counts, votes: tuple[int, int, int], aside: int) -> list[str]:
    """What does not add up in one line; empty when it does."""
    right = queries.ballots_of_line(counts.valid, issued=counts.issued, aside=aside)
    total = sum(votes)
    if total in right:
        return []
    return council_law.check_tally(right[-1] if total > right[-1] else right[0], *votes)


@transaction.atomic
def record_counts(
    *, meeting: Meeting, counts: Counts, by: Reader, at: dt.datetime, version: int | None = None
) -> Meeting:
    """Keeps the totals typed from paper, once they agree. Raises `UserError` with every line to count again."""
    locked = _open(meeting, version, {"voting"})
    if faults := tally_faults(locked, counts):
        raise UserError(
            _("Số phiếu chưa khớp, nên chưa lưu. Đếm lại các dòng được đánh dấu."), details=list(faults.values())
        )
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
        "ties_decided": all(tally.result != "tie" for tally in tallies),
        "minutes_signed": bool(reason.strip()) or bool(meeting.minutes and meeting.minutes.state != "draft"),
        "reason_recorded": bool(reason.strip()),
    }


@transaction.atomic
def write_opinions(
    *, meeting: Meeting, opinions: str, by: Reader, at: dt.datetime, version: int | None = None
) -> Meeting:
    """Keeps differing opinions (R-63), or that there were none."""
    locked = _open(meeting, version, {"voting", "counted"})
    locked.opinions = opinions.strip()
    locked.save_next("opinions")
    record("meeting.opinions_written", by=by, at=at, scope=locked.locality.code, subject=locked)
    return locked


@transaction.atomic
def step_meeting(
    *,
    meeting: Meeting,
    verb: str,
    by: Reader,
    at: dt.datetime,
    on: dt.date,
    version: int | None = None,
    reason: str = "",
) -> Meeting:
    """Takes one step of the table `meeting`, with the paper and the results that belong to it."""
    locked = Meeting.locked(meeting.pk, version=version)
    before = locked.state
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked, reason=reason))
    _carry_out(locked, verb, by=by, at=at, on=on)
    locked.save_next("state", "rules", "invitation", "ballot_paper", "minutes")
    record(row.event, by=by, at=at, scope=locked.locality.code, subject=locked,
           before={"state": before}, after={"state": locked.state}, note=reason)  # fmt: skip
    return locked


def _carry_out(locked: Meeting, verb: str, *, by: Reader, at: dt.datetime, on: dt.date) -> None:
    """The paper or the result that a step brings with it."""
    match verb:
        case "convene":
            _fix_rules(locked, at)
            locked.invitation = _paper(locked, locked.invitation, papers.invitation(locked), by=by, at=at)
        case "open_voting":
            _fix_rules(locked, at)
            _may_open(locked, at)
            _leave_out(locked)
            _print_ballots(locked, by=by, at=at)
        case "count":
            settle_results(locked)
        case "write_minutes":
            locked.minutes = _paper(locked, locked.minutes, papers.minutes(locked), by=by, at=at)
        case "close":
            _sign_minutes(locked, by=by, at=at)
            apply_results(locked, by=by, at=at, on=on)


def _fix_rules(meeting: Meeting, at: dt.datetime) -> None:
    """The rules of voting are fixed before the first ballot and stand from then on (R-63); a choice made is kept."""
    if "voting" not in meeting.rules:
        meeting.rules = meeting.rules | {"voting": session.new_rules(meeting, at).as_json()}


def _may_open(meeting: Meeting, at: dt.datetime) -> None:
    """The engine's verdict on opening: what the council's own regulation says binds, what we merely believe warns."""
    verdict = session.opening(meeting, at)
    if not verdict.allowed:
        raise UserError(" ".join(reason.text for reason in verdict.reasons))
    meeting.rules = meeting.rules | {"opening": verdict.as_json()}


@transaction.atomic
def fix_voting(
    *, meeting: Meeting, tie: str, written_votes: bool, by: Reader, at: dt.datetime, version: int | None = None
) -> Meeting:
    """What the council agrees on before voting: an even vote, and whether opinions by letter count (R-63, R-64)."""
    by.must(Permission.RUN_MEETINGS)
    locked = _open(meeting, version, {"planned", "convened"})
    chosen = session.new_rules(locked, at, tie=tie, written_votes=written_votes)
    locked.rules = locked.rules | {"voting": chosen.as_json()}
    locked.save_next("rules")
    record("meeting.rules_fixed", by=by, at=at, scope=locked.locality.code, subject=locked, after=chosen.as_json())
    return locked


def _leave_out(meeting: Meeting) -> None:
    """Takes dossiers off the ballot that were held, withdrawn or sent back since the meeting was planned (R-44)."""
    gone = [
        tally.pk for tally in meeting.tallies.select_related("nomination") if tally.nomination.state != "shortlisted"
    ]
    meeting.tallies.filter(pk__in=gone).delete()
    left = list(meeting.tallies.all())
    if not left:
        raise UserError(_("Không còn hồ sơ nào trong danh sách xét. Hoãn họp, hoặc đưa hồ sơ khác vào."))
    for position, tally in enumerate(left, start=1):
        Tally.objects.filter(pk=tally.pk).update(position=position)


def _paper(meeting: Meeting, old: Any, draft: papers.Draft, *, by: Reader, at: dt.datetime) -> Any:
    if old is not None and old.state == "draft":
        return rewrite_draft(document=old, data=draft.data, by=by, at=at)
    document = write_draft(locality=meeting.locality, kind=draft.kind, title=draft.title, data=draft.data, by=by, at=at)
    file_paper(movement=meeting.movement, document=document, stage=Paper.Stage.MEETING)
    return document


BODY = "HĐTĐKT"  # minutes are the council's own paper, numbered in its own series


def _sign_minutes(meeting: Meeting, *, by: Reader, at: dt.datetime) -> None:
    """The signed paper minutes are filed: from here on their bytes do not change."""
    if meeting.minutes is not None and meeting.minutes.state == "draft":
        meeting.minutes = issue_document(document=meeting.minutes, dated=meeting.held_on, by=by, at=at, body=BODY)
