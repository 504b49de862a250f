"""Quyết định khen thưởng of the commune's chair, with the list as annex on the same tree.

The chair decides in own power: the signature has no TM. (L-27). The articles follow from the data; an article that the
data give replaces none of the law's, and the money is what the law engine computed.
"""

from __future__ import annotations

from chungtay.typesetting import tree
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
    bases,
    letterhead,
    signature,
)
from chungtay.typesetting.kinds.proposal import attached

FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("power", "thẩm quyền ban hành"),
    BASES,
    Field("award", "hình thức khen thưởng"),
    Field("achievement", "thành tích chung"),
    *awardees.GROUPS,
    Field("money_source", "nguồn tiền thưởng", required=False),
    Field("responsible", "đơn vị chịu trách nhiệm thi hành"),
    SIGNATURE,
    RECIPIENTS,
)


def make(values: Values) -> tree.Document:
    """The decision from checked values; DataError when nobody is commended or the chair signs on behalf (L-27)."""
    who = awardees.counts(values)
    problems = [] if who else ["Thiếu danh sách khen thưởng: nhập ít nhất một tập thể, cá nhân hoặc hộ gia đình."]
    if values["power"].upper().startswith("CHỦ TỊCH") and values["signature"]["authority"][0].upper().startswith("TM."):
        problems.append(
            "Chủ tịch ký quyết định khen thưởng theo thẩm quyền của mình; "
            "anh/chị bỏ dòng “TM.” ở khối chữ ký (trường “signature.authority”)."
        )
    if problems:
        raise DataError(problems)
    articles = [f"Tặng {values['award']} cho {who} {values['achievement']} (có danh sách kèm theo)."]
    everyone = [p for k in ("collectives", "individuals", "households") for p in values[k]]
    if any(p["money"] is not None for p in everyone) or values["money_source"]:
        source = values["money_source"] or "........................"
        articles.append(f"Tiền thưởng kèm theo {values['award']} theo danh sách; kinh phí trích từ {source}.")
    articles.append("Quyết định này có hiệu lực kể từ ngày ký.")
    articles.append(
        f"{values['responsible']} và các tập thể, cá nhân có tên trong danh sách "
        "chịu trách nhiệm thi hành Quyết định này./."
    )
    document = tree.Document(
        kind=KIND.slug,
        version=KIND.version,
        type_name="Quyết định",
        title=values["title"],
        **letterhead(values, f"{KIND.symbol}-UBND"),
        authority=values["power"],
        bases=bases(values["bases"]),
        blocks=(
            tree.Paragraph(tree.text("QUYẾT ĐỊNH:", bold=True), align="center", keep=True),
            *(tree.Article(i, tree.text(a)) for i, a in enumerate(articles, start=1)),
        ),
        signatures=(signature(values["signature"]),),
        recipients=tuple(values["recipients"]),
    )
    note = tree.text(f"(Kèm theo Quyết định {attached(document)} của {values['power']})", italic=True)
    annex = tree.Annex(f"DANH SÁCH ĐƯỢC TẶNG {values['award'].upper()}", awardees.blocks(values), note=note)
    return tree.with_annexes(document, annex)


KIND = Kind(
    "quyet-dinh",
    "Quyết định khen thưởng",
    "QĐ",
    "qd-2025.1",
    FIELDS,
    make,
    form=Form.PAPER,
    stage=Stage.AWARD,
    signers="Chủ tịch UBND xã",
)
