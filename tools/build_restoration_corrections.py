"""Corrections that people made while reviewing plans (`chungtay manage export_corrections`) as pairs to learn from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

RESTORED = "restored"


def corrections(path: Path) -> Iterator[tuple[str, str]]:
    """(as it should be, as it was read) of every restored word. Words of other origin teach this damage nothing."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        if row["method"] == RESTORED and row["raw"] and row["corrected"]:
            yield row["corrected"], row["raw"]
