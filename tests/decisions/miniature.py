"""Award rounds in miniature, walked through the rooms' own actions by the sample accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chungtay.councils.models import Meeting
from chungtay.decisions import actions
from chungtay.decisions.models import Certificate, Decision
from chungtay.demo.movements import at, worker
from chungtay.demo.records import good_record
from chungtay.localities.access import Reader
from chungtay.movements.models import AwardLevel, Movement
from chungtay.nominations.actions import check_criterion, nominate, set_paper, step_dossier
from chungtay.nominations.models import CriterionCheck, Nomination, Subject
from chungtay.records.book import Who
from support.kept import kept

FILED, MET, SIGNED = dt.date(2025, 11, 27), dt.date(2025, 12, 1), dt.date(2025, 12, 2)


@dataclass
class Round:
    """One round up to a closed meeting, and its steps after that."""

    movement: Movement
    meeting: Meeting
    level: AwardLevel

    def by(self, login: str, day: dt.date = SIGNED) -> Reader:
        return worker(self.movement.locality, login, day)

    @kept
    def propose(self, day: dt.date = SIGNED) -> Decision:
        chair = self.by("chutich", day)
        return actions.propose_awards(
            meeting=self.meeting, award_level=self.level, by=self.by("canbo", day), at=at(day), on=day,
            signer_name=chair.name, signer_title="CHỦ TỊCH", proposer_name=self.by("thuky", day).name,
            proposer_title="THƯ KÝ",
        )  # fmt: skip

    @kept
    def sign(self, day: dt.date = SIGNED) -> Decision:
        return actions.sign_decision(decision=self.propose(day), by=self.by("chutich", day), at=at(day), on=day)

    @kept
    def number(self, day: dt.date = SIGNED, number: int | None = None) -> Decision:
        return actions.number_decision(
            decision=self.sign(day), by=self.by("vanthu", day), at=at(day), dated=day, number=number
        )

    @kept
    def publish(self, day: dt.date = SIGNED) -> Decision:
        return actions.publish_decision(
            decision=self.number(day), by=self.by("canbo", day), at=at(day), checked="Đã xem bản công bố"
        )

    @kept
    def print(self, day: dt.date = SIGNED) -> list[Certificate]:
        decision = self.publish(day)
        rows = Certificate.objects.filter(award__decision=decision).order_by("award__ordinal")
        actions.print_certificates(certificates=list(rows), by=self.by("canbo", day), at=at(day))
        return list(rows.all())


def shortlist_household(movement: Movement, level: AwardLevel, name: str, day: dt.date) -> Nomination:
    clerk = worker(movement.locality, "canbo", day)
    nomination = nominate(
        movement=movement, award_level=level, subject=Subject.HOUSEHOLD, household=name,
        achievement="Hộ gương mẫu (mẫu)", nominated_by=movement.locality.units.first(), by=clerk, at=at(day),
    )  # fmt: skip
    good_record(movement, Who(household=name), day=day)
    for paper in nomination.papers.all():
        set_paper(paper=paper, present=True, by=clerk, at=at(day))
    for check in nomination.criterion_checks.all():
        check_criterion(check=check, outcome=CriterionCheck.Outcome.MET, evidence="Mẫu", by=clerk, at=at(day))
    for verb in ("submit", "start_check", "pass", "shortlist"):
        nomination = step_dossier(nomination=nomination, verb=verb, by=clerk, at=at(day), on=day)
    return nomination
