"""Command of this engine: `chungtay tthc`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path

from chungtay.indicators.formulas import FORMULAS, Counts, number
from chungtay.indicators.onestop import CaseFile, FileClass, ImportProblem, count, in_period, read_csv

GROUPS: dict[str, tuple[str, Callable[[CaseFile], str]]] = {
    "commune": ("đơn vị", lambda case: case.unit or "(không ghi đơn vị)"),
    "field": ("lĩnh vực", lambda case: case.field or "(không ghi lĩnh vực)"),
    "month": ("tháng tiếp nhận", lambda case: f"{case.received:%m/%Y}"),
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the engine's commands to the command line."""
    tthc = commands.add_parser("tthc", help="tỷ lệ giải quyết thủ tục hành chính đúng hạn từ tệp một cửa")
    tthc.add_argument("files", metavar="TỆP", nargs="+", type=Path, help="tệp CSV xuất từ hệ thống một cửa")
    tthc.add_argument("--on", metavar="NGÀY", type=_day, required=True, help="ngày chốt số liệu, ví dụ 2025-11-30")
    tthc.add_argument("--from", dest="start", metavar="NGÀY", type=_day, help="ngày đầu kỳ; bỏ trống là lấy cả tệp")
    tthc.add_argument("--by", choices=sorted(GROUPS), help="tách theo đơn vị, lĩnh vực hoặc tháng tiếp nhận")
    tthc.set_defaults(run=_run)


def _day(text: str) -> dt.date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 -- a calendar day, no hour
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"“{text}” không phải là ngày có thật. Ghi 2025-11-30 hoặc 30/11/2025.")


def _run(args: argparse.Namespace) -> int:
    try:
        cases = _read_all(args.files)
    except ImportProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    used = [case for case in cases if in_period(case, args.on, args.start)]
    since = f"từ {args.start:%d/%m/%Y} " if args.start else ""
    print(f"Số liệu {since}chốt hết ngày {args.on:%d/%m/%Y}: {number(len(used))} hồ sơ.")
    if len(used) < len(cases):
        print(f"{number(len(cases) - len(used))} hồ sơ ngoài kỳ, không tính.")
    print(_report(count(used, args.on, args.start)))
    if args.by:
        label, key = GROUPS[args.by]
        for group in sorted({key(case) for case in used}):
            print(f"\nTheo {label}: {group}")
            print(_report(count([case for case in used if key(case) == group], args.on, args.start)))
    return 0


def _read_all(paths: list[Path]) -> list[CaseFile]:
    cases: dict[str, tuple[CaseFile, Path]] = {}
    for path in paths:
        for case in read_csv(path):
            if case.code in cases:
                first = cases[case.code][1].name
                raise ImportProblem([f"Hồ sơ “{case.code}” có ở cả {first} và {path.name}. Bỏ bớt một tệp."])
            cases[case.code] = (case, path)
    return [case for case, _ in cases.values()]


def _report(counts: Counts) -> str:
    lines = [f"  {kind.label:<28}{number(getattr(counts, kind.value)):>10}" for kind in FileClass]
    lines.append(f"  {'cộng':<28}{number(counts.total):>10}")
    for formula in FORMULAS.values():
        result = formula.of(counts)
        lines.append(f"Tỷ lệ đúng hạn: {result.stated}")
        lines.append(f"  tử số: {formula.numerator}; mẫu số: {formula.denominator} ({formula.source_rule})")
    return "\n".join(lines)
