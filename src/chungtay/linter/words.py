"""The words that checks look for, kept as data (words.yaml)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chungtay.reading.fold import fold


@cache
def words(key: str) -> Any:
    """One entry of the file as written."""
    return _file()[key]


@cache
def _file() -> dict[str, Any]:
    data = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


@cache
def any_of(key: str, *, folded: bool = True) -> str:
    """A regular expression without groups for any phrase of a list, whole words, longest first."""
    listed = sorted(words(key), key=lambda p: (-len(p), p))
    spelt = [re.escape(fold(p) if folded else p.lower()).replace(r"\ ", r"\s+") for p in listed]
    return r"(?<![^\W_])(?:" + "|".join(spelt) + r")(?![^\W_])"


def says(key: str, text: str) -> bool:
    """Whether a text names any phrase of a list, accents aside."""
    return re.search(any_of(key), fold(text)) is not None
