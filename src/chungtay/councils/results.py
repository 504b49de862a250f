"""What follows from the count: chosen, beyond the quota, not chosen, or even; and what the signed minutes carry out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission, Role
from chungtay.audit.actions import record
from chungtay.councils import session
from chungtay.councils.models import Meeting, Tally
from chungtay.councils.ranking import Entry, Order, Outcome, Tie, settle
from chungtay.kit.errors import UserError
from chungtay.law import quotas
from chungtay.law.facts import Candidate
from chungtay.law.money import Subject as LawSubject
from chungtay.localities.access import Reader
from chungtay.localities.models import Person
from chungtay.localities.rules import law_of
from chungtay.movements.models import AwardLevel
from chungtay.nominations import assessing
from chungtay.nominations.actions import keep_seat_while_held, quota_of, step_dossier
from chungtay.nominations.models import Nomination, Subject
from chungtay.nominations.queries import seats_taken
from chungtay.records.book import Who, books, women_shares

Group = tuple[int, str]  # award level and kind of seat: those who compete for the same seats


def settle_results(meeting: Meeting) -> None:
    """Works out every result by award level and kind of seat, and keeps it with the count.

    Raises `UserError` where the rules of the session or R-47 leave the last seat open and the council votes again.
    """
    order, candidates = _order(meeting)
    for (level_id, kind), tallies in sorted(_groups(meeting).items()):
        level = AwardLevel.objects.select_for_update().get(pk=level_id)
        free = quotas.remaining(quota_of(level), kind, seats_taken(level, kind))
        entries = [_entry(meeting, tally, candidates[tally.pk]) for tally in tallies]
        try:
            outcomes = settle(entries, free, order)
        except Tie as tie:
            raise UserError(
                _("%(names)s bằng phiếu cho suất cuối cùng và quy định ưu tiên không phân được. "
                  "Hội đồng bỏ phiếu lại cho các hồ sơ này rồi nhập số phiếu mới.") % {"names": ", ".join(tie.names)}
            ) from tie  # fmt: skip
        _even(meeting, outcomes, {tally.pk: tally for tally in tallies})
        _keep_outcomes(outcomes, {tally.pk: tally for tally in tallies})


def _groups(meeting: Meeting) -> dict[Group, list[Tally]]:
    groups: dict[Group, list[Tally]] = {}
    for tally in meeting.tallies.select_related("nomination__award_level", "nomination__person", "nomination__unit"):
        groups.setdefault((tally.nomination.award_level_id, tally.nomination.seat_kind), []).append(tally)
    return groups


def _order(meeting: Meeting) -> tuple[Order, dict[int, Candidate]]:
    """By what law and wish of the plan the nominees are put in order, and each of them as a candidate (R-47, R-48)."""
    tallies = [tally for group in _groups(meeting).values() for tally in group]
    nominations = [tally.nomination for tally in tallies]
    units = [n.unit for n in nominations if n.subject == Subject.COLLECTIVE and n.unit]
    shares = women_shares(units, books(meeting.locality, [Who(unit=unit) for unit in units]), meeting.held_on)
    for nomination in nominations:
        nomination.locality, nomination.movement = meeting.locality, meeting.movement
    cases = assessing.cases(nominations, on=meeting.held_on)
    prefer = any(case.asked.prefer_direct for case in cases.values())
    names = _names(tallies)
    found = {}
    for tally in tallies:
        n = tally.nomination
        found[tally.pk] = Candidate(
            names[tally.pk], LawSubject(n.subject), tally.votes_for or 0, woman=_woman(n.person),
            women_share=shares.get(n.unit_id) if n.unit_id and n.subject == Subject.COLLECTIVE else None,
            direct=n.direct,
        )  # fmt: skip
    return Order(meeting.held_on, law_of(meeting.locality), prefer), found


def _names(tallies: Sequence[Tally]) -> dict[int, str]:
    """Two of one name are told apart by what stands beside it, else by their place on the ballot."""
    every = [tally.nomination.nominee for tally in tallies]
    names = {
        tally.pk: name if every.count(name) == 1 else ", ".join(filter(None, [name, tally.nomination.description]))
        for tally, name in zip(tallies, every, strict=True)
    }
    twice = {name for name in names.values() if list(names.values()).count(name) > 1}
    return {t.pk: f"{names[t.pk]} ({t.position})" if names[t.pk] in twice else names[t.pk] for t in tallies}


def _woman(person: Person | None) -> bool | None:
    if person is None or person.gender == Person.Gender.UNKNOWN:
        return None
    return person.gender == Person.Gender.FEMALE


def _entry(meeting: Meeting, tally: Tally, candidate: Candidate) -> Entry:
    ruling, sentence = session.ruling(meeting, tally)
    return Entry(tally.pk, ruling, sentence, candidate)


def _even(meeting: Meeting, outcomes: list[Outcome], tallies: Mapping[int, Tally]) -> None:
    """An even vote on one nominee goes the way that was fixed before voting (R-63)."""
    even = [outcome for outcome in outcomes if outcome.result == "tie"]
    way = session.rules(meeting).tie
    if even and way == "vote_again":
        names = ", ".join(tallies[outcome.key].nomination.nominee for outcome in even)
        raise UserError(
            _("%s ngang phiếu. Theo cách đã chốt trước khi bỏ phiếu, Hội đồng bỏ phiếu lại rồi nhập số phiếu mới.")
            % names
        )
    if way == "not_passed":
        for outcome in even:
            outcomes[outcomes.index(outcome)] = Outcome(outcome.key, "not_selected", outcome.explanation)


def _keep_outcomes(outcomes: Sequence[Outcome], tallies: Mapping[int, Tally]) -> None:
    for outcome in outcomes:
        tally = tallies[outcome.key]
        tally.result, tally.explanation = outcome.result, outcome.explanation[:EXPLANATION]
        tally.save(update_fields=["result", "explanation"])


EXPLANATION = 800


@transaction.atomic
def decide_tie(
    *, meeting: Meeting, tally: Tally, selected: bool, reason: str, by: Reader, at: dt.datetime,
    version: int | None = None,
) -> Meeting:  # fmt: skip
    """Writes down what the chair decided outside the vote on an even case (R-63); it stands in the minutes that the
    chair signs. Raises `UserError` without words, or when no seat is left.
    """
    by.must(Permission.RUN_MEETINGS)
    locked = Meeting.locked(meeting.pk, version=version)
    row = locked.tallies.select_related("nomination__award_level").filter(pk=tally.pk, result="tie").first()
    if locked.state != "counted" or row is None:
        raise UserError(_("Trường hợp này không còn chờ quyết định. Tải lại trang."))
    if not reason.strip():
        raise UserError(_("Chưa ghi ý kiến quyết định của Chủ tịch."), field="reason")
    nomination = row.nomination
    if selected and not _seat_left(locked, row):
        raise UserError(_("Đã đủ số suất của kế hoạch ở mức khen này nên không chọn thêm được."))
    what = _("Chủ tịch quyết định chọn: %s.") if selected else _("Chủ tịch quyết định không chọn: %s.")
    row.result = "selected" if selected else "not_selected"
    row.explanation = f"{row.explanation} {what % reason.strip().rstrip('.')}"[:EXPLANATION]
    row.save(update_fields=["result", "explanation"])
    locked.save_next("rules")
    record("meeting.tie_decided", by=by, at=at, scope=locked.locality.code, subject=locked,
           after={"nominee": nomination.nominee, "selected": selected}, note=reason.strip())  # fmt: skip
    return locked


def _seat_left(meeting: Meeting, tally: Tally) -> bool:
    level, kind = tally.nomination.award_level, tally.nomination.seat_kind
    free = quotas.remaining(quota_of(level), kind, seats_taken(level, kind))
    here = meeting.tallies.select_related("nomination").filter(result="selected", nomination__award_level=level)
    return free is None or sum(1 for other in here if other.nomination.seat_kind == kind) < free


_VERBS = {"selected": "select", "beyond_quota": "put_beyond_quota", "not_selected": "reject"}


def apply_results(meeting: Meeting, *, by: Reader, at: dt.datetime, on: dt.date) -> None:
    """Writes the signed result into the dossiers; a seat that was taken meanwhile is refused under the level's lock.

    The signed minutes decide, whoever presses the button. A dossier that was held since the vote keeps its seat and
    waits (R-44); one that was withdrawn stays withdrawn.
    """
    for tally in meeting.tallies.select_related("nomination"):
        nomination: Nomination = tally.nomination
        if nomination.state == "on_hold" and tally.result == "selected":
            keep_seat_while_held(nomination=nomination, by=by, at=at)
        elif nomination.state == "shortlisted":
            step_dossier(
                nomination=nomination, verb=_VERBS[tally.result], by=by, at=at, on=on,
                extra_facts={"count_closed": True}, on_behalf_of=Role.COUNCIL_SECRETARY,
            )  # fmt: skip
