"""Tờ trình đề nghị khen thưởng, with the list of those proposed as its annex (R-55)."""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.errors import DataError
from chungtay.typesetting.kinds import awardees
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
from chungtay.typesetting.kinds.shared import with_list

FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("addressees", "nơi kính gửi", "texts"),
    Field(BASES.name, BASES.label, "texts", required=False),
    Field("body", "nội dung trình", "texts"),
    Field("award", "hình thức khen thưởng"),
    *awardees.GROUPS,
    Field("enclosures", "hồ sơ kèm theo", "texts", required=False),
    SIGNATURE,
    RECIPIENTS,
)


def make(values: Values) -> tree.Document:
    """The submission from checked values; raises DataError when nobody is proposed."""
    who = awardees.counts(values)
    if not who:
        raise DataError(["Thiếu danh sách đề nghị: nhập ít nhất một tập thể, cá nhân hoặc hộ gia đình."])
    issuer = wording.spoken(values["issuer"])
    blocks: list[tree.Block] = [*paragraphs(values["body"])]
    blocks.append(
        tree.Paragraph(
            tree.text(f"Đề nghị tặng {values['award']} cho {who} có thành tích xuất sắc (có danh sách kèm theo).")
        )
    )
    if values["enclosures"]:
        blocks += [tree.Paragraph(tree.text("Hồ sơ kèm theo:"), keep=True), *dashes(values["enclosures"])]
    blocks.append(tree.Paragraph(tree.text("Kính đề nghị xem xét, quyết định./.")))
    paper = document(KIND, values, "Tờ trình", blocks)
    return with_list(paper, "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", awardees.blocks(values), of=issuer)


KIND = Kind(
    "to-trinh",
    "Tờ trình đề nghị khen thưởng",
    "TTr",
    "ttr-2025.2",
    FIELDS,
    make,
    form=Form.PAPER,
    stage=Stage.AWARD,
    signers="Chủ tịch Hội đồng hoặc trưởng đơn vị trình",
)
