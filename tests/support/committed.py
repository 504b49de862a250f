"""A database of a test's own whose writes are really committed, so that other processes see them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[None]:
    """Points this process to a copy of the empty test database that other processes can open.

    A copy, because the audit log refuses the deletion by which Django would clean up after such a test.
    """
    original = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            copy = str(tmp_path / "copy.sqlite3")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [copy])
            connection.close()
        else:
            connection.close()
            copy = f"{original}_{os.getpid()}"
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = original
            if connection.vendor != "sqlite":
                with connection._nodb_cursor() as cursor:
                    cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def database_url() -> str:
    """The address of that copy, for another process."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    who = f"{quote(told['USER'])}:{quote(told['PASSWORD'] or '')}"
    return f"postgres://{who}@{quote(told['HOST'] or '', safe='')}:{told['PORT'] or 5432}/{told['NAME']}"
