"""Sổ khen thưởng as printed for the shelf: an annulled award keeps its line (R-53); blanks are for the hand."""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import LETTERHEAD, SIGNER, Form, Kind, Stage, Values, document
from chungtay.typesetting.kinds.shared import ORDINAL, Cell, Head, counted, end, table

FIELDS = (
    *LETTERHEAD,
    Field("title", "năm hoặc kỳ của sổ"),
    Field(
        "entries",
        "các lượt khen thưởng",
        "objects",
        fields=(
            Field("name", "tên người được khen"),
            Field("unit", "chức vụ, đơn vị hoặc địa chỉ", required=False),
            Field("award", "hình thức"),
            Field("achievement", "thành tích", required=False),
            Field("decision", "số quyết định", required=False),
            Field("dated", "ngày quyết định", "date", required=False),
            Field("golden_book", "số sổ vàng", "integer", required=False),
            Field("money", "tiền thưởng (đồng)", "amount", required=False),
            Field("received", "ngày nhận", "date", required=False),
            Field("note", "ghi chú", required=False),
        ),
    ),
    Field("signatures", "khối chữ ký", "objects", fields=SIGNER),
)


def make(values: Values) -> tree.Document:
    """The register on landscape pages, with the sum of the money as its last row when any was paid."""
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Tên tập thể, cá nhân, hộ gia đình", 4, "left"),
        ("Chức vụ, đơn vị, địa chỉ", 3.6, "left"),
        ("Hình thức", 2, "center"),
        ("Thành tích", 7, "left"),
        ("Số, ngày quyết định", 2.8, "center"),
        ("Số sổ vàng", 1.5, "center"),
        ("Tiền thưởng (đồng)", 2.5, "right"),
        ("Ngày nhận, ký nhận", 2.7, "center"),
        ("Ghi chú", 2.4, "left"),
    )
    rows: list[tuple[Cell, ...]] = counted(_row(e) for e in values["entries"])
    total = sum(e["money"] or 0 for e in values["entries"])
    if total:
        rows.append((None, "Tổng cộng", None, None, None, None, None, total, None, None))
    blocks = (table(heads, rows, total=bool(total)), end(f"Sổ có {len(values['entries']):02d} lượt khen thưởng"))
    return document(KIND, values, "Sổ khen thưởng", blocks, landscape=True)


def _row(entry: Values) -> list[Cell]:
    dated = wording.short_date(entry["dated"])
    decision = " ngày ".join(p for p in (entry["decision"], dated) if p)
    book = f"{entry['golden_book']:02d}" if entry["golden_book"] is not None else None
    received = wording.short_date(entry["received"])
    unit = wording.upper_first(entry["unit"]) if entry["unit"] else None
    shown: list[Cell] = [entry["name"], unit, entry["award"], entry["achievement"], decision, book]
    return [*shown, entry["money"], received, entry["note"]]


KIND = Kind(
    "so-khen-thuong",
    "Sổ khen thưởng",
    "",
    "skt-2025.2",
    FIELDS,
    make,
    form=Form.REGISTER,
    stage=Stage.AWARD,
    signers="Người ghi sổ và Chủ tịch UBND xã",
)
