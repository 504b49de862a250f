"""Certificates in the commune's own art: what is printed, what is kept, in parts, one file each, and told."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pypdf
import pytest
import zxingcpp
from django.urls import reverse

from chungtay.decisions import printing
from chungtay.decisions.jobs import run_certificates
from chungtay.decisions.models import Certificate, Decision
from chungtay.demo.movements import at
from chungtay.jobs.models import Job
from chungtay.jobs.pace import Pace
from chungtay.jobs.progress import Progress
from chungtay.jobs.transitions import claim
from chungtay.kit.errors import UserError
from chungtay.stationery import actions
from chungtay.stationery.models import CertificateArt
from chungtay.typesetting import Border, certificate_places, certificate_run, correction

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 2)
NOWHERE = (0, 0)


def stock(by) -> CertificateArt:
    places = certificate_places.plain(certificate_places.usual())
    art = actions.add_art(paper="stock", ground="house", background=None, emblem=None, places=places, base=None,
                          note="", by=by, at=at(DAY))  # fmt: skip
    actions.use_art(art=art, by=by, at=at(DAY))
    return art


def certificates(decision: Decision) -> list[Certificate]:
    return list(Certificate.objects.filter(award__decision=decision).order_by("award__ordinal"))


def text(pdf: bytes, page: int = 0) -> str:
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[page].extract_text()


def test_a_sheet_keeps_the_art_of_its_first_print(kim_phuong):
    decision, clerk = kim_phuong.number(), kim_phuong.by("canbo")
    first, second = certificates(decision)
    printing.print_certificate(certificate=first, by=clerk, at=at(DAY))
    stock(clerk)
    printing.print_certificate(certificate=second, by=clerk, at=at(DAY))
    first, second = certificates(decision)
    assert [c.template_version for c in (first, second)] == ["v2024", "v2024+b1"]
    run = printing.print_run(decision, [first, second], border=Border.NONE, offset_mm=NOWHERE)
    assert "GIẤY KHEN" in text(run, 0)
    assert "GIẤY KHEN" not in text(run, 1)
    assert second.award.name in text(run, 1)


def test_the_kept_original_of_a_sheet_for_stock_says_everything(kim_phuong):
    clerk = kim_phuong.by("canbo")
    decision = kim_phuong.number()
    stock(clerk)
    (first, _second) = certificates(decision)
    kept = printing.print_certificate(certificate=first, by=clerk, at=at(DAY))
    with kept.pdf.file.open("rb") as file:
        assert "GIẤY KHEN" in text(file.read())


def test_the_offset_of_a_printer_moves_words_on_stock_and_nothing_on_white_paper(kim_phuong):
    clerk, decision = kim_phuong.by("canbo"), kim_phuong.number()
    stock(clerk)
    printing.print_certificates(certificates=certificates(decision), by=clerk, at=at(DAY))
    printer = actions.add_printer(name="Máy in mẫu", by=clerk, at=at(DAY))
    actions.set_printer(printer=printer, correction=correction(left=27, top=25, across=247), by=clerk, at=at(DAY))
    printer.refresh_from_db()
    rows = certificates(decision)
    for border, moved in ((Border.NONE, True), (Border.PICTURE, False)):
        still = printing.print_run(decision, rows, border=border, offset_mm=NOWHERE)
        other = printing.print_run(decision, rows, border=border, offset_mm=NOWHERE, printer=printer)
        assert (still != other) is moved


def test_a_run_in_parts_says_what_a_run_in_one_says(kim_phuong, monkeypatch):
    rows, decision = kim_phuong.print(), Decision.objects.get()
    whole = printing.print_run(decision, rows, border=Border.PICTURE, offset_mm=NOWHERE)
    monkeypatch.setattr(certificate_run, "SHEETS_AT_ONCE", 1)
    parts = printing.print_run(decision, rows, border=Border.PICTURE, offset_mm=NOWHERE)
    assert parts != whole
    assert [text(parts, n) for n in (0, 1)] == [text(whole, n) for n in (0, 1)]


def test_one_file_each_is_the_kept_original_by_its_number(kim_phuong, client_of):
    decision = kim_phuong.number()
    clerk = client_of("canbo.kimphuong")
    typed = {"who": "all", "border": "picture", "bundle": "zip", "right": "0", "down": "0"}
    answer = clerk.post(reverse("decisions:print", args=[decision.pk]), typed)
    job = Job.objects.get(kind="certificate-run")
    assert answer.url == job.get_absolute_url()
    claimed = claim(job.pk, task_result_id=job.task_result_id, worker="test", pace=Pace())
    assert claimed is not None
    result = run_certificates(Progress(*claimed), **job.arguments)
    sent = clerk.get(result["url"])
    assert sent["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(sent.content))
    rows = certificates(decision)
    assert [name.split("-")[0] for name in archive.namelist()] == [f"{c.award.ordinal:04}" for c in rows]
    for name, certificate in zip(archive.namelist(), rows, strict=True):
        with certificate.pdf.file.open("rb") as file:
            assert archive.read(name) == file.read()
    assert client_of("donvi.kimphuong").get(result["url"]).status_code == 403


def test_what_is_too_long_is_listed_before_anything_is_printed(kim_phuong, client_of):
    decision = kim_phuong.number()
    first, second = decision.awards.order_by("ordinal")
    first.name, second.achievement = "Tập thể có tên rất dài " * 7, "Thành tích rất dài " * 400
    first.save()
    second.save()
    page = client_of("canbo.kimphuong").get(reverse("decisions:print-check", args=[decision.pk])).content.decode()
    assert page.index("Không đặt vừa") < page.index(second.name)
    assert "Xuống hai dòng" in page
    with pytest.raises(UserError) as caught:
        printing.print_certificates(certificates=certificates(decision), by=kim_phuong.by("canbo"), at=at(DAY))
    assert any(second.name in line for line in caught.value.details)
    assert not Certificate.objects.exclude(state="prepared").exists()


def test_the_log_tells_every_print_with_its_reason(kim_phuong, client_of):
    (first, _second) = kim_phuong.print()
    printing.reissue_certificate(certificate=first, reason="Giấy bị ướt", by=kim_phuong.by("canbo"), at=at(DAY))
    decision = Decision.objects.get()
    page = client_of("canbo.kimphuong").get(reverse("decisions:print-log", args=[decision.pk])).content.decode()
    assert page.count("In lần đầu") == 2
    assert "Giấy bị ướt" in page


def test_the_public_page_says_that_a_sheet_was_printed_again(kim_phuong, client):
    (first, second) = kim_phuong.print()
    printing.reissue_certificate(certificate=first, reason="Mất", by=kim_phuong.by("canbo"), at=at(DAY))
    again = client.get(f"/K/{first.code}").content.decode()
    assert "1 lần, gần nhất 02/12/2025" in again
    assert "Mất" not in again
    assert "Đã in lại" not in client.get(f"/K/{second.code}").content.decode()


def test_the_code_is_long_enough_and_scans_from_stock(kim_phuong):
    import math

    import pypdfium2

    from chungtay.decisions.actions import CODE_ALPHABET, CODE_LENGTH

    assert CODE_LENGTH * math.log2(len(CODE_ALPHABET)) >= 64
    decision = kim_phuong.number()
    stock(kim_phuong.by("canbo"))
    printing.print_certificates(certificates=certificates(decision), by=kim_phuong.by("canbo"), at=at(DAY))
    rows = certificates(decision)
    run = pypdfium2.PdfDocument(printing.print_run(decision, rows, border=Border.NONE, offset_mm=NOWHERE))
    found = [zxingcpp.read_barcodes(page.render(scale=3).to_pil())[0].text for page in run]
    assert found == [printing.verify_url(c.code) for c in rows]


def test_codes_of_older_sheets_still_open(kim_phuong, client):
    (first, _second) = kim_phuong.print()
    Certificate.objects.filter(pk=first.pk).update(code="ACDEFGHJKLMN")
    assert first.award.name in client.get("/K/ACDE-FGHJ-KLMN").content.decode()


def test_the_art_of_another_commune_changes_nothing_here(kim_phuong, other_place, reader_of):
    stock(reader_of("canbo.tienthanh"))
    (first, _second) = kim_phuong.print()
    assert first.template_version == "v2024"


def test_the_page_before_printing_shows_which_paper_it_speaks_of(kim_phuong, client_of):
    decision = kim_phuong.number()
    clerk, address = client_of("canbo.kimphuong"), reverse("decisions:print-check", args=[decision.pk])
    for query, current in (({}, "Giấy trắng"), ({"vien": "none"}, "Phôi in sẵn")):
        page = clerk.get(address, query).content.decode()
        assert page.count('aria-current="true"') == 1
        assert f'aria-current="true">{current}' in page
