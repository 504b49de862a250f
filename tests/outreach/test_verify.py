"""What everybody sees of a certificate: enough to trust the paper in the hand, nothing beyond (R-126)."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.decisions.actions import (
    annul_decision,
    number_decision,
    print_certificates,
    propose_awards,
    publish_decision,
    sign_decision,
)
from chungtay.decisions.models import Certificate, Decision
from chungtay.demo.movements import at, worker
from chungtay.demo.people import PLACES
from chungtay.demo.rounds import hold_meeting, open_dossier
from chungtay.localities.models import Person
from chungtay.movements.actions import change_movement
from support.kept import kept
from support.rounds import load_movement

pytestmark = pytest.mark.django_db
DECIDED = dt.date(2023, 12, 18)


@pytest.fixture
@kept
def decided() -> Decision:
    """Phường Tiến Thành, two people awarded and paid in December 2023; signed, not yet numbered."""
    movement = load_movement(PLACES[1])
    clerk = worker(movement.locality, "canbo", DECIDED)
    change_movement(movement=movement, verb="open_dossiers", by=clerk, at=at("2023-12-01"))
    movement.refresh_from_db()
    level = movement.award_levels.get(decided_here=True)
    people = Person.objects.filter(locality=movement.locality, user=None).order_by("pk")[:2]
    filed = dt.date(2023, 12, 5)
    listed = [open_dossier(movement, level, person, reach="shortlisted", day=filed) for person in people]
    meeting = hold_meeting(movement, listed, day=dt.date(2023, 12, 13))
    decision = propose_awards(meeting=meeting, award_level=level, by=clerk, at=at(DECIDED), on=DECIDED,
                              signer_name="Cán bộ mẫu 02", signer_title="CHỦ TỊCH",
                              proposer_name="Cán bộ mẫu 03", proposer_title="THƯ KÝ")  # fmt: skip
    return sign_decision(
        decision=decision, by=worker(movement.locality, "chutich", DECIDED), at=at(DECIDED), on=DECIDED
    )


@pytest.fixture
@kept
def published(decided) -> Decision:
    registrar = worker(decided.locality, "vanthu", DECIDED)
    number_decision(decision=decided, by=registrar, at=at(DECIDED), dated=DECIDED, number=31)
    certificates = list(Certificate.objects.filter(award__decision=decided))
    print_certificates(certificates=certificates, by=worker(decided.locality, "canbo", DECIDED), at=at(DECIDED))
    return publish_decision(decision=decided, by=registrar, at=at(DECIDED), checked="Đã xem")


def first(decision: Decision) -> Certificate:
    return Certificate.objects.select_related("award").get(award__decision=decision, award__ordinal=1)


def test_a_published_certificate_shows_what_the_paper_says(published, client):
    certificate = first(published)
    answer = client.get(f"/K/{certificate.code}")
    html = answer.content.decode()
    assert answer.status_code == 200
    for shown in ("Giấy khen có hiệu lực", certificate.award.name, certificate.award.description, "31/QĐ-UBND",
                  "18/12/2023", certificate.award.achievement,
                  "Chủ tịch Ủy ban nhân dân phường Tiến Thành"):  # fmt: skip
        assert shown in html


def test_it_shows_no_money_no_one_else_and_no_way_inside(published, client):
    certificate = first(published)
    html = client.get(f"/K/{certificate.code}").content.decode()
    other = published.awards.get(ordinal=2)
    assert certificate.award.bonus == 270_000
    assert "270.000" not in html
    assert other.name not in html
    assert published.signer_name not in html
    assert "Dùng chung" not in html  # the navigation of the office
    assert "khen-thuong/" not in html


def test_search_engines_and_shared_caches_keep_nothing(published, client):
    for url in (f"/K/{first(published).code}", "/tra-cuu/"):
        answer = client.get(url)
        assert "noindex" in answer["X-Robots-Tag"]
        assert 'content="noindex' in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "dress",
    [str.lower, lambda c: f"{c[:4]}-{c[4:8]}-{c[8:]}", lambda c: f" {c[:4]} {c[4:]} ", lambda c: f"{c[:6]}.{c[6:]}"],
)
def test_a_code_copied_by_hand_is_understood(published, client, dress):
    certificate = first(published)
    assert certificate.award.name in client.get(f"/K/{dress(certificate.code)}").content.decode()
    assert client.get(f"/k/{certificate.code}/").status_code == 200


def test_the_form_leads_to_the_same_page(published, client):
    code = first(published).code
    for typed in (code.lower(), f"{code[:4]}-{code[4:8]}-{code[8:]}", f"HTTPS://THIDUA.EXAMPLE.VN/K/{code}"):
        answer = client.get("/tra-cuu/", {"ma": typed})
        assert answer.status_code == 302
        assert answer.url == f"/K/{code}"
    assert "Chưa nhập mã" in client.get("/tra-cuu/", {"ma": "  "}).content.decode()


@pytest.mark.parametrize("code", ["AAAAAAAAAAAA", "abc", "không-có", "O0O0O0O0O0O0", "%3Cscript%3E"])
def test_an_unknown_code_says_what_to_check(published, client, code):
    answer = client.get(f"/K/{code}")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "Không có giấy khen mang mã này" in html
    assert "Mã có 16 chữ và số" in html
    assert "<script>" not in html.split("<main")[1].split("</main>")[0]


def test_nothing_is_told_before_publication(decided, client):
    certificate = first(decided)
    for step in ("signed", "numbered"):
        html = client.get(f"/K/{certificate.code}").content.decode()
        assert "chưa công bố" in html
        for secret in (certificate.award.name, certificate.award.achievement, "Tiến Thành", "QĐ-UBND"):
            assert secret not in html, step
        if step == "signed":
            number_decision(
                decision=decided, by=worker(decided.locality, "vanthu", DECIDED), at=at(DECIDED), dated=DECIDED
            )


def test_an_annulled_one_says_so_without_naming_anybody(published, client):
    certificate = first(published)
    annul_decision(decision=published, ground="later_finding", note="Kết luận mẫu số 5", at=at(DECIDED), on=DECIDED,
                   by=worker(published.locality, "chutich", DECIDED))  # fmt: skip
    html = client.get(f"/K/{certificate.code}").content.decode()
    assert "đã bị hủy bỏ" in html
    assert "31/QĐ-UBND" in html
    for secret in (certificate.award.name, certificate.award.achievement, "Kết luận mẫu", "vi phạm"):
        assert secret not in html
    assert "Giấy khen có hiệu lực" not in html


def test_the_public_page_only_answers_to_reading(published, client):
    assert client.post(f"/K/{first(published).code}").status_code == 405
