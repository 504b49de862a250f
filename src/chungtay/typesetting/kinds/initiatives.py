"""Sáng kiến: the proposal, the meeting that judges them, the decision with its list, the letter of recognition."""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.errors import DataError
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    BASES,
    LETTERHEAD,
    RECIPIENTS,
    SIGNATURE,
    SIGNER,
    Form,
    Kind,
    Stage,
    Values,
    document,
    or_gap,
    paragraphs,
    signature,
)
from chungtay.typesetting.kinds.shared import (
    ATTENDANCE,
    ORDINAL,
    PERSON,
    Head,
    attendance,
    counted,
    decision,
    end,
    labelled,
    minutes_end,
    otherwise,
    person,
    sections,
    table,
)

_WHOLE = 100  # percent of the contributions of all authors
_AUTHOR = (
    Field("name", "họ tên tác giả"),
    Field("role", "chức vụ, đơn vị", required=False),
    Field("share", "tỷ lệ đóng góp (%)", "amount", required=False),
)
_ENTRY = (
    Field("name", "tên sáng kiến"),
    Field("authors", "tác giả", "texts"),
    Field("unit", "đơn vị áp dụng", required=False),
)
PROPOSAL_FIELDS = (
    Field("superior", "cơ quan chủ quản", "texts", required=False),
    Field("issuer", "tên đơn vị", "texts", required=False),
    Field("place", "địa danh"),
    Field("date", "ngày đề xuất", "date", required=False),
    Field("addressees", "nơi kính gửi", "texts", required=False),
    Field("name", "tên sáng kiến"),
    Field("authors", "tác giả", "objects", fields=_AUTHOR),
    Field("field", "lĩnh vực áp dụng", required=False),
    Field("applied_from", "ngày áp dụng lần đầu", "date", required=False),
    Field("applied_where", "nơi đã áp dụng", required=False),
    Field("before", "tình hình trước khi có sáng kiến", "texts", required=False),
    Field("content", "nội dung sáng kiến", "texts"),
    Field("novelty", "điểm mới", "texts", required=False),
    Field("benefits", "hiệu quả", "texts", required=False),
    Field("spread", "khả năng nhân rộng", "texts", required=False),
    Field("confirmation", "khối xác nhận của đơn vị", "object", required=False, fields=SIGNER),
    SIGNATURE,
)
MINUTES_FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("bases", "căn cứ", "texts", required=False),
    Field("started", "thời gian bắt đầu", required=False),
    Field("venue", "địa điểm họp"),
    Field("chair", "người chủ trì", "object", fields=PERSON),
    Field("secretary", "thư ký", "object", fields=PERSON),
    *ATTENDANCE,
    Field("proceedings", "diễn biến cuộc họp", "texts", required=False),
    Field(
        "initiatives",
        "sáng kiến được xét",
        "objects",
        fields=(
            *_ENTRY,
            Field("yes", "số ý kiến công nhận", "integer", required=False),
            Field("no", "số ý kiến không công nhận", "integer", required=False),
            Field("result", "kết luận", required=False),
        ),
    ),
    Field("dissent", "ý kiến khác", "texts", required=False),
    Field("conclusion", "kết luận chung", "texts", required=False),
    Field("ended", "thời gian kết thúc", required=False),
    Field("copies", "số bản", "integer", required=False),
    Field("signatures", "khối chữ ký", "objects", fields=SIGNER),
    Field("recipients", "nơi nhận", "texts", required=False),
)
DECISION_FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("power", "thẩm quyền ban hành"),
    BASES,
    Field("initiatives", "sáng kiến được công nhận", "objects", fields=_ENTRY),
    Field("spread", "việc nhân rộng", required=False),
    Field("responsible", "đơn vị chịu trách nhiệm thi hành"),
    SIGNATURE,
    RECIPIENTS,
)
LETTER_FIELDS = (
    *LETTERHEAD,
    Field("power", "thẩm quyền công nhận"),
    Field("name", "tên sáng kiến"),
    Field("authors", "tác giả", "objects", fields=_AUTHOR),
    Field("unit", "đơn vị áp dụng", required=False),
    Field("summary", "tóm tắt nội dung, hiệu quả", "texts", required=False),
    Field("decision", "quyết định công nhận", required=False),
    SIGNATURE,
)


def make_proposal(values: Values) -> tree.Document:
    """The proposal; DataError when the authors' shares are given and do not make a whole."""
    shares = [a["share"] for a in values["authors"] if a["share"] is not None]
    if shares and abs(sum(shares) - _WHOLE) > 0.5:
        raise DataError([f"Tổng tỷ lệ đóng góp của các tác giả là {sum(shares):g}%, phải bằng {_WHOLE}%."])
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Họ và tên", 5, "left"),
        ("Chức vụ, đơn vị", 6.5, "left"),
        ("Đóng góp (%)", 2.5, "center"),
    )
    authors = table(heads, counted([a["name"], a["role"], a["share"]] for a in values["authors"]))
    since = wording.short_date(values["applied_from"])
    blocks = sections(
        [
            (
                "Thông tin chung",
                [
                    labelled("Tên sáng kiến", values["name"]),
                    labelled("Lĩnh vực áp dụng", values["field"]),
                    labelled("Ngày áp dụng lần đầu hoặc áp dụng thử", since or None),
                    labelled("Nơi đã áp dụng", values["applied_where"]),
                    tree.Paragraph(tree.text("Tác giả, đồng tác giả:"), keep=True),
                    authors,
                ],
            ),
            ("Tình hình trước khi có sáng kiến", or_gap(values["before"])),
            ("Nội dung sáng kiến", or_gap(values["content"])),
            ("Điểm mới", or_gap(values["novelty"], lines=2)),
            ("Hiệu quả", or_gap(values["benefits"])),
            ("Khả năng nhân rộng", or_gap(values["spread"], lines=2)),
        ]
    )
    blocks.append(end("Tác giả cam đoan nội dung nêu trên là đúng sự thật"))
    signers = [signature(values["signature"])]
    if values["confirmation"]:
        signers.insert(0, signature(values["confirmation"]))
    return document(PROPOSAL, values, "Phiếu đề xuất sáng kiến", blocks, title="", signatures=tuple(signers))


def make_minutes(values: Values) -> tree.Document:
    """The minutes of the meeting that judged the initiatives."""
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Tên sáng kiến", 5, "left"),
        ("Tác giả", 3.4, "left"),
        ("Đơn vị áp dụng", 3, "left"),
        ("Công nhận", 1.7, "center"),
        ("Không công nhận", 1.7, "center"),
        ("Kết luận", 2.4, "center"),
    )
    judged = table(
        heads,
        counted(
            [i["name"], "; ".join(i["authors"]), i["unit"], i["yes"], i["no"], i["result"]]
            for i in values["initiatives"]
        ),
    )
    blocks: list[tree.Block] = [
        labelled("Thời gian bắt đầu", values["started"]),
        labelled("Địa điểm", values["venue"]),
        labelled("Chủ trì", person(values["chair"])),
        labelled("Thư ký", person(values["secretary"])),
    ]
    blocks += sections(
        [
            ("Thành phần tham dự", attendance(values)),
            ("Nội dung cuộc họp", list(paragraphs(values["proceedings"])) or [tree.Gap(lines=4)]),
            ("Kết quả xét từng sáng kiến", [judged]),
            ("Ý kiến khác", otherwise(values["dissent"], told=bool(values["conclusion"]))),
            ("Kết luận", list(paragraphs(values["conclusion"])) or [tree.Gap(lines=3)]),
        ]
    )
    blocks.append(minutes_end(values["ended"], values["copies"]))
    return document(MINUTES, values, "Biên bản", blocks)


def make_decision(values: Values) -> tree.Document:
    """The decision that recognises the initiatives, with the list as annex."""
    count = len(values["initiatives"])
    said = [f"Công nhận {count:02d} sáng kiến cấp cơ sở (có danh sách kèm theo)"]
    said += [values["spread"]] if values["spread"] else []
    said.append("Quyết định này có hiệu lực kể từ ngày ký")
    said.append(
        f"{values['responsible']} và các tác giả có tên trong danh sách chịu trách nhiệm thi hành Quyết định này"
    )
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Tên sáng kiến", 7, "left"),
        ("Tác giả, đồng tác giả", 4.6, "left"),
        ("Đơn vị áp dụng", 4, "left"),
    )
    rows = counted([i["name"], "; ".join(i["authors"]), i["unit"]] for i in values["initiatives"])
    return decision(DECISION, values, said, "DANH SÁCH SÁNG KIẾN ĐƯỢC CÔNG NHẬN", (table(heads, rows),))


def make_letter(values: Values) -> tree.Document:
    """The letter that the author keeps."""
    authors = [
        person(a) + (f" ({a['share']:g}%)" if a["share"] is not None and len(values["authors"]) > 1 else "")
        for a in values["authors"]
    ]
    blocks: list[tree.Block] = [
        tree.Paragraph(tree.text("CÔNG NHẬN:", bold=True), align="center", keep=True),
        tree.Paragraph(tree.text(f"“{values['name'].strip('“”')}”", bold=True), align="center", keep=True),
        labelled("Tác giả" if len(authors) == 1 else "Đồng tác giả", "; ".join(authors)),
        labelled("Đơn vị áp dụng", values["unit"]),
        *paragraphs(values["summary"]),
    ]
    if values["decision"]:
        blocks.append(tree.Paragraph(tree.text(f"(Theo {wording.without_ending(values['decision'])})", italic=True)))
    return document(LETTER, values, "Giấy công nhận sáng kiến", blocks)


PROPOSAL = Kind(
    "phieu-de-xuat-sang-kien",
    "Phiếu đề xuất sáng kiến",
    "",
    "pdxsk-2025.1",
    PROPOSAL_FIELDS,
    make_proposal,
    form=Form.UNNUMBERED,
    stage=Stage.INITIATIVES,
    signers="Tác giả; thủ trưởng đơn vị xác nhận",
)
MINUTES = Kind(
    "bien-ban-sang-kien",
    "Biên bản họp xét sáng kiến",
    "BB",
    "bbsk-2025.2",
    MINUTES_FIELDS,
    make_minutes,
    form=Form.UNNUMBERED,
    stage=Stage.INITIATIVES,
    signers="Thư ký và người chủ trì cuộc họp",
)
DECISION = Kind(
    "quyet-dinh-sang-kien",
    "Quyết định công nhận sáng kiến",
    "QĐ",
    "qdsk-2025.1",
    DECISION_FIELDS,
    make_decision,
    form=Form.PAPER,
    stage=Stage.INITIATIVES,
    signers="Chủ tịch UBND xã",
)
LETTER = Kind(
    "giay-cong-nhan-sang-kien",
    "Giấy công nhận sáng kiến",
    "",
    "gcnsk-2025.1",
    LETTER_FIELDS,
    make_letter,
    form=Form.UNNUMBERED,
    stage=Stage.INITIATIVES,
    signers="Chủ tịch UBND xã",
)
