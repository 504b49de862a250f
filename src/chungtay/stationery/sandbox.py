"""Sends somebody's file to the workbench (`bench.py`) and takes back what it made, or the reason why not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chungtay.kit.errors import UserError

SECONDS = {"inspect": 25, "render": 25, "office": 75, "picture": 60}
"""Wall clock; the processor time is limited on the other side."""
MOST_ANSWER = 4 * 1024 * 1024
MOST_FILE = 40 * 1024 * 1024
TOO_SLOW = "Tệp này làm máy chạy quá lâu nên đã dừng. Bớt vòng lặp hoặc làm mẫu gọn lại rồi tải lên."
BROKEN = "Không mở được tệp này: tệp hỏng hoặc có cấu tạo lạ. Mở trên máy, lưu lại một bản mới rồi tải lên."


@dataclass(frozen=True)
class Made:
    """What came back: the answer, and files by name."""

    answer: dict[str, Any]
    files: dict[str, bytes]


def run(task: str, job: Mapping[str, Any], files: Mapping[str, bytes], *, wanted: tuple[str, ...] = ()) -> Made:
    """Runs one task with files of its own. Raises UserError with the refusal, or when it took too long or broke."""
    with tempfile.TemporaryDirectory(prefix="chungtay-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "job.json").write_text(json.dumps(dict(job), ensure_ascii=True), encoding="utf-8")
        for file, content in files.items():
            (folder / file).write_bytes(content)
        code = _work(task, folder)
        answer = _answer(folder, code)
        if "refused" in answer:
            raise UserError(str(answer["refused"]), details=[str(line) for line in answer.get("details", [])])
        return Made(answer, {file: _read(folder / file) for file in wanted if (folder / file).is_file()})


def _work(task: str, folder: Path) -> int:
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", "chungtay.stationery.bench", task],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(SECONDS[task])
        except subprocess.TimeoutExpired as error:
            raise UserError(TOO_SLOW) from error
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the workbench and what it started: they share a session of their own."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        pass


def _answer(folder: Path, code: int) -> dict[str, Any]:
    try:
        answer = json.loads(_read(folder / "result.json", MOST_ANSWER))
    except (OSError, ValueError) as error:
        late = hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU
        raise UserError(TOO_SLOW if late else BROKEN) from error
    if not isinstance(answer, dict):
        raise UserError(BROKEN)
    return answer


def _read(path: Path, most: int = MOST_FILE) -> bytes:
    if path.is_symlink() or path.stat().st_size > most:
        raise UserError(BROKEN)
    return path.read_bytes()


def _environment(folder: Path) -> dict[str, str]:
    """Only what the work needs: no password or database address of the server goes with it."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
    return {
        **kept,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TEMP": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
    }
