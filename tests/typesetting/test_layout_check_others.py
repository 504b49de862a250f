"""Right papers of others raise no alarm: typed in Word in the ways clerks have, printed through another program."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from chungtay.typesetting import render_docx
from chungtay.typesetting.checker import check_layout
from chungtay.typesetting.samples import samples
from typesetting import office
from typesetting.papers import PROSE, as_docx, style

DAY = dt.date(2025, 12, 20)
# Ways in which a right paper is typed.
TYPED: dict[str, dict[str, Any]] = {
    "usual": {},
    "largest": {"left": 35, "right": 15, "top": 25, "bottom": 25, "indent": 12.7, "gap": 10, "spacing": 1.5},
    "smallest": {"body": 13, "base_style": style(13, italic=True), "type_style": style(13, bold=True)},
    "old lines": {"rules": "old"},
    "motto underlined": {"motto_rules": "underlined"},
    "short": {"text": [PROSE], "bases": []},
    "numbered": {
        "text": ["I. MỤC ĐÍCH, YÊU CẦU", "1. Mục đích", PROSE, "2. Yêu cầu", "a) Một;", "b) Hai.", *[PROSE] * 9]
    },
    "long title": {"title": "Phát động phong trào thi đua cải cách hành chính, chuyển đổi số năm 2025"},
}
DUE = ("chưa có số", "chưa ghi đủ ngày")  # what the registrar fills in: a reminder on every draft


@pytest.mark.parametrize("way", TYPED)
def test_a_right_paper_typed_in_word_raises_no_alarm(way: str) -> None:
    assert [f.line() for f in check_layout(as_docx(**TYPED[way]), on=DAY).findings] == []


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    """Every sample and every typed paper as LibreOffice prints it."""
    files = {name: render_docx(sample.build()) for name, sample in samples().items()}
    return office.convert(files | {f"typed: {way}": as_docx(**changes) for way, changes in TYPED.items()})


@pytest.mark.skipif(office.command() is None, reason="LibreOffice is not installed: no paper of another program")
def test_right_papers_printed_by_another_program_raise_no_alarm(printed: dict[str, bytes]) -> None:
    wrong = {}
    for name, content in printed.items():
        kinds = {samples()[name].kind.slug, None} if name in samples() else {None}
        for kind in kinds:
            found = [f.line() for f in check_layout(content, on=DAY, kind=kind).findings]
            if found := [line for line in found if not any(words in line for words in DUE)]:
                wrong[name, kind] = found
    assert wrong == {}


@pytest.mark.skipif(office.command() is None, reason="LibreOffice is not installed: no paper of another program")
def test_defects_are_found_in_what_another_program_printed() -> None:
    planted: dict[str, tuple[dict[str, Any], str]] = {
        "dash": ({"motto": "Độc lập – Tự do – Hạnh phúc"}, "L-11"),
        "slash": ({"number": "Số: KH/UBND"}, "L-14"),
        "margin": ({"left": 25}, "L-02"),
        "foot": ({"number_place": "bottom"}, "L-04"),
        "rule": ({"motto_rule": 0}, "L-11"),
        "archive": ({"recipients": ["- Các thôn;", "- Lưu: VP."]}, "L-34"),
        "indent": ({"indent": 0}, "L-05"),
        "small": ({"body": 12}, "L-05"),
        "lost head": ({"national": "", "motto": ""}, "L-10"),
        "bold superior": ({"superior_style": style(12, bold=True)}, "L-12"),
        "small letters": ({"number": "Số: 07/kh-ubnd"}, "L-14"),
        "no such day": ({"date": "Mẫu, ngày 31 tháng 4 năm 2025"}, "L-15"),
        "plain title": ({"title_style": style(14)}, "L-17"),
        "loud title": ({"title": "PHÁT ĐỘNG PHONG TRÀO THI ĐUA NĂM 2025"}, "L-17"),
        "loud name": ({"name": "CÁN BỘ MẪU 01"}, "L-31"),
        "deep indent": ({"indent": 20}, "L-05"),
        "bold recipients": ({"recipient_style": style(11, bold=True)}, "L-34"),
    }
    made = office.convert({name: as_docx(**changes) for name, (changes, _) in planted.items()})
    for name, (_, rule) in planted.items():
        assert rule in {f.rule for f in check_layout(made[name], on=DAY).errors}, name


def test_a_text_box_is_apart_from_the_text_it_is_anchored_in() -> None:
    """Word stores a box twice, for itself and for old programs: neither is part of the line where it is anchored."""
    document = docx.Document(io.BytesIO(as_docx()))
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    inner = '<w:p><w:r><w:rPr><w:b/><w:sz w:val="26"/></w:rPr><w:t>MẬT</w:t></w:r></w:p>'
    inner = f"<w:txbxContent>{inner}</w:txbxContent>"
    box = (
        f'<w:r {names}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx>'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    number = next(p for p in document.tables[0].rows[1].cells[0].paragraphs if p.text.startswith("Số"))
    number._p.append(parse_xml(box))
    made = io.BytesIO()
    document.save(made)
    report = check_layout(made.getvalue(), on=DAY)
    assert [f.line() for f in report.findings] == []
    assert report.rows["L-35"] == "passed"
