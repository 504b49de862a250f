"""Whether a line is Vietnamese already or was damaged.

English OCR has no horn, breve, đ, dot below, hook or tilde on vowels: damaged text shows none of these letters, clean
text has them on a fifth of its letters. No overlap was found, so a few letters decide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

SHARE = 0.04  # of the letters of a line that must be distinctive for it to be clean
EVIDENCE = 60  # letters without a distinctive one that make a stretch between clean lines damaged
_DISTINCT_MARKS = frozenset("\u0309\u0323\u031b\u0306")  # hook, dot below, horn, breve


@lru_cache(maxsize=4096)
def distinctive(char: str) -> bool:
    """A letter only Vietnamese text that kept its diacritics has."""
    if char in "đĐ":
        return True
    if ord(char) < 0xC0:
        return False
    marks = unicodedata.normalize("NFD", char)[1:]
    return bool(_DISTINCT_MARKS & set(marks)) or len(marks) > 1 or (marks == "\u0303" and char in "ĩũẽỹĨŨẼỸ")


def is_vietnamese(token: str) -> bool:
    """Whether a token kept its diacritics."""
    return any(map(distinctive, token))


def damaged_lines(lines: Sequence[str]) -> list[bool]:
    """For each line whether it needs restoring.

    Without any clean line the whole text is damaged. Beside clean lines, a stretch is damaged only when it is long
    enough: an address or an abbreviation has no distinctive letter either.
    """
    letters = [sum(c.isalpha() for c in line) for line in lines]
    clear = [sum(map(distinctive, line)) for line in lines]
    clean = [bool(c) and c >= SHARE * n for c, n in zip(clear, letters, strict=True)]
    if not any(clean):
        return [True] * len(lines)
    damaged = [False] * len(lines)
    for is_clean, stretch in groupby(range(len(lines)), key=clean.__getitem__):
        members = list(stretch)
        if not is_clean and sum(letters[i] for i in members if not clear[i]) >= EVIDENCE:
            for i in members:
                damaged[i] = True
    return damaged
