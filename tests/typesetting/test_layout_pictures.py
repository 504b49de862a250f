"""Pictures of a signature and of a seal on a finished PDF are measured (L-28, L-29)."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
from PIL import Image, ImageDraw

from chungtay.typesetting.checker import check_layout
from chungtay.typesetting.checker.read_pdf import read_pdf
from typesetting.papers import as_docx, as_pdf

DAY = dt.date(2025, 12, 20)
BLUE, RED, BLACK = (20, 40, 190, 255), (210, 20, 30, 255), (10, 10, 10, 255)


def signature(*, colour: tuple[int, ...] = BLUE, down: float = 0) -> dict[str, Any]:
    """A scrawl of 39 × 16 mm, its middle between the post and the name."""
    return {"colour": colour, "right": 0, "down": down, "width": 39, "height": 16}


def seal(*, covers: float = 1 / 3, colour: tuple[int, ...] = RED, beside: str = "left") -> dict[str, Any]:
    """A ring of 36 mm that covers so much of the signature from one side."""
    away = 39 / 2 + 36 / 2 - 39 * covers
    return {"colour": colour, "right": away if beside == "right" else -away, "down": 0, "width": 36, "height": 36}


def drawn(mark: dict[str, Any]) -> bytes:
    """A transparent picture."""
    wide, high = mark["width"] * 10, mark["height"] * 10
    picture = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    if wide == high:
        pen.ellipse((10, 10, wide - 10, high - 10), outline=mark["colour"], width=22)
    else:
        pen.line([(9, 120), (90, 20), (150, 130), (240, 30), (wide - 9, 90)], fill=mark["colour"], width=12)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def signed(tmp_path: Path) -> Any:
    """Lays pictures on a right paper, as a signing program does."""

    def lay(*marks: dict[str, Any]) -> bytes:
        paper = as_pdf()
        pieces = {p.text: p.box for p in read_pdf(paper).pieces if p.page == 2}
        post, name = pieces["CHỦ TỊCH"], pieces["Cán bộ mẫu 01"]
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(paper))
        for number, mark in enumerate(marks):
            (tmp_path / f"{number}.png").write_bytes(drawn(mark))
            left = name.middle + mark["right"] - mark["width"] / 2
            top = (post.bottom + name.top) / 2 + mark["down"] - mark["height"] / 2
            source = f"#set page(width: 210mm, height: 297mm, margin: 0mm, fill: none)\n#place(dx: {left}mm, "
            source += f'dy: {top}mm, image("{number}.png", width: {mark["width"]}mm, height: {mark["height"]}mm))'
            (tmp_path / "mark.typ").write_text(source, encoding="utf-8")
            over = typst.compile(str(tmp_path / "mark.typ"))
            writer.pages[1].merge_page(pypdf.PdfReader(io.BytesIO(over)).pages[0])
        made = io.BytesIO()
        writer.write(made)
        return made.getvalue()

    return lay


def test_signature_and_seal_in_their_places_pass(signed: Any) -> None:
    report = check_layout(signed(signature(), seal()), on=DAY)
    assert [f.line() for f in report.findings] == []
    assert {"L-28", "L-29"} <= set(report.passed)
    alone = check_layout(signed(signature()), on=DAY)
    assert (alone.rows["L-28"], alone.rows["L-29"]) == ("passed", "absent")


def test_a_paper_without_pictures_has_none_to_measure() -> None:
    rows = check_layout(as_pdf(), on=DAY).rows
    assert (rows["L-28"], rows["L-29"]) == ("absent", "absent")
    rows = check_layout(as_docx(), on=DAY).rows  # a Word file is not signed
    assert (rows["L-28"], rows["L-29"]) == ("unmeasured", "unmeasured")


@pytest.mark.parametrize(
    ("marks", "rule", "severity", "words"),
    [
        ([signature(colour=RED, down=40)], None, None, ""),  # a logo elsewhere is nobody's signature
        ([signature(colour=BLACK)], "L-28", "warning", "hình chữ ký màu đen, quy định màu xanh"),
        ([signature(down=20)], "L-28", "warning", "không ở giữa chức vụ và họ tên"),
        ([signature(), seal(covers=0.02)], "L-29", "error", "trùm 2% hình chữ ký, quy định khoảng 1/3"),
        ([signature(), seal(covers=0.85)], "L-29", "error", "trùm 85% hình chữ ký"),
        ([signature(), seal(beside="right")], "L-29", "error", "hình dấu ở bên phải chữ ký"),
        ([signature(), seal(colour=BLACK)], "L-29", "error", "hình dấu màu đen, quy định màu đỏ"),
    ],
)
def test_pictures_out_of_place_or_colour_are_told(
    signed: Any, marks: list[dict[str, Any]], rule: str | None, severity: str | None, words: str
) -> None:
    found = check_layout(signed(*marks), on=DAY).findings
    assert [(f.rule, f.severity) for f in found] == ([(rule, severity)] if rule else [])
    assert all(words in f.message and f.page == 2 for f in found)
