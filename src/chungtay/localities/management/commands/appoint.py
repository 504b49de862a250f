"""`chungtay manage appoint LOGIN --locality MÃ --role clerk`: an account and its roles, from a day or until a day."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.kit.clock import now, today
from chungtay.kit.models import valid_on
from chungtay.localities.actions import appoint, end_appointment, open_account
from chungtay.localities.console import day, operator, told
from chungtay.localities.models import Appointment, Locality, Unit


class Command(BaseCommand):
    help = "Tạo tài khoản và phân công vai trò ở một địa phương, hoặc thôi phân công"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="TÊN", help="tên đăng nhập")
        parser.add_argument("--locality", required=True, metavar="MÃ", help="mã địa phương")
        roles = "; ".join(f"{role.value}: {role.label}" for role in Role)
        parser.add_argument("--role", required=True, action="append", choices=[r.value for r in Role], help=roles)
        parser.add_argument("--name", default="", help="họ và tên; cần khi tài khoản chưa có")
        parser.add_argument("--unit", metavar="TÊN", help="đơn vị, cho trưởng đơn vị và nhân viên")
        parser.add_argument("--from", dest="start", type=day, help="từ ngày (ngày/tháng/năm); bỏ trống là hôm nay")
        parser.add_argument("--end", type=day, metavar="NGÀY", help="thôi phân công, tính hết ngày này")
        parser.add_argument("--password-stdin", action="store_true", help="đọc mật khẩu từ dòng vào, không hỏi")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        locality = Locality.objects.filter(code=options["locality"]).first()
        if locality is None:
            raise CommandError(f"Chưa có địa phương mã “{options['locality']}”. Lập bằng chungtay manage add_locality.")
        user = User.objects.filter(username=options["username"].strip().lower()).first()
        if options["end"]:
            self._end(user, locality, options)
            return
        user = user or self._account(locality, options)
        unit = self._unit(locality, options["unit"])
        for role in map(Role, options["role"]):
            with told():
                appoint(
                    user=user, locality=locality, role=role, unit=unit, valid_from=options["start"] or today(),
                    by=operator(), at=now(),
                )  # fmt: skip
            self.stdout.write(f"{user.username}: {role.label}, {locality}.")

    def _account(self, locality: Locality, options: dict[str, Any]) -> User:
        if not options["name"]:
            raise CommandError("Tài khoản này chưa có. Ghi thêm họ và tên: --name “…”.")
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else getpass.getpass("Mật khẩu: ")
        account = User(username=options["username"].strip().lower(), full_name=" ".join(options["name"].split()))
        try:
            validate_password(password, account)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with told():
            return open_account(
                username=account.username, full_name=account.full_name, password=password, locality=locality,
                by=operator(), at=now(),
            )  # fmt: skip

    def _unit(self, locality: Locality, name: str | None) -> Unit | None:
        if not name:
            return None
        unit = Unit.objects.filter(valid_on(today()), locality=locality, name=name).first()
        if unit is None:
            raise CommandError(f"Không có đơn vị “{name}” ở {locality}. Thêm ở trang Người và đơn vị.")
        return unit

    def _end(self, user: User | None, locality: Locality, options: dict[str, Any]) -> None:
        for role in options["role"]:
            held = Appointment.objects.filter(user=user, locality=locality, role=role, valid_to=None).first()
            if user is None or held is None:
                raise CommandError(f"“{options['username']}” không có vai {role} ở {locality}.")
            with told():
                end_appointment(appointment=held, last_day=options["end"], by=operator(), at=now())
            self.stdout.write(f"{user.username}: thôi {Role(role).label}, hết ngày {options['end']:%d/%m/%Y}.")
