"""`chungtay read FILE`: one plan read, as a summary for people or as JSON for programs.

`chungtay restore FILE`: text damaged by OCR in the wrong language, line by line with its diacritics.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from chungtay.reading.intake import UnreadableFile, load
from chungtay.reading.reader import read_source, to_json
from chungtay.reading.restoration import restore
from chungtay.reading.summary import summary

UNREADABLE = 2


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the engine's commands to the command line."""
    reading = commands.add_parser(
        "read", help="đọc một kế hoạch phong trào thi đua", description="Đọc một kế hoạch phong trào thi đua."
    )
    reading.add_argument("file", type=Path, metavar="TỆP", help="tệp kế hoạch: PDF, ảnh, Word, ODT hoặc văn bản")
    reading.add_argument("--json", action="store_true", help="in JSON theo plan.schema.json")
    reading.add_argument("--provenance", action="store_true", help="cùng --json: in thêm nguồn gốc của từng giá trị")
    reading.set_defaults(run=run)
    restoring = commands.add_parser(
        "restore",
        help="khôi phục dấu tiếng Việt của văn bản quét sai ngôn ngữ",
        description="Khôi phục dấu tiếng Việt, từng dòng một. Số, ngày, số hiệu và dòng đã đúng được giữ nguyên.",
    )
    restoring.add_argument("file", type=Path, metavar="TỆP", help="tệp văn bản bị mất dấu hoặc sai dấu")
    restoring.set_defaults(run=run_restore)


def run(args: argparse.Namespace) -> int:
    """Reads and prints; an unreadable file is a sentence on stderr and exit code 2."""
    try:
        source = load(args.file)
    except UnreadableFile as error:
        print(error.message, file=sys.stderr)
        return UNREADABLE
    for warning in source.warnings:
        print(warning, file=sys.stderr)
    reading = read_source(source)
    _print(to_json(reading, provenance=args.provenance) + "\n" if args.json else summary(reading))
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Restores and prints the text; an unreadable file is a sentence on stderr and exit code 2."""
    try:
        source = load(args.file)
    except UnreadableFile as error:
        print(error.message, file=sys.stderr)
        return UNREADABLE
    _print(restore(source.text).text)
    return 0


def _print(text: str) -> None:
    # Vietnamese must reach a pipe in UTF-8 whatever the machine's code page.
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    else:
        sys.stdout.write(text)
