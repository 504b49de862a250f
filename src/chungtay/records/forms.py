"""Forms of the record book: one small form for each kind of line, with only the boxes that the kind needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.kit.forms import DateField, UploadField
from chungtay.localities.models import Locality
from chungtay.records.actions import Fact, hold_grounds, rating_words
from chungtay.records.models import AbsenceKind, AwardKind, Kind

YEAR, WORD, TITLE, TEXT, SINCE, UNTIL, SOURCE = "year", "word", "title", "text", "since", "until", "source"
# Per kind: the boxes with their labels. A label with "*" is required.
BOXES: dict[str, dict[str, Any]] = {
    Kind.RATING: {YEAR: _("Năm"), WORD: _("Mức"), "provisional": _("Mới là dự kiến"), SOURCE: _("Văn bản")},
    Kind.SCREENING: {SINCE: _("Ngày rà soát"), SOURCE: _("Văn bản trả lời, nếu có")},
    Kind.DISCIPLINE: {
        WORD: _("Hình thức kỷ luật"), SINCE: _("Ngày quyết định"), UNTIL: _("Ngày chấp hành xong, nếu đã biết"),
        SOURCE: _("Quyết định số"),
    },
    Kind.HOLD: {WORD: _("Việc gì"), SINCE: _("Từ ngày"), SOURCE: _("Cơ quan xem xét, văn bản")},
    Kind.ABSENCE: {WORD: _("Loại"), SINCE: _("Từ ngày"), UNTIL: _("Đến hết ngày"), SOURCE: _("Văn bản")},
    Kind.AWARD: {
        TITLE: _("Hình thức khen, của ai"), WORD: _("Loại khen"), SINCE: _("Ngày quyết định"),
        TEXT: _("Khen về thành tích gì"), SOURCE: _("Quyết định số"),
    },
    Kind.INITIATIVE: {TITLE: _("Tên sáng kiến"), SINCE: _("Ngày công nhận, nếu đã có"), SOURCE: _("Văn bản công nhận")},
    Kind.USE: {TITLE: _("Đã dùng cho danh hiệu, hình thức nào")},
    Kind.HEADCOUNT: {SINCE: _("Ngày"), "people": _("Số người"), "women": _("Trong đó nữ")},
}  # fmt: skip
_OPTIONAL = {SOURCE, UNTIL, "provisional"}
# What a person is asked for, and what a unit or a household is.
OF_PERSON = (Kind.RATING, Kind.SCREENING, Kind.DISCIPLINE, Kind.HOLD, Kind.ABSENCE, Kind.AWARD, Kind.INITIATIVE)
OF_UNIT = (Kind.RATING, Kind.SCREENING, Kind.DISCIPLINE, Kind.HOLD, Kind.AWARD, Kind.INITIATIVE, Kind.HEADCOUNT)
OF_HOUSEHOLD = (Kind.SCREENING, Kind.DISCIPLINE, Kind.HOLD, Kind.AWARD, Kind.INITIATIVE)


class LineForm(forms.Form):
    """The boxes of one kind."""

    def __init__(self, *args: Any, of: Kind, locality: Locality, on: dt.date, year: int, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"year": year, "since": f"{on:%d/%m/%Y}"})
        super().__init__(*args, **kwargs | {"prefix": of.value})
        self.of = of
        said = {
            "required": _("Chưa ghi. Ghi ô này rồi lưu lại."), "invalid": _("Ghi bằng số."),
            "invalid_choice": _("“%(value)s” không có trong danh mục. Chọn một mục trong danh sách."),
        }  # fmt: skip
        for name, label in BOXES[of].items():
            self.fields[name] = field = self._box(name, label, locality, on, year)
            field.error_messages = {**field.error_messages, **said}
        if of in (Kind.DISCIPLINE, Kind.HOLD, Kind.ABSENCE, Kind.AWARD, Kind.INITIATIVE):
            self.initial.pop("since", None)  # these happened on a day of their own, not today

    def _box(self, name: str, label: Any, locality: Locality, on: dt.date, year: int) -> forms.Field:
        need = name not in _OPTIONAL and not (self.of == Kind.INITIATIVE and name == SINCE)
        need = need or (self.of == Kind.ABSENCE and name == UNTIL)
        if name in (SINCE, UNTIL):
            return DateField(label=label, required=need)
        if name in (YEAR, "people", "women"):
            return forms.IntegerField(label=label, required=need, min_value=0, max_value=9999)
        if name == "provisional":
            return forms.BooleanField(label=label, required=False)
        choices = self._choices(locality, on, year) if name == WORD else None
        if choices is not None:
            return forms.ChoiceField(label=label, choices=[("", "…"), *choices], required=need)
        return forms.CharField(label=label, max_length=60 if name == WORD else 300, required=need)

    def _choices(self, locality: Locality, on: dt.date, year: int) -> list[tuple[str, Any]] | None:
        match self.of:
            case Kind.RATING:
                return [(word, word) for word in rating_words(locality, year)]
            case Kind.HOLD:
                return list(hold_grounds(locality, on).items())
            case Kind.ABSENCE:
                return list(AbsenceKind.choices)
            case Kind.AWARD:
                return list(AwardKind.choices)
        return None

    def fact(self) -> Fact:
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return Fact(self.of, **given)


class CloseForm(forms.Form):
    until = DateField(label=_("Ngày kết luận, kết thúc"))
    paper = forms.CharField(label=_("Số, ngày văn bản"), max_length=300)


class WithdrawForm(forms.Form):
    why = forms.CharField(label=_("Ghi sai thế nào"), max_length=300)


class RatingsForm(forms.Form):
    """The classes of the whole commune: a file or the cells pasted from Excel."""

    year = forms.IntegerField(label=_("Năm xếp loại"), min_value=2000, max_value=2100)
    file = UploadField(
        label=_("Tệp Excel hoặc CSV"), required=False, max_megabytes=5,
        error_messages={"empty": _("Tệp này rỗng. Mở tệp trên máy xem có chữ không, rồi chọn lại.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Hoặc dán các ô từ Excel"), required=False, widget=forms.Textarea(attrs={"rows": 8}), strip=False,
        help_text=_("Cột họ tên, cột đơn vị (khi có người trùng tên), cột xếp loại."),
    )  # fmt: skip
    provisional = forms.BooleanField(label=_("Xếp loại mới là dự kiến"), required=False)
    source = forms.CharField(label=_("Văn bản xếp loại"), max_length=300, required=False)


class ScreenForm(forms.Form):
    since = DateField(label=_("Ngày rà soát"))
    source = forms.CharField(label=_("Văn bản trả lời, nếu có"), max_length=300, required=False)
