"""One-stop files from a CSV export: read, classified on a day, counted.

Only the columns that the formulas need are read; the applicant's name and other personal data are left in the file.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chungtay.indicators.formulas import Counts

CODE, RECEIVED, DUE, RESULT, STATUS = "Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả", "Trạng thái"
FIELD, UNIT = "Lĩnh vực", "Cơ quan/Đơn vị giải quyết"
REQUIRED = (CODE, RECEIVED, DUE, RESULT, STATUS)
_OTHER_NAMES = {"ngày nhận": RECEIVED, "cơ quan giải quyết": UNIT, "đơn vị giải quyết": UNIT, "số hồ sơ": CODE}
_KNOWN = {name.casefold(): name for name in (*REQUIRED, FIELD, UNIT)} | _OTHER_NAMES

# What the status column says about a file whose dates alone do not tell. Matched on the beginning of the text.
_PAUSED = ("dừng", "tạm dừng", "chờ bổ sung", "yêu cầu bổ sung", "chờ nghĩa vụ tài chính")
_WITHDRAWN = ("rút", "công dân rút", "trả lại", "từ chối", "không đủ điều kiện")
_SOLVED = ("đã giải quyết", "đã trả", "đã có kết quả", "hoàn thành", "chờ trả kết quả", "chưa nhận")
_PENDING = ("đang", "mới", "chờ xử lý", "chờ tiếp nhận", "chờ phê duyệt")
_HEADER_SEARCH = 15
_MOST_PROBLEMS = 20


class ImportProblem(Exception):
    """The file cannot be used as it is; every line of `problems` names row, column and what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


class FileClass(StrEnum):
    """The classes of rules §9.1; the values are the fields of `Counts`."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    PENDING_IN_TIME = "pending_in_time"
    PENDING_LATE = "pending_late"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    NO_DUE_DATE = "no_due_date"

    @property
    def label(self) -> str:
        return CLASS_LABELS[self]


CLASS_LABELS = {
    FileClass.EARLY: "trước hạn",
    FileClass.ON_TIME: "đúng hạn",
    FileClass.LATE: "quá hạn (đã giải quyết)",
    FileClass.PENDING_IN_TIME: "đang giải quyết, trong hạn",
    FileClass.PENDING_LATE: "đang giải quyết, quá hạn",
    FileClass.PAUSED: "dừng tính thời gian",
    FileClass.WITHDRAWN: "rút, trả lại, từ chối",
    FileClass.NO_DUE_DATE: "không có ngày hẹn trả",
}


class Standing(StrEnum):
    """What the status column says."""

    SOLVED = "solved"
    PENDING = "pending"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class CaseFile:
    """One file, without personal data. `result` is the day the result reached the one-stop desk, not its collection."""

    code: str
    received: dt.date
    due: dt.date | None
    result: dt.date | None
    standing: Standing
    field: str = ""
    unit: str = ""


def classify(case: CaseFile, on: dt.date) -> FileClass:
    """The class of a file as it stood at the end of a day. A result that came later does not count yet."""
    solved = case.result is not None and case.result <= on
    if case.standing is Standing.WITHDRAWN:
        return FileClass.WITHDRAWN
    if case.due is None:
        return FileClass.NO_DUE_DATE
    if solved and case.result is not None:
        if case.result == case.due:
            return FileClass.ON_TIME
        return FileClass.EARLY if case.result < case.due else FileClass.LATE
    if case.standing is Standing.PAUSED:
        return FileClass.PAUSED
    return FileClass.PENDING_LATE if on > case.due else FileClass.PENDING_IN_TIME


def in_period(case: CaseFile, on: dt.date, start: dt.date | None = None) -> bool:
    """Whether a file belongs to the period: received in it, or carried over because unsolved before its first day."""
    if case.received > on:
        return False
    return start is None or case.received >= start or case.result is None or case.result >= start


def count(cases: Iterable[CaseFile], on: dt.date, start: dt.date | None = None) -> Counts:
    """The files of a period by class (rules §9.1), as they stood at the end of `on`; numbers of files.

    `start` is the first day of the period, None takes all files received until `on`. A file carried over from before
    the period counts as long as it was open when the period began.
    """
    tally = dict.fromkeys(FileClass, 0)
    for case in cases:
        if in_period(case, on, start):
            tally[classify(case, on)] += 1
    return Counts(**{kind.value: number for kind, number in tally.items()})


def read_csv(path: Path) -> list[CaseFile]:
    """Reads a one-stop export: UTF-8, comma, semicolon or tab; titles above and totals below are skipped.

    Raises `ImportProblem` with every problem found, by row and column.
    """
    rows = _rows(path)
    at, columns = _header(rows)
    cases: list[CaseFile] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        cells = {name: row[i].strip() if i < len(row) else "" for name, i in columns.items()}
        if not any(cells.values()) or _is_total(cells):
            continue
        found, wrong = _case(cells, number)
        if found and found.code in seen:
            wrong.append(_problem(number, CODE, f"trùng “{found.code}” với dòng {seen[found.code]}; giữ một dòng"))
        problems += wrong
        if found:
            seen.setdefault(found.code, number)
            cases.append(found)
    if problems:
        rest = len(problems) - _MOST_PROBLEMS
        raise ImportProblem(problems[:_MOST_PROBLEMS] + ([f"Còn {rest} lỗi nữa."] if rest > 0 else []))
    return cases


def _rows(path: Path) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise ImportProblem([f"Không mở được tệp {path.name}. Kiểm tra tên và thư mục."]) from None
    except UnicodeDecodeError:
        raise ImportProblem(
            [f"Tệp {path.name} không phải CSV UTF-8. Trong Excel chọn Lưu thành “CSV UTF-8”."]
        ) from None
    head = text[:20000]
    separator = max(",;\t", key=head.count)
    return list(csv.reader(unicodedata.normalize("NFC", text).splitlines(keepends=True), delimiter=separator))


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    best: dict[str, int] = {}
    for at, row in enumerate(rows[:_HEADER_SEARCH]):
        names = {_KNOWN.get(" ".join(cell.split()).casefold()): i for i, cell in reversed(list(enumerate(row)))}
        columns = {name: i for name, i in names.items() if name}
        if all(name in columns for name in REQUIRED):
            return at, columns
        best = max(best, columns, key=len)
    missing = ", ".join(f"“{name}”" for name in REQUIRED if name not in best)
    raise ImportProblem([f"Không thấy dòng tiêu đề có cột {missing}. Xuất lại tệp hoặc đặt lại tên cột."])


def _is_total(cells: dict[str, str]) -> bool:
    return any(text.casefold().startswith(("tổng", "cộng")) for text in cells.values()) and not cells[RECEIVED]


def _case(cells: dict[str, str], number: int) -> tuple[CaseFile | None, list[str]]:
    problems: list[str] = []
    dates = {name: _date(cells[name], number, name, problems) for name in (RECEIVED, DUE, RESULT)}
    received, result = dates[RECEIVED], dates[RESULT]
    standing = _standing(cells[STATUS], result is not None)
    if not cells[CODE]:
        problems.append(_problem(number, CODE, "để trống; ghi mã hồ sơ"))
    if received is None and not cells[RECEIVED]:
        problems.append(_problem(number, RECEIVED, "để trống; ghi ngày tiếp nhận"))
    if standing is None:
        accepted = "đang giải quyết, đã giải quyết, dừng, rút, trả lại hoặc từ chối"
        problems.append(_problem(number, STATUS, f"“{cells[STATUS]}” chưa hiểu được; ghi {accepted}"))
    if standing is Standing.SOLVED and not cells[RESULT]:
        problems.append(_problem(number, RESULT, "để trống mà trạng thái là đã giải quyết; ghi ngày có kết quả"))
    if received and result and result < received:
        problems.append(_problem(number, RESULT, "trước ngày tiếp nhận; kiểm tra lại hai ngày"))
    if problems or received is None or standing is None:
        return None, problems
    return CaseFile(
        cells[CODE], received, dates[DUE], result, standing, cells.get(FIELD, ""), cells.get(UNIT, "")
    ), problems


def _standing(text: str, has_result: bool) -> Standing | None:
    said = " ".join(text.split()).casefold()
    for words, standing in (
        (_WITHDRAWN, Standing.WITHDRAWN),
        (_PAUSED, Standing.PAUSED),
        (_SOLVED, Standing.SOLVED),
        (_PENDING, Standing.PENDING),
    ):
        if said.startswith(words):
            return standing
    if said:
        return None
    return Standing.SOLVED if has_result else Standing.PENDING


_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = r"(?:\d{1,2}:\d{2}(?::\d{2})?)"
_AROUND = re.compile(rf"^(?:{_TIME}\s+)?(?P<date>[\d/.-]+)(?:[ T]{_TIME})?$")


def _date(text: str, number: int, column: str, problems: list[str]) -> dt.date | None:
    if not text:
        return None
    around = _AROUND.match(text)
    written = around["date"] if around else ""
    day_first, year_first = _DAY_FIRST.fullmatch(written), _YEAR_FIRST.fullmatch(written)
    try:
        if day_first:
            day, month, year = (int(part) for part in day_first.groups())
            return dt.date(year, month, day)
        if year_first:
            year, month, day = (int(part) for part in year_first.groups())
            return dt.date(year, month, day)
    except ValueError:
        problems.append(_problem(number, column, f"“{text}” không có trong lịch; kiểm tra lại ngày"))
        return None
    problems.append(_problem(number, column, f"“{text}” không phải là ngày; ghi ngày/tháng/năm"))
    return None


def _problem(number: int, column: str, what: str) -> str:
    return f"Dòng {number}, cột “{column}”: {what}."
