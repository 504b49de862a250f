"""The pieces of WordprocessingML that python-docx has no call for: exact widths, rules, fields, the house's styles."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from chungtay.typesetting import layout, tree

FONT = "Times New Roman"
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
TWIPS_PER_MM = 1440 / 25.4
_AFTER_BORDER = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
_EPOCH = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - python-docx writes naive UTC


def element(tag: str, **attributes: object) -> Any:
    """A w: element with w: attributes."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def new_document(*, title: str, author: str, size: float) -> Any:
    """An empty document: Vietnamese, Times New Roman everywhere, no style of the default template showing through."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(size)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = layout.measures()["line_spacing"]
    set_font(normal)
    for language in document.styles.element.iter(qn("w:lang")):
        for name in ("val", "eastAsia"):
            language.set(qn(f"w:{name}"), "vi-VN")
    for level in (1, 2, 3):
        style = document.styles[f"Heading {level}"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), level < 3, level == 3
        set_font(style)
        color = style.element.rPr.find(qn("w:color"))
        if color is not None:
            style.element.rPr.remove(color)
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.keep_with_next = True
    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:255], author[:255], "vi-VN"
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = _EPOCH
    return document


def set_font(style: Any) -> None:
    """Times New Roman for every script of a style, theme fonts removed."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [n for n in fonts.attrib if "heme" in n]:
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def to_bytes(document: Any) -> bytes:
    """The finished file; every entry of the archive carries one fixed time, so that equal trees give equal bytes."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(
                zipfile.ZipInfo(entry.filename, _EPOCH.timetuple()[:6]), source.read(entry), zipfile.ZIP_DEFLATED
            )
    return fixed.getvalue()


def page(section: Any, *, width: float, height: float, margins: tuple[float, float, float, float]) -> None:
    """Paper and margins (top, right, bottom, left) in mm."""
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (Mm(m) for m in margins)


def page_number(section: Any, *, size: float, distance: float) -> None:
    """The page's number centred in the top margin, from page 2 of the section on (L-04); each section counts anew."""
    section.header_distance = Mm(distance)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    shape(paragraph, "center")
    for kind in ("begin", "PAGE", "separate", "2", "end"):
        run = paragraph.add_run()
        run.font.size = Pt(size)
        if kind == "PAGE":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = "PAGE"
            run._r.append(code)
        elif kind == "2":
            run.add_text("2")
        else:
            run._r.append(element("w:fldChar", fldCharType=kind))
    section._sectPr.append(element("w:pgNumType", start=1))


def shape(
    paragraph: Any,
    align: tree.Align = "left",
    *,
    before: float = 0,
    after: float = 0,
    first: float | None = None,
    inset: tuple[float, float] | None = None,
    keep: bool = False,
) -> Any:
    """Sets a paragraph's form: spaces in pt, first-line indent and left/right insets in mm. Returns the paragraph."""
    form = paragraph.paragraph_format
    form.alignment, form.space_before, form.space_after = ALIGN[align], Pt(before), Pt(after)
    if first is not None:
        form.first_line_indent = Mm(first)
    if inset is not None:
        form.left_indent, form.right_indent = Mm(inset[0]), Mm(inset[1])
    form.keep_with_next = keep or None
    return paragraph


def mark_size(paragraph: Any, size: float) -> None:
    """The size of an empty paragraph: without it an empty cell is as high as a line of running text."""
    mark = element("w:rPr")
    mark.append(element("w:sz", val=round(size * 2)))
    paragraph._p.get_or_add_pPr().append(mark)


def write_runs(
    paragraph: Any, value: tree.Text, *, size: float | None = None, bold: bool = False, italic: bool = False
) -> Any:
    """Adds runs; hyphens of a document symbol become no-break hyphens, "\\n" a line's end."""
    for part in value:
        run = paragraph.add_run()
        run.bold, run.italic = (part.bold or bold) or None, (part.italic or italic) or None
        if size is not None:
            run.font.size = Pt(size)
        pieces = part.text.split("-") if part.nobreak else [part.text]
        for index, piece in enumerate(pieces):
            if index:
                run._r.append(element("w:noBreakHyphen"))
            for line, words in enumerate(piece.split("\n")):
                if line:
                    run.add_break()
                if words:
                    run.add_text(words)
    return paragraph


def write_words(paragraph: Any, words: str, **style: Any) -> Any:
    """Adds one plain string in one style, as given."""
    return write_runs(paragraph, (tree.Run(words),), **style)


def rule(container: Any, *, width: float, length: float, weight: float, after: float = 0) -> None:
    """A rule of `length` mm centred in `width` mm, as the top border of a thin paragraph (no drawing)."""
    margin = max(0.0, (width - length) / 2)
    paragraph = shape(container.add_paragraph(), "center", before=2, after=after, first=0, inset=(margin, margin))
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(3)
    border = element("w:pBdr")
    border.append(element("w:top", val="single", sz=round(weight * 8) or 4, space=1, color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(border, *_AFTER_BORDER)


def set_widths(table: Any, widths: Sequence[float], *, padding: float = 0) -> None:
    """Exact column widths in mm, in the grid and in every cell: else LibreOffice makes the columns equal."""
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(round(width * TWIPS_PER_MM)))
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=round(padding * 20), type="dxa"))
    table._tbl.tblPr.append(margins)


def row_options(row: Any, *options: str) -> None:
    """Row switches: "cantSplit" (not over two pages), "tblHeader" (repeated on every page)."""
    properties = row._tr.get_or_add_trPr()
    for option in options:
        properties.append(element(f"w:{option}"))
