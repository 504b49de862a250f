"""Award money by the law of the decision's day; where it is not settled no sum is named, but who must settle it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from chungtay.decisions import actions
from chungtay.decisions.models import Award
from chungtay.demo.movements import at
from chungtay.kit.errors import UserError

pytestmark = pytest.mark.django_db
DECEMBER_2023 = dt.date(2023, 12, 18)


def test_a_2023_decision_pays_a_collective_twice_the_coefficient_of_a_person(tien_thanh_2023):
    decision = tien_thanh_2023.sign(DECEMBER_2023)
    sums = dict(Award.objects.filter(decision=decision).values_list("subject", "bonus"))
    assert sums == {"collective": 540_000, "individual": 270_000}


def test_the_factor_comes_before_the_rounding(round_at):
    """0,15 × 2 × 2.340.000 = 702.000, rounded up once: 710.000; doubling the rounded 360.000 would pay 720.000."""
    case = round_at("000", filed=dt.date(2025, 5, 5), met=dt.date(2025, 5, 12))
    decision = case.sign(dt.date(2025, 5, 20))
    sums = dict(Award.objects.filter(decision=decision).values_list("subject", "bonus"))
    assert sums == {"collective": 710_000, "individual": 360_000}


def test_from_july_2025_no_sum_is_named_and_the_page_says_who_settles_it(kim_phuong, client_of):
    decision = kim_phuong.sign()
    assert set(Award.objects.filter(decision=decision).values_list("bonus", flat=True)) == {None}
    html = client_of("canbo.kimphuong").get(reverse("decisions:detail", args=[decision.pk])).content.decode()
    assert "chưa tính được" in html
    assert "Hỏi Sở Nội vụ hệ số tiền thưởng giấy khen cấp xã" in html
    assert "R-76" not in html


def test_the_preview_shows_the_sums_that_will_be_signed(tien_thanh_2023):
    draft = tien_thanh_2023.propose(DECEMBER_2023)
    assert draft.document.data["individuals"][0]["money"] == 270_000


def test_unconfirmed_values_warn_without_blocking(tien_thanh_2023, client_of):
    decision = tien_thanh_2023.sign(DECEMBER_2023)
    html = client_of("canbo.tienthanh").get(reverse("decisions:detail", args=[decision.pk])).content.decode()
    assert "Chưa được xác nhận, xem lại trước khi chi" in html
    assert "0,15 × 1.800.000 = 270.000 đồng" in html
    assert decision.state == "signed"


def test_a_date_with_other_money_than_the_signed_paper_is_refused(round_at):
    case = round_at("000", filed=dt.date(2025, 5, 5), met=dt.date(2025, 5, 12))
    decision = case.sign(dt.date(2025, 6, 30))
    with pytest.raises(UserError, match="số tiền trên bản đã ký không còn đúng"):
        actions.number_decision(decision=decision, by=case.by("vanthu"), at=at("2025-07-01"), dated=dt.date(2025, 7, 1))
    numbered = actions.number_decision(
        decision=decision, by=case.by("vanthu"), at=at("2025-07-01"), dated=dt.date(2025, 6, 30)
    )
    assert numbered.state == "numbered"


def test_the_values_of_the_law_are_kept_with_the_decision(tien_thanh_2023):
    decision = tien_thanh_2023.sign(DECEMBER_2023)
    assert decision.law_snapshot["on"] == "2023-12-18"
    assert decision.law_snapshot["values"]["R-73"]["value"] == 1_800_000
