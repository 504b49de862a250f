"""The list of plans, the issued plan, its original file and its new setting."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from chungtay.demo.people import PLACES
from chungtay.plans import words
from chungtay.plans.models import Plan
from support.rounds import load_movement


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize("place", PLACES, ids=[p.plan for p in PLACES])
def test_each_of_the_five_real_plans_opens_with_its_source(db, client_of, place):
    movement = load_movement(place)
    client = client_of(f"canbo.{place.login}")
    response = client.get(f"/ke-hoach/{movement.plan_id}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "<mark" in page
    assert "Đã ban hành" in page
    assert 'name="answer"' not in page  # no form that would change it
    pdf = client.get(f"/ke-hoach/{movement.plan_id}/ban-trinh-bay.pdf")
    assert pdf.headers["Content-Disposition"].startswith("inline")
    assert "KẾ HOẠCH" in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()


def test_the_original_file_comes_back_byte_for_byte_as_a_download(movement, client_of):
    stored = movement.plan.current.source_file
    response = client_of("nhanvien.kimphuong").get(f"/ke-hoach/{movement.plan_id}/tep-goc/")
    assert response.headers["Content-Disposition"].startswith("attachment")
    with stored.file.open("rb") as file:
        assert b"".join(response.streaming_content) == file.read()


def test_the_new_setting_is_not_passed_off_as_the_original(movement, client_of):
    page = client_of("canbo.kimphuong").get(f"/ke-hoach/{movement.plan_id}/").content.decode()
    assert "Bản trình bày lại, không phải bản gốc" in page


def test_parts_that_the_plan_lacks_are_said_to_be_missing(movement, client_of):
    page = client_of("canbo.kimphuong").get(f"/ke-hoach/{movement.plan_id}/").content.decode()
    assert "Kế hoạch không nêu giải pháp." in page
    assert "Kế hoạch không nêu chế độ báo cáo." in page


def test_the_list_finds_without_accents_and_only_ones_own(movement, other_place, client_of):
    client = client_of("canbo.kimphuong")
    assert "Chung tay" in client.get("/ke-hoach/?q=chung tay kim phuong").content.decode()
    assert "Không có kế hoạch nào khớp" in client.get("/ke-hoach/?q=xay dung").content.decode()
    assert "Chưa có kế hoạch nào" in client_of("canbo.tienthanh").get("/ke-hoach/").content.decode()


def test_the_list_asks_as_much_for_three_plans_as_for_one(movement, client_of):
    client = client_of("canbo.kimphuong")
    client.get("/ke-hoach/")  # whoever looks first makes the check of a plan
    one = queries_of(client, "/ke-hoach/")
    plan, version = movement.plan, movement.plan.current
    for _ in range(2):
        copy = Plan.objects.create(locality=plan.locality, title=plan.title, created_at=plan.created_at)
        version.pk, version.plan = None, copy
        version.save()
    client.get("/ke-hoach/")
    assert queries_of(client, "/ke-hoach/") == one


@pytest.mark.parametrize(
    ("comparator", "value", "unit", "said"),
    [
        (">=", 90, "%", "≥ 90%"),
        ("=", 99.5, "%", "99,5%"),
        ("<=", 2, "vụ", "≤ 2 vụ"),
        (">=", 1234, "hồ sơ", "≥ 1.234 hồ sơ"),
        (None, 30, "%", "30%"),
        ("in_top_group", None, "hạng", "trong nhóm đứng đầu, không nêu nhóm mấy"),
        ("=", None, "%", "không nêu số"),
    ],
)
def test_a_level_to_reach_in_words(comparator, value, unit, said):
    assert words.level_to_reach(comparator, value, unit) == said


def test_a_quota_in_words():
    assert words.quota({"collectives": 2, "individuals": 3, "comparator": "max"}) == "không quá 2 tập thể, 3 cá nhân"
    assert words.quota({"collectives": None, "individuals": None, "comparator": None}) == "không nêu số suất"
