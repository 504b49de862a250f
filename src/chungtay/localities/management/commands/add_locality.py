"""`chungtay manage add_locality MÃ --kind xã --name "Tùng Anh"`: a commune begins to work with the program."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chungtay.kit.clock import now, today
from chungtay.localities.actions import open_locality
from chungtay.localities.console import day, operator, told
from chungtay.localities.models import Locality


class Command(BaseCommand):
    help = "Lập một địa phương để làm việc trong phần mềm"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="MÃ", help="chữ thường không dấu, nối bằng gạch: tung-anh")
        parser.add_argument("--kind", required=True, choices=Locality.Kind.values, help="loại")
        parser.add_argument("--name", required=True, help="tên, không kèm loại: Tùng Anh")
        parser.add_argument("--province", default="", metavar="MÃ", help="mã tỉnh hai chữ số, cho quy định riêng")
        parser.add_argument("--parent", metavar="MÃ", help="mã địa phương cấp trên, nếu đã lập")
        parser.add_argument("--from", dest="start", type=day, help="từ ngày (ngày/tháng/năm); bỏ trống là hôm nay")

    def handle(self, *args: Any, **options: Any) -> None:
        parent = Locality.objects.filter(code=options["parent"]).first() if options["parent"] else None
        if options["parent"] and parent is None:
            raise CommandError(f"Chưa có địa phương mã “{options['parent']}”. Lập cấp trên trước.")
        with told():
            locality = open_locality(
                code=options["code"], kind=options["kind"], name=options["name"], province_code=options["province"],
                parent=parent, valid_from=options["start"] or today(), by=operator(), at=now(),
            )  # fmt: skip
        self.stdout.write(f"Đã lập {locality}. Tiếp theo: chungtay manage appoint TÊN --locality {locality.code} …")
