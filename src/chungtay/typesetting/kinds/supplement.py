"""Công văn yêu cầu bổ sung hồ sơ: what is missing and why it is needed, asked in writing and all at once."""

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
    document,
)
from chungtay.typesetting.kinds.shared import ORDINAL, Head, counted, end, ended, table

FIELDS = (
    *(f for f in LETTERHEAD if f.name != "symbol"),
    Field("symbol", "ký hiệu"),
    Field("subject", "trích yếu sau chữ V/v"),
    Field("addressees", "nơi kính gửi", "texts"),
    Field("received", "ngày nhận hồ sơ", "date", required=False),
    Field("dossier", "hồ sơ được xem xét"),
    Field("basis", "căn cứ kiểm tra", required=False),
    Field(
        "missing",
        "giấy tờ, nội dung cần bổ sung",
        "objects",
        fields=(
            Field("what", "giấy tờ, nội dung"),
            Field("why", "lý do", required=False),
            Field("case", "trường hợp đề nghị", required=False),
        ),
    ),
    Field("until", "thời hạn bổ sung", "date", required=False),
    Field("to", "nơi nhận bổ sung", required=False),
    Field("only_once", "chỉ yêu cầu một lần", "flag", required=False),
    Field("closing", "câu kết", required=False),
    SIGNATURE,
    RECIPIENTS,
)


def make(values: Values) -> tree.Document:
    """The letter from checked values."""
    received = wording.short_date(values["received"])
    opening = f"{values['basis']}, " if values["basis"] else ""
    when = f" nhận ngày {received}" if received else ""
    opening += f"qua kiểm tra {values['dossier']}{when}, còn thiếu hoặc chưa đúng các giấy tờ, nội dung sau:"
    several = any(m["case"] for m in values["missing"])
    heads: tuple[Head, ...] = (
        ORDINAL,
        *((("Trường hợp đề nghị", 4.5, "left"),) if several else ()),
        ("Giấy tờ, nội dung cần bổ sung", 6, "left"),
        ("Lý do", 5, "left"),
    )
    keys = ("case", "what", "why") if several else ("what", "why")
    blocks: list[tree.Block] = [
        tree.Paragraph(tree.text(opening[:1].upper() + opening[1:]), keep=True),
        table(heads, counted([m[k] for k in keys] for m in values["missing"])),
    ]
    until = wording.short_date(values["until"]) or "....../....../......"
    to = f", gửi {values['to']}" if values["to"] else ""
    blocks.append(tree.Paragraph(tree.text(f"Đề nghị bổ sung chậm nhất ngày {until}{to}.")))
    if values["only_once"]:
        blocks.append(tree.Paragraph(tree.text("Việc yêu cầu bổ sung chỉ thực hiện một lần.")))
    if values["closing"]:
        blocks.append(end(values["closing"]))
    else:
        blocks[-1] = ended(blocks[-1])
    return document(KIND, values, "", blocks, subject=values["subject"])


KIND = Kind(
    "giay-yeu-cau-bo-sung",
    "Giấy yêu cầu bổ sung hồ sơ",
    "",
    "ycbs-2025.2",
    FIELDS,
    make,
    form=Form.LETTER,
    stage=Stage.DOSSIERS,
    signers="Trưởng phòng hoặc Chủ tịch UBND xã",
)
