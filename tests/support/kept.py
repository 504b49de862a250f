"""Sets a commune, a movement or a whole round up once per test process: later tests get the same rows and files back.

The first test that asks walks the rooms' own actions, as ever. What they wrote is noted (every table, every file), and
each later test that asks at the same point gets it put into its database: an award round takes a thousand queries to
walk and thirty to put back. When a test has written anything of its own before, the actions are walked anew.
"""

from __future__ import annotations

import datetime as dt
import functools
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils.translation import get_language

P, T = ParamSpec("P"), TypeVar("T")
Rows = dict[str, dict[Any, Any]]  # table → primary key → row, as the database itself writes it
Files = dict[str, bytes]
HARMLESS = ("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA", "BEGIN", "EXPLAIN", "SET CONSTRAINTS")
SMALL = (str, int, float, bool, type(None), dt.date)


@dataclass
class _Written:
    """What stands in the database of the running test: the kept steps since its start, or None: something else too."""

    steps: tuple[object, ...] | None = ()

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.steps is not None and not str(sql).lstrip().upper().startswith(HARMLESS):
            self.steps = None
        return execute(sql, params, many, context)


@dataclass
class _Kept:
    """What one step wrote, and what it gave back."""

    result: bytes
    gone: dict[str, list[Any]] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=dict)
    files: Files = field(default_factory=dict)


_written = _Written()
_store: dict[tuple[object, ...], _Kept] = {}


def a_test_begins() -> None:
    """To be called before every test: its database holds what the migrations left."""
    if _written not in connection.execute_wrappers:
        connection.execute_wrappers.append(_written)
    _written.steps = ()


def kept(make: Callable[P, T]) -> Callable[P, T]:
    """For a fixture (below @pytest.fixture) or a factory that fills the database; what it gives back must pickle."""

    @functools.wraps(make)
    def once(*args: P.args, **kwargs: P.kwargs) -> T:
        before = _written.steps
        if before is None or not connection.in_atomic_block:  # what is committed is cleaned up in ways of its own
            return make(*args, **kwargs)
        told = (*map(_name, args), *((name, _name(value)) for name, value in sorted(kwargs.items())))
        step = (make.__module__, make.__qualname__, told)
        key = (*before, step, _surroundings())
        if (known := _store.get(key)) is not None:
            _put(known)
            given: T = pickle.loads(known.result)
        else:
            rows, files = _rows(), _files()
            given = make(*args, **kwargs)
            _store[key] = _difference(rows, files, pickle.dumps(given))
        _written.steps = (*before, step)
        return given

    return once


def _surroundings() -> tuple[object, ...]:
    """What else decides over what a step writes; content types get new keys when a test empties the tables."""
    first = ContentType.objects.order_by("pk").values_list("pk", flat=True).first()
    return settings.CHUNGTAY_TODAY, get_language(), first, connection.settings_dict["NAME"]


def _name(value: object) -> object:
    if isinstance(value, models.Model):
        return value._meta.label, value.pk
    if isinstance(value, SMALL):
        return value
    if isinstance(value, (tuple, list)):
        return tuple(map(_name, value))
    if hasattr(value, "__dataclass_params__"):
        return repr(value)
    return type(value).__qualname__  # another fixture's tool, the same at the same point


def _difference(rows: Rows, files: Files, result: bytes) -> _Kept:
    made = _Kept(result)
    for table, now in _rows().items():
        old = rows[table]
        if now == old:
            continue
        made.gone[table] = [pk for pk, row in old.items() if now.get(pk) != row]
        made.rows[table] = [row for pk, row in now.items() if old.get(pk) != row]
    made.files = {name: data for name, data in _files().items() if files.get(name) != data}
    return made


def _put(step: _Kept) -> None:
    for table, keys in step.gone.items():
        if keys:
            key = _shape(table)[0]
            compared = f'"{key}"::text' if connection.vendor == "postgresql" else f'"{key}"'
            with connection.cursor() as cursor:
                cursor.executemany(f'DELETE FROM "{table}" WHERE {compared} = %s', [(each,) for each in keys])
    for table, rows in step.rows.items():
        if rows:
            _write(table, rows)
    for name, data in step.files.items():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _files() -> Files:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@functools.cache
def _tables() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        return tuple(sorted(set(connection.introspection.table_names(cursor)) - {"django_migrations"}))


@functools.cache
def _shape(table: str) -> tuple[str, ...]:
    """The columns of a table, the primary key first."""
    with connection.cursor() as cursor:
        key = connection.introspection.get_primary_key_column(cursor, table)
        columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
    assert key is not None, table
    return key, *(name for name in columns if name != key)


def _rows() -> Rows:
    """Every row as the database writes it: no conversion to Python and back that could change a value."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in _tables():
            names = _shape(table)
            if connection.vendor == "postgresql":
                listed = ", ".join(f'"{name}"' for name in names)
                with cursor.copy(f'COPY "{table}" ({listed}) TO STDOUT') as copy:
                    lines = b"".join(bytes(part) for part in copy).decode().split("\n")[:-1]
                found[table] = {line.split("\t", 1)[0]: f"{line}\n" for line in lines}
            else:  # the plus sign is an expression, which has no declared type to convert to
                listed = ", ".join(f'+"{name}"' for name in names)
                cursor.execute(f'SELECT {listed} FROM "{table}"')
                found[table] = {row[0]: row for row in cursor.fetchall()}
    return found


def _write(table: str, rows: list[Any]) -> None:
    names = ", ".join(f'"{name}"' for name in _shape(table))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            copy.write("".join(rows))
    else:
        marks = ", ".join("?" * len(rows[0]))
        connection.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
