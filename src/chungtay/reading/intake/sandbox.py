"""Runs a converter as the stranger it is: own process, clock, memory and folder, no network, nothing left behind.

The answer comes back as JSON in a file and is checked like any input: a broken converter can return nothing but text.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from chungtay.reading.intake.converted import Told
from chungtay.reading.intake.kinds import Kind
from chungtay.reading.intake.source import Box, Draft, Method, Picture, Source, UnreadableFile, Word, assemble
from chungtay.reading.intake.worker import picture_name

PREFIX = "chungtay-intake-"
SECONDS: dict[Kind, int] = {"docx": 60, "odt": 60, "doc": 120, "pdf": 900, "image": 300}
"""Wall clock; a scan of the most pages that are read takes about three minutes on a free machine."""
STALE_SECONDS = 3600
MOST_ANSWER = 64 * 1024 * 1024
MOST_TEXT = 5_000_000
MOST_PICTURE = 4 * 1024 * 1024
LONGEST_PICTURE = 4000
MOST_COUNTED = 10_000  # not law: the most pages that are counted
TELL_EVERY = 0.5
TOO_SLOW = "Đọc tệp quá lâu nên đã dừng. Tách phần kế hoạch ra một tệp riêng rồi đưa lại."
FAILED = "Không đọc được tệp này: tệp hỏng hoặc có cấu tạo lạ. Mở tệp, lưu hoặc in ra PDF lần nữa rồi đưa lại."
TOO_MUCH = "Tệp chứa quá nhiều dữ liệu so với một kế hoạch. Tách phần kế hoạch ra một tệp riêng rồi đưa lại."
METHODS: tuple[Method, ...] = ("text", "text_layer", "ocr")


def convert(data: bytes, *, kind: Kind, name: str, pictures: bool = False, told: Told | None = None) -> Source:
    """The source that the converter of a kind makes of bytes, with pictures of its pages when they are asked for.

    `told` is called about twice a second with the pages read and the pages there are (0 of 0 as long as nobody knows);
    what it raises ends the converter. Raises UnreadableFile.
    """
    _sweep()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        (Path(folder) / "input").write_bytes(data)
        answer = _answer(Path(folder), kind, pictures, told)
        return _source(answer, Path(folder), name=name, kind=kind)


def _answer(folder: Path, kind: Kind, pictures: bool, told: Told | None) -> dict[str, Any]:
    command = [sys.executable, "-m", "chungtay.reading.intake.worker", kind, *(["pictures"] if pictures else [])]
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            _wait(process, SECONDS[kind], folder, told)
        except subprocess.TimeoutExpired as error:
            raise UnreadableFile(TOO_SLOW) from error
        finally:
            _end(process)
    result = folder / "result.json"
    try:
        if result.is_symlink() or result.stat().st_size > MOST_ANSWER:
            raise UnreadableFile(TOO_MUCH)
        answer = json.loads(result.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        # SIGXCPU: the processor time was used up; anything else: a crash or no memory left.
        late = hasattr(signal, "SIGXCPU") and process.returncode == -signal.SIGXCPU
        raise UnreadableFile(TOO_SLOW if late else FAILED) from error
    if not isinstance(answer, dict):
        raise UnreadableFile(FAILED)
    return answer


def _wait(process: subprocess.Popen[bytes], seconds: int, folder: Path, told: Told | None) -> None:
    """Waits for the end, saying how far it is meanwhile. Raises TimeoutExpired."""
    if told is None:
        process.wait(seconds)
        return
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        try:
            process.wait(min(TELL_EVERY, left))
            return
        except subprocess.TimeoutExpired:
            told(*_progress(folder))
    raise subprocess.TimeoutExpired("converter", seconds)


def _progress(folder: Path) -> tuple[int, int]:
    """What the converter says of itself: numbers within reason or nothing."""
    try:
        with (folder / "progress").open("rb") as file:
            done, total = (int(word) for word in file.read(40).split())
    except (OSError, ValueError):
        return 0, 0
    return (done, total) if 0 <= done <= total <= MOST_COUNTED else (0, 0)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the converter and what it started: they share a session of their own."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        pass


def _environment(folder: Path) -> dict[str, str]:
    """Only what a converter needs: no password or database address of the server goes with it."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "TESSDATA_PREFIX") if key in os.environ}
    return {
        **kept,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TEMP": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "OMP_THREAD_LIMIT": "1",
    }


def _sweep() -> None:
    """Removes folders that a killed server left behind; nothing of ours lives that long."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        try:
            if not folder.is_symlink() and time.time() - folder.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


def _source(answer: dict[str, Any], folder: Path, *, name: str, kind: Kind) -> Source:
    refused = answer.get("refused")
    if isinstance(refused, str) and refused:
        raise UnreadableFile(refused)
    try:
        drafts = [_draft(page, folder / picture_name(i)) for i, page in enumerate(answer["pages"])]
        warnings = [str(w) for w in answer["warnings"]]
        glue = "\n" if answer["glue"] else ""
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise UnreadableFile(FAILED) from error
    if sum(len(draft.text) for draft in drafts) > MOST_TEXT:
        raise UnreadableFile(TOO_MUCH)
    return assemble(drafts, name=name, warnings=warnings, glue=glue, kind=kind)


def _draft(page: dict[str, Any], picture: Path) -> Draft:
    text, number, confidence = page["text"], page["number"], page["confidence"]
    if not isinstance(text, str) or page["method"] not in METHODS or not isinstance(number, int | None):
        raise ValueError("not a page")
    words = tuple(Word(int(a), int(b), float(c), _box(box)) for a, b, c, box in page["words"])
    if any(not 0 <= w.start <= w.end <= len(text) for w in words):
        raise ValueError("words beyond the page")
    sure = None if confidence is None else float(confidence)
    return Draft(text, number, page["method"], sure, words, _picture(picture, page["picture"]))


def _box(box: Any) -> Box | None:
    if box is None:
        return None
    left, top, right, bottom = (float(side) for side in box)
    if not (0 <= left <= right <= 1 and 0 <= top <= bottom <= 1):
        raise ValueError("a box beyond the page")
    return left, top, right, bottom


def _picture(path: Path, size: Any) -> Picture | None:
    """A picture that the converter made; only a browser will ever open it."""
    if size is None:
        return None
    width, height = (int(side) for side in size)
    if not (0 < width <= LONGEST_PICTURE and 0 < height <= LONGEST_PICTURE):
        raise ValueError("not a picture")
    if path.is_symlink() or path.stat().st_size > MOST_PICTURE:
        raise ValueError("not a picture")
    data = path.read_bytes()
    if not data.startswith(b"\xff\xd8\xff"):
        raise ValueError("not a picture")
    return Picture(data, width, height)
