"""Administrative units, bodies and levels of government as the text names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from chungtay.reading.fold import UPPER, fold, lower
from chungtay.reading.vocabulary import alternatives, vocabulary
from chungtay.reading.words import Words

SYLLABLE = rf"[{UPPER}][^\W\d_]*(?:['’-][{UPPER}]?[^\W\d_]+)?"
NAME = rf"(?:\d{{1,2}}(?![\d/.%])|{SYLLABLE}(?:\s+{SYLLABLE}){{0,3}})"


@dataclass(frozen=True)
class Unit:
    """An administrative unit named in the text: its type word in small letters, its name, the words of both."""

    kind: str
    name: Words
    words: Words


@cache
def _unit_form() -> re.Pattern[str]:
    kinds = sorted(vocabulary("administration")["units"], key=len, reverse=True)
    spelt = "|".join(f"{k}|{k.capitalize()}|{k.title()}|{k.upper()}" for k in kinds)
    return re.compile(rf"(?<![^\W_])(?P<kind>{spelt})\.?\s+(?P<name>{NAME})")


def units_in(words: Words) -> list[Unit]:
    """Units with a name of their own (xã Tùng Anh), in the order of the text."""
    found = []
    for match in _unit_form().finditer(words.text):
        name = words.group(match, "name")
        if name.text.isupper() and len(name) > 3 and not match["kind"].isupper():
            continue  # an abbreviation: thành phố HCM is a name, xã UBMTTQ is not
        kind = lower(match["kind"])
        if name.text.isdigit() and kind not in ("phường", "quận"):
            continue
        if fold(name.text).startswith(("uy ban", "hoi dong", "mat tran", "dang", "doan", "hoi ")):
            continue
        found.append(Unit("thành phố" if kind == "tp" else kind, name, words.group(match)))
    return found


@cache
def _levels() -> tuple[tuple[str, str, str], ...]:
    pairs = vocabulary("administration")["levels"].items()
    return tuple(sorted(((word, fold(word), level) for word, level in pairs), key=lambda p: -len(p[0])))


def levels_in(words: Words) -> list[tuple[str, Words]]:
    """Levels of government that the words name, in order, each once; accents decide (tỉnh is not tính)."""
    text = words.lowered if any(ord(c) > 127 for c in words.text) else ""
    hits: list[tuple[int, int, str]] = []
    for word, _, level in _levels():
        for match in re.finditer(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])(?!(?<=xã)\s+hội)", text):
            if not any(a < match.end() and match.start() < b for a, b, _ in hits):
                hits.append((match.start(), match.end(), level))
    found: list[tuple[str, Words]] = []
    for start, end, level in sorted(hits):
        if level not in [known for known, _ in found]:
            found.append((level, words[start:end]))
    return found


def titled(text: str) -> str:
    """A body in capitals as running text writes it: ỦY BAN NHÂN DÂN XÃ TÙNG ANH → Ủy ban nhân dân xã Tùng Anh."""
    low = lower(" ".join(text.split()))
    low = re.sub(r"^ubnd\b", "ủy ban nhân dân", low)
    common = vocabulary("bodies")["common"]
    kinds = list(vocabulary("administration")["units"])
    out = ""
    rest = low
    while rest:
        match = re.match(alternatives([*common, *kinds]) + r"(?![^\W_])", rest)
        if match:
            out += match.group()
            rest = rest[match.end() :]
        else:
            word = re.match(r"\S+", rest)
            piece = word.group() if word else rest[0]
            out += piece[:1].upper() + piece[1:]
            rest = rest[len(piece) :]
        space = re.match(r"\s*", rest)
        out += space.group() if space else ""
        rest = rest.lstrip()
    return out[:1].upper() + out[1:]
