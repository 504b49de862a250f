"""Forms of the initiatives' pages: they parse and explain, the actions decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chungtay.initiatives.actions import MOST_AUTHORS, Description, Part
from chungtay.initiatives.models import Initiative
from chungtay.initiatives.wording import share_words
from chungtay.kit.errors import UserError
from chungtay.kit.forms import DateField, UploadField
from chungtay.kit.models import valid_on
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import Movement, Target

SHOWN_AUTHORS = 4  # rows of the form; more come when these are full
_LONG = 6000  # not law: characters of one part, ten pages are no proposal any more


def _text(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=_LONG, widget=widget, help_text=help_text)


class LaterField(forms.CharField):
    """A part that the checker will ask for: not marked "không bắt buộc", yet it may be written another day."""

    def validate(self, value: Any) -> None:
        """An empty one is no fault of the form; the page of the proposal says that it is missing."""


class TargetChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        words = " ".join(obj.text.split())
        return f"{words[:90]}…" if len(words) > 90 else words  # not law: what a phone shows on two lines


class ProposalForm(forms.Form):
    """One proposal. Only the title is asked for; what the checker will ask for is said, not demanded."""

    use_required_attribute = False

    title = forms.CharField(
        label=_("Tên sáng kiến"), max_length=300, help_text=_("Một câu: làm gì, cho việc gì."),
        error_messages={"required": _("Chưa ghi tên sáng kiến. Ghi một câu ngắn nói làm gì.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Loại"), choices=Initiative.Kind.choices, widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    content = LaterField(
        label=_("Cách làm"), max_length=_LONG, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Làm thế nào, ai làm, bằng công cụ gì. Gạch đầu dòng cũng được."),
    )  # fmt: skip
    effect = LaterField(
        label=_("Kết quả, số liệu"), max_length=_LONG, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: giảm 2 lần đi lại mỗi hồ sơ, 120 hồ sơ trong 3 tháng."),
    )  # fmt: skip
    applied_where = LaterField(label=_("Đã áp dụng ở đâu"), max_length=300)
    applied_since = DateField(label=_("Áp dụng từ ngày"), required=False, help_text=_("Ví dụ 05/12/2025."))
    before = _text(_("Trước đó vướng gì"), 3)
    novelty = _text(_("Điểm mới"), 3, _("Khác gì cách cũ, khác gì nơi khác đang làm."))
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Đơn vị"), required=False, empty_label=_("Không thuộc đơn vị nào")
    )
    target = TargetChoice(
        Target.objects.none(), label=_("Phục vụ nội dung nào của kế hoạch"), required=False,
        empty_label=_("Chưa chọn"),
    )  # fmt: skip

    def __init__(self, *args: Any, movement: Movement, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units, targets = self.fields["unit"], self.fields["target"]
        assert isinstance(units, forms.ModelChoiceField)
        assert isinstance(targets, forms.ModelChoiceField)
        units.queryset = Unit.objects.filter(valid_on(on), locality_id=movement.locality_id)
        targets.queryset = movement.targets.all()
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.error_messages["max_length"] = _("Đoạn này dài quá. Viết gọn lại, phần dài đính kèm thành tệp.")

    def told(self) -> Description:
        """What was typed, for the action."""
        data = self.cleaned_data
        return Description(**{**data, "kind": Initiative.Kind(data["kind"] or Initiative.Kind.INITIATIVE)})


def starting(initiative: Initiative) -> dict[str, Any]:
    """The form filled with what the proposal says."""
    names = (
        "title",
        "kind",
        "content",
        "effect",
        "applied_where",
        "applied_since",
        "before",
        "novelty",
        "unit",
        "target",
    )
    return {name: getattr(initiative, name) for name in names}


# ------------------------------------------------------------------ authors


@dataclass(frozen=True)
class AuthorRow:
    """One line of the authors as it is shown again: `who` "p12", "u3" or "" with a name."""

    index: int
    who: str = ""
    name: str = ""
    share: str = ""

    @property
    def blank(self) -> bool:
        return not (self.who or self.name.strip() or self.share.strip())


@dataclass(frozen=True)
class Chooser:
    """Whom the lists offer: people and units at work on the day."""

    people: list[Person]
    units: list[Unit]

    @property
    def people_choices(self) -> list[tuple[str, str]]:
        """("p12", "Cán bộ mẫu 01 (Văn phòng)"): two of one name are told apart by their unit."""
        return [(f"p{p.pk}", f"{p.full_name} ({p.unit})" if p.unit else p.full_name) for p in self.people]

    @property
    def unit_choices(self) -> list[tuple[str, str]]:
        return [(f"u{u.pk}", u.name) for u in self.units]

    def part(self, row: AuthorRow) -> Part:
        """Raises `UserError` for somebody who is not in the list, or a share that is no number."""
        share = _share(row)
        if row.who:
            person = next((p for p in self.people if f"p{p.pk}" == row.who), None)
            unit = next((u for u in self.units if f"u{u.pk}" == row.who), None)
            if person is None and unit is None:
                raise UserError(gettext("Tác giả này không còn trong danh sách. Chọn lại."), field="authors")
            return Part(person=person, unit=unit, share=share)
        return Part(name=row.name, share=share)


def _share(row: AuthorRow) -> Decimal | None:
    text = row.share.replace("%", "").replace(",", ".").strip()
    if not text:
        return None
    try:
        share = Decimal(text)
        if not share.is_finite() or share != round(share, 2):
            raise InvalidOperation
    except InvalidOperation:
        raise UserError(
            gettext("Phần đóng góp “%s” không phải số. Ghi ví dụ 50 hoặc 33,3.") % row.share[:20], field="authors"
        ) from None
    return share


def chooser(movement: Movement, on: dt.date, *, keep: Initiative | None = None) -> Chooser:
    """Everybody at work on the day, and whoever stands on the proposal already."""
    people = list(
        Person.objects.filter(valid_on(on), locality_id=movement.locality_id).select_related("unit").order_by("pk")
    )
    units = list(Unit.objects.filter(valid_on(on), locality_id=movement.locality_id).order_by("pk"))
    for author in keep.authors.all() if keep else ():
        if author.person and author.person not in people:
            people.append(author.person)
        if author.unit and author.unit not in units:
            units.append(author.unit)
    return Chooser(people, units)


def rows_of(data: Mapping[str, Any]) -> list[AuthorRow]:
    """The rows that were sent, blank ones left out of the middle."""
    sent = [
        AuthorRow(i, str(data.get(f"ai-{i}", "")), str(data.get(f"ten-{i}", ""))[:200], str(data.get(f"phan-{i}", "")))
        for i in range(MOST_AUTHORS)
    ]
    return _numbered([row for row in sent if not row.blank])


def rows_from(initiative: Initiative) -> list[AuthorRow]:
    """The rows of a proposal that exists."""
    return _numbered([
        AuthorRow(0, f"p{a.person_id}" if a.person_id else f"u{a.unit_id}" if a.unit_id else "", a.name,
                  share_words(a.share))
        for a in initiative.authors.all()
    ])  # fmt: skip


def padded(rows: Sequence[AuthorRow]) -> list[AuthorRow]:
    """With empty rows below, so that somebody can be added without a script."""
    want = min(max(SHOWN_AUTHORS, len(rows) + 1), MOST_AUTHORS)
    return _numbered([*rows, *(AuthorRow(0) for _i in range(want - len(rows)))])


def _numbered(rows: Sequence[AuthorRow]) -> list[AuthorRow]:
    return [AuthorRow(i, row.who, row.name, row.share) for i, row in enumerate(rows)]


# ------------------------------------------------------------------ files, steps


def clean_files(files: Sequence[UploadedFile]) -> list[UploadedFile]:
    """Each file by the limits of the house. Raises `UserError` naming the file."""
    field, found = UploadField(), []
    for file in files:
        try:
            found.append(field.clean(file))
        except forms.ValidationError as error:
            raise UserError(f"{file.name}: {error.messages[0]}", field="files") from error
    return found


class StepForm(forms.Form):
    """A step with the reason that it needs."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    verb = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=600)


class CheckForm(forms.Form):
    """The checker's opinion; the conditions of the law come as own fields."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    favourable = forms.ChoiceField(
        label=_("Ý kiến chung"), widget=forms.RadioSelect,
        choices=[("1", _("Đề nghị công nhận")), ("0", _("Đề nghị chưa công nhận"))],
        error_messages={"required": _("Chọn một trong hai ý kiến.")},
    )  # fmt: skip
    opinion = forms.CharField(
        label=_("Nhận xét"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000,
        help_text=_("Đã xem gì, số liệu có đúng không, có trùng việc đã làm không."),
        error_messages={"required": _("Chưa ghi nhận xét. Ghi ngắn: đã xem gì, thấy thế nào.")},
    )  # fmt: skip


class SittingForm(forms.Form):
    """The head of a sitting, as its minutes have it."""

    body = forms.CharField(
        label=_("Hội đồng hoặc người xét"), max_length=200,
        help_text=_("Ví dụ: Hội đồng sáng kiến xã; hoặc tên, chức vụ người được giao xét."),
        error_messages={"required": _("Chưa ghi hội đồng hoặc người xét. Ghi tên như trong biên bản.")},
    )  # fmt: skip
    held_on = DateField(label=_("Ngày xét"), error_messages={"required": _("Chưa ghi ngày xét.")})
    present = forms.IntegerField(label=_("Số người dự"), required=False, min_value=1, max_value=999)
    place = forms.CharField(label=_("Địa điểm"), required=False, max_length=200)
    chaired_by = forms.CharField(label=_("Chủ trì"), required=False, max_length=160)
    secretary = forms.CharField(label=_("Thư ký"), required=False, max_length=160)
    minutes = forms.CharField(
        label=_("Số, ngày biên bản"), required=False, max_length=200, help_text=_("Để trống nếu chưa có số.")
    )


SAID = (("", _("Chưa xét")), ("1", _("Đề nghị công nhận")), ("0", _("Không đề nghị")))


class JudgementForm(forms.Form):
    """One initiative on the sitting's page."""

    said = forms.ChoiceField(
        required=False, widget=forms.RadioSelect,
        choices=SAID,
    )  # fmt: skip
    yes = forms.IntegerField(required=False, min_value=0, max_value=999)
    no = forms.IntegerField(required=False, min_value=0, max_value=999)
    opinion = forms.CharField(required=False, max_length=600)


class RecogniseForm(forms.Form):
    """The day and, where the decision was written outside, its number."""

    decided_on = DateField(label=_("Ngày công nhận"), error_messages={"required": _("Chưa ghi ngày công nhận.")})
    number = forms.CharField(
        label=_("Số quyết định"), required=False, max_length=60,
        help_text=_("Chỉ ghi khi quyết định đã ban hành ngoài phần mềm. Soạn ở đây thì để trống, văn thư cho số sau."),
    )  # fmt: skip


class ReplicateForm(forms.Form):
    """Who takes it over, from when."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Đơn vị áp dụng"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Đơn vị không còn trong danh sách. Chọn lại."),
                        "invalid_pk_value": _("Đơn vị không còn trong danh sách. Chọn lại.")},
    )  # fmt: skip
    place = forms.CharField(label=_("Nơi khác"), required=False, max_length=200)
    since = DateField(label=_("Áp dụng từ ngày"), error_messages={"required": _("Chưa ghi áp dụng từ ngày nào.")})
    note = forms.CharField(label=_("Cách làm, kết quả"), required=False, max_length=400)

    def __init__(self, *args: Any, initiative: Initiative, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        taken = initiative.replications.exclude(unit=None).values("unit")
        rows = Unit.objects.filter(valid_on(on), locality_id=initiative.locality_id)
        field.queryset = rows.exclude(pk__in=taken).exclude(pk=initiative.unit_id or 0)
