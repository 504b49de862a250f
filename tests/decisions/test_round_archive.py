"""A whole round in one archive, and the register of awards as a workbook and on paper."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from chungtay.decisions.models import Award, Decision
from chungtay.decisions.round_archive import archive_round, round_pieces
from chungtay.demo.movements import at
from chungtay.documents.actions import store_file
from chungtay.documents.bundle import write_bundle
from chungtay.jobs.models import Job
from chungtay.kit.errors import Forbidden
from chungtay.kit.text import slugify
from chungtay.nominations.models import DossierPaper

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 2)
XLSX, PDF = "/khen-thuong/so/so-khen-thuong.xlsx", "/khen-thuong/so/so-khen-thuong.pdf"


def test_the_archive_of_a_round_holds_its_papers_evidence_and_certificates_once(kim_phuong):
    kim_phuong.print()
    clerk, decision = kim_phuong.by("canbo"), Decision.objects.get()
    evidence = store_file(
        locality=clerk.locality, name="minh-chung.pdf", media_type="application/pdf", content=b"%PDF mau", at=at(DAY)
    )
    DossierPaper.objects.filter(pk=DossierPaper.objects.first().pk).update(file=evidence)
    pieces = round_pieces(kim_phuong.movement)
    keys = [(piece.document, piece.file) for piece in pieces]
    assert len(keys) == len(set(keys))
    papers, files = {piece.document for piece in pieces}, {piece.file for piece in pieces}
    assert {decision.document_id, decision.proposal_id, decision.meeting.minutes_id} <= papers
    assert {award.certificate.pdf_id for award in decision.awards.all()} | {evidence.pk} <= files
    content = io.BytesIO()
    write_bundle(content, title="Đợt mẫu", pieces=pieces, reader=clerk, at=at(DAY))
    with zipfile.ZipFile(content) as archive:
        told = json.loads(archive.read("muc-luc.json"))["files"]
        assert sum(each["path"].startswith("7-giay-khen/") for each in told) == decision.awards.count()
        assert any(each["path"].startswith("4-ho-so/minh-chung") for each in told)
        award = decision.awards.get(ordinal=1)
        assert f"7-giay-khen/giay-khen-01-{slugify(award.name)}.pdf" in archive.namelist()  # found without the index
        reports = [each["path"] for each in told if each["path"].startswith("4-ho-so/bao-cao-thanh-tich")]
        assert all(path.endswith(("-du-thao.pdf", "-du-thao.docx")) for path in reports)
        assert any(slugify(award.name) in path for path in reports)
        assert any(each["number"] == "01/QĐ-UBND" for each in told)


def test_the_button_gives_the_work_to_the_machine(kim_phuong, client_of):
    kim_phuong.publish()
    client = client_of("canbo.kimphuong")
    address = reverse("decisions:archive-round", args=[kim_phuong.movement.pk])
    assert address in client.get(reverse("decisions:list", args=[kim_phuong.movement.pk])).content.decode()
    answer = client.post(address)
    job = Job.objects.get(kind="archive-bundle")
    assert answer["Location"] == job.get_absolute_url()
    assert len(job.arguments["pieces"]) == len(round_pieces(kim_phuong.movement))


def test_who_may_not_see_dossiers_gets_no_archive(kim_phuong, client_of):
    kim_phuong.publish()
    address = reverse("decisions:archive-round", args=[kim_phuong.movement.pk])
    assert client_of("nhanvien.kimphuong").post(address).status_code == 403
    with pytest.raises(Forbidden):
        archive_round(movement=kim_phuong.movement, by=kim_phuong.by("quantri"), at=at(DAY))


def test_the_workbook_has_numbers_and_days_and_runs_no_formula(tien_thanh_2023, client_of):
    tien_thanh_2023.publish(dt.date(2023, 12, 18))
    award = Award.objects.get(ordinal=1)
    award.name = "=1+1 (mẫu)"
    award.save()
    sheet = load_workbook(io.BytesIO(client_of("canbo.tienthanh").get(XLSX).content)).active
    lines = [list(row) for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert lines[0][:3] == ["Số quyết định", "Ngày", "Tên"]
    assert lines[1][1].date() == dt.date(2023, 12, 18)
    assert lines[1][2] == "=1+1 (mẫu)"
    assert lines[1][7] == 540000
    assert sheet["H6"].number_format == "#,##0"
    assert sheet["B6"].number_format == "dd/mm/yyyy"
    assert sheet["G6"].data_type == "n"
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$5:$5")
    assert sheet.oddFooter.left.text == "Sổ khen thưởng"
    assert sheet.oddFooter.right.text == "Trang &P/&N"
    assert len(lines) == 4
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_filter_of_the_page_holds_in_the_files(tien_thanh_2023, client_of):
    tien_thanh_2023.publish(dt.date(2023, 12, 18))
    client = client_of("canbo.tienthanh")
    assert "so-khen-thuong.xlsx?nam=2023" in client.get("/khen-thuong/so/", {"nam": "2023"}).content.decode()
    sheet = load_workbook(io.BytesIO(client.get(XLSX, {"nam": "2020"}).content)).active
    assert sheet.max_row == 5


def test_the_printed_register_names_everybody(kim_phuong, client_of):
    kim_phuong.publish()
    answer = client_of("canbo.kimphuong").get(PDF)
    document = pypdfium2.PdfDocument(answer.content)
    width, height = document[0].get_size()
    assert width > height
    words = "".join(page.get_textpage().get_text_range() for page in document).replace("\ufffe", "-")
    words = " ".join(words.split())
    for name in Award.objects.values_list("name", flat=True):
        assert name in words
    assert "SỔ KHEN THƯỞNG" in words


def test_an_empty_register_is_not_printed(place, client_of):
    answer = client_of("canbo.kimphuong").get(PDF)
    assert answer.status_code == 400
    assert "chưa có dòng nào" in answer.content.decode()


def test_strangers_have_their_own_register(kim_phuong, other_place, client_of):
    kim_phuong.publish()
    sheet = load_workbook(io.BytesIO(client_of("canbo.tienthanh").get(XLSX).content)).active
    assert sheet.max_row == 5
