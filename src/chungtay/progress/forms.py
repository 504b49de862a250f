"""The form of a unit: all lines of a period on one page. It parses and explains, the actions decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.kit.forms import UploadField
from chungtay.kit.text import whole
from chungtay.progress.actions import Entry, incomplete
from chungtay.progress.board import in_full
from chungtay.progress.lines import Line
from chungtay.progress.models import Finding, Report
from chungtay.progress.numbers import NotANumber, parse, typed

WORDS, PAPER = 2000, 400  # not law: what the columns hold


@dataclass
class EntryRow:
    """One line of the form: what stands there, what was typed, what is wrong with it."""

    line: Line
    report: Report | None
    last: Report | None = None  # of the period before, to compare with and to copy
    typed: dict[str, str] = field(default_factory=dict)
    error: str = ""
    locked: str = ""

    @property
    def key(self) -> str:
        return self.line.key

    @property
    def measured(self) -> bool:
        """Whether a number measures it; else a person finds."""
        return self.line.level.value is not None

    @property
    def share(self) -> bool:
        return self.line.level.is_share

    @property
    def values(self) -> dict[str, str]:
        """What the cells show: what was typed, else what is kept."""
        if self.typed:
            return self.typed
        held = self.report
        if held is None:
            return {"finding": ""}
        return {
            "numerator": typed(held.numerator), "denominator": typed(held.denominator), "value": typed(held.value),
            "nothing": "on" if held.nothing_arisen else "", "finding": held.finding, "words": held.words,
            "paper": held.paper,
        }  # fmt: skip

    @property
    def lacks(self) -> str:
        """What is missing before this line can be handed in; "" for a line nobody has begun."""
        return incomplete(self.report, self.line) if self.report and self.report.open else ""

    @property
    def figure(self) -> str:
        return in_full(self.report, self.line.unit_sign) if self.report else ""

    @property
    def last_figure(self) -> str:
        return in_full(self.last, self.line.unit_sign) if self.last else ""


def cells(post: Any, row: EntryRow) -> Entry | None:
    """One line as it was sent; None when the page did not send it. What cannot be read is told in `row.error`."""
    if f"seen-{row.key}" not in post:
        return None
    row.typed = {
        name: str(post.get(f"{name}-{row.key}", ""))[:WORDS]
        for name in ("numerator", "denominator", "value", "nothing", "finding", "words", "paper")
    }
    numbers: dict[str, Decimal | None] = {}
    for name in ("numerator", "denominator", "value"):
        try:
            numbers[name] = parse(row.typed[name])
        except NotANumber as wrong:
            row.error = row.error or str(wrong.args[0])
            numbers[name] = None
    return Entry(
        row.line, numbers["value"], numbers["numerator"], numbers["denominator"],
        nothing_arisen=bool(row.typed["nothing"]),
        finding=row.typed["finding"] if row.typed["finding"] in Finding.values else "",
        words=row.typed["words"].replace("\r\n", "\n").strip(), paper=" ".join(row.typed["paper"].split())[:PAPER],
        seen=whole(str(post.get(f"seen-{row.key}", ""))),
    )  # fmt: skip


class FileForm(forms.Form):
    """One evidence file of a line."""

    file = UploadField(required=False)


class NoteForm(forms.Form):
    """The version that the page showed, and the reason where a step asks for one."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("Lý do"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
