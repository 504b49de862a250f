"""Forms of the dossier pages: they parse and explain, the actions decide."""

from __future__ import annotations

import datetime as dt
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.accounts.roles import Role
from chungtay.kit.forms import DateField, UploadField
from chungtay.kit.text import fold
from chungtay.localities.access import Reader
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import AwardLevel, Movement
from chungtay.nominations import queries
from chungtay.nominations.models import CriterionCheck, DossierPaper, Subject

MOST_CHOICES = 200  # more lines than that are searched, not scrolled


class ChooseForm(forms.Form):
    """First half of a new dossier: which award, what kind of nominee, and a word to find them by."""

    muc = forms.ModelChoiceField(AwardLevel.objects.none(), label=_("Mức khen"), empty_label=None)
    loai = forms.ChoiceField(label=_("Đề nghị khen"), choices=Subject.choices, widget=forms.RadioSelect)
    tim = forms.CharField(label=_("Tìm tên"), required=False, help_text=_("Gõ một phần tên, không dấu cũng được."))

    def __init__(self, *args: Any, movement: Movement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = self.fields["muc"]
        assert isinstance(levels, forms.ModelChoiceField)
        levels.queryset = movement.award_levels.all()


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(x for x in (obj.full_name, obj.title, str(obj.unit or "")) if x)


class NominationForm(forms.Form):
    """Second half: who, proposed by which unit, for what."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Tập thể"), required=False, empty_label=_("Chọn tập thể")
    )
    person = PersonChoice(
        Person.objects.none(), label=_("Người được đề nghị"), required=False, empty_label=_("Chọn người")
    )
    household = forms.CharField(label=_("Họ và tên chủ hộ"), max_length=160, required=False)
    nominated_by = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Đơn vị đề nghị"), required=False, empty_label=_("Không có, UBND tự đề nghị")
    )
    achievement = forms.CharField(
        label=_("Thành tích"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi ý một dòng: việc đã làm, kết quả, số liệu. Có thể viết sau."),
    )

    def __init__(
        self, *args: Any, movement: Movement, reader: Reader, subject: Subject, word: str, on: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        units = queries.nominators_units(reader, movement, on)
        people = queries.nominable_people(reader, movement, on)
        if wanted := fold(word):
            people = people.filter(folded_name__contains=wanted)
        self._choices("unit", units)
        self._choices("person", people)
        self._choices("nominated_by", units)
        keep = {
            Subject.COLLECTIVE: ("unit",),
            Subject.INDIVIDUAL: ("person",),
            Subject.HOUSEHOLD: ("household", "unit"),
        }[subject]
        for name in {"unit", "person", "household"} - set(keep):
            del self.fields[name]
        self.fields[keep[0]].required = True
        self.fields[keep[0]].error_messages["required"] = _("Chưa chọn người hoặc tập thể được đề nghị.")
        if subject == Subject.HOUSEHOLD:
            self.fields["unit"].label = _("Thôn, xóm")
            self.fields["unit"].empty_label = _("Chọn thôn, xóm")  # type: ignore[attr-defined]
        if Role.CLERK not in reader.roles:
            own = list(units[:2])
            by = self.fields["nominated_by"]
            by.required, by.empty_label = bool(own), None  # type: ignore[attr-defined]
            if len(own) == 1:
                self.initial.setdefault("nominated_by", own[0].pk)

    def _choices(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        field.error_messages["invalid_choice"] = _("Mục vừa chọn không còn trong danh sách. Tìm và chọn lại.")

    @property
    def nominee_field(self) -> Any:
        first = {Subject.COLLECTIVE: "unit", Subject.INDIVIDUAL: "person", Subject.HOUSEHOLD: "household"}[self.subject]
        return self[first]

    @property
    def village_field(self) -> Any:
        return self["unit"] if self.subject == Subject.HOUSEHOLD else None


class AchievementForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    achievement = forms.CharField(
        label=_("Thành tích"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Mỗi ý một dòng: việc đã làm, kết quả, số liệu."),
    )


class PaperForm(forms.Form):
    """One row of papers; `seen` is the row as the page showed it."""

    present = forms.BooleanField(required=False)
    note = forms.CharField(
        required=False, max_length=200, error_messages={"max_length": _("Ghi chú dài quá 200 chữ. Ghi gọn lại.")}
    )
    file = UploadField(required=False)
    seen = forms.CharField(strip=False)


class CriterionForm(forms.Form):
    """One row of criteria; `seen` is the row as the page showed it."""

    outcome = forms.ChoiceField(
        choices=CriterionCheck.Outcome.choices,
        error_messages={"required": _("Chưa chọn kết quả."), "invalid_choice": _("Chọn một trong bốn kết quả.")},
    )
    evidence = forms.CharField(
        required=False, max_length=400, error_messages={"max_length": _("Minh chứng dài quá 400 chữ. Ghi gọn lại.")}
    )
    seen = forms.CharField(strip=False)


Thing = TypeVar("Thing", DossierPaper, CriterionCheck)


class ListRow(Generic[Thing]):
    """One row of a list of the dossier page: the thing, its form (bound where it was sent), and why it was refused."""

    def __init__(self, thing: Thing, data: Any = None, files: Any = None) -> None:
        self.thing: Thing = thing
        self.key, self.refused = thing.key, ""
        # A criterion shown without its list of results (to somebody who does not judge it) is not sent back.
        asked = "seen" if isinstance(thing, DossierPaper) else "outcome"
        self.sent = data is not None and f"{self.key}-{asked}" in data
        start = {
            name: getattr(thing, name) for name in ("present", "note", "outcome", "evidence") if hasattr(thing, name)
        }
        given: dict[str, Any] = {"data": data, "files": files} if self.sent else {"initial": start}
        form = PaperForm if isinstance(thing, DossierPaper) else CriterionForm
        self.form: forms.Form = form(**given, prefix=self.key)

    @property
    def error(self) -> str:
        """What is wrong with this row; empty when nothing is."""
        found: list[str] = [str(line) for said in self.form.errors.values() for line in said] if self.sent else []
        return " ".join(filter(None, [self.refused, *found]))


class StepForm(forms.Form):
    """A step with the words it needs."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    verb = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    clearance = forms.CharField(label=_("Số, ngày văn bản kết luận"), required=False, max_length=400)
    supplement_due = DateField(label=_("Nhận bổ sung đến hết ngày"), required=False)


def uploaded(upload: Any) -> tuple[str, str, bytes]:
    """Name, type and bytes of an uploaded file."""
    return upload.name or "tep", upload.content_type or "application/octet-stream", upload.read()


class WhatIfForm(forms.Form):
    """On which day the award would be decided; the law of that day is then looked at, and nothing is kept."""

    ngay = DateField(label=_("Nếu quyết định ngày"), required=False)
