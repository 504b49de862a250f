"""Word and LibreOffice files: nothing printed is lost, least of all the letterhead and the numbers."""

from __future__ import annotations

import pytest

from chungtay.reading import decode, read, to_json
from chungtay.reading.intake import UnreadableFile
from reading.files import office, papers
from reading.files.office import docx, numbering, odt, p, run, tbl

LETTERHEAD = tbl([
    [["ỦY BAN NHÂN DÂN", "XÃ MẪU"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]],
    [["Số: 12/KH-UBND"], ["Mẫu, ngày 05 tháng 02 năm 2025"]],
])  # fmt: skip


def lines(data: bytes) -> list[str]:
    return [line for line in decode(data, name="x").text.split("\n") if line]


def as_docx(paper: papers.Paper) -> bytes:
    body = []
    for block in paper.blocks:
        if block.kind == "sides":
            body.append(tbl(block.rows))  # type: ignore[arg-type]
        else:
            body.append(p(block.text))
    return docx("".join(body))


@pytest.mark.parametrize("code", ["000", "002", "003"])
def test_a_plan_in_word_reads_like_its_text(code: str) -> None:
    paper = papers.plan(code)
    assert to_json(read(as_docx(paper), name="x")) == to_json(read(paper.text, name="x"))


def test_letterhead_table_stands_in_its_place_column_by_column() -> None:
    plan = read(docx(LETTERHEAD + p("KẾ HOẠCH") + p("Phát động phong trào thi đua")), name="x").plan
    assert plan["document"]["number_code"] == "12/KH-UBND"
    assert plan["document"]["date"] == "2025-02-05"


def test_automatic_numbers_are_printed_as_word_prints_them() -> None:
    body = [
        p("MỤC ĐÍCH", level=0), p("Mục đích", level=1), p("Nâng cao", level=2), p("Giảm giấy tờ", level=2),
        p("cấp xã", level=3), p("Yêu cầu", level=1), p("Thiết thực", level=2), p("NỘI DUNG", level=0),
        p("Bắt đầu lại", level=1, num=2), p("Chung một", level=0, num=3), p("Nhánh", level=1, num=3),
        p("chấm", level=2, num=3), p("Không số"),
    ]  # fmt: skip
    assert lines(docx("".join(body))) == [
        "I. MỤC ĐÍCH", "1. Mục đích", "a) Nâng cao", "b) Giảm giấy tờ", "- cấp xã", "2. Yêu cầu", "a) Thiết thực",
        "II. NỘI DUNG", "1. Bắt đầu lại", "1. Chung một", "1.1. Nhánh", "• chấm", "Không số",
    ]  # fmt: skip


def test_numbers_of_styles_and_of_the_styles_they_are_based_on() -> None:
    styles = office.w(
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Vong">'
        '<w:basedOn w:val="Vong"/></w:style>',
        "styles",
    )
    body = p("MỤC ĐÍCH", style="Muc") + p("Yêu cầu", style="Con") + p("Không số", style="Vong")
    assert lines(docx(body, word__styles_dot_xml=styles)) == ["I. MỤC ĐÍCH", "1. Yêu cầu", "Không số"]


def test_counting_forms() -> None:
    levels = [("decimalZero", "%1."), ("upperLetter", "%2."), ("lowerRoman", "(%3)"), ("none", "")]
    body = "".join(p("x", level=i) for i in (0, 1, 2, 2, 2, 2, 1, 0, 3))
    made = docx(body, word__numbering_dot_xml=numbering(levels))
    assert lines(made) == ["01. x", "A. x", "(i) x", "(ii) x", "(iii) x", "(iv) x", "B. x", "02. x", "x"]


def test_data_tables_keep_their_rows() -> None:
    rows = [[["STT"], ["Nội dung"], ["Điểm"]], [["1"], ["Một cửa"], ["10"]], [["2"], ["Số hoá"], ["5"]]]
    assert lines(docx(p("PHỤ LỤC") + tbl(rows)))[1:] == ["STT\tNội dung\tĐiểm", "1\tMột cửa\t10", "2\tSố hoá\t5"]


def test_what_word_does_not_print_is_not_read() -> None:
    raw = (
        "<w:del><w:r><w:delText>bỏ đi</w:delText></w:r></w:del><w:ins><w:r><w:t>thêm vào</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
    )
    source = decode(docx(p(raw=raw)), name="x")
    assert source.text == "thêm vào"
    assert any("chưa duyệt" in warning for warning in source.warnings)


def test_pages_that_word_noted_are_kept_inside_a_paragraph() -> None:
    raw = run("Trang một còn ") + "<w:r><w:lastRenderedPageBreak/><w:t>trang hai</w:t></w:r>"
    source = decode(docx(p(raw=raw)), name="x")
    assert source.text == "Trang một còn trang hai"
    assert [(page.number, source.text[page.start : page.end]) for page in source.pages] == [
        (1, "Trang một còn "), (2, "trang hai"),
    ]  # fmt: skip
    found = source.page_at(source.text.index("hai"))
    assert found is not None
    assert found.number == 2


def test_two_page_marks_are_one_page_and_lose_no_line_end() -> None:
    mark = '<w:r><w:br w:type="page"/></w:r>'
    noted = "<w:r><w:lastRenderedPageBreak/><w:t>Hai</w:t></w:r>"
    source = decode(docx(p("Trang một") + p(raw=mark) + p(raw=noted)), name="x")
    assert source.text.split() == ["Trang", "một", "Hai"]
    assert [page.number for page in source.pages] == [1, 2]


def test_old_fonts_tell_the_encoding() -> None:
    body = p("kÕ ho¹ch", font=".VnTimeH") + p("Phong trµo thi ®ua", font=".VnTime")
    source = decode(docx(body + p("Thi ñua", font="VNI-Times") + p("Thi đua", font="Times New Roman")), name="x")
    assert source.text.split("\n") == ["KẾ HOẠCH", "Phong trào thi đua", "Thi đua", "Thi đua"]
    assert any("TCVN3" in warning for warning in source.warnings)


def test_macros_are_named_and_never_run() -> None:
    source = decode(docx(p("Kế hoạch"), word__vbaProject_dot_bin=b"\0" * 50), name="ke-hoach.docm")
    assert source.text == "Kế hoạch"
    assert any("macro" in warning for warning in source.warnings)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx(p("x"), word__document_dot_xml=b" " * (41 * 1024 * 1024)), "bất thường"),
        (docx(p("x"), word__document_dot_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "bất thường"),
        (docx(p("x"), word__document_dot_xml="<w:document"), "bị hỏng"),
        (office.zipped({"xl/workbook.xml": "x"}), "Excel"),
        (office.zipped({"ppt/a.xml": "x"}), "trình chiếu"),
        (office.zipped({"ke-hoach.pdf": "x"}), "tệp nén"),
        (docx(p("x"))[:300], "bị hỏng"),
        (docx(p("")), "trống"),
    ],
    ids=["bomb", "entities", "broken", "sheet", "slides", "archive", "cut", "empty"],
)
def test_bad_office_files_are_refused_in_their_own_words(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        decode(data, name="ke-hoach.docx")


def test_locked_word_file() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        decode(data, name="x.docx")


def test_writer_files_with_lists_and_tables() -> None:
    styles = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="I" '
        'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." '
        'text:display-levels="2"/><text:list-level-style-bullet text:level="3" text:bullet-char="-"/></text:list-style>'
    )
    text = (
        '<text:p>KẾ<text:s/>HOẠCH</text:p><text:list text:style-name="L"><text:list-item><text:p>MỤC ĐÍCH</text:p>'
        "<text:list><text:list-item><text:p>Yêu cầu</text:p><text:list><text:list-item><text:p>gọn</text:p>"
        "</text:list-item></text:list></text:list-item></text:list></text:list-item><text:list-item><text:p>NỘI DUNG"
        "</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>STT</text:p>"
        "</table:table-cell><table:table-cell><text:p>Nội dung</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>Một cửa"
        "</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert lines(odt(text, styles)) == [
        "KẾ HOẠCH", "I. MỤC ĐÍCH", "I.1. Yêu cầu", "- gọn", "II. NỘI DUNG", "STT\tNội dung", "1\tMột cửa",
    ]  # fmt: skip
