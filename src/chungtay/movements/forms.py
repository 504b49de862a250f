"""Forms of the movement page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.kit.forms import DateField


class ExtendForm(forms.Form):
    """The chair's leave for dossiers after the plan's limit."""

    until = DateField(
        label=_("Nhận hồ sơ đến hết ngày"), help_text=_("ngày/tháng/năm"),
        error_messages={"required": _("Chưa ghi ngày. Ghi ngày cuối còn nhận hồ sơ.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Lý do"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Chưa ghi lý do. Ghi lý do để người xem sau hiểu vì sao gia hạn.")},
    )  # fmt: skip
