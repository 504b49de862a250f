"""What the rows of one movement know, in the words of its papers: the one place that every builder reads from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from chungtay.councils.models import Council, Meeting, Member
from chungtay.councils.queries import council_of, with_rows
from chungtay.decisions.models import Award, Decision
from chungtay.decisions.papers import movement_words, plan_basis
from chungtay.decisions.queries import default_signer
from chungtay.documents.models import Document
from chungtay.kit.models import valid_on
from chungtay.law.acts import register
from chungtay.localities.models import Locality, Unit
from chungtay.localities.working_days import calendar_of
from chungtay.movements.models import Movement, Target
from chungtay.movements.queries import Limit, limit_of, vi_partial
from chungtay.nominations.models import Nomination
from chungtay.nominations.papers import movement_name
from chungtay.plans import words
from chungtay.progress.board import Board, open_board
from chungtay.records.models import Kind as RecordKind
from chungtay.records.models import Line
from chungtay.typesetting import wording

NUMBERED = ("numbered", "published")
_SEATS: list[str] = [Member.Seat.CHAIR, Member.Seat.VICE_CHAIR, Member.Seat.SECRETARY, Member.Seat.MEMBER]


@dataclass(frozen=True)
class Case:
    """One paper to be written: of which movement, on which day, by whom, about what (`topic`, a row or None)."""

    movement: Movement
    on: dt.date
    by: str
    topic: Any = None

    @property
    def locality(self) -> Locality:
        return self.movement.locality

    @cached_property
    def content(self) -> dict[str, Any]:
        """The plan of the movement as read."""
        held: dict[str, Any] = self.movement.plan_version.content
        return held

    # -------------------------------------------------- words

    @cached_property
    def plan_basis(self) -> str:
        """ "Căn cứ Kế hoạch số 40/KH-UBND ngày … của UBND xã …", as far as the plan has them."""
        return plan_basis(self.movement)

    @property
    def plan(self) -> str:
        """The same without the word Căn cứ."""
        return self.plan_basis.removeprefix("Căn cứ ")

    @property
    def name(self) -> str:
        """ "“Chung tay cải cách hành chính” năm 2025", after the words "phong trào thi đua"."""
        return self.named.removeprefix("phong trào thi đua ")

    @cached_property
    def named(self) -> str:
        """ "phong trào thi đua “Chung tay cải cách hành chính” năm 2025"."""
        return movement_words(self.movement)

    @property
    def bare_name(self) -> str:
        return movement_name(self.movement)

    @cached_property
    def period(self) -> str | None:
        """ "từ 02/2025 đến 31/12/2025", else the plan's own words; None when it states none."""
        stated = self.content["movement"]["period"]
        start, end = (vi_partial(stated[key]) if stated[key] else "" for key in ("start", "end"))
        if start and end and start != end:
            return f"từ {start} đến {end}"
        return stated["text"] or (start and f"năm {start}") or None

    @property
    def period_end(self) -> str | None:
        """The end of the movement as its plan has it (30/11/2025, or 2025 alone); None: not stated."""
        end = self.content["movement"]["period"]["end"]
        return vi_partial(end) if end else None

    # -------------------------------------------------- heads and feet

    @property
    def committee(self) -> dict[str, Any]:
        """Letterhead of the people's committee."""
        return {"issuer": ["Ủy ban nhân dân", str(self.locality)], "place": self.locality.name}

    def office(self, unit: str) -> dict[str, Any]:
        """Letterhead of a unit under the committee; without a name that of the committee."""
        if not unit:
            return self.committee
        return {"superior": [self.locality.committee_in_full], "issuer": [unit], "place": self.locality.name}

    @cached_property
    def standing(self) -> str:
        """The standing unit in one name: the plan's words without what stands in brackets."""
        return re.sub(r"\s*\([^)]*\)", "", self.movement.standing_unit).strip()

    @cached_property
    def chair(self) -> tuple[str, list[str]]:
        """(name, lines of the title) of who signs for the committee on the day."""
        name, title = default_signer(self.locality, self.on)
        return name, [line.strip() for line in title.split("/") if line.strip()] or ["CHỦ TỊCH"]

    def signed(self, *, for_committee: bool = True) -> dict[str, Any]:
        """The chair's block: for the committee (TM.), or in own power."""
        name, lines = self.chair
        return signer(["TM. ỦY BAN NHÂN DÂN", *lines] if for_committee else lines, name)

    @property
    def recipients(self) -> list[str]:
        """Whom the plan was sent to, without the copy kept and without bodies that have ceased since (R-10, R-110)."""
        ceased = [word for body in register().bodies if body.until < self.on for word in body.words]
        gone = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ceased))})(?!\w)", re.IGNORECASE) if ceased else None
        sent = [line for line in self.content.get("recipients", []) if not line.lower().startswith("lưu")]
        found = [line for line in sent if gone is None or not gone.search(line)]
        return [*found, "Lưu: VT"]

    # -------------------------------------------------- rows

    @cached_property
    def targets(self) -> list[Target]:
        """The measured targets; where the plan measures nothing, its tasks."""
        rows = list(self.movement.targets.all())
        return [row for row in rows if row.measured] or rows

    @cached_property
    def board(self) -> Board:
        """Where the targets stand at the end of the day of the paper, by verified figures."""
        return open_board(self.movement, self.on)

    @cached_property
    def limits(self) -> list[Limit]:
        work = calendar_of(self.locality)
        return [limit_of(row, self.on, work) for row in self.movement.deadlines.all()]

    @cached_property
    def units(self) -> list[Unit]:
        return list(Unit.objects.filter(valid_on(self.on), locality=self.locality).order_by("pk"))

    @cached_property
    def nominations(self) -> list[Nomination]:
        rows = self.movement.nominations.select_related("person__unit", "unit", "nominated_by", "award_level")
        return list(rows.order_by("award_level__position", "subject", "pk"))

    @cached_property
    def council(self) -> Council | None:
        return council_of(self.locality, self.on)

    @cached_property
    def members(self) -> list[Member]:
        """Who sits on the council that day, in the order of the seats."""
        if self.council is None:
            return []
        rows = self.council.members.filter(valid_on(self.on)).select_related("person__unit")
        return sorted(rows, key=lambda row: (_SEATS.index(row.seat), row.pk))

    @cached_property
    def meetings(self) -> list[Meeting]:
        return list(with_rows(self.movement.meetings.exclude(state="cancelled")))

    @cached_property
    def decisions(self) -> list[Decision]:
        """Award decisions that have their number and stand."""
        rows = self.movement.decisions.filter(state__in=NUMBERED, award_level__decided_here=True)
        return list(rows.select_related("award_level", "document__register_entry", "locality").order_by("pk"))

    @cached_property
    def awards(self) -> list[Award]:
        """Everybody commended by those decisions, in the order of their lists."""
        rows = Award.objects.filter(decision__in=self.decisions).select_related("decision__award_level")
        return list(rows.order_by("decision_id", "ordinal"))

    @cached_property
    def initiatives(self) -> list[Line]:
        """What the record book has on initiatives of the movement's year."""
        year = self.movement.year
        its_year = Q(year=year) | Q(year=None, since__year=year) | Q(year=None, since=None)
        rows = Line.objects.filter(its_year, locality=self.locality, kind=RecordKind.INITIATIVE, withdrawn_at=None)
        return list(rows.select_related("person__unit", "unit").order_by("pk"))

    def issued(self, *kinds: str) -> list[Document]:
        """The issued papers of the movement of some kinds, oldest first."""
        rows = Document.objects.filter(movement_paper__movement=self.movement, kind__in=kinds, state="issued")
        return list(rows.select_related("register_entry").order_by("issued_on", "pk"))


def signer(authority: Sequence[str], name: str = "") -> dict[str, Any]:
    """A signature block; without a name it is signed over dots."""
    return {"authority": list(authority), **({"name": name} if name else {})}


def planned(target: Target) -> str | None:
    """The level of a target as the plan has it; None for a task without one."""
    if not target.measured:
        return None
    return words.level_to_reach(target.comparator, target.value, target.unit)


def level_words(target: Target) -> str:
    """What a target is about, in the plan's words."""
    return wording.without_ending(target.text.strip())
