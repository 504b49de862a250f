"""Levels decided above: proposed, sent as one bundle, answered; a level that is gone is told, never blocked."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse
from reading_papers import words

from chungtay.decisions.models import Decision
from chungtay.decisions.queries import level_warning
from chungtay.localities.models import Locality, PastBelonging
from chungtay.nominations.models import Nomination

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 2)


def page(name: str, decision: Decision) -> str:
    return reverse(f"decisions:{name}", args=[decision.pk])


@pytest.fixture
def province(round_at):
    return round_at("003", level="tỉnh", people=2)


def test_the_district_is_gone_since_july_2025_and_the_page_says_so_but_lets_through(round_at, client_of):
    case = round_at("003", level="huyện")
    url = reverse("decisions:list", args=[case.movement.pk])
    clerk = client_of("canbo.duongquy")
    html = clerk.get(url).content.decode()
    assert "Từ 01/07/2025 không còn cấp huyện" in html
    form = {"group": f"{case.meeting.pk}-{case.level.pk}", "signer_name": "Cán bộ mẫu 02", "signer_title": "CHỦ TỊCH"}
    assert clerk.post(reverse("decisions:propose", args=[case.movement.pk]), form).status_code == 302
    assert "không còn cấp huyện" in clerk.get(page("detail", Decision.objects.get())).content.decode()


def test_before_that_day_nothing_is_said(round_at):
    case = round_at("003", level="huyện", filed=dt.date(2025, 4, 1), met=dt.date(2025, 4, 8))
    assert level_warning(case.level, dt.date(2025, 6, 30)) == ""
    assert level_warning(case.level, dt.date(2025, 7, 1)) != ""


def test_a_city_is_asked_for_as_the_superior_of_that_day(province):
    commune, level = province.movement.locality, province.level
    level.level, level.movement = "thành phố", province.movement
    city = Locality.objects.create(code="tp-mau", name="Mẫu", kind=Locality.Kind.CITY, valid_from=DAY)
    before, commune.parent, commune.parent_from = commune.parent, city, dt.date(2025, 11, 1)
    commune.save()
    PastBelonging.objects.create(
        locality=commune, parent=before, valid_from=dt.date(2020, 1, 1), valid_to=commune.parent_from
    )
    assert level_warning(level, DAY) == ""  # under the city since November: it stands and may decide
    assert "thành phố thuộc tỉnh" in level_warning(level, dt.date(2025, 10, 31))


def test_a_level_that_stands_is_not_warned_of(province):
    assert level_warning(province.level, DAY) == ""


def test_only_a_submission_is_written_and_it_is_the_committees(province):
    decision = province.propose()
    assert decision.document is None
    assert decision.proposal.data["signature"]["authority"] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    assert decision.proposal.data["addressees"] == ["Ủy ban nhân dân cấp tỉnh"]


def test_the_submission_is_numbered_under_whoever_signed_for_the_committee(province, client_of):
    decision, registrar = province.propose(), client_of("vanthu.duongquy")
    signed = {"dated": "02/12/2025", "number": "", "signer_name": "Cán bộ mẫu 05", "signer_title": ""}
    assert "Chưa ghi chức vụ người ký" in registrar.post(page("number-proposal", decision), signed).content.decode()
    signed["signer_title"] = "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"
    assert registrar.post(page("number-proposal", decision), signed).status_code == 302
    decision.refresh_from_db()
    assert decision.proposal.data["signature"] == {
        "authority": ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "name": "Cán bộ mẫu 05",
    }  # fmt: skip


def test_nobody_here_signs_a_decision_of_the_level_above(province, client_of):
    decision = province.propose()
    chair = client_of("chutich.duongquy")
    assert "Ký quyết định" not in chair.get(page("detail", decision)).content.decode()
    answer = chair.post(page("sign", decision), {"version": decision.version})
    assert answer.status_code == 400
    assert "trình cấp trên" in answer.content.decode()


def test_the_bundle_holds_the_submission_and_the_minutes(province, client_of):
    decision = province.propose()
    answer = client_of("canbo.duongquy").get(page("bundle", decision))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        texts = [words(bundle.read(name)) for name in bundle.namelist()]
    for award in decision.awards.all():
        assert award.name in texts[0]
        assert award.name in texts[1]
    assert "TỜ TRÌNH" in texts[0]
    assert "BIÊN BẢN" in texts[1]


def test_sent_once_and_answered_case_by_case(province, client_of):
    decision = province.propose()
    clerk = client_of("canbo.duongquy")
    assert client_of("vanthu.duongquy").post(page("send-up", decision)).status_code == 403
    clerk.post(page("send-up", decision))
    decision.refresh_from_db()
    assert decision.sent_up_on == DAY
    assert clerk.post(page("send-up", decision)).status_code == 400
    first, second, third = decision.awards.order_by("ordinal")
    clerk.post(
        page("answer", decision), {"award": first.pk, "granted": "yes", "note": "Quyết định số 9 ngày 01/12/2025 (mẫu)"}
    )
    clerk.post(page("answer", decision), {"award": second.pk, "granted": "no", "note": "Thiếu báo cáo (mẫu)"})
    states = dict(Nomination.objects.filter(award__decision=decision).values_list("award__pk", "state"))
    assert states == {first.pk: "awarded_above", second.pk: "returned_above", third.pk: "sent_up"}
    html = clerk.get(page("detail", decision)).content.decode()
    assert "Quyết định số 9 ngày 01/12/2025 (mẫu)" in html
    assert "Thiếu báo cáo (mẫu)" in html


def test_an_answer_needs_its_paper(province, client_of):
    decision = province.propose()
    clerk = client_of("canbo.duongquy")
    clerk.post(page("send-up", decision))
    award = decision.awards.first()
    answer = clerk.post(page("answer", decision), {"award": award.pk, "granted": "yes", "note": ""})
    assert answer.status_code == 400
    assert Nomination.objects.get(award=award).state == "sent_up"


def test_what_the_level_above_granted_enters_the_register(province, client_of):
    decision = province.propose()
    clerk = client_of("canbo.duongquy")
    clerk.post(page("send-up", decision))
    award = decision.awards.first()
    clerk.post(page("answer", decision), {"award": award.pk, "granted": "yes", "note": "QĐ 9 ngày 01/12/2025 (mẫu)"})
    html = clerk.get("/khen-thuong/so/", {"nam": "2025"}).content.decode()
    assert award.name in html
    assert "Cấp trên đã khen" in html
