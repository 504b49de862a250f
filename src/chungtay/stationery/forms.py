"""What is typed on the pages of the stationery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.kit.forms import UploadField
from chungtay.stationery.models import CertificateArt
from chungtay.typesetting import Place, certificate_places

_NUMBER = {"inputmode": "decimal", "class": "short num", "autocomplete": "off"}
_HEAVY_PICTURE = _("Hình nặng %(size)s MB, quá mức %(limit)s MB. Xuất lại hình nhẹ hơn rồi tải lên.")


class WordForm(forms.Form):
    file = UploadField(
        label=_("Tệp mẫu Word (.docx)"), max_megabytes=10,
        too_heavy=_("Tệp mẫu nặng quá %(limit)s MB. Giảm hình trong mẫu rồi tải lên."),
        help_text=_("Không macro, không liên kết ra ngoài, đến 10 MB."),
        error_messages={
            "required": _("Chưa chọn tệp. Bấm “Chọn tệp” rồi chọn mẫu Word trên máy."),
            "empty": _("Tệp này rỗng (0 byte). Mở tệp trong Word, lưu lại rồi chọn lại."),
        },
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Ghi chú"), max_length=200, required=False, help_text=_("Ví dụ: thêm dòng điện thoại ở đầu trang.")
    )


class MillimetreField(forms.DecimalField):
    """A number typed with comma or point."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=dict(_NUMBER)))
        kwargs.setdefault("error_messages", {"invalid": _("Nhập một số, ví dụ 12,5.")})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:g}".replace(".", ",") if isinstance(value, int | float) else value


class ArtForm(forms.Form):
    paper = forms.ChoiceField(label=_("In lên giấy nào"), widget=forms.RadioSelect, choices=[
        ("white", _("Giấy trắng: in cả viền, Quốc hiệu, tiêu đề")),
        ("stock", _("Phôi in sẵn: chỉ in chữ vào đúng chỗ")),
    ])  # fmt: skip
    ground = forms.ChoiceField(
        label=_("Viền trên giấy trắng"), widget=forms.RadioSelect, choices=CertificateArt.Ground.choices
    )
    background = UploadField(
        label=_("Tệp nền, hoặc ảnh chụp phôi"), required=False, too_heavy=_HEAVY_PICTURE,
        help_text=_("SVG, PNG hoặc JPEG, A4 nằm ngang, đến 20 MB. Ảnh phôi chỉ hiện trên màn hình để canh chữ."),
        widget=forms.FileInput(attrs={"accept": ".svg,.png,.jpg,.jpeg"}),
    )  # fmt: skip
    emblem = UploadField(
        label=_("Hình Quốc huy"), required=False, too_heavy=_HEAVY_PICTURE,
        help_text=_("SVG hoặc PNG gần vuông, đến 20 MB. Phần mềm không vẽ sẵn Quốc huy."),
        widget=forms.FileInput(attrs={"accept": ".svg,.png,.jpg,.jpeg"}),
    )  # fmt: skip
    note = forms.CharField(label=_("Ghi chú"), max_length=200, required=False)


class PlaceForm(forms.Form):
    """One line of the table of places."""

    on = forms.BooleanField(label=_("In"), required=False)
    x = MillimetreField(label=_("Trái (mm)"))
    y = MillimetreField(label=_("Chân chữ (mm)"))
    width = MillimetreField(label=_("Rộng (mm)"))
    size = MillimetreField(label=_("Cỡ chữ"))
    size_min = MillimetreField(label=_("Cỡ nhỏ nhất"))
    lines = forms.IntegerField(
        label=_("Số dòng"), min_value=1, max_value=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short num"}),
    )  # fmt: skip
    align = forms.ChoiceField(
        label=_("Canh"), choices=[("left", _("trái")), ("center", _("giữa")), ("right", _("phải"))]
    )
    bold = forms.BooleanField(label=_("Đậm"), required=False)
    italic = forms.BooleanField(label=_("Nghiêng"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, place: Place, on: bool) -> None:
        self.label, self.field = place.label, place.field
        names = ("x", "y", "width", "size", "size_min", "lines", "align", "bold", "italic")
        initial = {name: getattr(place, name) for name in names} | {"on": on}
        super().__init__(data, initial=initial, prefix=place.field, auto_id="cho-%s")
        for bound in self.fields.values():
            if not isinstance(bound, forms.BooleanField):
                bound.widget.attrs["aria-label"] = f"{place.label}: {bound.label}"

    def entry(self) -> dict[str, Any] | None:
        """The place as it is stored; None when it is switched off."""
        if not self.cleaned_data["on"]:
            return None
        plain = {k: float(v) if hasattr(v, "as_tuple") else v for k, v in self.cleaned_data.items() if k != "on"}
        return {"field": self.field, **plain}


def place_forms(base: CertificateArt | None, data: Mapping[str, Any] | None = None) -> list[PlaceForm]:
    """A line for every field that has a place: those of the base are on, else the usual ones."""
    placed = certificate_places.read(base.places) if base is not None and base.places else certificate_places.usual()
    by_field = {place.field: place for place in placed}
    return [
        PlaceForm(data, place=by_field.get(field) or certificate_places.spare(field), on=field in by_field)
        for field in certificate_places.fields()
    ]


class PrinterForm(forms.Form):
    name = forms.CharField(label=_("Tên máy in"), max_length=80, help_text=_("Ví dụ: Canon phòng Văn hóa."))


class MeasureForm(forms.Form):
    """What the ruler says on the printed calibration page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    left = MillimetreField(label=_("Mép trái đến dấu A (mm)"))
    top = MillimetreField(label=_("Mép trên đến dấu A (mm)"))
    across = MillimetreField(label=_("Dấu A đến dấu B (mm)"))
