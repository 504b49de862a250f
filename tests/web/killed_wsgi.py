"""The product's web application in a process that dies, as by a power cut, when the test says so.

The file CHUNGTAY_TEST_KILL holds how many statements that write are still carried out; after the last one the process
kills itself with SIGKILL, in the middle of whatever transaction is open.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created
from django.urls import resolve

from chungtay.config.wsgi import application

ORDER = Path(os.environ["CHUNGTAY_TEST_KILL"])
WRITES = ("INSERT", "UPDATE", "DELETE")


def count_down(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    done = execute(sql, params, many, context)
    if sql.startswith(WRITES) and ORDER.exists():
        left = int(ORDER.read_text()) - 1
        ORDER.write_text(str(left))
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return done


def listen(connection: Any, **_: Any) -> None:
    if count_down not in connection.execute_wrappers:
        connection.execute_wrappers.append(count_down)


connection_created.connect(listen)
resolve("/")  # loads every view here, once: the server begins its next process from this one

__all__ = ["application"]
