"""The gallery of papers: every kind is there with its picture and its files, for every role, from no table."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from chungtay import typesetting
from chungtay.typesetting.samples import samples

pytestmark = pytest.mark.django_db
GALLERY = "/van-ban/mau/"


def test_every_kind_stands_on_its_shelf_with_who_signs(place, client_of):
    page = client_of("vanthu.kimphuong").get(GALLERY)
    text = page.content.decode()
    assert page.status_code == 200
    for sample in samples().values():
        assert sample.name in text
        assert sample.kind.signers in text
        assert all(label in text for label in sample.kind.needed), sample.name
    shown = [each.kind.slug for shelf in page.context["shelves"] for each in shelf.samples]
    assert set(shown) == set(typesetting.KINDS)
    assert str(len(typesetting.KINDS)) in text


@pytest.mark.parametrize("login", ["vanthu.kimphuong", "donvi.kimphuong", "quantri.kimphuong"])
def test_every_role_may_look(place, client_of, login):
    assert client_of(login).get(GALLERY).status_code == 200


def test_a_stranger_must_sign_in(place, client):
    assert client.get(GALLERY).status_code == 302
    assert client.get(reverse("documents:sample", args=["giay-moi", "pdf"])).status_code == 302


def test_samples_come_as_pdf_word_and_picture(place, client_of):
    client = client_of("vanthu.kimphuong")
    pdf = client.get(reverse("documents:sample", args=["giay-moi", "pdf"]))
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"] == 'inline; filename="mau-giay-moi.pdf"'
    word = client.get(reverse("documents:sample", args=["bao-cao-thanh-tich--tap-the", "docx"]))
    assert word.content.startswith(b"PK")
    assert word["Content-Disposition"].startswith("attachment")
    picture = client.get(reverse("documents:sample", args=["thong-ke-0603", "png"]))
    with Image.open(io.BytesIO(picture.content)) as image:
        assert image.width > image.height  # a wide table
    assert len(picture.content) < 60_000


@pytest.mark.parametrize(("slug", "form"), [("khong-co", "pdf"), ("giay-moi", "exe"), ("giay-moi", "json")])
def test_what_is_not_there_is_not_found(place, client_of, slug, form):
    assert client_of("vanthu.kimphuong").get(f"/van-ban/mau/{slug}.{form}").status_code == 404


def test_the_page_asks_no_more_of_the_database_than_the_frame_does(place, client_of):
    client = client_of("vanthu.kimphuong")
    with CaptureQueriesContext(
        connection,
    ) as plain:
        client.get("/van-ban/")
    with CaptureQueriesContext(connection) as gallery:
        client.get(GALLERY)
    assert len(gallery) <= len(plain)
