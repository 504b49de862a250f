"""Writes what people made of restored and recognised words as JSON lines: `chungtay manage export_corrections`.

Each line: raw, restored, corrected, method, before and after (three words as they came), plan, at. Nobody's name is
written. `tools/build_restoration.py tables … --corrections FILE` learns from them.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from chungtay.plans.models import Correction

AROUND = 3


def lines() -> Iterator[str]:
    """Every correction, plan by plan."""
    rows = Correction.objects.select_related("version").order_by("version__plan", "version", "start")
    for row in rows.iterator(chunk_size=500):
        source = row.version.source_text
        data = {
            "raw": row.raw, "restored": row.restored, "corrected": row.corrected, "method": row.method,
            "before": " ".join(source[max(0, row.start - 80) : row.start].split()[-AROUND:]),
            "after": " ".join(source[row.end : row.end + 80].split()[:AROUND]),
            "plan": row.version.plan_id, "at": row.at.isoformat(),
        }  # fmt: skip
        yield json.dumps(data, ensure_ascii=False)


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Xuất chữ đã sửa khi đối chiếu kế hoạch (JSON, mỗi dòng một chữ), để dạy máy phục hồi dấu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, metavar="TỆP", help="tệp ghi ra; không nêu thì in ra màn hình")

    def handle(self, *args: Any, out: Path | None = None, **options: Any) -> None:
        if out is None:
            for line in lines():
                self.stdout.write(line)
            return
        with out.open("w", encoding="utf-8") as file:
            count = sum(bool(file.write(line + "\n")) for line in lines())
        print(f"Đã ghi {count} chữ vào {out}.", file=sys.stderr)
