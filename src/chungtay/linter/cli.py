"""`chungtay check FILE`: what to look at again in a plan, for people, as JSON, or as SARIF."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from chungtay.law.deadlines import parse_date_vi
from chungtay.law.errors import InputError
from chungtay.linter.engine import check_source
from chungtay.linter.report import in_words
from chungtay.linter.sarif import to_sarif, uri_of
from chungtay.reading import UnreadableFile, load

FINE, FAULTS, UNREADABLE = 0, 1, 2


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command to the command line."""
    checking = commands.add_parser(
        "check",
        help="kiểm tra một kế hoạch: điều cần xem lại trước khi ký",
        description="Kiểm tra một kế hoạch. Trả về 1 khi có lỗi, 0 khi không, 2 khi tệp không đọc được.",
    )
    checking.add_argument("file", type=Path, metavar="TỆP", help="tệp kế hoạch: PDF, ảnh, Word, ODT hoặc văn bản")
    checking.add_argument("--on", metavar="NGÀY", type=_day, help="ngày kiểm tra, mặc định hôm nay: 01/12/2025")
    checking.add_argument(
        "--locality", metavar="MÃ",
        help="theo điều địa phương đã chốt và lịch riêng của địa phương, đọc từ cơ sở dữ liệu",
    )  # fmt: skip
    checking.add_argument("--json", action="store_true", help="in JSON")
    checking.add_argument("--sarif", metavar="TỆP", help="ghi SARIF 2.1.0 vào tệp; “-” là in ra")
    checking.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Checks and prints; an unreadable file is a sentence on stderr and exit code 2.

    `args.ground`: asked with the code of `--locality`, gives the law and the calendar of that place; set by the command
    line of the product, because an engine knows no database. It raises `InputError` for a place that is not there.
    """
    on = args.on or dt.datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    try:
        source = load(args.file)
    except UnreadableFile as error:
        print(error.message, file=sys.stderr)
        return UNREADABLE
    try:
        rules, workdays = args.ground(args.locality) if args.locality else (None, None)
    except InputError as error:
        print(error.message, file=sys.stderr)
        return UNREADABLE
    report = check_source(source, on=on, rules=rules, workdays=workdays)
    if not report.is_plan:
        print(in_words(report), end="", file=sys.stderr)
        return UNREADABLE
    if args.sarif:
        sarif = _dumped(to_sarif(report, uri=uri_of(args.file)))
        if args.sarif == "-":
            _print(sarif)
        else:
            Path(args.sarif).write_text(sarif, encoding="utf-8")
    if args.json:
        _print(_dumped(report.as_json()))
    elif args.sarif != "-":
        _print(in_words(report))
    return FAULTS if report.failed else FINE


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        try:
            return parse_date_vi(text)
        except InputError as error:
            raise argparse.ArgumentTypeError(error.message) from None


def _print(text: str) -> None:
    # Vietnamese must reach a pipe in UTF-8 whatever the machine's code page.
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    else:
        sys.stdout.write(text)
