"""What is typed on the pages of decisions and certificates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chungtay.decisions.actions import recall_grounds
from chungtay.decisions.choosing import pick
from chungtay.decisions.models import Certificate
from chungtay.kit.forms import DateField, UploadField

BORDERS = [("picture", _("Giấy trắng: in cả hoa văn viền")), ("none", _("Phôi in sẵn: chỉ in chữ"))]


FAR = 200  # not law: so many numbers are seldom given between two papers of one office


class Versioned(forms.Form):
    """Carries the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ProposeForm(forms.Form):
    signer_name = forms.CharField(
        label=_("Người ký quyết định"), max_length=120, help_text=_("Máy lấy tên Chủ tịch UBND đang được phân công.")
    )
    signer_title = forms.CharField(
        label=_("Chức vụ ở khối chữ ký"), max_length=120, help_text=_("Ký thay thì ghi KT. CHỦ TỊCH / PHÓ CHỦ TỊCH.")
    )
    proposer_name = forms.CharField(
        label=_("Người ký tờ trình của Hội đồng"), max_length=120,
        help_text=_("Máy lấy tên Thư ký cuộc họp. Người khác ký thì ghi tên người đó."),
        error_messages={"required": _("Ghi họ tên người ký tờ trình: thiếu tên thì văn thư không cho số được.")},
    )  # fmt: skip
    proposer_title = forms.CharField(
        label=_("Chức vụ người ký tờ trình"), max_length=120, required=False, help_text=_("In dưới dòng TM. HỘI ĐỒNG.")
    )

    def __init__(self, *args: Any, above: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if above:  # the committee itself submits to the level above: one signer
            del self.fields["proposer_name"], self.fields["proposer_title"]
            self.fields["signer_name"].label = _("Người ký tờ trình")


class SignForm(Versioned):
    pass


class RecordSignatureForm(Versioned):
    signed_on = DateField(label=_("Ngày ký trên giấy"))
    copy = UploadField(
        label=_("Bản quét quyết định đã ký"), help_text=_("PDF hoặc ảnh, đến 20 MB."),
        error_messages={
            "required": _("Chưa chọn tệp. Quét quyết định đã ký rồi chọn tệp."),
            "empty": _("Tệp này rỗng (0 byte). Quét lại rồi chọn tệp mới."),
        },
    )  # fmt: skip


class NumberForm(Versioned):
    dated = DateField(label=_("Ngày ban hành"))
    number = forms.IntegerField(
        label=_("Số"), min_value=1, max_value=99_999, required=False,  # not law: no register of a commune has more
        help_text=_("Để nguyên là số kế tiếp của sổ. Nhảy số được; số đã cho không cho lại."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={
            "invalid": _("Số chỉ gồm chữ số, ví dụ 15."), "min_value": _("Số văn bản bắt đầu từ 1."),
            "max_value": _("Số này quá lớn. Xem lại số trên sổ."),
        },
    )  # fmt: skip

    sure = forms.BooleanField(label=_("Đúng là số này"), required=False)

    def ask_when_far(self, following: int) -> None:
        """A slip of the finger burns the numbers of a year (R-97): far beyond the next one it must be said twice.

        `following`: the next number of the series; 1 in an empty one, where any number may be the first.
        """
        if not self.is_valid() or self.cleaned_data["sure"] or following == 1:
            return
        skipped = (self.cleaned_data["number"] or following) - following
        if skipped > FAR:
            self.add_error(
                "sure",
                forms.ValidationError(
                    _("Số %(number)s bỏ qua %(skipped)s số sau số %(last)s. Xem lại sổ; đúng thì đánh dấu ô này."),
                    params={"number": self.cleaned_data["number"], "skipped": skipped, "last": following - 1},
                ),
            )


class SubmissionNumberForm(NumberForm):
    """The number of a tờ trình, with who has signed it: looked at on the signed sheet, corrected where another did."""

    signer_name = forms.CharField(
        label=_("Người đã ký tờ trình"), max_length=120, help_text=_("Như trên bản đã ký. Người khác ký thì sửa lại."),
        error_messages={"required": _("Ghi họ tên người đã ký tờ trình rồi cho số.")},
    )  # fmt: skip
    signer_title = forms.CharField(label=_("Chức vụ in ở khối chữ ký"), max_length=120, required=False)

    def signer(self) -> tuple[str, str]:
        return self.cleaned_data["signer_name"], self.cleaned_data["signer_title"]


class PublishForm(Versioned):
    checked = forms.BooleanField(
        label=_(
            "Tôi đã xem bản công bố: chỉ nêu tên, chức danh, đơn vị và thành tích; không ngày sinh, không tiền thưởng."
        ),
        error_messages={"required": _("Xem bản công bố rồi đánh dấu ô này.")},
    )  # fmt: skip


class PaymentForm(Versioned):
    money_source = forms.CharField(
        label=_("Nguồn chi"), max_length=200, required=False,
        help_text=_("Như “Quỹ thi đua, khen thưởng của xã năm 2025”. Để trống thì in dòng chấm để ghi tay"),
    )  # fmt: skip


class DropForm(Versioned):
    reason = forms.CharField(label=_("Vì sao bỏ dự thảo"), max_length=300)


class AnnulForm(Versioned):
    ground = forms.ChoiceField(label=_("Căn cứ hủy"))
    note = forms.CharField(
        label=_("Chứng cứ"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ghi văn bản kết luận: số, ngày, cơ quan. Không nêu trên trang công khai."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = [(code, words[:1].upper() + words[1:]) for code, words in recall_grounds().items()]
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Chọn một căn cứ")), *grounds]


MOST_LISTED = 50  # not law: a longer list of names helps nobody; then the numbers of the golden book are typed


class UsualChoice(forms.ChoiceField):
    """A choice that has a usual answer: left out, it is that one."""

    def clean(self, value: Any) -> Any:
        return super().clean(self.initial if value in self.empty_values else value)


class Shift(forms.DecimalField):
    """Millimetres; left out, none."""

    def __init__(self, **kwargs: Any) -> None:
        invalid = {"invalid": _("Nhập một số, ví dụ -1,5.")}
        super().__init__(min_value=-20, max_value=20, decimal_places=1, initial=0, error_messages=invalid, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "text", "class": "short num", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        typed = value.replace(",", ".") if isinstance(value, str) else value
        return super().clean(self.initial if typed in self.empty_values else typed)


class OneOrAll(forms.ChoiceField):
    """One certificate of those on offer, or all of them; of a long list only all. Empty where numbers are typed."""

    ALL = "all"
    offers_names = True
    """Whether there is anything to choose here; else only numbers are typed."""

    def clean(self, value: Any) -> Any:
        return "" if value in self.empty_values else super().clean(value)

    def offer(self, certificates: Sequence[Certificate], all_label: str) -> None:
        """The choices; `all_label` "" when all at once is not offered."""
        people = [(str(c.pk), f"{c.award.ordinal}. {c.award.name}") for c in certificates]
        if len(people) > MOST_LISTED:
            people = []
        if all_label and len(certificates) > 1:
            self.choices = [(self.ALL, all_label), *people]
        elif len(certificates) == 1:
            self.choices = people
        else:
            self.choices = [("", _("Chọn người, hoặc ghi số ở ô dưới")), *people] if certificates else []
            self.offers_names = bool(people)


class ChoiceOfSheets(forms.Form):
    """Which certificates: by name, all, or by the numbers of the golden book in the wanted order."""

    who = OneOrAll(label=_("In cho ai"), error_messages={"invalid_choice": _("Giấy này vừa sang bước khác. Chọn lại.")})
    numbers = forms.CharField(
        label=_("Chỉ những số sổ vàng này"), max_length=2000, required=False,
        help_text=_("Ghi như 7, 2, 15-20; từ 57 đến hết thì ghi 57-. Tờ ra đúng thứ tự ghi, như danh sách trao."),
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("numbers") and not given.get("who") and "who" not in self.errors:
            self.add_error("who", _("Chọn một người, hoặc ghi số sổ vàng."))
        return given

    def chosen(self, waiting: Sequence[Certificate]) -> list[Certificate]:
        """The certificates meant, in the order of the sheets. Raises UserError for numbers that are not to be had."""
        if self.cleaned_data["numbers"]:
            return pick(waiting, self.cleaned_data["numbers"])
        who = self.cleaned_data["who"]
        return list(waiting) if who == OneOrAll.ALL else [c for c in waiting if str(c.pk) == who]


class PrintForm(ChoiceOfSheets):
    border = UsualChoice(label=_("Giấy in"), choices=BORDERS, initial="picture", widget=forms.RadioSelect)
    bundle = UsualChoice(label=_("Tệp"), initial="pdf", choices=[
        ("pdf", _("Một tệp PDF để in cả loạt")), ("zip", _("Mỗi giấy một tệp, gói trong ZIP")),
    ])  # fmt: skip
    printer = forms.ChoiceField(
        label=_("Máy in"), required=False, help_text=_("Số chỉnh của máy chỉ dùng khi in lên phôi.")
    )
    right = Shift(label=_("Dịch sang phải (mm)"))
    down = Shift(label=_("Dịch xuống (mm)"))

    def how(self) -> dict[str, Any]:
        """Paper, printer and shift as the print run takes them."""
        given = self.cleaned_data
        return {
            "border": given["border"], "right": given["right"], "down": given["down"],
            "printer": given.get("printer") or "",
        }  # fmt: skip


class ReissueForm(PrintForm):
    handed_over = UsualChoice(
        label=_("Tờ trước"), initial="no", widget=forms.RadioSelect,
        choices=[("no", _("Chưa trao ai: kẹt giấy, lem mực, in lệch")), ("yes", _("Đã trao: hỏng, mất, cấp lại"))],
        help_text=_("Đã trao thì trang tra cứu ghi là đã in lại."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Lý do in lại"), max_length=300, help_text=_("Hỏng, mất, kẹt giấy; giấy cũ đã thu hồi chưa."),
        error_messages={"required": _("Ghi lý do in lại, ví dụ: kẹt giấy ở tờ 57.")},
    )  # fmt: skip


class HandOverForm(ChoiceOfSheets):
    on = DateField(label=_("Ngày trao"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].label = _("Đã trao cho ai")
        self.fields["numbers"].help_text = _("Ghi như 7, 2, 15-20; từ 57 đến hết thì ghi 57-.")


class CorrectionForm(Versioned):
    """The words of one line as they should be, and the paper that says so."""

    name = forms.CharField(
        label=_("Tên đúng"), max_length=160, error_messages={"required": _("Ghi tên như phải in trên giấy.")}
    )
    description = forms.CharField(label=_("Chức danh, đơn vị, địa chỉ đúng"), max_length=400, required=False)
    achievement = forms.CharField(
        label=_("Thành tích đúng"), widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Ghi thành tích như phải in trên giấy.")},
    )  # fmt: skip
    paper = forms.CharField(
        label=_("Văn bản đính chính"), max_length=200, help_text=_("Số, ký hiệu, ngày, cơ quan ban hành."),
        error_messages={"required": _("Ghi số, ngày của văn bản đính chính.")},
    )  # fmt: skip
    on = DateField(label=_("Đính chính ngày"))


class AnswerForm(forms.Form):
    award = forms.ChoiceField(label=_("Trường hợp"))
    granted = forms.TypedChoiceField(
        label=_("Cấp trên trả lời"), choices=[("yes", _("Đã khen")), ("no", _("Trả lại"))], coerce=lambda v: v == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn cấp trên đã khen hay trả lại.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Văn bản trả lời"), max_length=300, help_text=_("Số, ngày, cơ quan ký; trả lại thì ghi cả lý do.")
    )
