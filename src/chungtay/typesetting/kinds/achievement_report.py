"""Báo cáo thành tích of a collective, a person or a household, for a movement on one theme (R-55, R-57).

The body of the form in the annex of Nghị định 152/2025 was not at hand (R-57: X); the parts below are those that all
known forms share. A part without data is printed as dotted lines to be filled by hand.
"""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    RECIPIENTS,
    SIGNATURE,
    SIGNER,
    Form,
    Kind,
    Stage,
    Values,
    document,
    or_gap,
    signature,
)

_SUBJECTS = {
    "collective": ("SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH", "tập thể"),
    "individual": ("SƠ LƯỢC LÝ LỊCH", "cá nhân"),
    "household": ("SƠ LƯỢC VỀ HỘ GIA ĐÌNH", "hộ gia đình"),
}
FIELDS = (
    Field("subject", "loại đối tượng", "choice", choices=tuple(_SUBJECTS)),
    Field("superior", "cơ quan chủ quản", "texts", required=False),
    Field("issuer", "tên đơn vị báo cáo", "texts", required=False),
    Field("number", "số và ký hiệu", required=False),
    Field("symbol", "ký hiệu", required=False),
    Field("place", "địa danh"),
    Field("date", "ngày báo cáo", "date", required=False),
    Field("award", "hình thức đề nghị khen thưởng"),
    Field("movement", "tên phong trào thi đua"),
    Field("subject_name", "tên tập thể, cá nhân hoặc hộ gia đình"),
    Field(
        "particulars",
        "thông tin sơ lược",
        "objects",
        required=False,
        fields=(Field("label", "tên mục"), Field("value", "nội dung", required=False)),
    ),
    Field(
        "achievements",
        "thành tích",
        "objects",
        required=False,
        fields=(
            Field("heading", "tên phần thành tích", required=False),
            Field("items", "thành tích đạt được", "texts"),
        ),
    ),
    Field(
        "results",
        "kết quả theo chỉ tiêu",
        "objects",
        required=False,
        fields=(
            Field("target", "chỉ tiêu"),
            Field("planned", "mức kế hoạch", required=False),
            Field("achieved", "mức đạt được", required=False),
            Field("evidence", "minh chứng", required=False),
        ),
    ),
    Field("past_awards", "khen thưởng đã nhận", "texts", required=False),
    Field("confirmation", "khối xác nhận của đơn vị", "object", required=False, fields=SIGNER),
    SIGNATURE,
    Field(RECIPIENTS.name, RECIPIENTS.label, "texts", required=False),
)


def make(values: Values) -> tree.Document:
    """The report from checked values."""
    overview, noun = _SUBJECTS[values["subject"]]
    blocks: list[tree.Block] = [tree.Heading(1, "I.", tree.text(overview))]
    blocks.append(tree.Item("-", tree.text(f"Tên {noun}: {values['subject_name']}.")))
    for entry in values["particulars"]:
        label = tree.text(f"- {entry['label']}:")
        blocks.append(
            tree.Item("-", tree.text(f"{entry['label']}: {wording.without_ending(entry['value'])}."))
            if entry["value"]
            else tree.Gap(label)
        )
    blocks.append(tree.Heading(1, "II.", tree.text("THÀNH TÍCH ĐẠT ĐƯỢC TRONG PHONG TRÀO THI ĐUA")))
    if not values["achievements"]:
        blocks.append(tree.Gap(lines=6))
    for i, part in enumerate(values["achievements"], start=1):
        if part["heading"]:
            blocks.append(tree.Heading(2, f"{i}.", tree.text(part["heading"])))
        blocks += or_gap(part["items"])
    if values["results"]:
        blocks += [tree.Paragraph(tree.text("Kết quả thực hiện các chỉ tiêu:"), keep=True), _results(values["results"])]
    blocks.append(tree.Heading(1, "III.", tree.text("CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG")))
    blocks += or_gap(values["past_awards"], lines=2)
    signatures = [signature(values["signature"])]
    if values["confirmation"]:
        signatures.insert(0, signature(values["confirmation"]))
    title = f"Đề nghị tặng {values['award']} trong phong trào thi đua {values['movement']}"
    return document(KIND, values, "Báo cáo thành tích", blocks, title=title, signatures=tuple(signatures))


def _results(results: list[Values]) -> tree.Table:
    columns = (
        tree.Column(tree.text("TT"), 1.2, "center"),
        tree.Column(tree.text("Chỉ tiêu"), 6),
        tree.Column(tree.text("Kế hoạch"), 2.5, "center"),
        tree.Column(tree.text("Đạt được"), 2.5, "center"),
        tree.Column(tree.text("Minh chứng"), 4),
    )
    rows = tuple(
        (tree.text(str(i)), *(tree.text(r[k] or "") for k in ("target", "planned", "achieved", "evidence")))
        for i, r in enumerate(results, start=1)
    )
    return tree.Table(columns, rows)


KIND = Kind(
    "bao-cao-thanh-tich",
    "Báo cáo thành tích",
    "BC",
    "bctt-2025.1",
    FIELDS,
    make,
    form=Form.UNNUMBERED,
    stage=Stage.DOSSIERS,
    signers="Người báo cáo; thủ trưởng đơn vị xác nhận",
)
