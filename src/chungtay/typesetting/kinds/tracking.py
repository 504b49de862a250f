"""Phiếu theo dõi chỉ tiêu of one unit for one period: numerator and denominator beside the share, and the source."""

from __future__ import annotations

from chungtay.typesetting import tree
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    LETTERHEAD,
    SIGNER,
    Form,
    Kind,
    Stage,
    Values,
    document,
    or_gap,
)
from chungtay.typesetting.kinds.shared import ORDINAL, Head, cell, counted, labelled, table

FIELDS = (
    *LETTERHEAD,
    Field("movement", "tên phong trào thi đua"),
    Field("unit", "đơn vị được theo dõi"),
    Field("period", "kỳ theo dõi"),
    Field(
        "targets",
        "chỉ tiêu",
        "objects",
        fields=(
            Field("target", "tên chỉ tiêu"),
            Field("planned", "mức kế hoạch", required=False),
            Field("part", "số đạt", "amount", required=False),
            Field("whole", "tổng số", "amount", required=False),
            Field("value", "kết quả", required=False),
            Field("source", "nguồn số liệu", required=False),
            Field("state", "đánh giá", required=False),
        ),
    ),
    Field("notes", "ghi chú", "texts", required=False),
    Field("signatures", "khối chữ ký", "objects", fields=SIGNER),
)


def make(values: Values) -> tree.Document:
    """The sheet from checked values."""
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Chỉ tiêu", 6.2, "left"),
        ("Kế hoạch", 2.1, "center"),
        ("Số đạt / tổng số", 2.2, "center"),
        ("Kết quả", 1.8, "center"),
        ("Nguồn số liệu", 3.4, "left"),
        ("Đánh giá", 2.4, "center"),
    )
    rows = counted(
        [t["target"], t["planned"], _share(t), t["value"], t["source"], t["state"]] for t in values["targets"]
    )
    blocks: list[tree.Block] = [
        labelled("Đơn vị", values["unit"]),
        labelled("Kỳ theo dõi", values["period"]),
        table(heads, rows),
        tree.Paragraph(tree.text("Ghi chú, kiến nghị:"), keep=True),
        *or_gap(values["notes"], lines=2),
    ]
    return document(KIND, values, "Phiếu theo dõi chỉ tiêu", blocks, title=f"Phong trào thi đua {values['movement']}")


def _share(target: Values) -> str:
    return f"{cell(target['part'])}/{cell(target['whole'])}" if target["whole"] is not None else cell(target["part"])


KIND = Kind(
    "phieu-theo-doi",
    "Phiếu theo dõi chỉ tiêu",
    "",
    "ptd-2025.2",
    FIELDS,
    make,
    form=Form.UNNUMBERED,
    stage=Stage.RUNNING,
    signers="Người lập phiếu và trưởng đơn vị",
)
