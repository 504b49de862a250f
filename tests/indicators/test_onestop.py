"""One-stop exports: what a clerk gets from a CSV, and what the clerk is told when the file is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from chungtay.cli import main
from chungtay.indicators import CaseFile, Counts, FileClass, ImportProblem, classify, count, read_csv
from chungtay.indicators.onestop import Standing

SAMPLE = Path(__file__).parent / "data" / "mot_cua_mau.csv"
CUT_OFF = dt.date(2025, 11, 30)
HEADER = "Mã hồ sơ,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái\n"


def written(folder: Path, rows: str, header: str = HEADER) -> Path:
    path = folder / "tep.csv"
    path.write_text(header + rows, encoding="utf-8")
    return path


def test_every_class_of_the_sample_is_counted_once() -> None:
    cases = read_csv(SAMPLE)
    assert len(cases) == 10
    assert count(cases, CUT_OFF) == Counts(
        early=1, on_time=1, late=1, pending_in_time=2, pending_late=1, paused=1, withdrawn=1, no_due_date=1
    )


def test_a_result_after_the_cut_off_does_not_count_yet() -> None:
    case = next(case for case in read_csv(SAMPLE) if case.code == "MAU-251101-0009")
    assert classify(case, CUT_OFF) is FileClass.PENDING_IN_TIME
    assert classify(case, dt.date(2025, 12, 1)) is FileClass.EARLY


def test_the_hour_does_not_make_a_file_late() -> None:
    assert read_csv(SAMPLE)[0].due == dt.date(2025, 11, 10)


@pytest.mark.parametrize(
    ("result", "due", "standing", "expected"),
    [
        (9, 10, Standing.SOLVED, FileClass.EARLY),
        (10, 10, Standing.SOLVED, FileClass.ON_TIME),
        (11, 10, Standing.SOLVED, FileClass.LATE),
        (None, 30, Standing.PENDING, FileClass.PENDING_IN_TIME),
        (None, 29, Standing.PENDING, FileClass.PENDING_LATE),
        (None, 1, Standing.PAUSED, FileClass.PAUSED),
        (None, 1, Standing.WITHDRAWN, FileClass.WITHDRAWN),
        (None, None, Standing.PENDING, FileClass.NO_DUE_DATE),
        (20, None, Standing.SOLVED, FileClass.NO_DUE_DATE),
    ],
)
def test_classes_follow_the_dates(result: int | None, due: int | None, standing: Standing, expected: FileClass) -> None:
    november = [dt.date(2025, 11, day) if day else None for day in (result, due)]
    case = CaseFile("MAU-1", dt.date(2025, 11, 1), november[1], november[0], standing)
    assert classify(case, CUT_OFF) is expected


def test_a_period_takes_what_was_carried_over_and_leaves_what_was_done_before() -> None:
    received = dt.date(2025, 10, 1)
    due = dt.date(2025, 11, 20)
    done_before = CaseFile("MAU-1", received, due, dt.date(2025, 10, 30), Standing.SOLVED)
    carried = CaseFile("MAU-2", received, due, dt.date(2025, 11, 5), Standing.SOLVED)
    later = CaseFile("MAU-3", dt.date(2025, 12, 1), due, None, Standing.PENDING)
    assert count([done_before, carried, later], CUT_OFF, dt.date(2025, 11, 1)) == Counts(early=1)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("A,31/02/2025,,,Đang giải quyết\n", "Dòng 2, cột “Ngày tiếp nhận”: “31/02/2025” không có trong lịch"),
        ("A,hôm qua,,,Đang giải quyết\n", "Dòng 2, cột “Ngày tiếp nhận”: “hôm qua” không phải là ngày"),
        ("A,,,,Đang giải quyết\n", "Dòng 2, cột “Ngày tiếp nhận”: để trống"),
        (",01/11/2025,,,Đang giải quyết\n", "Dòng 2, cột “Mã hồ sơ”: để trống"),
        ("A,01/11/2025,,,Bay mất\n", "Dòng 2, cột “Trạng thái”: “Bay mất” chưa hiểu được"),
        ("A,01/11/2025,02/11/2025,,Đã giải quyết\n", "Dòng 2, cột “Ngày có kết quả”: để trống mà trạng thái"),
        ("A,05/11/2025,,01/11/2025,Đã giải quyết\n", "Dòng 2, cột “Ngày có kết quả”: trước ngày tiếp nhận"),
        ("A,01/11/2025,,,\nA,02/11/2025,,,\n", "Dòng 3, cột “Mã hồ sơ”: trùng “A” với dòng 2"),
    ],
)
def test_a_wrong_row_is_named_by_row_and_column(row: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(ImportProblem) as error:
        read_csv(written(tmp_path, row))
    assert len(error.value.problems) == 1
    assert error.value.problems[0].startswith(problem)


def test_all_wrong_rows_are_told_at_once_up_to_twenty(tmp_path: Path) -> None:
    rows = "".join(f"A{n},sai,,,Đang giải quyết\n" for n in range(25))
    with pytest.raises(ImportProblem) as error:
        read_csv(written(tmp_path, rows))
    assert len(error.value.problems) == 21
    assert error.value.problems[-1] == "Còn 5 lỗi nữa."


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match="cột “Ngày hẹn trả”"):
        read_csv(written(tmp_path, "A,01/11/2025,,x\n", "Mã hồ sơ,Ngày tiếp nhận,Ngày có kết quả,Trạng thái\n"))


def test_bom_tabs_and_decomposed_letters_are_read(tmp_path: Path) -> None:
    import unicodedata

    text = HEADER.replace(",", "\t") + "A\t2025-11-01\t10/11/2025\t08:00 09/11/2025\tĐã trả kết quả\n"
    path = tmp_path / "tep.csv"
    path.write_text("\ufeff" + unicodedata.normalize("NFD", text), encoding="utf-8")
    assert [classify(case, CUT_OFF) for case in read_csv(path)] == [FileClass.EARLY]


def test_a_file_in_an_old_encoding_tells_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "tep.csv"
    path.write_bytes(HEADER.encode("utf-16"))
    with pytest.raises(ImportProblem, match="CSV UTF-8"):
        read_csv(path)


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match="Không mở được tệp khong_co"):
        read_csv(tmp_path / "khong_co.csv")


def test_the_command_prints_both_formulas_with_their_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tthc", str(SAMPLE), "--on", "2025-11-30"]) == 0
    said = capsys.readouterr().out
    assert "9 hồ sơ." in said
    assert "1 hồ sơ ngoài kỳ" in said
    assert "71,43 % (5/7; công thức A, phiên bản 1" in said
    assert "66,67 % (2/3; công thức B, phiên bản 1" in said
    assert "Người nộp" not in said


def test_the_command_divides_by_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tthc", str(SAMPLE), "--on", "30/11/2025", "--by", "field"]) == 0
    said = capsys.readouterr().out
    assert said.count("Theo lĩnh vực:") == 3
    assert "không phát sinh (0/0; công thức B" in said


def test_the_command_refuses_the_same_file_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tthc", str(SAMPLE), str(SAMPLE), "--on", "2025-11-30"]) == 1
    assert "có ở cả" in capsys.readouterr().err
