"""Everything of one database into another, empty one: all rows as they are, counted and compared, or nothing at all.

The whole copy is one transaction of the receiving database, its tables included: when anything fails or is cut off,
that database is as empty as before and the copy is simply begun again. The giving database is only read, in one
transaction too, so that nobody writes to it meanwhile (SQLite: immediate transactions, docs/adr/0003).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import dj_database_url
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from chungtay.kit.errors import UserError

TARGET = "moved-to"
_BATCH = 500  # rows sent at once
_ITS_OWN = {"django_migrations"}  # what making the tables writes itself


@dataclass(frozen=True)
class Copied:
    """One table after the copy."""

    table: str
    rows: int


@contextmanager
def second_database(address: str) -> Iterator[str]:
    """The alias of another database for as long as the block lasts. `address`: postgres://user@host/name.

    Raises `UserError` when the address cannot be read, is no PostgreSQL or nobody answers there.
    """
    try:
        told: Any = dj_database_url.parse(address)
    except (ValueError, KeyError) as error:
        raise UserError(_("Không đọc được địa chỉ. Ghi như postgres://chungtay@127.0.0.1/chungtay.")) from error
    if not str(told["ENGINE"]).endswith("postgresql"):
        raise UserError(_("Chỉ chuyển sang PostgreSQL. Ghi địa chỉ như postgres://chungtay@127.0.0.1/chungtay."))
    default = connections.settings["default"]
    connections.settings[TARGET] = connections.configure_settings({"default": default, TARGET: told})[TARGET]
    try:
        try:
            with connections[TARGET].wrap_database_errors:
                connections[TARGET].connect()
        except DatabaseError as error:
            raise UserError(_("Không mở được cơ sở dữ liệu mới."), details=[str(error).strip()]) from error
        yield TARGET
    finally:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.settings[TARGET]


def copy_everything(*, source: str, target: str, check: Callable[[str], list[str]]) -> list[Copied]:
    """Copies all tables of `source` (an alias) into the empty database `target`; the tables with their rows.

    `check(alias)` tells what is wrong with a database beyond its rows; it must say the same of both. Raises `UserError`
    when the target holds anything, the source is not up to date or has tables of its own, or a row is not taken.
    """
    _ready(source, target)
    kinds = [kind for kind in apps.get_models(include_auto_created=True) if kind._meta.managed and not kind._meta.proxy]
    _nothing_left_behind(source, kinds)
    with transaction.atomic(using=source), transaction.atomic(using=target):
        call_command("migrate", database=target, interactive=False, verbosity=0)
        with connections[target].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # making the tables left some that look at every row
        for kind in kinds:  # what making the tables wrote: content types, permissions
            kind._base_manager.using(target).all().delete()
        ContentType.objects.clear_cache()
        done = [_copy(kind, source, target) for kind in kinds]
        with connections[target].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in connections[target].ops.sequence_reset_sql(no_style(), kinds):
                cursor.execute(statement)
        for kind in kinds:
            _compare(kind, source, target)
        if (there := check(target)) != check(source):
            raise UserError(_("Bản chuyển không khớp bản cũ, chưa chuyển gì."), details=there)
    return done


def _ready(source: str, target: str) -> None:
    tables = connections[target].introspection.table_names()
    if tables:
        raise UserError(
            _("Cơ sở dữ liệu mới đã có %(count)s bảng. Tạo một cơ sở dữ liệu trống rồi chạy lại.")
            % {"count": len(tables)},
            details=sorted(tables)[:5],
        )
    executor = MigrationExecutor(connections[source])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise UserError(_("Cơ sở dữ liệu cũ chưa cập nhật. Chạy chungtay manage migrate rồi chạy lại."))


def _nothing_left_behind(source: str, kinds: list[type[models.Model]]) -> None:
    known = {kind._meta.db_table for kind in kinds} | _ITS_OWN
    unknown = sorted(set(connections[source].introspection.table_names()) - known)
    if unknown:
        raise UserError(_("Cơ sở dữ liệu cũ có bảng mà phần mềm không biết. Xem rồi bỏ đi trước."), details=unknown)


def _fields(kind: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in kind._meta.local_concrete_fields if not getattr(field, "generated", False)]


def _copy(kind: type[models.Model], source: str, target: str) -> Copied:
    """Raw rows: nothing is computed, stamped or signalled on the way."""
    fields, count = _fields(kind), 0
    rows = kind._base_manager.using(source).order_by("pk").iterator(chunk_size=_BATCH)
    try:
        while batch := list(islice(rows, _BATCH)):
            kind._base_manager.all()._insert(batch, fields=fields, using=target, raw=True)  # type: ignore[attr-defined]
            count += len(batch)
    except (DatabaseError, ValueError) as error:  # ValueError: a letter that PostgreSQL takes in no text
        raise UserError(
            _("Bảng %(table)s có dòng mà cơ sở dữ liệu mới không nhận; chưa chuyển gì.")
            % {"table": kind._meta.db_table},
            details=[str(error).strip()],
        ) from error
    return Copied(kind._meta.db_table, count)


def _compare(kind: type[models.Model], source: str, target: str) -> None:
    if _fingerprint(kind, source) != _fingerprint(kind, target):
        raise UserError(_("Bảng %(table)s sau khi chép không giống bản cũ.") % {"table": kind._meta.db_table})
    number = kind._meta.pk
    if not isinstance(number, models.AutoField | models.BigAutoField):
        return
    highest = kind._base_manager.using(target).aggregate(most=models.Max(number.attname))["most"] or 0
    with connections[target].cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [kind._meta.db_table, number.column])
        if cursor.fetchone()[0] <= highest:
            raise UserError(_("Bảng %(table)s sẽ cấp lại số đã dùng.") % {"table": kind._meta.db_table})


def _fingerprint(kind: type[models.Model], alias: str) -> tuple[int, int]:
    """How many rows, and the sum of their digests: the same however a database sorts them."""
    names = [field.attname for field in _fields(kind)]
    count = total = 0
    for row in kind._base_manager.using(alias).values_list(*names).iterator(chunk_size=_BATCH):
        count += 1
        total += int.from_bytes(hashlib.sha256(_told(row).encode("utf-8", "surrogatepass")).digest())
    return count, total


def _told(value: Any) -> str:
    """Equal for what Python holds to be equal: the order of names in JSON is no content, nor are 1 and 1.0."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key!r}:{_told(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_told, value)) + "]"
    if isinstance(value, float) and value.is_integer():
        return repr(int(value))
    return repr(bytes(value) if isinstance(value, memoryview) else value)
