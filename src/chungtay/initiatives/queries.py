"""Reads of initiatives: who sees which, what is still missing, what is alike, how many the plan asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Role
from chungtay.initiatives.models import RECOGNISED, Author, Initiative, Judgement
from chungtay.initiatives.wording import Print, likeness, printed
from chungtay.kit.text import fold
from chungtay.localities.access import Reader
from chungtay.localities.models import Locality, Unit
from chungtay.movements.models import Movement, Target
from chungtay.records.models import Kind as LineKind
from chungtay.records.models import Line

OFFICE = frozenset({
    Role.CLERK, Role.CHAIR, Role.REGISTRAR, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.AUDITOR,
})  # fmt: skip
PROPOSING = ("running", "collecting")
# A movement that is put away or stands still changes no initiative; reading goes on.
CLOSED = ("archived", "under_revision")


def with_rows(rows: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """With everything that a list shows, in a constant number of queries."""
    return rows.select_related("unit", "target", "recognition__document__register_entry").prefetch_related(
        "authors__person__unit", "authors__unit"
    )


def mine(reader: Reader) -> Q:
    """Filter for what a person authored, sent, or has in the unit that they head."""
    author = Author.objects.filter(initiative=OuterRef("pk"), person_id=reader.person_id or 0)
    found = Exists(author) | Q(proposer_id=reader.person_id or 0)
    if Role.UNIT_HEAD in reader.roles and reader.unit_ids:
        units = Author.objects.filter(initiative=OuterRef("pk"), unit__in=reader.unit_ids)
        found |= Exists(units) | Q(unit__in=reader.unit_ids)
    return found


def visible(reader: Reader) -> QuerySet[Initiative]:
    """The office sees all of its locality; everybody else what is recognised, and their own."""
    rows = reader.scope(Initiative)
    if reader.roles & OFFICE:
        return rows
    return rows.filter(Q(state__in=RECOGNISED) | mine(reader))


def is_own(initiative: Initiative, reader: Reader) -> bool:
    """Whether the person is an author, or heads the unit that is: nobody concludes on their own (LIFECYCLE §1)."""
    for author in initiative.authors.all():
        if author.person_id is not None and author.person_id == reader.person_id:
            return True
        if author.unit_id is not None and Role.UNIT_HEAD in reader.roles and author.unit_id in reader.unit_ids:
            return True
    return False


def may_change(initiative: Initiative, reader: Reader) -> bool:
    """Whether the person may work on the proposal: its people, and the clerk, who types what came on paper."""
    if Role.CLERK in reader.roles or is_own(initiative, reader):
        return True
    if initiative.proposer_id is not None and initiative.proposer_id == reader.person_id:
        return True
    return Role.UNIT_HEAD in reader.roles and initiative.unit_id in reader.unit_ids


def missing(initiative: Initiative) -> list[str]:
    """What the checker will ask for: the parts that the guard of `check` names."""
    wanted = (
        (initiative.content, _("cách làm")),
        (initiative.effect, _("kết quả")),
        (initiative.applied_where, _("nơi đã áp dụng")),
    )
    return [label for value, label in wanted if not value.strip()]


# ------------------------------------------------------------------ what is alike

MOST_COMPARED = 3000  # newest first; a locality has a few dozen a year
ALIKE = 0.4  # not law: from there on a person should look
MUCH_ALIKE = 0.7  # not law: above that it is said


@dataclass(frozen=True)
class Similar:
    """One earlier initiative with words in common. A help for the eye, never a verdict."""

    title: str
    detail: str
    share: float
    pk: int | None = None

    @property
    def much(self) -> bool:
        return self.share >= MUCH_ALIKE


def similar(
    reader: Reader, *, title: str, text: str = "", excluding: int | None = None, most: int = 5
) -> list[Similar]:  # fmt: skip
    """Initiatives of the locality and lines of its record book whose words are near, nearest first; two queries.

    Of two measures the higher counts: title with title, and the whole text with the whole text.
    """
    wanted, wanted_all = printed(title), printed(f"{title} {text}")
    if not wanted_all.pairs:
        return []
    found = []
    rows = visible(reader).exclude(pk=excluding or 0).exclude(state="withdrawn").select_related("movement", "unit")
    columns = ("pk", "title", "folded", "movement__year", "movement__name", "unit")
    for row in rows.only(*columns).order_by("-pk")[:MOST_COMPARED]:
        share = likeness(wanted, printed(row.title))
        if text.strip():
            share = max(share, likeness(wanted_all, printed(row.folded)))
        if share >= ALIKE:
            detail = ", ".join(x for x in (str(row.unit or ""), str(row.movement.year)) if x)
            found.append(Similar(row.title, detail, share, row.pk))
    if reader.roles & OFFICE:
        found += _in_the_book(reader, wanted)
    return sorted(found, key=lambda row: (-row.share, row.title))[:most]


def _in_the_book(reader: Reader, wanted: Print) -> list[Similar]:
    """Initiatives that were recognised elsewhere, or before the program came: lines typed by hand."""
    rows = reader.scope(Line).filter(kind=LineKind.INITIATIVE, withdrawn_at=None, origin="")
    found = []
    for line in rows.select_related("person", "unit")[:MOST_COMPARED]:
        share = likeness(wanted, printed(line.title))
        if share >= ALIKE:
            detail = ", ".join(x for x in (line.subject_name, _("Sổ theo dõi")) if x)
            found.append(Similar(line.title, detail, share))
    return found


# ------------------------------------------------------------------ what the plan asks for

_WORDS = ("sang kien", "giai phap", "mo hinh", "cach lam")
_EACH = re.compile(r"\b(moi|tung)\s+(co quan|don vi|phong|bo phan|thon|xom|to dan pho|khu pho|to chuc|dia phuong)")


@dataclass(frozen=True)
class Demand:
    """A target of the plan that asks for a number of initiatives. `each`: of every unit, not of the whole movement."""

    target: Target
    wanted: int
    each: bool
    recognised: int = 0

    @property
    def met(self) -> bool:
        return self.recognised >= self.wanted

    @property
    def scale(self) -> int:
        """The end of the bar: more than was asked for is drawn too."""
        return max(self.recognised, self.wanted)


def demands(movement: Movement) -> list[Demand]:
    """What the plan asks for, with what is recognised so far; nothing is invented where it states no number."""
    targets = [row for row in movement.targets.all() if row.value is not None and _counts_initiatives(row)]
    if not targets:
        return []
    done = movement.initiatives.filter(state__in=RECOGNISED).count()
    return [
        Demand(row, int(row.value or 0), bool(_EACH.search(fold(f"{row.text} {row.measure}"))), done) for row in targets
    ]


def _counts_initiatives(target: Target) -> bool:
    """Whether its unit of measure is the initiative: "3 sáng kiến, mô hình, giải pháp", not "90 % of …"."""
    unit = fold(target.unit)
    return any(unit.startswith(word) for word in _WORDS)


@dataclass(frozen=True)
class UnitCount:
    """How far one unit has come. `wanted` None: the plan asks nothing of a single unit."""

    unit: Unit
    proposed: int
    recognised: int
    wanted: int | None

    @property
    def met(self) -> bool | None:
        return None if self.wanted is None else self.recognised >= self.wanted


def unit_counts(movement: Movement, units: Collection[Unit], asked: Sequence[Demand]) -> list[UnitCount]:
    """Proposed and recognised by unit, those with nothing too where the plan asks each; one query."""
    wanted = max((demand.wanted for demand in asked if demand.each), default=None)
    proposed: dict[int, int] = {}
    recognised: dict[int, int] = {}
    rows = movement.initiatives.exclude(state__in=("withdrawn", "annulled")).exclude(unit=None)
    for unit, state in rows.values_list("unit_id", "state"):
        if unit is None:
            continue
        proposed[unit] = proposed.get(unit, 0) + 1
        recognised[unit] = recognised.get(unit, 0) + (state in RECOGNISED)
    return [
        UnitCount(unit, proposed.get(unit.pk, 0), recognised.get(unit.pk, 0), wanted)
        for unit in units
        if wanted is not None or unit.pk in proposed
    ]


# ------------------------------------------------------------------ for the meeting, the chair and the papers


def to_judge(movement: Movement) -> QuerySet[Initiative]:
    """Checked and waiting for a sitting or for the chair."""
    return with_rows(movement.initiatives.filter(state="checked")).prefetch_related("judgements__sitting", "checks")


def judged(initiative: Initiative) -> bool:
    return initiative.judgements.exists()


def last_judgement(initiative: Initiative) -> Judgement | None:
    """The newest word of a council or person on it."""
    return initiative.judgements.select_related("sitting").order_by("-sitting__held_on", "-pk").first()


def lines_of(initiative: Initiative) -> QuerySet[Line]:
    """Its lines in the record book that stand."""
    rows = Line.objects.filter(locality=initiative.locality_id, origin=initiative.origin, kind=LineKind.INITIATIVE)
    return rows.filter(withdrawn_at=None).select_related("person", "unit")


def uses_of(initiative: Initiative) -> list[str]:
    """The awards that have used it as a criterion (R-49)."""
    rows = Line.objects.filter(about__in=lines_of(initiative), kind=LineKind.USE, withdrawn_at=None)
    return sorted({line.title for line in rows})


def recognised_in(locality: Locality, year: int | None = None) -> QuerySet[Initiative]:
    """Recognised and replicated ones, newest first: what may be shown to others."""
    rows = Initiative.objects.filter(locality=locality, state__in=RECOGNISED)
    return with_rows(rows.filter(movement__year=year) if year else rows).order_by("-recognition__decided_on", "-pk")
