"""From a file to one text: which bytes we read, and what we say to the others."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 20 * 1024 * 1024
"""A plan of 30 pages is 60 kB of text: beyond 20 MB it is the wrong file."""

# What the first bytes of a file tell; the sentence says what the clerk can do.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "Tệp PDF chưa đọc được ở bản này. Mở tệp, chọn toàn bộ chữ, chép vào tệp .txt rồi đưa lại."),
    (b"PK\x03\x04", "Tệp Word, Excel (docx, xlsx) chưa đọc được ở bản này. Mở tệp bằng Word, lưu thành .txt (UTF-8)."),
    (b"\xd0\xcf\x11\xe0", "Tệp Word đời cũ (.doc) chưa đọc được ở bản này. Mở tệp bằng Word, lưu thành .txt (UTF-8)."),
    (b"{\\rtf", "Tệp RTF chưa đọc được ở bản này. Mở tệp bằng Word, lưu thành .txt (UTF-8)."),
    (b"\x89PNG", "Tệp ảnh chưa đọc được ở bản này. Nhận dạng chữ tiếng Việt trước, rồi đưa tệp .txt."),
    (b"\xff\xd8\xff", "Tệp ảnh chưa đọc được ở bản này. Nhận dạng chữ tiếng Việt trước, rồi đưa tệp .txt."),
    (b"II*\x00", "Tệp ảnh quét (TIFF) chưa đọc được ở bản này. Nhận dạng chữ tiếng Việt trước, rồi đưa tệp .txt."),
    (b"MM\x00*", "Tệp ảnh quét (TIFF) chưa đọc được ở bản này. Nhận dạng chữ tiếng Việt trước, rồi đưa tệp .txt."),
    (b"GIF8", "Tệp ảnh chưa đọc được ở bản này. Nhận dạng chữ tiếng Việt trước, rồi đưa tệp .txt."),
)
NOT_TEXT = "Tệp không phải văn bản đọc được. Mở bằng Word hoặc Notepad, lưu thành .txt với mã UTF-8 rồi đưa lại."
EMPTY = "Tệp trống, không có chữ nào. Kiểm tra lại tệp đã chọn."


class UnreadableFile(Exception):  # noqa: N818 -- the name states what happened, as the clerk is told
    """A file that cannot be read; the message is a Vietnamese sentence that says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Source:
    """The text of one input: NFC, with \\n line ends. All spans count characters of `text`."""

    name: str
    text: str


def load(path: Path) -> Source:
    """The text of a file. Raises UnreadableFile for what is missing, too large, empty or not text."""
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


def decode(data: bytes, *, name: str) -> Source:
    """The text of bytes in UTF-8 or UTF-16 (with a mark, or plainly so). Raises UnreadableFile."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_too_large(len(data)))
    if not data.strip():
        raise UnreadableFile(EMPTY)
    for signature, message in SIGNATURES:
        if data.startswith(signature):
            raise UnreadableFile(message)
    return from_text(_decoded(data), name=name)


def from_text(text: str, *, name: str) -> Source:
    """The source of text already in hand. Raises UnreadableFile when it holds no letters or is not text."""
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    text = unicodedata.normalize("NFC", text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n"))
    if not any(c.isalnum() for c in text):
        raise UnreadableFile(EMPTY)
    strange = sum(1 for c in text if unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and c not in "\n\t")
    if strange > max(2, len(text) // 100):
        raise UnreadableFile(NOT_TEXT)
    return Source(name=name or "văn bản", text=text)


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strict(data, encoding)
    # UTF-16 without its mark: half of the bytes of Vietnamese text are then zero or a small page number.
    if len(data) >= 4 and len(data) % 2 == 0:
        even, odd = data[0::2].count(0), data[1::2].count(0)
        if odd > len(data) // 5 and odd > even * 4:
            return _strict(data, "utf-16-le")
        if even > len(data) // 5 and even > odd * 4:
            return _strict(data, "utf-16-be")
    return _strict(data, "utf-8")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(NOT_TEXT) from error


def _too_large(size: int) -> str:
    return f"Tệp nặng {size // (1024 * 1024)} MB, quá mức {MAX_BYTES // (1024 * 1024)} MB. Chỉ đưa tệp kế hoạch."
