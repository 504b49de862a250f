"""Pages of the papers: found without accents, shown as they are, never those of another commune."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from test_numbers import DATA, issue, paper

from chungtay.demo.movements import at, worker
from chungtay.documents.actions import void_document, write_draft
from chungtay.documents.models import Document
from chungtay.localities.access import Reader

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 2)
LIST = "/van-ban/"


@pytest.fixture
def registrar(place) -> Reader:
    return worker(place, "vanthu", DAY)


def titles(client, **query: str) -> set[str]:
    return {row.title for row in client.get(LIST, query).context["papers"]}


def test_an_empty_list_says_what_will_come(place, client_of):
    assert "Chưa có văn bản nào" in client_of("vanthu.kimphuong").get(LIST).content.decode()


def test_papers_are_found_by_words_without_accents_by_number_kind_and_year(registrar, client_of):
    first = paper(registrar, "Về việc khen thưởng Xóm mẫu 01")
    issue(first, registrar, number=15)
    paper(registrar, "Về việc khác")
    older = paper(registrar, "Bản năm trước")
    issue(older, registrar, dated=dt.date(2026, 1, 5))
    client = client_of("vanthu.kimphuong")
    assert titles(client, q="xom MAU") == {first.title}
    assert titles(client, q="15/qd") == {first.title}
    assert titles(client, nam="2026") == {older.title}
    assert titles(client, loai="to-trinh") == set()
    assert "Không có văn bản nào khớp" in client.get(LIST, {"q": "không có"}).content.decode()


def test_a_draft_renders_now_and_an_issued_paper_gives_its_stored_bytes(registrar, client_of):
    document = paper(registrar)
    client = client_of("vanthu.kimphuong")
    draft = client.get(reverse("documents:file", args=[document.pk, "pdf"]))
    assert draft.content.startswith(b"%PDF")
    assert draft["Content-Disposition"] == f'inline; filename="quyet-dinh-du-thao-{document.pk}.pdf"'
    issue(document, registrar, number=15)
    document.refresh_from_db()
    issued = client.get(reverse("documents:file", args=[document.pk, "pdf"]) + "?tai=1")
    with document.pdf.file.open("rb") as stored:
        assert issued.content == stored.read()
    assert issued["Content-Disposition"] == 'attachment; filename="quyet-dinh-15-qd-ubnd.pdf"'
    word = client.get(reverse("documents:file", args=[document.pk, "docx"]))
    assert word.content.startswith(b"PK")
    assert word["Content-Disposition"] == 'attachment; filename="quyet-dinh-15-qd-ubnd.docx"'
    assert client.get(reverse("documents:file", args=[document.pk, "exe"])).status_code == 404


def test_the_page_shows_number_date_state_and_hash(registrar, client_of):
    document = paper(registrar)
    issue(document, registrar, number=15)
    document.refresh_from_db()
    html = client_of("vanthu.kimphuong").get(reverse("documents:detail", args=[document.pk])).content.decode()
    for shown in ("15/QĐ-UBND", "02/12/2025", "Đã phát hành", document.pdf.sha256):
        assert shown in html


def test_a_draft_says_that_it_is_one(registrar, client_of):
    document = write_draft(
        locality=registrar.locality, kind="quyet-dinh", title="Nháp", data=DATA, by=registrar, at=at(DAY)
    )
    html = client_of("vanthu.kimphuong").get(reverse("documents:detail", args=[document.pk])).content.decode()
    assert "nội dung còn đổi theo dữ liệu" in html
    assert "chưa cho số" in html


def test_the_register_shows_gaps_and_annulled_numbers(registrar, client_of):
    gone = paper(registrar, "Bản bị hủy")
    issue(gone, registrar, number=1)
    void_document(document=gone, reason="Kết luận mẫu", by=registrar, at=at(DAY))
    issue(paper(registrar), registrar, number=4)
    html = client_of("vanthu.kimphuong").get("/van-ban/so/").content.decode()
    assert "Đã hủy, không dùng lại" in html
    assert "Kết luận mẫu" in html
    assert "2–3" in html
    assert "Số kế tiếp là 5" in html


def test_papers_of_another_commune_do_not_exist(registrar, other_place, client_of):
    document = paper(registrar)
    stranger = client_of("vanthu.tienthanh")
    assert titles(stranger) == set()
    assert stranger.get(reverse("documents:detail", args=[document.pk])).status_code == 404
    assert stranger.get(reverse("documents:file", args=[document.pk, "pdf"])).status_code == 404


@pytest.mark.parametrize("login", ["donvi", "nhanvien"])
def test_units_and_staff_do_not_read_the_files_of_the_office(registrar, client_of, login):
    document = paper(registrar)
    client = client_of(f"{login}.kimphuong")
    for url in (LIST, "/van-ban/so/", reverse("documents:detail", args=[document.pk]),
                reverse("documents:file", args=[document.pk, "pdf"])):  # fmt: skip
        assert client.get(url).status_code == 403


def test_the_list_asks_as_much_for_one_paper_as_for_three(registrar, client_of):
    client = client_of("vanthu.kimphuong")
    asked = []
    for _more in (1, 2):
        for _each in range(_more):
            issue(paper(registrar), registrar)
        for url in (LIST, "/van-ban/so/"):
            with CaptureQueriesContext(connection) as seen:
                client.get(url)
            asked.append((url, len(seen)))
    assert len(set(asked)) == 2, asked
    assert Document.objects.count() == 3
