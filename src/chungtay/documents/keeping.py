"""Files in the store: each once by its hash, large ones without holding them in memory.

What leaves the store is compared with its hash first: bytes that changed on the disk are never given out as the paper.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import BinaryIO, cast

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chungtay.documents.models import StoredFile
from chungtay.kit.errors import UserError
from chungtay.localities.models import Locality

PIECE = 1024 * 1024
_MEDIA_TYPE, _LONGEST = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+"), 120


def new_file(
    *, locality: Locality, digest: str, size: int, media_type: str, name: str, at: dt.datetime
) -> StoredFile:  # fmt: skip
    """A row that is not saved yet. What is no media type becomes bytes of no kind: it is sent in a header again."""
    bare = media_type.partition(";")[0].strip().lower()
    known = len(bare) <= _LONGEST and _MEDIA_TYPE.fullmatch(bare)
    return StoredFile(
        locality=locality, sha256=digest, size=size, media_type=bare if known else "application/octet-stream",
        name=name[:200], stored_at=at,
    )  # fmt: skip


def insert_once(stored: StoredFile) -> StoredFile:
    """Saves a row whose file is written; the other row when somebody kept the same bytes at the same moment."""
    try:
        with transaction.atomic():
            stored.save(force_insert=True)
    except IntegrityError:
        stored.file.delete(save=False)
        return StoredFile.objects.get(locality=stored.locality, sha256=stored.sha256)
    return stored


@transaction.atomic
def store_stream(*, locality: Locality, name: str, media_type: str, source: BinaryIO, at: dt.datetime) -> StoredFile:
    """As `actions.store_file`, from an open file that can be read twice."""
    digest, size = hashlib.sha256(), 0
    source.seek(0)
    for piece in iter(lambda: source.read(PIECE), b""):
        digest.update(piece)
        size += len(piece)
    told = digest.hexdigest()
    found = StoredFile.objects.filter(locality=locality, sha256=told).first()
    if found:
        return found
    stored = new_file(locality=locality, digest=told, size=size, media_type=media_type, name=name, at=at)
    source.seek(0)
    stored.file.save(f"{locality.code}/{told[:2]}/{told}", File(source), save=False)
    return insert_once(stored)


def is_there(stored: StoredFile) -> bool:
    """Whether the store has any file under this name; whether it is the right one, `open_kept` finds out."""
    return bool(stored.file.name) and stored.file.storage.exists(str(stored.file.name))


def read_kept(stored: StoredFile) -> bytes:
    """The very bytes that were stored. Raises `UserError` when they are gone or changed."""
    with opened(stored) as file:
        content: bytes = file.read()
    must_match(stored, hashlib.sha256(content).hexdigest())
    return content


def open_kept(stored: StoredFile) -> BinaryIO:
    """As `read_kept` for large files: read through once for the check, given open at its beginning."""
    file = opened(stored)
    digest = hashlib.sha256()
    for piece in iter(lambda: file.read(PIECE), b""):
        digest.update(piece)
    try:
        must_match(stored, digest.hexdigest())
    except UserError:
        file.close()
        raise
    file.seek(0)
    return file


def opened(stored: StoredFile) -> BinaryIO:
    """The stored file, not yet compared with its hash: the caller does that with `must_match`."""
    try:
        file = cast(BinaryIO, stored.file.open("rb"))  # a FieldFile reads as one
    except OSError as error:
        raise UserError(
            _("Tệp “%(name)s” không còn trong kho lưu trữ. Báo quản trị khôi phục từ bản sao lưu.")
            % {"name": stored.name}
        ) from error
    return file


def must_match(stored: StoredFile, sha256: str) -> None:
    """Raises `UserError` when what was read is not what was stored."""
    if sha256 != stored.sha256:
        raise UserError(
            _("Tệp “%(name)s” trong kho lưu trữ không còn như lúc lưu, nên máy không đưa ra. Báo quản trị khôi phục từ "
              "bản sao lưu.") % {"name": stored.name}
        )  # fmt: skip
