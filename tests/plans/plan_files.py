"""Files of plans as an upload sends them."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

SEEDS = Path(__file__).parents[1] / "seeds"
CLEAN = "002_6d9b301226361292.txt"


def upload_of(name: str, content: bytes, media_type: str = "text/plain") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, media_type)
