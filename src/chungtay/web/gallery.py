"""Every component in every state, with the markup that makes it: the page that page authors copy from."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

HERE = Path(__file__).parent
EXAMPLES = HERE / "templates" / "web" / "gallery"
SPRITE = HERE / "static" / "web" / "icons.svg"


@dataclass(frozen=True)
class Example:
    """One sample: a template file shown twice, rendered and as text, so the two can never differ."""

    name: str
    anchor: str
    title: str
    note: str = ""
    bare: bool = False  # brings its own cards
    wide: bool = False  # needs the whole width

    @property
    def template(self) -> str:
        return f"web/gallery/{self.name}.html"

    @property
    def markup(self) -> str:
        return (EXAMPLES / f"{self.name}.html").read_text(encoding="utf-8").strip()


CATALOGUE = (
    Example("type", "chu", "Chữ và số", "Số trong bảng cùng bề rộng; 99,96% không bao giờ hiện thành 100%."),
    Example("btn", "nut", "Nút", "Một nút chính mỗi trang; động từ đứng đầu; đang gửi thì đổi chữ."),
    Example("locked", "nut-khoa", "Nút đang khóa", "Không ẩn, không câm: một câu nói vì sao và ai làm được."),
    Example("chip", "tinh-trang", "Tình trạng", "Đủ màu, hình và chữ; in đen trắng vẫn phân biệt được."),
    Example("due", "han", "Hạn", "Khoảng cách in đậm, rồi nghĩa chính xác của ngày."),
    Example("quota", "suat", "Suất", "Câu chữ mang nghĩa. Không nêu số suất thì ghi ra, không vẽ ô."),
    Example("stages", "giai-doan", "Các giai đoạn", wide=True),
    Example("bar", "thanh", "Thanh tiến độ", "Vạch đứng là mức kế hoạch; không đo được thì ghi chữ."),
    Example("tally", "dem", "Đếm theo tình trạng"),
    Example("agenda", "moc", "Mốc ngày"),
    Example("doc", "van-ban", "Danh sách văn bản"),
    Example("facts", "cap", "Nhãn và giá trị"),
    Example("task", "viec", "Việc", "Tên việc, vì sao, hạn, một nút.", bare=True),
    Example("table", "bang", "Bảng chỉ tiêu", "Xếp theo độ gấp; trên điện thoại nhóm đã ổn được gập lại.", bare=True),
    Example("list", "danh-sach-mau", "Danh sách, bộ lọc, chuyển trang", bare=True),
    Example("ballot", "phieu", "Bảng kiểm phiếu", wide=True),
    Example("field", "o-nhap", "Ô nhập", "Nhãn, lời giúp, ô, lỗi; lỗi nói sai gì và làm gì."),
    Example("choices", "tra-loi", "“Không nêu” là một câu trả lời"),
    Example("review", "doi-chieu", "Đối chiếu với bản gốc", "Bản gốc đứng yên khi các mục bên cạnh trôi.", bare=True),
    Example("src", "can-cu", "Chữ gốc"),
    Example(
        "verdict", "ket-luan", "Kết luận và lý do", "Lý do chưa đạt đứng trước; mỗi lý do có điều khoản.", bare=True
    ),
    Example("checks", "giay-to", "Giấy tờ trong hồ sơ", bare=True),
    Example("evid", "minh-chung", "Minh chứng"),
    Example("paper", "to-giay", "Tờ giấy", "Giấy luôn là giấy, kể cả khi màn hình tối.", bare=True),
    Example("note", "loi-bao", "Lời báo"),
    Example("state", "phan-trong", "Trống, đang tải, lỗi, không được xem", bare=True),
    Example("dialog", "hop-hoi", "Hộp hỏi lại", "Chỉ cho một việc không lùi được."),
    Example("fold", "gap", "Phần gập"),
    Example("progress", "tien-do", "Việc máy đang làm"),
    Example("person", "nguoi", "Người, đơn vị"),
    Example("copy", "chep", "Chép để dán vào Zalo"),
    Example("kbd", "phim", "Phím tắt"),
    Example("icon", "hinh", "Bộ hình", "Hình luôn đi cùng chữ.", wide=True),
)


class SampleForm(forms.Form):
    """Fields of every kind, with errors, to look at."""

    title = forms.CharField(label="Tên phong trào", help_text="Như trên giấy, không viết tắt.")
    issued = forms.CharField(
        label="Ngày ban hành",
        help_text="ngày/tháng/năm",
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(label="Đơn vị", choices=[("", "Chọn đơn vị"), ("1", "Thôn mẫu 01"), ("2", "Thôn mẫu 02")])
    reason = forms.CharField(label="Lý do", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="Bản quét", help_text="PDF, ảnh hoặc Word, đến 20 MB.", required=False)
    public = forms.BooleanField(label="Đưa lên trang công khai", required=False)
    bound = forms.ChoiceField(
        label="Số suất cá nhân trong kế hoạch",
        help_text="Nếu kế hoạch không nói, chọn “Không nêu”. Máy không tự điền.",
        choices=[("exact", "Đúng 5"), ("at_most", "Không quá 5"), ("unstated", "Không nêu")],
        widget=forms.RadioSelect,
    )

    def clean_issued(self) -> str:
        raise forms.ValidationError("Tháng 11 chỉ có 30 ngày.")


def icon_names() -> list[str]:
    """The names in the sprite, without ``i-``."""
    return re.findall(r'<symbol id="i-([a-z]+)"', SPRITE.read_text(encoding="utf-8"))


def _place(text: str, words: str, **more: Any) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), **more}


def _sample() -> dict[str, Any]:
    text = (
        "Truoc ngay 15/12/2025, phong Van hoa - Xa hoi xa chu tri, de xuat Chu tich UBND xa tang Giay khen cho "
        "05 tap the va 05 ca nhan tieu bieu; truong hop co nhieu tap the tieu bieu thi de xuat them."
    )
    spans = [
        _place(text, "Truoc ngay 15/12/2025", id="w10", n=10, href="#m10", confidence="high", current=True),
        _place(text, "05 tap the va 05 ca nhan", id="w11", n=11, href="#m11", confidence="mid"),
        _place(text, "truong hop co nhieu tap the tieu bieu", id="w12", n=12, href="#m12", confidence="low"),
    ]
    rows = [
        {"name": f"Cán bộ mẫu {n:02d}", "unit": f"Thôn mẫu {n % 4 + 1:02d}", "sent": dt.date(2025, 11, 16 + n)}
        for n in range(1, 12)
    ]
    form = SampleForm(
        data={"title": "Đẩy mạnh cải cách hành chính", "issued": "31/11/2025", "unit": "1", "bound": "unstated"}
    )
    return {
        "day": dt.date(2025, 12, 2),
        "text": text,
        "spans": spans,
        "page": Paginator(rows, 4).page(2),
        "form": form,
        "icons": icon_names(),
        "live": False,  # a gallery has no job to poll
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """The page of all components; nothing in it comes from the database."""
    return render(request, "web/gallery.html", {"examples": CATALOGUE, "demo": _sample()})


gallery.permission = None  # type: ignore[attr-defined]

__all__ = ["CATALOGUE", "Example", "gallery", "icon_names"]
