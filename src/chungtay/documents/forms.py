"""Forms of the papers: signed files, the steps of signing with a token, reasons of gaps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from chungtay.documents.models import NumberGap
from chungtay.kit.forms import UploadField

MOST_MEGABYTES = 20
PDF_ONLY = {"accept": ".pdf,application/pdf"}


def _missing(sentence: Any) -> dict[str, Any]:
    return {"required": sentence, "empty": _("Tệp này rỗng (0 byte). Chọn lại tệp.")}


class SignedFileForm(forms.Form):
    """One signed PDF: to be checked, or to be filed."""

    file = UploadField(
        label=_("Tệp PDF đã ký số"), max_megabytes=MOST_MEGABYTES, widget=forms.FileInput(attrs=PDF_ONLY),
        error_messages=_missing(_("Chưa chọn tệp. Bấm “Chọn tệp” rồi chọn tệp PDF đã ký.")),
        help_text=_("Tệp PDF, nhiều nhất 20 MB."),
    )  # fmt: skip


class PrepareForm(forms.Form):
    """Who will sign with a token."""

    role = forms.ChoiceField(
        label=_("Ký cho"), choices=[("person", _("Người có thẩm quyền")), ("organisation", _("Cơ quan (đóng dấu)"))],
        help_text=_("Người ký trước, cơ quan ký sau."),
    )  # fmt: skip
    certificate = UploadField(
        label=_("Chứng thư số của người ký"), max_megabytes=1,
        widget=forms.FileInput(attrs={"accept": ".cer,.crt,.pem,.der"}),
        error_messages=_missing(_("Chưa chọn chứng thư. Xuất tệp .cer từ phần mềm của USB token rồi chọn.")),
        help_text=_("Chạy chương trình ký trên máy có token, gõ 2 để lấy tệp .cer; hoặc xuất từ phần mềm của token."),
    )  # fmt: skip
    picture = UploadField(
        label=_("Hình chữ ký hoặc con dấu"), required=False, max_megabytes=2,
        widget=forms.FileInput(attrs={"accept": "image/png"}),
        help_text=_("PNG nền trong suốt; chữ ký xanh, con dấu đỏ. Bỏ trống thì ký không kèm hình."),
    )  # fmt: skip
    confirmed = forms.BooleanField(label=_("Tôi đã xem lại, vẫn chuẩn bị"), required=False)


class AnswerForm(forms.Form):
    """What the signer's machine gave back."""

    file = UploadField(
        label=_("Tệp trả lời"), max_megabytes=1, widget=forms.FileInput(attrs={"accept": ".json"}),
        error_messages=_missing(_("Chưa chọn tệp trả lời mà máy của người ký vừa tạo.")),
    )  # fmt: skip


def _number(label: Any) -> forms.IntegerField:
    short = forms.NumberInput(attrs={"class": "short"})
    return forms.IntegerField(label=label, min_value=1, max_value=99_999, widget=short)  # not law: no series has more


class GapForm(forms.Form):
    """Why numbers were not given."""

    first = _number(_("Từ số"))
    last = _number(_("Đến số"))
    reason = forms.ChoiceField(label=_("Lý do"), choices=NumberGap.Reason.choices)
    note = forms.CharField(label=_("Ghi chú"), max_length=200, required=False)


def content(upload: UploadedFile | None) -> bytes | None:
    """The bytes of an upload; None without one."""
    return upload.read() if upload else None
