"""Kế hoạch sửa đổi, bổ sung: old and new wording side by side, everything else stays as issued."""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    BASES,
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
from chungtay.typesetting.kinds.shared import ORDINAL, Head, counted, end, sections, table

FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("amended_number", "số kế hoạch được sửa đổi", required=False),
    Field("amended_date", "ngày kế hoạch được sửa đổi", "date", required=False),
    Field("amended_title", "tên kế hoạch được sửa đổi"),
    BASES,
    Field("reasons", "lý do sửa đổi", "texts"),
    Field(
        "changes",
        "nội dung sửa đổi, bổ sung",
        "objects",
        fields=(
            Field("place", "mục được sửa đổi"),
            Field("before", "nội dung cũ", required=False),
            Field("after", "nội dung mới", required=False),
        ),
    ),
    Field("transition", "xử lý việc đã thực hiện", "texts", required=False),
    Field("organisation", "tổ chức thực hiện", "texts", required=False),
    SIGNATURE,
    RECIPIENTS,
)


def make(values: Values) -> tree.Document:
    """The amending plan from checked values; an empty old text is an addition, an empty new one a repeal."""
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Mục", 3.6, "left"),
        ("Nội dung cũ", 5.3, "left"),
        ("Sửa đổi, bổ sung thành", 5.3, "left"),
    )
    rows = counted([c["place"], c["before"] or "(bổ sung)", c["after"] or "(bãi bỏ)"] for c in values["changes"])
    number = values["amended_number"] or f"số{wording.BLANK}"
    plan = f"Kế hoạch số {number}" if values["amended_number"] else "Kế hoạch"
    day = f" {wording.day_line(values['amended_date'])}" if values["amended_date"].year else ""
    named = f"{plan}{day} {wording.lower_first(values['amended_title'])}"
    blocks: list[tree.Block] = sections(
        [
            ("Lý do sửa đổi, bổ sung", list(paragraphs(values["reasons"]))),
            (
                "Nội dung sửa đổi, bổ sung",
                [
                    tree.Paragraph(tree.text(f"Sửa đổi, bổ sung một số nội dung của {named} như sau:")),
                    table(heads, rows),
                    tree.Paragraph(tree.text("Các nội dung khác của Kế hoạch giữ nguyên.")),
                ],
            ),
            ("Việc đã thực hiện trước khi sửa đổi", list(dashes(values["transition"]))),
            ("Tổ chức thực hiện", list(dashes(values["organisation"]))),
        ]
    )
    blocks.append(end(f"Trên đây là Kế hoạch {wording.lower_first(values['title'])}"))
    return document(KIND, values, "Kế hoạch", blocks)


KIND = Kind(
    "ke-hoach-dieu-chinh",
    "Kế hoạch sửa đổi, bổ sung",
    "KH",
    "khdc-2025.2",
    FIELDS,
    make,
    form=Form.PAPER,
    stage=Stage.RUNNING,
    signers="Chủ tịch UBND xã",
)
