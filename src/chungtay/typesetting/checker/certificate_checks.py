"""The sheet of a giấy khen against R-80…R-88; sizes and typeface are free (R-89)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chungtay.typesetting.checker.checks import excerpt, say
from chungtay.typesetting.checker.limits import Row, tolerances
from chungtay.typesetting.checker.model import Finished, Piece
from chungtay.typesetting.checker.report import Finding
from chungtay.typesetting.checker.zones import MOTTO, NATIONAL, fold

_COLOURS = {"black": "đen", "red": "đỏ"}
_DECISION = re.compile(r"^quyet dinh so\b")
_BOOK = re.compile(r"^so so vang\b")


class SheetChecks:
    """The measures of all sheets of one file."""

    def __init__(self, finished: Finished, rows: Mapping[str, Row]) -> None:
        self.finished, self.rows = finished, rows
        self.allow: Mapping[str, float] = tolerances()
        self.findings: list[Finding] = []
        self.measured: dict[str, None] = {}

    def run(self) -> None:
        """Measures every sheet."""
        value = self._seen("R-80").value
        for page in self.finished.pages:
            if (
                abs(page.width - value["width_mm"]) > self.allow["mm"]
                or abs(page.height - value["height_mm"]) > self.allow["mm"]
            ):
                self._fault(
                    "R-80",
                    f"khổ {say(page.width)} × {say(page.height)} mm, "
                    f"quy định {value['width_mm']} × {value['height_mm']} mm.",
                )
        starts = [i for i, p in enumerate(self.finished.pieces) if fold(p.text) == NATIONAL]
        if not starts:
            self._fault("R-83", "không có Quốc hiệu.")
        for begin, end in zip(starts, [*starts[1:], len(self.finished.pieces)], strict=True):
            self._sheet(self.finished.pieces[begin:end])

    def _seen(self, rule: str) -> Row:
        self.measured[rule] = None
        return self.rows[rule]

    def _fault(self, rule: str, message: str, piece: Piece | None = None) -> None:
        row = self.rows[rule]
        page = piece.page if piece is not None and self.finished.form == "pdf" else None
        self.findings.append(Finding(rule, "error" if row.blocks else "warning", row.title, message, page))

    def _line(self, rule: str, piece: Piece | None, what: str, asked: Mapping[str, object]) -> None:
        self._seen(rule)
        if piece is None:
            self._fault(rule, f"không có dòng {what}.")
            return
        if asked.get("case") == "upper" and not piece.text.isupper():
            self._fault(rule, f"{excerpt(piece.text)} phải viết hoa cả dòng.", piece)
        for name, words in (("bold", "đậm"), ("italic", "nghiêng")):
            if asked.get(name) and piece.share(name) < self.allow["letters"]:
                self._fault(rule, f"{excerpt(piece.text)} phải là chữ {words}.", piece)
        colour = asked.get("colour")
        if colour and piece.colour != colour:
            self._fault(rule, f"{excerpt(piece.text)} phải là chữ màu {_COLOURS[str(colour)]}.", piece)

    def _sheet(self, pieces: Sequence[Piece]) -> None:
        words = [fold(p.text) for p in pieces]

        def find(test: object) -> Piece | None:
            assert callable(test)
            return next((p for p, w in zip(pieces, words, strict=True) if test(w)), None)

        head, motto = pieces[0], find(MOTTO.match)
        given, award = find(lambda w: w == "tang"), find(lambda w: w == "giay khen")
        asked = self._seen("R-83").value
        self._line("R-83", head, "Quốc hiệu", asked["quoc_hieu"])
        self._line("R-83", motto, "Tiêu ngữ", asked["tieu_ngu"])
        if motto is not None:
            if motto.text != self.rows["L-11"].value["text"]:
                self._fault(
                    "R-83", f"Tiêu ngữ ghi {excerpt(motto.text)}, phải là “{self.rows['L-11'].value['text']}”.", motto
                )
            if motto.rule is None or abs(motto.rule / motto.width - 1) > self.allow["share"]:
                self._fault("R-83", "dưới Tiêu ngữ phải có đường kẻ nét liền dài bằng dòng chữ.", motto)
        between = pieces[pieces.index(motto) + 1 : pieces.index(given)] if motto in pieces and given in pieces else []
        self._line("R-84", between[0] if between else None, "thẩm quyền tặng", self.rows["R-84"].value)
        self._line("R-85", given, "“TẶNG”", self.rows["R-85"].value["tang"])
        self._line("R-85", award, "“GIẤY KHEN”", self.rows["R-85"].value["giay_khen"])
        self._bottom(
            find(_DECISION.match),
            find(_BOOK.match),
            find(lambda w: "ngay" in w and "thang" in w and not _DECISION.match(w)),
        )
        chain = [p for p in (head, motto, *between[:1], given, award) if p is not None]
        places = [next(i for i, p in enumerate(pieces) if p is one) for one in chain]
        if places != sorted(places):
            self._fault("R-85", "thứ tự các dòng trên giấy khen sai.", head)

    def _bottom(self, decision: Piece | None, book: Piece | None, date: Piece | None) -> None:
        left = self.rows["R-87"].value
        self._line("R-87", decision, "“Quyết định số …”", left)
        self._line("R-87", book, "“Số sổ vàng: …”", left)
        self._line("R-88", date, "địa danh, ngày tháng năm", {"italic": True, "bold": True})
        for rule, piece, right in (("R-87", decision, False), ("R-88", date, True)):
            if piece is not None and piece.box is not None:
                middle = self.finished.pages[piece.page - 1].width / 2
                if (piece.box.middle > middle) != right:
                    self._fault(
                        rule, f"{excerpt(piece.text)} phải ở phía dưới bên {'phải' if right else 'trái'}.", piece
                    )
