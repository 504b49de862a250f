"""Biên bản họp xét khen thưởng: no legal template (R-58), laid out by Nghị định 30; dissent is recorded (R-63)."""

from __future__ import annotations

from chungtay.typesetting import tree
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import LETTERHEAD as HEAD
from chungtay.typesetting.kinds.kind import (
    SIGNER,
    Form,
    Kind,
    Stage,
    Values,
    document,
    number,
    paragraphs,
)
from chungtay.typesetting.kinds.shared import (
    ATTENDANCE,
    PERSON,
    attendance,
    labelled,
    minutes_end,
    otherwise,
    person,
    sections,
)

_CANDIDATE = (
    Field("name", "tên người được xét"),
    Field("unit", "đơn vị", required=False),
    Field("yes", "số phiếu đồng ý", "integer", required=False),
    Field("no", "số phiếu không đồng ý", "integer", required=False),
    Field("invalid", "số phiếu không hợp lệ", "integer", required=False),
    Field("rate", "tỷ lệ đồng ý (%)", "amount", required=False),
    Field("result", "kết quả", required=False),
)
FIELDS = (
    *HEAD,
    Field("title", "trích yếu"),
    Field("bases", "căn cứ", "texts", required=False),
    Field("started", "thời gian bắt đầu", required=False),
    Field("venue", "địa điểm họp"),
    Field("chair", "người chủ trì", "object", fields=PERSON),
    Field("secretary", "thư ký", "object", fields=PERSON),
    *ATTENDANCE,
    Field("proceedings", "diễn biến cuộc họp", "texts", required=False),
    Field("method", "hình thức bình xét", required=False),
    Field("candidates", "kết quả bỏ phiếu", "objects", required=False, fields=_CANDIDATE),
    Field("dissent", "ý kiến khác", "texts", required=False),
    Field("conclusion", "kết luận", "texts", required=False),
    Field("ended", "thời gian kết thúc", required=False),
    Field("copies", "số bản", "integer", required=False),
    Field("signatures", "khối chữ ký", "objects", fields=SIGNER),
    Field("recipients", "nơi nhận", "texts", required=False),
)


def make(values: Values) -> tree.Document:
    """The minutes from checked values."""
    blocks: list[tree.Block] = [
        labelled("Thời gian bắt đầu", values["started"]),
        labelled("Địa điểm", values["venue"]),
        labelled("Chủ trì", person(values["chair"])),
        labelled("Thư ký", person(values["secretary"])),
    ]
    method = [labelled("Hình thức bình xét", values["method"])] if values["method"] else []
    parts: list[tuple[str, list[tree.Block]]] = [
        ("THÀNH PHẦN THAM DỰ", attendance(values)),
        ("NỘI DUNG CUỘC HỌP", list(paragraphs(values["proceedings"])) or [tree.Gap(lines=5)]),
        ("KẾT QUẢ BỎ PHIẾU", [*method, _votes(values["candidates"])] if values["candidates"] else []),
        ("Ý KIẾN KHÁC", otherwise(values["dissent"], told=bool(values["conclusion"]))),
        ("KẾT LUẬN", list(paragraphs(values["conclusion"])) or [tree.Gap(lines=3)]),
    ]
    blocks += sections(parts)
    blocks.append(minutes_end(values["ended"], values["copies"]))
    return document(KIND, values, "Biên bản", blocks)


def _votes(candidates: list[Values]) -> tree.Table:
    heads = (
        ("TT", 1.2, "center"),
        ("Tập thể, cá nhân, hộ gia đình", 5, "left"),
        ("Đơn vị", 4, "left"),
        ("Đồng ý", 1.7, "center"),
        ("Không đồng ý", 1.9, "center"),
        ("Không hợp lệ", 1.9, "center"),
        ("Tỷ lệ (%)", 1.7, "center"),
        ("Kết quả", 2.6, "center"),
    )
    columns = tuple(tree.Column(tree.text(t), w, "center" if a == "center" else "left") for t, w, a in heads)
    rows = tuple(
        (
            tree.text(str(i)),
            tree.text(c["name"]),
            tree.text(c["unit"] or ""),
            *(tree.text("" if c[k] is None else str(c[k])) for k in ("yes", "no", "invalid")),
            tree.text("" if c["rate"] is None else number(c["rate"])),
            tree.text(c["result"] or ""),
        )
        for i, c in enumerate(candidates, start=1)
    )
    return tree.Table(columns, rows)


KIND = Kind(
    "bien-ban-hop",
    "Biên bản họp xét khen thưởng",
    "BB",
    "bbh-2025.2",
    FIELDS,
    make,
    form=Form.UNNUMBERED,
    stage=Stage.MEETING,
    signers="Thư ký và người chủ trì cuộc họp",
)
