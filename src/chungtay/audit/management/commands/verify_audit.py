"""`chungtay verify-audit`: exit 0 when every chain is whole, 1 with the broken places otherwise."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from chungtay.audit.actions import broken_links
from chungtay.audit.models import Event


class Command(BaseCommand):
    help = "Kiểm tra chuỗi nhật ký không bị sửa"

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(broken_links())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            sys.exit(1)
        self.stdout.write(f"Nhật ký nguyên vẹn: {Event.objects.count()} sự kiện.")
