"""What bytes are, by their first bytes and, for containers, by what they hold."""

from __future__ import annotations

import io
import zipfile
from typing import Literal, TypeAlias

from chungtay.reading.intake.source import UnreadableFile

Kind: TypeAlias = Literal["text", "pdf", "image", "docx", "odt", "doc"]
"""Kinds that can be read; the .docm of Word is a docx, Word's old .doc and .rtf share a converter."""

SAVE_AS_DOCX = "Mở tệp bằng Word, chọn Lưu thành, loại .docx rồi đưa lại."
PROGRAM = "“{name}” là chương trình máy tính, không phải văn bản, dù mang đuôi gì. Không mở tệp này; hỏi lại người gửi."
ARCHIVE = "“{name}” là tệp nén. Giải nén, rồi chọn đúng tệp kế hoạch bên trong."
SHEET = "“{name}” là bảng tính Excel, không phải kế hoạch. Chọn tệp Word hoặc PDF của kế hoạch."
SLIDES = "“{name}” là tệp trình chiếu, không phải kế hoạch. Chọn tệp Word hoặc PDF của kế hoạch."
PHONE_PHOTO = "Ảnh “{name}” ở dạng HEIC của điện thoại chưa đọc được. Lưu hoặc gửi lại ảnh dạng JPG."
OTHER_PICTURE = "Ảnh “{name}” ở dạng chưa đọc được. Lưu lại thành JPG hoặc PNG rồi đưa lại."
LOCKED_WORD = "Tệp Word có mật khẩu mở tệp. Mở bằng Word, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ), lưu rồi đưa lại."
BROKEN_ZIP = f"Tệp Word bị hỏng hoặc tải thiếu. {SAVE_AS_DOCX}"
UNKNOWN_ZIP = "“{name}” không phải tệp Word. Chọn tệp Word, PDF hoặc ảnh chụp của kế hoạch."

READABLE: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"{\\rtf", "doc"),
)
REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"GIF8", OTHER_PICTURE),
    (b"RIFF", OTHER_PICTURE),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF_SEARCHED = 1024
"""Readers accept a PDF whose header stands within the first kilobyte: some scanners write before it."""


def kind_of(data: bytes, *, name: str) -> Kind:
    """The kind of readable bytes. Raises UnreadableFile with what to do for every other kind that can be told."""
    for signature, message in REFUSED:
        if data.startswith(signature) and not _plain(data[:PDF_SEARCHED]):
            raise UnreadableFile(message.format(name=name))
    for signature, kind in READABLE:
        if data.startswith(signature):
            return kind
    if data[4:8] == b"ftyp":
        raise UnreadableFile(PHONE_PHOTO.format(name=name))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    if data.startswith(OLE[:4]):
        return _compound(data, name)
    return "pdf" if b"%PDF-" in data[:PDF_SEARCHED] else "text"


def _plain(start: bytes) -> bool:
    """Text may begin with any letters: "MZ" and "Rar!" are programs and archives only before bytes that no text has."""
    return not any(byte < 0x20 and byte not in b"\t\n\r\f" for byte in start)


def _zipped(data: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = _beginning(archive, "mimetype") if "mimetype" in names else b""
    except Exception as error:  # a broken zip raises nearly anything; this one part is looked into outside the sandbox
        raise UnreadableFile(BROKEN_ZIP) from error
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if any(n.startswith("word/") for n in names):
        return "docx"
    if any(n.startswith("xl/") for n in names) or mimetype.endswith(b"spreadsheet"):
        raise UnreadableFile(SHEET.format(name=name))
    if any(n.startswith("ppt/") for n in names) or mimetype.endswith(b"presentation"):
        raise UnreadableFile(SLIDES.format(name=name))
    known = "[Content_Types].xml" in names
    raise UnreadableFile((UNKNOWN_ZIP if known else ARCHIVE).format(name=name))


def _beginning(archive: zipfile.ZipFile, member: str) -> bytes:
    with archive.open(member) as part:
        return part.read(100)


def _compound(data: bytes, name: str) -> Kind:
    """The old Office container: its streams are named in UTF-16."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise UnreadableFile(LOCKED_WORD)
    if holds("WordDocument"):
        return "doc"
    if holds("Workbook") or holds("Book"):
        raise UnreadableFile(SHEET.format(name=name))
    if holds("PowerPoint Document"):
        raise UnreadableFile(SLIDES.format(name=name))
    raise UnreadableFile(f"Tệp Word đời cũ (.doc) bị hỏng hoặc tải thiếu. {SAVE_AS_DOCX}")
