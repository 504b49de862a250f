"""Quyết định thành lập Hội đồng Thi đua - Khen thưởng: head and number of members are the chair's to set (R-62)."""

from __future__ import annotations

from chungtay.typesetting import tree
from chungtay.typesetting.errors import DataError
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
)
from chungtay.typesetting.kinds.shared import ORDINAL, Head, counted, decision, table

CHAIR = "Chủ tịch"
_DUTIES = (
    CHAIR,
    "Phó Chủ tịch thường trực",
    "Phó Chủ tịch",
    "Ủy viên thường trực",
    "Ủy viên",
    "Ủy viên, thư ký",
    "Thư ký",
)
FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("power", "thẩm quyền ban hành"),
    BASES,
    Field("council", "tên Hội đồng"),
    Field(
        "members",
        "danh sách thành viên",
        "objects",
        fields=(
            Field("name", "họ tên"),
            Field("position", "chức vụ", required=False),
            Field("duty", "chức danh trong Hội đồng", "choice", choices=_DUTIES),
        ),
    ),
    Field("duties", "nhiệm vụ của Hội đồng", "texts"),
    Field("standing_unit", "cơ quan thường trực", required=False),
    Field("working_rules", "chế độ làm việc", required=False),
    Field("replaces", "quyết định được thay thế", required=False),
    Field("responsible", "đơn vị chịu trách nhiệm thi hành"),
    SIGNATURE,
    RECIPIENTS,
)


def make(values: Values) -> tree.Document:
    """The decision from checked values; DataError unless the council has exactly one chair (R-62)."""
    members = values["members"]
    chairs = sum(m["duty"] == CHAIR for m in members)
    if chairs != 1:
        raise DataError([f"Hội đồng phải có đúng một {CHAIR}, danh sách đang có {chairs} (trường “members”)."])
    council = values["council"]
    said: list[str | tuple[str, list[str]]] = [
        f"Thành lập {council} gồm {len(members):02d} thành viên (có danh sách kèm theo)",
        (f"{council} có nhiệm vụ", values["duties"]),
    ]
    rules = [f"Cơ quan thường trực của Hội đồng là {values['standing_unit']}"] if values["standing_unit"] else []
    rules += [values["working_rules"]] if values["working_rules"] else []
    if rules:
        said.append(". ".join(r.rstrip(". ") for r in rules))
    effect = "Quyết định này có hiệu lực kể từ ngày ký"
    said.append(f"{effect} và thay thế {values['replaces']}" if values["replaces"] else effect)
    said.append(
        f"{values['responsible']} và các ông, bà có tên trong danh sách chịu trách nhiệm thi hành Quyết định này"
    )
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Họ và tên", 5, "left"),
        ("Chức vụ", 6, "left"),
        ("Chức danh trong Hội đồng", 4, "left"),
    )
    rows = counted([m["name"], m["position"], m["duty"]] for m in members)
    return decision(KIND, values, said, f"DANH SÁCH THÀNH VIÊN {council.upper()}", (table(heads, rows),))


KIND = Kind(
    "quyet-dinh-hoi-dong",
    "Quyết định thành lập Hội đồng",
    "QĐ",
    "qdhd-2025.1",
    FIELDS,
    make,
    form=Form.PAPER,
    stage=Stage.LAUNCH,
    signers="Chủ tịch UBND xã",
)
