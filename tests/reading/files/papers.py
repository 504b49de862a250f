"""Plans as they are printed: letterhead and signature in two columns, justified paragraphs, Times metrics."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import typst

TESTS = Path(__file__).parents[2]
FONTS = TESTS.parent / "src/chungtay/typesetting/fonts"
LABEL = re.compile(r"\s*(?:[IVX]+\.|\d+(?:\.\d+)*\.|[a-hđ]\)|[-+*–]|Căn cứ|Trên đây|\*\.)")
TYPST = """
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 18mm))
#set text(font: "Liberation Serif", size: 13.5pt, lang: "vi", hyphenate: false, fill: rgb("#101010"))
#set par(justify: true, leading: 0.62em, spacing: 0.9em)
#for block in json(bytes(sys.inputs.blocks)) {
  if block.kind == "sides" {
    grid(columns: (0.42fr, 0.58fr), row-gutter: 6pt, ..block.rows.map(row => row.map(
      side => align(if block.centred { center } else { left }, text(size: 12.5pt, side.join(linebreak())))
    )).flatten())
  } else if block.kind == "title" { align(center, strong(block.text)) }
  else if block.kind == "table" {
    table(columns: block.rows.at(0).len(), ..block.rows.flatten())
  } else if block.kind == "break" { pagebreak() }
  else { par(first-line-indent: (amount: 1cm, all: true), block.text) }
}
"""


@dataclass(frozen=True)
class Block:
    """A piece of a page: text, title, table, break, or sides (rows of two columns, each a list of lines)."""

    kind: str
    text: str = ""
    rows: list[list[list[str]]] | list[list[str]] = field(default_factory=list)
    centred: bool = False


@dataclass(frozen=True)
class Paper:
    """One document."""

    blocks: list[Block]

    @property
    def text(self) -> str:
        """What a person reads, column by column, a paragraph a line."""
        lines: list[str] = []
        for block in self.blocks:
            if block.kind == "sides":
                lines.extend(line for side in (0, 1) for row in block.rows for line in row[side])
            elif block.kind == "table":
                lines.extend("\t".join(map(str, row)) for row in block.rows)
            elif block.text:
                lines.append(block.text)
        return "\n".join(lines) + "\n"

    def pdf(self) -> bytes:
        """Typeset with the shipped fonts."""
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        data = json.dumps([vars(block) for block in self.blocks], ensure_ascii=False)
        made = typst.compile(TYPST.encode(), font_paths=fonts, sys_inputs={"blocks": data})
        assert isinstance(made, bytes)
        return made


HEADS = {
    "002": [
        [["ỦY BAN NHÂN DÂN", "XÃ TÙNG ANH"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc"]],
        [["Số: KH/UBND"], ["Tùng Anh, ngày tháng 02 năm 2025"]],
    ],
    "000": [
        [["ỦY BAN NHÂN DÂN", "XÃ KIM PHƯỢNG"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]],
        [["Số: 40 /KH-UBND"], ["Kim Phượng, ngày 18 tháng 02 năm 2025"]],
    ],
}
SIGNERS = {
    "002": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "", "", "Nguyễn Thị Thanh Tâm"],
    "000": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "", "", "Trương Anh Tú"],
}
RECIPIENTS = {
    "000": ["Nơi nhận:", "- Phòng Nội vụ;", "- TT Đảng ủy, HĐND xã;", "- TT UBND xã;", "- Các bộ phận CM, đoàn thể xã;",
            "- 14 xóm;", "Lưu: VP"],
}  # fmt: skip


def plan(code: str) -> Paper:
    """Seed 002 or the transcripts 000 and 003 as papers."""
    folder = "seeds" if code == "002" else "transcripts"
    raw = next(TESTS.glob(f"{folder}/{code}*.txt")).read_text(encoding="utf-8").replace("**", "")
    lines = raw.split("\n")
    starts = next((i + 1 for i, line in enumerate(lines) if line.strip() == "KẾ HOẠCH"), 0)
    ends = next(i for i, line in enumerate(lines) if line.startswith("Nơi nhận"))
    blocks = []
    if code in HEADS:
        blocks.append(Block("sides", rows=HEADS[code], centred=True))
    blocks.append(Block("title", "KẾ HOẠCH"))
    body = paragraphs(lines[starts:ends])
    blocks.append(Block("title", body[0]))
    blocks.extend(Block("text", paragraph) for paragraph in body[1:])
    given = [line.strip() for line in lines[ends:] if line.strip()]
    left = RECIPIENTS.get(code) or [line for line in given if line not in SIGNERS.get(code, [])]
    blocks.append(Block("sides", rows=[[left, SIGNERS.get(code, [""])]]))
    return Paper(blocks)


def paragraphs(lines: list[str]) -> list[str]:
    """Wrapped lines joined: a paragraph ends at a blank line, or where a label or a citation begins."""
    found: list[str] = []
    fresh = True
    for line in lines:
        if not line.strip():
            fresh = True
            continue
        if fresh or LABEL.match(line):
            found.append(line.strip())
        else:
            found[-1] += " " + line.strip()
        fresh = False
    return found
