"""Boxes that few papers have: parts and chapters, clauses, end mark, stamps, typist's mark, copies (L-20 … L-40)."""

from __future__ import annotations

import re

from chungtay.typesetting.checker.checks import Checks, excerpt
from chungtay.typesetting.checker.limits import tolerances
from chungtay.typesetting.checker.model import Piece
from chungtay.typesetting.checker.zones import fold

_DIVISION = re.compile(r"^(?P<word>\S+)\s+(?:thứ\s+)?(?P<number>\w+)\s*[.:]?\s*(?P<title>.*)$")
_ROMAN = re.compile(r"^[IVXLC]+$")
_CLAUSE = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})*)\s?(?P<sign>[.)/]?)")
_TYPIST = re.compile(r"[,.;]\s*(?P<who>[A-Za-zĐđ]{2,6})[.\-]\s?\d{1,3}\s?b?\.?$")
_TYPIST_ALONE = re.compile(r"^(?P<who>[A-Za-zĐđ]{2,6})[.\-]\s?\d{1,3}\s?b?\.?$")
_END = re.compile(r"\./\.$")


def measure(c: Checks) -> None:
    """Measures what the paper has of these boxes."""
    _divisions(c, "L-20", c.parts.chapters, c.parts.chapter_titles, roman=True)
    _divisions(c, "L-21", c.parts.sections, c.parts.section_titles, roman=False)
    _clauses(c)
    _points_in_order(c)
    _clauses_in_order(c)
    _end_mark(c)
    for rule in ("L-35", "L-36", "L-37"):
        c.box(rule, c.parts.marks.get(rule, []))
    _typist(c)
    _copy(c)
    _sign_info(c)


def _divisions(c: Checks, rule: str, words: list[Piece], titles: list[Piece], *, roman: bool) -> None:
    if not words:
        c.absent[rule] = None
        return
    c.seen(rule)
    c.size(rule, [*words, *titles])
    c.style(rule, [*words, *titles])
    c.centred(rule, [*words, *titles])
    named: list[str] = [t.text for t in titles]
    for piece in words:
        match = _DIVISION.match(piece.text)
        if match is None:
            continue
        named += [match["title"]] if match["title"] else []
        if match["number"].isdigit() and roman:
            c.fault(rule, f"{excerpt(piece.text)}: đánh số bằng chữ số La Mã, ví dụ {match['word']} I.", piece)
        elif _ROMAN.match(match["number"]) and not roman:
            c.fault(rule, f"{excerpt(piece.text)}: đánh số bằng chữ số Ả Rập, ví dụ {match['word']} 1.", piece)
    for title in named:
        if not title.isupper():
            c.fault(rule, f"{excerpt(title)} phải viết hoa cả dòng.", words[0])
            return


def _clauses(c: Checks) -> None:
    clauses = c.parts.clauses
    if not clauses:
        c.absent["L-23"] = None
        return
    c.size("L-23", clauses)
    c.style("L-23", clauses)
    for piece in clauses:
        match = _CLAUSE.match(piece.text)
        if match and match["sign"] in (")", "/"):
            c.fault("L-23", f"{excerpt(piece.text)}: sau số của khoản là dấu chấm, ví dụ 1.", piece)
            return


def _end_mark(c: Checks) -> None:
    """ "./." is a habit, not demanded: its absence is no fault (L-26)."""
    if any(_END.search(p.text) for p in c.parts.body):
        c.seen("L-26")
    else:
        c.absent["L-26"] = None


def _typist(c: Checks) -> None:
    """The typist's letters and the number of copies, at the last recipient or on a line of their own."""
    candidates = [(p, _TYPIST.search(p.text)) for p in c.parts.recipients[-1:]]
    candidates += [(p, _TYPIST_ALONE.match(p.text)) for p in [*c.parts.recipients[-1:], *c.parts.names]]
    found = [(piece, match["who"]) for piece, match in candidates if match]
    if not found:
        c.absent["L-38"] = None
        return
    c.seen("L-38")
    piece, who = found[0]
    if not who.isupper():
        c.fault("L-38", f"{excerpt(piece.text)}: ký hiệu người soạn thảo viết hoa, {who.upper()}.", piece)
    c.size("L-38", [piece])


def _copy(c: Checks) -> None:
    word = c.parts.copy_word
    if word is None:
        c.absent["L-40"] = None
        return
    kinds = c.seen("L-40").value
    letters = next((k for k, name in kinds.items() if fold(word.text) == fold(name)), None)
    if letters is None:
        named = ", ".join(str(name).upper() for name in kinds.values())
        c.fault("L-40", f"{excerpt(word.text)}: hình thức sao ghi một trong các chữ {named}.", word)
        return
    number = c.parts.copy_number
    if number is not None and not re.search(rf"/{letters}-\S", number.text):
        c.fault("L-40", f"{excerpt(number.text)}: số của bản sao ghi như “Số: 01/{letters}-UBND”.", number)


def _sign_info(c: Checks) -> None:
    """The line that an organisation's signature leaves on a separate annex: small, top right (L-30)."""
    piece = c.parts.sign_info
    if piece is None:
        c.absent["L-30"] = None
        return
    c.box("L-30", [piece])
    if piece.box is not None:
        page = next(p for p in c.finished.pages if p.number == piece.page)
        if piece.box.middle < page.width / 2 or piece.box.top > page.height / 4:
            c.fault("L-30", f"{excerpt(piece.text)} phải ở góc trên bên phải trang đầu.", piece)


def _points_in_order(c: Checks) -> None:
    """Points follow the Vietnamese alphabet (L-24): a gap may be a lost line."""
    letters = str(tolerances()["point_letters"])
    before = ""
    for piece in c.parts.points:
        letter = piece.text[0]
        if letter not in letters:
            c.fault("L-24", f"{excerpt(piece.text)}: chữ “{letter}” không có trong bảng chữ cái tiếng Việt.", piece)
            return
        wanted = letters[letters.index(before) + 1 : letters.index(before) + 2] if before else "a"
        if letter not in {"a", wanted}:
            c.fault("L-24", f"{excerpt(piece.text)}: điểm không liên tục, cần điểm {wanted}).", piece)
            return
        before = letter


def _clauses_in_order(c: Checks) -> None:
    """1., 2. … and 1.1, 1.2 … count on from the one above or begin anew at 1 (L-25)."""
    last: dict[str, int] = {}
    for piece in c.parts.clauses:
        match = _CLAUSE.match(piece.text)
        assert match
        above, _, tail = match["number"].rpartition(".")
        number, known = int(tail), last.get(above, 0)
        if number not in (1, known + 1):
            c.seen("L-25")
            shown = f"{above}.{known + 1}" if above else str(known + 1)
            c.fault("L-25", f"{excerpt(piece.text)}: số đề mục không liên tục, cần mục {shown}.", piece)
            return
        last[above] = number
        if not above:
            last = {"": number}
