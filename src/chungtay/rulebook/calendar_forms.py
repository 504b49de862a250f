"""The form of a locality's own day."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.kit.forms import DateField


class DayForm(forms.Form):
    """A day off or a working day of the locality, with the paper that orders it."""

    act = forms.ChoiceField(
        label=_("Ngày này"),
        choices=[("off", _("được nghỉ (nghỉ bù, nghỉ do thiên tai)")), ("working", _("phải làm việc (làm bù)"))],
        widget=forms.RadioSelect, initial="off",
    )  # fmt: skip
    day = DateField(label=_("Ngày"), error_messages={"required": _("Chưa ghi ngày. Ghi ngày/tháng/năm.")})
    instead_of = DateField(label=_("Thay ngày"), required=False, help_text=_("Chỉ ghi khi đổi với một ngày khác"))
    document = forms.CharField(
        label=_("Số, ngày văn bản"), max_length=200,
        error_messages={"required": _("Chưa ghi văn bản. Ghi số, ngày, cơ quan cho nghỉ hoặc cho làm bù.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Lý do"), max_length=200,
        error_messages={"required": _("Chưa ghi lý do. Ghi ngắn, ví dụ: nghỉ bù sau bão.")},
    )  # fmt: skip


class WithdrawDayForm(forms.Form):
    reason = forms.CharField(
        label=_("Vì sao rút"), max_length=200,
        error_messages={"required": _("Chưa ghi lý do. Ghi vì sao rút ngày này.")},
    )  # fmt: skip
