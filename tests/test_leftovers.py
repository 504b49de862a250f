"""The guard over the whole run: a temporary folder of ours that a test leaves behind fails it, in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.places import TESTS

HOOKS = "from support.leftovers import pytest_sessionfinish, pytest_terminal_summary\n"
TEST = "import tempfile\n\ndef test_it():\n    tempfile.mkdtemp(prefix={!r})\n"


def test_a_run_that_leaves_a_folder_of_ours_fails_and_names_it(tmp_path: Path):
    (tmp_path / "conftest.py").write_text(HOOKS, encoding="utf-8")
    (tmp_path / "test_leaves.py").write_text(TEST.format("chungtay-quen-"), encoding="utf-8")
    (tmp_path / "test_tidy.py").write_text(TEST.format("cua-nguoi-khac-"), encoding="utf-8")
    inherited = ("CHUNGTAY_TEST_DATA", "CHUNGTAY_TEST_OWNER", "PYTEST_XDIST_WORKER", "DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in inherited}
    environment |= {"TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])}
    environment["CHUNGTAY_DATA"] = ""

    def run(file: str, workers: str) -> subprocess.CompletedProcess[str]:
        words = [
            "-m",
            "pytest",
            "-q",
            "-n",
            workers,
            "--ds=support.settings",
            "-p",
            "no:cacheprovider",
            "-c",
            os.devnull,
        ]
        return subprocess.run(
            [sys.executable, *words, "-c", os.devnull, "--rootdir", tmp_path, tmp_path / file],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    tidy, leaves = run("test_tidy.py", "0"), run("test_leaves.py", "1")
    assert (tidy.returncode, leaves.returncode) == (0, 1), tidy.stdout + tidy.stderr + leaves.stderr
    assert "chungtay-quen-" in leaves.stdout
    assert "1 passed" in leaves.stdout
    assert list(tmp_path.glob("chungtay-run-*")) == []
