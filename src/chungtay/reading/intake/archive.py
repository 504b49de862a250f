"""Parts of a zipped document (Word, LibreOffice), never unpacked to disk and never beyond a size."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

from chungtay.reading.intake.kinds import BROKEN_ZIP
from chungtay.reading.intake.source import UnreadableFile

MOST_PART = 40 * 1024 * 1024
"""The text of a 100-page Word file is below 10 MB of XML."""
BOMB = "Tệp nén bất thường: bung ra lớn hơn mọi kế hoạch. Không mở tệp này; hỏi lại người gửi."
BROKEN = BROKEN_ZIP


class Archive:
    """The parts of a zipped document."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self.names = frozenset(self._zip.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise UnreadableFile(BROKEN) from error

    def xml(self, name: str) -> ElementTree.Element | None:
        """The root of a part; None when there is no such part. Raises UnreadableFile for a broken or bloated one."""
        if name not in self.names:
            return None
        data = self._bytes(name)
        # Office never writes a document type; entities that grow are its only use in such a file.
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise UnreadableFile(BOMB)
        try:
            return ElementTree.fromstring(data)  # noqa: S314 -- no entities, bounded size, own limited process
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise UnreadableFile(BROKEN) from error

    def _bytes(self, name: str) -> bytes:
        """The part, read no further than the limit: the size that a zip declares may be a lie."""
        try:
            with self._zip.open(name) as part:
                data = part.read(MOST_PART + 1)
        except RuntimeError as error:  # encrypted member
            raise UnreadableFile(BROKEN) from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise UnreadableFile(BROKEN) from error
        if len(data) > MOST_PART:
            raise UnreadableFile(BOMB)
        return data


def local(element: ElementTree.Element) -> str:
    """The name of an element without its namespace: transitional and strict files differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: ElementTree.Element | None, name: str) -> str | None:
    """The value of an attribute, whatever its namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def child(element: ElementTree.Element | None, *names: str) -> ElementTree.Element | None:
    """The first descendant along a path of names."""
    for name in names:
        element = next((c for c in element if local(c) == name), None) if element is not None else None
    return element


def children(element: ElementTree.Element | None, name: str) -> list[ElementTree.Element]:
    """The direct children of a name."""
    return [c for c in element if local(c) == name] if element is not None else []
