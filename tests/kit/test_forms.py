"""Fields forgive what people type and explain what cannot be."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from chungtay.kit.forms import DateField, UploadField
from chungtay.kit.text import fold, slugify


@pytest.mark.parametrize(
    "typed", ["05/12/2025", "5/12/2025", "5-12-2025", " 05.12.2025 ", "2025-12-05", "5 / 12 / 2025"]
)
def test_dates_are_read_as_people_type_them(typed):
    assert DateField().clean(typed) == dt.date(2025, 12, 5)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("31/02/2025", "Không có ngày 31/02/2025"), ("hôm qua", "chưa đúng dạng ngày"), ("12/2025", "ví dụ 05/12/2025")],
)
def test_impossible_dates_are_explained(typed, told):
    with pytest.raises(forms.ValidationError) as caught:
        DateField().clean(typed)
    assert told in caught.value.messages[0]


def test_a_date_is_shown_the_vietnamese_way():
    assert DateField().prepare_value(dt.date(2025, 2, 5)) == "05/02/2025"


def test_a_file_beyond_the_limit_is_refused_with_both_sizes():
    upload = SimpleUploadedFile("to.txt", b"x")
    upload.size = 50 * 1024 * 1024
    with pytest.raises(forms.ValidationError) as caught:
        UploadField(max_megabytes=20).clean(upload)
    assert "50 MB" in caught.value.messages[0]
    assert "20 MB" in caught.value.messages[0]


def test_a_little_too_heavy_is_never_told_as_the_limit_itself_and_pictures_get_words_of_their_own():
    photo = SimpleUploadedFile("anh.jpg", b"x", content_type="image/jpeg")
    photo.size = 20 * 1024 * 1024 + 1
    with pytest.raises(forms.ValidationError) as caught:
        UploadField().clean(photo)
    told = caught.value.messages[0]
    assert "20,1 MB, quá mức 20 MB" in told
    assert "ảnh" in told
    assert "phụ lục" not in told


def test_an_empty_file_is_refused_with_what_to_do():
    with pytest.raises(forms.ValidationError) as caught:
        UploadField().clean(SimpleUploadedFile("rong.txt", b""))
    assert "rỗng" in caught.value.messages[0]


def test_folding_forgives_accents_and_spaces():
    assert fold("  Đẩy mạnh   CẢI CÁCH ") == "day manh cai cach"
    assert slugify("Xã Kim Phượng, năm 2025") == "xa-kim-phuong-nam-2025"
