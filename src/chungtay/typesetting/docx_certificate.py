"""Certificates as Word pages without border, for pre-printed paper or a last change of wording."""

from __future__ import annotations

import io
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK, WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor

from chungtay.typesetting import layout, tree, wording
from chungtay.typesetting.certificate import AWARD, GIVE, date_line, decision_lines
from chungtay.typesetting.docx_parts import (
    new_document,
    page,
    row_options,
    rule,
    set_widths,
    shape,
    to_bytes,
    write_words,
)
from chungtay.typesetting.metrics import text_width

_AIR = 8  # mm between the achievement and the decision's line
_RED = RGBColor(0xC8, 0x10, 0x2E)


def write_certificates(document: tree.Document) -> bytes:
    """One landscape page for each certificate of the document."""
    m = layout.measures("certificate")
    doc = new_document(title="Giấy khen", author=document.certificates[0].authority, size=m["achievement_size"])
    section = doc.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    margins = (m["content_top"], m["content_x"], m["content_bottom"], m["content_x"])
    page(section, width=m["page_width"], height=m["page_height"], margins=margins)
    for index, item in enumerate(document.certificates):
        _sheet(doc, item, m, first=index == 0)
    return to_bytes(doc)


def _sheet(doc: Any, item: tree.Certificate, m: dict[str, float], *, first: bool) -> None:
    width = m["page_width"] - 2 * m["content_x"]
    emblem = shape(doc.add_paragraph(), "center")
    emblem.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    emblem.paragraph_format.line_spacing = Mm(m["emblem_size"])
    emblem.paragraph_format.page_break_before = not first

    def line(words: str, size: str, *, bold: bool = False, red: bool = False, before: float = 0) -> None:
        paragraph = write_words(shape(doc.add_paragraph(), "center", before=before), words, bold=bold, size=m[size])
        if red:
            paragraph.runs[0].font.color.rgb = _RED

    line(wording.NATIONAL_NAME, "national_name_size", bold=True, before=6)
    line(wording.MOTTO, "motto_size", bold=True)
    rule(
        doc, width=width, length=text_width(wording.MOTTO, m["motto_size"], bold=True), weight=m["rule_weight"], after=6
    )
    line(tree.clean(item.authority).upper(), "authority_size", bold=True, red=True)
    line(GIVE, "give_size", bold=True, before=4)
    line(AWARD, "title_size", bold=True, red=True)
    line(" ".join(p for p in (item.salutation, tree.clean(item.recipient)) if p), "name_size", bold=True)
    for detail in item.details:
        line(tree.clean(detail), "details_size")
    # A row of fixed height: the signature stays where it is, however short the achievement.
    reason = doc.add_table(1, 1)
    set_widths(reason, (width,))
    reason.rows[0].height = Mm(m["achievement_height"] + _AIR)
    write_words(
        shape(reason.rows[0].cells[0].paragraphs[0], "center", before=4),
        tree.clean(item.achievement),
        size=m["achievement_size"],
    )
    _bottom(doc, item, m, width)


def _bottom(doc: Any, item: tree.Certificate, m: dict[str, float], width: float) -> None:
    table = doc.add_table(1, 2)
    set_widths(table, (width / 2, width / 2))
    row_options(table.rows[0], "cantSplit")
    left, right = table.rows[0].cells
    for index, words in enumerate(decision_lines(item)):
        paragraph = shape(left.add_paragraph() if index else left.paragraphs[0], before=0 if index else 10)
        write_words(paragraph, words, bold=True, italic=True, size=m["decision_size"])
    if item.verify_url:
        _qr(left, item, m)
    write_words(
        shape(right.paragraphs[0], "center", before=10), date_line(item), bold=True, italic=True, size=m["date_size"]
    )
    for words in item.signer_title:
        write_words(shape(right.add_paragraph(), "center"), tree.clean(words).upper(), bold=True, size=m["signer_size"])
    name = shape(right.add_paragraph(), "center", before=m["signature_space"] * 72 / 25.4)
    write_words(name, tree.clean(item.signer_name or "") or wording.DOTS, bold=True, size=m["signer_size"])


def _qr(cell: Any, item: tree.Certificate, m: dict[str, float]) -> None:
    from chungtay.typesetting.qr import qr_png

    paragraph = shape(cell.add_paragraph(), before=4)
    run = paragraph.add_run()
    run.add_picture(io.BytesIO(qr_png(item.verify_url)), width=Mm(m["qr_size"]))
    run.add_break(WD_BREAK.LINE)
    code = paragraph.add_run(tree.clean(item.code))
    code.font.size = Pt(m["code_size"])
