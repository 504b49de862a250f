"""A finished PDF as pieces with measures, from the page itself: letters, their fonts and places, and drawn lines.

Nothing is asked of the program that made the file. Letters are joined to lines in the order in which they were drawn,
because two columns of one height (letterhead, signatures) are drawn one after the other.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from chungtay import pdfium
from chungtay.typesetting.checker.model import Box, Finished, Page, PageNumber, Piece, Stretch, colour_name
from chungtay.typesetting.checker.zones import (
    RECIPIENTS,
    SIGNED_AT,
    Layout,
    assign_zones,
    fold,
    is_page_number,
    join_national_name,
)

MM = 25.4 / 72
ASCENT, DESCENT, PITCH = 0.891, 0.216, 1.149  # of Times New Roman, in em: a line reaches so far above and below
_THIN, _LONG = 2.6, 11.0  # pt: a drawn line is thinner and longer than this
_BOLD_WEIGHT = 600
_DISPLAY = 24.0  # pt
_INDENTED, _ENDED, _APART = 4.0, 25.0, 2.5  # mm, mm, pt
_GAP = 2.2  # em between two letters from which on they belong to different columns
_LEAST_MARGIN, _FIRST_LINE = 29.0, 10.0  # mm: the least that a margin and an indent are taken for
_TOGETHER, _FULL, _SMALL = 3, 100.0, 12.2  # lines that end together; mm of a full line; pt of a small one
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[-,]?(bold|italic|oblique|regular|roman|mt|psmt)+$", re.IGNORECASE)


@dataclass
class _Line:
    page: int
    stretches: list[Stretch]
    left: float
    right: float
    baseline: float
    size: float
    in_table: bool = False

    @property
    def box(self) -> Box:
        return Box(
            self.left, self.baseline - ASCENT * self.size * MM, self.right, self.baseline + DESCENT * self.size * MM
        )


@dataclass
class _Drawn:
    across: list[Box] = field(default_factory=list)
    down: list[Box] = field(default_factory=list)


def read_pdf(content: bytes) -> Finished:
    """Reads a PDF. Raises pdfium.PdfiumError when it is none or is locked."""
    lines: list[_Line] = []
    drawn: dict[int, _Drawn] = {}
    pages: list[Page] = []
    with pdfium.opened(content) as document:
        for number, page in enumerate(document, start=1):
            width, height = (side * MM for side in page.get_size())
            pages.append(Page(number, width, height, {}))
            drawn[number] = _drawings(page, height)
            lines += _lines(page, number, height, drawn[number])
    return _finished(pages, lines, drawn)


def text_lines(content: bytes) -> list[tuple[int, str]]:
    """Every line of text with its page, in the order in which the file draws them; columns and cells are apart."""
    found: list[tuple[int, str]] = []
    with pdfium.opened(content) as document:
        for number, page in enumerate(document, start=1):
            height = page.get_size()[1] * MM
            found += [(number, _words(line)) for line in _lines(page, number, height, _drawings(page, height))]
    return found


def _family(name: str) -> str:
    bare = _SUBSET.sub("", name)
    while (shorter := _STYLE.sub("", bare)) != bare:
        bare = shorter
    return bare


def _drawings(page: Any, height: float) -> _Drawn:
    drawn = _Drawn()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        box = Box(left * MM, height - top * MM, right * MM, height - bottom * MM)
        if top - bottom <= _THIN and right - left >= _LONG:
            drawn.across.append(box)
        elif right - left <= _THIN and top - bottom >= _LONG:
            drawn.down.append(box)
    return drawn


def _tables(drawn: _Drawn) -> list[Box]:
    """Regions with upright lines: tables."""
    spans: list[list[float]] = []
    for line in sorted(drawn.down, key=lambda b: b.top):
        for span in spans:
            if line.top <= span[3] + 1.5:
                span[0], span[2], span[3] = min(span[0], line.left), max(span[2], line.right), max(span[3], line.bottom)
                break
        else:
            spans.append([line.left, line.top, line.right, line.bottom])
    return [Box(*s) for s in spans if s[2] - s[0] > 10]


def _lines(page: Any, number: int, height: float, drawn: _Drawn) -> list[_Line]:
    text = page.get_textpage()
    tables = _tables(drawn)
    found: list[_Line] = []
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    box, channels = raw.FS_RECTF(), [ctypes.c_uint() for _ in range(4)]
    style: tuple[str, bool, bool] = ("", False, False)
    current: _Line | None = None
    space = False
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text.raw, index))
        if letter.isspace() or letter == "\0" or raw.FPDFText_IsGenerated(text.raw, index):
            space = True
            continue
        raw.FPDFText_GetCharOrigin(text.raw, index, ctypes.byref(x), ctypes.byref(y))
        raw.FPDFText_GetMatrix(text.raw, index, matrix)
        raw.FPDFText_GetLooseCharBox(text.raw, index, box)
        size = round(
            raw.FPDFText_GetFontSize(text.raw, index) * (abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5), 2
        )
        raw.FPDFText_GetFontInfo(text.raw, index, buffer, 128, ctypes.byref(flags))
        name = buffer.value.decode("utf-8", "replace")
        weight = raw.FPDFText_GetFontWeight(text.raw, index)
        style = (
            _family(name),
            "bold" in name.lower() or (weight >= _BOLD_WEIGHT and "regular" not in name.lower()),
            "italic" in name.lower() or "oblique" in name.lower(),
        )
        raw.FPDFText_GetFillColor(text.raw, index, *(ctypes.byref(c) for c in channels))
        colour = colour_name(*(c.value for c in channels[:3]))
        left, right, baseline = x.value * MM, box.right * MM, height - y.value * MM
        fenced = current is not None and any(
            current.right - 1 < line.left < left + 1 and line.top < baseline < line.bottom + 1 for line in drawn.down
        )
        if current is None or fenced or _breaks(current, left, baseline, size):
            current = _Line(number, [], left, right, baseline, size)
            current.in_table = any(
                t.left - 1 <= left and right <= t.right + 1 and t.top <= baseline <= t.bottom + 0.5 for t in tables
            )
            found.append(current)
            space = False
        elif space:
            letter = " " + letter
        space = False
        last = current.stretches[-1] if current.stretches else None
        if last and (last.font, last.bold, last.italic, last.size, last.colour) == (*style, size, colour):
            current.stretches[-1] = Stretch(last.text + letter, size, style[1], style[2], style[0], colour)
        else:
            current.stretches.append(Stretch(letter, size, style[1], style[2], style[0], colour))
        current.right, current.left = max(current.right, right), min(current.left, left)
        current.size = max(current.size, size)
    return found


def _breaks(line: _Line, left: float, baseline: float, size: float) -> bool:
    em = size * MM
    return abs(baseline - line.baseline) > 0.25 * em or left < line.right - em or left - line.right > _GAP * em


def _edges(lines: Sequence[_Line], tables: Sequence[Box]) -> Layout:
    """Where the text block begins and ends: from lines that end together, the lines after them, the recipients."""
    free = [line for line in lines if not line.in_table]
    full = [line.right for line in free if line.right - line.left > _FULL]
    furthest = max(full, default=0.0)
    together = sum(1 for edge in full if furthest - edge < 1)
    right = furthest if together >= max(_TOGETHER, len(full) / 4) else None
    lefts = [line.left for line in free if _small_list(line)]
    ordered = sorted(free, key=lambda line: (line.page, line.baseline))
    for above, below in pairwise(ordered):
        near = above.page == below.page and 0 < below.baseline - above.baseline < 1.8 * PITCH * below.size * MM
        dotted = _words(above).endswith(("....", "…"))  # leaders end where full lines end, nothing goes on below
        if near and right is not None and abs(above.right - right) < 1 and not dotted:
            lefts.append(below.left)
    if not lefts:
        lefts = [t.left for t in tables] or _first_lines(free or lines)
    return Layout(left=min(lefts, default=0.0), right=right)


def _first_lines(lines: Sequence[_Line]) -> list[float]:
    """Where a short paper begins of which no line goes on below another: an indent before where most lines begin."""
    lefts = [line.left for line in lines]
    begin, count = Counter(round(left, 1) for left in lefts).most_common(1)[0] if lefts else (0.0, 0)
    indented = count > 1 and begin - _FIRST_LINE >= _LEAST_MARGIN and min(lefts) >= _LEAST_MARGIN
    return [begin - _FIRST_LINE] if indented else lefts


def _small_list(line: _Line) -> bool:
    """A line of the recipients."""
    words = fold(_words(line))
    return line.size <= _SMALL and (words.startswith("- ") or bool(RECIPIENTS.match(words)))


def _finished(pages: list[Page], lines: list[_Line], drawn: dict[int, _Drawn]) -> Finished:
    result = Finished("pdf", pages, [])
    for page in pages:
        own = [line for line in lines if line.page == page.number]
        marks = [line for line in own if not line.in_table and is_page_number(_words(line), page.number)]
        free = [line for line in own if not line.in_table]
        for line in marks:
            others = [o for o in free if o is not line]
            above = all(o.box.top > line.box.bottom - 1 for o in others)
            below = all(o.box.bottom < line.box.top + 1 for o in others)
            if others and not above and not below:
                continue
            lines.remove(line)
            middle = (line.left + line.right) / 2
            result.numbers.append(
                PageNumber(
                    page.number,
                    _words(line),
                    line.baseline < page.height / 2,
                    middle,
                    line.size,
                    not any(s.italic for s in line.stretches),
                )
            )
    edges = _edges(lines, [t for d in drawn.values() for t in _tables(d)])
    _measure_margins(result, lines, edges)
    pieces = [_piece(line) for line in _reading_order(lines)]
    layout = Layout(edges.left, edges.right)
    join_national_name(pieces)
    assign_zones(pieces, pages)
    _lay_rules(pieces, drawn)
    sheet = any(p.size > _DISPLAY for p in pieces)  # a certificate has no running text
    result.pieces = pieces if sheet else _paragraphs(pieces, layout, pages)
    return result


def _words(line: _Line) -> str:
    return "".join(s.text for s in line.stretches).strip()


def _reading_order(lines: Iterable[_Line]) -> list[_Line]:
    return sorted(lines, key=lambda line: (line.page, round(line.baseline, 1), line.left))


def _piece(line: _Line) -> Piece:
    piece = Piece(list(line.stretches), page=line.page, box=line.box, width=line.right - line.left)
    piece.zone = "table" if line.in_table else "flow"
    return piece


def _measure_margins(result: Finished, lines: Sequence[_Line], edges: Layout) -> None:
    for page in result.pages:
        own = [line for line in lines if line.page == page.number and not line.in_table]
        inside = [line for line in lines if line.page == page.number and not SIGNED_AT.search(_words(line))]
        if not inside:
            continue
        page.margins = {
            "left": _begin_of(own, edges),
            "right": page.width - max(line.right for line in inside),
            "top": min(line.box.top for line in inside),
            "bottom": page.height - max(line.box.bottom for line in inside),
        }


def _begin_of(own: Sequence[_Line], edges: Layout) -> float | None:
    """Where the text of a page begins; None when every line is indented or stands in the middle."""
    first = min((line.left for line in own), default=None)
    return first if first is not None and first <= edges.left + _INDENTED else None


def _lay_rules(pieces: Sequence[Piece], drawn: dict[int, _Drawn]) -> None:
    """Gives each drawn line, unless it belongs to a table, to the piece right above it."""
    for number, lines in drawn.items():
        tables = _tables(lines)
        near = [p for p in pieces if p.page == number and p.zone != "table" and p.box]
        for rule in lines.across:
            if any(
                t.left - 2 <= rule.left and rule.right <= t.right + 2 and t.top - 2 <= rule.top <= t.bottom + 2
                for t in tables
            ):
                continue
            above = [
                p
                for p in near
                if p.box
                and -2 <= rule.top - (p.box.bottom - 1) <= 5
                and p.box.left - 3 <= rule.middle <= p.box.right + 3
            ]
            if above:
                owner = min(above, key=lambda p: abs(rule.top - p.box.bottom) if p.box else 0)
                owner.rule = max(owner.rule or 0.0, rule.right - rule.left)


def _usual_gap(pieces: Sequence[Piece]) -> float:
    """Points between two lines of one paragraph beyond the normal pitch: what most lines have."""
    gaps = [
        _gap(a, b) for a, b in pairwise(pieces) if a.zone == b.zone == "flow" and a.page == b.page and a.size == b.size
    ]
    near = Counter(round(g * 2) / 2 for g in gaps if -1 < g < 2 * _DISPLAY)
    return max(0.0, near.most_common(1)[0][0]) if near else 0.0


def _paragraphs(pieces: Sequence[Piece], layout: Layout, pages: Sequence[Page]) -> list[Piece]:
    """Joins the lines of running text to paragraphs; all other lines stay as they are."""
    made: list[Piece] = []
    usual = _usual_gap(pieces)
    furthest = max((p.box.right for p in pieces if p.zone == "flow" and p.box), default=0.0)
    edges = Layout(layout.left, layout.right if layout.right is not None else furthest)
    parts: list[Piece] = []

    def close() -> None:
        if parts:
            made.append(_joined(parts, edges, made[-1] if made else None))
            parts.clear()

    for piece in pieces:
        assert piece.box is not None
        page = pages[piece.page - 1]
        if piece.zone != "flow":
            close()
            made.append(piece)
            continue
        if layout.is_centred(piece, page):
            close()
            piece.align = "centre"
            if made and made[-1].page == piece.page and made[-1].box:
                piece.gap_before = _gap(made[-1], piece)
            made.append(piece)
            continue
        if parts and _begins(piece, parts[-1], edges, usual):
            close()
        parts.append(piece)
    close()
    return made


def _begins(piece: Piece, above: Piece, layout: Layout, usual: float) -> bool:
    """Whether a line begins a paragraph: indented, set off from the line above, or after a line that ended early."""
    assert piece.box is not None
    assert above.box is not None
    assert layout.right is not None
    indented = piece.box.left - layout.left > _INDENTED
    apart = above.page == piece.page and _gap(above, piece) > usual + _APART
    return indented or apart or layout.right - above.box.right > _ENDED


def _gap(above: Piece, below: Piece) -> float:
    """Points between the line boxes of two pieces, beyond the normal pitch."""
    assert above.box is not None
    assert below.box is not None
    bottom, top = above.box.bottom - DESCENT * above.size * MM, below.box.top + ASCENT * below.size * MM
    return (top - bottom) / MM - PITCH * below.size


def _joined(parts: Sequence[Piece], layout: Layout, before: Piece | None) -> Piece:
    first, last = parts[0], parts[-1]
    assert first.box is not None
    assert last.box is not None
    stretches: list[Stretch] = []
    for part in parts:
        for i, one in enumerate(part.stretches):
            text = (" " if i == 0 and stretches else "") + one.text
            stretches.append(Stretch(text, one.size, one.bold, one.italic, one.font, one.colour))
    one_page = [p for p in parts if p.page == first.page and p.box]
    box = Box(
        min(p.box.left for p in one_page if p.box),
        first.box.top,
        max(p.box.right for p in one_page if p.box),
        one_page[-1].box.bottom if one_page[-1].box else 0,
    )
    piece = Piece(stretches, page=first.page, box=box, width=max(p.width for p in parts), lines=len(parts))
    piece.first_line = round(first.box.left - layout.left, 1)
    piece.rule = last.rule
    if before is not None and before.zone == "flow" and before.page == first.page and before.rule is None:
        piece.gap_before = round(_gap(before.__class__(before.stretches, box=before.box), first), 1)
    if len(parts) > 1:
        inner = [p for p in parts[:-1] if p.box]
        if layout.right is not None:
            ragged = [p for p in inner if p.box and abs(p.box.right - layout.right) > 1.2]
            piece.align = "justified" if not ragged else "left" if len(ragged) >= len(inner) / 2 else None
        pitches = [1 + _gap(a, b) / (PITCH * b.size) for a, b in pairwise(parts) if a.page == b.page]
        if pitches:
            piece.line_spacing = round(sorted(pitches)[len(pitches) // 2], 2)
    return piece
