"""Báo cáo khó khăn, vướng mắc: what the units cannot do, what they ask, what the standing unit proposes."""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    LETTERHEAD,
    OWN_SYMBOL,
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
from chungtay.typesetting.kinds.shared import ORDINAL, Head, counted, end, table

FIELDS = (
    *(f for f in LETTERHEAD if f.name != "symbol"),
    OWN_SYMBOL,
    Field("title", "trích yếu"),
    Field("addressees", "nơi kính gửi", "texts"),
    Field("opening", "phần mở đầu", "texts"),
    Field(
        "items",
        "khó khăn, vướng mắc",
        "objects",
        fields=(
            Field("what", "nội dung"),
            Field("unit", "đơn vị", required=False),
            Field("target", "chỉ tiêu", required=False),
            Field("wish", "đề nghị của đơn vị", required=False),
            Field("proposal", "đề xuất của thường trực", required=False),
            Field("decision", "quyết định của Chủ tịch", required=False),
        ),
    ),
    Field("requests", "kiến nghị", "texts", required=False),
    Field("closing", "câu kết", required=False),
    SIGNATURE,
    RECIPIENTS,
)


def make(values: Values) -> tree.Document:
    """The report from checked values; what the chair has decided already stands under the proposal it answers."""
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Nội dung khó khăn, vướng mắc", 3.6, "left"),
        ("Đơn vị", 2.3, "left"),
        ("Chỉ tiêu", 2.9, "left"),
        ("Đề nghị của đơn vị", 2.9, "left"),
        ("Đề xuất của thường trực", 3.3, "left"),
    )
    rows = ([i["what"], i["unit"], i["target"], i["wish"], _proposed(i)] for i in values["items"])
    blocks: list[tree.Block] = [*paragraphs(values["opening"]), table(heads, counted(rows))]
    if len(values["requests"]) > 1:
        blocks.append(tree.Paragraph(tree.text("Kiến nghị, đề xuất:"), keep=True))
        blocks += dashes(values["requests"])
    else:
        blocks += paragraphs(values["requests"])
    blocks.append(end(values["closing"] or f"Trên đây là Báo cáo {wording.lower_first(values['title'])}"))
    return document(KIND, values, "Báo cáo", blocks)


def _proposed(item: Values) -> str | None:
    """The last cell: the proposal, then the decision, each its own sentence; None leaves it to the hand."""
    decided = item["decision"] and f"Chủ tịch đã quyết định: {wording.lower_first(item['decision'])}"
    said = [wording.without_ending(words) for words in (item["proposal"], decided) if words]
    return ". ".join(said) or None


KIND = Kind(
    "bao-cao-vuong-mac",
    "Báo cáo khó khăn, vướng mắc và đề xuất, kiến nghị",
    "BC",
    "bcvm-2025.2",
    FIELDS,
    make,
    form=Form.PAPER,
    stage=Stage.RUNNING,
    signers="Trưởng đơn vị thường trực phong trào",
)
