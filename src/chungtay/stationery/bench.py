"""The workbench: a process of its own that opens what strangers made (Word templates, pictures) within limits.

Started by `sandbox.py` as `python -m chungtay.stationery.bench <task>` in an empty folder; reads `job.json` and the
files beside it, writes `result.json` and what it made. It never sees the database, the network or the server's
environment.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chungtay.reading.intake.worker import limit
from chungtay.stationery.refusal import Refused

CPU_SECONDS = {"inspect": 12, "render": 12, "office": 90, "picture": 40}
NO_ROOM = "Tệp cần nhiều bộ nhớ hoặc nhiều bước hơn mức cho phép nên đã dừng. Làm mẫu gọn lại rồi tải lên."


def _task(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    if name in ("inspect", "render"):
        from chungtay.stationery import word

        return word.inspect if name == "inspect" else word.render
    if name == "office":
        from chungtay.stationery import office

        return office.to_pdf
    if name == "picture":
        from chungtay.stationery import pictures

        return pictures.prepare
    raise ValueError(name)


def main(arguments: list[str]) -> int:
    """Does one task. A refusal is an answer; a crash leaves none and an exit code."""
    (name,) = arguments
    limit("doc" if name == "office" else "docx")
    with contextlib.suppress(ImportError):
        import resource

        seconds = CPU_SECONDS[name]
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    answer: dict[str, Any]
    try:
        answer = _task(name)(json.loads(Path("job.json").read_text(encoding="utf-8")))
    except Refused as error:
        answer = {"refused": error.message, "details": error.details}
    except (MemoryError, RecursionError):
        answer = {"refused": NO_ROOM, "details": []}
    Path("result.json").write_text(json.dumps(answer, ensure_ascii=True), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
