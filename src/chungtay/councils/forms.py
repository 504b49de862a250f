"""Forms of councils and meetings: they parse and explain, the actions decide."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.councils.actions import OWN_CASE, Counts
from chungtay.councils.models import Attendance, Council, Meeting, Member, Tally
from chungtay.kit.forms import DateField
from chungtay.kit.models import valid_on
from chungtay.kit.text import whole
from chungtay.law.sessions import TIES
from chungtay.localities.models import Locality, Person
from chungtay.nominations.models import Nomination

_TIME = re.compile(r"^\s*(\d{1,2})\s*(?:giờ|h|:|\.|g)\s*(\d{0,2})\s*(?:phút|p)?\s*$", re.IGNORECASE)


class TimeField(forms.Field):
    """A time of day as people write it: 14:00, 14h, 14h30, 8 giờ 30."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values or isinstance(value, dt.time):
            return value or None
        match = _TIME.match(str(value))
        try:
            return dt.time(int(match[1]), int(match[2] or 0)) if match else self._wrong(value)
        except ValueError:
            return self._wrong(value)

    def _wrong(self, value: Any) -> dt.time:
        raise forms.ValidationError(
            gettext_lazy("“%(text)s” chưa đúng dạng giờ. Nhập giờ và phút, ví dụ 14:00 hoặc 8h30."),
            params={"text": value},
        )

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value


class CasesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(x for x in (obj.nominee, obj.description, str(obj.award_level)) if x)


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(x for x in (obj.full_name, obj.title) if x)


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(x for x in (obj.full_name, obj.title) if x)


class MeetingForm(forms.Form):
    held_on = DateField(label=gettext_lazy("Ngày họp"))
    starts_at = TimeField(label=gettext_lazy("Giờ họp"), help_text=gettext_lazy("Ví dụ 14:00 hoặc 8h30."))
    place = forms.CharField(label=gettext_lazy("Địa điểm"), max_length=200)
    nominations = CasesField(
        Nomination.objects.none(),
        label=gettext_lazy("Hồ sơ đưa ra xét"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Chưa chọn hồ sơ nào. Chọn ít nhất một hồ sơ đã đưa vào danh sách họp xét."),
            "invalid_choice": gettext_lazy("Có hồ sơ không còn trong danh sách họp xét. Tải lại trang rồi chọn lại."),
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.fields["nominations"]
        assert isinstance(rows, forms.ModelMultipleChoiceField)
        rows.queryset = cases


class CouncilForm(forms.Form):
    """A council as its founding decision lists it."""

    name = forms.CharField(label=gettext_lazy("Tên Hội đồng"), max_length=200)
    established_by = forms.CharField(
        label=gettext_lazy("Quyết định thành lập"), max_length=200, required=False,
        help_text=gettext_lazy("Số, ngày, cơ quan ban hành như trên giấy."),
    )  # fmt: skip
    valid_from = DateField(label=gettext_lazy("Có hiệu lực từ ngày"))
    chair = PersonField(
        Person.objects.none(), label=gettext_lazy("Chủ tịch Hội đồng"), empty_label=gettext_lazy("Chọn người")
    )
    secretary = PersonField(Person.objects.none(), label=gettext_lazy("Thư ký"), empty_label=gettext_lazy("Chọn người"))
    members = PeopleField(
        Person.objects.none(), label=gettext_lazy("Ủy viên"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, locality: Locality, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(valid_on(on), locality=locality)
        for name in ("chair", "secretary", "members"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def seats(self) -> list[tuple[Person, Member.Seat]]:
        data = self.cleaned_data
        rest = [(person, Member.Seat.MEMBER) for person in data["members"]]
        return [(data["chair"], Member.Seat.CHAIR), (data["secretary"], Member.Seat.SECRETARY), *rest]


class MemberForm(forms.Form):
    person = PersonField(Person.objects.none(), label=gettext_lazy("Người"), empty_label=gettext_lazy("Chọn người"))
    seat = forms.ChoiceField(label=gettext_lazy("Vị trí"), choices=Member.Seat.choices, initial=Member.Seat.MEMBER)
    valid_from = DateField(label=gettext_lazy("Từ ngày"))

    def __init__(self, *args: Any, council: Council, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(  # type: ignore[attr-defined]
            valid_on(on), locality_id=council.locality_id
        )


class EndForm(forms.Form):
    valid_to = DateField(label=gettext_lazy("Kết thúc từ ngày"))


class StepForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    verb = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(required=False, max_length=1000)


class VotingForm(forms.Form):
    """What the council agrees on before the first ballot (R-63, R-64)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    tie = forms.ChoiceField(label=gettext_lazy("Khi ngang phiếu"), choices=list(TIES.items()))
    written_votes = forms.BooleanField(label=gettext_lazy("Ý kiến gửi bằng văn bản được tính là phiếu"), required=False)


class TieForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    tally = forms.IntegerField(widget=forms.HiddenInput)
    selected = forms.ChoiceField(choices=[("1", ""), ("0", "")])
    reason = forms.CharField(required=False, max_length=400)


class OpinionsForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    opinions = forms.CharField(
        label=gettext_lazy("Ý kiến khác cần ghi vào biên bản"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Ghi nội dung, không ghi ai bỏ phiếu thế nào. Không có thì ghi “Không có ý kiến khác”."),
        error_messages={"required": gettext_lazy("Ghi ý kiến, hoặc ghi “Không có ý kiến khác”.")},
    )


@dataclass
class Declared:
    """One row of the form for members who have a relation to a nominee."""

    attendance: str = ""
    nomination: str = ""
    ground: str = ""


SPARE_ROWS = 2


@dataclass
class AttendanceTyped:
    """The attendance sheet as typed; kept whole when something is wrong."""

    version: int
    presence: dict[int, str]
    presides: str
    records: str
    answer: str  # "" not asked yet | none | some
    declared: list[Declared]
    errors: list[str] = field(default_factory=list)

    @classmethod
    def of_meeting(cls, meeting: Meeting) -> AttendanceTyped:
        rows = list(meeting.attendance.all())
        own = [c for c in meeting.conflicts.all() if c.ground != OWN_CASE]
        told = [Declared(str(c.attendance_id), str(c.nomination_id), c.ground) for c in own]
        by_duty = {row.duty: str(row.pk) for row in rows if row.duty}
        answer = ("some" if told else "none") if meeting.conflicts_note else ""
        return cls(
            meeting.version, {row.pk: row.presence for row in rows}, by_duty.get(Attendance.Duty.PRESIDES, ""),
            by_duty.get(Attendance.Duty.RECORDS, ""), answer, told,
        )  # fmt: skip

    @classmethod
    def of_post(cls, meeting: Meeting, post: Mapping[str, str]) -> AttendanceTyped:
        rows = list(meeting.attendance.all())
        told = []
        for i in range(len(rows) + SPARE_ROWS):
            row = Declared(post.get(f"m{i}", ""), post.get(f"n{i}", ""), post.get(f"g{i}", "").strip())
            if row.attendance or row.nomination or row.ground:
                told.append(row)
        version = post.get("version", "")
        typed = cls(
            whole(version) or 0, {row.pk: post.get(f"p{row.pk}", "") for row in rows},
            post.get("presides", ""), post.get("records", ""), post.get("answer", ""), told,
        )  # fmt: skip
        typed._check(rows)
        return typed

    def _check(self, rows: list[Attendance]) -> None:
        blank = [row.name for row in rows if not self.presence[row.pk]]
        if blank:
            self.errors.append(_("Chưa ghi có mặt hay vắng: %s.") % ", ".join(blank))
        if any(None in (whole(row.attendance), whole(row.nomination)) for row in self.declared):
            self.errors.append(_("Dòng người có liên quan còn thiếu. Chọn cả thành viên và người được xét."))
        if not self.answer:
            self.errors.append(_("Chưa hỏi có ai liên quan đến người được xét không. Chọn một câu trả lời."))
        elif self.answer == "none" and self.declared:
            self.errors.append(_("Đã ghi người có liên quan mà lại chọn “Không có ai”. Chọn lại câu trả lời."))
        elif self.answer == "some" and not self.declared:
            self.errors.append(_("Chưa ghi ai có liên quan. Chọn thành viên và người được xét."))

    def fill(self) -> None:
        """Marks as present whoever is not marked yet; nothing is saved by it."""
        self.presence = {pk: value or Attendance.Presence.PRESENT for pk, value in self.presence.items()}
        self.errors = []

    @property
    def shown(self) -> list[tuple[int, Declared]]:
        """Declared rows and two empty ones, numbered for their field names."""
        return list(enumerate([*self.declared, *(Declared() for _i in range(SPARE_ROWS))]))

    @property
    def pairs(self) -> list[tuple[int, int, str]]:
        return [(whole(row.attendance) or 0, whole(row.nomination) or 0, row.ground) for row in self.declared]

    @property
    def note(self) -> str:
        """The answer as it stands in the meeting: that somebody asked is a fact of its own (R-70)."""
        return _("Không ai khai có liên quan.") if self.answer == "none" else _("Có người khai có liên quan.")

    def duty(self, value: str) -> int | None:
        return whole(value)


HEAD_FIELDS = (
    ("issued", gettext_lazy("Phát ra")),
    ("returned", gettext_lazy("Thu về")),
    ("valid", gettext_lazy("Hợp lệ")),
)
LINE_FIELDS = (
    ("for", gettext_lazy("Đồng ý")),
    ("against", gettext_lazy("Không đồng ý")),
    ("blank", gettext_lazy("Không ghi ý kiến")),
)


class CountsTyped:
    """The counting sheet as typed; numbers are read leniently, and nothing typed is lost."""

    def __init__(self, tallies: Iterable[Tally], raw: Mapping[str, str], version: int) -> None:
        self.tallies = list(tallies)
        self.raw = {name: str(raw.get(name, "")).strip() for name in self._names()}
        self.version = version

    @classmethod
    def of_meeting(cls, meeting: Meeting, issued: int) -> CountsTyped:
        raw = {"issued": meeting.ballots_issued if meeting.ballots_issued is not None else issued}
        raw |= {"returned": meeting.ballots_returned, "valid": meeting.ballots_valid}  # type: ignore[dict-item]
        for tally in meeting.tallies.all():
            kept = {"for": tally.votes_for, "against": tally.votes_against, "blank": tally.votes_blank}
            raw |= {f"{name}{tally.pk}": number for name, number in kept.items()}  # type: ignore[misc]
        shown = {name: "" if number is None else str(number) for name, number in raw.items()}
        return cls(meeting.tallies.all(), shown, meeting.version)

    def _names(self) -> list[str]:
        lines = [f"{name}{tally.pk}" for tally in self.tallies for name, _label in LINE_FIELDS]
        return [*(name for name, _label in HEAD_FIELDS), *lines]

    def number(self, name: str) -> int | None:
        text = self.raw[name]
        return whole(text, most=9_999)  # not law: no meeting counts more

    @property
    def unreadable(self) -> dict[str, str]:
        """Per place (ballots or tally id) what is missing or no number."""
        wrong: dict[str, str] = {}
        for name, label in HEAD_FIELDS:
            if self.number(name) is None:
                wrong[name] = (
                    _("Chưa nhập số phiếu %s.") % str(label).lower() if not self.raw[name] else self._no_number(name)
                )
        for tally in self.tallies:
            names = [f"{name}{tally.pk}" for name, _label in LINE_FIELDS]
            bad = [name for name in names if self.number(name) is None]
            if bad:
                empty = all(not self.raw[name] for name in bad)
                wrong[str(tally.pk)] = (
                    _("Còn ô chưa nhập. Không có phiếu nào thì ghi 0.") if empty else self._no_number(bad[0])
                )
        return wrong

    def _no_number(self, name: str) -> str:
        return _("“%s” không phải là số phiếu. Nhập số từ 0 trở lên.") % self.raw[name]

    def counts(self) -> Counts | None:
        """The numbers when the three totals can be read; lines that cannot are left out."""
        heads = [self.number(name) for name, _label in HEAD_FIELDS]
        if any(number is None for number in heads):
            return None
        votes: dict[int, tuple[int, int, int]] = {}
        for tally in self.tallies:
            line = [self.number(f"{name}{tally.pk}") for name, _label in LINE_FIELDS]
            if None not in line:
                votes[tally.pk] = (line[0] or 0, line[1] or 0, line[2] or 0)
        return Counts(issued=heads[0] or 0, returned=heads[1] or 0, valid=heads[2] or 0, votes=votes)
