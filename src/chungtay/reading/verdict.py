"""Whether a text is a plan of an emulation movement at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chungtay.reading.structure import Document

MOVEMENT = r"phong trao thi dua|dot thi dua|cao diem thi dua|phat dong thi dua|phong trao"
LETTER = "Đây là công văn (có “Kính gửi”), không phải kế hoạch phong trào thi đua."
UNKNOWN = "Không thấy tên loại “Kế hoạch” và không thấy nội dung của một kế hoạch phong trào thi đua."
OTHER_PLAN = "Kế hoạch này không phát động hay triển khai một phong trào thi đua: tên kế hoạch không nói đến thi đua."


@dataclass(frozen=True)
class Verdict:
    """`plan`: read on. Else what the document is, as far as it can be told, and why it is refused (Vietnamese)."""

    plan: bool
    kind: str | None = None
    reason: str = ""


def judge(document: Document) -> Verdict:
    """By type, title and what the first pages speak of; a text without letterhead may still be a plan."""
    head = " ".join(w.folded for w in document.preamble)
    body = " ".join(w.folded for w in document.body_pieces())
    refused = _other_type(document, f"{head} {body}")
    if refused:
        return refused
    title = document.title.folded if document.title else ""
    about = "thi dua" in title and not re.search(r"cong tac thi dua,? khen thuong", title)
    named = re.search(rf"(?:{MOVEMENT})", title) and "thi dua" in f"{head} {body}"
    launching = re.search(r"(?:phat dong|trien khai|thuc hien|to chuc)[^.;]{0,60}phong trao thi dua", head[-700:])
    if about or named or (launching and len(re.findall(r"thi dua", body)) >= 3):
        return Verdict(True)
    return Verdict(False, _kind(document), OTHER_PLAN)


def _kind(document: Document) -> str | None:
    return document.kind.text.strip(" *:.").capitalize() if document.kind else None


def _other_type(document: Document, text: str) -> Verdict | None:
    """The refusal of a document whose type says that it is no plan."""
    kind = _kind(document)
    if document.kind and kind:
        plan = re.match(r"k.\s?hoach", document.kind.folded.strip(" *:."))
        return None if plan else Verdict(False, kind, f"Đây là {kind.lower()}, không phải kế hoạch phong trào thi đua.")
    if any(re.match(r"\W*kinh gui\b", line.whole.folded) for line in document.lines[:40]):
        return Verdict(False, "Công văn", LETTER)
    if re.search(r"(?:ban hanh|xay dung|tren day la)\s+k.? ?hoach", text):
        return None
    return Verdict(False, None, UNKNOWN)
