"""The legal basis on screen: what held on a day, from which text, how sure we are, and whom to ask."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chungtay.law import Certainty, load
from chungtay.rulebook import queries
from support.places import DAY


@pytest.fixture
def client(place, client_of):
    return client_of("canbo.kimphuong")


def read(client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_every_rule_of_the_day_stands_once_with_source_and_certainty_in_words(client):
    page = read(client, "/can-cu/")
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page, re.DOTALL)
    assert len(rows) == len(load().on(DAY))
    assert all(re.search(r"đã đọc văn bản|nguồn thứ cấp|chưa kiểm|chưa rõ", row) for row in rows)
    assert not re.search(r">\s*(V1|V2|K\+?|X|D)\s*<", page)
    money = next(row for row in rows if "Mức lương cơ sở" in row)
    assert "2.340.000 đồng/tháng" in money
    assert "Nghị định 73/2024/NĐ-CP" in money
    assert "01/07/2024 đến 30/06/2026" in money


def test_the_law_of_another_day_is_another_law(client):
    before = read(client, "/can-cu/?ngay=30/06/2025")
    after = read(client, "/can-cu/?ngay=01/07/2025")
    assert "Nghị định 98/2023/NĐ-CP</a>" in before
    assert "Nghị định 152/2025/NĐ-CP</a>" not in before
    assert "Nghị định 152/2025/NĐ-CP</a>" in after
    assert "Nghị định 98/2023/NĐ-CP</a>" not in after


def test_an_impossible_day_is_explained_at_its_field(client):
    page = read(client, "/can-cu/?ngay=31/02/2025", 400)
    assert "Không có ngày 31/02/2025 trong lịch" in page
    assert "Mức lương cơ sở" in page


@pytest.mark.parametrize("typed", ["luong co so", "LƯƠNG cơ sở", "nghi dinh 73/2024"])
def test_search_needs_no_accents_and_reads_title_value_and_source(client, typed):
    page = read(client, f"/can-cu/?q={typed}")
    assert "Mức lương cơ sở" in page
    assert "Quốc hiệu" not in page


def test_search_without_a_hit_and_a_day_before_all_data_say_what_to_do(client):
    assert "Thử gõ ít chữ hơn" in read(client, "/can-cu/?q=xyzxyz")
    assert "Dữ liệu pháp luật bắt đầu từ" in read(client, "/can-cu/?ngay=01/01/1990")


def test_open_questions_are_listed_with_whom_to_ask_and_nothing_else(client):
    page = read(client, "/can-cu/?loc=chua-ro")
    resolved = load().on(DAY)
    values = [resolved.peek(number) for number in resolved]
    questions = [v.question for v in values if v and v.certainty is Certainty.X]
    assert len(questions) > 10
    assert all(f"<br>{question}" in page for question in questions)
    assert "Hỏi Sở Nội vụ <" in page
    assert "Mức lương cơ sở" not in page
    letter = page[page.index("Kính gửi Sở Nội vụ") :].split("</p>")[0]
    assert "Tiêu chuẩn giấy khen cho cá nhân" not in letter
    assert "1. " in letter
    assert "Hỏi Sở Nội vụ" not in letter


def test_every_open_question_of_the_data_names_somebody_fitting():
    asked = [queries.Said(e, r.unit) for r in load().national.values() for e in r.entries if e.question]
    whom = {said.question: str(said.whom) for said in asked}
    assert all(whom.values())
    assert all(name == "Sở Nội vụ" for question, name in whom.items() if question.startswith("Hỏi Sở Nội vụ"))
    assert "Thư ký Hội đồng" in whom.values()


def test_no_machine_name_reaches_the_reader():
    for rule in load().national.values():
        for entry in rule.entries:
            said = queries.Said(entry, rule.unit)
            shown = " ".join([said.text, *(part for row in said.table for part in row)])
            assert not re.search(r"\b[a-z]+_[a-z_]+\b|None|MappingProxy|Fraction", shown), rule.id


def test_a_rule_shows_all_its_values_over_time_and_which_one_holds(client):
    page = read(client, "/can-cu/quy-dinh/R-73/")
    for value in ("1.490.000", "1.800.000", "2.340.000"):
        assert f"{value} đồng/tháng" in page
    held = page[: page.index("đang áp dụng")]
    assert held.rindex("01/07/2024") > held.rindex("01/07/2026")
    assert "ngày quyết định" in page


def test_a_province_with_its_own_rule_is_named_beside_the_national_one(client):
    own = next(number for number in load().provinces["24"])
    assert "Quy định của tỉnh Bắc Ninh" in read(client, f"/can-cu/quy-dinh/{own}/")


def test_an_open_rule_says_whom_to_ask_and_blocks_nothing(client):
    page = read(client, "/can-cu/quy-dinh/R-68/")
    assert "Cần hỏi Sở Nội vụ." in page
    assert "không chặn việc gì" in page


def test_an_unknown_number_is_not_found_and_a_cut_off_address_opens_the_list(client):
    assert client.get("/can-cu/quy-dinh/R-999/").status_code == 404
    assert client.get("/can-cu/quy-dinh/")["Location"] == "/can-cu/"


def test_the_page_is_in_the_navigation_and_asks_the_database_for_the_frame_only(client):
    assert 'href="/can-cu/"' in read(client, "/phong-trao/")
    with CaptureQueriesContext(connection) as whole:
        client.get("/can-cu/")
    with CaptureQueriesContext(connection) as one:
        client.get("/can-cu/?q=xyzxyz")
    assert len(whole) == len(one)


def test_numbers_of_rules_do_not_hold_before_their_day():
    decree = [
        line.rule.title for line in queries.searched(queries.in_force(dt.date(2025, 6, 30)), "nghi dinh 152/2025")
    ]
    assert "Nghị định 152/2025/NĐ-CP" not in decree


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("chu_de=tien-thuong", "Mức lương cơ sở", "Một thành tích không khen nhiều lần"),
        ("chac=da-doc-van-ban", "Một thành tích không khen nhiều lần", "Hệ số giấy khen của Chủ tịch"),
        ("dung=hop-xet", "Biểu quyết theo đa số", "Mức lương cơ sở"),
        ("dung=chi-de-tra-cuu", "Các nội dung cải cách hành chính 2021 - 2030", "Mức lương cơ sở"),
        ("chu_de=tien-thuong&chac=chua-ro", "Hệ số giấy khen của Chủ tịch", "Mức lương cơ sở"),
    ],
)
def test_the_list_is_narrowed_by_subject_certainty_and_where_it_is_used(client, asked, there, not_there):
    page = read(client, f"/can-cu/?{asked}")
    assert there in page
    assert not_there not in page
    assert "Về hôm nay, bỏ lọc" in page


def test_the_filters_offer_what_the_day_has_and_refuse_the_rest(client):
    page = read(client, "/can-cu/")
    chosen = re.search(r'<select name="chu_de".*?</select>', page, re.DOTALL)
    assert chosen
    lines = queries.in_force(DAY)
    assert len(re.findall("<option", chosen[0])) == 1 + len({line.rule.family for line in lines})
    assert all(queries.narrowed(lines, {"chu_de": slug}) for slug in queries.filters_of(lines)["chu_de"])
    assert "Mức lương cơ sở" in read(client, "/can-cu/?chu_de=khong-co", 400)


def test_an_open_coefficient_says_that_payment_waits_and_others_say_that_nothing_does(client):
    assert "chưa lập được bảng tính tiền thưởng" in read(client, "/can-cu/quy-dinh/R-76/")
    assert "không chặn việc gì" in read(client, "/can-cu/quy-dinh/R-68/")
