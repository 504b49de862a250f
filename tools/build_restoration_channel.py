"""Learns the channel: which letters, onsets, rimes and words were read as what, from aligned damage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from build_restoration_scans import align

from chungtay.reading.restoration.channel import Channel, Costs, Letters
from chungtay.reading.restoration.syllables import (
    LOWER,
    TITLE,
    UPPER,
    bare,
    canonical,
    case_of,
    in_case,
    spelled,
    split,
)
from chungtay.reading.restoration.tokens import Kind, Token, tokens

ROUNDS = 3
_Counts = dict[str, Counter[str]]


@dataclass
class Learnt:
    """Counts as `Channel` wants them."""

    letters: _Counts = field(default_factory=dict)
    onsets: _Counts = field(default_factory=lambda: defaultdict(Counter))
    rimes: _Counts = field(default_factory=lambda: defaultdict(Counter))
    memory: _Counts = field(default_factory=lambda: defaultdict(Counter))


def pairs_of(printed: str, read: str) -> Counter[tuple[str, str]]:
    """(printed word in its case, token read) with counts, from two versions of a text."""
    left, right = ([t.text for line in text.splitlines() for t in _words(line)] for text in (printed, read))
    pairs = align(left, [spelled(t) for t in right])
    return Counter((_surface(a), b) for a, b in pairs if _plausible(a, b))


def _words(line: str) -> Iterator[Token]:
    return (t for t in tokens(line) if t.kind is Kind.WORD)


def _surface(word: str) -> str:
    return in_case(canonical(word), case_of(word) if len(word) > 1 or word.islower() else TITLE)


def _plausible(word: str, token: str) -> bool:
    return (
        word.isalpha()
        and abs(len(word) - len(token)) <= 4
        and (len(token) <= 3 or bool(set(bare(word)) & set(bare(token))))
    )


def learn(pairs: Mapping[tuple[str, str], float]) -> Learnt:
    """Expectation-maximisation with best alignments, then counts of the larger pieces along them."""
    letters = Letters({})
    cut: list[tuple[str, str, list[str], float]] = []
    for _ in range(ROUNDS):
        counts: _Counts = defaultdict(Counter)
        cut = []
        for (word, token), weight in sorted(pairs.items()):
            cost, pieces = letters.align(word, token)
            # pairs that no sequence of likely misreadings explains are misalignments
            if cost > 5.5 * len(word) + 4:
                continue
            cut.append((word, token, pieces, weight))
            for letter, piece in zip(word, pieces, strict=True):
                counts[letter][piece] += weight
        letters = Letters(counts)
    learnt = Learnt(letters=letters.counts)
    for word, token, pieces, weight in cut:
        onset, rime = split(word)
        learnt.onsets[onset]["".join(pieces[: len(onset)])] += weight
        learnt.rimes[rime]["".join(pieces[len(onset) :])] += weight
        learnt.memory[token][word] += weight
    return learnt


def searched(channel: Channel, learnt: Learnt) -> dict[str, dict[str, Costs]]:
    """Pieces seen in training, searched once for the table."""
    known: dict[str, dict[str, Costs]] = {f"{k}{c}": {} for k in "or" for c in (LOWER, TITLE, UPPER)}
    for kind, counts in (("o", learnt.onsets), ("r", learnt.rimes)):
        for unit, reads in counts.items():
            cases = {LOWER} if unit.islower() or not unit else {UPPER} if len(unit) > 1 and unit.isupper() else {TITLE}
            if len(unit) == 1 and unit.isupper():
                cases = {TITLE, UPPER}
            if not unit:
                cases = {LOWER, TITLE, UPPER}
            for read in reads:
                for case in cases:
                    known[f"{kind}{case}"].setdefault(read, {})
    for kind, reads in known.items():
        for read in sorted(reads):
            reads[read] = channel.piece(kind, read)
    return known
