"""Forms of the plan pages: the upload, and one corrected value of each kind."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from chungtay.kit.forms import DateField, UploadField
from chungtay.plans.content import LEVELS

_MONTH = re.compile(r"^\s*(?:tháng\s+)?(\d{1,2})\s*[/.\-]\s*(\d{4})\s*$", re.IGNORECASE)
_YEAR = re.compile(r"^\s*(?:năm\s+)?(\d{4})\s*$", re.IGNORECASE)
_ISO_MONTH = re.compile(r"^\s*(\d{4})-(\d{2})\s*$")
MOST = 1_000_000
MOST_TOGETHER = 100 * 1024 * 1024  # bytes of all files of one upload: they are held in memory
MOST_FILES = 30  # photos of the pages of one long plan


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PlanFilesField(UploadField):
    """One or several files; each one's trouble is told with its name."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("Mỗi lần tải lên nhiều nhất %(most)s tệp. Chọn ít tệp hơn, rồi tải tiếp lần sau."),
                params={"most": MOST_FILES},
            )
        if sum(file.size or 0 for file in files) > MOST_TOGETHER:
            raise forms.ValidationError(
                _("Các tệp cộng lại quá %(most)s MB. Tải lên làm nhiều lần, hoặc quét lại ở 200 dpi cho nhẹ."),
                params={"most": MOST_TOGETHER // (1024 * 1024)},
            )
        kept, troubles = [], []
        for file in files:
            try:
                kept.append(super().clean(file, initial))
            except forms.ValidationError as error:
                troubles += [_named(file.name, message, len(files)) for message in error.messages]
        if troubles:
            raise forms.ValidationError(troubles)
        return kept


def _named(name: str, message: str, of: int) -> str:
    return f"{name}: {message}" if of > 1 else message


class UploadForm(forms.Form):
    file = PlanFilesField(
        label=_("Tệp kế hoạch"),
        help_text=_("PDF, Word, ảnh quét hoặc tệp chữ; mỗi tệp đến 20 MB, chọn được nhiều tệp một lần."),
    )
    together = forms.ChoiceField(
        label=_("Khi chọn nhiều tệp"),
        choices=[("", _("Mỗi tệp là một kế hoạch")), ("1", _("Các tệp là trang của một kế hoạch, ghép lại"))],
        widget=forms.RadioSelect, required=False, initial="",
    )  # fmt: skip
    order = forms.CharField(required=False, widget=forms.HiddenInput, max_length=400)

    def clean(self) -> dict[str, Any]:
        """The files in the order that the person gave them, else by the numbers in their names."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        files = cleaned.get("file") or []
        places = [int(n) for n in re.findall(r"\d+", cleaned.get("order") or "")]
        if sorted(places) == list(range(len(files))):
            cleaned["file"] = [files[i] for i in places]
        elif cleaned.get("together"):
            cleaned["file"] = sorted(files, key=lambda file: natural(file.name or ""))
        return cleaned


def natural(name: str) -> list[tuple[int, str]]:
    """Sorts trang-2 before trang-10."""
    return [(int(part), "") if part.isdigit() else (-1, part.casefold()) for part in re.split(r"(\d+)", name)]


class PartialDateField(DateField):
    """A date as plans write it: a day, a month (02/2025) or a year (2025). Gives the ISO form of the schema."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        text = str(value)
        if match := _YEAR.match(text):
            return self._checked(text, int(match[1]), None)
        if match := _ISO_MONTH.match(text):
            return self._checked(text, int(match[1]), int(match[2]))
        if match := _MONTH.match(text):
            return self._checked(text, int(match[2]), int(match[1]))
        day = super().to_python(value)
        return day.isoformat() if day else None

    def _checked(self, text: str, year: int, month: int | None) -> str:
        if month is None:
            return f"{year:04}"
        if not 1 <= month <= 12:
            raise forms.ValidationError(
                _("Không có tháng %(month)s trong “%(text)s”. Xem lại tháng trên giấy."),
                params={"month": month, "text": text.strip()},
            )
        return f"{year:04}-{month:02}"


def partial_date(value: str | None) -> str:
    """The ISO form as people type it: 2025-02 is 02/2025."""
    return "/".join(reversed(value.split("-"))) if value else ""


class NumberField(forms.IntegerField):
    """A whole number from 0; dots between thousands are forgiven."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})
        self.error_messages["invalid"] = _("Chỉ nhập số nguyên, ví dụ 3. Chữ và dấu khác bỏ ra.")

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and not 0 <= value < MOST:
            raise forms.ValidationError(_("Số phải từ 0 trở lên và không quá 6 chữ số. Xem lại số trên giấy."))

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and re.fullmatch(r"\s*\d{1,3}(\.\d{3})+\s*", value):
            value = value.replace(".", "")
        number: int | None = super().to_python(value)
        return number


_EMPTY = {"required": _("Chưa nhập gì. Nhập giá trị theo bản giấy, hoặc chọn “Không nêu”.")}


class CorrectionForm(forms.Form):
    """One corrected value; its control follows the kind of the value."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _("Giá trị đúng theo bản giấy")
        if kind == "date":
            help_text = _("ngày/tháng/năm; chỉ biết tháng thì 02/2025, chỉ biết năm thì 2025")
            self.fields["value"] = PartialDateField(label=label, help_text=help_text, error_messages=_EMPTY)
        elif kind == "number":
            self.fields["value"] = NumberField(label=label, error_messages=_EMPTY)
        else:
            self.fields["value"] = forms.CharField(
                label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 2}), error_messages=_EMPTY
            )


class AddForm(forms.Form):
    """A part of the paper that the machine did not see."""

    kind = forms.ChoiceField(
        label=_("Phần máy không thấy"),
        choices=[
            ("award", _("Mức khen")),
            ("deadline", _("Hạn")),
            ("criterion_collective", _("Tiêu chí tập thể")),
            ("criterion_individual", _("Tiêu chí cá nhân")),
            ("dossier", _("Giấy tờ trong hồ sơ")),
        ],
    )
    level = forms.ChoiceField(
        label=_("Cấp khen"), required=False, choices=[("", _("Không nêu")), *((level, level) for level in LEVELS)],
        help_text=_("Với hạn thì để “Không nêu”."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Chữ trên giấy"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mức khen thì ghi hình thức, ví dụ Giấy khen; thẩm quyền và số suất nhập ở bước sau."),
        error_messages={"required": _("Chưa nhập gì. Chép chữ trên giấy vào ô.")},
    )  # fmt: skip
