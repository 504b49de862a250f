"""Công văn đôn đốc: what is late or due, whose it is, until when an answer is wanted (L-18)."""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    LETTERHEAD,
    RECIPIENTS,
    SIGNATURE,
    Form,
    Kind,
    Stage,
    Values,
    dashes,
    document,
    paragraphs,
)
from chungtay.typesetting.kinds.shared import ORDINAL, Head, counted, end, ended, table

FIELDS = (
    *(f for f in LETTERHEAD if f.name != "symbol"),
    Field("symbol", "ký hiệu"),
    Field("subject", "trích yếu sau chữ V/v"),
    Field("addressees", "nơi kính gửi", "texts"),
    Field("opening", "phần mở đầu", "texts"),
    Field(
        "items",
        "việc chậm hoặc sắp đến hạn",
        "objects",
        required=False,
        fields=(
            Field("what", "nội dung"),
            Field("unit", "đơn vị thực hiện", required=False),
            Field("due", "thời hạn", required=False),
            Field("now", "tình hình hiện nay", required=False),
        ),
    ),
    Field("requests", "việc yêu cầu", "texts"),
    Field("answer_by", "thời hạn trả lời", "date", required=False),
    Field("answer_to", "nơi nhận trả lời", required=False),
    Field("closing", "câu kết", required=False),
    SIGNATURE,
    RECIPIENTS,
)


def make(values: Values) -> tree.Document:
    """The letter from checked values."""
    blocks: list[tree.Block] = [*paragraphs(values["opening"])]
    if values["items"]:
        heads: tuple[Head, ...] = (
            ORDINAL,
            ("Nội dung", 6, "left"),
            ("Đơn vị thực hiện", 3.4, "left"),
            ("Thời hạn", 2.4, "center"),
            ("Hiện nay", 3.2, "left"),
        )
        blocks.append(table(heads, counted([i[k] for k in ("what", "unit", "due", "now")] for i in values["items"])))
    many = len(values["requests"]) > 1
    if many:
        blocks.append(tree.Paragraph(tree.text("Đề nghị các đơn vị, cá nhân thực hiện các việc sau:"), keep=True))
    blocks += dashes(values["requests"]) if many else paragraphs(values["requests"])
    if values["answer_by"].year:
        to = f", gửi {values['answer_to']}" if values["answer_to"] else ""
        blocks.append(
            tree.Paragraph(tree.text(f"Kết quả báo cáo trước ngày {wording.short_date(values['answer_by'])}{to}."))
        )
    if values["closing"]:
        blocks.append(end(values["closing"]))
    else:
        blocks[-1] = ended(blocks[-1])
    return document(KIND, values, "", blocks, subject=values["subject"])


KIND = Kind(
    "cong-van-don-doc",
    "Công văn đôn đốc",
    "",
    "cvdd-2025.2",
    FIELDS,
    make,
    form=Form.LETTER,
    stage=Stage.RUNNING,
    signers="Chủ tịch UBND xã hoặc người được ký thay",
)
