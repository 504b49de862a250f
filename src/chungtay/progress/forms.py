"""Forms of the progress pages: they parse and explain, the actions decide. A unit's form has all lines of a period."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.kit.forms import UploadField
from chungtay.kit.text import whole
from chungtay.localities.models import Unit
from chungtay.movements.models import Target
from chungtay.progress.actions import Entry, incomplete
from chungtay.progress.board import in_full
from chungtay.progress.lines import Line
from chungtay.progress.models import Finding, Report, Tracking
from chungtay.progress.numbers import NotANumber, parse, typed
from chungtay.progress.offered import Known

WORDS, PAPER = 2000, 400  # not law: what the columns hold


@dataclass
class EntryRow:
    """One line of the form: what stands there, what was typed, what is wrong with it."""

    line: Line
    report: Report | None
    last: Report | None = None  # of the period before, to compare with and to copy
    known: Known | None = None  # what another room counts for it
    typed: dict[str, str] = field(default_factory=dict)
    error: str = ""
    wrong: str = ""  # the name of the cell that the error is about; "" when it is about the whole line
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
    def first_cell(self) -> str:
        """Where the hand goes to mend the line: the wrong cell, else the first one that it has."""
        first = "numerator" if self.share else "value" if self.measured or self.line.level.is_rank else "finding"
        return f"{self.wrong or first}-{self.key}"

    @property
    def lacks(self) -> str:
        """What is missing before this line can be handed in; "" for a line nobody has begun."""
        return incomplete(self.report, self.line) if self.report and self.report.open else ""

    @property
    def figure(self) -> str:
        return in_full(self.report, self.line.unit_sign) if self.report else ""

    @property
    def offer(self) -> Known | None:
        """A figure to take over with one click: what is known, as long as the cell says something else."""
        shown = self.values.get("value", "")
        return self.known if self.known and not self.locked and shown != typed(self.known.value) else None

    def take_over(self) -> None:
        """Fills the cells with what is known; nothing is saved by it."""
        if self.known and not self.locked:
            told = {"value": typed(self.known.value), "paper": self.known.paper[:PAPER], "nothing": ""}
            self.typed = self.values | told

    @property
    def last_figure(self) -> str:
        return in_full(self.last, self.line.unit_sign) if self.last else ""


def cells(post: Any, row: EntryRow) -> Entry | None:
    """One line as it was sent; None when the page did not send it. What cannot be read is told in `row.error`."""
    if f"seen-{row.key}" not in post:
        return None
    row.typed = {
        name: str(post.get(f"{name}-{row.key}", "")).replace("\0", "")[:WORDS]  # no database keeps a NUL
        for name in ("numerator", "denominator", "value", "nothing", "finding", "words", "paper")
    }
    numbers: dict[str, Decimal | None] = {}
    for name in ("numerator", "denominator", "value"):
        try:
            numbers[name] = parse(row.typed[name])
        except NotANumber as wrong:
            row.error, row.wrong = row.error or str(wrong.args[0]), row.wrong or name
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


class ObstacleForm(forms.Form):
    """What keeps a unit from a target."""

    unit = forms.TypedChoiceField(label=_("Đơn vị nêu"), required=False, coerce=str)
    target = forms.ModelChoiceField(
        Target.objects.none(), label=_("Về chỉ tiêu"), required=False, empty_label=_("Không riêng chỉ tiêu nào")
    )
    text = forms.CharField(
        label=_("Khó khăn, vướng mắc"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Chưa ghi khó khăn, vướng mắc. Ghi việc gì, vướng ở đâu.")},
    )  # fmt: skip
    wish = forms.CharField(
        label=_("Đề nghị"), required=False, max_length=WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, units: list[Unit | None], targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk) if unit else "": unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(key, str(unit or _("Toàn xã"))) for key, unit in self.units.items()]
        choices = self.fields["target"]
        assert isinstance(choices, forms.ModelChoiceField)
        choices.queryset = targets

    def clean_unit(self) -> Unit | None:
        return self.units.get(self.cleaned_data["unit"])


class TrackingForm(forms.Form):
    """How a movement is tracked; empty fields take the default of the data."""

    every = forms.ChoiceField(label=_("Kỳ báo cáo"), required=False)
    due_days = forms.IntegerField(
        label=_("Đơn vị gửi số liệu sau khi hết kỳ (số ngày)"),
        required=False,
        min_value=0,
        max_value=92,  # not law: a quarter
        help_text=_("Bỏ trống nếu không đặt hạn."),
    )
    share_margin = forms.CharField(label=_("Có nguy cơ khi tỷ lệ thiếu quá (điểm phần trăm)"), required=False)
    pace_margin = forms.CharField(label=_("Có nguy cơ khi số lượng chậm quá (%)"), required=False)
    final_days = forms.IntegerField(
        label=_("Số ngày cuối chưa đạt là có nguy cơ"),
        required=False,
        min_value=0,
        max_value=366,  # not law: a year
    )
    basis = forms.CharField(
        label=_("Căn cứ"),
        required=False,
        max_length=300,
        help_text=_("Số, ngày văn bản của xã. Đặt ngưỡng riêng thì phải ghi."),
    )

    def __init__(self, *args: Any, default: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = self.fields["every"]
        assert isinstance(every, forms.ChoiceField)
        every.choices = [("", _("Mặc định: %s") % Tracking.Every(default).label), *Tracking.Every.choices]

    def _margin(self, name: str) -> Decimal | None:
        try:
            number = parse(self.cleaned_data[name])
        except NotANumber as wrong:
            raise forms.ValidationError(str(wrong.args[0])) from wrong
        if number is not None and number > 100:  # not law: percent
            raise forms.ValidationError(_("Ghi số từ 0 đến 100."))
        return number

    def clean_share_margin(self) -> Decimal | None:
        return self._margin("share_margin")

    def clean_pace_margin(self) -> Decimal | None:
        return self._margin("pace_margin")


class ExemptForm(forms.Form):
    """A target that does not apply to a place."""

    unit = forms.ChoiceField(label=_("Không áp dụng cho"), required=False)
    reason = forms.CharField(label=_("Lý do"), max_length=400, required=False)
    basis = forms.CharField(
        label=_("Căn cứ"), max_length=300, required=False, help_text=_("Mục của kế hoạch, hoặc số, ngày văn bản.")
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Toàn xã")), *[(key, str(unit)) for key, unit in self.units.items()]]

    def clean_unit(self) -> Unit | None:
        return self.units.get(self.cleaned_data["unit"])


class ImportForm(forms.Form):
    """An export of the one-stop system."""

    file = UploadField(
        label=_("Tệp hồ sơ một cửa"), help_text=_("CSV UTF-8 xuất từ hệ thống một cửa; tên người nộp không được đọc.")
    )
