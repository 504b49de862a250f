"""`chungtay manage new_password LOGIN`: a password for any account, shown once, to be changed at the next sign-in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chungtay.accounts.models import User
from chungtay.kit.clock import now
from chungtay.localities.actions import reset_any_password
from chungtay.localities.console import operator
from chungtay.localities.passwords import new_password


class Command(BaseCommand):
    help = "Đặt mật khẩu mới cho một tài khoản; người nhận đổi ngay khi đăng nhập"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="TÊN", help="tên đăng nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"].strip().lower()).first()
        if user is None:
            raise CommandError(f"Chưa có tài khoản “{options['username']}”. Xem lại tên đăng nhập.")
        password = new_password()
        reset_any_password(user=user, password=password, by=operator(), at=now())
        self.stdout.write(f"{password}\nMật khẩu của {user.username}, chỉ hiện một lần; người nhận đổi khi đăng nhập.")
