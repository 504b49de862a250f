"""Word and LibreOffice files as those programs write them, built part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
# The list that plans use: I. / 1. / a) / - with a second list of decimals 1.1. and a bullet of the Symbol font.
LEVELS = [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-")]


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of parts, compressed as office programs do."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def w(inner: str, root: str = "document") -> str:
    """A part of a Word file."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{W}">{inner}</w:{root}>'


def run(text: str, font: str = "") -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f'<w:r>{fonts}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(text: str = "", *, level: int | None = None, num: int = 1, style: str = "", font: str = "", raw: str = "") -> str:
    """A paragraph; `level` puts it in list `num`, `style` names its style, `raw` are runs made by hand."""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>' if level is not None else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{raw or run(text, font)}</w:p>"


def tbl(rows: list[list[list[str]]]) -> str:
    """A table; every cell is a list of paragraphs (text)."""

    def cell(paragraphs: list[str]) -> str:
        return f"<w:tc>{''.join(map(p, paragraphs))}</w:tc>"

    cells = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl>{cells}</w:tbl>"


def numbering(levels: list[tuple[str, str]] | None = None) -> str:
    """List 1 with the levels of plans; list 2 shares its counters but begins again; list 3 is 1.1.-decimal."""
    chosen = LEVELS if levels is None else levels

    def abstract(key: int, given: list[tuple[str, str]]) -> str:
        inner = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for i, (form, text) in enumerate(given)
        )
        return f'<w:abstractNum w:abstractNumId="{key}">{inner}</w:abstractNum>'

    decimals = [("decimal", "%1."), ("decimal", "%1.%2."), ("bullet", "\uf0b7")]
    restart = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride>'
    nums = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    nums += f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{restart}</w:num>'
    nums += '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    return w(abstract(0, chosen) + abstract(1, decimals) + nums, "numbering")


def docx(body: str, **parts: str | bytes) -> bytes:
    """A Word file of a body; further parts by name, "/" written as "__" and "." as "_dot_"."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS,
            "word/document.xml": w(f"<w:body>{body}</w:body>"),
            "word/numbering.xml": numbering(),
            **named,
        }
    )


def odt(text: str, styles: str = "") -> bytes:
    """A Writer file; `text` is the content of office:text, `styles` of office:automatic-styles."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
