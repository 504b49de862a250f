"""Quyết định khen thưởng of the commune's chair, with the list as annex on the same tree.

The chair decides in own power: the signature has no TM. (L-27). The articles follow from the data; an article that the
data give replaces none of the law's, and the money is what the law engine computed.
"""

from __future__ import annotations

from chungtay.typesetting import tree
from chungtay.typesetting.errors import DataError
from chungtay.typesetting.kinds import awardees
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import BASES, LETTERHEAD, RECIPIENTS, SIGNATURE, Form, Kind, Stage, Values
from chungtay.typesetting.kinds.shared import decision, in_own_power

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
    problems = [*([] if who else [awardees.NOBODY]), *in_own_power(values)]
    if problems:
        raise DataError(problems)
    award = values["award"]
    said = [f"Tặng {award} cho {who} {values['achievement']} (có danh sách kèm theo)"]
    if any(p["money"] is not None for p in awardees.everyone(values)) or values["money_source"]:
        source = f"kinh phí trích từ {values['money_source']}" if values["money_source"] else "nguồn chi theo quy định"
        said.append(f"Tiền thưởng kèm theo {award} theo danh sách; {source}")
    said.append("Quyết định này có hiệu lực kể từ ngày ký")
    said.append(
        f"{values['responsible']} và các {awardees.kinds(values)} có tên trong danh sách "
        "chịu trách nhiệm thi hành Quyết định này"
    )
    return decision(KIND, values, said, f"DANH SÁCH ĐƯỢC TẶNG {award.upper()}", awardees.blocks(values))


KIND = Kind(
    "quyet-dinh",
    "Quyết định khen thưởng",
    "QĐ",
    "qd-2025.2",
    FIELDS,
    make,
    form=Form.PAPER,
    stage=Stage.AWARD,
    signers="Chủ tịch UBND xã",
)
