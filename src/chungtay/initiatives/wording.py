"""Words of a proposal for machines: folded for search, compared by syllables, shares that make a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise

from chungtay.kit.text import fold

WHOLE = 100  # not law: percent of the work of all authors together
# Words that every proposal of an administrative reform has; two proposals are not alike because of them.
_COMMON = frozenset(
    """
    va cua cac cho trong voi la duoc tai ve theo den tu khi de co mot nhung nay cung nhu bang qua tren phuong xa
    sang kien giai phap mo hinh cach lam hay nang cao chat luong hieu qua thuc hien cong tac cai hanh chinh
    """.split()  # noqa: SIM905 - a list of forty words in quotes is not read by anybody
)


def folded_text(*parts: str) -> str:
    """What a search looks into: all parts without accents."""
    return fold(" ".join(parts))


@dataclass(frozen=True)
class Print:
    """What a text is compared by: its syllables that say something, and the pairs in which they follow each other.

    A Vietnamese word is mostly two syllables: pairs tell "trả kết quả" from "quả trả lời", syllables find "lịch hẹn" in
    "hẹn lịch".
    """

    syllables: frozenset[str]
    pairs: frozenset[str]


def printed(text: str) -> Print:
    """The print of a text, with accents or without."""
    words = [word for word in re.findall(r"[a-z0-9]+", fold(text)) if word not in _COMMON]
    return Print(frozenset(words), frozenset(" ".join(two) for two in pairwise(words)))


def likeness(mine: Print, other: Print) -> float:
    """How alike two texts are, from 0 to 1: what of the shorter one the longer one has too, syllables and pairs alike.

    Without a single pair in common it is 0: two texts that only share scattered syllables are not alike.
    """
    if not mine.pairs & other.pairs:
        return 0.0
    return (_part(mine.syllables, other.syllables) + _part(mine.pairs, other.pairs)) / 2


def _part(mine: frozenset[str], other: frozenset[str]) -> float:
    return len(mine & other) / min(len(mine), len(other))


def equal_shares(count: int) -> list[Decimal]:
    """100 in equal parts of two places; the first takes what cannot be divided."""
    part = (Decimal(WHOLE) / count).quantize(Decimal("0.01"), ROUND_DOWN)  # not law: places of a share
    return [WHOLE - part * (count - 1), *[part] * (count - 1)]


def share_words(share: Decimal) -> str:
    """ "33,34" or "50": a share as people write it."""
    text = f"{share:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def total(shares: Iterable[Decimal]) -> Decimal:
    return sum(shares, Decimal(0))


def lines(text: str) -> list[str]:
    """Paragraphs of a typed text without the marks of its list."""
    return [line.strip(" -–+•*\t") for line in text.splitlines() if line.strip(" -–+•*\t")]


def names_of(authors: Iterable[object]) -> str:
    """ "A, B và C" would need grammar in two languages; a list with semicolons does not."""
    return "; ".join(str(author) for author in authors)
