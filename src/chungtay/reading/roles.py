"""What a section is about, told by the words of its title (never by its number)."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import Levenshtein

from chungtay.reading.fold import fold
from chungtay.reading.misprints import letters
from chungtay.reading.vocabulary import vocabulary

FUZZY, FUZZY_PAIR = 0.82, 0.85
"""Likeness from which a misprinted phrase of three words and more, or of two, still counts."""


@cache
def _known() -> tuple[tuple[str, str], ...]:
    """(phrase, role), longest phrase first."""
    pairs = [(plain_words(p), role) for role, words in vocabulary("roles")["roles"].items() for p in words]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@cache
def _filler() -> frozenset[str]:
    return frozenset(fold(w) for w in vocabulary("roles")["filler"])


def plain_words(text: str) -> str:
    """The words of a text without diacritics, case or punctuation, one space between them."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def roles_in(title: str, *, fuzzy: bool = False) -> tuple[list[str], float]:
    """The roles named in a title in the order of its words, and the share of its telling words that name them.

    With `fuzzy`, the words that name none are compared once more allowing for misprints.
    """
    text = f" {plain_words(title)} "
    hits: list[tuple[int, str, int]] = []
    for phrase, role in _known():
        place = text.find(f" {phrase} ")
        while place >= 0:
            hits.append((place, role, len(phrase.split())))
            text = text[:place] + " " + "#" * len(phrase) + " " + text[place + len(phrase) + 2 :]
            place = text.find(f" {phrase} ")
    if fuzzy:
        for place, end, role, count in _misprinted(text):
            hits.append((place, role, count))
            text = text[:place] + "#" * (end - place) + text[end:]
    left = [w for w in text.replace("#", " ").split() if w not in _filler() and not w.isdigit()]
    matched = sum(count for _, _, count in hits)
    share = matched / (matched + len(left)) if hits else 0.0
    roles: list[str] = []
    for _, role, _ in sorted(hits):
        if role not in roles:
            roles.append(role)
    return roles, share


def _misprinted(text: str) -> list[tuple[int, int, str, int]]:
    """Phrases of at least two words found with a misprint: start, end, role, number of words."""
    words = list(re.finditer(r"[^\s#]+", text))
    if not 1 <= len(words) <= 14:
        return []
    found: list[tuple[int, int, str, int]] = []
    taken: set[int] = set()
    for phrase, role in _known():
        size = len(phrase.split())
        likeness = FUZZY if size > 2 else FUZZY_PAIR
        for i in range(len(words) - size + 1) if size > 1 else ():
            if taken & set(range(i, i + size)) or "#" in text[words[i].start() : words[i + size - 1].end()]:
                continue
            own = letters(text[words[i].start() : words[i + size - 1].end()])
            if Levenshtein.normalized_similarity(own, letters(phrase)) >= likeness:
                found.append((words[i].start(), words[i + size - 1].end(), role, size))
                taken |= set(range(i, i + size))
    return found


def may_hold(outer: str, inner: str) -> bool:
    """Whether a section of one role may hold a section of the other below it."""
    return inner in vocabulary("roles")["below"].get(outer, [inner])


def leads_with_role(title: str) -> bool:
    """Whether a title opens with a phrase of three words and more that names a role: a long title may follow it."""
    text = plain_words(title) + " "
    return any(len(phrase.split()) >= 3 and text.startswith(phrase + " ") for phrase, _ in _known())
