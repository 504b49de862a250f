"""What the list of rules asks for (a day and words), and the form that settles an open question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from chungtay.kit.forms import DateField
from chungtay.law import Rule
from chungtay.law.answers import parts_of
from chungtay.law.rules import Part
from chungtay.rulebook.queries import FILTERS, Line, filters_of


class LookForm(forms.Form):
    """The day is optional: without one it is today."""

    ngay = DateField(label=_("Ngày áp dụng"), required=False, help_text=_("Để trống là hôm nay"))
    q = forms.CharField(
        label=_("Tìm"), required=False, max_length=80, help_text=_("Tên, nội dung, văn bản; gõ không dấu cũng được")
    )


class FilterForm(LookForm):
    """The list's filters: subject, how sure we are, and where the program uses a rule; offered is what the day has."""

    chu_de = forms.ChoiceField(label=_("Chủ đề"), required=False)
    chac = forms.ChoiceField(label=_("Mức chắc chắn"), required=False)
    dung = forms.ChoiceField(label=_("Dùng ở"), required=False)

    def __init__(self, data: Any, *, lines: Iterable[Line]) -> None:
        super().__init__(data)
        for name, options in filters_of(lines).items():
            self.fields[name].choices = [("", _now("Tất cả")), *options.items()]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, str]:
        """The filters that were set, by name."""
        return {name: self.cleaned_data[name] for name in FILTERS if self.cleaned_data.get(name)}


_HELP = {
    "factor": _("Ghi số, phần lẻ sau dấu phẩy"),
    "ratio": _("Ghi phân số hoặc phần trăm"),
    "lines": _("Mỗi dòng một mục"),
    "pairs": _("Mỗi dòng ghi “tên: nội dung”"),
}


class SettleForm(forms.Form):
    """The boxes of one rule's answer, then where it stands and from when. `correcting`: asks why as well."""

    document = forms.CharField(
        label=_("Văn bản"), max_length=200, help_text=_("Loại, số, ký hiệu và cơ quan, như trên giấy"),
        error_messages={"required": _("Chưa ghi văn bản. Giá trị chốt phải có văn bản để dẫn lại.")},
    )  # fmt: skip
    dated = DateField(
        label=_("Ngày văn bản"), help_text=_("ngày/tháng/năm"),
        error_messages={"required": _("Chưa ghi ngày văn bản.")},
    )  # fmt: skip
    article = forms.CharField(
        label=_("Điều, khoản"), max_length=120, required=False, help_text=_("Để trống nếu văn bản không chia điều")
    )
    starts_on = DateField(
        label=_("Áp dụng từ ngày"), help_text=_("Tính cả ngày này"),
        error_messages={"required": _("Chưa ghi ngày bắt đầu áp dụng.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Ghi chú"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": "2"})
    )
    reason = forms.CharField(label=_("Lý do thay"), max_length=400, error_messages={"required": _("Chưa ghi lý do.")})

    def __init__(self, data: Any = None, *, rule: Rule, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.boxes = {box_name(part.key): part for part in parts_of(rule)}
        own = dict(self.fields)
        self.fields.clear()
        self.fields.update({name: _field(part) for name, part in self.boxes.items()})
        self.fields.update(own)
        if not correcting:
            del self.fields["reason"]

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.boxes]

    def answer(self) -> dict[str, str]:
        """The boxes as typed, by the key that the law data give them."""
        return {part.key: self.cleaned_data.get(name, "") for name, part in self.boxes.items()}


def box_name(key: str) -> str:
    """The name of a box in the form: "value", "value-year_end-day"."""
    return "-".join(["value", *filter(None, key.split("."))])


def boxes_of(answer: Mapping[str, str]) -> dict[str, str]:
    """Typed values by the names of the form."""
    return {box_name(key): text for key, text in answer.items()}


def _field(part: Part) -> forms.Field:
    options = dict(part.options) or ({"có": _now("có"), "không": _now("không")} if part.kind == "yes_no" else {})
    label = f"{part.label} ({part.unit})" if part.unit else part.label
    missing = {"required": _now("Chưa ghi “%(label)s”.") % {"label": part.label}}
    if options:
        choices = [("", _now("Chọn")), *options.items()]
        return forms.ChoiceField(label=label, choices=choices, required=part.required, error_messages=missing)
    many = part.kind in ("lines", "pairs")
    widget = forms.Textarea(attrs={"rows": "4"}) if many else forms.TextInput()
    if part.kind in ("factor", "ratio", "count", "days", "amount"):
        widget.attrs |= {"class": "short", "inputmode": "decimal", "autocomplete": "off"}
    return forms.CharField(label=label, required=part.required, max_length=4000, widget=widget,
                           help_text=_HELP.get(part.kind, ""), error_messages=missing)  # fmt: skip


class WithdrawForm(forms.Form):
    """Taking an answer back, from its first day on or from a later one."""

    reason = forms.CharField(
        label=_("Lý do rút"), max_length=400,
        error_messages={"required": _("Chưa ghi lý do; lý do được giữ trong lịch sử.")},
    )  # fmt: skip
    ends_on = DateField(
        label=_("Thôi áp dụng từ ngày"), required=False,
        help_text=_("Để trống là rút hẳn, coi như chưa từng chốt"),
    )  # fmt: skip
