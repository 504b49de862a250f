"""Uploading a plan: what goes wrong is said so that the clerk knows what to do, and nothing is half kept."""

from __future__ import annotations

import pytest

from chungtay.documents.models import StoredFile
from chungtay.plans.models import Plan, PlanVersion
from plans.plan_files import CLEAN, SEEDS, upload_of

URL = "/ke-hoach/tai-len/"


def nothing_kept() -> bool:
    return not Plan.objects.exists() and not PlanVersion.objects.exists() and not StoredFile.objects.exists()


def test_a_read_plan_goes_to_its_review_page_with_the_source_beside_it(place, client_of, seed):
    response = client_of("canbo.kimphuong").post(URL, {"file": upload_of(CLEAN, seed)}, follow=True)
    plan = Plan.objects.get()
    assert response.redirect_chain == [(f"/ke-hoach/{plan.pk}/", 302)]
    page = response.content.decode()
    assert 'id="w1"' in page
    assert 'href="#w1"' in page
    assert "Đối chiếu kế hoạch với bản gốc" in page
    assert plan.current.source_file.name == CLEAN


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rong.txt", b"", "Tệp này rỗng (0 byte)"),
        ("trang.txt", b"   \n\n ", "Tệp trống, không có chữ nào"),
        ("la.bin", bytes(range(256)) * 40, "Tệp không phải văn bản đọc được"),
        ("thu.txt", "Kính gửi: các phòng. Mời họp sáng thứ Hai.".encode(), "không phải kế hoạch phong trào thi đua"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_plan_is_refused_in_words_and_nothing_is_kept(place, client_of, name, content, said):
    response = client_of("canbo.kimphuong").post(URL, {"file": upload_of(name, content)})
    assert response.status_code == 400
    assert said in response.content.decode()
    assert "Chưa lưu gì cả" in response.content.decode()
    assert nothing_kept()


def test_fifty_megabytes_are_refused_with_the_limit(place, client_of):
    response = client_of("canbo.kimphuong").post(URL, {"file": upload_of("to.txt", b"a" * (50 * 1024 * 1024))})
    assert response.status_code == 400
    assert "Tệp nặng 50 MB, quá mức 20 MB" in response.content.decode()
    assert nothing_kept()


def test_no_file_chosen_says_which_button(place, client_of):
    response = client_of("canbo.kimphuong").post(URL, {})
    assert response.status_code == 400
    assert "Chưa chọn tệp" in response.content.decode()


def test_several_files_are_all_read(place, client_of, seed):
    other = (SEEDS / "001_2f885082b70e80f8.txt").read_bytes()
    response = client_of("canbo.kimphuong").post(URL, {"file": [upload_of("a.txt", seed), upload_of("b.txt", other)]})
    assert response.headers["Location"] == "/ke-hoach/"
    assert Plan.objects.count() == 2


def test_one_bad_file_among_several_keeps_none_and_is_named(place, client_of, seed):
    files = [upload_of("tot.txt", seed), upload_of("hong.bin", bytes(range(256)) * 40)]
    response = client_of("canbo.kimphuong").post(URL, {"file": files})
    assert response.status_code == 400
    assert "hong.bin: Tệp không phải văn bản đọc được" in response.content.decode()
    assert nothing_kept()


@pytest.mark.parametrize("login", ["chutich", "donvi", "vanthu", "nhanvien"])
def test_only_the_clerk_uploads(place, client_of, login, seed):
    response = client_of(f"{login}.kimphuong").post(URL, {"file": upload_of(CLEAN, seed)})
    assert response.status_code == 403
    assert "Cán bộ thường trực phong trào" in response.content.decode()
    assert nothing_kept()
