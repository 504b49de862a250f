"""Award rounds of the demonstration, walked through the rooms' own actions by the sample accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chungtay.councils.actions import (
    Counts,
    plan_meeting,
    record_attendance,
    record_counts,
    step_meeting,
    write_opinions,
)
from chungtay.councils.models import Council, Meeting
from chungtay.decisions.actions import (
    hand_over_certificate,
    number_decision,
    print_certificates,
    propose_awards,
    publish_decision,
    sign_decision,
)
from chungtay.decisions.models import Certificate, Decision
from chungtay.decisions.queries import default_proposer
from chungtay.demo.movements import at, worker
from chungtay.demo.records import earlier_award, good_record, open_matter
from chungtay.localities.access import Reader
from chungtay.localities.models import Person, Unit
from chungtay.movements.actions import change_movement
from chungtay.movements.models import AwardLevel, Movement
from chungtay.nominations.actions import (
    StepNotes,
    check_criterion,
    nominate,
    set_direct,
    set_paper,
    step_dossier,
)
from chungtay.nominations.models import CriterionCheck, Nomination, Subject

# How far a sample dossier has come, in the order of the walk.
WAY = ("draft", "submitted", "checking", "eligible", "shortlisted")
ACHIEVEMENT = "Có thành tích xuất sắc trong phong trào thi đua cải cách hành chính năm {year} (thành tích mẫu)"


def open_dossier(
    movement: Movement, level: AwardLevel, nominee: Unit | Person, *, reach: str, day: dt.date, met: bool = True
) -> Nomination:
    """A sample dossier walked to the wanted state on a day; with `met` False its criteria stay unchecked."""
    moment = at(day)
    clerk = worker(movement.locality, "canbo", day)
    collective = isinstance(nominee, Unit)
    nomination = nominate(
        movement=movement, award_level=level, subject=Subject.COLLECTIVE if collective else Subject.INDIVIDUAL,
        unit=nominee if isinstance(nominee, Unit) else None, person=nominee if isinstance(nominee, Person) else None,
        achievement=ACHIEVEMENT.format(year=movement.year),
        nominated_by=nominee if isinstance(nominee, Unit) else nominee.unit, by=clerk, at=moment,
    )  # fmt: skip
    way = WAY.index(reach)
    if way >= WAY.index("eligible"):
        good_record(movement, nominee, day=day)
        nomination = set_direct(
            nomination=nomination, direct=None if collective else True, by=_checker(nomination, day), at=moment,
            version=nomination.version,
        )  # fmt: skip
    if way >= 1:
        for paper in nomination.papers.all():
            set_paper(paper=paper, present=True, by=clerk, at=moment)
    if way >= 3 or (way == 2 and met):
        for check in nomination.criterion_checks.all():
            check_criterion(
                check=check, outcome=CriterionCheck.Outcome.MET, evidence="Minh chứng mẫu",
                by=_checker(nomination, day), at=moment,
            )  # fmt: skip
    for verb in ("submit", "start_check", "pass", "shortlist")[:way]:
        nomination = step_dossier(nomination=nomination, verb=verb, by=clerk, at=moment, on=day)
    return nomination


def _checker(nomination: Nomination, day: dt.date) -> Reader:
    """The clerk, or the chair when the clerk is the nominee: nobody verifies their own case."""
    clerk = worker(nomination.locality, "canbo", day)
    return worker(nomination.locality, "chutich", day) if nomination.person_id == clerk.person_id else clerk


def hold_meeting(movement: Movement, nominations: Sequence[Nomination], *, day: dt.date) -> Meeting:
    """A sample meeting with everybody present and every ballot in favour, closed on signed minutes."""
    moment = at(day, 14)
    secretary = worker(movement.locality, "thuky", day)
    council = Council.objects.get(locality=movement.locality)
    meeting = plan_meeting(
        movement=movement, council=council, held_on=day, starts_at=dt.time(14), place="Phòng họp UBND",
        nominations=nominations, by=secretary, at=moment,
    )  # fmt: skip
    meeting = step_meeting(meeting=meeting, verb="convene", by=secretary, at=moment, on=day)
    meeting = record_attendance(
        meeting=meeting, presence={row.pk: "present" for row in meeting.attendance.all()},
        conflicts_note="Không có ai", by=secretary, at=moment,
    )  # fmt: skip
    meeting = step_meeting(meeting=meeting, verb="open_voting", by=secretary, at=moment, on=day)
    voters = meeting.attendance.count()
    aside = {c.nomination_id for c in meeting.conflicts.all()}
    votes = {t.pk: (voters - (t.nomination_id in aside), 0, 0) for t in meeting.tallies.all()}
    counts = Counts(issued=voters, returned=voters, valid=voters, votes=votes)
    meeting = record_counts(meeting=meeting, counts=counts, by=secretary, at=moment)
    meeting = step_meeting(meeting=meeting, verb="count", by=secretary, at=moment, on=day)
    meeting = write_opinions(meeting=meeting, opinions="Không có ý kiến khác", by=secretary, at=moment)
    meeting = step_meeting(meeting=meeting, verb="write_minutes", by=secretary, at=moment, on=day)
    return step_meeting(meeting=meeting, verb="close", by=secretary, at=moment, on=day, reason="Đã ký đủ")


def award(
    movement: Movement, meeting: Meeting, level: AwardLevel, *, day: dt.date, handed_over: dt.date | None
) -> Decision:
    """Proposal, signature, number, publication, certificates; by clerk, chair and registrar."""
    moment, locality = at(day, 9), movement.locality
    clerk, chair, registrar = (worker(locality, login, day) for login in ("canbo", "chutich", "vanthu"))
    proposer, proposer_title = default_proposer(meeting)
    decision = propose_awards(
        meeting=meeting, award_level=level, by=clerk, at=moment, on=day, signer_name=chair.name,
        signer_title="CHỦ TỊCH", proposer_name=proposer, proposer_title=proposer_title,
    )  # fmt: skip
    decision = sign_decision(decision=decision, by=chair, at=moment, on=day)
    decision = number_decision(decision=decision, by=registrar, at=moment, dated=day)
    decision = publish_decision(decision=decision, by=clerk, at=moment, checked="Đã xem bản công bố")
    certificates = list(Certificate.objects.filter(award__decision=decision))
    print_certificates(certificates=certificates, by=clerk, at=moment)
    if handed_over:
        for certificate in certificates:
            hand_over_certificate(certificate=certificate, on=handed_over, by=clerk, at=at(handed_over))
    return decision


def _collecting(movement: Movement, day: dt.date) -> Movement:
    return change_movement(
        movement=movement, verb="open_dossiers", by=worker(movement.locality, "canbo", day), at=at(day)
    )


def _units(movement: Movement) -> list[Unit]:
    return list(Unit.objects.filter(locality=movement.locality).order_by("pk"))


def _people(movement: Movement) -> list[Person]:
    """The sample people without an account, as candidates."""
    return list(Person.objects.filter(locality=movement.locality, user=None).order_by("pk"))


def round_of_2023(movement: Movement) -> None:
    """Phường Tiến Thành: the finished round, two years ago, with certificates handed over."""
    movement = _collecting(movement, dt.date(2023, 12, 1))
    level = movement.award_levels.get(decided_here=True)
    filed = dt.date(2023, 12, 5)
    chosen = [open_dossier(movement, level, _units(movement)[0], reach="shortlisted", day=filed)]
    chosen += [
        open_dossier(movement, level, person, reach="shortlisted", day=filed) for person in _people(movement)[:3]
    ]
    clerk = worker(movement.locality, "canbo", dt.date(2023, 12, 12))
    movement = change_movement(movement=movement, verb="start_review", by=clerk, at=at("2023-12-12"))
    meeting = hold_meeting(movement, chosen, day=dt.date(2023, 12, 13))
    change_movement(movement=movement, verb="start_awards", by=clerk, at=at("2023-12-14"))
    award(movement, meeting, level, day=dt.date(2023, 12, 18), handed_over=dt.date(2023, 12, 29))


def round_of_kim_phuong(movement: Movement) -> None:
    """Xã Kim Phượng: three days before its filing limit, more candidates than the one and one seats."""
    movement = _collecting(movement, dt.date(2025, 11, 17))
    level = movement.award_levels.get(decided_here=True)
    units, people = _units(movement), _people(movement)
    for nominee, reach in ((units[0], "eligible"), (units[1], "checking"), (people[0], "eligible"),
                           (people[1], "submitted"), (people[2], "draft")):  # fmt: skip
        open_dossier(movement, level, nominee, reach=reach, day=dt.date(2025, 11, 27), met=reach == "eligible")


def round_of_tung_anh(movement: Movement) -> None:
    """Xã Tùng Anh: its only award level is the district's, which ended on 01/07/2025."""
    movement = _collecting(movement, dt.date(2025, 12, 1))
    open_dossier(
        movement, movement.award_levels.get(), _people(movement)[0], reach="submitted", day=dt.date(2025, 12, 1)
    )


def round_of_hong_van(movement: Movement) -> None:
    """Xã Hồng Vân: a full list for the meeting of 08/12, one individual more than the plan's five seats."""
    movement = _collecting(movement, dt.date(2025, 11, 10))
    level = movement.award_levels.get()
    units, people = _units(movement), _people(movement)
    everyone: list[Unit | Person] = [*units[:5], *people[:5]]
    listed = []
    # The classes of the year are not out yet: one of them is only expected.
    good_record(movement, people[0], day=dt.date(2025, 11, 28), provisional=True)
    for nominee in everyone:
        listed.append(open_dossier(movement, level, nominee, reach="shortlisted", day=dt.date(2025, 11, 28)))
    listed.append(_against_the_machine(movement, level, people[5], day=dt.date(2025, 11, 28)))
    earlier_award(people[6], decided_on=dt.date(2025, 9, 2), day=dt.date(2025, 11, 28))
    unfinished: tuple[tuple[Unit | Person, str], ...] = (
        (units[5], "checking"), (people[6], "submitted"), (people[7], "checking"),
    )  # fmt: skip
    for nominee, reach in unfinished:
        opened = open_dossier(movement, level, nominee, reach=reach, day=dt.date(2025, 12, 1), met=False)
    _held(opened, day=dt.date(2025, 12, 1))
    secretary = worker(movement.locality, "thuky", dt.date(2025, 12, 1))
    meeting = plan_meeting(
        movement=movement, council=Council.objects.get(locality=movement.locality), held_on=dt.date(2025, 12, 8),
        starts_at=dt.time(14), place="Phòng họp tầng 2, UBND xã", nominations=listed, by=secretary, at=at("2025-12-01"),
    )  # fmt: skip
    step_meeting(meeting=meeting, verb="convene", by=secretary, at=at("2025-12-01"), on=dt.date(2025, 12, 1))


def _against_the_machine(movement: Movement, level: AwardLevel, nominee: Person, *, day: dt.date) -> Nomination:
    """A dossier that the chair found eligible although the class of the year is too low, with his reason."""
    good_record(movement, nominee, day=day, level=2)
    nomination = open_dossier(movement, level, nominee, reach="checking", day=day)
    reason = StepNotes(reason="Xếp loại mẫu đang được xem lại theo đơn của cá nhân (tình huống mẫu)")
    chair, clerk = worker(movement.locality, "chutich", day), worker(movement.locality, "canbo", day)
    nomination = step_dossier(nomination=nomination, verb="override_pass", by=chair, at=at(day), on=day, notes=reason)
    return step_dossier(nomination=nomination, verb="shortlist", by=clerk, at=at(day), on=day)


def _held(nomination: Nomination, *, day: dt.date) -> None:
    """A dossier that waits for the conclusion of an open matter (R-44)."""
    assert nomination.person is not None
    open_matter(nomination.person, since=day, day=day)
    step_dossier(
        nomination=nomination, verb="hold", by=worker(nomination.locality, "canbo", day), at=at(day, 10), on=day,
        notes=StepNotes(reason="Cơ quan mẫu đang xem xét đơn (tình huống mẫu)."),
    )  # fmt: skip


ROUNDS = {
    "kim-phuong": round_of_kim_phuong,
    "tien-thanh": round_of_2023,
    "tung-anh": round_of_tung_anh,
    "hong-van": round_of_hong_van,
}


def load_rounds() -> None:
    """Brings every movement of the demonstration to its day; Dương Quỳ stays as launched, without dossiers."""
    for code, play in ROUNDS.items():
        play(Movement.objects.select_related("locality").get(locality__code=code))
