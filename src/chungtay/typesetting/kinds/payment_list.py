"""Bảng tính tiền thưởng: who gets how much and why, for the accountant; it follows one numbered decision (R-71…R-78).

A sheet of the office without a number of its own. The sums are those of the law engine; here they are only added up.
"""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.errors import DataError
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import LETTERHEAD, SIGNER, Form, Kind, Stage, Values, document, number
from chungtay.typesetting.kinds.shared import Head, labelled, table

_ROW = (
    Field("name", "tên người được khen"),
    Field("unit", "chức vụ, đơn vị hoặc địa chỉ", required=False),
    Field("subject", "đối tượng"),
    Field("coefficient", "hệ số"),
    Field("base_wage", "mức lương cơ sở (đồng)", "integer"),
    Field("money", "tiền thưởng (đồng)", "integer"),
)
FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("decision", "quyết định khen thưởng"),
    Field("award", "hình thức khen thưởng"),
    Field("rows", "danh sách nhận tiền thưởng", "objects", fields=_ROW),
    Field("money_source", "nguồn tiền thưởng", required=False),
    Field("method", "cách tính"),
    Field("grounds", "căn cứ tính", "texts"),
    Field("cautions", "điều cần xem lại trước khi chi", "texts", required=False),
    Field("signatures", "khối chữ ký", "objects", fields=SIGNER),
)
_HEADS: tuple[Head, ...] = (
    ("TT", 1.2, "center"), ("Tập thể, cá nhân, hộ gia đình", 5.4, "left"), ("Chức vụ, đơn vị", 5.1, "left"),
    ("Đối tượng", 2.7, "center"), ("Hệ số", 1.7, "right"), ("Lương cơ sở (đồng)", 2.6, "right"),
    ("Tiền thưởng (đồng)", 2.8, "right"), ("Ký nhận", 3.2, "left"),
)  # fmt: skip


def make(values: Values) -> tree.Document:
    """The list from checked values; the ordinals are those of the decision (R-87), the total is said in words too."""
    rows = values["rows"]
    if not rows:
        raise DataError(["Thiếu danh sách nhận tiền thưởng: quyết định phải có ít nhất một trường hợp."])
    total = sum(row["money"] for row in rows)
    cells: list[tuple[str | int | None, ...]] = [
        (i, r["name"], r["unit"], wording.upper_first(r["subject"]), r["coefficient"], r["base_wage"], r["money"], None)
        for i, r in enumerate(rows, start=1)
    ]
    cells.append((None, "Cộng", None, None, None, None, total, None))
    what = f"(Kèm theo {wording.without_ending(values['decision'])})"
    blocks: list[tree.Block] = [
        tree.Paragraph(tree.text(what, italic=True), align="center"),
        table(_HEADS, cells, total=True),
        tree.Paragraph(tree.text(f"Tổng số tiền: {number(total)} đồng (Bằng chữ: {in_words(total)} đồng).", bold=True)),
        labelled("Nguồn chi", values["money_source"]),
        labelled("Cách tính", values["method"]),
        tree.Paragraph(tree.text("Căn cứ tính:"), keep=True),
        *(tree.Item("-", tree.text(line)) for line in wording.punctuated(values["grounds"])),
    ]
    if values["cautions"]:
        blocks.append(tree.Paragraph(tree.text("Xem lại trước khi chi:", bold=True), keep=True))
        blocks += [tree.Item("-", tree.text(line)) for line in wording.punctuated(values["cautions"])]
    return document(KIND, values, "Bảng tính tiền thưởng", blocks, landscape=True)


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu", " tỷ")


def in_words(amount: int) -> str:
    """A sum below a million million as it is read out: 1.410.000 is "Một triệu bốn trăm mười nghìn"."""
    if not 0 <= amount < 10**12:
        raise ValueError("Số tiền phải từ 0 đến dưới một nghìn tỷ.")
    groups = []
    rest, scale = amount, 0
    while rest:
        rest, three = divmod(rest, 1000)
        if three:
            groups.append(f"{_three(three, leading=rest == 0)}{_SCALES[scale]}")
        scale += 1
    said = " ".join(reversed(groups)) or _DIGITS[0]
    return said[0].upper() + said[1:]


def _three(value: int, *, leading: bool) -> str:
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    said = [] if leading and not hundreds else [f"{_DIGITS[hundreds]} trăm"]
    if tens == 0:
        said += [f"linh {_DIGITS[ones]}"] if ones and said else [_DIGITS[ones]] if ones else []
        return " ".join(said)
    said.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    if ones == 1 and tens > 1:
        said.append("mốt")
    elif ones == 5:
        said.append("lăm")
    elif ones:
        said.append(_DIGITS[ones])
    return " ".join(said)


KIND = Kind(
    "bang-tinh-tien-thuong",
    "Bảng tính tiền thưởng",
    "",
    "btt-2025.2",
    FIELDS,
    make,
    form=Form.UNNUMBERED,
    stage=Stage.AWARD,
    signers="Người lập bảng, kế toán và Chủ tịch UBND",
)
