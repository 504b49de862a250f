"""The YAML cases of tests/law/cases, which a clerk can read and add to, run against the engine."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from chungtay.law import InputError, Law, LawError, Unsettled
from chungtay.law.calendar import add_workdays, calendar
from chungtay.law.council import check_tally
from chungtay.law.deadlines import parse_date_vi, resolve
from chungtay.law.money import bonus
from chungtay.law.numbering import parse_code, type_symbols
from chungtay.law.quotas import Quota, may_select, remaining
from chungtay.law.transitions import default_root
from chungtay.law.yamlfile import YamlFile

CASES = Path(__file__).parent / "cases"
SUBJECTS = {"cá nhân": "individual", "tập thể": "collective", "hộ gia đình": "household"}
ANSWER = """family: Trả lời mẫu
rules:
  - id: R-76
    title: Hệ số giấy khen theo trả lời mẫu
    description: Dựng riêng cho kiểm thử, không phải trả lời thật.
    kind: table
    unit: lần lương cơ sở
    governed_by: decision_date
    scope: {{level: province, may_override: null, bound: null}}
    checked_on: 2026-11-21
    values:
      2025-07-01:
        value: {{individual: {factor}, household_times: 1.5, collective_times: 2}}
        certainty: V1
        reference: [{{title: Công văn mẫu, article: null}}]
"""


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    """Our law with two sample provinces that answered the open question of R-76."""
    root = tmp_path_factory.mktemp("law") / "law"
    shutil.copytree(default_root(), root)
    for code, factor in (("98", "0.15"), ("99", "0.3")):
        (root / "provinces" / code).mkdir()
        (root / "provinces" / code / "money.yaml").write_text(ANSWER.format(factor=factor), encoding="utf-8")
    return Law(root)


def check_bonus(given: Mapping[str, Any], expected: Mapping[str, Any], law: Law) -> None:
    def ask() -> Any:
        day = parse_date_vi(given["ngày"])
        subject = SUBJECTS[given["đối tượng"]]
        return bonus(form=given["hình thức"], subject=subject, on=day, place=given.get("tỉnh"), law=law)

    if "chưa rõ" in expected:
        with pytest.raises(Unsettled) as refusal:
            ask()
        assert refusal.value.rule_id == expected["chưa rõ"]
        assert "Hỏi Sở Nội vụ" in refusal.value.message
    elif "báo lỗi" in expected:
        with pytest.raises(LawError) as error:
            ask()
        assert expected["báo lỗi"] in error.value.message
    else:
        result = ask()
        assert result.amount == expected["số tiền"]
        unsure = sorted(v.rule_id for v in result.values if not v.certainty.settled)
        assert unsure == expected["nhắc"]
        assert len(result.warnings) == len(unsure)


def check_deadline(given: Mapping[str, Any], expected: Mapping[str, Any], _: Law) -> None:
    def ask() -> Any:
        event_on = parse_date_vi(given["ngày sự kiện"]) if "ngày sự kiện" in given else None
        return resolve(
            given["ngày ghi"],
            given["cách tính"],
            event=given.get("sự kiện"),
            event_on=event_on,
            offset_days=given.get("số ngày"),
        )

    if "báo lỗi" in expected:
        with pytest.raises(InputError) as error:
            ask()
        assert expected["báo lỗi"] in error.value.message
        return
    found = ask()
    assert found.last_day == (parse_date_vi(expected["ngày cuối"]) if expected["ngày cuối"] else None)
    assert found.explanation
    if "câu" in expected:
        assert found.explanation == expected["câu"]


def check_quota(given: Mapping[str, Any], expected: Mapping[str, Any], _: Law) -> None:
    quota = Quota(given["tập thể"], given["cá nhân"], given["kiểu"], given.get("khen thêm"))
    kind = SUBJECTS[given["loại"]]
    verdict = may_select(quota, kind, given["đã chọn"])
    assert verdict.outcome.value == expected["kết quả"]
    assert remaining(quota, kind, given["đã chọn"]) == expected["còn"]
    assert expected.get("câu", "") in verdict.sentence


def check_count(given: Mapping[str, Any], expected: Mapping[str, Any], _: Law) -> None:
    found = check_tally(given["hợp lệ"], given["đồng ý"], given["không đồng ý"], given["không ghi"])
    assert found == ([expected["câu"]] if expected["câu"] else [])


def check_code(given: Mapping[str, Any], expected: Mapping[str, Any], _: Law) -> None:
    if "báo lỗi" in expected:
        with pytest.raises(InputError) as error:
            parse_code(given["viết"])
        for part in expected["báo lỗi"]:
            assert part in error.value.message
        return
    code = parse_code(given["viết"])
    kind = type_symbols()[code.symbol] if code.symbol else None
    assert {"số": code.number, "loại": kind, "cơ quan": code.body} == expected


def check_workdays(given: Mapping[str, Any], expected: Mapping[str, Any], _: Law) -> None:
    start, days = parse_date_vi(given["từ ngày"]), given["số ngày"]
    if "báo lỗi" in expected:
        with pytest.raises(InputError, match=expected["báo lỗi"]):
            calendar().limit(start, days)
        return
    last = parse_date_vi(expected["ngày cuối"])
    assert add_workdays(start, days) == last
    if days >= 0:
        limit = calendar().limit(start, days)
        assert limit.last_day == last
        assert bool(limit.warnings) == {"có": True, "không": False}[expected["nhắc"]]
        assert expected.get("câu", "") in limit.explanation


CHECKS: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any], Law], None]] = {
    "tiền thưởng": check_bonus,
    "hạn": check_deadline,
    "số lượng": check_quota,
    "kiểm phiếu": check_count,
    "số, ký hiệu": check_code,
    "ngày làm việc": check_workdays,
}


def all_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        data = YamlFile(path, path.name).data
        assert set(data) == {"việc", "tình huống"}, path.name
        for case in data["tình huống"]:
            assert set(case) == {"tên", "cho", "thì"}, (path.name, case)
            found.append(pytest.param(data["việc"], case, id=f"{path.stem}: {case['tên']}"))
    return found


@pytest.mark.parametrize(("what", "case"), all_cases())
def test_case(what: str, case: Mapping[str, Any], law: Law) -> None:
    CHECKS[what](case["cho"], case["thì"], law)


def test_every_kind_of_case_has_cases() -> None:
    assert {param.values[0] for param in all_cases()} == set(CHECKS)


def test_the_sample_provinces_are_not_in_the_real_law() -> None:
    assert not {"98", "99"} & set(Law().provinces)
    with pytest.raises(Unsettled):
        bonus(form="giay-khen-xa", subject="individual", on=dt.date(2025, 12, 20), place="99")
