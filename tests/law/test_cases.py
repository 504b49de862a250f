"""The YAML cases of tests/law/cases, which a clerk can read and add to, run against the engine."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chungtay.indicators import FORMULAS
from chungtay.law import InputError, Law, LawError, NotInForce, Reference, Unsettled, load
from chungtay.law.annulment import Annulment, Recipient, annul
from chungtay.law.calendar import add_workdays, calendar
from chungtay.law.citations import check_text, judge, parse
from chungtay.law.council import check_tally
from chungtay.law.deadlines import parse_date_vi, resolve
from chungtay.law.eligibility import Assessment, assess
from chungtay.law.facts import (
    Absence,
    Candidate,
    Criteria,
    Discipline,
    Facts,
    Hold,
    Initiative,
    LedgerEntry,
    Rating,
)
from chungtay.law.money import Subject, bonus, decimal
from chungtay.law.numbering import parse_code, type_symbols
from chungtay.law.priority import rank
from chungtay.law.quotas import Quota, may_select, remaining
from chungtay.law.rating import class_of_points, top_class_limit
from chungtay.law.registers import Line, check_series, next_number
from chungtay.law.sessions import Attendance, Composition, Count, Member, check_session, fix_rules, rule_on
from chungtay.law.transitions import default_root
from chungtay.law.verdicts import Outcome
from chungtay.law.wording import say_with_unit
from chungtay.law.yamlfile import YamlFile
from chungtay.linter import Report, check_source
from chungtay.reading import load as read_source
from linter.cases import CLEAN
from support.settling import check_settlement

CASES = Path(__file__).parent / "cases"
FIGURES = Path(__file__).parent / "worked_figures.yaml"
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


YES = {"có": True, "không": False}
GROUNDS = {label: key for key, label in load().rule("R-44").entries[-1].value["grounds"].items()}


def ground(label: str) -> str:
    return GROUNDS.get(label, label)


def day(text: str | None) -> dt.date | None:
    return parse_date_vi(text) if text else None


def read_criteria(plan: Mapping[str, Any]) -> Criteria:
    unknown = set(plan) - {
        *("từ", "đến", "chốt", "đối tượng", "thuộc", "chỉ trực tiếp"),
        *("xếp loại từ", "năm xếp loại", "không kỷ luật", "sáng kiến", "loại khen"),
    }
    assert not unknown
    return Criteria(
        start=day(plan.get("từ")),
        end=day(plan.get("đến")),
        cutoff=day(plan.get("chốt")),
        subjects=tuple(Subject(SUBJECTS[s]) for s in plan["đối tượng"]) if "đối tượng" in plan else None,
        audiences=tuple(plan["thuộc"]) if "thuộc" in plan else None,
        direct_only=YES[plan.get("chỉ trực tiếp", "không")],
        rating_at_least=plan.get("xếp loại từ"),
        rating_year=plan.get("năm xếp loại"),
        discipline_free=YES[plan.get("không kỷ luật", "không")],
        initiative_required=YES[plan.get("sáng kiến", "không")],
        award_kind=plan.get("loại khen", "chuyên đề"),
    )


def read_ledger(rows: list[Mapping[str, Any]]) -> tuple[LedgerEntry, ...]:
    return tuple(
        LedgerEntry(
            None if r["thành tích"] == "chưa rõ" else r["thành tích"],
            r["hình thức"],
            r["loại"],
            parse_date_vi(r["ngày"]),
            day(r.get("hủy")),
        )
        for r in rows
    )


def read_facts(who: Mapping[str, Any]) -> Facts:
    """A clean public servant unless the case says otherwise; "chưa rõ" means that nobody has looked."""
    unknown = set(who) - {
        *("ngày", "tỉnh", "kế hoạch", "sắp ký", "đối tượng", "nhóm", "thuộc", "trực tiếp", "thành tích", "xếp loại"),
        *("kỷ luật", "chờ kết luận", "sáng kiến", "nghỉ", "vào làm", "giải thể", "đã khen", "dựa vào"),
    }
    assert not unknown

    def rows(key: str) -> Any:
        return None if who.get(key) == "chưa rõ" else who.get(key, [])

    disciplines, holds, initiatives = rows("kỷ luật"), rows("chờ kết luận"), rows("sáng kiến")
    subject = Subject(SUBJECTS[who.get("đối tượng", "cá nhân")])
    return Facts(
        name="Trường hợp mẫu 01",
        subject=subject,
        achievements=tuple(rows("thành tích") or ()) if "thành tích" in who else ("thành tích mẫu",),
        category=who.get("nhóm", "công chức" if subject is Subject.INDIVIDUAL else None),
        audience=who.get("thuộc"),
        direct=YES[who["trực tiếp"]] if "trực tiếp" in who else None,
        ratings=tuple(Rating(r["năm"], r["mức"], YES[r.get("dự kiến", "không")]) for r in who.get("xếp loại", ())),
        disciplines=disciplines
        if disciplines is None
        else tuple(Discipline(parse_date_vi(r["từ"]), day(r.get("đến")), r["hình thức"]) for r in disciplines),
        holds=holds
        if holds is None
        else tuple(
            Hold(GROUNDS.get(r["căn cứ"], r["căn cứ"]), parse_date_vi(r["từ"]), day(r.get("xong"))) for r in holds
        ),
        initiatives=initiatives
        if initiatives is None
        else tuple(Initiative(r["tên"], day(r.get("công nhận")), tuple(r.get("đã dùng", ()))) for r in initiatives),
        absences=tuple(
            Absence(parse_date_vi(r["từ"]), parse_date_vi(r["đến"]), YES[r.get("thai sản", "không")])
            for r in who.get("nghỉ", ())
        ),
        employed_from=day(who.get("vào làm")),
        dissolved_on=day(who.get("giải thể")),
        ledger=read_ledger(who.get("đã khen", [])),
        basis=read_ledger(who.get("dựa vào", [])),
    )


def check_eligibility(given: Mapping[str, Any], expected: Mapping[str, Any], law: Law) -> None:
    def ask() -> Assessment:
        return assess(
            read_facts(given),
            read_criteria(given["kế hoạch"]),
            parse_date_vi(given["ngày"]),
            given.get("tỉnh"),
            deciding=YES[given.get("sắp ký", "không")],
            law=law,
        )

    if "báo lỗi" in expected:
        with pytest.raises(InputError, match=expected["báo lỗi"]):
            ask()
        return
    verdict = ask()
    assert verdict.outcome.value == expected["kết quả"], verdict.sentence
    unmet = [f.reason.rule_id for f in verdict.findings if f.outcome is not Outcome.PASSED]
    if verdict.outcome is Outcome.PASSED:
        assert "vì" not in expected
        assert unmet == [warning.rule_id for warning in verdict.warnings]
    else:
        assert [reason.rule_id for reason in verdict.reasons] == expected["vì"]
    assert [warning.rule_id for warning in verdict.warnings] == expected.get("nhắc", []), verdict.sentence
    assert expected.get("câu", "") in " ".join(f.reason.text for f in verdict.findings)
    if "tính từ" in expected:
        assert verdict.window
        assert verdict.window.start == day(expected["tính từ"])
    assert all(reason.reference and reason.text for reason in verdict.reasons)


def check_order(given: Mapping[str, Any], expected: Mapping[str, Any], law: Law) -> None:
    candidates = [
        Candidate(
            one["tên"],
            Subject(SUBJECTS[given["đối tượng"]]),
            Fraction(str(one["điểm"])),
            woman=YES[one["nữ"]] if "nữ" in one else None,
            women_share=Fraction(one["tỷ lệ nữ"]) if "tỷ lệ nữ" in one else None,
            direct=YES[one["trực tiếp"]] if "trực tiếp" in one else None,
        )
        for one in given["danh sách"]
    ]
    prefer = YES[given.get("ưu tiên trực tiếp", "không")]
    places = rank(candidates, parse_date_vi(given["ngày"]), prefer_direct=prefer, law=law)
    assert [[place.rank, place.candidate.name] for place in places] == expected["thứ tự"]
    assert expected.get("câu", "") in " ".join(place.line for place in places)
    assert sorted({name for place in places for name in place.tied_with}) == expected.get("còn ngang", [])


def check_rating_points(given: Mapping[str, Any], expected: Mapping[str, Any], law: Law) -> None:
    if "báo lỗi" in expected:
        with pytest.raises(LawError, match=expected["báo lỗi"]):
            class_of_points(Fraction(str(given["điểm"])), given["năm"], law=law)
    elif "điểm" in given:
        assert class_of_points(Fraction(str(given["điểm"])), given["năm"], law=law) == expected["mức"]
    else:
        assert top_class_limit(given["số người xếp loại tốt"], given["năm"], law=law) == expected["xuất sắc nhiều nhất"]


def check_citation(given: Mapping[str, Any], expected: Mapping[str, Any], _: Law) -> None:
    found = parse(given["câu"])
    assert len(found) == expected.get("số căn cứ", 1)
    if not found:
        return
    judged = judge(found[0], parse_date_vi(given["ngày"]))
    for key, value in (
        ("loại", found[0].kind),
        ("số", found[0].number),
        ("ngày ký", f"{found[0].date:%d/%m/%Y}" if found[0].date else None),
        ("cơ quan", found[0].issuer),
        ("điều", found[0].article),
        ("hiệu lực", judged.standing.value),
        ("thay bằng", [act.number for act in judged.replacements]),
    ):
        assert key not in expected or expected[key] == value
    assert expected.get("câu", "") in judged.sentence


def check_wording(given: Mapping[str, Any], expected: Mapping[str, Any], _: Law) -> None:
    remarks = check_text(given["câu"], parse_date_vi(given["ngày"]), day(given.get("đến")))
    assert [[remark.rule_id, remark.subject, "lỗi" if remark.blocks else "nhắc"] for remark in remarks] == expected[
        "thấy"
    ]
    assert expected.get("câu", "") in " ".join(remark.sentence for remark in remarks)


def check_annulment(given: Mapping[str, Any], expected: Mapping[str, Any], law: Law) -> None:
    on = parse_date_vi(given["ngày"])
    by_label = {label: code for code, label in load().rule("R-53").entries[-1].value.items()}

    def ask() -> Annulment:
        return annul(
            LedgerEntry(
                "thành tích mẫu", "Giấy khen", "chuyên đề", parse_date_vi(given["khen ngày"]), day(given.get("đã hủy"))
            ),
            ground=by_label.get(given["căn cứ"], given["căn cứ"]),
            evidence=given.get("chứng cứ"),
            awarded_by="Chủ tịch UBND xã",
            annulled_by=given.get("người hủy", "Chủ tịch UBND xã"),
            recipients=(Recipient("Cán bộ mẫu 01", given.get("đã chi", 0)),),
            on=on,
            law=law,
        )

    if "báo lỗi" in expected:
        with pytest.raises(LawError, match=expected["báo lỗi"]):
            ask()
        return
    found = ask()
    assert found.verdict.outcome.value == expected["kết quả"]
    assert found.recover == expected.get("thu hồi", 0)
    assert bool(found.consequences) == (expected["kết quả"] == "đạt")
    assert [reason.rule_id for reason in found.verdict.reasons] == expected["vì"]


def check_vote(given: Mapping[str, Any], expected: Mapping[str, Any], law: Law) -> None:
    members = (Member("Chủ tịch mẫu", "chair"), *(Member(f"Ủy viên {n}") for n in range(2, given["thành viên"] + 1)))
    council = Composition("Quyết định mẫu", members)
    came = frozenset(member.name for member in members[: given["có mặt"]])
    written = frozenset(member.name for member in members[given["có mặt"] :][: given.get("gửi ý kiến", 0)])
    resolved = law.on(parse_date_vi(given["ngày"]))
    regulation = {"R-63": {"more_than": "1/2", "base": given.get("mẫu số", "present"), "tie": "not_passed"}}
    if "quy chế họp từ" in given:
        regulation["R-64"] = given["quy chế họp từ"]
    resolved = resolved.narrowed("council", regulation, Reference("Quy chế mẫu", None))
    at = dt.datetime(2000, 1, 1, 8, tzinfo=dt.UTC)
    rules = fix_rules(resolved, secret=True, fixed_at=at, written_votes=YES[given.get("tính phiếu gửi", "không")])
    late = dt.timedelta(hours=-1 if YES[given.get("chốt sau khi mở", "không")] else 1)
    session = check_session(council, Attendance(came, written), rules, opened_at=at + late, law=resolved)
    assert session.outcome.value == expected["được họp"], session.sentence
    assert [warning.rule_id for warning in session.warnings] == expected.get("nhắc", [])
    if "phiếu" in given:
        excused = frozenset(f"Ủy viên {n}" for n in given.get("liên quan", ()))
        count = Count("Trường hợp mẫu", *given["phiếu"], excused=excused)
        if "báo lỗi" in expected:
            with pytest.raises(InputError, match=expected["báo lỗi"]):
                rule_on(council, Attendance(came, written), rules, count)
            return
        result, sentence = rule_on(council, Attendance(came, written), rules, count)
        assert {"passed": "đạt", "not_passed": "không đạt", "tie": "ngang phiếu"}[result] == expected["kết quả"]
        assert expected.get("câu", "") in sentence


def check_register(given: Mapping[str, Any], expected: Mapping[str, Any], _: Law) -> None:
    lines = [
        Line(row["số"], parse_date_vi(row["ngày"]), YES[row.get("hủy", "không")], row.get("lý do"))
        for row in given["sổ"]
    ]
    assert check_series(lines, given["năm"]) == expected["thấy"]
    assert next_number(lines) == expected["số tiếp"]


def check_rate(given: Mapping[str, Any], expected: Mapping[str, Any], _: Law) -> None:
    inputs = {"early": 0, "on_time": given["đúng hạn"], "late": given["quá hạn"], "solved": given["đã giải quyết"]}
    inputs |= {"pending_late": given["đang quá hạn"], "handled": given["đã giải quyết"] + given["đang giải quyết"]}
    assert FORMULAS[f"dung-han-{given['công thức']}"].evaluate(inputs).percent == expected["tỷ lệ"]


def check_lookup(given: Mapping[str, Any], expected: Mapping[str, Any], law: Law) -> None:
    """One rule on a day at a place, in the words that people read."""
    resolved = law.on(parse_date_vi(given["ngày"]), given.get("tỉnh"))
    value = resolved.peek(given["số"])
    if "không áp dụng" in expected:
        assert value is None
        with pytest.raises(NotInForce, match="không có hiệu lực ngày"):
            resolved[given["số"]]
        return
    assert value is not None
    if "chưa rõ" in expected:
        with pytest.raises(Unsettled) as open_point:
            resolved[given["số"]]
        assert expected["chưa rõ"] in open_point.value.message
        return
    said = say_with_unit(value.value, value.unit)
    assert expected.get("giá trị", said) == said
    assert expected.get("có chữ", "") in said
    assert expected.get("mức", value.certainty.label) == value.certainty.label
    assert expected.get("tầng", value.layer_label) == value.layer_label
    assert expected.get("văn bản", "") in value.source
    if "tổng" in expected:
        assert sum(value.value.values()) == expected["tổng"]


PLANS = {"Kim Phượng": "000", "Tiến Thành": "001", "Tùng Ảnh": "002", "Dương Quỳ": "003", "Hồng Vân": "004"}


@cache
def reviewed(plan: str, on: dt.date) -> Report:
    return check_source(read_source(CLEAN[PLANS[plan]]), on=on)


def check_review(given: Mapping[str, Any], expected: Mapping[str, Any], _: Law) -> None:
    """What the plan linter points at in a real plan, at its words."""
    report = reviewed(given["kế hoạch thật"], parse_date_vi(given["ngày soát"]))
    places = [f.place.words if f.place else "" for f in report.findings if f.title == expected["thấy"]]
    assert expected["ở chữ"] in places


CHECKS: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any], Law], None]] = {
    "tiền thưởng": check_bonus,
    "hạn": check_deadline,
    "số lượng": check_quota,
    "kiểm phiếu": check_count,
    "số, ký hiệu": check_code,
    "ngày làm việc": check_workdays,
    "căn cứ": check_citation,
    "lời văn": check_wording,
    "hủy khen": check_annulment,
    "biểu quyết": check_vote,
    "sổ văn bản": check_register,
    "chốt": check_settlement,
    "tra quy định": check_lookup,
    "soát kế hoạch": check_review,
    "tỷ lệ đúng hạn": check_rate,
    "xét điều kiện": check_eligibility,
    "xếp thứ tự": check_order,
    "xếp loại theo điểm": check_rating_points,
}


def all_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        data = YamlFile(path, path.name).data
        assert set(data) - {"kế hoạch mẫu"} == {"việc", "tình huống"}, path.name
        plans = data.get("kế hoạch mẫu", {})
        for case in data["tình huống"]:
            if isinstance(case["cho"].get("kế hoạch"), str):
                case["cho"]["kế hoạch"] = plans[case["cho"]["kế hoạch"]]
            assert set(case) - {"việc"} == {"tên", "cho", "thì"}, (path.name, case)
            found.append(pytest.param(case.get("việc", data["việc"]), case, id=f"{path.stem}: {case['tên']}"))
    return found


@pytest.mark.parametrize(("what", "case"), all_cases())
def test_case(what: str, case: Mapping[str, Any], law: Law) -> None:
    CHECKS[what](case["cho"], case["thì"], law)


def test_there_are_enough_cases_and_each_has_its_own_name() -> None:
    names = [param.id for param in all_cases()]
    assert len(names) >= 150
    assert len(set(names)) == len(names)


def test_the_fifteen_oddities_of_the_real_plans_have_cases_each() -> None:
    """seeds.md §4, by the number in the name; each is found in a plan; eight have an answer of the law as well."""
    told: dict[str, set[int]] = {}
    for param in all_cases():
        if numbered := re.match(r"(\w+): \((\d+)\) ", param.id):
            told.setdefault(numbered[1], set()).add(int(numbered[2]))
    assert told["soat_ke_hoach"] == set(range(1, 16))
    assert told["muoi_lam_diem"] >= {1, 2, 3, 4, 5, 9, 13, 14}


def test_each_of_the_five_plans_is_looked_up_and_reviewed_at_its_own_day() -> None:
    names = [param.id for param in all_cases()]
    for plan in PLANS:
        assert any(name.startswith(f"tra_cuu: {plan}: ") for name in names)
        assert any(re.match(rf"soat_ke_hoach: \(\d+\) {plan}: ", name) for name in names)


def test_every_worked_figure_of_the_research_is_expected_by_a_case(law: Law) -> None:
    """The table of money of §6 and the figures of §9, as they are printed there (tests/law/worked_figures.yaml)."""
    figures = YamlFile(FIGURES, FIGURES.name).data
    paid, said = set(), []
    for param in all_cases():
        what, case = param.values
        given, expected = case["cho"], case["thì"]
        if what == "tiền thưởng" and "số tiền" in expected and given["hình thức"] == "giay-khen-xa":
            day = parse_date_vi(given["ngày"])
            one = bonus(form="giay-khen-xa", subject=SUBJECTS[given["đối tượng"]], on=day, place=given.get("tỉnh"),
                        law=law)  # fmt: skip
            paid.add((one.base_wage, str(decimal(one.coefficient)), given["đối tượng"], expected["số tiền"]))
        said += [f"{what}: {text}" for text in _texts(expected)]
    assert [row for row in figures["tiền thưởng"] if tuple(row) not in paid] == []
    everything = "\n".join(said)
    assert [text for text in figures["số liệu"] if text not in everything] == []


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from (f"{key} {text}" for text in _texts(value))
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)
    else:
        yield str(part)


def test_every_kind_of_case_has_cases() -> None:
    assert {param.values[0] for param in all_cases()} == set(CHECKS)


def test_the_sample_provinces_are_not_in_the_real_law() -> None:
    assert not {"98", "99"} & set(Law().provinces)
    with pytest.raises(Unsettled):
        bonus(form="giay-khen-xa", subject="individual", on=dt.date(2025, 12, 20), place="99")
