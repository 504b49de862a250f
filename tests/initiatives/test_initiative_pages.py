"""The pages of initiatives: counted queries, search, what a refused form keeps, work of today, the public."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from chungtay.demo.initiatives import SAMPLES, load_initiatives
from chungtay.demo.movements import load_movement
from chungtay.demo.people import PLACES
from chungtay.initiatives.hints import after_months, hints
from chungtay.initiatives.models import Author, Initiative, Judgement
from chungtay.initiatives.queries import ALIKE
from chungtay.initiatives.wording import likeness, printed
from chungtay.kit.clock import now
from chungtay.localities.models import Person
from chungtay.paperwork import blanks, catalogue
from chungtay.paperwork.case import Case
from support.places import DAY


@pytest.fixture
def sampled(db):
    """Xã Hồng Vân with its samples: replicated, recognised, judged, proposed; the plan asks for three."""
    movement = load_movement(PLACES[4])
    load_initiatives(movement, "004")
    return movement


def copied(movement, count: int) -> None:
    """More of what there is, each with an author and a judgement."""
    models = list(Initiative.objects.filter(movement=movement))
    person = Person.objects.filter(locality=movement.locality).first()
    for i in range(count):
        row = models[i % len(models)]
        judged = row.judgements.first()
        row.pk, row._state.adding, row.title = None, True, f"Bản sao mẫu {i}"
        row.save()
        Author.objects.create(initiative=row, person=person, position=0, share=100)
        if judged:
            Judgement.objects.create(sitting=judged.sitting, initiative=row, favourable=True)


def asked(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_many_rows_cost_no_more_queries_than_few(sampled, client_of):
    clerk, chair, staff = (client_of(f"{login}.hongvan") for login in ("canbo", "chutich", "nhanvien"))
    one = Initiative.objects.get(movement=sampled, state="checked")
    pages = [
        (clerk, reverse("initiatives:list", args=[sampled.pk])),
        (staff, reverse("initiatives:list", args=[sampled.pk])),
        (clerk, reverse("initiatives:detail", args=[one.pk])),
        (clerk, reverse("initiatives:sitting", args=[sampled.pk])),
        (clerk, reverse("initiatives:xlsx", args=[sampled.pk])),
        (clerk, reverse("initiatives:alike", args=[sampled.pk]) + "?title=lịch hẹn trả kết quả"),
        (chair, reverse("initiatives:recognise", args=[sampled.pk])),
        (chair, reverse("outreach:initiatives", args=["hong-van"])),
        (clerk, reverse("web:today")), (chair, reverse("web:today")), (staff, reverse("web:today")),
    ]  # fmt: skip
    for client, url in pages:
        client.get(url)  # first calls fill what is kept for the process
    few = [asked(client, url) for client, url in pages]
    copied(sampled, 24)
    assert [asked(client, url) for client, url in pages] == few
    assert max(few) <= 40


def test_the_list_is_searched_filtered_and_taken_to_excel(sampled, client_of):
    clerk, url = client_of("canbo.hongvan"), reverse("initiatives:list", args=[sampled.pk])
    whole = clerk.get(url).content.decode()
    assert "Đã công nhận 2 trên 3." in whole
    assert all(sample.title in whole for sample in SAMPLES["004"])
    found = clerk.get(url, {"q": "so tay hoi dap"}).content.decode()
    assert "Sổ tay hỏi đáp" in found
    assert "Mẫu tờ khai điền sẵn" not in found
    by_author = clerk.get(url, {"q": "can bo mau 03"}).content.decode()
    assert "Mẫu tờ khai điền sẵn" in by_author
    assert "Sổ tay hỏi đáp" not in by_author
    assert "Không có sáng kiến nào khớp" in clerk.get(url, {"q": "khong co dau"}).content.decode()
    sheet = load_workbook(
        io.BytesIO(clerk.get(reverse("initiatives:xlsx", args=[sampled.pk]), {"nhom": "3"}).content)
    ).active
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert [row[0] for row in told if row[1]] == ["Lịch hẹn trả kết quả qua tin nhắn (mẫu)", SAMPLES["004"][1].title]


def test_a_refused_form_keeps_what_was_typed(movement, client_of):
    staff, url = client_of("nhanvien.kimphuong"), reverse("initiatives:new", args=[movement.pk])
    people = list(Person.objects.filter(locality=movement.locality).order_by("pk")[:2])
    sent = {"title": "Việc mẫu", "content": "Làm thế này", "ai-0": f"p{people[0].pk}", "phan-0": "50",
            "ai-2": f"p{people[1].pk}", "phan-2": "20,5"}  # fmt: skip
    page = staff.post(url, sent)
    text = page.content.decode()
    assert page.status_code == 400
    assert "cộng lại là 70,5%, phải bằng 100%" in text
    assert "Làm thế này" in text
    assert f'value="p{people[1].pk}" selected' in text
    assert 'value="20,5"' in text
    odd = staff.post(url, sent | {"phan-2": "một nửa"})
    assert "không phải số" in odd.content.decode()
    empty = staff.post(url, sent | {"files": SimpleUploadedFile("rong.pdf", b"")})
    assert "rong.pdf" in empty.content.decode()
    assert not Initiative.objects.exists()
    assert staff.post(url, sent | {"phan-2": "50"}).status_code == 302


def test_the_work_of_today_is_told_to_whom_it_falls(sampled, client_of):
    told = {login: client_of(f"{login}.hongvan").get(reverse("web:today")).content.decode()
            for login in ("canbo", "chutich", "donvi")}  # fmt: skip
    assert "Kiểm tra sáng kiến: Hẹn lịch trả kết quả" in told["canbo"]
    assert "Soạn quyết định công nhận 1 sáng kiến" in told["canbo"]
    assert "Công nhận 1 sáng kiến" in told["chutich"]
    assert "sáng kiến:" not in told["donvi"]
    row = Initiative.objects.get(movement=sampled, state="proposed")
    Initiative.objects.filter(pk=row.pk).update(state="returned", state_reason="Ghi thêm số liệu (mẫu)")
    page = client_of("donvi.hongvan").get(reverse("web:today")).content.decode()
    assert "Bổ sung sáng kiến: Hẹn lịch" in page
    assert "Ghi thêm số liệu (mẫu)" in page


def test_the_public_sees_numbered_decisions_only(sampled):
    url = reverse("outreach:initiatives", args=["hong-van"])
    assert "Chưa có sáng kiến nào được công bố" in Client().get(url).content.decode()
    act = Initiative.objects.get(movement=sampled, state="replicated").recognition
    act.number = "21/QĐ-UBND"
    act.save()
    page = Client().get(url)
    text = page.content.decode()
    assert "Lịch hẹn trả kết quả qua tin nhắn (mẫu)" in text
    assert "21/QĐ-UBND" in text
    assert "Được nhân rộng" in text
    assert "Thôn mẫu 02" in text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    for hidden in ("60%", "Đã xem sổ theo dõi", "Mẫu tờ khai", "Sổ tay hỏi đáp", "Công chức"):
        assert hidden not in text
    assert Client().get(reverse("outreach:initiatives", args=["khong-co"])).status_code == 404


def test_the_papers_say_what_the_rows_say(sampled):
    def drafted(kind: str, pick: str):
        recipe, case = catalogue.RECIPES[kind], Case(sampled, DAY, "Cán bộ mẫu 01")
        topic = next(topic for topic in catalogue.topics(recipe, case) if pick in topic.label)
        data = catalogue.drafted(recipe, Case(sampled, DAY, "Cán bộ mẫu 01", topic.row))
        assert blanks.gaps(kind, data) == []
        return data

    proposal = drafted("phieu-de-xuat-sang-kien", "Lịch hẹn")
    assert [row["share"] for row in proposal["authors"]] == [60.0, 40.0]
    assert proposal["content"] == ["Hẹn giờ trả khi nhận hồ sơ", "Nhắn tin trước một ngày"]
    minutes = drafted("bien-ban-sang-kien", "25/09/2025")
    assert (minutes["initiatives"][0]["yes"], minutes["initiatives"][0]["result"]) == (7, "Đề nghị công nhận")
    assert (minutes["chair"]["name"], minutes["venue"]) == ("Cán bộ mẫu 02", "Phòng họp UBND")
    decision = drafted("quyet-dinh-sang-kien", "28/09/2025")
    assert any("Biên bản mẫu của Hội đồng sáng kiến (mẫu) ngày 25/09/2025" in basis for basis in decision["bases"])
    letter = drafted("giay-cong-nhan-sang-kien", "Lịch hẹn")
    assert "decision" not in letter  # no number yet, so none is written


def test_uncertain_rules_remind_and_never_block(sampled):
    row = Initiative.objects.get(movement=sampled, state="proposed")
    said = hints(row, DAY)
    assert [hint.tone for hint in said] == ["info"]
    assert "27/02/2026" in said[0].text
    assert "chưa đối chiếu bản gốc" in said[0].source
    row.applied_since, row.proposed_at = DAY.replace(year=2024, month=1), now()
    assert "đề xuất sau ngày 02/01/2025" in hints(row, DAY)[-1].text
    assert str(after_months(DAY.replace(day=31), 2)) == "2026-02-28"


def test_likeness_counts_what_says_something():
    title = printed("Nhắn tin nhắc lấy kết quả hộ tịch")
    assert likeness(title, printed("NHAN TIN nhac lay ket qua ho tich tai xa")) == 1
    other_order = likeness(printed("Tin nhắn hẹn lịch trả kết quả"), printed("Lịch hẹn trả kết quả qua tin nhắn"))
    assert ALIKE < other_order < 1
    assert likeness(title, printed("Số hóa hồ sơ lưu trữ của phường")) == 0
    assert likeness(printed("sáng kiến"), printed("sáng kiến cải cách hành chính")) == 0
    long = (
        "Phát phiếu liệt kê giấy tờ cho từng thủ tục, bộ phận một cửa đánh dấu giấy tờ đã có rồi hẹn người dân quay lại"
    )
    another = "Trưởng thôn nhắn tin lịch trả hồ sơ, người dân không phải hỏi lại, giấy tờ trao tận tay vào sáng thứ Bảy"
    assert likeness(printed(long), printed(another)) < ALIKE
