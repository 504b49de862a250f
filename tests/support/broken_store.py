"""What a download answers when the store no longer holds what was put there."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from chungtay.documents.models import StoredFile


def never_given_out(client: Client, address: str, stored: StoredFile) -> None:
    """Changes the stored file, then deletes it: each time a page says what happened, and no byte leaves the store.

    The file is put back afterwards. The page answers a link, so it speaks of no form to mend and send again.
    """
    path = Path(stored.file.path)
    whole = path.read_bytes()
    try:
        path.write_bytes(whole + b" changed")
        told = {"không còn như lúc lưu": client.get(address)}
        path.unlink()
        told["không còn trong kho lưu trữ"] = client.get(address)
    finally:
        path.write_bytes(whole)
    for sentence, answer in told.items():
        page = answer.content.decode()
        assert answer.status_code == 400, sentence
        assert sentence in page
        assert "gửi lại" not in page
