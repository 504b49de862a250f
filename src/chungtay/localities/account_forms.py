"""Forms of the page of accounts, and of one's own password."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from chungtay.accounts.roles import Role
from chungtay.kit.forms import DateField
from chungtay.kit.models import valid_on
from chungtay.localities.models import Locality, Person, Unit


class AppointForm(forms.Form):
    """An account and its roles. A name that works here already is given the roles and keeps its password."""

    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,59}$", label=_("Tên đăng nhập"),
        help_text=_("Chữ thường không dấu, số, dấu chấm. Ví dụ: canbo.tunganh"),
        error_messages={
            "required": _("Chưa ghi tên đăng nhập."),
            "invalid": _("Tên đăng nhập gồm ít nhất ba chữ thường không dấu, số, dấu chấm, gạch nối."),
        },
    )  # fmt: skip
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Của ai"), required=False, empty_label=_("Không có trong danh sách"),
        help_text=_("Chọn để máy biết hồ sơ nào là của chính người đó."),
        error_messages={"invalid_choice": _("Người này không có ở đây hoặc đã có tài khoản. Chọn lại.")},
    )  # fmt: skip
    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, required=False, help_text=_("Ghi khi không có trong danh sách.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Vai"), choices=[(role.value, role.label) for role in Role], widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chưa chọn vai nào.")},
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Đơn vị"), required=False, empty_label=_("Không thuộc đơn vị nào"),
        help_text=_("Cần cho trưởng đơn vị."),
        error_messages={"invalid_choice": _("Đơn vị này không có ở đây. Chọn lại trong danh sách.")},
    )  # fmt: skip
    valid_from = DateField(label=_("Từ ngày"), help_text=_("ngày/tháng/năm"))

    def __init__(self, *args: Any, locality: Locality, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = Person.objects.filter(valid_on(on), locality=locality, user=None).order_by("full_name", "pk")
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.filter(valid_on(on), locality=locality).order_by("name", "pk")

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class EndRoleForm(forms.Form):
    last_day = DateField(label=_("Ngày cuối giữ vai"), help_text=_("ngày/tháng/năm"))


class OwnPasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = self.error_messages | {
            "password_incorrect": _("Mật khẩu đang dùng chưa đúng. Gõ lại."),
            "password_mismatch": _("Hai lần gõ mật khẩu mới không giống nhau. Gõ lại."),
            "password_same": _("Mật khẩu mới giống mật khẩu đang dùng. Chọn mật khẩu khác."),
        }
        self.fields["old_password"].label = _("Mật khẩu đang dùng")
        self.fields["new_password1"].label = _("Mật khẩu mới")
        self.fields["new_password1"].help_text = _("Ít nhất 10 chữ; một câu ngắn dễ nhớ là tốt nhất.")
        self.fields["new_password2"].label = _("Gõ lại mật khẩu mới")
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        new = str(self.cleaned_data["new_password1"])
        if new == self.cleaned_data.get("old_password"):
            raise forms.ValidationError(self.error_messages["password_same"], code="password_same")
        return new
