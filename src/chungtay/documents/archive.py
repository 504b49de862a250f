"""The archive: what was issued is there, byte for byte, and a bundle can be checked on any machine without us."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.db.models import Max
from django.utils.translation import gettext as _

from chungtay.documents.models import Document, NumberSeries, SignedCopy, StoredFile

INDEX, SUMS = "muc-luc.json", "SHA256SUMS.txt"
_PIECE = 1024 * 1024


def faults(locality: str | None = None) -> Iterator[str]:
    """Every place where the archive no longer agrees with itself, in words; nothing when it is whole."""
    where = {"locality__code": locality} if locality else {}
    for stored in StoredFile.objects.filter(**where).order_by("pk").iterator():
        if said := _file_fault(stored):
            yield f"{stored.locality.code}, {stored.name}: {said}"
    issued = Document.objects.filter(**where, issued_on__isnull=False, pdf=None)
    for document in issued.select_related("locality"):
        yield f"{document.locality.code}, {document.title}: {_('đã phát hành mà không có tệp lưu')}"
    copies = SignedCopy.objects.filter(**{f"document__{key}": value for key, value in where.items()}, origin="appended")
    for copy in copies.select_related("file", "document__pdf", "document__locality"):
        if not _grew(copy):
            told = _("bản đã ký số không còn bắt đầu bằng bản đã phát hành")
            yield f"{copy.document.locality.code}, {copy.document.title}: {told}"
    for series in NumberSeries.objects.filter(**where).annotate(most=Max("entries__number")).select_related("locality"):
        if (series.most or 0) > series.last:
            yield f"{series.locality.code}, {series}: {_('số lớn nhất trong sổ không khớp')}"


def _file_fault(stored: StoredFile) -> str:
    digest, size = hashlib.sha256(), 0
    try:
        with stored.file.open("rb") as file:
            for piece in iter(lambda: file.read(_PIECE), b""):
                digest.update(piece)
                size += len(piece)
    except OSError:
        return _("tệp không còn trên đĩa")
    if (digest.hexdigest(), size) != (stored.sha256, stored.size):
        return _("tệp đã bị sửa, mã kiểm tra không khớp")
    return ""


def _grew(copy: SignedCopy) -> bool:
    if copy.document.pdf is None:
        return False
    try:
        with copy.document.pdf.file.open("rb") as first, copy.file.file.open("rb") as second:
            issued: bytes = first.read()
            return bool(second.read(len(issued)) == issued)
    except OSError:
        return True  # told already as a missing file


def bundle_faults(path: Path) -> list[str]:
    """What is missing, changed or unknown in a bundle, by its own index and checksums; empty when it is whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            index = json.loads(archive.read(INDEX))
            wanted = {each["path"]: each["sha256"] for each in index["files"]}
            lines = [line.split("  ", 1) for line in archive.read(SUMS).decode().splitlines()]
            summed = {name: digest for digest, name in lines}
            held = {name for name in archive.namelist() if not name.endswith("/")}
            found = [f"{name}: {_('thiếu trong gói')}" for name in {*wanted, *summed} if name not in held]
            extra = held - wanted.keys() - set(index["index_files"])
            found += [f"{name}: {_('không có trong mục lục')}" for name in extra]
            for name in held & {*wanted, *summed}:
                told = {wanted.get(name), summed.get(name)} - {None}
                if told != {_digest(archive, name)}:
                    found.append(f"{name}: {_('nội dung khác với mục lục')}")
            return sorted(found)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError):
        return [_("Không đọc được gói này: không phải gói lưu trữ của ChungTay, hoặc hỏng.")]


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as file:
        for piece in iter(lambda: file.read(_PIECE), b""):
            digest.update(piece)
    return digest.hexdigest()
