"""Form fields that forgive, and say in Vietnamese what is wrong and what to do."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

_DATE = re.compile(r"^\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4})\s*$")
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
    """A file of a size people really have; the limit is said before and after."""

    def __init__(self, *, max_megabytes: int = 20, **kwargs: Any) -> None:
        self.max_megabytes = max_megabytes
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
        if upload is not None and (upload.size or 0) > self.max_megabytes * 1024 * 1024:
            raise forms.ValidationError(
                _("Tệp nặng %(size)s MB, quá mức %(limit)s MB. Lưu lại bản nhẹ hơn, hoặc tách phụ lục ra rồi tải lên."),
                params={"size": round((upload.size or 0) / 1048576), "limit": self.max_megabytes},
            )
        return upload
