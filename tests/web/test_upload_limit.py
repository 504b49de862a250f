"""Requests that no form takes are turned away before a byte of them is kept."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chungtay.web import upload_limit

pytestmark = pytest.mark.django_db
CHECK = "/kiem-tra-chu-ky/"


@pytest.fixture
def kept(monkeypatch):
    """What reaches the place where uploads are written."""
    from django.core.files.uploadhandler import TemporaryFileUploadHandler

    seen, begin = [], TemporaryFileUploadHandler.new_file

    def noted(self, *args, **more):
        seen.append(args)
        return begin(self, *args, **more)

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", noted)
    return seen


def big(megabytes: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("to.pdf", bytes(megabytes * upload_limit.MEGABYTE), content_type="application/pdf")


def test_a_stranger_cannot_fill_the_disk(client, kept):
    answer = client.post("/dang-nhap/", {"file": big(6)})
    assert answer.status_code == 413
    assert "Máy nhận tệp đến 5 MB" in answer.content.decode()
    assert kept == []


def test_somebody_who_signed_in_is_told_by_the_form_up_to_what_a_form_may_take(place, client_of, monkeypatch, kept):
    client = client_of("vanthu.kimphuong")
    answer = client.post(CHECK, {"file": big(21)})
    assert answer.status_code == 400  # the field's own words
    assert kept
    kept.clear()
    monkeypatch.setattr(upload_limit, "SIGNED_IN", 8 * upload_limit.MEGABYTE)
    for megabytes in (9, 40):  # read and dropped, not read at all
        answer = client.post(CHECK, {"file": big(megabytes)})
        assert answer.status_code == 413
        assert "Máy nhận tệp đến 8 MB" in answer.content.decode()
        assert "Chọn tệp khác" in answer.content.decode()
    assert kept == []


@pytest.mark.parametrize("length", ["", "khong", "-5"])
def test_a_strange_length_is_no_crash(client, length):
    assert client.get("/dang-nhap/", CONTENT_LENGTH=length).status_code == 200


def test_what_a_browser_claims_of_a_file_is_kept_only_when_it_is_a_media_type(place):
    from chungtay.demo.movements import at
    from chungtay.documents.actions import store_file

    claims = {
        "application/pdf": "application/pdf", "text/plain; charset=utf-8": "text/plain", "Image/PNG": "image/png",
        "x" * 500: "application/octet-stream", "text/html\r\nX-A: b": "application/octet-stream",
        "": "application/octet-stream", "ảnh/đẹp": "application/octet-stream",
    }  # fmt: skip
    for number, (claimed, expected) in enumerate(claims.items()):
        stored = store_file(
            locality=place, name="x" * 300, media_type=claimed, content=bytes([number]), at=at("2025-12-02")
        )
        stored.refresh_from_db()
        assert stored.media_type == expected
