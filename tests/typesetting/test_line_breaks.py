"""A centred name ends its lines where a reader pauses: no word, date or movement's name is torn apart."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn

from chungtay.typesetting import build, render_docx, render_pdf
from chungtay.typesetting.checker.read_pdf import text_lines
from chungtay.typesetting.line_breaks import broken
from chungtay.typesetting.metrics import text_width
from typesetting.helpers import NOW, example

SLOGAN = "“Chung tay cải cách hành chính năm 2025”"
TITLES = {
    f"Tổng kết phong trào thi đua {SLOGAN}": ["Tổng kết phong trào thi đua", SLOGAN],
    f"Phát động phong trào thi đua {SLOGAN} trên địa bàn xã Mẫu": [
        "Phát động phong trào thi đua", f"{SLOGAN} trên địa bàn xã Mẫu"],
    f"Về việc khen thưởng tập thể, cá nhân, hộ gia đình có thành tích xuất sắc trong phong trào thi đua {SLOGAN}": [
        "Về việc khen thưởng tập thể, cá nhân,", "hộ gia đình có thành tích xuất sắc trong phong trào thi đua", SLOGAN],
    "Về việc hủy bỏ quyết định khen thưởng, thu hồi giấy khen và tiền thưởng": [
        "Về việc hủy bỏ quyết định khen thưởng,", "thu hồi giấy khen và tiền thưởng"],
    "(Kèm theo Quyết định số 152/QĐ-UBND ngày 20 tháng 12 năm 2025 của Chủ tịch Ủy ban nhân dân xã Mẫu)": [
        "(Kèm theo Quyết định số 152/QĐ-UBND", "ngày 20 tháng 12 năm 2025 của Chủ tịch Ủy ban nhân dân xã Mẫu)"],
}  # fmt: skip


@pytest.mark.parametrize(("title", "lines"), TITLES.items())
def test_lines_end_where_a_reader_pauses(title: str, lines: list[str]) -> None:
    assert broken(title, size=14, width=150, bold=True).split("\n") == lines


def test_a_date_with_a_blank_day_stays_whole() -> None:
    blank = "\u00a0" * 6
    note = f"(Kèm theo Tờ trình số{blank}/TTr-VHXH ngày {blank} tháng 12 năm 2025 của Phòng Văn hóa - Xã hội)"
    for line in broken(note, size=14, width=152, italic=True).split("\n"):
        assert not line.endswith(("ngày", blank))
        assert not line.startswith("tháng")


@pytest.mark.parametrize(
    "title", ["Một", "", "Khen thưởng", "A" * 300, " ".join(["khen thưởng"] * 40), "số ngày tháng năm " * 9]
)
def test_nothing_is_lost_and_no_line_is_longer_than_its_room(title: str) -> None:
    made = broken(title, size=14, width=120)
    assert made.replace("\n", " ") == title
    for line in made.split("\n"):
        assert " " not in line.strip() or text_width(line.strip(), 14) <= 120


def test_both_forms_end_the_lines_of_a_title_alike() -> None:
    paper = build("quyet-dinh", example("quyet-dinh"))
    printed = [words for page, words in text_lines(render_pdf(paper, timestamp=NOW)) if page == 1]
    at = next(i for i, words in enumerate(printed) if words.startswith("Về việc khen thưởng"))
    word = docx.Document(io.BytesIO(render_docx(paper)))
    title = next(p for p in word.paragraphs if p.text.startswith("Về việc khen thưởng"))
    assert len(list(title._p.iter(qn("w:br")))) == 2
    assert title.text.split("\n") == printed[at : at + 3]
