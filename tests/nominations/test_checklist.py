"""Papers and criteria of a dossier saved in one piece: all rows or none, and an event for each changed row only."""

from __future__ import annotations

import html
import re

import pytest

from chungtay.audit.models import Event
from chungtay.nominations.actions import check_criterion, set_paper
from chungtay.nominations.models import CriterionCheck, DossierPaper
from nominations.dossier_kit import AT, CLERK, SECRETARY, UNIT_HEAD, dossier, people, reader, sent, step

pytestmark = pytest.mark.django_db
Outcome = CriterionCheck.Outcome


def told(made, event: str) -> int:
    return Event.objects.filter(event=event, object_id=str(made.pk), object_type="nominations.nomination").count()


@pytest.fixture
def made(movement, client_of):
    """A dossier under check whose papers are all still missing."""
    found = dossier(movement, people(movement)[0], "submitted")
    step(client_of(CLERK), found, "start_check")
    DossierPaper.objects.filter(nomination=found).update(present=False, note="", added_at=None)
    return found


@pytest.fixture
def save(made, client_of):
    client = client_of(CLERK)
    return lambda data, **headers: client.post(f"/ho-so/{made.pk}/giay-to-tieu-chi/", data, **headers)


def test_both_lists_are_saved_at_once_with_an_event_for_each_changed_row(made, save):
    first, second, third = made.papers.all()
    check, *others = made.criterion_checks.all()
    before = told(made, "dossier.paper_set")
    data = sent(first, second, present="on", note="Số 12") | sent(third)  # the third is left as it was
    data |= sent(check, outcome="met", evidence="Biên bản họp") | sent(*others, outcome="no_data", evidence="")
    assert save(data).status_code == 302
    assert list(made.papers.values_list("present", "note")) == [(True, "Số 12"), (True, "Số 12"), (False, "")]
    assert made.criterion_checks.get(outcome=Outcome.MET).evidence == "Biên bản họp"
    assert told(made, "dossier.paper_set") - before == 2
    assert told(made, "dossier.criterion_checked") == 1
    again = save(sent(*made.papers.filter(present=True), present="on", note="Số 12"))
    assert again.status_code == 302
    assert told(made, "dossier.paper_set") - before == 2  # nothing changed, nothing told


def test_one_press_marks_all_papers_and_keeps_the_numbers_that_were_typed(made, save):
    first, *rest = made.papers.all()
    assert save(sent(first, note="Số 7") | sent(*rest, note="") | {"all": "1"}).status_code == 302
    assert [paper.present for paper in made.papers.all()] == [True, True, True]
    assert made.papers.get(pk=first.pk).note == "Số 7"


def test_one_wrong_row_saves_nothing_is_marked_and_everything_typed_stands(made, save):
    paper, check = made.papers.first(), made.criterion_checks.first()
    long = "a" * 401
    answer = save(sent(paper, present="on", note="Số 99") | sent(check, outcome="met", evidence=long))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Chưa lưu gì cả" in page
    assert "Minh chứng dài quá 400 chữ" in page
    assert page.count('aria-invalid="true"') == 1
    assert long in page
    assert 'value="Số 99"' in page
    assert f'id="hp{paper.pk}" form="luu" name="p{paper.pk}-present" checked' in page
    paper.refresh_from_db()
    assert not paper.present


def test_what_a_colleague_wrote_in_between_is_neither_overwritten_nor_hidden(made, save):
    mine, theirs = made.criterion_checks.all()[:2]
    shown = sent(mine, outcome="met", evidence="Bản của tôi") | sent(theirs, outcome="no_data", evidence="")
    colleague = {"by": reader(SECRETARY), "at": AT, "outcome": Outcome.NOT_MET, "evidence": "Có đơn"}
    check_criterion(check=theirs, **colleague)
    assert save(shown).status_code == 302  # a row that I left alone keeps what the colleague wrote
    theirs.refresh_from_db()
    assert (theirs.outcome, theirs.evidence) == ("not_met", "Có đơn")
    theirs = made.criterion_checks.get(pk=theirs.pk)
    old = sent(theirs, outcome="met", evidence="Đã giải trình")
    check_criterion(check=theirs, **colleague | {"evidence": "Có đơn thứ hai"})
    refused = save(old)
    assert refused.status_code == 400
    assert "vừa được người khác ghi: Không đạt, Có đơn thứ hai" in refused.content.decode()
    theirs.refresh_from_db()
    assert theirs.evidence == "Có đơn thứ hai"


def test_save_all_pressed_while_the_page_still_saves_single_rows_is_no_conflict_with_oneself(made, save):
    check, paper = made.criterion_checks.first(), made.papers.first()
    whole = sent(check, outcome="met", evidence="Biên bản mẫu") | sent(paper, present="on", note="Số 1")
    single = sent(check, outcome="met", evidence="") | sent(paper, present="on", note="")  # as it stood a moment before
    save(single, HTTP_HX_REQUEST="true")
    assert save(whole).status_code == 302
    check.refresh_from_db()
    paper.refresh_from_db()
    assert (check.outcome, check.evidence, paper.note) == ("met", "Biên bản mẫu", "Số 1")
    save(single, HTTP_HX_REQUEST="true")  # the same, arriving last, takes nothing away
    check.refresh_from_db()
    assert check.evidence == "Biên bản mẫu"


def test_a_refused_row_is_told_to_htmx_beside_the_row(made, save):
    paper = made.papers.first()
    shown = sent(paper, present="on", note="Số 1")
    set_paper(paper=paper, present=True, note="Số 2", by=reader(CLERK), at=AT)
    page = save(shown, HTTP_HX_REQUEST="true").content.decode()
    assert "vừa được người khác ghi: đã có, Số 2" in page
    assert f'name="{paper.key}-seen" value="1|Số 2"' in page  # pressing once more is then a choice made knowingly


def test_a_unit_does_not_save_findings_with_its_papers(movement, client_of):
    found = dossier(movement, people(movement)[0], "draft")
    type(found).objects.filter(pk=found.pk).update(nominated_by=next(iter(reader(UNIT_HEAD).unit_ids)))
    DossierPaper.objects.filter(nomination=found).update(present=False)
    data = sent(*found.papers.all(), present="on") | sent(found.criterion_checks.first(), outcome="met", evidence="")
    assert client_of(UNIT_HEAD).post(f"/ho-so/{found.pk}/giay-to-tieu-chi/", data).status_code == 403
    assert not found.papers.filter(present=True).exists()
    assert not found.criterion_checks.filter(outcome=Outcome.MET).exists()


def test_a_unit_marks_its_papers_by_one_press_though_the_criteria_stand_on_the_same_page(movement, client_of):
    found = dossier(movement, people(movement)[0], "draft")
    type(found).objects.filter(pk=found.pk).update(nominated_by=next(iter(reader(UNIT_HEAD).unit_ids)))
    DossierPaper.objects.filter(nomination=found).update(present=False)
    page = client_of(UNIT_HEAD).get(f"/ho-so/{found.pk}/").content.decode()
    shown = {name: html.unescape(value) for name, value in re.findall(r'name="([^"]+-seen)" value="([^"]*)"', page)}
    assert len(shown) == found.papers.count() + found.criterion_checks.count()
    answer = client_of(UNIT_HEAD).post(f"/ho-so/{found.pk}/giay-to-tieu-chi/", shown | {"all": "1"})
    assert answer.status_code == 302
    assert all(found.papers.values_list("present", flat=True))
