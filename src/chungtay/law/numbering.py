"""Numbers and symbols of documents: written the right way (L-14), read back, and told why when wrong (R-95, R-96)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from chungtay.law.errors import InputError
from chungtay.law.loading import load

_CODE = re.compile(r"^(?P<number>\d+)(?:/(?P<year>\d{4}))?/(?P<symbol>[^\W\d_]+)-(?P<body>[^\W\d_]+(?:-[^\W\d_]+)*)$")


@dataclass(frozen=True)
class Code:
    """A number and symbol taken apart. `symbol` None: an official letter, which has no type symbol ("15/UBND-VHXH")."""

    number: int
    symbol: str | None
    body: str
    year: int | None = None


def _form(on: dt.date | None) -> Any:
    rule = load().rule("L-14")
    entry = rule.entry_on(on) if on else rule.entries[-1]
    return (entry or rule.entries[0]).value


def type_symbols() -> dict[str, str]:
    """Symbol to document type, e.g. KH: Kế hoạch (Phụ lục III)."""
    return dict(load().rule("L-8.3").entries[-1].value)


def format_number(number: int, on: dt.date | None = None) -> str:
    """The number as written: below the limit of L-14 with a leading zero, "05"."""
    if number < 1:
        raise InputError("Số văn bản bắt đầu từ 01. Kiểm tra lại số.")
    return f"0{number}" if number < _form(on)["zero_below"] else str(number)


def format_code(number: int, symbol: str, body: str, on: dt.date | None = None) -> str:
    """Number and symbol in full: "40/KH-UBND"; an official letter with `symbol` = "UBND", `body` = "VHXH"."""
    form = _form(on)
    for part in (symbol, body):
        if not part or not all(group.isalpha() for group in part.split(form["between_groups"])):
            raise InputError(
                f"Ký hiệu “{symbol}”, “{body}” chỉ gồm chữ viết tắt, không cách, không gạch chéo. Sửa lại."
            )
    return f"{format_number(number, on)}{form['between_number_and_symbol']}{symbol}{form['between_groups']}{body}"


def problems(text: str, on: dt.date | None = None) -> list[str]:
    """Why a number and symbol is not written as L-14 asks; empty when it is."""
    found = []
    if text != text.strip() or " " in text.strip():
        found.append("Có khoảng trống; viết liền, ví dụ 40/KH-UBND.")
    bare = text.replace(" ", "")
    head, _, rest = bare.partition("/")
    if not head.isdigit():
        found.append("Thiếu số; Văn thư cho số sau khi ký, viết trước dấu gạch chéo: 40/KH-UBND.")
        rest = bare
    elif head != format_number(max(int(head), 1), on):
        found.append(f"Số {head} phải viết là {format_number(max(int(head), 1), on)}.")
    symbol = re.sub(r"^\d{4}/", "", rest)
    if "/" in symbol:
        found.append("Giữa các nhóm chữ viết tắt là dấu gạch nối, không phải gạch chéo: KH-UBND.")
    elif "-" not in symbol:
        found.append("Thiếu chữ viết tắt của cơ quan ban hành hoặc của loại văn bản: KH-UBND.")
    if any(dash in symbol for dash in "–—"):
        found.append("Dùng dấu gạch nối ngắn “-” giữa các nhóm chữ.")
    first = re.split(r"[-/–—]", symbol)[0]
    if first != first.upper() and first not in type_symbols():
        found.append(f"“{first}” không phải chữ viết tắt của loại văn bản; viết hoa theo phụ lục, ví dụ KH, QĐ, TTr.")
    return found


def parse_code(text: str) -> Code:
    """Takes "40/KH-UBND" apart. Raises `InputError` with everything that is wrong with the text."""
    match = _CODE.match(text)
    wrong = problems(text)
    if not match or wrong:
        raise InputError(f"“{text}” chưa đúng số, ký hiệu. {' '.join(wrong) or 'Viết theo mẫu 40/KH-UBND.'}")
    year = int(match["year"]) if match["year"] else None
    if match["symbol"] in type_symbols():
        return Code(int(match["number"]), match["symbol"], match["body"], year)
    return Code(int(match["number"]), None, f"{match['symbol']}-{match['body']}", year)
