"""The register of outgoing papers: every number accounted for, on screen, in Excel and on paper."""

from __future__ import annotations

import datetime as dt
import io

import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook
from test_numbers import issue, paper

from chungtay.audit.models import Event
from chungtay.demo.movements import at, worker
from chungtay.documents import registers, sheets
from chungtay.documents.actions import LETTERS, void_document
from chungtay.documents.models import NumberGap, NumberSeries
from chungtay.documents.queries import next_number
from chungtay.documents.register_actions import explain_gap, reopen_gap
from chungtay.kit.errors import UserError
from chungtay.localities.access import Reader
from support.kept import kept

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 2)
REGISTER = "/van-ban/so/"
ELSEWHERE, SKIPPED = NumberGap.Reason.ELSEWHERE, NumberGap.Reason.SKIPPED


@pytest.fixture
def registrar(place) -> Reader:
    return worker(place, "vanthu", DAY)


@pytest.fixture
@kept
def series(registrar) -> NumberSeries:
    """Numbers 1 (annulled), 5 and 6 given; 2–4 open."""
    gone = paper(registrar, "Bản bị hủy")
    issue(gone, registrar, number=1)
    void_document(document=gone, reason="Kết luận mẫu", by=registrar, at=at(DAY))
    for number in (5, 6):
        issue(paper(registrar, "=Về việc mẫu & <khác>"), registrar, number=number)
    return NumberSeries.objects.get()


def tell(series: NumberSeries, by: Reader, first: int, last: int, reason=ELSEWHERE, note: str = "") -> NumberGap:
    return explain_gap(series=series, first=first, last=last, reason=reason, note=note, by=by, at=at(DAY))


def test_a_number_with_a_reason_is_never_given(series, registrar):
    tell(series, registrar, 2, 3)
    with pytest.raises(UserError, match="Văn bản khác, ghi ở sổ của Văn thư"):
        issue(paper(registrar), registrar, number=3)
    assert issue(paper(registrar), registrar, number=4) == "04/QĐ-UBND"
    assert Event.objects.get(event="number.gap_explained").after["last"] == 3


def test_numbers_of_papers_outside_the_machine_push_the_next_number(series, registrar):
    gap = tell(series, registrar, 7, 141)
    assert next_number(locality=registrar.locality, kind="quyet-dinh", year=2025) == 142
    assert issue(paper(registrar), registrar) == "142/QĐ-UBND"
    reopen_gap(gap=gap, by=registrar, at=at(DAY))
    assert next_number(locality=registrar.locality, kind="quyet-dinh", year=2025) == 143
    assert Event.objects.filter(event="number.gap_reopened").count() == 1


def test_a_reason_taken_back_frees_the_numbers(series, registrar):
    reopen_gap(gap=tell(series, registrar, 7, 9), by=registrar, at=at(DAY))
    assert issue(paper(registrar), registrar) == "07/QĐ-UBND"


@pytest.mark.parametrize(
    ("first", "last", "reason", "note", "said"),
    [
        (3, 2, ELSEWHERE, "", "lớn hơn số đầu"),
        (0, 2, ELSEWHERE, "", "Xem lại hai số"),
        (4, 5, ELSEWHERE, "", "Số 5 đã cấp: 05/QĐ-UBND"),
        (2, 2, SKIPPED, "  ", "Ghi rõ vì sao"),
    ],
)
def test_what_cannot_be_a_gap_is_refused(series, registrar, first, last, reason, note, said):
    with pytest.raises(UserError, match=said):
        tell(series, registrar, first, last, reason, note)
    assert not NumberGap.objects.exists()


def test_a_gap_is_explained_once(series, registrar):
    tell(series, registrar, 2, 3, SKIPPED, "Nhảy số (mẫu)")
    with pytest.raises(UserError, match="đã có lý do"):
        tell(series, registrar, 3, 4)


def test_excel_has_the_columns_of_the_rule_and_every_number(series, registrar, client_of):
    tell(series, registrar, 2, 3, SKIPPED, "Nhảy số (mẫu)")
    answer = client_of("vanthu.kimphuong").get(REGISTER, {"dang": "xlsx"})
    assert answer["Content-Disposition"] == 'attachment; filename="so-van-ban-di-qd-ubnd-2025.xlsx"'
    sheet = load_workbook(io.BytesIO(answer.content)).active
    lines = [list(row) for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert lines[0] == ["Số và ký hiệu", "Ngày", "Tên loại và trích yếu", "Người ký", "Nơi nhận",
                        "Đơn vị nhận bản lưu", "Số bản", "Ghi chú"]  # fmt: skip
    assert [line[0] for line in lines[1:]] == [
        "01/QĐ-UBND", "02–03/QĐ-UBND", "04/QĐ-UBND", "05/QĐ-UBND", "06/QĐ-UBND"]  # fmt: skip
    assert "Đã hủy, không dùng lại số. Kết luận mẫu" in lines[1][7]
    assert "Nhảy số (mẫu)" in lines[2][7]
    assert "chưa ghi lý do" in lines[3][7]
    assert lines[4][1].date() == DAY
    assert lines[4][3] == "Cán bộ mẫu 02"
    assert lines[4][5] == "VT"
    assert lines[4][6] is None  # the paper does not say how many copies
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert "f" not in kinds  # a title that begins with "=" is no formula


def test_gaps_of_letters_are_numbers_alone(series):
    series.series = LETTERS
    assert [row.cells["số và ký hiệu"] for row in registers.rows(series) if row.line.entry is None] == ["02–04"]


def test_excel_prints_across_with_the_columns_on_every_page_and_page_numbers(series, client_of):
    book = load_workbook(io.BytesIO(client_of("vanthu.kimphuong").get(REGISTER, {"dang": "xlsx"}).content))
    sheet = book.active
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", sheet.PAPERSIZE_A4)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)  # never a column on another page
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.oddFooter.right.text == "Trang &P/&N"
    assert sheet.freeze_panes == "A6"
    assert sheet.auto_filter.ref == "A5:H9"
    assert sheet["A1"].value == "ỦY BAN NHÂN DÂN XÃ KIM PHƯỢNG"
    assert (sheet["B6"].is_date, sheet["B6"].number_format) == (True, "dd/mm/yyyy")


def test_a_long_register_on_paper_repeats_its_columns_and_numbers_its_pages(series, registrar):
    for number in range(10, 41):
        tell(series, registrar, number, number, SKIPPED, f"Nhảy số (mẫu {number})")
    content = registers.as_pdf(series, registers.rows(series), at=at(DAY))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    assert len(pages) > 1
    for number, words in enumerate(pages, start=1):
        assert "Số và ký hiệu" in words
        assert number == 1 or words.split()[0] == str(number)
    assert all(f"{number}/QĐ-UBND" in "".join(pages).replace("\ufffe", "-") for number in range(10, 41))


def test_the_printed_register_lists_the_same(series, registrar, client_of):
    answer = client_of("vanthu.kimphuong").get(REGISTER, {"dang": "pdf"})
    document = pypdfium2.PdfDocument(answer.content)
    width, height = document[0].get_size()
    assert width > height
    words = " ".join(page.get_textpage().get_text_range() for page in document).replace("\ufffe", "-")
    for shown in ("SỔ ĐĂNG KÝ VĂN BẢN ĐI", "06/QĐ-UBND", "Đã hủy", "02–04/QĐ-UBND", "02/12/2025"):
        assert shown in words


def test_the_registrar_writes_and_takes_back_a_reason_on_the_page(series, client_of):
    client = client_of("vanthu.kimphuong")
    html = client.get(REGISTER).content.decode()
    assert "Còn 1 khoảng trống chưa ghi lý do" in html
    address = reverse("documents:explain-gap", args=[series.pk])
    wrong = client.post(address, {"first": 2, "last": 5, "reason": "elsewhere"})
    assert wrong.status_code == 400
    assert "Số 5 đã cấp" in wrong.content.decode()
    assert client.post(address, {"first": 2, "last": 4, "reason": "elsewhere", "note": "Sổ giấy"}).status_code == 302
    html = client.get(REGISTER).content.decode()
    assert "Văn bản khác, ghi ở sổ của Văn thư: Sổ giấy" in html
    assert "chưa ghi lý do" not in html
    undo = reverse("documents:reopen-gap", args=[series.pk])
    assert client.post(undo, {"gap": NumberGap.objects.get().pk}).status_code == 302
    assert client.post(undo, {"gap": "không"}).status_code == 404
    assert not NumberGap.objects.exists()


def test_only_the_registrar_writes_reasons(series, client_of):
    client = client_of("canbo.kimphuong")
    assert client.post(reverse("documents:explain-gap", args=[series.pk])).status_code == 403
    assert "Ghi lý do số bỏ trống" not in client.get(REGISTER).content.decode()


def test_an_empty_register_has_no_file(place, client_of):
    assert client_of("vanthu.kimphuong").get(REGISTER, {"dang": "xlsx"}).status_code == 404


def test_words_pasted_from_word_and_odd_names_of_series_break_no_workbook(series, registrar):
    """A manual line break of Word is a control character that no workbook may hold; "/" may not stand in a tab."""
    content = sheets.workbook(
        office="UBND\x0bXÃ", title="Sổ [1]: A/B", note="", columns=[sheets.Column("Tên", 10)],
        rows=[["Ông\x0bNguyễn Mẫu"], ["=1+1"], [DAY]],
    )  # fmt: skip
    sheet = load_workbook(io.BytesIO(content)).active
    assert [sheet.cell(line, 1).value for line in (6, 7)] == ["Ông Nguyễn Mẫu", "=1+1"]
    assert sheet.cell(7, 1).data_type == "s"
    assert sheet.cell(8, 1).is_date
    assert sheet.title == "Sổ  1   A B"
