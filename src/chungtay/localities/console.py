"""Who stands behind a command on the server, for the audit log, and how a command speaks and reads days."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management.base import CommandError

from chungtay.kit.errors import UserError


@dataclass(frozen=True)
class Console:
    """An actor of the audit log: somebody with access to the server, under the name of their system account."""

    actor_id: str
    name: str
    role_codes: Collection[str] = ()


def operator() -> Console:
    """The person at the console; without a name when the system knows none."""
    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        login = ""
    return Console(f"console:{login}", f"Dòng lệnh {login}".strip())


def day(text: str) -> dt.date:
    """A day typed as dd/mm/yyyy. Raises argparse's error, which says how to type it."""
    try:
        return dt.datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=dt.UTC).date()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày; gõ như 01/07/2025") from error


@contextmanager
def told() -> Iterator[None]:
    """What the action refuses is said on the console without a trace of the program."""
    try:
        yield
    except UserError as error:
        raise CommandError(" ".join([error.message, *error.details])) from error
