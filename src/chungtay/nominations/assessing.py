"""The verdict of the law on dossiers: facts from the record book, the plan's conditions, what people found; for many
dossiers in the same few queries as for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from chungtay.law.eligibility import Assessment, assess, rules_read
from chungtay.law.facts import Facts, LedgerEntry
from chungtay.law.loading import Law
from chungtay.law.money import Subject as LawSubject
from chungtay.law.verdicts import Finding, Outcome, Reason
from chungtay.localities.models import Person
from chungtay.localities.rules import law_of, place_of
from chungtay.movements.models import Movement
from chungtay.nominations.asked import Asked, asked_of, identity, origin
from chungtay.nominations.models import CriterionCheck, DossierPaper, Nomination, Subject
from chungtay.records.book import Book, Who, books
from chungtay.records.models import Line

_CATEGORIES = {
    Person.Category.OFFICIAL: "công chức", Person.Category.PUBLIC_EMPLOYEE: "viên chức",
    Person.Category.PART_TIME: "không chuyên trách", Person.Category.RESIDENT: "người dân",
}  # fmt: skip
_FOUND = {
    CriterionCheck.Outcome.MET: Outcome.PASSED, CriterionCheck.Outcome.NOT_MET: Outcome.FAILED,
    CriterionCheck.Outcome.ON_HOLD: Outcome.HELD, CriterionCheck.Outcome.NO_DATA: Outcome.INSUFFICIENT,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One dossier with its verdict and what the verdict was made of."""

    nomination: Nomination
    asked: Asked
    book: Book
    verdict: Assessment
    place: str | None
    law: Law

    @property
    def to_compare(self) -> list[Line]:
        """Earlier awards of which nobody has said yet whether they were for this achievement (R-41)."""
        done = {c.line_id for c in self.nomination.comparisons.all()}
        return [
            line
            for line in self.book.awards()
            if line.pk not in done and _achievement(self.nomination, line, self.asked, {}) is None
        ]

    def as_json(self) -> dict[str, Any]:
        """For the record: the verdict, and every value of the law that it read."""
        on = dt.date.fromisoformat(self.verdict.inputs["on"])
        return self.verdict.as_json() | {"rules": rules_read(self.asked.criteria, on, self.place, self.law)}


def who(nomination: Nomination) -> Who:
    """The nominee as the record book knows them."""
    return Who(nomination.person, None if nomination.person_id else nomination.unit, nomination.household)


def case(nomination: Nomination, *, on: dt.date, deciding: bool = False) -> Case:
    """The verdict on one dossier by the law of a day."""
    return cases([nomination], on=on, deciding=deciding)[nomination.pk]


def cases(nominations: Collection[Nomination], *, on: dt.date, deciding: bool = False) -> dict[int, Case]:
    """The verdicts on dossiers of one locality. `deciding`: the award is about to be signed (R-145)."""
    rows = list(nominations)
    if not rows:
        return {}
    locality = rows[0].locality
    _fetch(rows)
    book_of = books(locality, [who(row) for row in rows])
    place, law = place_of(locality), law_of(locality)
    found: dict[int, Case] = {}
    for row in rows:
        checks, book = list(row.criterion_checks.all()), book_of[who(row).key]
        asked = asked_of(row, [check.criterion for check in checks], place=place, law=law)
        verdict = assess(
            _facts(row, book, asked, on), asked.criteria, on, place, deciding=deciding, law=law,
            also=_by_people(row, checks, asked),
        )  # fmt: skip
        found[row.pk] = Case(row, asked, book, verdict, place, law)
    return found


def _fetch(rows: list[Nomination]) -> None:
    """Everything a verdict reads of the dossiers themselves; what was fetched before may be old, so it is dropped."""
    for row in rows:
        for name in ("criterion_checks", "papers", "comparisons"):
            getattr(row, "_prefetched_objects_cache", {}).pop(name, None)
    prefetch_related_objects(
        rows, Prefetch("criterion_checks", CriterionCheck.objects.select_related("criterion")),
        Prefetch("papers", DossierPaper.objects.select_related("item", "file")), "comparisons",
        "movement__deadlines", "movement__plan_version",
    )  # fmt: skip


def _facts(nomination: Nomination, book: Book, asked: Asked, on: dt.date) -> Facts:
    since = asked.criteria.start or dt.date(nomination.movement.year, 1, 1)
    screened = book.screened_on(since, on)
    answers = {c.line_id: c.same for c in nomination.comparisons.all()}
    own = identity(nomination.movement)
    person, unit = nomination.person, nomination.unit
    ledger = tuple(
        LedgerEntry(
            _achievement(nomination, line, asked, answers), line.title, line.word, line.since or dt.date.min,
            line.until, line.source,
        )
        for line in book.awards()
    )  # fmt: skip
    return Facts(
        name=nomination.nominee,
        subject=LawSubject(nomination.subject),
        achievements=(own,) if nomination.achievement.strip() else (),
        category=_CATEGORIES.get(Person.Category(person.category)) if person else None,
        direct=nomination.direct,
        ratings=book.ratings(),
        disciplines=book.disciplines(),
        holds=book.holds(),
        initiatives=book.initiatives(),
        absences=book.absences(),
        employed_from=book.employed_from(),
        dissolved_on=unit.valid_to if unit and nomination.subject == Subject.COLLECTIVE else None,
        screened=screened is not None,
        screened_on=screened,
        ledger=ledger,
    )


def _achievement(nomination: Nomination, line: Line, asked: Asked, answers: Mapping[int, bool]) -> str | None:
    """For which achievement an earlier award was made; None: may be this one, nobody has said yet (R-41)."""
    own = identity(nomination.movement)
    if line.origin:
        return own if line.origin == origin(nomination.movement) else line.text
    if line.pk in answers:
        return own if answers[line.pk] else f"(khác) {line.text}"
    start = asked.criteria.start
    if start and line.since and line.since < start:
        return f"(trước phong trào) {line.text}"  # awarded before anything of this movement was achieved
    return None


def _by_people(nomination: Nomination, checks: Iterable[CriterionCheck], asked: Asked) -> list[Finding]:
    """What people found on the plan's own words: criteria, papers, the step of holding."""
    where = plan_name(nomination.movement)
    found = []
    for check in checks:
        outcome = _FOUND[CriterionCheck.Outcome(check.outcome)]
        if outcome is Outcome.INSUFFICIENT and check.criterion_id in asked.answered:
            continue  # the machine answers this one from the record book
        said = {
            Outcome.PASSED: "Đạt.", Outcome.FAILED: "Không đạt.", Outcome.HELD: "Tạm dừng, chờ kết luận.",
            Outcome.INSUFFICIENT: "Chưa xét. Chọn kết quả ở phần Tiêu chí.",
        }[outcome]  # fmt: skip
        needs = "criterion" if outcome is Outcome.INSUFFICIENT else ""
        text = f"{check.criterion.text.rstrip('.')}: {said}"
        used = tuple(filter(None, [check.evidence, check.checked_by]))
        found.append(Finding(outcome, Reason.of_plan(text, where), used, needs))
    found += _of_papers(list(nomination.papers.all()), where)
    if nomination.hold_ground and not nomination.clearance:
        text = f"Hồ sơ đang tạm dừng xét: {nomination.hold_ground} Xét tiếp khi có văn bản kết luận."
        found.append(Finding(Outcome.HELD, Reason.of_plan(text, "Bước tạm dừng của hồ sơ"), private=True))
    return found


def _of_papers(papers: list[DossierPaper], where: str) -> list[Finding]:
    missing = [paper.item.text for paper in papers if not paper.present]
    if not papers:
        return []
    if not missing:
        return [Finding(Outcome.PASSED, Reason.of_plan(f"Đủ {len(papers)} giấy tờ của hồ sơ.", where))]
    text = f"Hồ sơ còn thiếu: {'; '.join(missing)}. Nhận đủ, hoặc yêu cầu bổ sung một lần."
    return [Finding(Outcome.INSUFFICIENT, Reason.of_plan(text, where), needs="papers")]


def plan_name(movement: Movement) -> str:
    """The plan as a source: "Kế hoạch 40/KH-UBND"; without a number only "Kế hoạch"."""
    code = movement.plan_version.content["document"]["number_code"]
    return _("Kế hoạch %s") % code if code else _("Kế hoạch")


def unmet(case: Case) -> bool:
    """Whether a condition of the plan was not found met; those that the machine answers count by its answer alone."""
    wanting = (CriterionCheck.Outcome.NOT_MET, CriterionCheck.Outcome.ON_HOLD)
    return any(
        check.outcome in wanting
        or (check.outcome == CriterionCheck.Outcome.NO_DATA and check.criterion_id not in case.asked.answered)
        for check in case.nomination.criterion_checks.all()
    )


def rewarded(case: Case) -> bool:
    """Whether this achievement already carries an award (R-41)."""
    return any(f.outcome is Outcome.FAILED and f.reason.rule_id == "R-41" for f in case.verdict.findings)


def held(case: Case, on: dt.date) -> bool:
    """Whether something must be concluded first (R-44): by a step of the dossier, or in the record book."""
    by_step = bool(case.nomination.hold_ground) and not case.nomination.clearance
    in_book = case.law.on(on, case.place).peek("R-44") and any(hold.open_on(on) for hold in case.book.holds())
    return by_step or bool(in_book)
