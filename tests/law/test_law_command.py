"""The commands a clerk or an auditor types."""

from __future__ import annotations

import pytest

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
    assert "; tỉnh, thành phố)" in out


def test_explain_tells_article_periods_and_open_questions(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "explain", "R-41")
    assert "Điều 5 khoản 2 điểm c, Luật Thi đua, khen thưởng 06/2022/QH15 (V1: đã đọc văn bản)" in out
    _, out, _ = run(capsys, "explain", "R-76")
    assert "chưa xác định. Hỏi Sở Nội vụ" in out
    _, out, _ = run(capsys, "explain", "R-33", "--place", "24")
    assert "Riêng tỉnh mã 24:" in out


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
