"""The record book through its pages: what is entered once, what is refused, what nobody else reads, what stays."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from chungtay.audit.models import Event
from chungtay.localities.models import Person, Unit
from chungtay.records.models import Line

pytestmark = pytest.mark.django_db
CLERK, CHAIR, SECRETARY, REGISTRAR, HEAD = (
    f"{name}.kimphuong" for name in ("canbo", "chutich", "thuky", "vanthu", "donvi")
)
TOP, GOOD, DONE = "hoàn thành xuất sắc nhiệm vụ", "hoàn thành tốt nhiệm vụ", "hoàn thành nhiệm vụ"


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def people(place):
    return list(Person.objects.filter(locality=place, user=None).order_by("pk"))


def table(*rows: tuple[str, ...]) -> str:
    return "\n".join("\t".join(row) for row in (("Họ và tên", "Đơn vị", "Xếp loại"), *rows))


def preview(client, text: str, **words: str):
    return client.post("/so-theo-doi/bang-xep-loai/", {"year": "2025", "text": text} | words)


def add(client, person: Person, kind: str, **words: str):
    data = {"person": person.pk, "which": kind} | {f"{kind}-{name}": value for name, value in words.items()}
    return client.post("/so-theo-doi/ghi/", data)


def test_a_pasted_table_is_shown_first_and_written_on_the_second_press(people, client_of):
    client = client_of(CLERK)
    rows = table(
        (people[0].full_name, "", "HTXSNV"), (people[1].full_name.upper(), "", "tốt"), ("Xóm mẫu 01", "", DONE)
    )
    shown = text_of(preview(client, rows))
    assert "Xem trước" in shown
    assert TOP in shown
    assert not Line.objects.exists()
    assert preview(client, rows, confirm="1", source="Thông báo 12/TB-UBND").status_code == 302
    kept = {str(line.person or line.unit): line.word for line in Line.objects.filter(kind="rating", year=2025)}
    assert kept == {people[0].full_name: TOP, people[1].full_name: GOOD, "Xóm mẫu 01": DONE}
    assert set(Line.objects.values_list("source", flat=True)) == {"Thông báo 12/TB-UBND"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Người không có", "", GOOD), "Không có trong danh sách"),
        (("Cán bộ mẫu 07", "", "khá"), "“khá” không phải là mức xếp loại"),
        (("Cán bộ mẫu 07", "", ""), "Chưa ghi xếp loại"),
        (("Cán bộ mẫu 08", "", GOOD), "Trùng với dòng 2"),
        (("Cán bộ mẫu 07", "", "85"), "Xếp loại công chức theo điểm"),
    ],
)
def test_one_wrong_row_and_nothing_is_written(people, client_of, row, said):
    answer = preview(client_of(CLERK), table(("Cán bộ mẫu 08", "", GOOD), row), confirm="1")
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert "1 dòng có lỗi nên chưa ghi gì" in text_of(answer)
    assert not Line.objects.exists()


def test_from_2026_points_give_the_class(people, client_of, settings):
    settings.CHUNGTAY_TODAY = dt.date(2026, 12, 20)
    rows = table((people[0].full_name, "", "92,5"), (people[1].full_name, "", "69"))
    client_of(CLERK).post("/so-theo-doi/bang-xep-loai/", {"year": "2026", "text": rows, "confirm": "1"})
    kept = dict(Line.objects.values_list("person__full_name", "word"))
    assert kept == {people[0].full_name: TOP, people[1].full_name: DONE}


def test_two_of_one_name_need_the_unit(place, people, client_of):
    first, second = Unit.objects.filter(locality=place)[:2]
    Person.objects.filter(pk=people[0].pk).update(full_name="Cán bộ mẫu 08", folded_name="can bo mau 08", unit=first)
    Person.objects.filter(pk=people[1].pk).update(full_name="Cán bộ mẫu 08", folded_name="can bo mau 08", unit=second)
    client = client_of(CLERK)
    assert "Có nhiều người cùng tên" in text_of(preview(client, table(("Cán bộ mẫu 08", "", GOOD))))
    assert preview(client, table(("Cán bộ mẫu 08", second.name, GOOD)), confirm="1").status_code == 302
    assert Line.objects.get().person_id == people[1].pk


def test_the_offered_workbook_comes_back_filled_in(people, client_of):
    client = client_of(CLERK)
    book = load_workbook(io.BytesIO(client.get("/so-theo-doi/bang-xep-loai/mau/?nam=2025").content))
    sheet = book.active
    names = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert people[0].full_name in names
    for row in sheet.iter_rows(min_row=2):
        row[2].value = GOOD
    kept = io.BytesIO()
    book.save(kept)
    upload = SimpleUploadedFile("xep-loai.xlsx", kept.getvalue())
    shown = text_of(client.post("/so-theo-doi/bang-xep-loai/", {"year": "2025", "file": upload, "text": ""}))
    assert f"Ghi {len(names)} xếp loại năm 2025" in shown
    assert "dòng có lỗi" not in shown


def test_a_broken_workbook_says_what_to_do(client_of, place):
    upload = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 not a workbook")
    answer = client_of(CLERK).post("/so-theo-doi/bang-xep-loai/", {"year": "2025", "file": upload, "text": ""})
    assert answer.status_code == 400
    assert "lưu lại dạng XLSX" in text_of(answer)


def test_a_name_that_begins_like_a_formula_is_no_formula(place, client_of):
    Person.objects.create(locality=place, full_name="=1+1", valid_from=dt.date(2021, 1, 1))
    book = load_workbook(io.BytesIO(client_of(CLERK).get("/so-theo-doi/bang-xep-loai/mau/").content))
    assert "'=1+1" in [row[0].value for row in book.active.iter_rows(min_row=2)]


def test_a_confirmed_class_is_a_new_line_and_the_expected_one_stays(people, client_of):
    client = client_of(CLERK)
    preview(client, table((people[0].full_name, "", GOOD)), confirm="1", provisional="on")
    preview(client, table((people[0].full_name, "", GOOD)), confirm="1")
    preview(client, table((people[0].full_name, "", GOOD)), confirm="1")  # the same again says nothing new
    assert sorted(Line.objects.values_list("provisional", flat=True)) == [False, True]
    page = text_of(client.get(f"/so-theo-doi/nguoi/{people[0].pk}/"))
    assert "(dự kiến)" in page


def test_the_list_writes_only_what_was_chosen_and_screens_who_is_ticked(people, client_of):
    client, one, two = client_of(CLERK), people[0], people[1]
    sent = {"nam": "2025", f"r-p{one.pk}": GOOD, f"seen-p{one.pk}": "", f"r-p{two.pk}": "", f"seen-p{two.pk}": ""}
    client.post("/so-theo-doi/xep-loai/", sent)
    assert Line.objects.get().person_id == one.pk
    client.post("/so-theo-doi/ra-soat/", {"since": "01/12/2025", f"s-p{two.pk}": "on", "source-s": "Công văn mẫu"})
    screened = Line.objects.get(kind="screening")
    assert (screened.person_id, screened.since, screened.source) == (two.pk, dt.date(2025, 12, 1), "Công văn mẫu")
    nobody = client.post("/so-theo-doi/ra-soat/", {"since": "01/12/2025"})
    assert nobody.status_code == 400
    assert "Chưa chọn ai" in text_of(nobody)


def test_the_list_asks_as_often_for_many_as_for_few(people, client_of, django_assert_max_num_queries):
    client = client_of(CLERK)
    with django_assert_max_num_queries(20) as few:
        client.get("/so-theo-doi/")
    client.post("/so-theo-doi/ra-soat/", {"since": "01/12/2025", "all": "1"})
    with django_assert_max_num_queries(20) as many:
        client.get("/so-theo-doi/")
    assert len(many) == len(few)


def test_a_line_is_withdrawn_with_a_reason_and_never_gone(people, client_of):
    client, person = client_of(CLERK), people[0]
    assert add(client, person, "discipline", word="khiển trách", since="01/10/2025").status_code == 302
    line = Line.objects.get()
    assert client.post(f"/so-theo-doi/dong/{line.pk}/rut/", {"why": ""}).status_code == 400
    assert client.post(f"/so-theo-doi/dong/{line.pk}/rut/", {"why": "Ghi nhầm người"}).status_code == 302
    line.refresh_from_db()
    assert line.withdrawn_why == "Ghi nhầm người"
    page = text_of(client.get(f"/so-theo-doi/nguoi/{person.pk}/"))
    assert "khiển trách" in page
    assert "Ghi nhầm người" in page


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("hold", {"word": "complaint", "since": "03/12/2025"}, "Ngày 03/12/2025 chưa đến"),
        ("hold", {"word": "tin đồn", "since": "01/12/2025"}, "Chọn một mục"),
        (
            "absence",
            {"word": "leave", "since": "01/05/2025", "until": "01/04/2025"},
            "Ngày kết thúc trước ngày bắt đầu",
        ),
        ("award", {"word": "đột xuất", "since": "01/05/2025", "title": "Giấy khen"}, "Chưa ghi"),
    ],
)
def test_what_cannot_be_right_is_refused_in_words(people, client_of, kind, words, said):
    answer = add(client_of(CLERK), people[0], kind, **words)
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert not Line.objects.exists()


def test_only_the_clerk_writes_and_only_the_office_reads(people, client_of):
    url = f"/so-theo-doi/nguoi/{people[0].pk}/"
    add(client_of(CLERK), people[0], "hold", word="complaint", since="01/12/2025", source="Ủy ban Kiểm tra")
    for login in (CHAIR, SECRETARY):
        assert "Ủy ban Kiểm tra" in text_of(client_of(login).get(url))
        assert add(client_of(login), people[0], "screening", since="01/12/2025").status_code == 403
    for login in (REGISTRAR, HEAD):
        assert client_of(login).get(url).status_code == 403
        assert client_of(login).get("/so-theo-doi/").status_code == 403


def test_another_locality_has_no_such_person(people, other_place, client_of):
    stranger = client_of("canbo.tienthanh")
    assert stranger.get(f"/so-theo-doi/nguoi/{people[0].pk}/").status_code == 404
    assert add(stranger, people[0], "screening", since="01/12/2025").status_code == 404
    unit = people[0].unit_id
    assert stranger.get(f"/so-theo-doi/ho/?ten=Hộ mẫu&don-vi={unit}").status_code == 404
    assert not Line.objects.exists()


def test_the_log_does_not_tell_what_is_sensitive(people, client_of):
    add(client_of(CLERK), people[0], "hold", word="complaint", since="01/12/2025", source="Đơn số 7 của ông mẫu")
    event = Event.objects.get(event="records.line_written")
    assert event.after == {"kind": "hold", "who": people[0].full_name}
