"""Whether a text is a plan of an emulation movement at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chungtay.reading.structure import Document
from chungtay.reading.vocabulary import any_of

MOVEMENT = r"phong trao thi dua|dot thi dua|cao diem thi dua|phat dong thi dua|phong trao"


@dataclass(frozen=True)
class Verdict:
    """`plan`: read on. Else what the document is, as far as it can be told, and why it is refused (Vietnamese)."""

    plan: bool
    kind: str | None = None
    reason: str = ""


def judge(document: Document) -> Verdict:
    """By type, title and what the first pages speak of; a text without letterhead may still be a plan."""
    kind = document.kind.text.strip(" *:.").capitalize() if document.kind else None
    title = document.title.folded if document.title else ""
    head = " ".join(w.folded for w in document.preamble)
    body = " ".join(w.folded for w in document.body_pieces())
    if document.kind is None:
        letter = any(re.match(r"\W*kinh gui\b", line.whole.folded) for line in document.lines[:40])
        if letter:
            return Verdict(
                False, "Công văn", "Đây là công văn (có “Kính gửi”), không phải kế hoạch phong trào thi đua."
            )
        if not re.search(r"(?:ban hanh|xay dung|tren day la)\s+k.? ?hoach", f"{head} {body}"):
            return Verdict(
                False,
                None,
                "Không thấy tên loại “Kế hoạch” và không thấy nội dung của một kế hoạch phong trào thi đua.",
            )
    elif not re.match(r"k.\s?hoach", document.kind.folded.strip(" *:.")):
        return Verdict(
            False, kind, f"Đây là {kind.lower() if kind else 'văn bản khác'}, không phải kế hoạch phong trào thi đua."
        )
    if "thi dua" in title and not re.search(r"cong tac thi dua,? khen thuong", title):
        return Verdict(True)
    if re.search(rf"(?:{MOVEMENT})", title) and "thi dua" in f"{head} {body}":
        return Verdict(True)
    launching = re.search(r"(?:phat dong|trien khai|thuc hien|to chuc)[^.;]{0,60}phong trao thi dua", head[-700:])
    if (
        launching
        and len(re.findall(r"thi dua", body)) >= 3
        and not re.search(any_of("document", "types") + r"$", title)
    ):
        return Verdict(True)
    return Verdict(
        False,
        kind,
        "Kế hoạch này không phát động hay triển khai một phong trào thi đua: tên kế hoạch không nói đến thi đua.",
    )
