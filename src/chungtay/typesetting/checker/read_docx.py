"""A finished Word file as pieces with measures, as Word would resolve them: run, styles, defaults.

Only what stands in the file is read, whoever wrote it. Widths of text are measured with a typeface that has the widths
of Times New Roman.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from chungtay.typesetting.checker.model import Finished, Page, PageNumber, Piece, Stretch, colour_name
from chungtay.typesetting.checker.zones import MOTTO, NATIONAL, fold
from chungtay.typesetting.metrics import text_width

MM_PER_TWIP, EMU_PER_MM = 25.4 / 1440, 36000
_ALIGN = {
    "both": "justified",
    "distribute": "justified",
    "center": "centre",
    "right": "right",
    "end": "right",
    "left": "left",
    "start": "left",
}
PITCH = 1.149  # em from line to line in Times New Roman
_SINGLE = 240  # w:line of single spacing
_OFF = {"0", "false", "off"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(content: bytes) -> Finished:
    """Reads a DOCX. Raises what python-docx raises when it is none."""
    return _Reader(docx.Document(io.BytesIO(content))).read()


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document = document
        styles = document.styles.element
        self.styles = {s.get(qn("w:styleId")): s for s in styles.findall(qn("w:style"))}
        self.default = next(
            (
                s.get(qn("w:styleId"))
                for s in styles.findall(qn("w:style"))
                if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) == "1"
            ),
            None,
        )
        self.defaults = styles.find(qn("w:docDefaults"))
        self.row = 0
        self.section = 1

    def read(self) -> Finished:
        result = Finished("docx", [], [])
        for number, section in enumerate(self.document.sections, start=1):
            size = {s: getattr(section, f"{s}_margin") for s in ("top", "bottom", "left", "right")}
            page = Page(number, section.page_width / EMU_PER_MM, section.page_height / EMU_PER_MM, {})
            page.margins = {s: v / EMU_PER_MM if v is not None else None for s, v in size.items()}
            result.pages.append(page)
            self._numbers(result, section, number, page)
        result.pieces = list(self._flow())
        _pair_rules(result.pieces)
        _zones(result.pieces)
        return result

    # -- page numbers

    def _numbers(self, result: Finished, section: Any, number: int, page: Page) -> None:
        for at_top, part in ((True, section.header), (False, section.footer)):
            for paragraph in part._element.iter(qn("w:p")):
                if _has_page_field(paragraph):
                    piece = self._paragraph(paragraph, page.width)
                    offset = {"centre": 0.0, "right": 80.0}.get(piece.align or "left", -80.0)
                    size = self._field_size(paragraph)
                    result.numbers.append(PageNumber(number, "", at_top, offset, size, not piece.share("italic") > 0.5))
        if not section.different_first_page_header_footer:
            shown = any(n.page == number for n in result.numbers)
            first = section.first_page_header
            if shown and first is not None and number == 1:
                result.numbers.append(PageNumber(0, "1", True, 0.0, 0.0, True))

    def _field_size(self, paragraph: Any) -> float:
        run = next((r for r in paragraph.iter(qn("w:r")) if r.find(qn("w:fldChar")) is not None), None)
        run = run if run is not None else next(paragraph.iter(qn("w:r")), None)
        return self._stretch(run, paragraph, "").size if run is not None else 0.0

    # -- text

    def _flow(self) -> Iterator[Piece]:
        width = self._text_width()
        after: float | None = None
        empty = 0.0  # pt of empty paragraphs above
        for child in self.document.element.body:
            if child.tag == qn("w:p"):
                piece = self._paragraph(child, width)
                piece.page = self.section
                before = self._spacing(child, "before")
                piece.gap_before = empty + (max(before, after) if after is not None else before)
                after = self._spacing(child, "after")
                empty = 0.0 if piece.text else piece.gap_before + self._height(child, piece)
                yield piece
                yield from self._boxes(child)
                if child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
                    self.section += 1
                    width = self._text_width()
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
                after = None

    def _boxes(self, paragraph: Any) -> Iterator[Piece]:
        """What stands in text boxes (a stamp, a framed mark): apart from the text in which they are anchored."""
        for box in paragraph.iter(qn("w:txbxContent")):
            if any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                continue  # the same box again, for old programs
            for inner in box.findall(qn("w:p")):
                piece = self._paragraph(inner, 0)
                piece.page, piece.zone = self.section, "table"
                yield piece

    def _height(self, paragraph: Any, piece: Piece) -> float:
        """Points that an empty paragraph takes."""
        line, kind = self._value(paragraph, "w:spacing", "line"), self._value(paragraph, "w:spacing", "lineRule")
        if line and kind in ("exact", "atLeast"):
            return int(line) / 20
        run = OxmlElement("w:r")
        return self._stretch(run, paragraph, "").size * PITCH * (piece.line_spacing or 1.0)

    def _text_width(self) -> float:
        sections = self.document.sections
        section = sections[min(self.section, len(sections)) - 1]
        return float((section.page_width - section.left_margin - section.right_margin) / EMU_PER_MM)

    def _table(self, table: Any) -> Iterator[Piece]:
        framed = _framed(table, self.styles)
        grid = [int(c.get(qn("w:w")) or 0) * MM_PER_TWIP for c in table.iter(qn("w:gridCol"))]
        for row in table.findall(qn("w:tr")):
            self.row += 1
            cells = row.findall(qn("w:tc"))
            for index, cell in enumerate(cells):
                own = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
                width = (
                    int(own.get(qn("w:w")) or 0) * MM_PER_TWIP
                    if own is not None and own.get(qn("w:type")) != "pct"
                    else 0
                )
                width = width or (grid[index] if index < len(grid) else 0)
                after: float | None = None
                for paragraph in cell.findall(qn("w:p")):
                    piece = self._paragraph(paragraph, width)
                    piece.page, piece.row = self.section, self.row
                    piece.gap_before = max(self._spacing(paragraph, "before"), after or 0)
                    after = self._spacing(paragraph, "after")
                    piece.zone = "table" if framed else "flow"
                    if not framed and len(cells) > 1:
                        piece.side = "left" if index < len(cells) / 2 - 0.1 else "right"
                    yield piece
                    yield from self._boxes(paragraph)
                for inner in cell.findall(qn("w:tbl")):
                    yield from self._table(inner)

    def _paragraph(self, paragraph: Any, width: float) -> Piece:
        stretches: list[Stretch] = []
        rule: float | None = None
        for run in _own_runs(paragraph):
            words = "".join(_run_text(run))
            if words:
                stretches.append(self._stretch(run, paragraph, words))
            rule = _drawn_line(run) or rule
        piece = Piece(stretches)
        piece.align = _ALIGN.get(self._value(paragraph, "w:jc", "val") or "left", "left")  # type: ignore[assignment]
        first = self._indent(paragraph, "firstLine") - self._indent(paragraph, "hanging")
        start = self._indent(paragraph, "left") or self._indent(paragraph, "start")
        end = self._indent(paragraph, "right") or self._indent(paragraph, "end")
        tab = stretches and stretches[0].text.startswith("\t")
        piece.first_line = round(12.7 if tab and not first else first + start, 1)
        line, rule_kind = self._value(paragraph, "w:spacing", "line"), self._value(paragraph, "w:spacing", "lineRule")
        piece.line_spacing = int(line) / _SINGLE if line and rule_kind in (None, "auto") else None if line else 1.0
        lengths = self._line_lengths(stretches)
        natural = max(lengths)
        piece.width = min(natural, max(width - start - end, 1.0)) if width else natural
        piece.lines = sum(max(1, round(length / width + 0.49)) for length in lengths) if width else len(lengths)
        if rule is None and self._border(paragraph):
            rule = max(width - start - end, 0.0)
        if rule is None and stretches and all(self._underlined(r) for r in _own_runs(paragraph) if any(_run_text(r))):
            rule = natural
        piece.rule = rule
        return piece

    def _border(self, paragraph: Any) -> bool:
        return any(
            edge.get(qn("w:val")) not in (None, "nil", "none")
            for name in ("top", "bottom")
            for edge in paragraph.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn(f'w:{name}')}")
        )

    def _underlined(self, run: Any) -> bool:
        mark = run.find(f"{qn('w:rPr')}/{qn('w:u')}")
        return mark is not None and mark.get(qn("w:val")) not in (None, "none")

    def _line_lengths(self, stretches: list[Stretch]) -> list[float]:
        """Length of each line that the writer ended by hand; Word's own line ends are not in the file."""
        lengths = [0.0]
        for s in stretches:
            for n, words in enumerate(s.text.replace("\t", "    ").split("\n")):
                if n:
                    lengths.append(0.0)
                lengths[-1] += text_width(words, s.size, bold=s.bold, italic=s.italic)
        return lengths

    def _stretch(self, run: Any, paragraph: Any, words: str) -> Stretch:
        size = self._run_value(run, paragraph, "w:sz", "val")
        colour = self._run_value(run, paragraph, "w:color", "val")
        if self._toggle(run, paragraph, "w:caps"):
            words = words.upper()
        return Stretch(
            words,
            int(size) / 2 if size else 10.0,
            self._toggle(run, paragraph, "w:b"),
            self._toggle(run, paragraph, "w:i"),
            self._run_value(run, paragraph, "w:rFonts", "ascii")
            or self._run_value(run, paragraph, "w:rFonts", "hAnsi")
            or "",
            "black" if colour in (None, "auto") else colour_name(*bytes.fromhex(colour)),
        )

    # -- what the file says about a run or a paragraph

    def _chain(self, style: str | None) -> Iterator[Any]:
        seen: set[str] = set()
        while style and style in self.styles and style not in seen:
            seen.add(style)
            element = self.styles[style]
            yield element
            based = element.find(qn("w:basedOn"))
            style = based.get(qn("w:val")) if based is not None else None

    def _run_sources(self, run: Any, paragraph: Any) -> Iterator[Any]:
        own = run.find(qn("w:rPr"))
        if own is not None:
            yield own
            named = own.find(qn("w:rStyle"))
            if named is not None:
                for style in self._chain(named.get(qn("w:val"))):
                    yield from style.findall(qn("w:rPr"))
        for style in self._chain(self._style_of(paragraph)):
            yield from style.findall(qn("w:rPr"))
        if self.defaults is not None:
            yield from self.defaults.iterfind(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")

    def _style_of(self, paragraph: Any) -> str | None:
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return named.get(qn("w:val")) if named is not None else self.default

    def _run_value(self, run: Any, paragraph: Any, tag: str, attribute: str) -> str | None:
        for source in self._run_sources(run, paragraph):
            found = source.find(qn(tag))
            if found is not None and found.get(qn(f"w:{attribute}")) is not None:
                return str(found.get(qn(f"w:{attribute}")))
        return None

    def _toggle(self, run: Any, paragraph: Any, tag: str) -> bool:
        for source in self._run_sources(run, paragraph):
            found = source.find(qn(tag))
            if found is not None:
                return (found.get(qn("w:val")) or "1") not in _OFF
        return False

    def _value(self, paragraph: Any, tag: str, attribute: str) -> str | None:
        sources = [*paragraph.findall(qn("w:pPr"))]
        for style in self._chain(self._style_of(paragraph)):
            sources += style.findall(qn("w:pPr"))
        if self.defaults is not None:
            sources += self.defaults.findall(f"{qn('w:pPrDefault')}/{qn('w:pPr')}")
        for source in sources:
            found = source.find(qn(tag))
            if found is not None and found.get(qn(f"w:{attribute}")) is not None:
                return str(found.get(qn(f"w:{attribute}")))
        return None

    def _indent(self, paragraph: Any, side: str) -> float:
        return int(float(self._value(paragraph, "w:ind", side) or 0)) * MM_PER_TWIP

    def _spacing(self, paragraph: Any, side: str) -> float:
        return int(float(self._value(paragraph, "w:spacing", side) or 0)) / 20


def _own_runs(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph without those of the text boxes that it anchors."""
    inside = {run for box in paragraph.iter(qn("w:txbxContent")) for run in box.iter(qn("w:r"))}
    for run in paragraph.iter(qn("w:r")):
        if run not in inside:
            yield run


def _run_text(run: Any) -> Iterator[str]:
    for child in run:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t"
        elif child.tag in (qn("w:noBreakHyphen"),):
            yield "-"
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"


def _has_page_field(paragraph: Any) -> bool:
    codes = "".join(t.text or "" for t in paragraph.iter(qn("w:instrText")))
    codes += "".join(f.get(qn("w:instr")) or "" for f in paragraph.iter(qn("w:fldSimple")))
    return bool(re.search(r"\bPAGE\b", codes))


def _framed(table: Any, styles: dict[str, Any]) -> bool:
    """Whether the table has visible lines inside: a table of data, not one that only places text."""
    borders = table.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
    if borders is None:
        named = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
        style = styles.get(named.get(qn("w:val"))) if named is not None else None
        borders = style.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}") if style is not None else None
    if borders is None:
        return False
    inner = borders.find(qn("w:insideV"))
    return inner is not None and inner.get(qn("w:val")) not in (None, "nil", "none")


def _drawn_line(run: Any) -> float | None:
    """Length in mm of a flat drawing in a run: a line drawn with the mouse."""
    for extent in run.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"):
        if int(extent.get("cy") or 0) < EMU_PER_MM:
            return int(extent.get("cx") or 0) / EMU_PER_MM
    for line in run.iter("{urn:schemas-microsoft-com:vml}line"):
        ends = [re.match(r"-?[\d.]+", line.get(name) or "0") for name in ("from", "to")]
        if all(ends):
            return abs(float(ends[1][0]) - float(ends[0][0])) * 25.4 / 72  # type: ignore[index]
    return None


def _pair_rules(pieces: list[Piece]) -> None:
    """An empty paragraph with a border or a drawing is the rule of the paragraph above it."""
    for index, piece in enumerate(pieces):
        if piece.rule is None or piece.text or index == 0:
            continue
        owner = next(
            (p for p in reversed(pieces[:index]) if p.text and p.row == piece.row and p.side == piece.side), None
        )
        if owner is not None and owner.rule is None:
            owner.rule = piece.rule
        piece.rule = None
    pieces[:] = [p for p in pieces if p.text]


def _zones(pieces: list[Piece]) -> None:
    """Frameless rows around the Quốc hiệu are the letterhead, all others at the end of a paper are its foot."""
    starts = [i for i, p in enumerate(pieces) if fold(p.text) == NATIONAL] or [-1]
    begins = [_row_begin(pieces, start) for start in starts]
    for n, start in enumerate(starts):
        own = pieces[begins[n] if n else 0 : begins[n + 1] if n + 1 < len(starts) else len(pieces)]
        if start >= 0:
            _head(own, pieces[start])
        for piece in own:
            if piece.row is not None and piece.zone == "flow":
                piece.zone = "foot"
        _bare_foot(own, pieces[start] if start >= 0 else own[0] if own else None)


def _row_begin(pieces: list[Piece], start: int) -> int:
    """The first piece of the row in which the Quốc hiệu stands."""
    while start > 0 and pieces[start].row is not None and pieces[start - 1].row == pieces[start].row:
        start -= 1
    return start


def _head(own: list[Piece], national: Piece) -> None:
    rows = {national.row, (national.row or -5) + 1} if national.row is not None else set()
    follow = own[own.index(national) + 1 :][:6]
    for piece in own:
        if piece.row is not None and piece.row in rows and piece.zone == "flow":
            piece.zone = "head"
    if national.row is None:
        national.zone, national.side = "head", "right"
        for piece in follow:
            if MOTTO.match(fold(piece.text)) or piece.align == "right":
                piece.zone, piece.side = "head", "right"


def _bare_foot(own: list[Piece], first: Piece | None) -> None:
    """Recipients below the signatures, outside of a table."""
    from chungtay.typesetting.checker.zones import RECIPIENTS

    found = next((i for i, p in enumerate(own) if p.zone == "flow" and RECIPIENTS.match(fold(p.text))), None)
    if found is None:
        return
    for piece in own[found:]:
        if piece.zone != "flow" or (not piece.text.startswith("-") and piece is not own[found]):
            break
        piece.zone, piece.side = "foot", "left"
