"""What is read aloud or published at the end: bản tin truyền thanh, thông cáo, kịch bản trao thưởng."""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    LETTERHEAD,
    RECIPIENTS,
    SIGNATURE,
    SIGNER,
    Form,
    Kind,
    Stage,
    Values,
    dashes,
    document,
    paragraphs,
)
from chungtay.typesetting.kinds.shared import ORDINAL, Head, counted, end, labelled, sections, table

BROADCAST_FIELDS = (
    *LETTERHEAD,
    Field("title", "tên bản tin"),
    Field("air_times", "giờ phát", "texts", required=False),
    Field("duration", "thời lượng đọc", required=False),
    Field("greeting", "lời chào"),
    Field("news", "nội dung đọc", "texts"),
    Field("names", "tên được nêu gương", "texts", required=False),
    Field("call", "lời kêu gọi", "texts", required=False),
    Field("farewell", "lời kết", required=False),
    Field("signatures", "khối chữ ký", "objects", fields=SIGNER),
)
RELEASE_FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("summary", "tóm tắt", "texts"),
    Field("figures_heading", "lời dẫn số liệu", required=False),
    Field("figures", "số liệu chính", "texts", required=False),
    Field("body", "nội dung", "texts", required=False),
    Field("contact", "đầu mối liên hệ", required=False),
    SIGNATURE,
    RECIPIENTS,
)
CEREMONY_FIELDS = (
    *LETTERHEAD,
    Field("title", "tên buổi lễ"),
    Field("time", "thời gian"),
    Field("venue", "địa điểm"),
    Field("guests", "thành phần", "texts", required=False),
    Field("host", "người dẫn chương trình", required=False),
    Field(
        "programme",
        "chương trình",
        "objects",
        fields=(
            Field("time", "giờ", required=False),
            Field("what", "nội dung"),
            Field("who", "người thực hiện", required=False),
            Field("preparation", "chuẩn bị", required=False),
        ),
    ),
    Field("citation", "lời công bố", "texts", required=False),
    Field(
        "turns",
        "các lượt trao",
        "objects",
        required=False,
        fields=(
            Field("presenter", "người trao"),
            Field("names", "người nhận", "texts"),
            Field("prize", "phần thưởng", required=False),
        ),
    ),
    Field("preparations", "phân công chuẩn bị", "texts", required=False),
    Field("signatures", "khối chữ ký", "objects", fields=SIGNER),
)


def make_broadcast(values: Values) -> tree.Document:
    """The text as the speaker reads it: one paragraph for each breath."""
    blocks: list[tree.Block] = [labelled("Giờ phát", "; ".join(values["air_times"]) or None)]
    if values["duration"]:
        blocks.append(labelled("Thời lượng đọc", values["duration"]))
    blocks += sections(
        [
            ("Lời chào", list(paragraphs([values["greeting"]]))),
            ("Nội dung", list(paragraphs(values["news"]))),
            ("Nêu gương", list(dashes(values["names"]))),
            ("Lời kêu gọi", list(paragraphs(values["call"]))),
            ("Lời kết", list(paragraphs([values["farewell"]])) if values["farewell"] else []),
        ]
    )
    return document(BROADCAST, values, "Bản tin truyền thanh", blocks)


def make_release(values: Values) -> tree.Document:
    """The communiqué from checked values."""
    blocks: list[tree.Block] = [*paragraphs(values["summary"])]
    if values["figures"]:
        blocks += [
            tree.Paragraph(tree.text(f"{values['figures_heading'] or 'Các số liệu chính'}:"), keep=True),
            *dashes(values["figures"]),
        ]
    blocks += paragraphs(values["body"])
    contact = f"Thông tin thêm xin liên hệ: {values['contact']}" if values["contact"] else None
    spoken = wording.spoken(values["issuer"])
    blocks.append(end(contact or f"{spoken} thông báo để các cơ quan, người dân được biết"))
    return document(RELEASE, values, "Thông cáo", blocks)


def make_ceremony(values: Values) -> tree.Document:
    """The script of the ceremony: programme, words that are read, who hands what to whom in which turn."""
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Thời gian", 2.4, "center"),
        ("Nội dung", 5.6, "left"),
        ("Người thực hiện", 3.8, "left"),
        ("Chuẩn bị", 3.6, "left"),
    )
    turn_heads: tuple[Head, ...] = (
        ("Lượt", 1.4, "center"),
        ("Người trao", 4, "left"),
        ("Người nhận", 6.4, "left"),
        ("Phần thưởng", 4, "left"),
    )
    turns = counted([t["presenter"], "; ".join(t["names"]), t["prize"]] for t in values["turns"])
    blocks: list[tree.Block] = [
        labelled("Thời gian", values["time"]),
        labelled("Địa điểm", values["venue"]),
        labelled("Người dẫn chương trình", values["host"]),
    ]
    programme = counted([p[k] for k in ("time", "what", "who", "preparation")] for p in values["programme"])
    blocks += sections(
        [
            ("Thành phần", list(dashes(values["guests"]))),
            ("Chương trình", [table(heads, programme)]),
            ("Lời công bố", list(paragraphs(values["citation"]))),
            ("Các lượt trao thưởng", [table(turn_heads, turns)] if turns else []),
            ("Phân công chuẩn bị", list(dashes(values["preparations"]))),
        ]
    )
    return document(CEREMONY, values, "Kịch bản", blocks)


BROADCAST = Kind(
    "ban-tin-truyen-thanh",
    "Bản tin truyền thanh",
    "",
    "bttt-2025.1",
    BROADCAST_FIELDS,
    make_broadcast,
    form=Form.UNNUMBERED,
    stage=Stage.CLOSING,
    signers="Người biên tập và người duyệt",
)
RELEASE = Kind(
    "thong-cao",
    "Thông cáo",
    "TC",
    "tc-2025.2",
    RELEASE_FIELDS,
    make_release,
    form=Form.PAPER,
    stage=Stage.CLOSING,
    signers="Chủ tịch UBND xã hoặc người được giao",
)
CEREMONY = Kind(
    "kich-ban-trao-thuong",
    "Kịch bản trao thưởng",
    "",
    "kbtt-2025.1",
    CEREMONY_FIELDS,
    make_ceremony,
    form=Form.UNNUMBERED,
    stage=Stage.CLOSING,
    signers="Người soạn và người duyệt",
)
