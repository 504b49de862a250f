"""No word leaves its cell: columns are widened where a kind made them too narrow, and only there."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.typesetting import build, render_docx, render_pdf, tree
from chungtay.typesetting.checker import check_layout
from chungtay.typesetting.checker.read_pdf import read_pdf
from chungtay.typesetting.column_widths import fitted
from typesetting.helpers import NOW, example

WIDTH = 160.0  # mm


def table(*widths: float, words: str) -> tree.Table:
    columns = tuple(tree.Column(tree.text(f"Cột {n}"), width) for n, width in enumerate(widths))
    return tree.Table(columns, ((tree.text(words), *(tree.text("a") for _ in widths[1:])),))


def test_a_column_is_widened_for_its_longest_word_at_the_cost_of_the_others() -> None:
    narrow = table(1, 5, 5, words="Thông tư 01/2024/TT-BNV hết hiệu lực")
    made = fitted(narrow, width=WIDTH)
    first, *others = (column.width for column in made.columns)
    assert first > WIDTH / 11 * 2
    assert others[0] == pytest.approx(others[1])
    assert sum(column.width for column in made.columns) == pytest.approx(WIDTH)
    assert made.rows == narrow.rows


def test_wide_enough_columns_and_hopeless_words_stay_as_they_are() -> None:
    right = table(3, 5, 5, words="Thông tư 01/2024/TT-BNV")
    assert fitted(right, width=WIDTH) is right
    hopeless = table(1, 5, 5, words="m" * 400)
    assert fitted(hopeless, width=WIDTH) is hopeless


def test_a_symbol_in_an_amended_item_stays_inside_its_cell_on_paper() -> None:
    data = example("ke-hoach-dieu-chinh")
    data["changes"] = [{"place": "01/2024/TT-BNV-VPCP-UBND", "before": "Cũ", "after": "Mới"}]
    pieces = {p.text: p.box for p in read_pdf(render_pdf(build("ke-hoach-dieu-chinh", data), timestamp=NOW)).pieces}
    symbol, beside = pieces["01/2024/TT-BNV-VPCP-UBND"], pieces["Cũ"]
    assert symbol is not None
    assert beside is not None
    assert symbol.right < beside.left - 2  # mm: the line between the cells and some air


def test_a_long_addressee_goes_on_below_and_is_no_body_text() -> None:
    data = example("cong-van-don-doc")
    data["addressees"] = ["Phòng Văn hóa - Xã hội xã chủ trì, phối hợp với các cơ quan có liên quan", "Phòng Kinh tế"]
    paper = build("cong-van-don-doc", data)
    for content in (render_pdf(paper, timestamp=NOW), render_docx(paper)):
        assert check_layout(content, on=dt.date(2025, 12, 2), kind="cong-van-don-doc").errors == ()
    lines = [p.text for p in read_pdf(render_pdf(paper, timestamp=NOW)).pieces]
    assert "- Phòng Văn hóa - Xã hội xã chủ trì, phối hợp" in lines


def test_a_register_of_long_achievements_does_not_run_over_a_page_for_every_few_lines() -> None:
    data = example("so-khen-thuong")
    told = (
        "Đã có thành tích xuất sắc trong phong trào thi đua “Chung tay cải cách hành chính” năm 2025: chủ trì số hóa "
        "kết quả thủ tục, hồ sơ đúng hạn 99,8%; hướng dẫn 214 lượt công dân nộp hồ sơ trực tuyến"
    )
    data["entries"] = [{**data["entries"][1], "achievement": told}] * 24
    pages = read_pdf(render_pdf(build("so-khen-thuong", data), timestamp=NOW)).pages
    assert len(pages) <= 9  # with a column as narrow as the others it took twelve
