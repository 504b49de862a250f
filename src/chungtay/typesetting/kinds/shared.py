"""Pieces that several kinds print: labelled lines, sections, tables, who attended, how minutes end."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Literal

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import Kind, Values, dashes, document, number, or_gap

Head = tuple[str, float, Literal["left", "center", "right"]]
Cell = str | int | float | None

PERSON = (Field("name", "họ tên"), Field("role", "chức vụ", required=False))
ATTENDANCE = (
    Field("present", "thành viên có mặt", "objects", required=False, fields=PERSON),
    Field(
        "absent",
        "thành viên vắng mặt",
        "objects",
        required=False,
        fields=(*PERSON, Field("reason", "lý do vắng", required=False)),
    ),
    Field("invited", "người được mời", "objects", required=False, fields=PERSON),
)
RESULT = (
    Field("target", "chỉ tiêu"),
    Field("planned", "mức kế hoạch", required=False),
    Field("achieved", "mức đạt được", required=False),
    Field("state", "đánh giá", required=False),
)
ORDINAL: Head = ("TT", 1.2, "center")


def labelled(label: str, value: str | None) -> tree.Block:
    """ "Label: value." on one line, or dots for the hand when there is no value."""
    if not value:
        return tree.Gap(tree.text(f"{label}:"))
    return tree.Paragraph(tree.text(f"{label}: {wording.without_ending(value)}."))


def person(value: Values) -> str:
    """ "Name, role", or the name alone."""
    return f"{value['name']}, {value['role']}" if value["role"] else str(value["name"])


def sections(parts: Iterable[tuple[str, Sequence[tree.Block]]]) -> list[tree.Block]:
    """I. TITLE and its blocks, numbered through; a part without blocks is not printed (L-25)."""
    blocks: list[tree.Block] = []
    for i, (title, body) in enumerate(((t, b) for t, b in parts if b), start=1):
        blocks += [tree.Heading(1, f"{wording.roman(i)}.", tree.text(title.upper())), *body]
    return blocks


def table(heads: Sequence[Head], rows: Iterable[Sequence[Cell]], *, total: bool = False) -> tree.Table:
    """A table from plain values; numbers are written the Vietnamese way, None leaves the cell to the hand."""
    columns = tuple(tree.Column(tree.text(title), width, align) for title, width, align in heads)
    return tree.Table(columns, tuple(tuple(tree.text(cell(c)) for c in row) for row in rows), total=total)


def cell(value: Cell) -> str:
    """One value as printed."""
    return "" if value is None else value if isinstance(value, str) else number(value)


def counted(rows: Iterable[Sequence[Cell]], first: int = 1) -> list[tuple[Cell, ...]]:
    """The rows with their ordinal in front."""
    return [(str(i), *row) for i, row in enumerate(rows, start=first)]


def results(entries: Sequence[Values]) -> list[tree.Block]:
    """The targets with plan and result; nothing when there are none."""
    if not entries:
        return []
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Chỉ tiêu", 6.5, "left"),
        ("Kế hoạch", 2.6, "center"),
        ("Đạt được", 2.6, "center"),
        ("Đánh giá", 3, "center"),
    )
    return [table(heads, counted([e[k] for k in ("target", "planned", "achieved", "state")] for e in entries))]


def attendance(values: Values) -> list[tree.Block]:
    """Who was there, who was not and why, who was invited; dotted lines when nobody is named."""
    blocks: list[tree.Block] = []
    groups = (("Có mặt", "present"), ("Vắng mặt", "absent"), ("Mời dự", "invited"))
    for i, (label, key) in enumerate((g for g in groups if values[g[1]]), start=1):
        people = values[key]
        blocks.append(tree.Heading(2, f"{i}.", tree.text(f"{label}: {len(people):02d} người")))
        blocks += or_gap([person(p) + (f" (lý do: {p['reason']})" if p.get("reason") else "") for p in people])
    return blocks or [tree.Gap(lines=4)]


def minutes_end(ended: str | None, copies: int | None, meeting: str = "Cuộc họp") -> tree.Paragraph:
    """The last sentence of minutes, with blanks for what is not known."""
    many = f"{copies:02d}" if copies is not None else "......"
    present = "các thành viên dự họp" if meeting == "Cuộc họp" else "những người có mặt"
    return tree.Paragraph(
        tree.text(
            f"{meeting} kết thúc vào hồi {ended or wording.DOTS}; biên bản được lập thành {many} bản, "
            f"đã đọc cho {present} cùng nghe và nhất trí thông qua./."
        )
    )


def titled(parts: Sequence[tuple[str, Sequence[str]]]) -> list[tree.Block]:
    """1. title with dashes; a part without entries is not printed, one part alone takes no number."""
    filled = [(title, entries) for title, entries in parts if entries]
    blocks: list[tree.Block] = []
    for i, (title, entries) in enumerate(filled, start=1):
        if len(filled) > 1:
            blocks.append(tree.Heading(2, f"{i}.", tree.text(title)))
        blocks += dashes(list(entries))
    return blocks


def end(sentence: str) -> tree.Paragraph:
    """The last sentence, with the mark of the end (L-26)."""
    return tree.Paragraph(tree.text(f"{wording.without_ending(sentence)}./."))


def ended(block: tree.Block) -> tree.Block:
    """The last paragraph or entry with the mark of the end (L-26) in the place of its own; another block as it is."""
    if not isinstance(block, tree.Paragraph | tree.Item):
        return block
    return dataclasses.replace(block, text=tree.text(f"{wording.without_ending(tree.plain(block.text))}./."))


def articles(sentences: Sequence[str | tuple[str, Sequence[str]]]) -> list[tree.Block]:
    """Điều 1, 2 …; an article with entries gets them as dashes below (L-22). The last one ends the paper (L-26)."""
    blocks: list[tree.Block] = []
    for i, sentence in enumerate(sentences, start=1):
        words, entries = (sentence, ()) if isinstance(sentence, str) else sentence
        last = "./." if i == len(sentences) and not entries else ""
        words = f"{wording.without_ending(words)}{':' if entries else last or '.'}"
        blocks += [tree.Article(i, tree.text(words)), *dashes(list(entries))]
    return blocks


def decision(
    kind: Kind, values: Values, said: Sequence[str | tuple[str, Sequence[str]]], title: str, annex: Iterable[tree.Block]
) -> tree.Document:
    """A decision with its articles and, as annex, the list that its first article names."""
    word = tree.Paragraph(tree.text("QUYẾT ĐỊNH:", bold=True), align="center", keep=True)
    paper = document(kind, values, "Quyết định", (word, *articles(said)))
    return with_list(paper, title, annex, of=values["power"])


def with_list(paper: tree.Document, title: str, blocks: Iterable[tree.Block], *, of: str) -> tree.Document:
    """The paper with a list as annex, under which stands what it belongs to and who issued that (L-39)."""
    note = tree.text(f"(Kèm theo {paper.type_name} {attached(paper)} của {of})", italic=True)
    return tree.with_annexes(paper, tree.Annex(title, tuple(blocks), note=note))


def attached(paper: tree.Document) -> str:
    """ "số 40/KH-UBND ngày 05 tháng 02 năm 2025", with blanks for what the registrar has still to give."""
    number = wording.number_line(paper).replace("Số: ", "số ").replace("Số:", "số")
    return f"{number} {wording.day_line(paper.date)}"


def in_own_power(values: Values) -> list[str]:
    """What is wrong when the chair, who decides on awards in own power, signs on behalf of the committee (L-27)."""
    chair = values["power"].upper().startswith("CHỦ TỊCH")
    if not chair or not values["signature"]["authority"][0].upper().startswith("TM."):
        return []
    return [
        "Chủ tịch ký quyết định khen thưởng theo thẩm quyền của mình; "
        "anh/chị bỏ dòng “TM.” ở khối chữ ký (trường “signature.authority”)."
    ]


def otherwise(entries: list[str], *, told: bool) -> list[tree.Block]:
    """What was said or happened besides. Nothing: "Không có." once the rest is `told`, else dots to write on (R-63)."""
    return or_gap(entries) if entries or not told else [tree.Paragraph(tree.text("Không có."))]
