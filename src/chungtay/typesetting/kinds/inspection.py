"""Biên bản kiểm tra of a unit in mid-movement: what was looked at, what was found, what the unit says to it."""

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
    dashes,
    document,
    or_gap,
)
from chungtay.typesetting.kinds.shared import (
    ORDINAL,
    PERSON,
    Head,
    counted,
    labelled,
    minutes_end,
    person,
    sections,
    table,
    titled,
)

FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("bases", "căn cứ", "texts", required=False),
    Field("started", "thời gian bắt đầu", required=False),
    Field("venue", "địa điểm kiểm tra"),
    Field("team", "đoàn kiểm tra", "objects", fields=PERSON),
    Field("unit", "đơn vị được kiểm tra"),
    Field("representatives", "đại diện đơn vị", "objects", required=False, fields=PERSON),
    Field(
        "checks",
        "nội dung kiểm tra",
        "objects",
        required=False,
        fields=(
            Field("what", "nội dung"),
            Field("found", "kết quả kiểm tra", required=False),
            Field("evidence", "tài liệu đã xem", required=False),
        ),
    ),
    Field("strengths", "ưu điểm", "texts", required=False),
    Field("shortcomings", "tồn tại", "texts", required=False),
    Field("requests", "kiến nghị của đoàn", "texts", required=False),
    Field("answer", "ý kiến của đơn vị", "texts", required=False),
    Field("ended", "thời gian kết thúc", required=False),
    Field("copies", "số bản", "integer", required=False),
    Field("signatures", "khối chữ ký", "objects", fields=SIGNER),
    Field("recipients", "nơi nhận", "texts", required=False),
)


def make(values: Values) -> tree.Document:
    """The minutes from checked values."""
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Nội dung kiểm tra", 7, "left"),
        ("Kết quả", 5, "left"),
        ("Tài liệu đã xem", 3.5, "left"),
    )
    checked = [table(heads, counted([c["what"], c["found"], c["evidence"]] for c in values["checks"]))]
    blocks: list[tree.Block] = [
        labelled("Thời gian bắt đầu", values["started"]),
        labelled("Địa điểm", values["venue"]),
        labelled("Đơn vị được kiểm tra", values["unit"]),
    ]
    people = [("Đoàn kiểm tra", values["team"]), ("Đại diện đơn vị được kiểm tra", values["representatives"])]
    blocks += sections(
        [
            ("Thành phần", titled([(label, [person(p) for p in group]) for label, group in people])),
            ("Nội dung và kết quả kiểm tra", checked if values["checks"] else [tree.Gap(lines=6)]),
            ("Nhận xét", titled([("Ưu điểm", values["strengths"]), ("Tồn tại", values["shortcomings"])])),
            ("Kiến nghị của đoàn kiểm tra", list(dashes(values["requests"]))),
            ("Ý kiến của đơn vị được kiểm tra", or_gap(values["answer"], lines=2)),
        ]
    )
    blocks.append(minutes_end(values["ended"], values["copies"], "Buổi kiểm tra"))
    return document(KIND, values, "Biên bản", blocks)


KIND = Kind(
    "bien-ban-kiem-tra",
    "Biên bản kiểm tra",
    "BB",
    "bbkt-2025.2",
    FIELDS,
    make,
    form=Form.UNNUMBERED,
    stage=Stage.RUNNING,
    signers="Trưởng đoàn kiểm tra và đại diện đơn vị",
)
