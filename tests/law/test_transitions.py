"""The transition tables: who may do what, and that no table lets anybody past the chair, the law or a missing paper."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chungtay.law.errors import LawError, LawFileError, Refused
from chungtay.law.transitions import Row, Table, default_root, mermaid, names, table
from chungtay.typesetting import KINDS

TABLES = [
    "certificate", "decision", "dossier", "initiative", "meeting", "movement", "obstacle", "paper", "plan", "report",
]  # fmt: skip
DOSSIER_STATES = """draft submitted checking incomplete eligible ineligible on_hold shortlisted selected beyond_quota
not_selected extra_requested proposed awarded sent_up awarded_above returned_above withdrawn recalled"""


def all_met(life: Table) -> dict[str, bool]:
    return {name: True for name, sentence in life.facts.items() if sentence is not None}


def every_row() -> list[tuple[Table, Row]]:
    return [(life, row) for life in map(table, TABLES) for row in life.rows]


def row_facts(life: Table, row: Row) -> dict[str, bool]:
    return all_met(life) | ({row.when: True} if row.when else {})


def test_there_is_a_table_for_every_object_of_the_lifecycle() -> None:
    assert names() == TABLES


def test_the_dossier_has_exactly_the_agreed_states() -> None:
    assert list(table("dossier").states) == DOSSIER_STATES.split()


@pytest.mark.parametrize("name", TABLES)
def test_every_role_in_every_state_gets_through_exactly_where_the_table_names_it(name: str) -> None:
    life = table(name)
    for row in life.rows:
        facts = row_facts(life, row)
        for role in life.roles:
            if role in row.who:
                assert life.step(row.from_state, row.verb, {role}, facts) == row
            else:
                with pytest.raises(Refused) as refusal:
                    life.step(row.from_state, row.verb, {role}, facts)
                assert refusal.value.kind == "role"


@pytest.mark.parametrize("name", TABLES)
def test_every_verb_is_refused_in_every_state_that_does_not_list_it(name: str) -> None:
    life = table(name)
    for verb in {row.verb for row in life.rows}:
        for state in life.states:
            if verb not in life.verbs(state):
                with pytest.raises(Refused) as refusal:
                    life.step(state, verb, set(life.roles), all_met(life))
                assert refusal.value.kind == "state"
                assert life.state(state).staff_label in refusal.value.reason_vi


@pytest.mark.parametrize("name", TABLES)
def test_each_guard_alone_locks_its_step_and_says_what_is_missing(name: str) -> None:
    life = table(name)
    for row in life.rows:
        for guard in row.guards:
            with pytest.raises(Refused) as refusal:
                life.step(row.from_state, row.verb, row.who, row_facts(life, row) | {guard.name: False})
            assert (refusal.value.kind, refusal.value.missing) == ("guard", (guard.name,))
            assert refusal.value.reason_vi == guard.unmet


def test_every_paper_that_a_step_names_can_be_made() -> None:
    named = {(life.name, row.verb): row.document for life, row in every_row() if row.document}
    assert {step: kind for step, kind in named.items() if kind not in KINDS} == {}
    assert named["obstacle", "compile"] == "bao-cao-vuong-mac"
    assert named["dossier", "send_up"] == "ho-so-cap-tren"
    assert named["decision", "annul"] == named["dossier", "recall"] == "quyet-dinh-huy-bo"


def test_a_guard_nobody_answered_counts_as_unmet() -> None:
    with pytest.raises(Refused) as refusal:
        table("dossier").step("proposed", "award", {"chair"}, {})
    assert refusal.value.kind == "guard"


def test_the_clerk_alone_never_makes_a_chairs_decision() -> None:
    everyone_else = set(table("dossier").roles) - {"chair"}
    decided = [(life, row) for life, row in every_row() if row.decides]
    assert {(life.name, row.verb) for life, row in decided} >= {
        ("dossier", "award"),
        ("dossier", "grant_extra"),
        ("dossier", "recall"),
        ("decision", "sign"),
        ("decision", "annul"),
        ("plan", "sign"),
        ("obstacle", "decide_amend"),
    }
    for life, row in decided:
        with pytest.raises(Refused):
            life.step(row.from_state, row.verb, everyone_else, row_facts(life, row))


def test_no_way_leads_the_clerk_alone_past_the_council_or_the_chair() -> None:
    life = table("dossier")
    reached, todo = {life.initial}, [life.initial]
    while todo:
        here = todo.pop()
        for row in life.rows:
            mine = row.from_state == here and "clerk" in row.who and row.when is None
            if mine and row.to_state not in reached:
                reached.add(row.to_state)
                todo.append(row.to_state)
    assert "shortlisted" in reached
    assert not reached & {"selected", "proposed", "awarded", "sent_up", "awarded_above"}


def test_paper_steps_always_need_the_paper() -> None:
    paper = [row for _, row in every_row() if row.paper]
    assert {row.verb for row in paper} == {
        "register_issued",
        "record_signature",
        "record_award",
        "record_withdrawal",
    }
    for row in paper:
        assert any(guard.name.endswith("_filed") for guard in row.guards)


def test_a_plan_gets_its_number_only_after_the_signature() -> None:
    life = table("plan")
    with pytest.raises(Refused) as refusal:
        life.step("in_signing", "issue", {"registrar"}, {"numbered_and_dated": True})
    assert refusal.value.missing == ("signed_by_chair",)
    assert not life.step("in_signing", "sign", {"chair"}, {"awaiting_signature": True}).changes_state


def test_a_held_dossier_can_be_released_and_shows_nothing_to_the_public() -> None:
    life = table("dossier")
    assert life.state("on_hold").public_label is None
    assert life.step("on_hold", "release", {"clerk"}, {"clearance_recorded": True}).to_state == "checking"
    assert all(row.public_label is None for row in life.rows if "on_hold" in (row.from_state, row.to_state))
    held_after = {"clearance_recorded": True, "held_after_selection": True}
    assert life.step("on_hold", "release_selected", {"clerk"}, held_after).to_state == "selected"
    with pytest.raises(Refused) as refusal:
        life.step("on_hold", "release_selected", {"clerk"}, {"clearance_recorded": True})
    assert refusal.value.kind == "state"


def test_a_supplement_is_asked_once() -> None:
    with pytest.raises(Refused) as refusal:
        table("dossier").step("checking", "ask_supplement", {"clerk"}, {"missing_papers_listed": True})
    assert "một lần" in refusal.value.reason_vi


def test_after_the_proposal_nobody_withdraws() -> None:
    life = table("dossier")
    for state in ("proposed", "awarded", "sent_up", "awarded_above"):
        assert not {"withdraw", "record_withdrawal"} & set(life.verbs(state))


def test_a_suspended_movement_returns_to_the_stage_it_left() -> None:
    life = table("movement")
    for stage in ("preparing", "running", "collecting", "reviewing", "awarding"):
        facts = {f"suspended_in_{stage}": True, "amendment_settled": True}
        assert life.step("under_revision", "resume", {"clerk"}, facts).to_state == stage
    offers = life.offers("under_revision", {"clerk"}, {"suspended_in_running": True})
    assert [offer.row.verb for offer in offers] == ["resume", "close_early"]
    with pytest.raises(LawError, match="mâu thuẫn"):
        life.row("under_revision", "resume", {"suspended_in_running": True, "suspended_in_awarding": True})


def test_offers_tell_a_unit_head_what_is_missing_and_who_can() -> None:
    life = table("dossier")
    offers = {offer.row.verb: offer for offer in life.offers("selected", {"unit_head"}, {"minutes_signed": True})}
    assert offers["withdraw"].allowed
    assert offers["withdraw"].reason is None
    propose = offers["propose"]
    assert not propose.allowed
    assert propose.reason is not None
    assert propose.reason.startswith("Việc này do cán bộ thường trực phong trào thực hiện.")
    assert "tạm dừng" in propose.reason


def test_one_clerk_mode_unites_the_roles_of_one_person() -> None:
    life = table("meeting")
    one_person = {"clerk", "registrar", "council_secretary"}
    assert life.step("voting", "count", one_person, {"tally_agrees": True}).to_state == "counted"


def test_offers_agree_with_steps() -> None:
    life = table("dossier")
    for state in life.states:
        for facts in ({}, all_met(life)):
            for offer in life.offers(state, {"clerk"}, facts):
                if offer.allowed:
                    assert life.step(state, offer.row.verb, {"clerk"}, facts) == offer.row
                else:
                    with pytest.raises(Refused) as refusal:
                        life.step(state, offer.row.verb, {"clerk"}, facts)
                    assert refusal.value.reason_vi == offer.reason


def test_labels_speak_to_people() -> None:
    for life, row in every_row():
        text = row.staff_label + "".join(guard.unmet for guard in row.guards)
        assert not any(word in text for word in ("!", "Vui lòng", "bạn ", "_"))
        assert row.staff_label[0].isupper(), (life.name, row.verb)
    for _, row in every_row():
        for guard in row.guards:
            assert guard.unmet.endswith(".")


def test_unknown_names_are_answered_in_words() -> None:
    with pytest.raises(LawError, match="Các bảng đang có"):
        table("khong_co")
    with pytest.raises(LawError, match="không có trạng thái"):
        table("plan").offers("bay", set(), {})


@pytest.mark.parametrize("name", TABLES)
def test_the_diagram_shows_every_arrow(name: str) -> None:
    drawing = mermaid(table(name))
    assert drawing.startswith("stateDiagram-v2\n")
    for row in table(name).rows:
        assert f"    {row.from_state} --> {row.to_state}: {row.staff_label} (" in drawing


BREAKAGES = {
    "an unknown role": ("who: [clerk, chair]", "who: [clerk, mayor]", "vai “mayor”"),
    "an unknown state": ("to: verified", "to: verfied", "trạng thái “verfied”"),
    "a dead end": ("from: returned, to: submitted", "from: submitted, to: submitted", "ngõ cụt"),
    "an unreachable state": (
        "states:\n",
        "states:\n  lost: {label: Lạc, public: null, tone: none, final: true}\n",
        "không có đường đến",
    ),
    "a repeated verb": ("verb: withdraw", "verb: verify", "ghi hai lần"),
    "a repeated key": ("object: report", "object: report\nobject: report", "ghi hai lần"),
    "an unknown key": ("object: report", "object: report\ncolour: red", "khóa lạ “colour”"),
    "a missing key": ("initial: drafted", "", "thiếu khóa “initial”"),
    "a guard without a sentence": ("guard: not_own_report", "guard: be_nice", "điều kiện “be_nice”"),
    "a decision of the clerk": ("label: Xác nhận số liệu", "decides: true, label: Xác nhận số liệu", "chỉ được giao"),
    "a wrong tone": ("tone: info", "tone: pink", "không thuộc"),
    "broken YAML": ("states:", "states: [", "sai cú pháp"),
}


@pytest.mark.parametrize("what", BREAKAGES)
def test_a_wrong_table_is_refused_with_file_and_line(what: str, tmp_path: Path) -> None:
    before, after, problem = BREAKAGES[what]
    for folder in ("schema", "transitions"):
        shutil.copytree(default_root() / folder, tmp_path / folder)
    shutil.copy(default_root() / "roles.yaml", tmp_path)
    broken = tmp_path / "transitions" / "report.yaml"
    text = broken.read_text(encoding="utf-8")
    assert before in text
    broken.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(LawFileError) as error:
        table("report", tmp_path)
    assert problem in error.value.message
    assert error.value.message.startswith("law/transitions/report.yaml:")
    assert error.value.line is not None
