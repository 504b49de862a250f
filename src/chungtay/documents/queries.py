"""Reads of the papers: search without accents, the number registers with their gaps, names of files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Coalesce, ExtractYear

from chungtay import typesetting
from chungtay.documents.actions import number_of, series_of_kind
from chungtay.documents.models import Document, NumberGap, NumberSeries, RegisterEntry
from chungtay.kit.text import fold
from chungtay.localities.access import Reader
from chungtay.localities.models import Locality

TONES = {
    Document.State.DRAFT: "none", Document.State.SIGNED: "info",
    Document.State.ISSUED: "ok", Document.State.VOID: "late",
}  # fmt: skip


def kind_name(kind: str) -> str:
    """The kind of paper in words."""
    known = typesetting.KINDS.get(kind)
    return known.name if known else kind


_YEAR = Coalesce(ExtractYear("issued_on"), ExtractYear("created_at"))


def papers(reader: Reader, *, kind: str = "", year: int | None = None) -> QuerySet[Document]:
    """The papers of a person's localities, newest first; of one kind, of one year of issue (else of drafting)."""
    rows = reader.scope(Document).select_related("register_entry", "locality").defer("data")
    if kind in typesetting.KINDS:
        rows = rows.filter(kind=kind)
    if year is not None:
        rows = rows.alias(year=_YEAR).filter(year=year)
    return rows.order_by("-created_at", "-pk")


def years(reader: Reader) -> list[int]:
    """The years that have papers, newest first."""
    return sorted({row["y"] for row in reader.scope(Document).order_by().values(y=_YEAR).distinct()}, reverse=True)


def matching(rows: QuerySet[Document], words: str) -> QuerySet[Document]:
    """The papers whose title or number has every word; typing without accents is enough.

    Titles are folded here, on three short columns, because no database folds Vietnamese the same way.
    """
    wanted = fold(words).split()
    if not wanted:
        return rows
    found = [
        pk
        for pk, title, code in rows.order_by("pk").values_list("pk", "title", "register_entry__code")
        if all(word in fold(f"{title} {code or ''}") for word in wanted)
    ]
    return rows.filter(pk__in=found)


def next_number(*, locality: Locality, kind: str, year: int, body: str = "UBND") -> int:
    """The next number of the series that a kind of paper takes (R-95, R-96)."""
    series = NumberSeries.objects.filter(locality=locality, body=body, year=year, series=series_of_kind(kind)).first()
    return series.last + 1 if series else 1


@dataclass(frozen=True)
class Line:
    """One line of a number register: a number given, or a run of numbers that were not, with why as far as told."""

    number: int
    last: int
    entry: RegisterEntry | None
    gap: NumberGap | None = None

    @property
    def is_void(self) -> bool:
        return self.entry is not None and (
            self.entry.document is None or self.entry.document.state == Document.State.VOID
        )


def register_lines(entries: Iterable[RegisterEntry], gaps: Iterable[NumberGap] = ()) -> Iterator[Line]:
    """The numbers of one series from the first on, with what was skipped in between and why (R-97)."""
    known: list[RegisterEntry | NumberGap] = sorted([*entries, *gaps], key=_begins)
    expected = 1
    for each in known:
        start, end = _begins(each), each.last if isinstance(each, NumberGap) else each.number
        if start > expected:
            yield Line(expected, start - 1, None)
        yield Line(start, end, None, each) if isinstance(each, NumberGap) else Line(start, end, each)
        expected = end + 1


def _begins(each: RegisterEntry | NumberGap) -> int:
    return each.first if isinstance(each, NumberGap) else each.number


def series_of(reader: Reader) -> QuerySet[NumberSeries]:
    """The number registers of a person's localities, newest year first."""
    return reader.scope(NumberSeries).select_related("locality").order_by("-year", "body", "series", "pk")


def file_name(document: Document, form: str) -> str:
    """Name of the file for people, without accents: quyet-dinh-15-qd-ubnd.pdf."""
    number = number_of(document) or f"du-thao-{document.pk}"
    return f"{document.kind}-{re.sub(r'[^a-z0-9]+', '-', fold(number)).strip('-')}.{form}"
