"""Word files of before 2007 (.doc) and RTF, by LibreOffice where it is installed, else .doc by antiword."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from itertools import groupby
from pathlib import Path

from chungtay.reading.fold import fold
from chungtay.reading.intake.archive import BROKEN
from chungtay.reading.intake.blocks import LAYOUT_WORDS
from chungtay.reading.intake.converted import Converted
from chungtay.reading.intake.docx import read_docx
from chungtay.reading.intake.kinds import SAVE_AS_DOCX
from chungtay.reading.intake.legacy import NAMES, repair
from chungtay.reading.intake.plaintext import CONVERTED
from chungtay.reading.intake.source import Draft, UnreadableFile, cleaned

SECONDS = 90
MISSING = (
    f"Máy này chưa có phần đọc tệp Word đời cũ (.doc, .rtf). {SAVE_AS_DOCX} "
    "Hoặc người quản trị cài một lần: apt-get install antiword (đọc .doc) hay libreoffice-writer-nogui (cả hai)."
)
NUMBERS = "Tệp .doc: số thứ tự do Word tự đánh có thể không đọc được. Thiếu đề mục thì lưu thành .docx rồi đưa lại."
LOCKED = "Tệp Word có mật khẩu mở tệp. Mở bằng Word, bỏ mật khẩu, lưu rồi đưa lại."


def read_doc(path: Path) -> Converted:
    """The text of an old Word file. Raises UnreadableFile, also where this machine has no reader for it."""
    rtf = path.read_bytes()[:5] == b"{\\rtf"
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        return _by_office(office, path, "rtf" if rtf else "doc")
    antiword = shutil.which("antiword")
    if antiword and not rtf:
        return _by_antiword(antiword, path)
    raise UnreadableFile(MISSING)


def _by_office(office: str, path: Path, suffix: str) -> Converted:
    """Through .docx, whose reader knows numbering and tables. The profile is new, so no macro or add-on of it runs."""
    named = path.with_name(f"old.{suffix}")
    named.write_bytes(path.read_bytes())
    _run([office, f"-env:UserInstallation=file://{path.parent.resolve()}/profile", "--headless", "--norestore",
          "--nolockcheck", "--convert-to", "docx", "--outdir", str(path.parent), str(named)], roomy=True)  # fmt: skip
    made = path.with_name("old.docx")
    if not made.is_file():
        raise UnreadableFile(BROKEN)
    return read_docx(made)


def _by_antiword(antiword: str, path: Path) -> Converted:
    done = _run([antiword, "-m", "UTF-8.txt", "-w", "0", str(path)])
    if b"encrypted" in done.stderr.lower():
        raise UnreadableFile(LOCKED)
    if done.returncode != 0 or not done.stdout.strip():
        raise UnreadableFile(BROKEN)
    text, scheme = repair(columns(cleaned(done.stdout.decode("utf-8", errors="replace"))))
    return Converted([Draft(text)], [NUMBERS, *([CONVERTED.format(name=NAMES[scheme])] if scheme else [])])


def columns(text: str) -> str:
    """antiword's text with the tables that only lay out the page (letterhead, signature) read column by column."""
    out: list[str] = []
    for framed, group in groupby(text.split("\n"), key=lambda line: line.startswith("|")):
        found = list(group)
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in found] if framed else []
        if cells and LAYOUT_WORDS.search(fold("\n".join(found))) and len({len(row) for row in cells}) == 1:
            for column in zip(*cells, strict=True):
                out.extend([*(cell for cell in column if cell), ""])
        else:
            out.extend(found)
    return "\n".join(out).strip("\n")


def _run(command: list[str], *, roomy: bool = False) -> subprocess.CompletedProcess[bytes]:
    if roomy:  # an office suite maps several gigabytes; all that this process does later is bounded by the clock
        with contextlib.suppress(ImportError):
            import resource

            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        return subprocess.run(  # noqa: S603 -- our own command line
            command, capture_output=True, timeout=SECONDS, check=False, env=dict(os.environ)
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnreadableFile(BROKEN) from error
