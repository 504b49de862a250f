"""What is asked when a paper leaves the draft: the day on it, and the number when the registrar wants another one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.kit.forms import DateField


class IssueForm(forms.Form):
    dated = DateField(label=_("Ngày ký, ban hành"))
    number = forms.IntegerField(
        label=_("Số"), required=False, min_value=1, max_value=99_999,  # not law: no series has more
        help_text=_("Để trống: lấy số kế tiếp trong sổ."),
        widget=forms.NumberInput(attrs={"class": "short num"}),
    )  # fmt: skip


class KeepForm(forms.Form):
    dated = DateField(label=_("Ngày trên giấy"))
