"""Danh sách đề nghị khen thưởng: name, post or unit, achievement in short, form of award, note."""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.errors import DataError
from chungtay.typesetting.kinds import awardees
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    LETTERHEAD,
    SIGNATURE,
    Form,
    Kind,
    Stage,
    Values,
    document,
)
from chungtay.typesetting.kinds.shared import ORDINAL, Head, counted, table

_NOMINEE = (
    Field("name", "tên"),
    Field("unit", "chức vụ, đơn vị hoặc địa chỉ", required=False),
    Field("achievement", "thành tích tóm tắt", required=False),
    Field("award", "hình thức đề nghị", required=False),
    Field("note", "ghi chú", required=False),
)
GROUPS = awardees.TITLES
FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("collectives", "danh sách tập thể", "objects", required=False, fields=_NOMINEE),
    Field("individuals", "danh sách cá nhân", "objects", required=False, fields=_NOMINEE),
    Field("households", "danh sách hộ gia đình", "objects", required=False, fields=_NOMINEE),
    SIGNATURE,
    Field("recipients", "nơi nhận", "texts", required=False),
)


def make(values: Values) -> tree.Document:
    """The list from checked values; DataError when nobody is on it."""
    filled = [key for key in GROUPS if values[key]]
    if not filled:
        raise DataError(["Thiếu danh sách đề nghị: nhập ít nhất một tập thể, cá nhân hoặc hộ gia đình."])
    blocks: list[tree.Block] = []
    ordinal = 1
    for i, key in enumerate(filled, start=1):
        people = values[key]
        if len(filled) > 1:
            title = f"{GROUPS[key].upper()}: {len(people):02d}"
            blocks.append(tree.Heading(1, f"{wording.roman(i)}.", tree.text(title)))
        heads: list[Head] = [
            ORDINAL,
            ("Họ và tên" if key == "individuals" else f"Tên {GROUPS[key].lower()}", 4, "left"),
            (awardees.UNITS[key], 3.8, "left"),
            ("Thành tích tóm tắt", 5.3, "left"),
            ("Hình thức", 2.7, "center"),
            ("Ghi chú", 2.2, "left"),
        ]
        keys = ["name", "unit", "achievement", "award", "note"]
        if not any(p["unit"] for p in people):  # collectives of the commune itself
            del heads[2], keys[1]
        cells = ([_shown(p[k]) for k in keys] for p in people)
        blocks.append(table(heads, counted(cells, ordinal)))
        ordinal += len(people)
    summary = ", ".join(f"{len(values[key]):02d} {GROUPS[key].lower()}" for key in filled)
    blocks.append(tree.Paragraph(tree.text(f"Danh sách có {summary}./.")))
    return document(KIND, values, "Danh sách", blocks)


def _shown(value: str | None) -> str | None:
    return wording.upper_first(value) if value else None


KIND = Kind(
    "danh-sach-de-nghi",
    "Danh sách đề nghị khen thưởng",
    "",
    "dsdn-2025.2",
    FIELDS,
    make,
    form=Form.UNNUMBERED,
    stage=Stage.DOSSIERS,
    signers="Trưởng đơn vị đề nghị",
)
