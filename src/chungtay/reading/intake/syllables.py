"""Whether a word can be a Vietnamese syllable: the yardstick for encodings and for text layers.

A wrong encoding and a foreign OCR both give words that no Vietnamese mouth can say; a list of words is not needed.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import yaml

TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
STOPPED = ("c", "ch", "p", "t")
STOP_TONES = {"\u0301", "\u0323"}
"""A syllable that ends in a stop carries only sắc or nặng."""


@cache
def _parts() -> tuple[frozenset[str], frozenset[str]]:
    data = yaml.safe_load((Path(__file__).parent / "syllables.yaml").read_text(encoding="utf-8"))
    return frozenset(["", *data["onsets"]]), frozenset(data["rimes"].split())


@lru_cache(maxsize=20000)
def is_syllable(word: str) -> bool:
    """Whether a word (NFC or NFD, any case) is made as Vietnamese syllables are."""
    if not 0 < len(word) <= 14:
        return False
    marks: list[str] = []
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        (marks if char in TONES else letters).append(char)
    bare = unicodedata.normalize("NFC", "".join(letters))
    if len(marks) > 1:
        return False
    onsets, rimes = _parts()
    for cut in range(min(3, len(bare)) + 1):
        rime = bare[cut:]
        if bare[:cut] in onsets and rime in rimes:
            stopped = rime.endswith(STOPPED)
            # "cap" and "xep" are what is left of cấp and xếp without their accents.
            return not stopped or (bool(marks) and marks[0] in STOP_TONES)
    return False
