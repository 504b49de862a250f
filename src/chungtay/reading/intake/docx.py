"""Word files (.docx, .docm): the body in its order, with the letterhead table and the numbers that Word prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element

from chungtay.reading.intake.archive import BROKEN, Archive, attribute, child, children, local
from chungtay.reading.intake.blocks import PAGE, Block, Cell, Paragraph, Table, lines
from chungtay.reading.intake.converted import Converted
from chungtay.reading.intake.legacy import NAMES, convert, font_raises, font_scheme, repair
from chungtay.reading.intake.numbering import Numbering, bullet
from chungtay.reading.intake.paging import paged
from chungtay.reading.intake.plaintext import CONVERTED
from chungtay.reading.intake.source import UnreadableFile

MACROS = "Tệp Word có macro; macro bị bỏ qua, chỉ đọc chữ. Hỏi lại người gửi nếu thấy lạ."
TRACKED = "Tệp Word còn sửa đổi chưa duyệt (Track Changes); đã đọc theo bản sau sửa. Duyệt hết rồi đưa lại nếu cần."
WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "smartTag", "hyperlink", "customXml", "fldSimple", "AlternateContent",
            "Choice", "dir", "bdo", "ruby", "rubyBase"}  # fmt: skip
DEEP_STYLES = 20
OFF = ("0", "false", "off", "none")


@dataclass
class Style:
    """What a paragraph style says that matters here."""

    based_on: str | None
    list_id: str | None
    level: int | None
    font: str | None


def read_docx(path: Path) -> Converted:
    """The text of a Word file. Raises UnreadableFile."""
    archive = Archive(path)
    root = archive.xml(_main_part(archive))
    body = child(root, "body")
    if body is None:
        raise UnreadableFile(BROKEN)
    reader = _Reader(archive)
    text, scheme = repair(lines(list(reader.blocks(body))))
    warnings = [MACROS] if any(n.lower().endswith("vbaproject.bin") for n in archive.names) else []
    if reader.tracked:
        warnings.append(TRACKED)
    schemes = reader.schemes | ({scheme} if scheme else set())
    warnings.extend(CONVERTED.format(name=NAMES[s]) for s in sorted(schemes))
    return Converted(paged(text), warnings, glue=False)


def _main_part(archive: Archive) -> str:
    """The part that the package names as its document; nearly always word/document.xml."""
    for relation in children(archive.xml("_rels/.rels"), "Relationship"):
        if (attribute(relation, "Type") or "").endswith("/officeDocument"):
            return (attribute(relation, "Target") or "").lstrip("/")
    return "word/document.xml"


class _Reader:
    def __init__(self, archive: Archive) -> None:
        self.numbering = Numbering(archive.xml("word/numbering.xml"))
        self.styles: dict[str, Style] = {}
        self.default_style: str | None = None
        self.default_font: str | None = None
        self.schemes: set[str] = set()
        self.tracked = False
        styles = archive.xml("word/styles.xml")
        self.default_font = _font(child(styles, "docDefaults", "rPrDefault", "rPr"))
        for element in children(styles, "style"):
            name = attribute(element, "styleId") or ""
            listed = child(element, "pPr", "numPr")
            self.styles[name] = Style(
                attribute(child(element, "basedOn"), "val"),
                attribute(child(listed, "numId"), "val"),
                _integer(attribute(child(listed, "ilvl"), "val")),
                _font(child(element, "rPr")),
            )
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                self.default_style = name

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Paragraphs and tables of a body or a cell, in order."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield Table([self._row(row) for row in _through(element, "tr")])
            elif name in WRAPPERS:
                yield from self.blocks(element)

    def _row(self, row: Element) -> list[Cell]:
        cells = []
        for cell in _through(row, "tc"):
            properties = child(cell, "tcPr")
            merged = child(properties, "vMerge")
            goes_on = merged is not None and attribute(merged, "val") != "restart"
            width = _integer(attribute(child(properties, "gridSpan"), "val")) or 1
            cells.append(Cell([] if goes_on else list(self.blocks(cell)), max(1, min(width, 60))))
        return cells

    def _paragraph(self, element: Element) -> Iterator[Block]:
        """The paragraph, then what stands in its text boxes."""
        properties = child(element, "pPr")
        style = attribute(child(properties, "pStyle"), "val") or self.default_style
        pieces: list[tuple[str | None, str]] = []
        boxes: list[Element] = []
        self._collect(element, self._style_font(style), pieces, boxes)
        text = "".join(
            self._decoded("".join(piece for _, piece in group), font)
            for font, group in groupby(pieces, key=lambda p: p[0])
        )
        # Word does not number a paragraph that holds nothing to print… it does, but no clerk means it.
        label = self._label(properties, style) if text.strip() else ""
        yield Paragraph(text, label)
        for box in boxes:
            yield from self.blocks(box)

    def _decoded(self, text: str, font: str | None) -> str:
        scheme = font_scheme(font) if font else None
        if not scheme or not font:
            return text
        decoded = convert(text, scheme)
        if decoded == text and not font_raises(font):
            return text
        if decoded != text:
            self.schemes.add(scheme)
        return decoded.upper() if font_raises(font) else decoded

    def _collect(
        self, parent: Element, font: str | None, pieces: list[tuple[str | None, str]], boxes: list[Element]
    ) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._run(element, font, pieces, boxes)
            elif name in ("ins", "moveTo"):
                self.tracked = True
                self._collect(element, font, pieces, boxes)
            elif name in ("del", "moveFrom"):
                self.tracked = True
            elif name in WRAPPERS:
                self._collect(element, font, pieces, boxes)

    def _run(self, run: Element, font: str | None, pieces: list[tuple[str | None, str]], boxes: list[Element]) -> None:
        properties = child(run, "rPr")
        hidden = child(properties, "vanish")
        if hidden is not None and attribute(hidden, "val") not in OFF:
            return
        font = _font(properties) or font
        key = font if font and font_scheme(font) else None  # runs of one old encoding are decoded together
        for element in run:
            match local(element):
                case "t":
                    pieces.append((key, element.text or ""))
                case "tab" | "ptab":
                    pieces.append((key, "\t"))
                case "br" | "cr":
                    page = attribute(element, "type") == "page"
                    pieces.append((key, PAGE if page else "\n"))
                case "lastRenderedPageBreak":
                    pieces.append((key, PAGE))
                case "noBreakHyphen":
                    pieces.append((key, "-"))
                case "sym":
                    pieces.append((key, _symbol(attribute(element, "char"))))
                case "drawing" | "pict" | "object":
                    boxes.extend(_boxes(element))
                case "AlternateContent":
                    chosen = child(element, "Choice")
                    boxes.extend(_boxes(element if chosen is None else chosen))

    def _label(self, properties: Element | None, style: str | None) -> str:
        """The printed label: by the paragraph's own list, else by that of its style or of those it is based on."""
        listed = child(properties, "numPr")
        list_id = attribute(child(listed, "numId"), "val")
        level = _integer(attribute(child(listed, "ilvl"), "val"))
        name, steps = style, 0
        while name in self.styles and steps < DEEP_STYLES and (list_id is None or level is None):
            known = self.styles[name]
            if list_id is None and known.list_id is not None:
                list_id = known.list_id
                if level is None:
                    level = self.numbering.style_level(list_id, name)
            if level is None:
                level = known.level
            name, steps = known.based_on, steps + 1
        return self.numbering.label(list_id, level or 0) if list_id not in (None, "0") and list_id else ""

    def _style_font(self, style: str | None) -> str | None:
        for _ in range(DEEP_STYLES):
            known = self.styles.get(style or "")
            if known is None:
                break
            if known.font:
                return known.font
            style = known.based_on
        return self.default_font


def _through(parent: Element, name: str) -> Iterator[Element]:
    """The children of a name, also those inside wrappers (content controls around rows and cells)."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in WRAPPERS:
            yield from _through(element, name)


def _boxes(element: Element) -> list[Element]:
    """Text boxes below a drawing, without those that only repeat them for old versions of Word."""
    found = []
    for part in element:
        if local(part) == "txbxContent":
            found.append(part)
        elif local(part) != "Fallback":
            found.extend(_boxes(part))
    return found


def _font(properties: Element | None) -> str | None:
    fonts = child(properties, "rFonts")
    return attribute(fonts, "ascii") or attribute(fonts, "hAnsi")


def _symbol(code: str | None) -> str:
    try:
        char = chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
    return bullet(char) if 0xE000 <= ord(char) <= 0xF8FF else char


def _integer(text: str | None) -> int | None:
    try:
        return int(text or "")
    except ValueError:
        return None
