"""Awards: how many, above which ceiling, who proposes, who examines, who decides, and by which paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chungtay.linter.model import Hit, Severity
from chungtay.linter.registry import check
from chungtay.linter.subject import Subject
from chungtay.linter.words import any_of
from chungtay.reading.fold import fold
from chungtay.reading.words import Words

BY_PAPER = r"\b(?:theo|thuc hien)\b.*\bso\s*:?\s*\d"


@check("so-luong-khong-neu")
def no_quota(s: Subject) -> Iterator[Hit]:
    for i, award in enumerate(s.plan["awards"]):
        if _numbers(award) or _elsewhere(award):
            continue
        level = f" cấp {award['level']}" if award["level"] else ""
        yield Hit(
            f"Khen thưởng{level} không nêu khen bao nhiêu tập thể, cá nhân.",
            "Ghi “không quá … tập thể, … cá nhân”, hoặc ghi số lượng do cấp nào quyết định.", _spot_of(s, i),
        )  # fmt: skip


@check("so-luong-khong-ro-tran")
def no_ceiling(s: Subject) -> Iterator[Hit]:
    for i, award in enumerate(s.plan["awards"]):
        if _numbers(award) and award["quota"]["comparator"] not in ("max", "min"):
            yield Hit(
                "Số lượng ghi trơn, không có “không quá”: không rõ đây là mức trần hay phải khen đủ.",
                "Thêm “không quá” nếu là mức trần.",
                s.spot(f"awards[{i}].quota.collectives", f"awards[{i}].quota.individuals"),
            )


@check("khen-them-khong-gioi-han")
def open_overflow(s: Subject) -> Iterator[Hit]:
    for words, _sentence in _overflow(s):
        yield Hit(
            "Kế hoạch cho khen thêm ngoài số lượng mà không nêu thêm tối đa bao nhiêu, đến ngày nào.",
            "Ghi số tối đa được khen thêm, hạn đề xuất và điều kiện.", words.spans[0],
        )  # fmt: skip


@check("hai-nguoi-quyet-dinh")
def two_deciders(s: Subject) -> Iterator[Hit]:
    chaired = [a for a in s.plan["awards"] if fold(a["authority"] or "").startswith("chu tich")]
    if not chaired:
        return
    for _words, sentence in _overflow(s):
        body = re.search(r"(?<!chu tich )\b(?:ubnd|uy ban nhan dan)\b[^.;]*\b(?:xet|quyet dinh)\b", sentence.folded)
        if body:
            yield Hit(
                f"Suất chính do {chaired[0]['authority']} khen, suất khen thêm lại để UBND xét: hai người quyết định "
                "khác nhau cho cùng một hình thức.",
                f"Ghi một người quyết định: {chaired[0]['authority']}.", sentence.group(body).spans[0],
            )  # fmt: skip


@check("ai-xet-ai-de-nghi")
def who_examines(s: Subject) -> Iterator[Hit]:
    """Minutes by the head, the proposal by the council's standing body: who examines is then open."""
    council = [u for u in s.plan["organisation"] if "hoi dong thi dua" in fold(u["unit"])]
    proposing = [u for u in council if re.search(r"\bde xuat\b|\bde nghi\b", fold(" ".join(u["duties"])))]
    if not proposing:
        return
    for i, dossier in enumerate(s.plan["dossier"]):
        for j, item in enumerate(dossier["items"]):
            folded = fold(item)
            if folded.startswith("bien ban") and "hoi dong" not in folded and re.search(r"\bcua\b", folded):
                by = item[fold(item).index("cua ") + 4 :]
                yield Hit(
                    f"Biên bản là của {by}, còn đề xuất khen là việc của {proposing[0]['unit']}: không rõ ai xét.",
                    "Ghi rõ ai thẩm định, xét chọn và ai đề nghị; hai việc này nên tách riêng.",
                    s.spot(f"dossier[{i}].items[{j}]"),
                )
                return


@check("suat-bang-so-doi-tuong")
def no_competition(s: Subject) -> Iterator[Hit]:
    named = s.plan["subjects"]["collectives"]
    if not named or any(re.search(any_of("open_ended"), fold(text)) for text in named):
        return
    levels = [(i, award) for i, award in enumerate(s.plan["awards"]) if _numbers(award)]
    for i, award in levels:
        mine = [text for text in named if _stands_for(text, award, [a for _i, a in levels])]
        seats = award["quota"]["collectives"]
        if mine and seats is not None and seats >= len(mine):
            yield Hit(
                f"Cấp {award['level']}: {len(mine)} tập thể được dự ({', '.join(mine)}) mà có {seats} suất, "
                "nên không còn gì để thi đua.",
                "Mở rộng đối tượng tập thể, hoặc ghi rõ chỉ khen khi đạt tiêu chí.",
                s.spot(f"awards[{i}].quota.collectives"),
            )


def _stands_for(text: str, award: Mapping[str, Any], awards: list[Mapping[str, Any]]) -> bool:
    """Whether a named collective competes at a level: by the level in its brackets, else at those nobody brackets."""
    bracketed = re.search(r"\(\s*cap ([^)]*)\)", fold(text))
    if bracketed:
        return bracketed[1].strip() == fold(award["level"] or "")
    others = [a for a in awards if a["level"] != "xã"]
    return award["level"] == "xã" or not (others and len(awards) > 1)


@check("khen-theo-van-ban-khac")
def by_another_paper(s: Subject) -> Iterator[Hit]:
    seen: set[str] = set()
    for i, award in enumerate(s.plan["awards"]):
        said = award["quota"]["exception_text"]
        if _numbers(award) or not _elsewhere(award) or said in seen:
            continue
        seen.add(said)
        levels = ", ".join(a["level"] for a in s.plan["awards"] if a["quota"]["exception_text"] == said and a["level"])
        yield Hit(
            f"Khen thưởng cấp {levels} theo văn bản khác: số lượng, tiêu chuẩn, hồ sơ không có trong kế hoạch này.",
            "Kèm văn bản đó khi gửi kế hoạch, hoặc chép số lượng, tiêu chuẩn, hồ sơ vào đây.",
            s.spot(f"awards[{i}].quota.exception_text"),
        )


@check("khong-neu-ho-so")
def no_dossier(s: Subject) -> Iterator[Hit]:
    own = sorted(enumerate(s.plan["awards"]), key=lambda row: row[1]["level"] != "xã")
    if own and not s.plan["dossier"]:
        yield Hit(
            "Kế hoạch có khen thưởng mà không nêu hồ sơ gồm giấy tờ gì.",
            "Ghi thành phần hồ sơ, hoặc ghi “theo quy định của tỉnh” kèm số văn bản.",
            s.spot(*(f"awards[{i}].{key}" for i, _award in own for key in ("form", "quota.collectives", "level"))),
            severity=Severity.NOTE,
        )  # fmt: skip


def _numbers(award: Mapping[str, Any]) -> bool:
    return award["quota"]["collectives"] is not None or award["quota"]["individuals"] is not None


def _elsewhere(award: Mapping[str, Any]) -> bool:
    return re.search(BY_PAPER, fold(award["quota"]["exception_text"] or "")) is not None


def _overflow(s: Subject) -> Iterator[tuple[Words, Words]]:
    """(the words that open it, the sentence) of every clause that lets more be awarded than the quota."""
    for piece in s.body:
        for sentence in piece.split(r"(?<=[.;])\s"):
            found = sentence.search(any_of("overflow"))
            if found:
                yield sentence.group(found), sentence


def _spot_of(s: Subject, i: int) -> tuple[int, int] | None:
    path = f"awards[{i}]"
    found = s.spot(f"{path}.quota.collectives", f"{path}.form", f"{path}.authority", f"{path}.level")
    body = s.document.sections[0].words.start if s.document.sections else 0
    if found and found[0] >= body:  # the level alone may have been found again in the bases
        return found
    heading = next((node for node in s.document.nodes() if "awards" in node.own_roles), None)
    return heading.words.spans[0] if heading else None
