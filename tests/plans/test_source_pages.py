"""A plan that came as pictures: every page is kept with its picture, and every value with its place on it."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from chungtay.kit.errors import UserError
from chungtay.plans import facing, queries
from chungtay.plans.models import Plan
from chungtay.plans.uploads import Given, read_upload
from reading.files import papers, scans
from support.kept import kept

AT = dt.datetime(2025, 12, 2, 9, 0, tzinfo=dt.UTC)


@cache
def first_page() -> Image.Image:
    return scans.scanned(scans.pages(papers.plan("002").pdf(), 150)[0], dpi=150, seed=3, stamp=False)


def taken_in(by, *files: Given, **more) -> Plan:
    return read_upload(locality=by.locality, files=files, by=by, at=AT, **more)


@pytest.fixture
@kept
def scanned(place, reader_of) -> Plan:
    """The first page of the clean plan, scanned."""
    data = scans.pdf_of([first_page()], 150)
    return taken_in(reader_of("canbo.kimphuong"), Given("quet.pdf", "application/pdf", data))


def test_a_scanned_plan_is_reviewed_beside_its_picture(scanned, client_of, other_place):
    version = scanned.current
    (page,) = version.pages.all()
    assert (page.method, page.quality, page.numbered) == ("ocr", "good", True)
    told = version.provenance["document.issuer"]
    assert (told["page"], told["read_by"], told["quality"]) == (1, "ocr", "good")

    client = client_of("canbo.kimphuong")
    shown = client.get(f"/ke-hoach/{scanned.pk}/").content.decode()
    assert "nhận dạng từ ảnh, chắc" in shown
    assert "Trang 1, dòng 1" in shown
    line = next(line for line in queries.lines(version) if line.spec.path == "document.issuer")
    assert re.search(rf'<a href="#{line.anchor}" class="spot [a-z]+" id="{line.mark}"', shown)
    assert f'<a class="ref" href="#{line.mark}"' in shown

    picture = re.search(r'<img src="([^"]+)"', shown)
    assert picture is not None
    answer = client.get(picture[1])
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(picture[1], headers=again).status_code == 304
    assert client_of("canbo.tienthanh").get(picture[1], headers=again).status_code == 404
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
    assert client_of("canbo.tienthanh").get(picture[1]).status_code == 404


def test_the_frame_of_a_value_lies_on_its_words(scanned):
    """The issuer of the letterhead stands in the upper left of the page, the title below it across the middle."""
    version = scanned.current
    (sheet,) = facing.sheets(version, queries.review(version).marks)
    lines = {line.spec.path: line.mark for line in queries.lines(version)}

    def first(path: str):
        return next(spot for spot in sheet.spots if spot.ref == lines[path])

    issuer, title = first("document.issuer"), first("document.title")
    assert float(issuer.x) + float(issuer.width) < sheet.page.width / 2
    assert float(issuer.y) < float(title.y) < sheet.page.height / 3
    assert float(title.width) > sheet.page.width / 2
    cut = facing.cuts([sheet])[lines["document.title"]]
    x, y, width, height = map(float, cut.frame.split())
    assert y <= float(title.y) <= y + height
    assert x <= float(title.x)
    assert x + width >= float(title.x) + float(title.width) - 1


def test_photos_of_one_plan_are_put_together_in_the_order_that_was_given(place, reader_of, client_of):
    page = first_page()
    half = page.height // 2
    upper, lower = page.crop((0, 0, page.width, half)), page.crop((0, half, page.width, page.height)).rotate(180)
    said = []
    plan = taken_in(
        reader_of("canbo.kimphuong"),
        Given("b.jpg", "image/jpeg", scans.bytes_of(upper, "JPEG")),
        Given("a.jpg", "image/jpeg", scans.bytes_of(lower, "JPEG")),
        told=lambda done, total: said.append((done, total)),
    )
    version = plan.current
    assert [(p.number, p.file.name, bool(p.picture)) for p in version.pages.all()] == [
        (1, "b.jpg", True), (2, "a.jpg", True),
    ]  # fmt: skip
    assert version.content["document"]["issuer"] == "Ủy ban nhân dân xã Tùng Anh"
    assert (
        "hoàn thành xuất sắc nhiệm vụ" in version.source_text[version.pages.last().start :]
    )  # the upside-down half was read too
    assert all(total == 2 for _done, total in said)
    client = client_of("canbo.kimphuong")
    for file in facing.originals(version):
        answer = client.get(f"/ke-hoach/{plan.pk}/tep-goc/?tep={file.pk}")
        assert file.name in answer.headers["Content-Disposition"]


def test_one_bad_file_among_pages_is_named(place, reader_of):
    good = Given("1.jpg", "image/jpeg", scans.bytes_of(first_page(), "JPEG"))
    bad = Given("2.jpg", "image/jpeg", scans.bytes_of(Image.new("RGB", (300, 300), "white"), "JPEG"))
    with pytest.raises(UserError, match=r"2\.jpg: Không thấy chữ nào"):
        taken_in(reader_of("canbo.kimphuong"), good, bad)
    assert not Plan.objects.exists()


def test_a_plan_without_pictures_shows_its_text(draft, client_of):
    shown = client_of("canbo.kimphuong").get(f"/ke-hoach/{draft.pk}/").content.decode()
    assert "<figure" in shown
    assert "<img" not in shown[shown.index("<figure") :]
    assert '<svg class="cut"' not in shown
    assert "<mark" in shown


def test_what_reading_warned_of_stands_beside_the_source(place, reader_of, client_of, seed):
    plan = taken_in(reader_of("canbo.kimphuong"), Given("x.txt", "text/plain", seed[:3000] + b"\xff\xff" + seed[3000:]))
    assert "ký tự hỏng" in plan.current.source_notes[0]
    assert "ký tự hỏng" in client_of("canbo.kimphuong").get(f"/ke-hoach/{plan.pk}/").content.decode()


def test_the_review_asks_the_database_as_much_for_four_pages_as_for_one(scanned, client_of):
    client, url = client_of("canbo.kimphuong"), f"/ke-hoach/{scanned.pk}/"
    client.get(url)  # what is made once and kept

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    one = count()
    page = scanned.current.pages.get()
    for number in (2, 3, 4):
        page.pk, page.number = None, number
        page.save()
    assert count() <= one
