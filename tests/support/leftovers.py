"""The temporary folder of one test run; whoever leaves a folder of ours in it fails the run."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

OURS = "chungtay-*"
OWNER = "CHUNGTAY_TEST_OWNER"
LEFT = pytest.StashKey[list[str]]()


def own_temporary_folder() -> str:
    """Makes everything that this process and its children keep for a moment lie in one new folder; its path."""
    before = tempfile.gettempdir()
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", before)  # pytest's own folders stay where one looks for them
    folder = tempfile.mkdtemp(prefix="chungtay-run-")
    Path(folder).chmod(0o711)  # a PostgreSQL server below it runs as another user
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    os.environ[OWNER] = str(os.getpid())
    return folder


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In the process that began the run, after its workers have ended."""
    if os.environ.get(OWNER) != str(os.getpid()):
        return
    folder = Path(os.environ["TMPDIR"])
    session.config.stash[LEFT] = left = sorted(path.name for path in folder.glob(OURS))
    shutil.rmtree(folder, ignore_errors=True)
    if left and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if left := config.stash.get(LEFT, []):
        terminalreporter.section("temporary folders left behind", red=True, bold=True)
        terminalreporter.line("\n".join(left))
