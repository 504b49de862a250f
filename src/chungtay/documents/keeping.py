"""Large files into the store without holding them in memory."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import BinaryIO

from django.core.files import File
from django.db import transaction

from chungtay.documents.models import StoredFile
from chungtay.localities.models import Locality

PIECE = 1024 * 1024


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
    stored = StoredFile(locality=locality, sha256=told, size=size, media_type=media_type, name=name[:200], stored_at=at)
    source.seek(0)
    stored.file.save(f"{locality.code}/{told[:2]}/{told}", File(source), save=False)
    stored.save(force_insert=True)
    return stored
