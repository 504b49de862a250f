"""Papers that somebody else made, right and wrong, as PDF and as Word: none of them passes through our renderers."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import docx
import typst
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from chungtay.typesetting import layout

HERE = Path(__file__).parent
PROSE = (
    "Nâng cao ý thức trách nhiệm của cán bộ, công chức trong giải quyết thủ tục hành chính cho người dân, tổ chức; "
    "khơi dậy sáng kiến, cách làm mới ở các thôn, các đơn vị trên địa bàn xã, lấy sự hài lòng của dân làm thước đo."
)


def style(size: float, *, bold: bool = False, italic: bool = False) -> dict[str, Any]:
    """How a line is set."""
    return {"size": size, "bold": bold, "italic": italic}


RIGHT: dict[str, Any] = {
    "font": "Liberation Serif",
    "width": 210, "height": 297, "left": 30, "right": 20, "top": 20, "bottom": 20,
    "body": 14, "indent": 10, "gap": 6, "spacing": 1, "justify": True,
    "number_place": "top", "number_from": 1, "order": "right",
    "superior": "ỦY BAN NHÂN DÂN HUYỆN MẪU", "superior_style": style(12),
    "issuer": "ỦY BAN NHÂN DÂN XÃ MẪU", "issuer_style": style(12, bold=True), "issuer_rule": 0.4,
    "national": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "national_style": style(12, bold=True),
    "motto": "Độc lập - Tự do - Hạnh phúc", "motto_style": style(13, bold=True), "motto_rule": 1,
    "number": "Số: 07/KH-UBND", "number_style": style(13),
    "date": "Mẫu, ngày 05 tháng 02 năm 2025", "date_style": style(13, italic=True),
    "type": "KẾ HOẠCH", "type_style": style(14, bold=True),
    "title": "Phát động phong trào thi đua năm 2025", "title_style": style(14, bold=True), "title_rule": 0.4,
    "bases": ["Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", "Căn cứ Kế hoạch số 03/KH-UBND của xã."],
    "base_style": style(14, italic=True),
    "text": [PROSE] * 14,
    "recipients": ["- Đảng ủy, HĐND xã;", "- Các thôn;", "- Lưu: VT."],
    "word_style": style(12, bold=True, italic=True), "recipient_style": style(11),
    "authority": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "authority_style": style(14, bold=True),
    "name": "Cán bộ mẫu 01", "name_style": style(14, bold=True),
    "stamps": [], "info": [], "copy": [],
    "rules": "drawn", "motto_rules": "",
}  # fmt: skip


def line(words: str, size: float, place: str = "left", *, bold: bool = False, italic: bool = False) -> dict[str, Any]:
    """A line of a box that few papers have; `place`: left, centre, right, stamp."""
    return {"words": words, "style": style(size, bold=bold, italic=italic), "place": place}


def as_pdf(**changes: Any) -> bytes:
    """The paper as PDF, set by a template of the tests."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(layout.FONTS)])
    options = json.dumps({**RIGHT, **changes}, ensure_ascii=False)
    return bytes(typst.compile(str(HERE / "paper.typ"), font_paths=fonts, sys_inputs={"options": options}))


def as_docx(**changes: Any) -> bytes:
    """The paper as Word, typed as a clerk types it: frameless tables, lines drawn with the mouse, a page field."""
    o = {**RIGHT, **changes}
    document = docx.Document()
    normal = document.styles["Normal"]
    font = "Times New Roman" if o["font"] == "Liberation Serif" else o["font"]
    normal.font.name, normal.font.size = font, Pt(o["body"])
    section = document.sections[0]
    section.page_width, section.page_height = Mm(o["width"]), Mm(o["height"])
    section.left_margin, section.right_margin = Mm(o["left"]), Mm(o["right"])
    section.top_margin, section.bottom_margin = Mm(o["top"]), Mm(o["bottom"])
    _page_number(section, o)
    for entry in o["info"]:
        _extra(document, entry)
    first, second = (_letterhead, _titles) if o["order"] == "right" else (_titles, _letterhead)
    first(document, o)
    second(document, o)
    for words in o["bases"]:
        _body(_line(document.add_paragraph(), words, o["base_style"], WD_ALIGN_PARAGRAPH.JUSTIFY), o)
    for words in o["text"]:
        if isinstance(words, dict):
            _extra(document, words)
            continue
        paragraph = document.add_paragraph(words)
        if o["justify"]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        _body(paragraph, o)
    left, right = document.add_table(1, 2).rows[0].cells
    _line(left.paragraphs[0], "Nơi nhận:", o["word_style"], None)
    for words in o["recipients"]:
        _line(left.add_paragraph(), words, o["recipient_style"], None)
    for index, words in enumerate([*o["authority"], o["name"]]):
        named = index == len(o["authority"])
        _line(
            right.add_paragraph() if index else right.paragraphs[0],
            words,
            o["name_style" if named else "authority_style"],
            WD_ALIGN_PARAGRAPH.CENTER,
        )
    for entry in o["copy"]:
        _extra(document, entry)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _extra(container: Any, entry: dict[str, Any]) -> None:
    place = {"centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}.get(entry["place"])
    _line(container.add_paragraph(), entry["words"], entry["style"], place)


def _line(paragraph: Any, words: str, how: dict[str, Any], align: Any, length: float = 0, way: str = "drawn") -> Any:
    run = paragraph.add_run(words)
    run.font.size, run.bold, run.italic = Pt(how["size"]), how["bold"], how["italic"]
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    if length and way == "underlined":
        run.underline = True
    elif length:
        run._r.append(_drawn(length, how["size"], way))
    return paragraph


_LINE = """<w:drawing {names}><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"
 behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="column"><wp:align>center</wp:align></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>{down}</wp:posOffset></wp:positionV>
<wp:extent cx="{length}" cy="0"/><wp:wrapNone/><wp:docPr id="{id}" name="Line {id}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{length}" cy="0"/></a:xfrm>
<a:prstGeom prst="line"><a:avLst/></a:prstGeom>
<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>
<wps:bodyPr/></wps:wsp></a:graphicData>
</a:graphic></wp:anchor></w:drawing>"""
_OLD_LINE = """<w:pict {names}><v:line style="position:absolute;mso-position-horizontal:center;z-index:2"
 from="0,{down}pt" to="{length}pt,{down}pt" strokeweight=".75pt"/></w:pict>"""
_NAMES = " ".join(
    f'xmlns:{short}="{uri}"'
    for short, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)


def _drawn(length: float, size: float, way: str) -> Any:
    """A straight line drawn with the mouse, `length` mm long, under a line of text of `size` pt."""
    down = round(size * 1.15 + 2)
    if way == "old":
        return parse_xml(_OLD_LINE.format(names=_NAMES, down=down, length=round(length * 72 / 25.4, 1)))
    cx = round(length * 36000)
    return parse_xml(_LINE.format(names=_NAMES, down=down * 12700, length=cx, id=cx % 9973 + 1))


def _width(words: str, how: dict[str, Any]) -> float:
    from PIL import ImageFont

    face = f"LiberationSerif-{'Bold' if how['bold'] else 'Regular'}.ttf"
    return ImageFont.truetype(str(layout.FONTS / face), 1000).getlength(words) * how["size"] / 1000 * 25.4 / 72


def _letterhead(document: Any, o: dict[str, Any]) -> None:
    table = document.add_table(2, 2)
    centre = WD_ALIGN_PARAGRAPH.CENTER
    left, right = table.rows[0].cells
    _line(left.paragraphs[0], o["superior"], o["superior_style"], centre)
    _line(
        left.add_paragraph(),
        o["issuer"],
        o["issuer_style"],
        centre,
        _width(o["issuer"], o["issuer_style"]) * o["issuer_rule"],
        o["rules"],
    )
    _line(right.paragraphs[0], o["national"], o["national_style"], centre)
    _line(
        right.add_paragraph(),
        o["motto"],
        o["motto_style"],
        centre,
        _width(o["motto"], o["motto_style"]) * o["motto_rule"],
        o["motto_rules"] or o["rules"],
    )
    left, right = table.rows[1].cells
    _line(left.paragraphs[0], o["number"], o["number_style"], centre)
    for entry in o["stamps"]:
        _extra(left, entry)
    _line(right.paragraphs[0], o["date"], o["date_style"], centre)


def _titles(document: Any, o: dict[str, Any]) -> None:
    centre = WD_ALIGN_PARAGRAPH.CENTER
    _line(document.add_paragraph(), o["type"], o["type_style"], centre)
    _line(
        document.add_paragraph(),
        o["title"],
        o["title_style"],
        centre,
        _width(o["title"], o["title_style"]) * o["title_rule"],
        o["rules"],
    )


def _body(paragraph: Any, o: dict[str, Any]) -> None:
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_after, form.space_before = Mm(o["indent"]), Pt(o["gap"]), Pt(0)
    form.line_spacing = float(o["spacing"])


def _page_number(section: Any, o: dict[str, Any]) -> None:
    if o["number_place"] == "none":
        return
    section.different_first_page_header_footer = o["number_from"] > 0
    part = section.footer if o["number_place"] == "bottom" else section.header
    paragraph = part.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if o["number_place"] == "corner" else WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(14)
    for kind in ("begin", None, "end"):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = " PAGE "
        run._r.append(mark)
