"""Báo cáo sơ kết and báo cáo tổng kết of a movement; the second also tells who was commended and what was learnt."""

from __future__ import annotations

from collections.abc import Sequence

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds import awardees
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    LETTERHEAD,
    RECIPIENTS,
    SIGNATURE,
    Form,
    Kind,
    Stage,
    Values,
    dashes,
    document,
    or_gap,
    paragraphs,
)
from chungtay.typesetting.kinds.shared import RESULT, end, results, sections, titled, with_list

_COMMON = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("addressees", "nơi kính gửi", "texts", required=False),
    Field("bases", "căn cứ", "texts", required=False),
    Field("opening", "phần mở đầu", "texts", required=False),
    Field("direction", "công tác chỉ đạo, triển khai", "texts", required=False),
    Field("publicity", "công tác tuyên truyền", "texts", required=False),
    Field("results", "kết quả thực hiện chỉ tiêu", "objects", required=False, fields=RESULT),
    Field("achievements", "kết quả nổi bật", "texts", required=False),
    Field("initiatives", "sáng kiến, mô hình", "texts", required=False),
    Field("shortcomings", "tồn tại, hạn chế", "texts", required=False),
    Field("causes", "nguyên nhân", "texts", required=False),
)
_LAST = (
    Field("next", "nhiệm vụ thời gian tới", "texts", required=False),
    Field("proposals", "kiến nghị, đề xuất", "texts", required=False),
    Field("closing", "câu kết", required=False),
    SIGNATURE,
    RECIPIENTS,
)
INTERIM_FIELDS = (*_COMMON, *_LAST)
FINAL_FIELDS = (
    *_COMMON,
    Field("commended", "kết quả khen thưởng", "texts", required=False),
    *awardees.GROUPS,
    Field("lessons", "bài học kinh nghiệm", "texts", required=False),
    *_LAST,
)


def make_interim(values: Values) -> tree.Document:
    """The report of the first part of a movement."""
    return _report(INTERIM, values, [])


def make_final(values: Values) -> tree.Document:
    """The report that closes a movement; the list of those commended is its annex."""
    who = awardees.counts(values)
    commended: list[tree.Block] = [*dashes(values["commended"])]
    if who:
        commended.append(tree.Paragraph(tree.text(f"Đã khen thưởng {who} (có danh sách kèm theo).")))
    paper = _report(
        FINAL, values, [("CÔNG TÁC KHEN THƯỞNG", commended), ("BÀI HỌC KINH NGHIỆM", list(dashes(values["lessons"])))]
    )
    if not who:
        return paper
    return with_list(paper, "DANH SÁCH ĐƯỢC KHEN THƯỞNG", awardees.blocks(values), of=wording.spoken(values["issuer"]))


def _parts(parts: Sequence[tuple[str, Sequence[tree.Block]]]) -> list[tree.Block]:
    """1. title and its blocks; one part alone takes no number (L-25)."""
    filled = [(title, body) for title, body in parts if body]
    if len(filled) == 1:
        return list(filled[0][1])
    return [
        block
        for i, (title, body) in enumerate(filled, start=1)
        for block in (tree.Heading(2, f"{i}.", tree.text(title)), *body)
    ]


def _report(kind: Kind, values: Values, more: list[tuple[str, list[tree.Block]]]) -> tree.Document:
    led = titled(
        [("Công tác chỉ đạo, triển khai", values["direction"]), ("Công tác tuyên truyền", values["publicity"])]
    )
    done = _parts(
        [
            ("Kết quả thực hiện các chỉ tiêu", results(values["results"])),
            ("Kết quả nổi bật", dashes(values["achievements"])),
            ("Sáng kiến, mô hình, cách làm hay", dashes(values["initiatives"])),
        ]
    )
    weak = titled([("Tồn tại, hạn chế", values["shortcomings"]), ("Nguyên nhân", values["causes"])])
    blocks: list[tree.Block] = [*paragraphs(values["opening"])]
    blocks += sections(
        [
            ("CÔNG TÁC TRIỂN KHAI", led),
            ("KẾT QUẢ THỰC HIỆN", done or [tree.Gap(lines=5)]),
            *more,
            ("TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN", weak),
            ("NHIỆM VỤ, GIẢI PHÁP THỜI GIAN TỚI", or_gap(values["next"])),
            ("KIẾN NGHỊ, ĐỀ XUẤT", list(dashes(values["proposals"]))),
        ]
    )
    blocks.append(end(values["closing"] or f"Trên đây là Báo cáo {values['title'][:1].lower()}{values['title'][1:]}"))
    return document(kind, values, "Báo cáo", blocks)


INTERIM = Kind(
    "bao-cao-so-ket",
    "Báo cáo sơ kết",
    "BC",
    "bcsk-2025.2",
    INTERIM_FIELDS,
    make_interim,
    form=Form.PAPER,
    stage=Stage.RUNNING,
    signers="Chủ tịch UBND xã",
)
FINAL = Kind(
    "bao-cao-tong-ket",
    "Báo cáo tổng kết",
    "BC",
    "bctk-2025.2",
    FINAL_FIELDS,
    make_final,
    form=Form.PAPER,
    stage=Stage.CLOSING,
    signers="Chủ tịch UBND xã",
)
