"""Phiếu bầu: free design (R-58). Numbered, so that none is lost or added; never the voter's name."""

from __future__ import annotations

import math

from chungtay.typesetting import layout, tree
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import Form, Kind, Stage, Values
from chungtay.typesetting.metrics import text_width

SEAL = "(Đóng dấu treo)"  # proves that the ballot is one of those handed out
_FIT = {1: 22, 2: 7, 3: 2}  # candidates on one line each that fit on a slip when so many slips share a page
_FURTHER = 0.7  # of a row: what a further line takes in it
_NAME, _UNIT = 54.0, 44.0  # mm of text in the columns of names and units
COUNCIL = (
    Field("superior", "cơ quan thành lập hội đồng", "texts", required=False),
    Field("issuer", "tên hội đồng", "texts"),
)
FIELDS = (
    *COUNCIL,
    Field("title", "nội dung bỏ phiếu"),
    Field("meeting", "cuộc họp", required=False),
    Field("open_ballot", "bỏ phiếu công khai", "flag", required=False),
    Field(
        "candidates",
        "danh sách đề nghị",
        "objects",
        fields=(Field("name", "tên người được đề nghị"), Field("unit", "đơn vị", required=False)),
    ),
    Field("count", "số phiếu phát ra", "integer"),
    Field("first_number", "số của phiếu đầu tiên", "integer", required=False),
    Field("per_page", "số phiếu trên một trang", "choice", required=False, choices=("1", "2", "3")),
)


def make(values: Values) -> tree.Document:
    """As many numbered slips as voters; the length of the list limits how many share a page."""
    candidates = values["candidates"]
    height = sum(_height(c) for c in candidates)
    fitting = max((n for n, room in _FIT.items() if height <= room), default=1)
    per_page = min(int(values["per_page"]), fitting) if values["per_page"] else fitting
    first = 1 if values["first_number"] is None else values["first_number"]
    blocks: list[tree.Block] = []
    for index in range(values["count"]):
        at_end = (index + 1) % per_page == 0 or index == values["count"] - 1
        blocks.append(_slip(values, candidates, first + index, keep=height <= _FIT[1], cut=not at_end))
        if at_end and index < values["count"] - 1:
            blocks.append(tree.PageBreak())
    return tree.Document(
        kind=KIND.slug, version=KIND.version, issuer=tuple(values["issuer"]), letterhead=False, blocks=tuple(blocks)
    )


def _height(candidate: Values) -> float:
    """How many rows of one line the row of a candidate is high."""
    size = layout.measures()["table_size"]
    found = [text_width(candidate["name"], size) / _NAME, text_width(candidate["unit"] or "", size) / _UNIT]
    return 1 + _FURTHER * (max(1, *(math.ceil(lines) for lines in found)) - 1)


def _slip(values: Values, candidates: list[Values], number: int, *, keep: bool, cut: bool) -> tree.Slip:
    columns = (
        tree.Column(tree.text("TT"), 1.2, "center"),
        tree.Column(tree.text("Tập thể, cá nhân, hộ gia đình"), 6),
        tree.Column(tree.text("Đơn vị"), 5),
        tree.Column(tree.text("Đồng ý"), 2, "center"),
        tree.Column(tree.text("Không đồng ý"), 2.4, "center"),
    )
    rows = tuple(
        (tree.text(str(i)), tree.text(c["name"]), tree.text(c["unit"] or ""), tree.text(), tree.text())
        for i, c in enumerate(candidates, start=1)
    )
    note = "Đánh dấu X vào một ô “Đồng ý” hoặc “Không đồng ý” trên mỗi dòng; "
    note += "dòng để trống hoặc đánh dấu cả hai ô không hợp lệ."
    secrecy = "" if values["open_ballot"] else " Không ghi tên, không ký vào phiếu."
    subtitle = values["title"] + (f" ({values['meeting']})" if values["meeting"] else "")
    return tree.Slip(
        issuer=tuple(line.upper() for line in values["issuer"]),
        code=f"Phiếu số: {number:02d}",
        title="PHIẾU BẦU",
        subtitle=tree.text(subtitle, bold=True),
        blocks=(tree.Table(columns, rows), tree.Paragraph(tree.text(f"{note}{secrecy}", italic=True), align="left")),
        keep=keep,
        cut=cut,
        seal=SEAL,
        superior=tuple(line.upper() for line in values["superior"]),
    )


KIND = Kind(
    "phieu-bau",
    "Phiếu bầu",
    "",
    "pb-2025.3",
    FIELDS,
    make,
    form=Form.SLIP,
    stage=Stage.MEETING,
    signers="Không ai ký, không ghi tên người bỏ phiếu",
)
