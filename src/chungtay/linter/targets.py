"""Targets: whether they can be measured at all, against what, and from which figure on they are met."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chungtay.linter.model import Hit
from chungtay.linter.registry import check
from chungtay.linter.subject import Subject
from chungtay.linter.words import any_of, words
from chungtay.reading.fold import fold

PERCENT = r"\d+(?:[.,]\d+)?\s*%"
COMPARED = re.compile(
    r"tro len|toi thieu|it nhat|\btren\b|\btu\s*$|khong duoi|>=|≥|hon|vuot|dat tu|tro xuong|khong qua"
)


def _items(s: Subject) -> Iterator[tuple[str, str]]:
    """(path, words) of everything that may hold a level to reach."""
    for part in ("contents", "criteria"):
        for i, row in enumerate(s.plan[part]):
            yield f"{part}[{i}].text", row["text"]


@check("chi-tieu-khong-do-duoc")
def unmeasurable(s: Subject) -> Iterator[Hit]:
    for path, text in _items(s):
        folded = fold(text)
        for found in re.finditer(any_of("vague"), folded):
            near = folded[max(0, found.start() - 15) : found.start()] + folded[found.end() : found.end() + 12]
            if re.search(r"\d", re.sub(PERCENT, "", near)):
                continue  # "trong 10 xã đứng đầu": it has its number
            shown = text[found.start() : found.end()]
            yield Hit(
                f"“{shown}” không nêu con số nên không xét được là đạt hay chưa.",
                "Ghi số cụ thể, ví dụ thứ hạng hoặc tỷ lệ phải đạt.",
                s.within(path, re.escape(found[0]).replace(r"\ ", " ")),
            )


@check("ty-le-thieu-dau")
def no_sign(s: Subject) -> Iterator[Hit]:
    for part in ("contents", "criteria"):
        for i, row in enumerate(s.plan[part]):
            target = row.get("target") or {}
            value = target.get("value")
            if target.get("unit") != "%" or target.get("comparator") != "=" or not value or value >= 100:
                continue
            shown = f"{value:g}".replace(".", ",")
            number = re.escape(shown)
            around = re.search(rf"(.{{0,16}}){number}\s*%(.{{0,12}})", fold(row["text"]))
            if around is None or COMPARED.search(around[1]) or COMPARED.search(around[2]):
                continue
            yield Hit(
                f"“{shown}%” không có “tối thiểu” hay “trở lên”: hiểu đúng chữ là phải bằng đúng {shown}%.",
                "Thêm “tối thiểu” hoặc “từ … trở lên” nếu đó là mức ít nhất.",
                s.within(f"{part}[{i}].text", number + r"\s?%"),
            )


@check("mau-so-ty-le")
def denominator(s: Subject) -> Iterator[Hit]:
    for path, text in _items(s):
        folded = fold(text)
        pleonasm = re.search(rf"{PERCENT}\s*ty le\b", folded)
        if pleonasm:
            yield Hit(
                f"“{text[pleonasm.start() : pleonasm.end()]}” lặp hai lần ý tỷ lệ, không rõ phần trăm của cái gì.",
                "Ghi phần trăm của số nào, ví dụ “100% hồ sơ …”.",
                s.within(path, PERCENT + r"\s*ty le"),
            )
        procedures = re.search(rf"{PERCENT}\s*(?:so\s+)?(?:thu tuc hanh chinh|tthc)\b(?P<rest>[^.;]*)", folded)
        if procedures and "ho so" not in procedures[0] and re.search(r"dung han|truoc han", procedures["rest"]):
            yield Hit(
                "Đúng hạn tính theo hồ sơ, mà chỉ tiêu đếm theo thủ tục: cùng số liệu ra hai tỷ lệ khác nhau.",
                "Viết “100% hồ sơ thủ tục hành chính … giải quyết đúng hạn” và nêu cách tính.",
                s.within(path, PERCENT + r"\s*(?:so\s+)?(?:thu tuc hanh chinh|tthc)"),
            )
        if re.fullmatch(rf"\W*(?:phan dau\s+)?(?:dat\s+)?(?:ty le\s+)?{PERCENT}(?:\s+tro len)?\W*", folded):
            yield Hit(
                "Tỷ lệ phần trăm không nói là của cái gì.", "Ghi phần trăm của số nào.", s.within(path, PERCENT)
            )  # fmt: skip


@check("ngoai-le-mau-so-rieng")
def exceptions(s: Subject) -> Iterator[Hit]:
    for part in ("contents", "criteria"):
        for i, row in enumerate(s.plan[part]):
            exception = (row.get("target") or {}).get("scope_exception") or {}
            if exception.get("value") is None or not exception.get("scope"):
                continue
            yield Hit(
                f"Chỉ tiêu có mức riêng cho {exception['scope']}: hai mức này phải tính trên hai mẫu số riêng.",
                "Ghi rõ mức chung có trừ phần riêng này ra hay không.",
                s.within(f"{part}[{i}].text", r"\brieng\b|\btru\b") if s.told.get(f"{part}[{i}].text") else None,
            )


@check("chi-so-khong-co-cap-nay")
def index_levels(s: Subject) -> Iterator[Hit]:
    """R-103: PAPI, SIPAS and PAR INDEX are measured for provinces; nobody publishes them for a commune."""
    names = "|".join(re.escape(fold(name)) for name in words("province_indices"))
    seen: set[str] = set()
    for piece in s.body:
        for found in re.finditer(rf"\b(?:{names})\b", piece.folded):
            before, after = piece[max(0, found.start() - 40) : found.start()], piece[found.end() : found.end() + 30]
            level = re.search(r"(?:cap (?:xa|phuong|huyen|thon)|(?:huyen|xa) \w+ ?\w*)(?=\W*$)", before.folded)
            near = before.group(level) if level else None
            if near is None and (level := re.match(r"\W{0,3}(cap (?:xa|phuong|huyen|thon))", after.folded)):
                near = after.group(level, 1)
            if near is None or found[0] in seen:
                continue
            seen.add(found[0])
            shown = piece.group(found)
            yield Hit(
                f"{shown.text} gắn với {near.text}: theo hiểu biết hiện có, không có số liệu chung công bố cho "
                "cấp này để đối chiếu.",
                "Viết là góp phần nâng chỉ số của tỉnh, hoặc dùng chỉ số cấp xã do tỉnh ban hành.",
                shown.spans[0],
            )
