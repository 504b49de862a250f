"""A commune with its clerk, and for worker processes a database of their own whose writes are really committed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import sample_work.jobs  # noqa: F401 - registers the sample kinds in this process
from django.db import connection
from jobs_kit import clerk_of, commune

from chungtay.localities.access import Reader

HERE = Path(__file__).parent
FAST = {
    "CHUNGTAY_JOBS_HEARTBEAT": "0.4",
    "CHUNGTAY_JOBS_MISSED": "5",
    "CHUNGTAY_JOBS_SWEEP": "0.3",
    "CHUNGTAY_JOBS_POLL": "0.1",
}


@pytest.fixture
def clerk(db: None) -> Reader:
    return clerk_of(commune())


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


def _database_url() -> str:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    who = f"{quote(told['USER'])}:{quote(told['PASSWORD'] or '')}"
    return f"postgres://{who}@{quote(told['HOST'] or '', safe='')}:{told['PORT'] or 5432}/{told['NAME']}"


@pytest.fixture
def worker(committed: None, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts real worker processes and leaves none behind."""
    started: list[subprocess.Popen[bytes]] = []
    environment = os.environ | FAST | {
        "DATABASE_URL": _database_url(),
        "CHUNGTAY_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "sample_work.settings",
        "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path]),
    }  # fmt: skip

    def start(*options: str, below_shell: bool = False, **more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "chungtay", "manage", "worker", *options]
        if below_shell:  # the shell stands for the program that starts server and worker together
            command = ["sh", "-c", '"$@"; true', "sh", *command]
        process = subprocess.Popen(command, env=environment | more, stdout=subprocess.PIPE if below_shell else None)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
