"""`chungtay manage load_demo`: the five real movements; `--logins` prints how to sign in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chungtay.demo import people
from chungtay.demo.initiatives import load_initiatives
from chungtay.demo.movements import load_movement
from chungtay.demo.progress import load_progress
from chungtay.demo.rounds import load_rounds
from chungtay.movements.models import Movement


class Command(BaseCommand):
    help = "Nạp năm phong trào thật với người mẫu (chỉ cho bản trình diễn)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--logins", action="store_true", help="chỉ in các tài khoản mẫu")

    def handle(self, *args: Any, **options: Any) -> None:
        people.refuse_production()
        if options["logins"]:
            self.stdout.write(f"Tài khoản mẫu, mật khẩu chung {people.PASSWORD}:")
            for label, username in people.logins():
                self.stdout.write(f"  {username:<22}{label}")
            self.stdout.write("Bốn địa phương khác: thay kimphuong bằng tienthanh, tunganh, duongquy, hongvan.")
            return
        if Movement.objects.exists():
            return
        self.stdout.write("Nạp năm phong trào mẫu …")
        for place in people.PLACES:
            movement = load_movement(place)
            load_progress(movement, place.plan)
            load_initiatives(movement, place.plan)
        load_rounds()
