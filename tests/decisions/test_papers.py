"""Every paper of one award round agrees with every other: names, counts, number, dates, ordinals, sums."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import translation
from reading_papers import certificate_texts, texts_of_round

from chungtay.councils import papers as council_papers
from chungtay.decisions import actions, papers
from chungtay.decisions.models import Award
from chungtay.decisions.round_archive import round_pieces
from chungtay.demo.movements import at
from chungtay.nominations import papers as nomination_papers
from support.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def round_papers(round_at):
    """Xã Dương Quỳ: two collectives, two people, a household; all numbered and printed."""
    case = round_at("003", units=2, people=2, households=["Hộ ông Người dân mẫu 01"])
    decision = case.propose()
    registrar, day = case.by("vanthu"), dt.date(2025, 12, 2)
    actions.number_proposal(decision=decision, by=registrar, at=at(day), dated=day, number=4)
    decision = actions.sign_decision(decision=decision, by=case.by("chutich"), at=at(day), on=day)
    dated = dt.date(2025, 12, 5)
    decision = actions.number_decision(decision=decision, by=registrar, at=at(day), dated=dated, number=17)
    certificates = [award.certificate for award in decision.awards.order_by("ordinal")]
    actions.print_certificates(certificates=certificates, by=case.by("canbo"), at=at(day))
    return decision, texts_of_round(decision), certificate_texts(decision)


def test_every_name_stands_on_every_paper(round_papers):
    decision, papers, sheets = round_papers
    awards = list(decision.awards.order_by("ordinal"))
    assert len(awards) == 5
    for award, sheet in zip(awards, sheets, strict=True):
        for kind, text in papers.items():
            assert award.name in text, kind
        assert award.name in sheet
        assert award.achievement in papers["quyet-dinh"]
        assert award.achievement in papers["to-trinh"]
        assert award.achievement in sheet


def test_counts_agree(round_papers):
    _decision, papers, sheets = round_papers
    counted = "02 tập thể, 02 cá nhân, 01 hộ gia đình"
    assert counted in papers["to-trinh"]
    assert counted in papers["quyet-dinh"]
    assert len(sheets) == 5


def test_number_and_date_of_the_decision_are_the_same_everywhere(round_papers):
    decision, papers, sheets = round_papers
    assert "Số: 17/QĐ-UBND" in papers["quyet-dinh"]
    assert "Kèm theo Quyết định số 17/QĐ-UBND ngày 05 tháng 12 năm 2025" in papers["quyet-dinh"]
    for sheet in sheets:
        assert "Quyết định số 17/QĐ-UBND, ngày 05 tháng 12 năm 2025" in sheet
        assert f"{decision.locality.name}, ngày 05 tháng 12 năm 2025" in sheet


def test_the_decision_quotes_proposal_and_meeting_as_they_are_dated(round_papers):
    _decision, papers, _sheets = round_papers
    assert "Số: 04/TTr-HĐTĐKT" in papers["to-trinh"]
    assert "Tờ trình số 04/TTr-HĐTĐKT ngày 02 tháng 12 năm 2025" in papers["quyet-dinh"]
    assert "đã họp ngày 01 tháng 12 năm 2025" in papers["to-trinh"]
    assert re.search(r"01[/ ](tháng )?12[/ ](năm )?2025", papers["bien-ban-hop"])


def test_the_golden_book_counts_as_the_list_counts(round_papers):
    decision, papers, sheets = round_papers
    annex = papers["quyet-dinh"].split("DANH SÁCH ĐƯỢC TẶNG")[1]
    places = []
    for award, sheet in zip(decision.awards.order_by("ordinal"), sheets, strict=True):
        found = re.search(rf"\b{award.ordinal} {re.escape(award.name)}", annex)
        assert found, award.name
        places.append(found.start())
        assert f"Số sổ vàng: {award.ordinal:02}" in sheet
    assert places == sorted(places)


def test_titles_and_units_agree(round_papers):
    decision, papers, sheets = round_papers
    for award, sheet in zip(decision.awards.order_by("ordinal"), sheets, strict=True):
        assert award.description in sheet
        assert award.description in papers["quyet-dinh"]


def test_the_signer_is_the_same_and_signs_in_own_power(round_papers):
    decision, papers, sheets = round_papers
    assert all(f"CHỦ TỊCH {decision.signer_name}" in text for text in (papers["quyet-dinh"], *sheets))
    assert "TM. ỦY BAN" not in papers["quyet-dinh"]


def test_no_act_out_of_force_is_cited(round_papers, tien_thanh_2023):
    _decision, papers, _sheets = round_papers
    assert "Nghị định số 152/2025/NĐ-CP" in papers["quyet-dinh"]
    assert "98/2023/NĐ-CP" not in papers["quyet-dinh"]
    old = texts_of_round(tien_thanh_2023.number(dt.date(2023, 12, 18)))["quyet-dinh"]
    assert "91/2017/NĐ-CP" in old
    assert "2025" not in old


def test_sums_of_the_decision_are_those_of_the_register(tien_thanh_2023):
    decision = tien_thanh_2023.number(dt.date(2023, 12, 18))
    text = texts_of_round(decision)["quyet-dinh"]
    assert "540.000" in text
    assert text.count("270.000") == 2
    assert "Tổng số tiền thưởng: 1.080.000 đồng" in text
    assert sum(a.bonus for a in Award.objects.filter(decision=decision)) == 1_080_000


def test_without_a_settled_coefficient_no_paper_names_a_sum(round_papers):
    _decision, papers, sheets = round_papers
    assert "Tiền thưởng" not in papers["quyet-dinh"]
    assert not any(re.search(r"\d\.000", text) for text in (papers["quyet-dinh"], *sheets))


def test_papers_stay_vietnamese_for_a_clerk_who_reads_english(round_papers):
    decision, _papers, _sheets = round_papers
    nomination = decision.movement.nominations.order_by("pk").first()

    def drafts():
        yield papers.proposal(decision)
        yield papers.decision(decision)
        yield council_papers.invitation(decision.meeting)
        yield council_papers.ballots(decision.meeting)
        yield council_papers.minutes(decision.meeting)
        yield nomination_papers.report(nomination)

    vietnamese = list(drafts())
    with translation.override("en"):
        assert list(drafts()) == vietnamese
        assert next(piece.label for piece in round_pieces(decision.movement)).startswith("Kế hoạch")
