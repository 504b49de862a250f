"""Dated rules: what holds on a day at a place, what a decision keeps, and which mistakes in the files are refused."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import chungtay
from chungtay import law
from chungtay.law import Law, LawError, LawFileError, NotInForce, Reference, UnknownRule, Unsettled
from chungtay.law.records import Recorded
from chungtay.law.transitions import default_root
from chungtay.law.wording import words

NUMBERS = Path(__file__).parent / "rule_numbers.txt"
MARCH_2024 = dt.date(2024, 3, 1)
REGULATION = Reference("Quy chế mẫu của Hội đồng", "Điều 3")


def test_every_number_of_the_research_is_either_encoded_or_refused_with_a_reason() -> None:
    loaded = law.load()
    numbers = NUMBERS.read_text(encoding="utf-8").split()
    assert len(numbers) == len(set(numbers)) == 162
    assert [n for n in numbers if (n in loaded.national) == (n in loaded.refused)] == []
    # L-8.3 is the table of type symbols, which the research left without a number, on the recognition
    # of initiatives, came with their room.
    ours = {"L-8.3", "R-147", "R-148", "R-149", "R-150"}
    assert set(loaded.national) | set(loaded.refused) == {*numbers, *ours}


def test_a_refused_rule_says_why_and_where_to_look() -> None:
    for refusal in law.load().refused.values():
        assert refusal.instead in law.load().national
        with pytest.raises(UnknownRule, match="không nhập vào dữ liệu"):
            law.load().rule(refusal.id)


def test_every_open_question_tells_whom_to_ask_or_what_to_set() -> None:
    open_entries = [
        (rule.id, entry.question or "")
        for rule in law.load().national.values()
        for entry in rule.entries
        if entry.certainty.value == "X"
    ]
    assert len(open_entries) > 15
    helpful = ("Hỏi ", "Đặt ", "Đề nghị ", "Theo ", "Chỉ đặt ", "quy định của tỉnh")
    assert [number for number, question in open_entries if not any(word in question for word in helpful)] == []


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (dt.date(2023, 2, 24), "91/2017/NĐ-CP"),  # Tiến Thành's plan
        (dt.date(2023, 12, 31), "91/2017/NĐ-CP"),
        (dt.date(2024, 1, 1), "98/2023/NĐ-CP"),
        (dt.date(2025, 2, 18), "98/2023/NĐ-CP"),  # Kim Phượng's plan
        (dt.date(2025, 6, 30), "98/2023/NĐ-CP"),
        (dt.date(2025, 7, 1), "152/2025/NĐ-CP"),
        (dt.date(2027, 2, 28), "152/2025/NĐ-CP"),
    ],
)
def test_the_decree_in_force_on_a_day(day: dt.date, number: str) -> None:
    assert law.on(day).named("decree").value["number"] == number


def test_after_the_sunset_the_software_asks_instead_of_guessing() -> None:
    with pytest.raises(Unsettled, match="Hỏi Sở Nội vụ văn bản nào thay"):
        law.on(dt.date(2027, 3, 1)).named("decree")


def test_the_commune_awards_more_after_the_district_is_gone() -> None:
    before, after = (
        law.on(day).named("commune_chair_authority") for day in (dt.date(2025, 6, 30), dt.date(2025, 7, 1))
    )
    assert (before.rule_id, after.rule_id) == ("R-30", "R-31")
    assert set(before.value) < set(after.value)
    assert law.on(dt.date(2025, 6, 30))["R-10"].value is True
    assert law.on(dt.date(2025, 7, 1))["R-10"].value is False


def test_unknown_early_and_unsettled_rules_are_three_different_answers() -> None:
    resolved = law.on(MARCH_2024)
    with pytest.raises(UnknownRule, match="Không có quy định số R-999"):
        resolved["R-999"]
    with pytest.raises(KeyError):
        resolved["R-999"]
    with pytest.raises(NotInForce, match="từ 01/07/2025"):
        resolved["R-44"]
    with pytest.raises(Unsettled, match="chưa xác định được") as refusal:
        resolved["R-68"]
    assert refusal.value.rule_id == "R-68"
    assert "R-68" in resolved
    assert "R-44" not in resolved
    assert len(resolved) == len(list(resolved))


def test_a_value_tells_where_it_comes_from() -> None:
    wage = law.on(dt.date(2025, 12, 1))["R-73"]
    assert (wage.layer, wage.start, wage.certainty.value) == ("national", dt.date(2024, 7, 1), "V1")
    assert wage.source == "Nghị định 73/2024/NĐ-CP"
    assert str(law.on(dt.date(2025, 12, 1))["R-41"].reference[0]).startswith("Điều 5 khoản 2 điểm c, Luật")


def test_bac_ninh_has_its_own_rules_from_its_own_day_and_nobody_else_has() -> None:
    with pytest.raises(Unsettled):
        law.on(dt.date(2025, 12, 14), "24")["R-34"]
    own = law.on(dt.date(2025, 12, 15), "24")["R-34"]
    assert (own.layer, own.certainty.value) == ("province", "V1")
    assert "nội bộ đoàn kết" in own.value["all"]
    for place in (None, "01"):
        with pytest.raises(Unsettled):
            law.on(dt.date(2025, 12, 15), place)["R-34"]


def test_bac_ninh_is_complete_as_far_as_it_was_read() -> None:
    read = {"R-22", "R-23", "R-33", "R-34", "R-35", "R-36", "R-39", "R-40", "R-62", "R-63"}
    assert set(law.load().provinces["24"]) == read
    before, after = (law.on(day, "24") for day in (dt.date(2025, 12, 14), dt.date(2025, 12, 15)))
    assert [n for n in read if n in before and before.peek(n).layer == "province"] == []  # type: ignore[union-attr]
    assert [n for n in read if after[n].layer != "province"] == []
    assert after["R-39"].value["tap-the-lao-dong-tien-tien"]["advanced_workers_share"] == Fraction(7, 10)


def test_a_province_without_rules_answers_as_the_nation() -> None:
    day = dt.date(2025, 12, 20)
    assert law.load().provinces["42"] == {}
    empty, nation = law.on(day, "42"), law.on(day)
    assert {n: empty.peek(n) for n in empty} == {n: nation.peek(n) for n in nation}
    assert (default_root() / "provinces" / "42" / "README.md").is_file()


def test_what_if_the_same_question_is_asked_on_another_day() -> None:
    assert [law.on(dt.date(year, 12, 1)).named("base_wage").value for year in (2022, 2023, 2024, 2025, 2026)] == [
        1_490_000,
        1_800_000,
        2_340_000,
        2_340_000,
        2_530_000,
    ]
    assert law.on(dt.date(2023, 12, 31))["R-38"].value["share_cap"] == Fraction(15, 100)
    assert law.on(dt.date(2024, 1, 1))["R-38"].value["share_cap"] == "none"


def test_a_place_is_a_code() -> None:
    with pytest.raises(LawError, match="hai chữ số"):
        law.on(MARCH_2024, "Bắc Ninh")


def test_a_council_regulation_replaces_the_default_and_becomes_binding() -> None:
    before = law.on(MARCH_2024)
    after = before.narrowed("council", {"R-64": "4/5", "R-70": True}, REGULATION)
    assert before["R-64"].value == Fraction(2, 3)
    assert not before["R-64"].certainty.settled
    assert after["R-64"].value == Fraction(4, 5)
    assert after["R-64"].certainty.settled
    assert after["R-64"].layer == "council"
    assert after["R-70"].value is True


def test_lower_layers_may_not_touch_what_the_law_fixes() -> None:
    with pytest.raises(LawError, match="không được quy định khác"):
        law.on(MARCH_2024).narrowed("plan", {"R-73": 9}, REGULATION)
    with pytest.raises(LawError, match="không được quy định khác"):
        law.on(MARCH_2024).narrowed("plan", {"R-64": "1/2"}, REGULATION)
    with pytest.raises(UnknownRule):
        law.on(MARCH_2024).narrowed("plan", {"R-999": 1}, REGULATION)


def test_values_cannot_be_changed_by_those_who_use_them() -> None:
    grounds = law.on(dt.date(2025, 12, 1))["R-53"].value
    with pytest.raises(TypeError):
        grounds["other"] = "x"


def test_a_snapshot_is_json_with_version_references_and_exact_numbers() -> None:
    kept = json.loads(json.dumps(law.snapshot(dt.date(2025, 12, 1), "24")))
    assert kept["ruleset_version"] == law.load().version
    assert kept["values"]["R-47"]["value"] == "7/10"
    assert kept["values"]["R-73"] == {
        "rule": "R-73",
        "name": "base_wage",
        "title": "Mức lương cơ sở",
        "value": 2_340_000,
        "unit": "đồng/tháng",
        "certainty": "V1",
        "reference": [{"title": "Nghị định 73/2024/NĐ-CP", "article": None}],
        "start": "2024-07-01",
        "layer": "national",
        "note": None,
        "question": None,
    }
    assert kept["values"]["R-76"]["certainty"] == "X"
    assert kept["values"]["R-76"]["value"] is None


def test_a_record_answers_like_the_law_it_was_taken_from() -> None:
    now = law.on(dt.date(2025, 12, 1), "24")
    then = Recorded(json.loads(json.dumps(now.as_json())))
    assert set(then) == set(now)
    assert then.ruleset_version == now.ruleset_version
    assert then.named("base_wage").value == now.named("base_wage").value
    assert then["R-63"].as_json() == now["R-63"].as_json()
    with pytest.raises(Unsettled, match="Hỏi Sở Nội vụ"):
        then["R-76"]
    with pytest.raises(NotInForce):
        then["R-74"]
    with pytest.raises(UnknownRule):
        then.named("coefficient.nowhere")


def test_every_machine_word_in_the_law_has_its_vietnamese() -> None:
    def tokens(value: Any) -> Iterator[str]:
        if isinstance(value, Mapping):
            for key, item in value.items():
                yield from (key, *tokens(item))
        elif isinstance(value, tuple):
            for item in value:
                yield from tokens(item)
        elif isinstance(value, str):
            yield value

    layers = [law.load().national, *law.load().provinces.values()]
    entries = [entry for rules in layers for rule in rules.values() for entry in rule.entries]
    found = {token for entry in entries for token in tokens(entry.value)}
    machine = {token for token in found if re.fullmatch(r"[a-z]+([_-][a-z]+)+", token)}
    assert sorted(machine - set(words())) == []
    assert {"individual", "all"} <= set(words())


# --- mistakes in the files -------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy = tmp_path / "law"
    shutil.copytree(default_root(), copy)
    return copy


def edit(root: Path, file: str, before: str, after: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_version_follows_the_content_and_nothing_else(root: Path) -> None:
    assert Law(root).version == law.load().version
    money = root / "national" / "money.yaml"
    money.write_bytes(money.read_bytes().replace(b"\n", b"\r\n"))
    assert Law(root).version == law.load().version
    edit(root, "national/money.yaml", "2340000", "2350000")
    assert Law(root).version != law.load().version


MONEY = "national/money.yaml"
MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "an unknown key": (MONEY, "    name: base_wage\n", "    name: base_wage\n    nome: x\n", "khóa lạ “nome”"),
    "a missing reference": (
        MONEY,
        "        reference: [{title: Nghị định 38/2019/NĐ-CP, article: null}]\n",
        "",
        "thiếu khóa “reference”",
    ),
    "an empty reference": (MONEY, "reference: [{title: Nghị định 38/2019/NĐ-CP, article: null}]", "reference: []", ""),
    "an impossible date": (MONEY, "      2019-07-01:", "      2019-06-31:", "không phải là ngày có thật"),
    "overlapping dates": (
        MONEY,
        "        value: 1490000\n",
        "        value: 1490000\n        until: 2023-07-01\n",
        "chồng nhau từ 01/07/2023",
    ),
    "an end before the start": (
        MONEY,
        "        value: 1490000\n",
        "        value: 1490000\n        until: 2019-06-30\n",
        "ngày cuối trước ngày đầu",
    ),
    "a date given twice": (MONEY, "      2023-07-01:", "      2019-07-01:", "ghi hai lần"),
    "a number given twice": (MONEY, "  - id: R-72", "  - id: R-71", "R-71 đã có ở law/national/money.yaml:4"),
    "two rules for one matter": (MONEY, "        until: 2023-12-31\n", "", "R-75 chồng thời gian với R-74"),
    "an unknown certainty": (MONEY, "certainty: K+", "certainty: sure", "không thuộc"),
    "a guess passed off as unsettled": (MONEY, "certainty: K+", "certainty: X", ""),
    "nothing passed off as known": (MONEY, "        value: 1490000", "        value: null", ""),
    "money with a fraction": (MONEY, "        value: 1490000", "        value: 1490000.5", ""),
    "a number both encoded and refused": ("refused.yaml", "id: R-100", "id: R-41", "R-41 đã có chỗ khác"),
    "a refusal that points nowhere": ("refused.yaml", "instead: L-14", "instead: L-99", "L-99 không có"),
    "a refusal without a reason": ("refused.yaml", "    instead: L-14\n", "", "thiếu khóa “instead”"),
    "a wrong level": (MONEY, "{level: national", "{level: province", "phải có level: national"),
    "a province that invents a rule": (
        "provinces/24/council_and_standards.yaml",
        "  - id: R-33",
        "  - id: R-833",
        "R-833 chưa có ở law/national",
    ),
    "a province that overrides a fixed rule": (
        "provinces/24/council_and_standards.yaml",
        "  - id: R-33",
        "  - id: R-53",
        "R-53 cấp tỉnh không được quy định khác",
    ),
    "a province with another kind": (
        "provinces/24/council_and_standards.yaml",
        "  - id: R-33",
        "  - id: R-48",
        "R-48 phải cùng kind",
    ),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_in_a_law_file_is_refused_with_file_and_line(what: str, root: Path) -> None:
    file, before, after, problem = MISTAKES[what]
    edit(root, file, before, after)
    with pytest.raises(LawFileError) as error:
        Law(root)
    assert error.value.message.startswith(f"law/{file}:")
    assert error.value.line is not None
    assert problem in error.value.message


def test_a_province_may_not_leave_the_bound(root: Path) -> None:
    path = root / "national" / "principles.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("  - id: R-47")
    end = text.index("  - id: R-48")
    freed = text[start:end].replace("may_override: null, bound: null", "may_override: province, bound: min")
    path.write_text(text[:start] + freed + text[end:], encoding="utf-8")
    (root / "provinces" / "99").mkdir()
    lower = freed.replace("level: national", "level: province").replace("0.70", "0.60")
    (root / "provinces" / "99" / "a.yaml").write_text("family: mẫu\nrules:\n" + lower, encoding="utf-8")
    with pytest.raises(LawFileError, match="thấp hơn mức tối thiểu 7/10"):
        Law(root)
    (root / "provinces" / "99" / "a.yaml").write_text(
        "family: mẫu\nrules:\n" + lower.replace("0.60", "0.80"), encoding="utf-8"
    )
    assert Law(root).on(dt.date(2025, 12, 1), "99")["R-47"].value == Fraction(4, 5)


def test_a_folder_of_a_province_is_a_code(root: Path) -> None:
    (root / "provinces" / "bac-ninh").mkdir()
    with pytest.raises(LawFileError, match="mã tỉnh hai chữ số"):
        Law(root)


# --- the law stays out of the program --------------------------------------------------------------------------------

# Sums, coefficients and numbers of acts: nowhere in the program.
LEGAL_NUMBERS = re.compile(
    r"\b0[.,]15\b|\b0[.,]225\b|\b1[_.]?490[_.]?000\b|\b1[_.]?800[_.]?000\b|\b2[_.]?340[_.]?000\b|"
    r"\b2[_.]?530[_.]?000\b|\b10_?000\b|\d/20\d\d/(?:NĐ|TT|NQ)-|\d/20\d\d/QH\d|\b(?:766|5666|638)/QĐ"
)
NOT_LAW = " not law: "  # a comment for the reader: the same digits, another thing
# In the engines also the days and shares, which elsewhere can be sample data or probabilities of a reader.
LEGAL_DAYS_AND_SHARES = re.compile(
    r"\b1[05]/12\b|\b24/11\b|\bdate\(20(?:1[7-9]|2\d), ?\d|\b0[.,][278]0?\b|\b[24]/[35]\b|"
    r"Điều \d|khoản \d|\b(?:hoàn thành (?:xuất sắc|tốt)|công chức|khiển trách|cảnh cáo)\b"
)


def code_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that the program runs: comments and docstrings may speak of numbers, code may not."""
    import ast

    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    said: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            first = node.body[0]
            said.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    for number, line in enumerate(text.splitlines(), start=1):
        if number not in said:
            code, _, comment = line.partition("  #")
            yield number, "" if code.lstrip().startswith("#") or comment.startswith(NOT_LAW) else code


def hits(path: Path, numbers: re.Pattern[str]) -> list[str]:
    return [f"{path.name}:{number}: {line.strip()}" for number, line in code_lines(path) if numbers.search(line)]


def test_no_legal_number_stands_in_the_program() -> None:
    package = Path(chungtay.__file__).parent
    rooms = [path for path in sorted(package.rglob("*.py")) if "migrations" not in path.parts]
    engines = [path for path in rooms if path.relative_to(package).parts[0] in ("law", "indicators")]
    assert len(rooms) > len(engines) > 10
    assert [hit for path in rooms for hit in hits(path, LEGAL_NUMBERS)] == []
    assert [hit for path in engines for hit in hits(path, LEGAL_DAYS_AND_SHARES)] == []


def test_the_search_for_legal_numbers_finds_them(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    lines = ['"""0.15 in a docstring is fine."""', "RATE = 0.15", "# 0.15", "STEP = 10_000", 'DAY = "15/12/2025"']
    lines += ["PAGES = 10_000  # not law: the most pages of a file", "RATE = 0.15  # law"]
    lines += ['A = "152/2025/NĐ-CP"', 'B = "Điều 5"', "C = date(2026, 1, 1)", 'D = "công chức"']
    sample.write_text("\n".join(lines), encoding="utf-8")
    assert [hit.split(":")[1] for hit in hits(sample, LEGAL_NUMBERS)] == ["2", "4", "7", "8"]
    assert [hit.split(":")[1] for hit in hits(sample, LEGAL_DAYS_AND_SHARES)] == ["5", "9", "10", "11"]
