"""Cue phrases of the genre, kept as data: what a plan's own words for its parts, units and levels are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chungtay.reading.fold import fold

FOLDER = Path(__file__).parent


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """One file of the vocabulary, as written (with accents)."""
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


@cache
def phrases(name: str, key: str) -> tuple[str, ...]:
    """The folded phrases of one list, longest first."""
    return tuple(sorted({fold(p) for p in vocabulary(name)[key]}, key=lambda p: (-len(p), p)))


@cache
def any_of(name: str, key: str) -> str:
    """A regular expression (without groups) for any phrase of one list, on folded text."""
    return alternatives(phrases(name, key))


@cache
def any_accented(name: str, key: str) -> str:
    """As any_of, for lower-case text with accents: where folding would confuse words (đưa and đua)."""
    return alternatives({unicodedata.normalize("NFC", p).lower() for p in vocabulary(name)[key]})


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the given folded phrases, the longest tried first."""
    ordered = sorted(words, key=lambda p: (-len(p), p))
    spelt = (re.escape(w).replace(r"\ \-\ ", r"\s*-\s*").replace(r"\ ", r"\s+") for w in ordered)
    return "(?:" + "|".join(spelt) + ")"


def starts_with(folded: str, name: str, key: str) -> bool:
    """Whether folded text begins with a phrase of one list."""
    return re.match(any_of(name, key) + r"(?![a-z])", folded) is not None
