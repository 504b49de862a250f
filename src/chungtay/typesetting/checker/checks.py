"""Measures the boxes of one paper against the rows of the law (L-01…L-40)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from chungtay.typesetting.checker.limits import Row, tolerances
from chungtay.typesetting.checker.model import Finished, Piece
from chungtay.typesetting.checker.parts import Parts
from chungtay.typesetting.checker.report import Finding
from chungtay.typesetting.checker.zones import fold

_STYLES = {
    "upright": (None, False),
    "italic": (None, True),
    "upright_bold": (True, False),
    "italic_bold": (True, True),
    "bold": (True, None),
}
_STYLE_WORDS = {
    "upright": "chữ đứng",
    "italic": "chữ nghiêng",
    "upright_bold": "chữ đứng, đậm",
    "italic_bold": "chữ nghiêng, đậm",
    "bold": "chữ đậm",
}
_EXCERPT = 45


def say(value: float) -> str:
    """A measure the Vietnamese way: 12,5."""
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def span(limits: Sequence[float]) -> str:
    """ "13 đến 14", or one value when both are the same."""
    low, high = limits
    return say(low) if low == high else f"{say(low)} đến {say(high)}"


def excerpt(text: str) -> str:
    """The first words of a piece, in quotation marks."""
    return f"“{text if len(text) <= _EXCERPT else text[:_EXCERPT].rstrip() + '…'}”"


class Checks:
    """The measures of one paper; `findings` and `measured` fill while its methods run."""

    def __init__(self, finished: Finished, parts: Parts, rows: Mapping[str, Row], *, numbered: bool | None) -> None:
        self.finished, self.parts, self.rows = finished, parts, rows
        self.numbered = numbered
        self.allow: Mapping[str, float] = tolerances()
        self.findings: list[Finding] = []
        self.measured: dict[str, None] = {}
        self.absent: dict[str, None] = {}

    # -- telling

    def fault(
        self, rule: str, message: str, piece: Piece | None = None, *, page: int | None = None, mild: bool = False
    ) -> None:
        row = self.rows[rule]
        shown = page if page is not None else piece.page if piece is not None else None
        shown = shown if self.finished.form == "pdf" else None  # a Word file has pages only once Word sets it
        self.findings.append(
            Finding(rule, "error" if row.blocks and not mild else "warning", row.title, message, shown)
        )

    def seen(self, rule: str) -> Row:
        self.measured[rule] = None
        return self.rows[rule]

    # -- measures that many rows share

    def size(self, rule: str, pieces: Iterable[Piece]) -> None:
        row, allow = self.seen(rule), float(self.allow["size_pt"])
        low, high = row.value["size_pt"]
        wrong = [p for p in pieces if not low - allow <= p.size <= high + allow]
        if wrong:
            more = f" (và {len(wrong) - 1} chỗ khác)" if len(wrong) > 1 else ""
            self.fault(
                rule,
                f"{excerpt(wrong[0].text)} cỡ {say(wrong[0].size)}, quy định cỡ {span((low, high))}{more}.",
                wrong[0],
            )

    def style(self, rule: str, pieces: Iterable[Piece], *, lead: bool = False) -> None:
        row, enough = self.seen(rule), float(self.allow["letters"])
        wanted = row.value["style"]
        for piece in pieces:
            for name, want in zip(("bold", "italic"), _STYLES[wanted], strict=True):
                if want is None or (name == "bold" and wanted in ("upright", "italic") and not self._plain(rule)):
                    continue
                is_so = piece.starts(name) if lead else piece.share(name) >= (enough if want else 1 - enough)
                if is_so != want:
                    self.fault(rule, f"{excerpt(piece.text)} phải là {_STYLE_WORDS[wanted]}.", piece)
                    return

    def style_upright(self, rule: str, piece: Piece) -> None:
        """A line that is neither bold nor italic."""
        if piece.share("bold") > 1 - float(self.allow["letters"]) or piece.share("italic") > 1 - float(
            self.allow["letters"]
        ):
            self.fault(rule, f"{excerpt(piece.text)} phải là chữ đứng, không đậm.", piece)

    def _plain(self, rule: str) -> bool:
        """Rows whose text must not be bold either; running text may hold bold words."""
        return rule not in {"L-05", "L-23", "L-24"}

    def case(self, rule: str, pieces: Iterable[Piece]) -> None:
        wanted = self.seen(rule).value["case"]
        for piece in pieces:
            if wanted == "upper" and not piece.text.isupper():
                self.fault(rule, f"{excerpt(piece.text)} phải viết hoa cả dòng.", piece)
            elif wanted == "lower" and piece.text.isupper() and len(piece.text) > 8:
                self.fault(rule, f"{excerpt(piece.text)} phải viết chữ thường.", piece)

    def box(self, rule: str, pieces: Sequence[Piece], *, needed: str = "") -> bool:
        """Case, size and style of one box. `needed`: what to say when it is not there; "" when it may be absent."""
        if not pieces:
            if needed:
                self.seen(rule)
                self.fault(rule, needed)
            else:
                self.absent[rule] = None
            return False
        row = self.seen(rule)
        if "case" in row.value:
            self.case(rule, pieces)
        if "size_pt" in row.value:
            self.size(rule, pieces)
        if "style" in row.value:
            self.style(rule, pieces)
        return True

    def centred(self, rule: str, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if piece.align != "centre":
                self.fault(rule, f"{excerpt(piece.text)} phải đặt giữa dòng.", piece)
                return

    def rule_under(self, rule: str, pieces: Sequence[Piece]) -> None:
        """The drawn line under the last of the pieces, against its share of a line of text."""
        row, allow = self.seen(rule), float(self.allow["share"])
        asked = row.value["rule_below"]
        low, high = (1.0, 1.0) if asked == "text_width" else (float(Fraction(asked[0])), float(Fraction(asked[1])))
        words = "dài bằng dòng chữ" if asked == "text_width" else f"dài từ {asked[0]} đến {asked[1]} dòng chữ"
        last = pieces[-1]
        if last.rule is None:
            self.fault(rule, f"thiếu đường kẻ nét liền dưới {excerpt(last.text)}, {words}.", last)
            return
        shares = [last.rule / p.width for p in (last, max(pieces, key=lambda p: p.width)) if p.width]
        if not any(low - allow <= share <= high + allow for share in shares):
            self.fault(
                rule,
                f"đường kẻ dưới {excerpt(last.text)} dài bằng {say(100 * shares[0])}% dòng chữ, phải {words}.",
                last,
            )

    # -- the page

    def page(self, *, landscape: bool = False, numbers: bool = True) -> None:
        """Paper, margins, typeface, page numbers (L-01 … L-04)."""
        allow = float(self.allow["mm"])
        value = self.seen("L-01").value
        own = {p.page for p in self.parts.pieces}
        pages = [p for p in self.finished.pages if p.number in own]
        for page in pages:
            sides = sorted((page.width, page.height))
            if abs(sides[0] - value["width_mm"]) > allow or abs(sides[1] - value["height_mm"]) > allow:
                self.fault(
                    "L-01",
                    f"khổ {say(page.width)} × {say(page.height)} mm, "
                    f"quy định A4 {value['width_mm']} × {value['height_mm']} mm.",
                    page=page.number,
                )
                return
        first = pages[0] if pages else None
        if first and first.width > first.height and not landscape:
            self.fault(
                "L-01", "trang nằm ngang, quy định đặt dọc; chỉ phụ lục có bảng rộng mới nằm ngang.", page=first.number
            )
        self._margins()
        self._fonts()
        if numbers:
            self._page_numbers()

    def _margins(self) -> None:
        value, allow = self.seen("L-02").value, float(self.allow["mm"])
        own = {p.page for p in self.parts.pieces}
        pages = [p for p in self.finished.pages if p.number in own and p.width <= p.height]
        names = {"left": "lề trái", "right": "lề phải", "top": "lề trên", "bottom": "lề dưới"}
        for side, name in names.items():
            found = [m for p in pages if (m := p.margins.get(side)) is not None]
            if not found:
                continue
            low, high = value[f"{side}_mm"]
            measure = min(found)
            # In a PDF a short page leaves more room below and beside than its margin: only the least can be judged.
            at_most = (
                self.finished.form == "docx" or side in ("left", "top") or (side == "right" and self._has_full_line())
            )
            if measure < low - allow or (at_most and measure > high + allow):
                self.fault("L-02", f"{name} {say(measure)} mm, quy định {span((low, high))} mm.")

    def _has_full_line(self) -> bool:
        return any(p.align == "justified" for p in self.parts.body)

    def _fonts(self) -> None:
        self.seen("L-03")
        known = {fold(f).replace(" ", "") for f in (*tolerances()["same_as_times"], *tolerances()["symbol_fonts"])}
        other: dict[str, Piece] = {}
        coloured: Piece | None = None
        for piece in self.parts.pieces:
            for one in piece.stretches:
                if one.text.strip() and fold(one.font).replace(" ", "") not in known:
                    other.setdefault(one.font or "không rõ", piece)
                if one.text.strip() and one.colour != "black":
                    coloured = coloured or piece
        for font, piece in other.items():
            self.fault(
                "L-03", f"{excerpt(piece.text)} dùng phông {font}, quy định {self.rows['L-03'].value['font']}.", piece
            )
        if coloured is not None:
            self.fault("L-03", f"{excerpt(coloured.text)} không phải chữ màu đen.", coloured)

    def _page_numbers(self) -> None:
        row, allow = self.seen("L-04"), float(self.allow["size_pt"])
        own = sorted({p.page for p in self.parts.pieces})
        marks = [n for n in self.finished.numbers if n.page in own or n.page == 0]
        low, high = row.value["size_pt"]
        for mark in marks:
            page = mark.page if self.finished.form == "pdf" else None
            if mark.page == 0 or (self.finished.form == "pdf" and mark.page == own[0]):
                self.fault("L-04", "số trang hiện ở trang đầu, quy định không hiện.", page=own[0] if page else None)
                continue
            if not mark.at_top:
                self.fault("L-04", "số trang ở lề dưới, quy định ở chính giữa lề trên.", page=page)
            elif not self._in_middle(mark.offset, mark.page):
                self.fault("L-04", "số trang không ở chính giữa lề trên.", page=page)
            if mark.size and not low - allow <= mark.size <= high + allow:
                self.fault("L-04", f"số trang cỡ {say(mark.size)}, quy định cỡ {span((low, high))}.", page=page)
            if not mark.upright:
                self.fault("L-04", "số trang phải là chữ đứng.", page=page)
            if len([f for f in self.findings if f.rule == "L-04"]) >= 2:
                return
        if self.finished.form == "docx":
            if not marks:
                self.fault("L-04", "không có số trang ở lề trên.")
            return
        shown = {n.page for n in marks}
        heads = {p.page for p in self.parts.annex_titles}
        for number in own[1:]:
            if number not in shown and number not in heads:
                self.fault("L-04", "không có số trang ở lề trên.", page=number)
                return

    def _in_middle(self, offset: float, number: int) -> bool:
        if self.finished.form == "docx":
            return abs(offset) < 1
        page = next(p for p in self.finished.pages if p.number == number)
        left, right = page.margins.get("left") or 0, page.margins.get("right") or 0
        of_text = (left + page.width - right) / 2
        return (
            min(
                abs(offset - of_text), abs(offset - page.width / 2), abs(offset - (page.width + left - 0.66 * left) / 2)
            )
            <= float(self.allow["centre_mm"]) + 3
        )

    # -- running text

    def body(self) -> None:
        """Size, justification, indent, gaps, line spacing (L-05); articles, points, headings (L-20 … L-25)."""
        parts = self.parts
        prose = [p for p in parts.body if len(p.text) > 1]
        if not prose:
            self.absent["L-05"] = None
            return
        value = self.seen("L-05").value
        self.size("L-05", prose)
        allow = float(self.allow["mm"])
        low, high = value["first_line_mm"]
        normal = [p for p in prose if p.first_line is not None]
        # Points of a lower level stand further in; where nothing stands at the first level the indent itself is wrong.
        first_level = any((p.first_line or 0) <= high + allow for p in normal)
        self._mostly(
            "L-05",
            [
                p
                for p in normal
                if not low - allow <= (p.first_line or 0) <= high + allow
                and not (first_level and (p.first_line or 0) > 2 * low - allow)
            ],
            normal,
            lambda p: (
                f"đoạn {excerpt(p.text)} lùi đầu dòng {say(p.first_line or 0)} mm, quy định {span((low, high))} mm"
            ),
        )
        long = [p for p in prose if p.lines > 1 and p.align]
        self._mostly(
            "L-05",
            [p for p in long if p.align != "justified"],
            long,
            lambda p: f"đoạn {excerpt(p.text)} chưa căn đều hai bên",
        )
        least, gap_allow = float(value["paragraph_gap_pt_min"]), float(self.allow["gap_pt"])
        spaced = [p for p in prose[1:] if p.gap_before is not None]
        self._mostly(
            "L-05",
            [p for p in spaced if (p.gap_before or 0) < least - gap_allow],
            spaced,
            lambda p: (
                f"đoạn {excerpt(p.text)} cách đoạn trên {say(max(p.gap_before or 0, 0))} pt, "
                f"quy định từ {say(least)} pt"
            ),
        )
        tight, wide = (float(v) for v in value["line_spacing"])
        lined = [p for p in prose if p.line_spacing is not None and p.lines > 1]
        off = float(self.allow["line_spacing"])
        self._mostly(
            "L-05",
            [p for p in lined if not tight - off <= (p.line_spacing or 1) <= wide + off],
            lined,
            lambda p: (
                f"đoạn {excerpt(p.text)} cách dòng {say(p.line_spacing or 0)}, quy định {span((tight, wide))} dòng"
            ),
        )
        self._articles()
        self._points()
        self._headings()

    def _mostly(self, rule: str, wrong: Sequence[Piece], of: Sequence[Piece], words: object) -> None:
        if wrong and len(wrong) > float(self.allow["paragraphs"]) * len(of):
            assert callable(words)
            more = f" (và {len(wrong) - 1} đoạn khác)" if len(wrong) > 1 else ""
            self.fault(rule, f"{words(wrong[0])}{more}.", wrong[0])

    def _articles(self) -> None:
        if not self.parts.articles:
            self.absent["L-22"] = None
            return
        self.style("L-22", self.parts.articles, lead=True)
        self.size("L-22", self.parts.articles)
        numbers = [int(m[1]) for p in self.parts.articles if (m := re.match(r"Điều\s+(\d+)", p.text))]
        if numbers != list(range(1, len(numbers) + 1)):
            self.fault("L-22", f"số điều không liên tục: {', '.join(map(str, numbers))}.", self.parts.articles[0])

    def _points(self) -> None:
        if not self.parts.points:
            self.absent["L-24"] = None
            return
        self.seen("L-24")
        for piece in self.parts.points:
            if piece.text[1:2].strip() != ")":
                self.fault("L-24", f"{excerpt(piece.text)}: điểm ghi bằng chữ cái và dấu đóng ngoặc, ví dụ a).", piece)
                return

    def _headings(self) -> None:
        chief = [(p, m[1]) for p in self.parts.headings if (m := re.match(r"([IVXLC]+)\s?[.)]", p.text))]
        if not chief:
            self.absent["L-25"] = None
            return
        self.seen("L-25")
        expected = 1
        for piece, numeral in chief:
            if _arabic(numeral) == 1:
                expected = 1
            if _arabic(numeral) != expected:
                self.fault("L-25", f"{excerpt(piece.text)}: số đề mục không liên tục, cần mục thứ {expected}.", piece)
                return
            expected += 1


def _arabic(numeral: str) -> int:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for sign, after in zip(numeral, numeral[1:] + " ", strict=True):
        total += -values[sign] if values.get(after, 0) > values[sign] else values[sign]
    return total
