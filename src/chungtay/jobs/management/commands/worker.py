"""Does the long work: `chungtay manage worker`, one process per core."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chungtay.jobs.pace import pace
from chungtay.jobs.worker import SweepingWorker


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # the server checks pages and addresses; work goes on without them
    help = "Chạy các việc lâu (soạn giấy, đọc tệp, gửi tin) và làm tiếp những việc bị ngắt giữa chừng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="làm hết việc đang chờ rồi dừng")
        parser.add_argument(
            "--follow-parent", action="store_true", help="dừng khi chương trình đã gọi lệnh này kết thúc"
        )

    def handle(self, *args: Any, batch: bool, follow_parent: bool, **options: Any) -> None:
        worker = SweepingWorker(pace=pace(), batch=batch, follow_parent=follow_parent)
        worker.configure_signals()
        worker.run()
