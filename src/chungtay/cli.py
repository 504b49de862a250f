"""The `chungtay` command: one sub-command per engine, and Django's own commands under `chungtay manage`.

Every engine adds its commands in its own `cli.py` by `register(commands)`; a command sets `run`, a function that takes
the parsed arguments and returns the exit code. Engines are loaded only when their command runs is not worth the
complication: importing them all takes less than a Python start-up.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

from chungtay.law.calendar import WorkCalendar
from chungtay.law.errors import InputError
from chungtay.law.loading import Law

ENGINES = ("reading", "law", "linter", "typesetting", "indicators", "signing")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, described in Vietnamese for the people who will type it."""
    parser = argparse.ArgumentParser(
        prog="chungtay", description="ChungTay: phong trào thi đua từ kế hoạch đến giấy khen."
    )
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH", required=True)
    for engine in ENGINES:
        importlib.import_module(f"chungtay.{engine}.cli").register(commands)
    manage = commands.add_parser("manage", help="lệnh quản trị của Django (migrate, createsuperuser …)", add_help=False)
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage)
    verify = commands.add_parser("verify-audit", help="kiểm tra chuỗi nhật ký không bị sửa")
    verify.set_defaults(run=lambda _: _manage(argparse.Namespace(rest=["verify_audit"])))
    move = commands.add_parser("move-database", help="chuyển dữ liệu từ SQLite sang PostgreSQL")
    move.add_argument("--to", required=True, metavar="ĐỊA_CHỈ", help="postgres://người-dùng@máy/tên")
    move.set_defaults(run=lambda args: _manage(argparse.Namespace(rest=["move_database", "--to", args.to])))
    return parser


def _manage(args: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    execute_from_command_line(["chungtay manage", *args.rest])
    return 0


def _ground(code: str) -> tuple[Law, WorkCalendar]:
    """The law and the calendar of one locality of the database. Raises `InputError` when there is none of that code."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    django.setup()
    from chungtay.localities.models import Locality
    from chungtay.localities.rules import law_of
    from chungtay.localities.working_days import calendar_of

    locality = Locality.objects.filter(code=code).first()
    if locality is None:
        raise InputError(f"Chưa có địa phương mã “{code}” trong cơ sở dữ liệu. Xem lại mã.")
    return law_of(locality), calendar_of(locality)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 well, 1 findings or refused, 2 wrong use."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["manage"]:  # Django parses its own options
        return _manage(argparse.Namespace(rest=arguments[1:]))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # Windows: what is piped has a code page without Vietnamese
            stream.reconfigure(encoding="utf-8", errors="replace")
    args = build_parser().parse_args(arguments)
    args.ground = _ground
    return int(args.run(args))
