"""The plan against itself: years, periods, announced counts, names of places and of the movement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz import fuzz

from chungtay.linter.model import Hit
from chungtay.linter.registry import check
from chungtay.linter.subject import Subject
from chungtay.linter.words import any_of, words
from chungtay.reading.amounts import number
from chungtay.reading.bodies import Unit, units_in
from chungtay.reading.fold import fold, lower
from chungtay.reading.structure import Node
from chungtay.reading.words import Words

CITING = r"\bso\s*:?\s*\d|/[a-z]{1,5}-[a-z]"
LIKE = 72.0  # of 100: two quoted names are meant to be one
RANGE = r"(?P<a>\d{4})\s*-\s*(?P<b>\d{4})"


@check("nam-khac-ke-hoach")
def other_year(s: Subject) -> Iterator[Hit]:
    year = s.year
    if year is None:
        return
    sections = [node for node in s.document.sections if set(node.roles) & {"contents", "criteria", "awards", "time"}]
    for node in (n for section in sections for n in section.walk()):
        for piece in (node.words, *node.paragraphs):
            if not piece or re.search(any_of("looks_back"), piece.folded):
                continue
            for found in re.finditer(r"(?<![a-z])nam\s+(?P<y>\d{4})(?![\d\s]*[-–/])(?!\d)", piece.folded):
                before = piece.folded[max(0, found.start() - 24) : found.start()]
                if int(found["y"]) == year or re.search(r"thang\s+\d+\s*$|(?:den|tu|truoc|sau|giai doan)\s*$", before):
                    continue
                yield Hit(
                    f"Ghi “năm {found['y']}” trong kế hoạch của năm {year}.",
                    "Xem lại năm; nếu đúng là số liệu năm trước thì ghi rõ “so với năm …”.",
                    piece.group(found).spans[0],
                )


@check("giai-doan-sai")
def wrong_span(s: Subject) -> Iterator[Hit]:
    for found, _piece in s.matches(rf"(?P<n>\d{{1,2}}|ba|bon|nam|muoi)\s+nam\s*\(?\s*{RANGE}"):
        match = re.match(rf"(?P<n>\S+)\s+nam\s*\(?\s*{RANGE}", found.folded)
        said = number(match["n"]) if match else None
        if match is None or said is None:
            continue
        first, last = int(match["a"]), int(match["b"])
        if last - first + 1 != said:
            yield Hit(
                f"“{found.text}”: từ {first} đến {last} là {last - first + 1} năm, không phải {said:g} năm.",
                "Xem lại số năm hoặc năm cuối.", found.spans[0],
            )  # fmt: skip


@check("giai-doan-het")
def running_out(s: Subject) -> Iterator[Hit]:
    year = s.year
    if year is None:
        return
    seen: set[str] = set()
    for found, _piece in s.matches(rf"giai doan\s+{RANGE}"):
        last = found.folded[-4:]
        if int(last) <= year and found.folded not in seen:
            seen.add(found.folded)
            ends = "hết trong năm nay" if int(last) == year else "đã hết"
            yield Hit(
                f"“{found.text}” {ends}: từ năm sau không còn làm căn cứ được.",
                "Xem đã có chương trình của giai đoạn sau chưa trước khi dùng lại kế hoạch này.", found.spans[0],
            )  # fmt: skip


@check("so-dem-khac")
def announced_count(s: Subject) -> Iterator[Hit]:
    nouns = any_of("announced")
    pattern = rf"(?<![\d/.,])(?P<n>\d{{1,2}}|hai|ba|bon|nam|sau|bay|tam|chin|muoi)\s+(?P<what>{nouns})"
    for node in s.document.nodes():
        for piece in (node.words, *node.paragraphs):
            if not piece or not re.search(r"(?:nhu sau|sau day|cu the|bao gom|gom|sau)?\s*:\s*$", piece.folded):
                continue
            found = re.search(pattern, piece.folded)
            listed = _listed(node)
            said = number(piece.group(found, "n").text) if found else None
            if found is None or said is None or listed < 2 or listed == said:
                continue
            yield Hit(
                f"Báo có {said:g} {piece.group(found, 'what').text} mà bên dưới liệt kê {listed}.",
                "Đếm lại, sửa con số hoặc thêm phần thiếu.", piece.group(found).spans[0],
            )  # fmt: skip


def _listed(node: Node) -> int:
    """Items directly below a heading, of the kind that its first item is; what is bulleted deeper does not count."""
    kinds = [child.label.kind for child in node.children if child.label]
    return kinds.count(kinds[0]) if kinds else 0


@check("ten-dia-phuong-hai-cach")
def place_names(s: Subject) -> Iterator[Hit]:
    units = [*(u for line in s.document.letterhead for u in units_in(line.whole)), *s.context.units()]
    groups: dict[tuple[str, str], list[Unit]] = {}
    for unit in units:
        groups.setdefault((fold(unit.kind), fold(unit.name.text)), []).append(unit)
    for group in groups.values():
        spelt = Counter(lower(unit.name.text) for unit in group)
        usual = spelt.most_common(1)[0][0]
        for unit in group:
            if lower(unit.name.text) != usual:
                common = next(u.words.text for u in group if lower(u.name.text) == usual)
                yield Hit(
                    f"“{unit.words.text}” viết khác với “{common}” ở các chỗ khác.",
                    "Viết một tên thống nhất theo tên chính thức của địa phương.", unit.words.spans[0],
                )  # fmt: skip


@check("ten-phong-trao-hai-cach")
def movement_names(s: Subject) -> Iterator[Hit]:
    """Quoted names of the movement that are nearly one; where another body's paper is cited the name may differ."""
    quoted: list[tuple[Words, str, Words]] = []
    for piece in s.pieces:
        for found in re.finditer(r'phong trao(?: thi dua)?\s*"(?P<name>[^"]{6,160})"', piece.folded):
            name = piece.group(found, "name")
            quoted.append((name, _normal(name.folded), piece))
    own = Counter(name for _words, name, piece in quoted if not re.search(CITING, piece.folded))
    if not own:
        return
    usual = own.most_common(1)[0][0]
    for name, normal, piece in quoted:
        if normal == usual or re.search(CITING, piece.folded) or fuzz.ratio(normal, usual) < LIKE:
            continue
        common = next(words.text for words, n, _piece in quoted if n == usual)
        yield Hit(
            f"Tên phong trào ở đây là “{name.text.strip()}”, chỗ khác là “{common.strip()}”.",
            "Dùng một tên trong cả kế hoạch.", name.spans[0],
        )  # fmt: skip


def _normal(folded: str) -> str:
    for short, full in words("abbreviations").items():
        folded = re.sub(rf"\b{fold(short)}\b", fold(full), folded)
    return " ".join(folded.split())
