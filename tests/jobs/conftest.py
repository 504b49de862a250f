"""A commune with its clerk, and for worker processes a database of their own whose writes are really committed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sample_work.jobs  # noqa: F401 - registers the sample kinds in this process
from jobs_kit import clerk_of, commune

from chungtay.localities.access import Reader
from support.committed import committed, database_url  # noqa: F401 - a fixture

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
def worker(committed: None, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:  # noqa: F811
    """Starts real worker processes and leaves none behind."""
    started: list[subprocess.Popen[bytes]] = []
    environment = os.environ | FAST | {
        "DATABASE_URL": database_url(),
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
