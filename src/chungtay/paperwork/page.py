"""What the pages show: the stages with their papers, and the parts of one draft's form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from chungtay.documents.models import Document
from chungtay.kit.states import state_of
from chungtay.localities.access import Reader
from chungtay.movements.models import Movement
from chungtay.paperwork import catalogue, editing
from chungtay.paperwork.actions import may_write
from chungtay.paperwork.blanks import Gap
from chungtay.paperwork.case import Case
from chungtay.paperwork.editing import Box, Group
from chungtay.paperwork.models import Draft
from chungtay.paperwork.recipe import Topic
from chungtay.typesetting.kinds.kind import Kind

SHOWN = 3  # papers of one kind that stand on the page of all; the others stand on the kind's own


@dataclass(frozen=True)
class Entry:
    """One paper of a kind: a draft, or a document."""

    title: str
    url: str
    state: str
    tone: str
    note: str = ""
    in_hand: bool = False


@dataclass
class Row:
    """One kind on the page: what there is of it, and the one thing to do."""

    kind: Kind
    entries: list[Entry] = field(default_factory=list)
    room: str = ""
    url: str = ""
    action: str = ""
    topic: str | None = None  # set: the button makes the draft at once

    @property
    def more(self) -> int:
        return max(len(self.entries) - SHOWN, 0)

    @property
    def newest(self) -> list[Entry]:
        return self.entries[:SHOWN]


def stages(movement: Movement, reader: Reader) -> list[tuple[Promise, list[Row]]]:
    """Every kind by stage with what exists of it; three queries, however many papers."""
    entries = _entries(movement)
    plan = movement.plan
    entries.setdefault("ke-hoach", []).insert(0, _plan_entry(movement, reverse("plans:detail", args=[plan.pk])))
    return [
        (title, [_row(kind, movement, reader, entries.get(kind.slug, [])) for kind in kinds])
        for title, kinds in catalogue.by_stage()
    ]


def entries_of(movement: Movement, kind: str) -> list[Entry]:
    """Every paper of one kind, newest first."""
    return _entries(movement, kind).get(kind, [])


def _plan_entry(movement: Movement, url: str) -> Entry:
    state = state_of(movement.plan)
    number = movement.plan_version.header.get("number_code") or _("không ghi số")
    return Entry(movement.plan.title, url, state.staff_label, state.tone, number)


def _entries(movement: Movement, kind: str = "") -> dict[str, list[Entry]]:
    """Drafts in hand first, then documents, newest first, by kind."""
    drafts = Draft.objects.filter(movement=movement, state__in=("drafted", "waiting")).defer("data", "base")
    papers = Document.objects.filter(movement_paper__movement=movement).select_related("register_entry").defer("data")
    if kind:
        drafts, papers = drafts.filter(kind=kind), papers.filter(kind=kind)
    found: dict[str, list[Entry]] = {}
    for draft in drafts.order_by("-pk"):
        state = state_of(draft)
        url = reverse("paperwork:edit", args=[draft.pk])
        found.setdefault(draft.kind, []).append(Entry(draft.title, url, state.staff_label, state.tone, in_hand=True))
    for document in papers.order_by("-pk"):
        found.setdefault(document.kind, []).append(_document(document))
    return found


_TONES = {"draft": "none", "signed": "info", "issued": "ok", "void": "late"}


def _document(document: Document) -> Entry:
    entry = getattr(document, "register_entry", None)
    told = [entry.code if entry else "", f"{document.issued_on:%d/%m/%Y}" if document.issued_on else ""]
    return Entry(
        document.title, reverse("documents:detail", args=[document.pk]),
        _("Đã lưu") if document.state == "issued" and not entry else str(document.get_state_display()),
        _TONES[document.state], ", ".join(part for part in told if part),
    )  # fmt: skip


def _row(kind: Kind, movement: Movement, reader: Reader, entries: list[Entry]) -> Row:
    row = Row(kind, entries)
    elsewhere = catalogue.ELSEWHERE.get(kind.slug)
    if elsewhere is not None:
        row.room, row.url, row.action = str(elsewhere.room), elsewhere.url(movement), _("Mở")
        return row
    row.url = reverse("paperwork:kind", args=[movement.pk, kind.slug])
    recipe = catalogue.RECIPES.get(kind.slug)
    if recipe is None:
        row.action = ""
    elif not may_write(reader, kind):
        row.action = _("Xem") if entries else ""
    elif recipe.topics is None and entries and entries[0].in_hand:
        row.action, row.url = _("Mở"), entries[0].url
    else:
        row.action = _("Soạn lại") if recipe.topics is None and entries else _("Soạn")
        row.topic = "" if recipe.topics is None else None
    return row


# ------------------------------------------------------------------ one kind


@dataclass(frozen=True)
class Choice:
    """One thing that a paper of the kind may be about; `draft`: the address of the one in hand."""

    topic: Topic
    draft: str = ""


def choices(movement: Movement, kind: str, case: Case) -> list[Choice]:
    """What papers of a kind may be about, each with its draft in hand."""
    open_drafts = dict(
        Draft.objects.filter(movement=movement, kind=kind, state__in=("drafted", "waiting")).values_list("topic", "pk")
    )
    return [
        Choice(topic, reverse("paperwork:edit", args=[open_drafts[topic.key]]) if topic.key in open_drafts else "")
        for topic in catalogue.topics(catalogue.recipe_of(kind), case)
    ]


# ------------------------------------------------------------------ one draft


def groups(draft: Draft, gaps: Sequence[Gap]) -> list[Group]:
    """The form: what the paper says first; head and foot, which the program fills, below and folded."""
    made = editing.boxes(catalogue.recipe_of(draft.kind).kind.fields, draft.data, gaps)
    first, last = _named(made, editing.FIRST), _named(made, editing.LAST)
    body = [box for box in made if box not in first and box not in last]
    found = [Group(_("Nội dung"), body)]
    found += [Group(_("Đầu văn bản"), first, folded=True)] if first else []
    found += [Group(_("Chữ ký, nơi nhận"), last, folded=True)] if last else []
    return found


def _named(boxes: Sequence[Box], names: Sequence[str]) -> list[Box]:
    return [box for box in boxes if box.path in names]


def case_for(movement: Movement, reader: Reader, on: dt.date) -> Case:
    """The movement as the builders see it."""
    return Case(movement, on, reader.name)
