"""Who takes part and who is measured by what: numbering, subjects without criteria, criteria narrower than subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chungtay.linter.model import Hit, Trust
from chungtay.linter.registry import check
from chungtay.linter.subject import Subject
from chungtay.linter.words import any_of, words
from chungtay.reading.fold import fold
from chungtay.reading.structure import Node

ROMAN = {"I": 1, "V": 5, "X": 10}
ALPHABETS = ("abcdđeghiklmnopqrstuvxy", "abcdefghijklmnopqrstuvwxyz")


@check("danh-so-nhay")
def numbering(s: Subject) -> Iterator[Hit]:
    groups = [s.document.sections, *(node.children for node in s.document.nodes())]
    for siblings in groups:
        yield from _gaps(siblings, s.trust)


def _gaps(siblings: list[Node], trust: Trust) -> Iterator[Hit]:
    """A number that does not follow the one before it among the items of one heading."""
    kinds = ("multi",) if trust is Trust.RESTORED else ("multi", "single", "roman", "article", "letter")
    before: Node | None = None
    for node in siblings:
        if node.label is None or node.label.kind not in kinds:
            continue
        if before and before.label and before.label.kind == node.label.kind and _stem(before) == _stem(node):
            had, has = before.label.printed, node.label.printed
            if not _follows(had, has, node.label.kind):
                yield Hit(
                    f"Sau mục {had} là mục {has}: số không liền nhau.",
                    "Đánh lại số, hoặc xem có phần nào bị bỏ sót.", node.words.spans[0] if node.words else None,
                )  # fmt: skip
        before = node


def _stem(node: Node) -> str:
    printed = node.label.printed if node.label else ""
    return printed.rpartition(".")[0]


def _follows(had: str, has: str, kind: str) -> bool:
    if kind == "letter":
        return any(had in abc and has in abc and abc.index(has) == abc.index(had) + 1 for abc in ALPHABETS)
    if kind == "roman":
        return _roman(has) == _roman(had) + 1
    return int(has.rpartition(".")[2]) == int(had.rpartition(".")[2]) + 1


def _roman(text: str) -> int:
    values = [ROMAN.get(c, 0) for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


@check("doi-tuong-khong-tieu-chi")
def without_criteria(s: Subject) -> Iterator[Hit]:
    """Only where the criteria name their audiences: a list for tập thể and cá nhân covers everybody."""
    subjects = s.plan["subjects"]
    named = [text for part in ("collectives", "individuals") for text in subjects[part]]
    heads = [node.title.text for node in s.nodes("criteria") if node.children or node.paragraphs]
    specific = [head for head in heads if re.search(any_of("audience_heads", folded=False), head.lower())]
    if not named or len(specific) < 2 or any(re.search(r"doi voi (?:tap the|ca nhan)\b", fold(head)) for head in heads):
        return
    told = " ".join(specific).lower()
    for name, phrases in words("audience_classes").items():
        pattern = "|".join(re.escape(p.lower()) for p in phrases)
        where = next(
            ((f"subjects.{part}[{i}]", m) for part in ("collectives", "individuals")
             for i, text in enumerate(subjects[part]) if (m := re.search(rf"\b(?:{pattern})\b", text.lower()))), None,
        )  # fmt: skip
        if where and not re.search(rf"\b(?:{pattern})\b", told):
            yield Hit(
                f"Đối tượng có {name} mà phần tiêu chí không có mục nào cho {name}.",
                f"Thêm tiêu chí cho {name}, hoặc ghi rõ xét theo mục nào.",
                s.within(where[0], re.escape(fold(where[1][0])).replace(r"\ ", " ")),
            )  # fmt: skip


@check("tieu-chi-hep-hon-doi-tuong")
def narrower(s: Subject) -> Iterator[Hit]:
    individuals = " ".join(s.plan["subjects"]["individuals"])
    if not re.search(any_of("everyone"), fold(individuals)):
        return
    who = r"(?:lanh dao|cbccvc|cbcc|can bo|cong chuc)[^.;,]*\btruc tiep (?:chi dao|theo doi|lam|thuc hien|phu trach)"
    for i, row in enumerate(s.plan["criteria"]):
        folded = fold(row["text"])
        found = re.search(who, folded)
        if found and row["audience"] == "individual" and "uu tien" not in folded[: found.start()]:
            yield Hit(
                "Đối tượng là tất cả cán bộ, công chức, người lao động, mà tiêu chuẩn khen chỉ dành cho người "
                "trực tiếp chỉ đạo hoặc làm việc này.",
                "Thống nhất hai phần: ai được dự thi đua thì có tiêu chuẩn để xét.",
                s.within(f"criteria[{i}].text", re.escape(found[0]).replace(r"\ ", " ")),
            )


@check("xep-loai-khong-ap-dung")
def not_rated(s: Subject) -> Iterator[Hit]:
    """R-144: villagers are not rated as civil servants are; a criterion by rating shuts them out."""
    individuals = s.plan["subjects"]["individuals"]
    audiences = {row["audience"] for row in s.plan["criteria"]}
    rated = next((i for i, row in enumerate(s.plan["criteria"])
                  if row["kind"] == "rating" and row["audience"] == "individual"), None)  # fmt: skip
    if rated is None or audiences & {"other", "staff"}:
        return
    for i, text in enumerate(individuals):
        found = re.search(any_of("residents"), fold(text))
        if found:
            yield Hit(
                "Người dân không có xếp loại hoàn thành nhiệm vụ hằng năm, nên tiêu chí xếp loại không áp dụng được.",
                "Thêm tiêu chí riêng cho người dân, hoặc ghi tiêu chí xếp loại chỉ áp dụng cho cán bộ, công chức.",
                s.within(f"subjects.individuals[{i}]", re.escape(found[0])),
            )
            return
