"""From any file of a commune to one text: what each kind of bytes is, and what we say to those we refuse.

Text is decoded here; every other kind goes to a converter in its own limited process (`sandbox`, `worker`).
"""

from __future__ import annotations

from pathlib import Path

from chungtay.reading.intake.converted import Told
from chungtay.reading.intake.kinds import kind_of
from chungtay.reading.intake.plaintext import decode_text
from chungtay.reading.intake.sandbox import convert
from chungtay.reading.intake.source import EMPTY, Box, Page, Picture, Source, UnreadableFile, Word, from_text, joined

__all__ = [
    "MAX_BYTES",
    "Box",
    "Page",
    "Picture",
    "Source",
    "UnreadableFile",
    "Word",
    "decode",
    "from_text",
    "joined",
    "load",
]

MAX_BYTES = 20 * 1024 * 1024
"""A plan of 30 pages scanned in colour is about 10 MB: beyond 20 MB it is the wrong file."""


def load(path: Path) -> Source:
    """The text of a file. Raises UnreadableFile for what is missing, too large, empty or not readable."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableFile(f"“{path.name}” là thư mục. Chọn một tệp kế hoạch.")
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise UnreadableFile(f"Không mở được tệp “{path.name}”. Kiểm tra đường dẫn và quyền đọc tệp.") from error
    if size > MAX_BYTES:
        raise UnreadableFile(_too_large(size))
    return decode(data, name=path.name)


def decode(data: bytes, *, name: str, pictures: bool = False, told: Told | None = None) -> Source:
    """The text of bytes of any kind that a commune has; what they are is told by the bytes, never by the name.

    `pictures` asks for a JPEG of every page of a PDF or picture, to be looked at; `told` is called with the pages read
    and the pages there are, and may raise to end the reading. Scans take about three seconds of CPU a page. Raises
    UnreadableFile.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_too_large(len(data)))
    if not data.strip(b" \t\r\n\f\0"):
        raise UnreadableFile(EMPTY)
    kind = kind_of(data, name=name)
    if kind != "text":
        return convert(data, kind=kind, name=name, pictures=pictures, told=told)
    text, warnings = decode_text(data)
    return from_text(text, name=name, warnings=warnings)


def _too_large(size: int) -> str:
    megabyte = 1024 * 1024
    tenths = -(-size * 10 // megabyte)  # rounded up: never told as the limit itself
    told = f"{tenths / 10:.1f}".replace(".", ",").removesuffix(",0")
    return f"Tệp nặng {told} MB, quá mức {MAX_BYTES // megabyte} MB. Chỉ đưa tệp kế hoạch."
