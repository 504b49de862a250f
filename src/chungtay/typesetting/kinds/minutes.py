"""Biên bản họp xét khen thưởng: no legal template (R-58), laid out by Nghị định 30; dissent is recorded (R-63)."""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import LETTERHEAD as HEAD
from chungtay.typesetting.kinds.kind import (
    SIGNER,
    Form,
    Kind,
    Stage,
    Values,
    bases,
    letterhead,
    number,
    or_gap,
    paragraphs,
    signature,
)

_PERSON = (Field("name", "họ tên"), Field("role", "chức vụ", required=False))
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
    Field("chair", "người chủ trì", "object", fields=_PERSON),
    Field("secretary", "thư ký", "object", fields=_PERSON),
    Field("present", "thành viên có mặt", "objects", required=False, fields=_PERSON),
    Field(
        "absent",
        "thành viên vắng mặt",
        "objects",
        required=False,
        fields=(*_PERSON, Field("reason", "lý do vắng", required=False)),
    ),
    Field("invited", "người được mời", "objects", required=False, fields=_PERSON),
    Field("proceedings", "diễn biến cuộc họp", "texts", required=False),
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
        _line("Thời gian bắt đầu", values["started"]),
        _line("Địa điểm", values["venue"]),
        _line("Chủ trì", _person(values["chair"])),
        _line("Thư ký", _person(values["secretary"])),
    ]
    sections: list[tuple[str, list[tree.Block]]] = [
        ("THÀNH PHẦN THAM DỰ", _attendance(values)),
        ("NỘI DUNG CUỘC HỌP", list(paragraphs(values["proceedings"])) or [tree.Gap(lines=5)]),
        ("KẾT QUẢ BỎ PHIẾU", [_votes(values["candidates"])] if values["candidates"] else []),
        ("Ý KIẾN KHÁC", or_gap(values["dissent"]) if values["dissent"] else [tree.Paragraph(tree.text("Không có."))]),
        ("KẾT LUẬN", list(paragraphs(values["conclusion"])) or [tree.Gap(lines=3)]),
    ]
    for i, (title, body) in enumerate((s for s in sections if s[1]), start=1):
        blocks += [tree.Heading(1, f"{wording.roman(i)}.", tree.text(title)), *body]
    ended = values["ended"] or wording.DOTS
    copies = f"{values['copies']:02d}" if values["copies"] is not None else "......"
    blocks.append(
        tree.Paragraph(
            tree.text(
                f"Cuộc họp kết thúc vào hồi {ended}; biên bản được lập thành {copies} bản, "
                "đã đọc cho các thành viên dự họp "
                "cùng nghe và nhất trí thông qua./."
            )
        )
    )
    return tree.Document(
        kind=KIND.slug,
        version=KIND.version,
        type_name="Biên bản",
        title=values["title"],
        **{**letterhead(values, ""), "symbol": values["symbol"] or ""},
        bases=bases(values["bases"]),
        blocks=tuple(blocks),
        signatures=tuple(signature(s) for s in values["signatures"]),
        recipients=tuple(values["recipients"]),
    )


def _line(label: str, value: str | None) -> tree.Block:
    if not value:
        return tree.Gap(tree.text(f"{label}:"))
    return tree.Paragraph(tree.text(f"{label}: {wording.without_ending(value)}."))


def _person(person: Values) -> str:
    return f"{person['name']}, {person['role']}" if person["role"] else str(person["name"])


def _attendance(values: Values) -> list[tree.Block]:
    blocks: list[tree.Block] = []
    groups = (("Có mặt", "present"), ("Vắng mặt", "absent"), ("Mời dự", "invited"))
    for i, (label, key) in enumerate((g for g in groups if values[g[1]]), start=1):
        people = values[key]
        blocks.append(tree.Heading(2, f"{i}.", tree.text(f"{label}: {len(people):02d} người")))
        lines = [_person(p) + (f" (lý do: {p['reason']})" if p.get("reason") else "") for p in people]
        blocks += or_gap(lines)
    return blocks or [tree.Gap(lines=4)]


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
    "bbh-2025.1",
    FIELDS,
    make,
    form=Form.UNNUMBERED,
    stage=Stage.MEETING,
    signers="Thư ký và người chủ trì cuộc họp",
)
