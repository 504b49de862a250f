"""Bản đăng ký thi đua of a unit: targets, titles, measures. No plan demands it; a unit may send it all the same."""

from __future__ import annotations

from chungtay.typesetting import tree
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    LETTERHEAD,
    SIGNATURE,
    Form,
    Kind,
    Stage,
    Values,
    dashes,
    document,
    or_gap,
)
from chungtay.typesetting.kinds.shared import ORDINAL, Head, counted, end, sections, table

FIELDS = (
    *LETTERHEAD,
    Field("movement", "tên phong trào thi đua"),
    Field("addressees", "nơi kính gửi", "texts", required=False),
    Field("unit", "tên đơn vị đăng ký"),
    Field(
        "targets",
        "chỉ tiêu đăng ký",
        "objects",
        fields=(
            Field("target", "chỉ tiêu"),
            Field("planned", "mức của kế hoạch", required=False),
            Field("pledged", "mức đăng ký", required=False),
            Field("due", "thời hạn", required=False),
        ),
    ),
    Field("measures", "biện pháp thực hiện", "texts", required=False),
    Field("honours", "danh hiệu, hình thức khen thưởng đăng ký", "texts", required=False),
    SIGNATURE,
    Field("recipients", "nơi nhận", "texts", required=False),
)


def make(values: Values) -> tree.Document:
    """The registration from checked values."""
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Nội dung, chỉ tiêu", 7, "left"),
        ("Kế hoạch", 2.6, "center"),
        ("Đăng ký", 2.6, "center"),
        ("Thời hạn", 2.8, "center"),
    )
    rows = counted([t[k] for k in ("target", "planned", "pledged", "due")] for t in values["targets"])
    blocks: list[tree.Block] = [
        tree.Paragraph(tree.text(f"{values['unit']} đăng ký tham gia phong trào thi đua {values['movement']} như sau:"))
    ]
    blocks += sections(
        [
            ("Nội dung, chỉ tiêu đăng ký", [table(heads, rows)]),
            ("Biện pháp thực hiện", or_gap(values["measures"])),
            ("Danh hiệu, hình thức khen thưởng đăng ký", list(dashes(values["honours"]))),
        ]
    )
    blocks.append(end(f"{values['unit']} cam kết thực hiện các nội dung đã đăng ký"))
    return document(KIND, values, "Bản đăng ký thi đua", blocks, title=f"Phong trào thi đua {values['movement']}")


KIND = Kind(
    "ban-dang-ky",
    "Bản đăng ký thi đua",
    "",
    "bdk-2025.1",
    FIELDS,
    make,
    form=Form.UNNUMBERED,
    stage=Stage.LAUNCH,
    signers="Trưởng đơn vị đăng ký",
)
