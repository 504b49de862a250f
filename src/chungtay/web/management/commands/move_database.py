"""`chungtay move-database --to URL`: from SQLite to PostgreSQL, everything or nothing, compared row by row."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from chungtay.audit.actions import broken_links
from chungtay.kit.database_copy import copy_everything, second_database
from chungtay.localities.console import told


class Command(BaseCommand):
    help = "Chuyển toàn bộ dữ liệu sang một cơ sở dữ liệu PostgreSQL trống"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", required=True, metavar="ĐỊA_CHỈ",
            help="postgres://người-dùng@máy/tên; mật khẩu để ở PGPASSWORD hoặc ~/.pgpass",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        with told(), second_database(options["to"]) as target:
            done = copy_everything(source=DEFAULT_DB_ALIAS, target=target, check=_log_faults)
        for table in done:
            if table.rows:
                self.stdout.write(f"{table.rows:>9}  {table.table}")
        rows = sum(table.rows for table in done)
        self.stdout.write(
            f"Đã chuyển {rows} dòng của {len(done)} bảng, đã đối chiếu từng dòng và chuỗi nhật ký.\n"
            "Tiếp theo: đặt DATABASE_URL là địa chỉ mới rồi chạy lại. Tệp nằm nguyên trong thư mục dữ liệu. "
            "Cất bản SQLite cũ đi, đừng chạy lại trên nó."
        )
        for fault in _log_faults(DEFAULT_DB_ALIAS):
            self.stderr.write(f"Nhật ký đã sai từ trước khi chuyển: {fault}")


def _log_faults(alias: str) -> list[str]:
    return list(broken_links(using=alias))
