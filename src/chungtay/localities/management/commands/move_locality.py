"""`chungtay manage move_locality MÃ --parent MÃ --from 01/07/2025`, or `--end 30/06/2025 --into MÃ`: mergers, dated."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from chungtay.kit.clock import now
from chungtay.localities.actions import end_locality, place_under
from chungtay.localities.console import day, operator, told
from chungtay.localities.models import Locality


class Command(BaseCommand):
    help = "Ghi địa phương chuyển sang cấp trên khác từ một ngày, hoặc kết thúc sau một ngày"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="MÃ", help="mã địa phương")
        parser.add_argument("--parent", metavar="MÃ", help="mã cấp trên mới; “-” là không thuộc đâu")
        parser.add_argument("--from", dest="start", type=day, help="ngày đầu thuộc cấp trên mới (ngày/tháng/năm)")
        parser.add_argument("--end", type=day, metavar="NGÀY", help="kết thúc, tính hết ngày này")
        parser.add_argument("--into", metavar="MÃ", help="mã địa phương mà nó nhập vào")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        locality = self._found(options["code"])
        if bool(options["end"]) == bool(options["parent"] and options["start"]):
            raise CommandError("Ghi --parent và --from để chuyển cấp trên, hoặc --end để kết thúc.")
        common: dict[str, Any] = {"locality": locality, "by": operator(), "at": now()}
        with told():
            if options["end"]:
                into = self._found(options["into"]) if options["into"] else None
                end_locality(last_day=options["end"], into=into, **common)
                self.stdout.write(f"{locality}: hết ngày {options['end']:%d/%m/%Y}.")
                return
            parent = None if options["parent"] == "-" else self._found(options["parent"])
            place_under(parent=parent, first_day=options["start"], **common)
        self.stdout.write(f"{locality}: thuộc {parent or 'không cấp nào'} từ {options['start']:%d/%m/%Y}.")

    def _found(self, code: str) -> Locality:
        locality = Locality.objects.filter(code=code).first()
        if locality is None:
            raise CommandError(f"Chưa có địa phương mã “{code}”. Lập bằng chungtay manage add_locality.")
        return locality
