"""Form fields that forgive, and say in Vietnamese what is wrong and what to do."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

_DATE = re.compile(r"^\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4})\s*$")
MEGABYTE = 1024 * 1024
_ISO = re.compile(r"^\s*(\d{4})-(\d{2})-(\d{2})\s*$")


class DateField(forms.Field):
    """A day typed as dd/mm/yyyy (5/12/2025, 05.12.2025 and 05-12-2025 too); impossible days are explained."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "maxlength": "10"})

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        text = str(value)
        if match := _ISO.match(text):
            year, month, day = map(int, match.groups())
        elif match := _DATE.match(text):
            day, month, year = map(int, match.groups())
        else:
            raise forms.ValidationError(
                _("“%(text)s” chưa đúng dạng ngày. Nhập ngày/tháng/năm, ví dụ 05/12/2025."), params={"text": text}
            )
        try:
            return dt.date(year, month, day)
        except ValueError:
            raise forms.ValidationError(
                _("Không có ngày %(text)s trong lịch. Xem lại ngày và tháng trên giấy."), params={"text": text.strip()}
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value


class UploadField(forms.FileField):
    """A file of a size people really have; the limit is said before and after.

    `too_heavy` says what to do instead where neither a smaller picture nor a split paper is the way; it may name
    %(size)s and %(limit)s.
    """

    def __init__(self, *, max_megabytes: int = 20, too_heavy: Any = None, **kwargs: Any) -> None:
        self.max_megabytes, self.too_heavy = max_megabytes, too_heavy
        kwargs.setdefault(
            "error_messages",
            {
                "required": _("Chưa chọn tệp. Bấm “Chọn tệp” rồi chọn kế hoạch trên máy."),
                "empty": _("Tệp này rỗng (0 byte). Mở tệp trên máy xem có chữ không, rồi chọn lại."),
            },
        )
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> UploadedFile | None:
        upload = cast(UploadedFile | None, super().to_python(data))
        if upload is not None and (upload.size or 0) > self.max_megabytes * MEGABYTE:
            raise forms.ValidationError(
                self.too_heavy or (_HEAVY_PICTURE if _is_picture(upload) else _HEAVY_FILE),
                params={"size": megabytes(upload.size or 0, over=self.max_megabytes), "limit": self.max_megabytes},
            )
        return upload


_HEAVY_FILE = _("Tệp nặng %(size)s MB, quá mức %(limit)s MB. Lưu lại bản nhẹ hơn, hoặc tách phụ lục ra rồi tải lên.")
_HEAVY_PICTURE = _("Ảnh nặng %(size)s MB, quá mức %(limit)s MB. Giảm cỡ ảnh hoặc chụp lại nhỏ hơn rồi tải lên.")


def _is_picture(upload: UploadedFile) -> bool:
    """By what the browser told, or by the name: browsers know no type for the pictures of some phones."""
    told = (upload.content_type or "").startswith("image/")
    return told or (upload.name or "").lower().endswith((".jpg", ".jpeg", ".png", ".heic", ".webp", ".tif", ".tiff"))


def megabytes(size: int, *, over: int) -> str:
    """Bytes in megabytes with one decimal ("20,4", "50"), never as the limit itself that they are over."""
    tenths = max(round(size * 10 / MEGABYTE), over * 10 + 1)
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}" if tenth else str(whole)
