"""Certificates: counted when printed, the same bytes for ever, again only with a reason, handed over on a day."""

from __future__ import annotations

import datetime as dt
import io
import re
from urllib.parse import urlsplit

import pypdf
import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image, ImageFilter
from reading_papers import words

from chungtay.audit.models import Event
from chungtay.decisions import printing
from chungtay.decisions.actions import CODE_ALPHABET, new_code
from chungtay.decisions.jobs import run_certificates
from chungtay.decisions.models import Certificate, Decision
from chungtay.demo.movements import at
from chungtay.jobs.models import Job
from chungtay.jobs.pace import Pace
from chungtay.jobs.progress import Progress
from chungtay.jobs.transitions import claim
from chungtay.kit.errors import UserError
from chungtay.typesetting import Border

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 2)


def page(name: str, decision: Decision) -> str:
    return reverse(f"decisions:{name}", args=[decision.pk])


def pdf_of(client, decision: Decision, **query: object) -> bytes:
    answer = client.get(page("certificates", decision), query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def codes_in(pdf: bytes) -> list[str]:
    """What a telephone reads from each page."""
    document = pypdfium2.PdfDocument(pdf)
    return [zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())[0].text for sheet in document]


def test_the_code_in_print_leads_to_the_public_page_of_that_person(kim_phuong, client_of, client):
    kim_phuong.print()
    decision = Decision.objects.get()
    read = codes_in(pdf_of(client_of("canbo.kimphuong"), decision))
    awards = list(decision.awards.order_by("ordinal"))
    assert read == [printing.verify_url(award.certificate.code) for award in awards]
    for address, award in zip(read, awards, strict=True):
        shown = client.get(urlsplit(address).path)
        assert shown.status_code == 200
        assert award.name in shown.content.decode()


def test_the_code_is_read_from_a_crooked_grey_scan_of_150_dpi(kim_phuong):
    (first, _second) = kim_phuong.print()
    sheet = pypdfium2.PdfDocument(first.pdf.file.open("rb").read())[0].render(scale=150 / 72).to_pil().convert("L")
    blurred = sheet.rotate(2, fillcolor=235).filter(ImageFilter.GaussianBlur(0.9)).point(lambda v: int(v * 0.8 + 25))
    noisy = Image.blend(blurred, Image.effect_noise(blurred.size, 60), 0.18)
    out = io.BytesIO()
    noisy.save(out, "JPEG", quality=45)
    (code,) = zxingcpp.read_barcodes(Image.open(out))
    assert code.text == printing.verify_url(first.code)


def test_printing_is_counted_once_and_opening_the_file_again_is_not(kim_phuong, client_of):
    decision = kim_phuong.number()
    clerk = client_of("canbo.kimphuong")
    answer = clerk.post(page("print", decision), {"who": "all", "border": "picture", "right": "0", "down": "0"})
    assert answer.status_code == 302
    assert clerk.get(answer.url)["Content-Type"] == "application/pdf"
    clerk.get(answer.url)
    assert set(Certificate.objects.values_list("state", "prints")) == {("printed", 1)}


def test_a_print_again_years_later_gives_the_same_bytes(kim_phuong, client_of):
    (first, _second) = kim_phuong.print()
    decision = Decision.objects.get()
    clerk = client_of("canbo.kimphuong")
    before = pdf_of(clerk, decision, giay=first.pk)
    clerk.post(page("reissue", decision), {"who": first.pk, "reason": "Hỏng do mưa, đã thu bản cũ"})
    # A person who married and moved meanwhile is still printed as awarded.
    person = Certificate.objects.exclude(pk=first.pk).get().award.nomination.person
    person.full_name = "Tên khác (mẫu)"
    person.save()
    assert pdf_of(clerk, decision, giay=first.pk) == before
    whole = pdf_of(clerk, decision)
    assert "Tên khác" not in words(whole)
    assert pdf_of(clerk, decision) == whole


def test_pre_printed_paper_gets_the_words_without_border_moved(kim_phuong, client_of):
    (first, _second) = kim_phuong.print()
    decision = Decision.objects.get()
    clerk = client_of("canbo.kimphuong")
    plain = pdf_of(clerk, decision, giay=first.pk, vien="none")
    moved = pdf_of(clerk, decision, giay=first.pk, vien="none", phai="5", xuong="-3")
    assert words(plain) == words(moved) == words(pdf_of(clerk, decision, giay=first.pk))
    assert plain != moved
    places = [_place_of(pdf, first.award.name) for pdf in (plain, moved)]
    millimetre = 72 / 25.4
    assert places[1][0] - places[0][0] == pytest.approx(5 * millimetre, abs=0.5)
    assert places[1][1] - places[0][1] == pytest.approx(3 * millimetre, abs=0.5)  # up: PDF counts from the bottom


def _place_of(pdf: bytes, text: str) -> tuple[float, float]:
    page_text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    found = page_text.search(text).get_next()
    left, bottom, _right, _top = page_text.get_charbox(found[0])
    return left, bottom


def test_what_is_printed_is_refused_a_second_first_print(kim_phuong):
    certificates = kim_phuong.print()
    with pytest.raises(UserError, match="đã in rồi"):
        printing.print_certificates(certificates=certificates[:1], by=kim_phuong.by("canbo"), at=at(DAY))


def test_nothing_is_printed_before_the_decision_has_its_number(kim_phuong, client_of):
    decision = kim_phuong.sign()
    clerk = client_of("canbo.kimphuong")
    assert "Quyết định chưa có số nên chưa in được" in clerk.get(page("detail", decision)).content.decode()
    answer = clerk.post(page("print", decision), {"who": "all", "border": "picture", "right": "0", "down": "0"})
    assert answer.status_code == 400
    assert "chưa có số nên giấy khen chưa in được" in answer.content.decode()
    assert clerk.get(page("certificates", decision)).status_code == 400


def test_printing_again_wants_a_reason_and_keeps_the_golden_book_number(kim_phuong, client_of):
    (first, _second) = kim_phuong.print()
    decision = Decision.objects.get()
    clerk = client_of("canbo.kimphuong")
    refused = clerk.post(page("reissue", decision), {"who": first.pk, "reason": " "})
    assert refused.status_code == 400
    shown = refused.content.decode()
    (field,) = re.findall(r'<a href="#([^"]+)">Lý do in lại</a>: \S', shown)
    assert shown.count(f'id="{field}"') == 1  # the page is long: the note on top leads to the field
    clerk.post(page("reissue", decision), {"who": first.pk, "reason": "Mất", "handed_over": "yes"})
    first.refresh_from_db()
    assert (first.state, first.prints, first.award.ordinal) == ("reissued", 2, 1)
    assert Event.objects.get(event="certificate.reissued").note == "Mất"


@pytest.mark.parametrize(("day", "words_"), [("01/12/2025", "không thể trước ngày quyết định"),
                                             ("03/12/2025", "không thể sau hôm nay")])  # fmt: skip
def test_handing_over_happens_after_the_decision_and_not_tomorrow(kim_phuong, client_of, day, words_):
    kim_phuong.print()
    answer = client_of("canbo.kimphuong").post(page("hand-over", Decision.objects.get()), {"who": "all", "on": day})
    assert answer.status_code == 400
    assert words_ in answer.content.decode()
    assert not Certificate.objects.filter(state="handed_over").exists()


def test_handing_over_to_everybody_or_to_one(kim_phuong, client_of):
    (first, second) = kim_phuong.print()
    clerk, decision = client_of("canbo.kimphuong"), Decision.objects.get()
    clerk.post(page("hand-over", decision), {"who": first.pk, "on": "02/12/2025"})
    assert dict(Certificate.objects.values_list("pk", "state")) == {first.pk: "handed_over", second.pk: "printed"}
    clerk.post(page("hand-over", decision), {"who": second.pk, "on": "02/12/2025"})
    assert set(Certificate.objects.values_list("handed_over_on", flat=True)) == {DAY}


def test_a_long_run_goes_through_the_background_and_may_be_begun_again(kim_phuong, client_of, monkeypatch):
    decision = kim_phuong.number()
    monkeypatch.setattr(printing, "MOST_AT_ONCE", 1)
    clerk = client_of("canbo.kimphuong")
    answer = clerk.post(page("print", decision), {"who": "all", "border": "none", "right": "1.5", "down": "0"})
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    assert set(Certificate.objects.values_list("state", flat=True)) == {"prepared"}

    # As the worker calls it, once interrupted after the first sheet.
    printing.print_certificate(
        certificate=Certificate.objects.order_by("award__ordinal").first(), by=kim_phuong.by("canbo"), at=at(DAY),
        run=job.pk,
    )  # fmt: skip
    result = run_certificates(_work(job), **job.arguments)
    assert set(Certificate.objects.values_list("state", "prints")) == {("printed", 1)}
    run = clerk.get(result["url"])
    assert len(pypdf.PdfReader(io.BytesIO(run.content)).pages) == 2
    assert client_of("donvi.kimphuong").get(result["url"]).status_code == 403


def _work(job: Job) -> Progress:
    """The progress that the worker hands to the work of a job that it has claimed."""
    claimed = claim(job.pk, task_result_id=job.task_result_id, worker="test", pace=Pace())
    assert claimed is not None
    return Progress(*claimed)


def test_a_stored_file_of_somebody_else_does_not_open_as_a_print_run(kim_phuong, client_of):
    kim_phuong.print()
    decision = Decision.objects.get()
    other = decision.document.pdf_id
    assert other is not None
    assert client_of("canbo.kimphuong").get(page("certificates", decision), {"tep": other}).status_code == 404


def test_codes_have_no_letters_that_are_taken_for_others():
    assert not set("01258OIZSB") & set(CODE_ALPHABET)
    assert len({new_code() for _ in range(500)}) == 500
    assert all(len(new_code()) == 16 and set(new_code()) <= set(CODE_ALPHABET) for _ in range(20))


def test_an_achievement_that_fits_no_sheet_is_told_with_the_name(kim_phuong):
    decision = kim_phuong.number()
    award = decision.awards.first()
    award.achievement = "Thành tích rất dài " * 400
    award.save()
    with pytest.raises(UserError) as caught:
        printing.print_certificates(certificates=[award.certificate], by=kim_phuong.by("canbo"), at=at(DAY))
    assert any(award.name in line for line in caught.value.details)
    assert Certificate.objects.get(pk=award.certificate.pk).state == "prepared"


def test_one_sheet_and_a_run_say_the_same(kim_phuong):
    certificates = kim_phuong.print()
    decision = Decision.objects.get()
    run = printing.print_run(decision, certificates, border=Border.PICTURE, offset_mm=(0, 0))
    alone = [words(printing.print_run(decision, [c], border=Border.PICTURE, offset_mm=(0, 0))) for c in certificates]
    assert words(run) == " ".join(alone)
