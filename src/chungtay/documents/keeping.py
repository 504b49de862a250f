"""Files in the store: each once by its hash, large ones without holding them in memory."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import BinaryIO

from django.core.files import File
from django.db import IntegrityError, transaction

from chungtay.documents.models import StoredFile
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
