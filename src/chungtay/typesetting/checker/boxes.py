"""The boxes of letterhead and foot against their rows (L-10…L-19, L-26…L-39), and the order of all boxes."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

from chungtay.typesetting.checker.checks import Checks, excerpt
from chungtay.typesetting.checker.limits import tolerances
from chungtay.typesetting.checker.model import Piece
from chungtay.typesetting.checker.zones import fold

_BLANK = r"[\s.…_]*"
_DATE = re.compile(
    rf"^(?P<place>.+?)(?P<comma>,?)\s*ngày{_BLANK}(?P<day>\d{{0,2}}){_BLANK}\s*tháng{_BLANK}(?P<month>\d{{0,2}}){_BLANK}\s*năm{_BLANK}(?P<year>\d{{0,4}})"
)
_NUMBER = re.compile(rf"^Số\s?(?P<colon>:?){_BLANK}(?P<number>\d*){_BLANK}(?P<slash>/?)(?P<symbol>.*)$")
_YEAR = re.compile(r"^\d{4}/")
_SAVED = re.compile(r"^-\s*lưu\b", re.IGNORECASE)


def head(c: Checks, *, issuer_needed: bool) -> None:
    """Quốc hiệu, tiêu ngữ, superior and issuing body, number, place and date (L-10 … L-15, L-18)."""
    parts = c.parts
    c.box("L-10", [parts.national] if parts.national else [], needed="không có Quốc hiệu ở đầu trang.")
    if parts.national is None:  # the other boxes are found by where it stands: said once, not seven times
        c.fault("L-11", "không có Tiêu ngữ dưới Quốc hiệu; thêm hai dòng này rồi kiểm tra lại phần đầu trang.")
        c.seen("L-11")
        return
    if parts.national:
        wanted = str(c.rows["L-10"].value["text"])
        if (
            parts.national.text != wanted
            and parts.national.text.isupper()
            and fold(parts.national.text) != fold(wanted)
        ):
            c.fault("L-10", f"ghi {excerpt(parts.national.text)}, phải là “{wanted}”.", parts.national)
        if parts.national.side != "right":
            c.fault("L-10", "Quốc hiệu phải ở phía trên bên phải.", parts.national)
    _motto(c)
    if c.box("L-12", parts.superior):
        c.style_upright("L-12", parts.superior[0])
    if c.box(
        "L-13", parts.issuer, needed="không có tên cơ quan ban hành ở phía trên bên trái." if issuer_needed else ""
    ):
        c.rule_under("L-13", parts.issuer)
    _number(c)
    _date(c)
    if c.box("L-18", parts.letter):
        c.style_upright("L-18", parts.letter[0])


def _motto(c: Checks) -> None:
    motto = c.parts.motto
    if not c.box("L-11", [motto] if motto else [], needed="không có Tiêu ngữ dưới Quốc hiệu."):
        return
    assert motto is not None
    wanted = str(c.rows["L-11"].value["text"])
    if motto.text != wanted:
        if re.search(r"[–—−]", motto.text):
            c.fault("L-11", f"dùng gạch ngang dài, phải dùng gạch nối có cách chữ: “{wanted}”.", motto)
        else:
            c.fault("L-11", f"ghi {excerpt(motto.text)}, phải là “{wanted}”.", motto)
    c.rule_under("L-11", [motto])


def _number(c: Checks) -> None:
    piece = c.parts.number
    if piece is None:
        if c.numbered:
            c.seen("L-14")
            c.fault("L-14", "không có dòng số và ký hiệu dưới tên cơ quan.")
        else:
            c.absent["L-14"] = None
        return
    row = c.seen("L-14")
    value = row.value
    if "size_pt" in value:
        c.size("L-14", [piece])
    match = _NUMBER.match(piece.text)
    slash, hyphen = str(value["between_number_and_symbol"]), str(value["between_groups"])
    if match is None or not match["colon"]:
        c.fault("L-14", f"{excerpt(piece.text)}: sau chữ “Số” có dấu hai chấm.", piece)
        return
    symbol, number = match["symbol"].strip(), match["number"]
    bare = _YEAR.sub("", symbol)
    example = f"“Số: 01{slash}KH{hyphen}UBND”"
    if not match["slash"] and not number and symbol:
        c.fault("L-14", f"{excerpt(piece.text)}: thiếu số, các nhóm chữ nối bằng gạch nối, ghi như {example}.", piece)
    elif not match["slash"] or not symbol:
        c.fault("L-14", f"{excerpt(piece.text)}: chưa có ký hiệu sau dấu gạch chéo, ghi như {example}.", piece)
    elif slash in bare or " " in symbol or "–" in symbol or hyphen not in bare:
        c.fault(
            "L-14", f"{excerpt(piece.text)}: các nhóm chữ nối bằng gạch nối, không cách chữ, ghi như {example}.", piece
        )
    elif any(group[:1].islower() for group in bare.split(hyphen)):
        c.fault("L-14", f"{excerpt(piece.text)}: ký hiệu viết hoa, ghi như {example}.", piece)
    elif not number:
        c.fault("L-14", f"{excerpt(piece.text)}: chưa có số; Văn thư cho số khi phát hành.", piece, mild=True)
    elif len(number) < 2 and int(number) < value["zero_below"]:
        c.fault("L-14", f"số nhỏ hơn {value['zero_below']} phải thêm số 0 phía trước: {number.zfill(2)}.", piece)
    if bare != symbol:  # only a legal normative text has the year
        said = f"{excerpt(piece.text)}: văn bản hành chính không ghi năm giữa số và ký hiệu, ghi như {example}."
        c.fault("L-14", said, piece, mild=True)
    c.style_upright("L-14", piece)


def _date(c: Checks) -> None:
    parts = c.parts
    date = parts.date
    if not c.box("L-15", [date] if date else [], needed="không có địa danh, ngày tháng năm ở phía trên bên phải."):
        return
    assert date is not None
    value = c.rows["L-15"].value
    match = _DATE.match(date.text)
    if match is None:
        c.fault("L-15", f"{excerpt(date.text)}: ghi như “Mẫu, ngày 05 tháng 02 năm 2025”.", date)
        return
    if not match["comma"]:
        c.fault("L-15", f"{excerpt(date.text)}: sau địa danh có dấu phẩy.", date)
    day, month = match["day"], match["month"]
    if len(day) == 1 and int(day) < value["zero_below"]:
        c.fault("L-15", f"ngày nhỏ hơn {value['zero_below']} phải thêm số 0 phía trước: {day.zfill(2)}.", date)
    if len(month) == 1 and int(month) in value["zero_months"]:
        c.fault("L-15", f"tháng {month} phải thêm số 0 phía trước: {month.zfill(2)}.", date)
    elif month.startswith("0") and int(month) not in value["zero_months"] and int(month):
        c.fault("L-15", f"tháng {int(month)} không cần thêm số 0 phía trước.", date, mild=True)
    if day and month and match["year"] and not _is_day(day, month, match["year"]):
        c.fault("L-15", f"{excerpt(date.text)}: không có ngày này trong lịch.", date)
    if not (day and month and match["year"]):
        c.fault("L-15", "chưa ghi đủ ngày, tháng, năm.", date, mild=True)
    if date.side != "right":
        c.fault("L-15", "địa danh và ngày tháng năm phải ở bên phải.", date)
    if parts.number is not None and not _same_line(c, date, parts.number):
        c.fault("L-15", "ngày tháng năm phải cùng dòng với số và ký hiệu.", date)


def _is_day(day: str, month: str, year: str) -> bool:
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _same_line(c: Checks, one: Piece, other: Piece) -> bool:
    if one.box and other.box:
        return one.page == other.page and abs(one.box.bottom - other.box.bottom) <= float(c.allow["same_line_mm"])
    return one.row == other.row


def titles(c: Checks, *, letter: bool) -> None:
    """Type name, its abstract, Kính gửi, legal bases (L-16, L-17, L-19, L-32)."""
    parts = c.parts
    if letter:
        c.absent |= {"L-16": None, "L-17": None}
    else:
        one = [parts.type_name] if parts.type_name else []
        if c.box("L-16", one, needed="không có tên loại văn bản viết hoa, đậm, đặt giữa."):
            c.centred("L-16", one)
        if c.box("L-17", parts.title):
            c.centred("L-17", parts.title)
            c.rule_under("L-17", parts.title)
    if c.box("L-32", [parts.addressee] if parts.addressee else []) and parts.addressee:
        c.style_upright("L-32", parts.addressee)
    if c.box("L-19", parts.bases):
        _bases(c)


def _bases(c: Checks) -> None:
    value = c.rows["L-19"].value
    *before, last = c.parts.bases
    for piece in before:
        if not piece.text.endswith(value["line_end"]):
            c.fault("L-19", f"{excerpt(piece.text)}: cuối mỗi căn cứ là dấu “{value['line_end']}”.", piece)
            break
    if not last.text.endswith(value["last_line_end"]):
        c.fault("L-19", f"{excerpt(last.text)}: cuối căn cứ sau cùng là dấu “{value['last_line_end']}”.", last)


def foot(c: Checks, *, signed: bool) -> None:
    """Authority, name, recipients (L-27, L-31, L-33, L-34) and the titles of annexes (L-39)."""
    parts = c.parts
    said = c.box("L-27", parts.authorities, needed="không có quyền hạn, chức vụ của người ký." if signed else "")
    if said and all(p.side != "right" for p in parts.authorities):
        last = parts.authorities[-1]
        c.fault("L-27", f"{excerpt(last.text)}: người ký chính ở bên phải.", last)
    if said and not parts.names and not parts.unnamed:
        c.seen("L-31")
        c.fault("L-31", "dưới quyền hạn, chức vụ chưa có họ tên người ký.", parts.authorities[-1], mild=True)
    elif c.box("L-31", parts.names):
        for piece in parts.names:
            title = next(
                (t for t in tolerances()["name_titles"] if piece.text.lower().startswith(f"{t.lower()} ")), None
            )
            if title:
                c.fault("L-31", f"{excerpt(piece.text)}: không ghi học hàm, học vị, danh hiệu trước họ tên.", piece)
    word = parts.recipients_word
    if c.box("L-33", [word] if word else []):
        assert word is not None
        alone = len({p.side for p in parts.authorities}) == 1
        if alone and parts.authorities and not _same_line(c, word, parts.authorities[0]):
            c.fault("L-33", "chữ “Nơi nhận:” phải cùng dòng với quyền hạn, chức vụ người ký.", word)
        if word.side == "right":
            c.fault("L-33", "chữ “Nơi nhận:” phải ở bên trái.", word)
        if c.box("L-34", parts.recipients, needed="dưới “Nơi nhận:” không có nơi nhận nào."):
            _recipients(c)
    else:
        c.absent["L-34"] = None
    _annexes(c)


def _recipients(c: Checks) -> None:
    c.style_upright("L-34", c.parts.recipients[0])
    entries: list[tuple[str, Piece]] = []
    for piece in c.parts.recipients:  # a long entry takes a second line
        if piece.text.startswith("-") or not entries:
            entries.append((piece.text, piece))
        else:
            entries[-1] = (f"{entries[-1][0]} {piece.text}", entries[-1][1])
    wanted = str(c.rows["L-34"].value["last_line"])
    text, last = entries[-1]
    if not _SAVED.match(text):
        c.fault("L-34", f"dòng cuối là {excerpt(text)}, phải là “{wanted}, …”.", last)
    elif not re.sub(r"\s+", " ", text).startswith(wanted):
        c.fault("L-34", f"dòng cuối ghi {excerpt(text)}, phải bắt đầu bằng “{wanted}”.", last)
    if not text.endswith("."):
        c.fault("L-34", f"{excerpt(text)}: dòng cuối kết thúc bằng dấu chấm.", last, mild=True)
    for entry, piece in entries[:-1]:
        if not entry.startswith("-"):
            c.fault("L-34", f"{excerpt(entry)}: mỗi nơi nhận bắt đầu bằng gạch đầu dòng.", piece)
            return
        if not entry.endswith(";"):
            c.fault("L-34", f"{excerpt(entry)}: mỗi nơi nhận kết thúc bằng dấu chấm phẩy.", piece)
            return


def _annexes(c: Checks) -> None:
    if not c.box("L-39", c.parts.annex_titles):
        return
    if c.parts.attached:
        asked = c.rows["L-39"].value["attached_line_style"]
        if asked == "italic" and c.parts.attached[0].share("italic") < float(c.allow["letters"]):
            c.fault("L-39", f"{excerpt(c.parts.attached[0].text)} phải là chữ nghiêng.", c.parts.attached[0])


def order(c: Checks) -> None:
    """The boxes stand one below the other as in the diagram."""
    parts = c.parts
    pieces = parts.pieces
    chain = [
        ("Quốc hiệu", "L-10", parts.national),
        ("Tiêu ngữ", "L-11", parts.motto),
        ("địa danh và ngày tháng năm", "L-15", parts.date),
        ("tên loại văn bản", "L-16", parts.type_name),
        ("trích yếu", "L-17", parts.title[0] if parts.title else None),
        ("Kính gửi", "L-32", parts.addressee),
        ("căn cứ", "L-19", parts.bases[0] if parts.bases else None),
        ("chữ ký", "L-27", parts.authorities[-1] if parts.authorities else None),
    ]
    present = [(name, rule, piece) for name, rule, piece in chain if piece is not None]
    for (name, _, above), (under, rule, below) in pairwise(present):
        if _place(below, pieces) < _place(above, pieces):
            c.fault(rule, f"{under} đứng trước {name}, phải ở dưới.", below)


def _place(piece: Piece, pieces: list[Piece]) -> tuple[float, float]:
    if piece.box:
        return float(piece.page), piece.box.top + 1
    return 0.0, float(next(i for i, p in enumerate(pieces) if p is piece))
