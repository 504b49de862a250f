"""A Word file as PDF to look at, where LibreOffice is installed; runs on the workbench."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from chungtay.stationery.refusal import Refused

SECONDS = 60


def is_here() -> bool:
    """Whether this machine has LibreOffice."""
    return find() is not None


def find() -> str | None:
    """The office suite's program."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(_job: dict[str, Any]) -> dict[str, Any]:
    """`template.docx` to `template.pdf`, with a profile of its own: no macro or add-on of another one runs."""
    program = find()
    if program is None:
        raise Refused("Máy này không có LibreOffice nên không xem trước bằng PDF được. Tải bản Word về xem.")
    with contextlib.suppress(ImportError):  # an office suite maps more than it uses
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    folder = Path.cwd()
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(  # noqa: S603 -- our own command line
            [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck",
             "--convert-to", "pdf", "--outdir", str(folder), str(folder / "template.docx")],
            capture_output=True, timeout=SECONDS, check=False, env=dict(os.environ),
        )  # fmt: skip
    if not (folder / "template.pdf").is_file():
        raise Refused("LibreOffice không mở được bản Word này. Tải bản Word về xem.")
    return {"made": True}
