"""Every paper of a movement from its own rows: all can be drafted and set, and no two of them say different numbers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from drafted_kinds import DAY, papers_of
from paper_checks import faults, text_of

from chungtay.decisions.models import Decision
from chungtay.demo.people import PLACES
from chungtay.documents.actions import number_of
from chungtay.documents.models import Document
from chungtay.movements.models import AwardLevel
from chungtay.paperwork import blanks, catalogue
from chungtay.paperwork.actions import open_draft, save_draft, step_draft
from chungtay.paperwork.case import Case
from chungtay.typesetting import KINDS
from support.rounds import finished_round, load_movement

NOW = dt.datetime(2025, 12, 2, 9, tzinfo=dt.UTC)
PEOPLE = ("collectives", "individuals", "households")


@pytest.fixture
def finished(db):
    """Phường Tiến Thành, 2023: meeting, decision, certificates handed over."""
    return finished_round()


@pytest.fixture
def launched(db):
    """Xã Dương Quỳ: launched, a plan without number, date, period or measured target; nobody nominated."""
    return load_movement(PLACES[3])


def draft_of(movement, kind: str) -> dict:
    return papers_of(movement, kind)[0].data


def names_of(data: dict) -> list[str]:
    return [person["name"] for group in PEOPLE for person in data.get(group, [])]


def nominated(movement) -> list[str]:
    """Everybody on the lists of all award levels."""
    return [name for paper in papers_of(movement, "danh-sach-de-nghi") for name in names_of(paper.data)]


def test_every_kind_is_made_here_or_its_place_is_known():
    assert set(catalogue.RECIPES) | set(catalogue.ELSEWHERE) == set(KINDS)
    assert not set(catalogue.RECIPES) & set(catalogue.ELSEWHERE), "a paper is never made twice"
    assert [k for _title, kinds in catalogue.by_stage() for k in kinds] == list(KINDS.values())


def test_every_kind_of_a_finished_round_is_drafted_and_set_without_fault(finished):
    wrong, made = [], 0
    for kind in catalogue.RECIPES:
        for paper in papers_of(finished, kind)[:2]:
            made += 1
            wrong += [f"{paper.title}: {fault}" for fault in faults(kind, paper.make, on=paper.on, twice=False)]
    assert wrong == []
    assert made >= len(catalogue.RECIPES)


def test_a_movement_of_which_little_is_known_still_gets_every_draft(launched):
    for kind in catalogue.RECIPES:
        for paper in papers_of(launched, kind):
            assert blanks.tree(kind, paper.data).kind == kind


# ------------------------------------------------------------------ enter once


def test_the_names_are_those_of_the_decision_on_every_paper(finished):
    decision = Decision.objects.get(movement=finished)
    listed = names_of(decision.document.data)
    assert len(listed) == 4
    assert names_of(decision.proposal.data) == listed
    assert names_of(draft_of(finished, "bao-cao-tong-ket")) == listed
    assert sorted(nominated(finished)) == sorted(listed)
    assert [line["name"] for line in draft_of(finished, "bien-ban-kiem-phieu")["candidates"]] == listed
    assert [line["name"] for line in draft_of(finished, "phieu-diem")["candidates"]] == listed
    assert [n for turn in draft_of(finished, "kich-ban-trao-thuong")["turns"] for n in turn["names"]] == listed
    assert [line.split(",")[0] for line in draft_of(finished, "ban-tin-truyen-thanh")["names"]] == listed


def test_the_count_is_that_of_the_minutes(finished):
    counted = draft_of(finished, "bien-ban-kiem-phieu")
    minutes = Document.objects.get(kind="bien-ban-hop", movement_paper__movement=finished).data
    keys = ("name", "yes", "no", "rate", "result")
    assert [[line[k] for k in keys] for line in counted["candidates"]] == [
        [line[k] for k in keys] for line in minutes["candidates"]
    ]
    meeting = finished.meetings.get()
    assert (counted["issued"], counted["collected"], counted["valid"], counted["invalid"]) == (
        meeting.ballots_issued, meeting.ballots_returned, meeting.ballots_valid, 0,
    )  # fmt: skip
    assert "committee" not in counted  # who counted is written nowhere
    assert any(gap.path == "committee" for gap in blanks.gaps("bien-ban-kiem-phieu", counted))


def test_the_number_of_the_decision_and_of_the_plan_stand_on_what_follows_them(finished):
    decision = Decision.objects.select_related("document").get(movement=finished)
    code = number_of(decision.document)
    plan = finished.plan_version.header["number_code"]
    for kind in ("bao-cao-tong-ket", "thong-cao", "ban-tin-truyen-thanh", "kich-ban-trao-thuong"):
        assert f"{code} ngày 18 tháng 12 năm 2023" in text_of(papers_of(finished, kind)[0].make("pdf")), kind
    for kind in ("cong-van-don-doc", "bao-cao-so-ket", "bao-cao-tong-ket", "bien-ban-kiem-tra", "ke-hoach-dieu-chinh"):
        assert plan in text_of(papers_of(finished, kind)[0].make("pdf")), kind


def test_the_money_is_that_of_the_decision(finished):
    awards = list(Decision.objects.get(movement=finished).awards.all())
    report = draft_of(finished, "bao-cao-tong-ket")
    told = [person.get("money") for group in PEOPLE for person in report.get(group, [])]
    assert told == [award.bonus for award in awards]


def test_the_statistics_count_the_ledger(finished):
    data = draft_of(finished, "thong-ke-0603")
    thematic = data["methods"].index("Chuyên đề")
    counts = {row["label"]: row["counts"][thematic]["n"] for row in data["rows"]}
    assert counts == {"Tập thể": 1, "Hộ gia đình": 0, "Cá nhân": 3}
    assert data["form_code"] == "0603.N/BNV-TĐKT"
    movements = draft_of(finished, "thong-ke-0601")
    assert movements["total"] == 1
    assert sum(row["count"] for row in movements["groups"][0]["rows"]) == 1


def test_the_targets_have_the_levels_of_the_plan_and_no_result(db):
    movement = load_movement(PLACES[4])
    wanted = [t["text"] for t in movement.plan_version.content["contents"] if t["target"]]
    for kind, key in (("phieu-theo-doi", "targets"), ("bao-cao-so-ket", "results"), ("ban-dang-ky", "targets")):
        rows = draft_of(movement, kind)[key]
        plain = [row for row in rows if not row["target"].startswith("Riêng ")]  # the exception has its own level
        assert len(plain) == len(wanted) - (kind == "phieu-theo-doi")  # the rank of the commune is no unit's
        assert any(row.get("planned") == "≥ 90%" for row in rows)
        assert not {"achieved", "state", "value", "part", "whole", "pledged"} & {k for row in rows for k in row}


def test_nothing_is_invented_where_the_plan_says_nothing(launched):
    reminder = draft_of(launched, "cong-van-don-doc")
    assert "items" not in reminder
    registration = draft_of(launched, "ban-dang-ky")
    assert not any("planned" in row for row in registration["targets"])
    ceremony = draft_of(launched, "kich-ban-trao-thuong")
    assert not {"time", "venue", "turns", "citation"} & set(ceremony)
    assert "meeting" not in draft_of(launched, "phieu-diem")
    assert draft_of(launched, "ke-hoach-dieu-chinh").get("amended_number") is None


def test_a_bundle_for_above_is_made_of_its_own_papers(finished, reader_of):
    level = finished.award_levels.get(decided_here=False)
    nomination = finished.nominations.filter(subject="individual").first()
    nomination.pk, nomination.award_level, nomination.state = None, level, "selected"
    nomination._state.adding = True
    nomination.save()
    recipe = catalogue.RECIPES["ho-so-cap-tren"]
    data = catalogue.drafted(recipe, Case(finished, DAY, "Cán bộ mẫu 01", level))
    assert names_of(data["proposal"]) == [nomination.nominee]
    assert [report["subject_name"] for report in data["reports"]] == [nomination.nominee]
    assert data["proposal"]["addressees"] == [level.authority]
    clerk = reader_of("canbo.tienthanh")
    draft = open_draft(movement=finished, kind="ho-so-cap-tren", topic=f"level:{level.pk}", by=clerk, at=NOW, on=DAY)
    with pytest.raises(Exception, match="văn bản gốc"):
        save_draft(draft=draft, data={}, by=clerk, at=NOW, version=draft.version)


def test_nobody_on_hold_or_withdrawn_stands_on_a_list_that_goes_out(finished):
    held = finished.nominations.filter(subject="individual").first()
    finished.nominations.filter(pk=held.pk).update(state="on_hold")
    assert held.nominee not in nominated(finished)
    assert len(nominated(finished)) == 3


# ------------------------------------------------------------------ kept, and in which language


def test_a_slip_and_minutes_are_kept_without_number_and_do_not_change(finished, reader_of):
    clerk = reader_of("canbo.tienthanh")
    meeting = finished.meetings.get()
    for kind, more in (("phieu-diem", {}), ("bien-ban-kiem-phieu", {"committee": [{"name": "Cán bộ mẫu 05"}]})):
        draft = open_draft(movement=finished, kind=kind, topic=f"meeting:{meeting.pk}", by=clerk, at=NOW, on=DAY)
        draft = save_draft(draft=draft, data=draft.data | more, by=clerk, at=NOW, version=draft.version)
        draft = step_draft(draft=draft, verb="keep", by=clerk, at=NOW, version=draft.version, dated=DAY)
        assert draft.state == "kept"
        assert number_of(draft.document) is None
        assert draft.document.state == Document.State.ISSUED
        assert text_of(draft.document.pdf.file.open("rb").read())
        assert finished.papers.get(document=draft.document).stage == "meeting"


def test_papers_are_vietnamese_also_for_a_clerk_who_reads_english(finished, reader_of):
    with translation.override("en"):
        draft = open_draft(movement=finished, kind="bao-cao-tong-ket", topic="", by=reader_of("canbo.tienthanh"),
                           at=NOW, on=DAY)  # fmt: skip
    again = catalogue.drafted(catalogue.RECIPES["bao-cao-tong-ket"], Case(finished, DAY, "Cán bộ mẫu 01"))
    assert draft.data == again
    assert draft.title.startswith("Tổng kết phong trào thi đua")


def test_only_the_closing_report_sums_a_movement_up(finished, reader_of):
    from chungtay.movements.actions import facts

    clerk, registrar = reader_of("canbo.tienthanh"), reader_of("vanthu.tienthanh")
    for kind, verb, by in (("thong-ke-0601", "keep", clerk), ("bao-cao-tong-ket", "issue", registrar)):
        assert not facts(finished)["summary_report_issued"]
        draft = open_draft(movement=finished, kind=kind, topic="", by=clerk, at=NOW, on=DAY)
        step_draft(draft=draft, verb=verb, by=by, at=NOW, version=draft.version, dated=DAY)
    assert facts(finished)["summary_report_issued"]


def test_the_page_asks_the_database_no_more_for_more_papers(finished, client_of, django_assert_max_num_queries):
    client = client_of("canbo.tienthanh")
    with django_assert_max_num_queries(20):
        page = client.get(f"/giay-to/{finished.pk}/").content.decode()
    assert all(kind.name in page for kind in KINDS.values())
    assert AwardLevel.objects.exists()
    for kind in catalogue.RECIPES:
        assert client.get(f"/giay-to/{finished.pk}/{kind}/").status_code == 200, kind
