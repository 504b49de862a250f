"""The commands a clerk or an auditor types."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from typing import Any

import pytest

from chungtay import law
from chungtay.cli import main
from chungtay.law.transitions import names


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["law", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_list_shows_the_law_of_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list", "--on", "2025-12-01")
    assert code == 0
    assert "2.340.000 đồng/tháng" in out
    assert "R-73   Mức lương cơ sở" in out
    assert "R-30 " not in out
    assert out.index("R-02 ") < out.index("R-73 ") < out.index("L-14 ")


def test_list_of_a_province_names_the_layer(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", "--on", "20/12/2025", "--place", "24")
    assert "Điều 4 khoản 3 điểm b, Quyết định 86/2025/QĐ-UBND của UBND tỉnh Bắc Ninh" in out
    assert "Quy định có hiệu lực ngày 20/12/2025 tại tỉnh Bắc Ninh\n" in out
    assert "(tỉnh Bắc Ninh; từ 15/12/2025; V1: đã đọc văn bản)" in re.sub(r"\s+", " ", out)
    assert "(cả nước; từ 01/07/2024; V1: đã đọc văn bản)" in out


def test_list_counts_what_is_open_and_lists_only_that_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", "--on", "2025-12-01", "--place", "24")
    resolved = law.on(dt.date(2025, 12, 1), "24")
    open_points = [n for n in resolved if (v := resolved.peek(n)) and v.value is None]
    assert f"{len(resolved)} quy định, 0 của riêng nơi này, {len(open_points)} điều chưa rõ" in out
    assert re.search(r"Chưa rõ, phải hỏi: R-08|Chưa rõ, phải hỏi: R-\d", out)
    _, only, _ = run(capsys, "list", "--on", "2025-12-01", "--open")
    assert len(re.findall(r"^[RL]-[\d.]+ ", only, re.MULTILINE)) == len(open_points)
    assert "R-73 " not in only


def test_every_answer_names_its_layer(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", "--on", "2025-12-20", "--place", "24")
    rules = len(re.findall(r"^[RL]-[\d.]+ ", out, re.MULTILINE))
    assert len(re.findall(r"\((?:cả nước|tỉnh Bắc Ninh);", out)) == rules > 100
    for command in (["explain", "R-41"], ["cite", "Nghị định 91/2017/NĐ-CP", "--on", "2025-02-18"],
                    ["bonus", "--subject", "ca-nhan", "--on", "2023-12-20"]):  # fmt: skip
        assert "cả nước" in run(capsys, *command)[1].lower()


def test_a_reader_who_leaves_early_sees_no_traceback() -> None:
    pipe = subprocess.run(
        f'"{sys.executable}" -m chungtay law list --on 2025-12-01 | head -1',
        shell=True, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert pipe.stdout.startswith("Quy định có hiệu lực")
    assert pipe.stderr == ""


def test_explain_tells_article_periods_and_open_questions(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "explain", "R-41")
    assert "Điều 5 khoản 2 điểm c, Luật Thi đua, khen thưởng 06/2022/QH15 (V1: đã đọc văn bản)" in out
    _, out, _ = run(capsys, "explain", "R-76")
    assert "chưa xác định. Hỏi Sở Nội vụ" in out
    _, out, _ = run(capsys, "explain", "R-33", "--place", "24")
    assert "Riêng tỉnh Bắc Ninh:" in out
    _, out, _ = run(capsys, "explain", "R-76", "--place", "42")
    assert "Tỉnh mã 42: không có quy định riêng." in out
    assert "Ghi: Hệ số của cá nhân" in out


def test_bonus_prints_the_sum_and_its_grounds(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "bonus", "--form", "giay-khen-xa", "--subject", "ca-nhan", "--on", "2023-06-20")
    assert code == 0
    assert out.startswith("230.000 đồng\n")
    assert "R-74" in out


def test_bonus_refuses_while_the_coefficient_is_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "bonus", "--subject", "ca-nhan", "--on", "20/12/2025")
    assert (code, out) == (1, "")
    assert "Hỏi Sở Nội vụ" in err


@pytest.mark.parametrize("name", names())
def test_transitions_print_every_table_and_its_diagram(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "transitions", name)
    assert code == 0
    assert "→" in out
    code, out, _ = run(capsys, "transitions", name, "--mermaid")
    assert code == 0
    assert out.startswith("stateDiagram-v2")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("explain", "R-999"), "Không có quy định số R-999"),
        (("explain", "R-41", "--place", "Hà Nội"), "hai chữ số"),
        (("list", "--on", "2025-12-01", "--place", "1"), "hai chữ số"),
    ],
)
def test_a_wrong_question_is_answered_in_words(
    arguments: tuple[str, ...], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 1
    assert problem in err


def test_an_impossible_day_is_told_why(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["law", "list", "--on", "31/02/2025"])
    assert "tháng 02/2025 chỉ có 28 ngày" in capsys.readouterr().err


def test_workdays_adds_counts_and_goes_back(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "workdays", "2026-08-20", "+5")
    assert (code, out.splitlines()[0]) == (0, "26/08/2026")
    assert "22/08/2026 (làm việc thay ngày 31/08/2026)" in out
    assert run(capsys, "workdays", "26/08/2026", "-5")[1].startswith("20/08/2026\n")
    assert "5 ngày làm việc" in run(capsys, "workdays", "2026-08-20", "26/08/2026")[1]
    assert "Lưu ý: " in run(capsys, "workdays", "2026-12-28", "+5")[1]
    assert "năm 2028" in run(capsys, "workdays", "2027-12-31", "+5")[2]
    assert "không phải là ngày" in run(capsys, "workdays", "2027-12-31", "mai")[2]


def test_a_refused_rule_is_explained_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "explain", "R-100")
    assert code == 0
    assert "Không nhập vào dữ liệu." in out
    assert "Xem L-14." in out


def test_cite_tells_what_is_in_force_and_what_replaced_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cite", "Nghị định 91/2017/NĐ-CP", "--on", "2025-02-18")
    assert code == 0
    assert out.startswith("hết hiệu lực: Nghị định 91/2017/NĐ-CP hết hiệu lực từ 01/01/2024; thay bằng")
    assert "98/2023/NĐ-CP" in out
    _, out, _ = run(capsys, "cite", "gửi UBND huyện Mẫu", "--on", "2025-02-18", "--until", "2025-12-31")
    assert out.startswith("Không thấy dẫn văn bản nào.\nLưu ý: “huyện Mẫu”: Còn đúng ngày 18/02/2025")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code, out, err = run(capsys, *arguments, "--json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_programs_get_the_same_answers_as_people(capsys: pytest.CaptureFixture[str]) -> None:
    day, resolved = dt.date(2025, 12, 20), law.on(dt.date(2025, 12, 20), "24")
    rules = told(capsys, "list", "--on", "2025-12-20", "--place", "24")
    assert rules == json.loads(json.dumps(resolved.as_json(), ensure_ascii=False))
    assert set(told(capsys, "list", "--on", "2025-12-20", "--open")["values"]) == {
        n for n in law.on(day) if (v := law.on(day).peek(n)) and v.value is None
    }
    rule = told(capsys, "explain", "R-34")
    assert rule["values"][0]["certainty"] == "X"
    assert rule["provinces"]["24"][0]["start"] == "2025-12-15"
    paid = told(capsys, "bonus", "--subject", "ca-nhan", "--on", "2023-12-20")
    assert (paid["amount"], paid["coefficient"], paid["values"][0]["rule"]) == (270_000, "3/20", "R-74")
    cited = told(capsys, "cite", "Nghị định 91/2017/NĐ-CP", "--on", "2025-02-18")["citations"][0]
    assert (cited["standing"], cited["act"]["valid_to"]) == ("hết hiệu lực", "2023-12-31")
    assert [act["number"] for act in cited["replacements"]] == ["98/2023/NĐ-CP"]
    forwards = told(capsys, "workdays", "2026-08-20", "+5")
    assert (forwards["last_day"], forwards["special"][0]["day"]) == ("2026-08-26", "2026-08-22")
    assert told(capsys, "workdays", "2026-08-20", "2026-08-26")["days"] == 5
    assert told(capsys, "workdays", "2025-12-15", "-10")["last_day"] == "2025-12-01"
    assert len(told(capsys, "transitions", "dossier")["rows"]) == len(law.table("dossier").rows)


def test_what_is_refused_to_people_is_refused_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "bonus", "--subject", "ca-nhan", "--on", "2025-12-20", "--json")
    assert (code, out) == (1, "")
    assert "R-76" in err


def test_list_on_one_line_each_and_searched_without_accents(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", "--on", "2025-12-01", "--short")
    head, *rows = out.split("\n\n")[1].splitlines()
    assert len(rows) == len(law.on(dt.date(2025, 12, 1)))
    column = head.index("Từ ngày")
    assert all(re.match(r"\d\d/\d\d/\d{4}  ", row[column:]) for row in rows)
    _, found, _ = run(capsys, "list", "--on", "2025-12-01", "--find", "luong co so")
    assert "R-73   Mức lương cơ sở" in found
    assert "Quốc hiệu" not in found
