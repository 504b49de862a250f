"""Giấy mời họp."""

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
)

FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("host", "người hoặc cơ quan mời"),
    Field("guests", "thành phần được mời", "texts"),
    Field("purpose", "nội dung cuộc họp"),
    Field("time", "thời gian họp"),
    Field("venue", "địa điểm họp"),
    Field("chair", "người chủ trì", required=False),
    Field("request", "đề nghị chuẩn bị", required=False),
    SIGNATURE,
    RECIPIENTS,
)


def make(values: Values) -> tree.Document:
    """The invitation from checked values."""
    blocks: list[tree.Block] = [
        tree.Paragraph(tree.text(f"{values['host']} trân trọng kính mời:"), keep=True),
        *dashes(values["guests"]),
        tree.Paragraph(tree.text(f"Tới dự: {wording.lower_first(wording.without_ending(values['purpose']))}.")),
    ]
    for label, key in (("Thời gian", "time"), ("Địa điểm", "venue"), ("Chủ trì", "chair")):
        if values[key]:
            blocks.append(tree.Paragraph(tree.text(f"{label}: {wording.without_ending(values[key])}.")))
    closing = values["request"] or "Kính mời các thành viên sắp xếp thời gian dự họp đầy đủ, đúng giờ"
    blocks.append(tree.Paragraph(tree.text(f"{wording.without_ending(closing)}./.")))
    return document(KIND, values, "Giấy mời", blocks)


KIND = Kind(
    "giay-moi",
    "Giấy mời họp",
    "GM",
    "gm-2025.2",
    FIELDS,
    make,
    form=Form.PAPER,
    stage=Stage.MEETING,
    signers="Chủ tịch Hội đồng",
)
