"""The Word file: the same words, exact widths, Vietnamese, nothing left to the reader's defaults."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn

from chungtay.typesetting import build, layout, render_docx, wording
from chungtay.typesetting.samples import samples
from typesetting.helpers import example, gold_plan, squeezed

KINDS = list(samples())


def _open(content: bytes):
    return docx.Document(io.BytesIO(content))


def _text(document) -> str:
    parts = []
    for node in document.element.body.iter(qn("w:t"), qn("w:noBreakHyphen")):
        parts.append("-" if node.tag == qn("w:noBreakHyphen") else node.text or "")
    return squeezed("".join(parts))


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_the_tree_are_the_words_of_the_file(kind: str) -> None:
    document = samples()[kind].build()
    text = _text(_open(render_docx(document)))
    if document.certificates:
        sheet = document.certificates[0]
        expected = [sheet.recipient, sheet.achievement, *sheet.details, "Số sổ vàng: 02", "GIẤY KHEN"]
    else:
        expected = wording.printed_texts(document)
    for line in expected:
        assert squeezed(line) in text


def test_real_plan_text_is_exactly_the_tree() -> None:
    document = gold_plan("002")
    assert _text(_open(render_docx(document))) == squeezed("".join(_as_in_word(document)))


def _as_in_word(document) -> list[str]:
    lines = wording.printed_texts(document)
    recipients = lines.index(wording.RECIPIENTS)
    return [*lines[:recipients], *lines[recipients:]]


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "giay-khen"])
def test_tables_have_exact_widths_in_grid_and_cells(kind: str) -> None:
    m = layout.measures()
    document = samples()[kind].build()
    across = m["page_height" if document.landscape else "page_width"]
    usable = (across - m["margin_left"] - m["margin_right"]) * 1440 / 25.4
    for table in _open(render_docx(document)).tables:
        grid = [int(c.get(qn("w:w"))) for c in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert sum(grid) == pytest.approx(usable, abs=len(grid))
        for row in table.rows:
            assert [round(c.width.twips) for c in row.cells] == pytest.approx(grid, abs=1)


def test_ruled_tables_repeat_their_heading_and_split_no_row() -> None:
    ruled = [
        t for t in _open(render_docx(build("quyet-dinh", example("quyet-dinh")))).tables if t.style.name == "Table Grid"
    ]
    assert len(ruled) == 3
    for table in ruled:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_language_font_margins_and_page_number() -> None:
    document = _open(render_docx(gold_plan("002")))
    assert {node.get(qn("w:val")) for node in document.styles.element.iter(qn("w:lang"))} == {"vi-VN"}
    assert document.styles["Normal"].font.name == "Times New Roman"
    section = document.sections[0]
    m = layout.measures()
    sides = (section.top_margin.mm, section.right_margin.mm, section.bottom_margin.mm, section.left_margin.mm)
    assert sides == pytest.approx((m["margin_top"], m["margin_right"], m["margin_bottom"], m["margin_left"]), abs=0.1)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_symbols_have_no_break_hyphens() -> None:
    body = _open(render_docx(gold_plan("002"))).element.body
    assert sum(1 for _ in body.iter(qn("w:noBreakHyphen"))) >= 3


def test_last_paragraph_stays_with_the_signature() -> None:
    paragraphs = _open(render_docx(gold_plan("002"))).paragraphs
    closing = next(p for p in paragraphs if p.text.endswith("./."))
    assert closing.paragraph_format.keep_with_next


def test_annex_is_a_section_that_counts_pages_anew() -> None:
    sections = _open(render_docx(build("quyet-dinh", example("quyet-dinh")))).sections
    assert len(sections) == 2
    assert sections[1]._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_same_tree_gives_the_same_bytes() -> None:
    assert render_docx(gold_plan("002")) == render_docx(gold_plan("002"))


def test_xml_characters_and_controls_are_harmless() -> None:
    data = example("giay-moi")
    data["venue"] = "A & B <x> \x00\x0b ]]> “ngoặc”"
    assert squeezed("A & B <x> ]]> “ngoặc”") in _text(_open(render_docx(build("giay-moi", data))))


def test_certificate_is_landscape_a4() -> None:
    section = _open(render_docx(build("giay-khen", example("giay-khen")))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
