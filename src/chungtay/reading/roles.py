"""What a section is about, told by the words of its title (never by its number)."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache

from chungtay.reading.fold import fold
from chungtay.reading.vocabulary import vocabulary

FUZZY = 0.84
"""Likeness from which a misprinted title still counts; damage of one or two letters in ten."""


@cache
def _known() -> tuple[tuple[str, str], ...]:
    """(phrase, role), longest phrase first."""
    pairs = [(plain_words(p), role) for role, words in vocabulary("roles")["roles"].items() for p in words]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@cache
def _filler() -> frozenset[str]:
    return frozenset(fold(w) for w in vocabulary("roles")["filler"])


def plain_words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def roles_in(title: str, *, fuzzy: bool = False) -> tuple[list[str], float]:
    """The roles named in a title in the order of its words, and the share of its telling words that name them.

    With `fuzzy`, a title that names none is compared once more allowing for misprints.
    """
    text = f" {plain_words(title)} "
    hits: list[tuple[int, str, int]] = []
    for phrase, role in _known():
        place = text.find(f" {phrase} ")
        while place >= 0:
            hits.append((place, role, len(phrase.split())))
            text = text[:place] + " " + "#" * len(phrase) + " " + text[place + len(phrase) + 2 :]
            place = text.find(f" {phrase} ")
    if not hits and fuzzy:
        hits = _fuzzy_hits(text)
        share = 1.0
    else:
        left = [w for w in text.replace("#", " ").split() if w not in _filler() and not w.isdigit()]
        matched = sum(count for _, _, count in hits)
        share = matched / (matched + len(left)) if hits else 0.0
    roles: list[str] = []
    for _, role, _ in sorted(hits):
        if role not in roles:
            roles.append(role)
    return roles, share


def _fuzzy_hits(text: str) -> list[tuple[int, str, int]]:
    words = text.split()
    if not 1 <= len(words) <= 14:
        return []
    hits: list[tuple[int, str, int]] = []
    taken: set[int] = set()
    for phrase, role in _known():
        size = len(phrase.split())
        if size < 2:
            continue
        for i in range(len(words) - size + 1):
            if taken & set(range(i, i + size)):
                continue
            if SequenceMatcher(None, phrase, " ".join(words[i : i + size]), autojunk=False).ratio() >= FUZZY:
                hits.append((i, role, size))
                taken |= set(range(i, i + size))
    return hits


def may_hold(outer: str, inner: str) -> bool:
    """Whether a section of one role may hold a section of the other below it."""
    return inner in vocabulary("roles")["below"].get(outer, [inner])


def leads_with_role(title: str) -> bool:
    """Whether a title opens with a phrase of three words and more that names a role: a long title may follow it."""
    text = plain_words(title) + " "
    return any(len(phrase.split()) >= 3 and text.startswith(phrase + " ") for phrase, _ in _known())
