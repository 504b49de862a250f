"""Form of the text as Nghị định 30/2020/NĐ-CP has it, as far as characters show it (L-10 to L-34)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from chungtay import law
from chungtay.linter.model import Hit, first
from chungtay.linter.registry import check
from chungtay.linter.subject import Subject
from chungtay.linter.words import any_of
from chungtay.reading.fold import fold
from chungtay.reading.lines import Line


def _form(rule_id: str) -> Any:
    return law.load().rule(rule_id).entries[-1].value


def _whole(line: Line) -> tuple[int, int]:
    return line.whole.spans[0][0], line.whole.spans[-1][1]


@check("quoc-hieu-tieu-ngu")
def mottos(s: Subject) -> Iterator[Hit]:
    if not s.document.letterhead:
        return
    for rule_id in ("L-10", "L-11"):
        wanted = _form(rule_id)["text"]
        pattern = r"\W+".join(re.escape(fold(word)) for word in re.findall(r"\w+", wanted))
        for line in s.document.letterhead:
            match = re.search(pattern, line.whole.folded)
            if match and line.whole.text[match.start() : match.end()] != wanted:
                shown = line.whole.group(match)
                dash = " Giữa các từ là gạch nối ngắn “-”, có cách hai bên." if "–" in shown.text else ""
                yield Hit(f"“{shown.text}” phải viết là “{wanted}”.{dash}", f"Viết “{wanted}”.", shown.spans[0],
                          rules=(rule_id,))  # fmt: skip


@check("ngay-thang-so-0")
def zero_padding(s: Subject) -> Iterator[Hit]:
    """Days below ten and the first two months get a nought in the line of place and date."""
    form = _form("L-15")
    for line in s.document.letterhead:
        match = re.search(r",\s*ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+\d{4}", line.whole.folded)
        if match is None:
            continue
        day, month = match[1], match[2]
        wrong = [t for t in (day,) if len(t) == 1 and int(t) < form["zero_below"]]
        wrong += [t for t in (month,) if len(t) == 1 and int(t) in form["zero_months"]]
        if wrong:
            shown = line.whole.group(match)
            yield Hit(
                f"“{shown.text.strip(', ')}”: ngày dưới {form['zero_below']} và tháng 1, 2 có số 0 phía trước.",
                "Thêm số 0.", shown.spans[0],
            )  # fmt: skip


@check("ten-loai-trich-yeu")
def type_and_title(s: Subject) -> Iterator[Hit]:
    if not s.document.letterhead:
        return
    if s.document.kind is None:
        yield Hit(
            "Không thấy tên loại “KẾ HOẠCH” trên một dòng riêng.", "Ghi tên loại bằng chữ in hoa, trên trích yếu."
        )
    elif not s.document.kind.text.strip(" *").isupper():
        kind = s.document.kind
        yield Hit(f"Tên loại “{kind.text}” phải viết in hoa.", f"Viết “{kind.text.upper()}”.", kind.spans[0])


@check("dau-cau-can-cu")
def base_ends(s: Subject) -> Iterator[Hit]:
    """L-19: one base a line, each ended by a semicolon and the last by a full stop."""
    form = _form("L-19")
    bases = [p for p in s.document.preamble if re.match(r"\W*(?:can cu|thuc hien|xet de nghi)\b", p.folded)]
    for i, base in enumerate(bases):
        wanted = form["last_line_end"] if i == len(bases) - 1 else form["line_end"]
        text = base.text.rstrip(" *")
        at = base[max(0, text.rfind(" ") + 1) :].spans[0]
        inner = re.search(r"[.;]\s+(?=(?:can cu|thuc hien (?:ke hoach|quyet dinh|cong van|chi thi))\b)", base.folded)
        if inner:
            yield Hit("Hai căn cứ viết chung một đoạn.", "Mỗi căn cứ một dòng.", base.group(inner).spans[0])
        elif not text.endswith((wanted, ":")):  # the last one may run on into the preamble
            name = "dấu chấm" if wanted == "." else "dấu chấm phẩy"
            which = "Căn cứ cuối cùng" if wanted == "." else "Căn cứ này"
            yield Hit(f"{which} phải kết thúc bằng {name}.", f"Thay bằng {name}.", at)


@check("ky-hieu-diem")
def points(s: Subject) -> Iterator[Hit]:
    def wrong() -> Iterator[Hit]:
        for line in s.document.lines:
            if line.label and line.label.kind == "letter":
                match = re.match(r"[\s*_]*([a-hđ])\s*([.,/-])", line.whole.text)
                if match:
                    yield Hit(
                        f"Điểm viết là “{match[1]})”, ở đây viết “{match[1]}{match[2]}”.",
                        "Dùng chữ cái và dấu đóng ngoặc: a), b), c).", line.whole[: match.end()].spans[0],
                    )  # fmt: skip

    yield from first(wrong())


@check("thu-tu-de-muc")
def heading_order(s: Subject) -> Iterator[Hit]:
    """L-25: I., then 1., then a), then -: a level above one that should stand above it."""
    ranks = {"roman": 0, "single": 1, "multi": 1, "letter": 2, "dash": 3}
    for node in s.document.nodes():
        parent = node.parent.label if node.parent else None
        if not node.label or not parent or not {node.label.kind, parent.kind} <= ranks.keys():
            continue
        if ranks[node.label.kind] < ranks[parent.kind]:
            yield Hit(
                f"Mục {node.label.printed} nằm dưới mục {parent.printed}.",
                "Sắp đề mục theo thứ tự I., 1., a), -.", node.words.spans[0] if node.words else None,
            )  # fmt: skip


@check("ket-thuc-van-ban")
def end_mark(s: Subject) -> Iterator[Hit]:
    mark = _form("L-26")["mark"]
    if s.document.closing and s.body and mark not in s.text:
        last = max(s.body, key=lambda piece: piece.start)
        yield Hit(f"Câu cuối chưa có dấu “{mark}”.", f"Thêm “{mark}” sau câu cuối.",
                  last[max(0, last.text.rfind(" ") + 1) :].spans[0])  # fmt: skip


@check("tham-quyen-ky")
def signing_line(s: Subject) -> Iterator[Hit]:
    signatory = s.plan["signatory"]
    issuer = fold(s.header["issuer"] or "")
    if signatory["position"] and not signatory["authority_line"] and issuer.startswith(("uy ban nhan dan", "ubnd")):
        yield Hit(
            "Kế hoạch của Ủy ban nhân dân mà phần ký không có dòng “TM. ỦY BAN NHÂN DÂN”.",
            "Thêm dòng “TM. ỦY BAN NHÂN DÂN” trên chức vụ người ký.", s.spot("signatory.position"),
        )  # fmt: skip
    name = signatory["name"] or ""
    title = re.match(any_of("titles_before_names", folded=False) + r"\.?\s", name.lower())
    if title:
        yield Hit(
            f"Trước họ tên người ký có “{name[: title.end()].strip()}”.", "Chỉ ghi họ và tên.",
            s.spot("signatory.name"), rules=("L-31",),
        )  # fmt: skip


@check("noi-nhan")
def recipients(s: Subject) -> Iterator[Hit]:
    lines = s.document.closing
    heading = next((i for i, line in enumerate(lines) if fold(line.whole.text).startswith("noi nhan")), None)
    if s.document.letterhead and heading is None:
        yield Hit("Không thấy “Nơi nhận:”.", "Thêm Nơi nhận ở cuối, bên trái.", rules=("L-33",))
        return
    filed = next((line for line in lines if re.match(r"\W*luu\b", line.whole.folded)), None)
    if filed is None:
        if heading is not None:
            yield Hit("Nơi nhận không có dòng “Lưu: VT”.", "Thêm dòng “- Lưu: VT, đơn vị soạn thảo.”.",
                      _whole(lines[heading]))  # fmt: skip
    elif not re.match(r"\W*luu\s*:\s*vt\b", filed.whole.folded):
        wanted = _form("L-34")["last_line"]
        yield Hit(
            f"“{filed.whole.text.strip()}” chưa đúng mẫu “{wanted}, đơn vị soạn thảo”.",
            f"Viết “{wanted}, …”: bản gốc lưu ở Văn thư.", _whole(filed),
        )  # fmt: skip
