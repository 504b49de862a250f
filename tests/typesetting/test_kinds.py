"""Kinds: wrong data are refused in words a clerk understands; what is unknown is left for the hand."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from chungtay.typesetting import KINDS, TEMPLATE_VERSIONS, DataError, build, render_docx, render_pdf, tree, wording
from chungtay.typesetting.kinds.fields import Field
from typesetting.helpers import GOLD, NOW, example, gold_plan, pdf_text, squeezed

CHECKED = [k for k in KINDS if k != "ke-hoach"]  # the plan's fields are those of the schema, tested apart


def _required(
    fields: tuple[Field, ...], data: Any, path: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], Field]]:
    for field in fields:
        if field.required:
            yield (*path, field.name), field
        if field.type == "object" and data.get(field.name):
            yield from _required(field.fields, data[field.name], (*path, field.name))
        if field.type == "objects" and data.get(field.name):
            yield from _required(field.fields, data[field.name][0], (*path, field.name, 0))


@pytest.mark.parametrize("kind", CHECKED)
def test_every_missing_required_field_is_named(kind: str) -> None:
    """Each required field left out in every way: the clerk reads which one, and what to do."""
    for path, field in _required(KINDS[kind].fields, example(kind)):
        shown = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
        for empty in ("absent", None, "", []):
            data = copy.deepcopy(example(kind))
            holder: Any = data
            for step in path[:-1]:
                holder = holder[step]
            if empty == "absent":
                del holder[path[-1]]
            else:
                holder[path[-1]] = empty
            with pytest.raises(DataError) as caught:
                build(kind, data)
            said = f"Thiếu {field.label}: anh/chị ghi thêm (trường “{shown}”)."
            assert said in caught.value.problems, (path, empty)


@pytest.mark.parametrize("missing", ["issuer", "title"])
def test_a_plan_without_issuer_or_title_is_refused(missing: str) -> None:
    data = example("ke-hoach")
    data["plan"]["document"][missing] = None
    with pytest.raises(DataError, match=rf"Thiếu .* \(trường “{missing}”\)"):
        build("ke-hoach", data)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(DataError) as caught:
        build("giay-moi", {"place": 5, "date": "31/02/2025", "titel": "x"})
    told = str(caught.value)
    for words in ("Thiếu trích yếu", "“titel” không có trong mẫu", "phải là chữ", "phải là ngày có thật"):
        assert words in told


def test_unknown_kind_lists_the_known_ones() -> None:
    with pytest.raises(DataError, match="quyet-dinh"):
        build("cong-van", {})


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("money", -1, "số không âm"),
        ("money", True, "số không âm"),
        ("money", float("nan"), "số không âm"),
        ("name", 7, "phải là chữ"),
    ],
)
def test_wrong_values_of_an_awardee_are_refused(field: str, value: Any, words: str) -> None:
    data = example("quyet-dinh")
    data["individuals"][0][field] = value
    with pytest.raises(DataError, match=rf"individuals\[1\]\.{field}”\) .*{words}"):
        build("quyet-dinh", data)


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_an_example_that_renders_both_ways(kind: str) -> None:
    document = build(kind, example(kind))
    assert render_pdf(document, timestamp=NOW).startswith(b"%PDF-1.7")
    assert render_docx(document).startswith(b"PK")
    assert document.version == TEMPLATE_VERSIONS[kind]


def test_chair_signs_an_award_decision_in_own_power() -> None:
    data = example("quyet-dinh")
    data["signature"]["authority"] = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    with pytest.raises(DataError, match=r"bỏ dòng “TM\.”"):  # L-27
        build("quyet-dinh", data)


@pytest.mark.parametrize("kind", ["quyet-dinh", "to-trinh"])
def test_a_list_without_anybody_is_refused(kind: str) -> None:
    data = example(kind)
    for group in ("collectives", "individuals", "households"):
        data.pop(group)
    with pytest.raises(DataError, match="ít nhất một tập thể"):
        build(kind, data)


def test_decision_numbers_the_list_through_and_adds_up_the_money() -> None:
    document = build("quyet-dinh", example("quyet-dinh"))
    (annex,) = document.annexes
    ordinals = [tree.plain(r[0]) for b in annex.blocks if isinstance(b, tree.Table) for r in b.rows]
    assert ordinals == ["1", "2", "3", "4"]  # the ordinal is the số sổ vàng
    assert "Tổng số tiền thưởng: 3.900.000 đồng." in tree.plain(annex.blocks[-1].text)
    assert tree.plain(annex.note) == (
        "(Kèm theo Quyết định số 152/QĐ-UBND ngày 20 tháng 12 năm 2025 của Chủ tịch Ủy ban nhân dân xã Mẫu)"
    )
    articles = [b for b in document.blocks if isinstance(b, tree.Article)]
    assert [a.number for a in articles] == [1, 2, 3, 4]


def test_decision_without_money_has_no_article_on_it() -> None:
    data = example("quyet-dinh")
    del data["money_source"]
    for group in ("collectives", "individuals", "households"):
        for person in data[group]:
            person.pop("money", None)
    document = build("quyet-dinh", data)
    assert "iền thưởng" not in " ".join(wording.printed_texts(document))


def test_ballots_are_numbered_once_each_and_carry_no_voter() -> None:
    data = {**example("phieu-bau"), "count": 9, "first_number": 11}
    document = build("phieu-bau", data)
    slips = [b for b in document.blocks if isinstance(b, tree.Slip)]
    assert [s.code for s in slips] == [f"Phiếu số: {n:02d}" for n in range(11, 20)]
    text = pdf_text(render_pdf(document, timestamp=NOW))
    assert "Người bỏ phiếu" not in text
    assert "Không ghi tên, không ký vào phiếu." in squeezed_lines(text)
    for name in ("Đồng ý", "Không đồng ý"):
        assert name in squeezed_lines(text)


def squeezed_lines(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("candidates", [1, 4, 7, 8, 22, 60])
def test_ballots_of_any_length_stay_whole(candidates: int) -> None:
    data = example("phieu-bau")
    data["candidates"] = [{"name": f"Cán bộ mẫu {n:02d}", "unit": "UBND xã Mẫu"} for n in range(1, candidates + 1)]
    text = squeezed(pdf_text(render_pdf(build("phieu-bau", {**data, "count": 2}), timestamp=NOW)))
    assert text.count(squeezed(f"Cán bộ mẫu {candidates:02d}")) == 2
    assert text.count("PHIẾUBẦU") == 2


def test_report_leaves_dotted_lines_for_what_is_not_given() -> None:
    data = example("bao-cao-thanh-tich")
    data["achievements"], data["results"], data["past_awards"] = [], [], []
    gaps = [b for b in build("bao-cao-thanh-tich", data).blocks if isinstance(b, tree.Gap)]
    assert sum(g.lines for g in gaps) >= 9
    assert any("Ngày, tháng, năm sinh" in tree.plain(g.label) for g in gaps)


@pytest.mark.parametrize(
    ("subject", "words"), [("collective", "TÌNH HÌNH"), ("individual", "LÝ LỊCH"), ("household", "HỘ GIA ĐÌNH")]
)
def test_report_fits_its_subject(subject: str, words: str) -> None:
    document = build("bao-cao-thanh-tich", {**example("bao-cao-thanh-tich"), "subject": subject})
    assert words in " ".join(wording.printed_texts(document))
    assert document.symbol == ""  # “Số: /BC” without the body would be half a symbol (L-14)


def test_a_household_has_no_issuing_body() -> None:
    data = {k: v for k, v in example("bao-cao-thanh-tich").items() if k not in {"issuer", "superior", "confirmation"}}
    pdf = render_pdf(build("bao-cao-thanh-tich", {**data, "subject": "household"}), timestamp=NOW)
    assert squeezed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") in squeezed(pdf_text(pdf))


def test_minutes_record_dissent_and_say_when_there_is_none() -> None:
    data = example("bien-ban-hop")
    with_it = " ".join(wording.printed_texts(build("bien-ban-hop", data)))
    without = " ".join(wording.printed_texts(build("bien-ban-hop", {**data, "dissent": []})))
    assert "Cán bộ mẫu 07 đề nghị ưu tiên" in with_it
    assert "Không có." in without
    assert "83,33" in with_it


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_real_plans_keep_every_clause(name: str) -> None:
    plan = yaml.safe_load((GOLD / f"{name}.yaml").read_text(encoding="utf-8"))
    printed = squeezed(" ".join(wording.printed_texts(gold_plan(name))))
    clauses = [
        *plan["purposes"],
        *plan["requirements"],
        *(c["text"] for c in plan["contents"]),
        *(c["text"] for c in plan["criteria"]),
        *(i for d in plan["dossier"] for i in d["items"]),
        *(d for o in plan["organisation"] for d in o["duties"]),
        *(i for s in plan["solutions"] for i in s["items"]),
        *(b["text"] for b in plan["legal_bases"]),
    ]
    for clause in clauses:
        assert squeezed(wording.without_ending(clause)) in printed


def test_real_plan_headings_run_without_a_gap() -> None:
    for name in ("000", "001", "002", "003", "004"):
        headings = [b for b in gold_plan(name).blocks if isinstance(b, tree.Heading) and b.level == 1]
        assert [h.number for h in headings] == [f"{wording.roman(i)}." for i in range(1, len(headings) + 1)]  # L-25


def test_a_plan_silent_on_quotas_prints_none() -> None:
    printed = " ".join(wording.printed_texts(gold_plan("002")))
    assert "số lượng" not in printed.lower()
    assert "05 tập thể, 05 cá nhân" in " ".join(wording.printed_texts(gold_plan("004")))
    assert "không quá 01 tập thể, 02 cá nhân" in " ".join(wording.printed_texts(gold_plan("001")))


def test_preamble_and_closing_can_be_given() -> None:
    data = {**example("ke-hoach"), "preamble": ["Năm 2025 là năm thứ năm."], "closing": "Trên đây là Kế hoạch của xã"}
    printed = wording.printed_texts(build("ke-hoach", data))
    assert "Năm 2025 là năm thứ năm." in printed
    assert "Trên đây là Kế hoạch của xã./." in printed
