"""The register of acts agrees with the rules; references are found anywhere; mistakes in its file are told."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chungtay import law
from chungtay.law import LawFileError
from chungtay.law.acts import register
from chungtay.law.citations import Standing, check_text, judge, parse
from chungtay.law.transitions import default_root

TESTS = Path(__file__).parents[1]
DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2027, 12, 31))
PIECES = st.sampled_from(
    ["Căn cứ", "Nghị định", "số", "91/2017/NĐ-CP", "Luật", "Thi đua, khen thưởng", "ngày 31/02/2025", "của", "huyện",
     "Điều 5", "QĐ", "/", "-", "40 /KH-UBND", "UBND xã Mẫu", ";", "\n", "(", "Số: KH/UBND"]
)  # fmt: skip


def test_the_rules_that_are_acts_say_the_same_as_the_register() -> None:
    compared = 0
    for rule in law.load().national.values():
        for entry in rule.entries if rule.kind == "act" else ():
            if entry.value is None:
                continue
            act = register().find(entry.value["number"])
            assert act, (rule.id, entry.value["number"])
            assert act.valid_from in (None, entry.start), act.number
            if entry.until:
                assert act.valid_to == entry.until, act.number
            compared += 1
    assert compared >= 8


def test_every_legal_base_of_the_five_plans_is_read_as_the_hand_reading_has_it() -> None:
    read = 0
    for path in sorted((TESTS / "gold").glob("*.yaml")):
        for base in yaml.safe_load(path.read_text(encoding="utf-8"))["legal_bases"]:
            (citation,) = parse(base["text"])
            assert citation.number == base["document_number"]
            assert citation.date == dt.date.fromisoformat(base["date"])
            assert base["issuer"].startswith(str(citation.issuer))
            read += 1
    assert read == 9


def test_the_clean_plan_is_told_what_ends_during_its_movement() -> None:
    text = next((TESTS / "seeds").glob("002_*.txt")).read_text(encoding="utf-8")
    remarks = check_text(text, dt.date(2025, 2, 20), dt.date(2025, 11, 30))
    assert [remark.rule_id for remark in remarks if remark.blocks] == ["L-14"]
    assert {"R-10", "R-110", "R-111"} <= {remark.rule_id for remark in remarks if not remark.blocks}
    for remark in remarks:
        assert text[remark.start :].startswith(remark.subject.split()[0])


@given(DAYS)
def test_exactly_one_decree_on_commendation_is_in_force_until_the_sunset(on: dt.date) -> None:
    numbers = ("91/2017/NĐ-CP", "98/2023/NĐ-CP", "152/2025/NĐ-CP")
    standing = [judge(parse(f"Nghị định {number}")[0], on).standing for number in numbers]
    assert standing.count(Standing.IN_FORCE) == (1 if on < dt.date(2027, 3, 1) else 0)
    assert judge(parse(f"Nghị định {numbers[0]}")[0], on).sentence


@given(st.lists(PIECES, max_size=25), DAYS, DAYS)
def test_no_text_breaks_the_reading(pieces: list[str], on: dt.date, until: dt.date) -> None:
    text = " ".join(pieces)
    starts = [citation.start for citation in parse(text)]
    assert starts == sorted(set(starts))
    for remark in check_text(text, on, until):
        assert remark.sentence
        assert 0 <= remark.start < len(text)
        assert remark.rule_id is None or remark.rule_id in law.load().national


MISTAKES = {
    "an unknown key": ("    issuer: Quốc hội\n", "    issuer: Quốc hội\n    ngay: x\n", "khóa lạ “ngay”"),
    "a missing reference": ("    reference: R-02\n", "", "thiếu khóa “reference”"),
    "an impossible date": ("valid_from: 2024-01-01", "valid_from: 2024-02-30", "không phải là ngày có thật"),
    "an end before the start": ("valid_to: 2023-12-31", "valid_to: 2003-12-31", "ngày cuối trước ngày đầu"),
    "an heir that is not listed": ("[98/2023/NĐ-CP]", "[99/2023/NĐ-CP]", "99/2023/NĐ-CP không có trong sổ"),
    "a number given twice": ("number: 98/2023/NĐ-CP", "number: 091/2017/NĐ-CP", "ghi hai lần"),
    "a kind that is not listed": ("kind: Nghị định", "kind: Sắc lệnh", "không có trong kinds"),
    "a body without a rule": ("    rule: R-121", "    rule: R-999", "R-999 không có ở law/national"),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_in_the_register_is_refused_with_file_and_line(what: str, tmp_path: Path) -> None:
    before, after, problem = MISTAKES[what]
    root = tmp_path / "law"
    shutil.copytree(default_root(), root)
    path = root / "national" / "acts.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(LawFileError) as error:
        register(root)
    assert error.value.message.startswith("law/national/acts.yaml:")
    assert error.value.line is not None
    assert problem in error.value.message
