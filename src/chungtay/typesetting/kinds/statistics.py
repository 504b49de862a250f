"""Thống kê 0601 (movements) and 0603 (awards): rows and columns come with the data, the sums are made here (R-24)."""

from __future__ import annotations

from chungtay.typesetting import tree
from chungtay.typesetting.errors import DataError
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    LETTERHEAD,
    SIGNER,
    Form,
    Kind,
    Stage,
    Values,
    document,
    paragraphs,
)
from chungtay.typesetting.kinds.shared import Cell, Head, labelled, table

_COMMON = (
    *LETTERHEAD,
    Field("form_code", "ký hiệu biểu"),
    Field("period", "kỳ báo cáo"),
    Field("reporting_unit", "đơn vị báo cáo"),
    Field("receiving_unit", "đơn vị nhận báo cáo", required=False),
)
_SIGNED = (
    Field("notes", "ghi chú", "texts", required=False),
    Field("signatures", "khối chữ ký", "objects", fields=SIGNER),
)
MOVEMENT_FIELDS = (
    *_COMMON,
    Field("total", "tổng số phong trào", "integer"),
    Field(
        "groups",
        "phân tổ",
        "objects",
        fields=(
            Field("heading", "tên cách phân tổ"),
            Field(
                "rows",
                "các dòng",
                "objects",
                fields=(Field("label", "tên dòng"), Field("count", "số phong trào", "integer")),
            ),
        ),
    ),
    *_SIGNED,
)
AWARD_FIELDS = (
    *_COMMON,
    Field("methods", "phương thức khen thưởng", "texts"),
    Field(
        "rows",
        "đối tượng",
        "objects",
        fields=(
            Field("label", "tên đối tượng"),
            Field("counts", "số lượt theo phương thức", "objects", fields=(Field("n", "số lượt", "integer"),)),
            Field("part_of_above", "thuộc dòng trên", "flag", required=False),
        ),
    ),
    *_SIGNED,
)


def make_movements(values: Values) -> tree.Document:
    """0601; DataError when a way of grouping does not add up to the total."""
    problems = []
    rows: list[tuple[Cell, ...]] = [("A", "Tổng số phong trào thi đua", values["total"])]
    for i, group in enumerate(values["groups"], start=1):
        found = sum(r["count"] for r in group["rows"])
        if found != values["total"]:
            problems.append(f"{group['heading']}: cộng các dòng được {found}, tổng số là {values['total']}.")
        rows.append((str(i), group["heading"], None))
        rows += [("-", r["label"], r["count"]) for r in group["rows"]]
    if problems:
        raise DataError(problems)
    heads: tuple[Head, ...] = (("TT", 1.2, "center"), ("Chỉ tiêu", 11, "left"), ("Số phong trào", 3, "center"))
    return _document(MOVEMENTS, values, "Số phong trào thi đua", table(heads, rows), landscape=False)


def make_awards(values: Values) -> tree.Document:
    """0603; the sum of a row and the sums of the columns, without the rows that are part of the one above."""
    width = len(values["methods"])
    if wrong := [r["label"] for r in values["rows"] if len(r["counts"]) != width]:
        raise DataError([f"{label}: số cột không khớp {width} phương thức khen thưởng." for label in wrong])
    heads: list[Head] = [("TT", 1.2, "center"), ("Đối tượng", 7, "left"), ("Tổng số", 2, "center")]
    heads += [(method, 13 / width, "center") for method in values["methods"]]
    rows: list[tuple[Cell, ...]] = []
    ordinal = 0
    for entry in values["rows"]:
        counts = [c["n"] for c in entry["counts"]]
        ordinal += not entry["part_of_above"]
        rows.append(("-" if entry["part_of_above"] else str(ordinal), entry["label"], sum(counts), *counts))
    whole = [r for r in values["rows"] if not r["part_of_above"]]
    sums = [sum(r["counts"][i]["n"] for r in whole) for i in range(width)]
    rows.append((None, "Tổng cộng", sum(sums), *sums))
    return _document(AWARDS, values, "Số lượt khen thưởng", table(heads, rows, total=True), landscape=True)


def _document(kind: Kind, values: Values, subject: str, body: tree.Table, *, landscape: bool) -> tree.Document:
    notes: list[tree.Block] = [*paragraphs([f"Ghi chú: {n}" for n in values["notes"]])]
    blocks: list[tree.Block] = [
        labelled("Biểu số", values["form_code"]),
        labelled("Đơn vị báo cáo", values["reporting_unit"]),
        labelled("Đơn vị nhận báo cáo", values["receiving_unit"]),
        body,
        *(notes or [tree.Gap(tree.text("Ghi chú:"))]),
    ]
    return document(kind, values, "Thống kê", blocks, title=f"{subject}, {values['period']}", landscape=landscape)


MOVEMENTS = Kind(
    "thong-ke-0601",
    "Thống kê 0601: phong trào thi đua",
    "",
    "tk0601-2025.1",
    MOVEMENT_FIELDS,
    make_movements,
    form=Form.UNNUMBERED,
    stage=Stage.CLOSING,
    signers="Người lập biểu và thủ trưởng đơn vị",
)
AWARDS = Kind(
    "thong-ke-0603",
    "Thống kê 0603: khen thưởng",
    "",
    "tk0603-2025.1",
    AWARD_FIELDS,
    make_awards,
    form=Form.REGISTER,
    stage=Stage.CLOSING,
    signers="Người lập biểu và thủ trưởng đơn vị",
)
