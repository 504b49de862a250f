"""Quyết định hủy bỏ quyết định khen thưởng, thu hồi giấy khen và tiền thưởng, on a ground of the law (R-53)."""

from __future__ import annotations

from chungtay.typesetting import tree, wording
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
    number,
)
from chungtay.typesetting.kinds.shared import ORDINAL, Cell, Head, counted, decision, in_own_power, table

FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("power", "thẩm quyền ban hành"),
    BASES,
    Field("award", "hình thức khen thưởng bị hủy bỏ"),
    Field("annulled_number", "số quyết định khen thưởng"),
    Field("annulled_date", "ngày quyết định khen thưởng", "date"),
    Field("ground", "căn cứ hủy bỏ theo luật"),
    Field("facts", "sự việc", "texts"),
    Field(
        "recipients_of_award",
        "người bị hủy bỏ khen thưởng",
        "objects",
        fields=(
            Field("name", "tên"),
            Field("unit", "chức vụ, đơn vị hoặc địa chỉ", required=False),
            Field("golden_book", "số sổ vàng", "integer", required=False),
            Field("money", "tiền thưởng đã nhận (đồng)", "amount", required=False),
            Field("handed_over", "đã nhận giấy khen", "flag", required=False),
        ),
    ),
    Field("return_to", "nơi nộp lại", required=False),
    Field("return_by", "thời hạn nộp lại", "date", required=False),
    Field("responsible", "đơn vị chịu trách nhiệm thi hành"),
    SIGNATURE,
    RECIPIENTS,
)


def make(values: Values) -> tree.Document:
    """The decision from checked values; the chair signs in own power, as the award was made (L-27)."""
    if problems := in_own_power(values):
        raise DataError(problems)
    people = values["recipients_of_award"]
    from_decision = f"Quyết định số {values['annulled_number']} {wording.day_line(values['annulled_date'])}"
    said: list[str | tuple[str, list[str]]] = [
        f"Hủy bỏ việc tặng {values['award']} tại {from_decision} đối với {len(people):02d} trường hợp "
        f"(có danh sách kèm theo). Lý do: {wording.lower_first(values['ground'])}",
    ]
    handed = sum(bool(p["handed_over"]) for p in people)
    money = sum(p["money"] or 0 for p in people)
    back = [f"Thu hồi {handed:02d} {wording.lower_first(values['award'])}"] if handed else []
    back += [f"Thu hồi tiền thưởng {number(money)} đồng"] if money else []
    if back:
        to = f", nộp tại {values['return_to']}" if values["return_to"] else ""
        by = f" trước ngày {wording.short_date(values['return_by'])}" if values["return_by"].year else ""
        said.append(f"{back[0]}{''.join(f'; {wording.lower_first(b)}' for b in back[1:])}{to}{by}")
    said.append("Việc hủy bỏ được ghi vào sổ khen thưởng và công bố công khai")
    said.append("Quyết định này có hiệu lực kể từ ngày ký")
    said.append(
        f"{values['responsible']} và các trường hợp có tên trong danh sách chịu trách nhiệm thi hành Quyết định này"
    )
    requested = [b for b in values["bases"] if b.startswith(("Theo đề nghị", "Xét đề nghị"))]  # the last basis
    facts = [f"Xét sự việc: {wording.lower_first(f)}" for f in values["facts"]]
    grounds = [*(b for b in values["bases"] if b not in requested), *facts, *requested]
    annex = (_list(people, money),)
    return decision(KIND, {**values, "bases": grounds}, said, "DANH SÁCH HỦY BỎ KHEN THƯỞNG", annex)


def _list(people: list[Values], money: float) -> tree.Table:
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Tên tập thể, cá nhân, hộ gia đình", 4.8, "left"),
        ("Chức vụ, đơn vị, địa chỉ", 4.6, "left"),
        ("Số sổ vàng", 1.6, "center"),
        ("Thu hồi giấy khen", 2, "center"),
        ("Thu hồi tiền (đồng)", 2.8, "right"),
    )
    rows: list[tuple[Cell, ...]] = counted(
        [
            p["name"],
            p["unit"],
            f"{p['golden_book']:02d}" if p["golden_book"] is not None else None,
            "Có" if p["handed_over"] else "Chưa trao",
            p["money"],
        ]
        for p in people
    )
    if money:
        rows.append((None, "Tổng cộng", None, None, None, money))
    return table(heads, rows, total=bool(money))


KIND = Kind(
    "quyet-dinh-huy-bo",
    "Quyết định hủy bỏ, thu hồi khen thưởng",
    "QĐ",
    "qdhb-2025.2",
    FIELDS,
    make,
    form=Form.PAPER,
    stage=Stage.AWARD,
    signers="Chủ tịch UBND xã",
)
