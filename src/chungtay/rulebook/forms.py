"""What the list of rules asks for: a day and words."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.kit.forms import DateField


class LookForm(forms.Form):
    """The day is optional: without one it is today."""

    ngay = DateField(
        label=_("Ngày áp dụng"), required=False, help_text=_("Ngày ký, ngày quyết định… Để trống là hôm nay")
    )
    q = forms.CharField(
        label=_("Tìm"), required=False, max_length=80, help_text=_("Tên, nội dung, văn bản; gõ không dấu cũng được")
    )
