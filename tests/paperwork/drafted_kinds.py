"""The papers of a movement, kind by kind: drafts from the rows, or the papers that another room has written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from paper_checks import MOMENT

from chungtay import typesetting
from chungtay.decisions import queries as award_queries
from chungtay.decisions import register_files
from chungtay.decisions.models import Certificate
from chungtay.decisions.papers import certificates
from chungtay.demo.movements import worker
from chungtay.documents.actions import render
from chungtay.documents.models import Document
from chungtay.movements.models import Movement
from chungtay.paperwork import catalogue, preview
from chungtay.paperwork.case import Case
from chungtay.typesetting.kinds.kind import Form

DAY = dt.date(2025, 12, 2)


@dataclass(frozen=True)
class Paper:
    """One paper: `make` gives it as "pdf" or "docx"; `data` is what it is made from; `on`: by whose rules."""

    title: str
    data: dict
    make: Callable[[str], bytes]
    on: dt.date = DAY


def papers_of(movement: Movement, kind: str) -> list[Paper]:
    """Every paper of a kind; one of the whole movement, or one for each thing that it may be about."""
    if kind in catalogue.RECIPES:
        return list(_drafts(movement, kind))
    if kind == "ke-hoach":
        return [_set(kind, str(movement.plan), movement.plan_version.content)]
    if kind == "so-khen-thuong":
        return _register(movement)
    if kind == "giay-khen":
        sheets = list(Certificate.objects.filter(award__decision__movement=movement).order_by("pk"))
        return [_set(kind, "Giấy khen", certificates([(s, f"/K/{s.code}") for s in sheets]))] if sheets else []
    return [_issued(document) for document in Document.objects.filter(movement_paper__movement=movement, kind=kind)]


def _drafts(movement: Movement, kind: str) -> Iterator[Paper]:
    recipe, case = catalogue.RECIPES[kind], Case(movement, DAY, "Cán bộ mẫu 01")
    topics = catalogue.topics(recipe, case)
    for one in [Case(movement, DAY, case.by, topic.row) for topic in topics] or [case]:
        data = catalogue.drafted(recipe, one)
        if recipe.kind.form is Form.LETTER:  # how the office abbreviates its unit is typed once, then remembered
            data.setdefault("symbol", "UBND-VHXH")
        elif recipe.own_register:
            data.setdefault("symbol", f"{recipe.kind.symbol}-VHXH")
        yield _drafted(kind, catalogue.titled(recipe, one), data)


def _drafted(kind: str, title: str, data: dict) -> Paper:
    def make(form: str) -> bytes:
        tree = preview.blanks.tree(kind, data)
        return typesetting.render_pdf(tree, timestamp=MOMENT) if form == "pdf" else typesetting.render_docx(tree)

    return Paper(title, data, make)


def _register(movement: Movement) -> list[Paper]:
    """The register of the year, when it has a line."""
    reader = worker(movement.locality, "canbo", DAY)
    lines = [award_queries.entry(award) for award in award_queries.register(reader, year=movement.year)]
    data = {
        "issuer": ["Ủy ban nhân dân", str(movement.locality)], "place": movement.locality.name,
        "date": DAY.isoformat(), "title": f"Năm {movement.year}",
        "entries": [register_files._entry(line) for line in lines],  # as its page prints it
        "signatures": [{"authority": ["NGƯỜI GHI SỔ"]}, {"authority": ["CHỦ TỊCH"]}],
    }  # fmt: skip
    return [_set("so-khen-thuong", "Sổ khen thưởng", data)] if lines else []


def _set(kind: str, title: str, data: dict) -> Paper:
    def make(form: str) -> bytes:
        tree = typesetting.build(kind, data)
        return typesetting.render_pdf(tree, timestamp=MOMENT) if form == "pdf" else typesetting.render_docx(tree)

    return Paper(title, data, make)


def _issued(document: Document) -> Paper:
    return Paper(document.title, document.data, lambda form: render(document, form))
