"""Forms of the page of people and units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.kit.forms import DateField
from chungtay.localities.models import Locality, Person, Unit

_REQUIRED_NAME = {"required": _("Chưa ghi tên. Ghi đủ tên như trên quyết định.")}


class UnitForm(forms.Form):
    name = forms.CharField(label=_("Tên đơn vị"), max_length=160, error_messages=_REQUIRED_NAME)
    kind = forms.ChoiceField(label=_("Loại"), choices=Unit.Kind.choices)
    valid_from = DateField(label=_("Từ ngày"), help_text=_("ngày/tháng/năm"))


class PersonForm(forms.Form):
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120, error_messages=_REQUIRED_NAME)
    unit = forms.ModelChoiceField(
        label=_("Đơn vị"), queryset=Unit.objects.none(), required=False, empty_label=_("Không thuộc đơn vị nào"),
        error_messages={"invalid_choice": _("Đơn vị này không có ở đây. Chọn lại trong danh sách.")},
    )  # fmt: skip
    title = forms.CharField(label=_("Chức danh"), max_length=160, required=False)
    gender = forms.ChoiceField(label=_("Giới tính"), choices=Person.Gender.choices, required=False)
    category = forms.ChoiceField(label=_("Đối tượng"), choices=Person.Category.choices)
    valid_from = DateField(label=_("Từ ngày"), help_text=_("ngày/tháng/năm"))

    def __init__(self, *args: Any, locality: Locality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(locality=locality, valid_to=None)  # type: ignore[attr-defined]


class CorrectPersonForm(PersonForm):
    """The same without the first day: that is when they came, not when it was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["valid_from"]


class EndForm(forms.Form):
    last_day = DateField(label=_("Ngày cuối còn làm"), help_text=_("ngày/tháng/năm"))
