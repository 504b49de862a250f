"""The list and the page of movements: what now, by when, why; what the plan does not state is said; one's own only."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chungtay.demo.people import PLACES
from chungtay.localities.models import Person
from chungtay.movements import queries
from chungtay.movements.models import Movement
from chungtay.nominations.models import Nomination
from chungtay.nominations.queries import TAKES_A_SEAT, WAITING, seat_counts
from support.rounds import load_movement

MOST_QUERIES = 20


def page_of(client, movement) -> str:
    response = client.get(f"/phong-trao/{movement.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def asked(client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def nominate(movement, count: int, state: str = "submitted") -> None:
    people = Person.objects.filter(locality=movement.locality)[:count]
    level = movement.award_levels.first()
    for person in people:
        Nomination.objects.create(
            locality=movement.locality, movement=movement, award_level=level, subject="individual", person=person,
            unit=person.unit, state=state, created_at=movement.launched_at,
        )  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=[p.plan for p in PLACES])
@pytest.mark.parametrize("login", ["canbo", "chutich", "donvi", "vanthu", "nhanvien"])
def test_each_of_the_five_movements_opens_for_each_role_within_the_query_budget(db, client_of, place, login):
    movement = load_movement(place)
    client = client_of(f"{login}.{place.login}")
    assert asked(client, f"/phong-trao/{movement.pk}/") <= MOST_QUERIES


def test_the_clerk_reads_what_now_by_when_and_has_one_primary_action(movement, client_of):
    page = page_of(client_of("canbo.kimphuong"), movement)
    head = page[page.index('<div class="head">') : page.index('<section class="card"')]
    assert "Hạn gần nhất còn 3 ngày: nộp hồ sơ xét khen thưởng" in head
    assert "Mở nhận hồ sơ" in head
    assert len(re.findall(r'class="btn primary"', page)) == 1


def test_the_exact_meaning_of_a_limit_stands_beside_it(movement, client_of):
    page = page_of(client_of("canbo.kimphuong"), movement)
    assert "đến hết ngày 05/12/2025: ngày cuối là 05/12/2025, thứ Sáu" in page


def test_an_exclusive_limit_does_not_count_its_own_day(db, client_of):
    movement = load_movement(PLACES[4])
    page = page_of(client_of("canbo.hongvan"), movement)
    assert "trước ngày 15/12/2025: ngày cuối là 14/12/2025, Chủ nhật" in page
    assert "ngày cuối là 15/12/2025" not in page


def test_seats_left_count_the_chosen_not_the_waiting(db, client_of):
    movement = load_movement(PLACES[3])  # at most 2 collectives and 3 individuals at commune level
    level = movement.award_levels.get(level="xã")
    people = list(Person.objects.filter(locality=movement.locality)[:3])
    for person, state in zip(people, ["selected", "awarded", "submitted"], strict=True):
        Nomination.objects.create(
            locality=movement.locality, movement=movement, award_level=level, subject="individual", person=person,
            unit=person.unit, state=state, created_at=movement.launched_at,
        )  # fmt: skip
    page = page_of(client_of("canbo.duongquy"), movement)
    assert "còn 1/3 suất" in page
    assert "còn 2/2 suất" in page
    assert "Kế hoạch ghi không quá số này." in page
    assert "1 hồ sơ chờ xét" in page


def test_seats_agree_with_the_room_of_dossiers(movement):
    assert set(queries.TAKEN) == set(TAKES_A_SEAT)
    assert set(queries.WAITING) == set(WAITING)
    nominate(movement, 3, "selected")
    level = queries.with_seats(movement.award_levels.all()).get()
    counted = seat_counts(movement)[level.pk]
    assert {key: getattr(level, key) for key in counted} == counted
    assert counted["taken_individual"] == 3


def test_what_the_plan_does_not_state_is_said_on_the_page(db, client_of):
    movement = load_movement(PLACES[2])
    page = page_of(client_of("canbo.tunganh"), movement)
    assert "kế hoạch không nêu số suất" in page
    assert 'class="seats"' not in page
    assert "thường trực: kế hoạch không nêu" in page


def test_a_plan_without_dossier_papers_says_so(db, client_of):
    movement = load_movement(PLACES[4])
    assert "Kế hoạch không nêu thành phần hồ sơ." in page_of(client_of("canbo.hongvan"), movement)


def test_targets_show_level_exception_and_the_honest_absence_of_figures(db, client_of):
    movement = load_movement(PLACES[4])
    page = page_of(client_of("canbo.hongvan"), movement)
    assert "≥ 90%" in page
    assert re.search(r"Riêng: lĩnh vực tài nguyên môi trường.*?≥ 99%", page, re.DOTALL)
    assert "trong nhóm đứng đầu, không nêu nhóm mấy" in page
    assert f'href="/tien-do/{movement.pk}/"' in page  # figures have a page of their own
    assert "Đúng tiến độ" not in page
    assert "đã đạt" not in page.lower()


def test_the_clause_beyond_the_quota_is_quoted(db, client_of):
    movement = load_movement(PLACES[4])
    assert "đề xuất thêm để UBND xã xét khen thưởng" in page_of(client_of("canbo.hongvan"), movement)


def test_a_level_that_no_longer_exists_is_a_careful_notice_and_blocks_nothing(db, client_of, settings):
    movement = load_movement(PLACES[2])
    client = client_of("canbo.tunganh")
    page = page_of(client, movement)
    assert page.count("Nên xem lại kế hoạch: ") == 1
    assert "Từ 01/07/2025 không còn cấp huyện" in page
    assert "Không phải lỗi của người soạn" in page
    assert client.post(
        f"/phong-trao/{movement.pk}/buoc/", {"verb": "open_dossiers", "version": movement.version}
    ).status_code == 302  # fmt: skip
    settings.CHUNGTAY_TODAY = dt.date(2025, 6, 30)  # the last day with a district level
    assert "không còn cấp huyện" not in page_of(client, movement)


def test_another_localitys_movement_does_not_exist(movement, other_place, client_of):
    client = client_of("canbo.tienthanh")
    assert client.get(f"/phong-trao/{movement.pk}/").status_code == 404
    given = {"verb": "open_dossiers", "version": movement.version}
    assert client.post(f"/phong-trao/{movement.pk}/buoc/", given).status_code == 404
    assert client.post(f"/phong-trao/phat-dong/{movement.plan_id}/").status_code == 404
    assert "Chung tay" not in client.get("/phong-trao/").content.decode()


def test_the_queries_of_the_page_do_not_grow_with_dossiers(movement, client_of):
    client = client_of("canbo.kimphuong")
    nominate(movement, 1)
    one = asked(client, f"/phong-trao/{movement.pk}/")
    nominate(movement, 0)
    Nomination.objects.all().delete()
    nominate(movement, 8)
    assert asked(client, f"/phong-trao/{movement.pk}/") == one


def test_the_list_finds_without_accents_and_filters_by_year_and_state(movement, client_of):
    client = client_of("canbo.kimphuong")
    name = f'href="/phong-trao/{movement.pk}/"'
    for query in ("?q=chung tay cai cach", "?nam=2025", "?tinh-trang=running", "?q=CHUNG&nam=2025&tinh-trang=running"):
        assert name in client.get(f"/phong-trao/{query}").content.decode(), query
    for query in ("?q=xay dung", "?nam=2024", "?tinh-trang=archived"):
        page = client.get(f"/phong-trao/{query}").content.decode()
        assert name not in page, query
        assert "Không có phong trào nào khớp" in page


def test_an_empty_list_says_how_a_movement_begins(other_place, client_of):
    page = client_of("canbo.tienthanh").get("/phong-trao/").content.decode()
    assert "Chưa có phong trào nào" in page
    assert "/ke-hoach/tai-len/" in page
    assert "/ke-hoach/tai-len/" not in client_of("donvi.tienthanh").get("/phong-trao/").content.decode()


def test_the_overseer_sees_every_commune_below_with_the_same_number_of_queries(db, client_of):
    load_movement(PLACES[2])
    load_movement(PLACES[4])
    client = client_of("captren.hanoi")
    page = client.get("/phong-trao/").content.decode()
    assert "xã Hồng Vân" in page
    assert "xã Tùng Anh" not in page


def test_the_list_asks_as_much_for_three_as_for_one(movement, client_of):
    client = client_of("canbo.kimphuong")
    one = asked(client, "/phong-trao/")
    plan, version = movement.plan, movement.plan_version
    for year in (2026, 2027):
        plan.pk = None
        plan.save()
        Movement.objects.create(
            locality=movement.locality, plan=plan, plan_version=version, name="Phong trào mẫu", year=year,
            state="running", launched_at=movement.launched_at,
        )  # fmt: skip
    assert asked(client, "/phong-trao/") == one
