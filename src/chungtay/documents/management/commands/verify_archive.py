"""`chungtay manage verify_archive`: exit 0 when every stored byte is as it was, 1 with what is not."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from chungtay.documents.archive import bundle_faults, faults
from chungtay.documents.models import StoredFile


class Command(BaseCommand):
    help = "Kiểm tra kho lưu trữ: tệp còn đủ, còn nguyên; hoặc kiểm tra một gói lưu trữ (.zip)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--locality", metavar="MÃ", help="chỉ một địa phương")
        parser.add_argument("--bundle", type=Path, metavar="TỆP.zip", help="kiểm tra gói này thay cho kho")

    def handle(self, *args: Any, locality: str | None, bundle: Path | None, **options: Any) -> None:
        found = bundle_faults(bundle) if bundle else list(faults(locality))
        for fault in found:
            self.stderr.write(fault)
        if found:
            sys.exit(1)
        if bundle:
            self.stdout.write("Gói lưu trữ nguyên vẹn.")
            return
        where = {"locality__code": locality} if locality else {}
        self.stdout.write(f"Kho lưu trữ nguyên vẹn: {StoredFile.objects.filter(**where).count()} tệp.")
