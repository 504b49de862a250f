"""Sample lines of the record book: what the verdicts of the sample dossiers stand on. All of it is plainly sample."""

from __future__ import annotations

import datetime as dt

from chungtay.demo.movements import at, worker
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import Movement
from chungtay.records.actions import Fact, Rated, enter_ratings, rating_words, screen, write_line
from chungtay.records.book import Who, books
from chungtay.records.models import Kind

RATING_PAPER = "Thông báo xếp loại (mẫu)"
SCREENING_PAPER = "Công văn trả lời rà soát (mẫu)"


def whom(nominee: Unit | Person | Who) -> Who:
    if isinstance(nominee, Who):
        return nominee
    return Who(unit=nominee) if isinstance(nominee, Unit) else Who(person=nominee)


def good_record(
    movement: Movement, *nominees: Unit | Person | Who, day: dt.date, provisional: bool = False, level: int = 0
) -> None:
    """A class of the year (the best one, or the `level`-th below), looked through and clean, with an initiative."""
    clerk, moment, locality = worker(movement.locality, "canbo", day), at(day, 8), movement.locality
    new = [who for who in map(whom, nominees) if not books(locality, [who])[who.key].lines]
    if not new:
        return
    word = rating_words(locality, movement.year)[level]
    rated = [Rated(who, word) for who in new if not who.household]  # households have no class
    enter_ratings(
        locality=locality, year=movement.year, rows=rated, provisional=provisional, source=RATING_PAPER, by=clerk,
        at=moment,
    )  # fmt: skip
    screen(locality=locality, whos=new, on=day, source=SCREENING_PAPER, by=clerk, at=moment)
    for who in new:
        name = f"Sáng kiến mẫu của {who}"
        fact = Fact(Kind.INITIATIVE, title=name, since=day, source="Giấy công nhận (mẫu)")
        write_line(locality=locality, who=who, fact=fact, by=clerk, at=moment)


def earlier_award(nominee: Unit | Person, *, decided_on: dt.date, day: dt.date) -> None:
    """An award of another office, entered by hand: the clerk has to say whether it was for the same achievement."""
    fact = Fact(
        Kind.AWARD, word="đột xuất", title="Giấy khen (mẫu) của cơ quan khác", text="Thành tích đột xuất (mẫu)",
        since=decided_on, source="Quyết định mẫu",
    )  # fmt: skip
    clerk = worker(nominee.locality, "canbo", day)
    write_line(locality=nominee.locality, who=whom(nominee), fact=fact, by=clerk, at=at(day))


def open_matter(nominee: Unit | Person, *, since: dt.date, day: dt.date) -> None:
    """Something that must be concluded first (R-44)."""
    fact = Fact(Kind.HOLD, word="complaint", since=since, source="Văn bản thụ lý (mẫu)", text="Cơ quan mẫu")
    clerk = worker(nominee.locality, "canbo", day)
    write_line(locality=nominee.locality, who=whom(nominee), fact=fact, by=clerk, at=at(day))
