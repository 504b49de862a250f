"""Sổ khen thưởng: found without accents, by year, taken out for Excel and for paper."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from chungtay.decisions import actions
from chungtay.decisions.models import Award, Decision
from chungtay.demo.movements import at

pytestmark = pytest.mark.django_db
URL = "/khen-thuong/so/"


def rows_of(client, **query: str) -> list[list[str]]:
    answer = client.get(URL, query | {"dang": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")  # without the mark Excel shows Vietnamese as rubbish
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_sheet_has_the_columns_of_the_register(tien_thanh_2023, client_of):
    tien_thanh_2023.publish(dt.date(2023, 12, 18))
    head, first, *rest = rows_of(client_of("canbo.tienthanh"))
    assert head == ["Số quyết định", "Ngày", "Tên", "Chức danh, đơn vị", "Hình thức", "Thành tích", "Số sổ vàng",
                    "Tiền thưởng (đồng)", "Ngày trao", "Tình trạng"]  # fmt: skip
    award = Award.objects.get(ordinal=1)
    assert first == ["01/QĐ-UBND", "18/12/2023", award.name, "phường Tiến Thành", "Giấy khen", award.achievement, "1",
                     "540000", "", "Chờ in"]  # fmt: skip
    assert len(rest) == 2


def test_cells_cannot_break_the_sheet_or_run_as_formulas(kim_phuong, client_of):
    decision = kim_phuong.publish()
    award = decision.awards.first()
    award.name, award.achievement = '=1+1; "mẫu"', "dòng một\ndòng hai; +84"
    award.save()
    row = rows_of(client_of("canbo.kimphuong"))[1]
    assert row[2] == '\'=1+1; "mẫu"'
    assert row[5] == "dòng một dòng hai; +84"


def test_the_money_that_is_not_settled_is_an_empty_cell(kim_phuong, client_of):
    kim_phuong.publish()
    assert [row[7] for row in rows_of(client_of("canbo.kimphuong"))[1:]] == ["", ""]


def test_drafts_and_signed_papers_without_number_are_not_in_the_register(kim_phuong, client_of):
    kim_phuong.sign()
    assert len(rows_of(client_of("canbo.kimphuong"))) == 1


def test_search_needs_no_accents(kim_phuong, client_of):
    decision = kim_phuong.publish()
    person = decision.awards.get(subject="individual")
    clerk = client_of("canbo.kimphuong")
    assert [row[2] for row in rows_of(clerk, q="CAN BO MAU")[1:]] == [person.name]
    html = clerk.get(URL, {"q": "khong co ai"}).content.decode()
    assert "Không có ai khớp" in html


def test_years_are_those_of_the_decisions(tien_thanh_2023, client_of):
    tien_thanh_2023.publish(dt.date(2023, 12, 18))
    clerk = client_of("canbo.tienthanh")
    assert "<option>2023</option>" in clerk.get(URL).content.decode()
    assert len(rows_of(clerk, nam="2023")) == 4
    assert len(rows_of(clerk, nam="2024")) == 1


def test_an_annulled_award_stays_and_says_so(kim_phuong, client_of):
    kim_phuong.publish()
    decision = Decision.objects.get()
    actions.annul_decision(decision=decision, ground="false_declaration", note="Kết luận mẫu",
                           by=kim_phuong.by("chutich"), at=at("2025-12-02"), on=dt.date(2025, 12, 2))  # fmt: skip
    assert {row[9] for row in rows_of(client_of("canbo.kimphuong"))[1:]} == {"Đã hủy bỏ"}


def test_the_register_is_of_the_own_commune_and_prints_whole(kim_phuong, other_place, client_of):
    decision = kim_phuong.publish()
    assert len(rows_of(client_of("canbo.tienthanh"))) == 1
    paper = client_of("canbo.kimphuong").get(URL, {"dang": "in"}).content.decode()
    assert "SỔ KHEN THƯỞNG" in paper
    assert all(award.name in paper for award in decision.awards.all())


def test_an_empty_register_says_what_will_come(place, client_of):
    assert "Sổ chưa có dòng nào" in client_of("canbo.kimphuong").get(URL).content.decode()
