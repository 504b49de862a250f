"""How English OCR misreads Vietnamese: P(what was read | what was printed), from letters up to whole words.

Three levels, each smoothing the one above: a word printed often has its known misreadings; a syllable is an onset and a
rime, each with known misreadings; a letter is read as nothing, one, two or three characters. Costs are -ln P.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chungtay.reading.restoration.syllables import LOWER, TITLE, UPPER, bare, in_case, split

CHUNK = 3  # characters one printed letter can be read as, at most
REACH = 11.0  # nats above the best reading of a piece within which others are kept
KEEP_ONSETS, KEEP_RIMES = 12, 40
HOPELESS = 9.0  # nats: a token whose best known reading costs more is searched letter by letter
LONGEST_TAIL = 8  # characters a rime of at most four letters is ever read as
UNLIKELY = 5.0  # nats: beginnings of a token that are no onset are not searched further
TWICE = 0.15  # not law: chance of a letter that is read twice, by two of its misreadings
_FAR = 1e9
_CASE_PRIOR = {
    (LOWER, LOWER): 0.05,
    (LOWER, TITLE): 3.5,
    (TITLE, TITLE): 0.05,
    (TITLE, LOWER): 2.0,
    (UPPER, UPPER): 0.0,
}

_VOWELS = frozenset(c for v in "aeiouy" for c in map(chr, range(0x61, 0x1EFA)) if c.isalpha() and bare(c) == v)
SURPRISE = 0.12  # share of a letter's misreadings expected to be none of those seen

Costs = dict[str, float]


class Reading(NamedTuple):
    """A word that a token may have been, how it was cased, and the cost of its having been misread so."""

    word: str
    case: str
    cost: float


def prior(letter: str, read: str) -> float:
    """P(read | letter) before anything was seen: shape of the letter without marks."""
    if not read:
        return 0.003
    if len(read) == 1:
        if read == letter or read.lower() == bare(letter):
            return 0.55
        if letter.lower() in _VOWELS and read.lower() in _VOWELS:
            return 0.006
        return 0.0008 if read.isdigit() else 0.002
    if len(read) == 2:
        return 0.0006 if bare(letter) in (bare(read[0]), bare(read[1])) else 0.00008
    return 0.00001


def _family(letter: str) -> str:
    """Letters that differ in their marks only are misread alike."""
    return bare(letter).upper() if letter.isupper() else bare(letter)


class Letters:
    """P(read | letter), case-aware; capitals seldom seen lean on their small letters."""

    def __init__(self, counts: Mapping[str, Mapping[str, float]]) -> None:
        self.counts = {c: dict(v) for c, v in counts.items()}
        self._total = {c: sum(v.values()) for c, v in self.counts.items()}
        self._family: dict[str, dict[str, float]] = {}
        for letter, reads in self.counts.items():
            family = self._family.setdefault(_family(letter), {})
            for read, count in reads.items():
                family[read] = family.get(read, 0.0) + count
        self._family_total = {c: sum(v.values()) for c, v in self._family.items()}
        self._known: dict[tuple[str, str], float] = {}

    def cost(self, letter: str, read: str) -> float:
        """Cost of reading `letter` as `read`, 0 to CHUNK characters."""
        found = self._known.get((letter, read))
        if found is None:
            base = prior(letter, read)
            kin = _family(letter)
            if kin in self._family_total:
                base = 0.3 * base + 0.7 * self._family[kin].get(read, 0.0) / self._family_total[kin]
            if len(read) == 2:  # the letter and its mark read one after the other: ã as 4&
                both = self.cost(letter, read[0]) + self.cost(letter, read[1])
                base = max(base, TWICE * math.exp(-both))
            low = letter.lower()
            if low != letter and low in self._total:
                base = (self.counts[low].get(read.lower(), 0) + 6 * base) / (self._total[low] + 6)
            seen = self.counts.get(letter, {}).get(read, 0)
            learnt = (seen + 4 * base) / (self._total.get(letter, 0) + 4)
            found = -math.log((1 - SURPRISE) * learnt + SURPRISE * base)
            self._known[letter, read] = found
        return found

    def align(self, printed: str, read: str) -> tuple[float, list[str]]:
        """Cheapest cutting of `read` into one piece per printed letter; cost infinite when there is none."""
        n, m = len(printed), len(read)
        best = [[_FAR] * (m + 1) for _ in range(n + 1)]
        took = [[0] * (m + 1) for _ in range(n + 1)]
        best[0][0] = 0.0
        for i, letter in enumerate(printed):
            for j in range(m + 1):
                if best[i][j] >= _FAR:
                    continue
                for size in range(min(CHUNK, m - j) + 1):
                    cost = best[i][j] + self.cost(letter, read[j : j + size])
                    if cost < best[i + 1][j + size]:
                        best[i + 1][j + size] = cost
                        took[i + 1][j + size] = size
        if best[n][m] >= _FAR:
            return math.inf, []
        pieces, j = [], m
        for i in range(n, 0, -1):
            pieces.append(read[j - took[i][j] : j])
            j -= took[i][j]
        return best[n][m], pieces[::-1]


class _Node:
    __slots__ = ("next", "unit")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.unit: str | None = None


class Pieces:
    """P(read | onset) or P(read | rime) for one way of casing; known misreadings first, letters for the rest."""

    def __init__(self, letters: Letters, units: Iterable[str], counts: Mapping[str, Mapping[str, float]]) -> None:
        self._letters = letters
        self._counts = counts
        self._total = {u: sum(v.values()) for u, v in counts.items()}
        self._root = _Node()
        for unit in units:
            node = self._root
            for letter in unit:
                node = node.next.setdefault(letter, _Node())
            node.unit = unit

    def search(self, read: str, keep: int) -> Costs:
        """The `keep` likeliest units for what was read, lower case, by cost."""
        found: Costs = {}
        limit = [18.0]
        rows = {}
        for letter in self._root.next:
            rows[letter] = self._step([0.0, *[_FAR] * len(read)], letter, read)
        if self._root.unit is not None and not read:
            found[""] = 0.0
        stack = [(node, rows[letter]) for letter, node in self._root.next.items()]
        while stack:
            node, row = stack.pop()
            if min(row) > limit[0]:
                continue
            if node.unit is not None:
                cost = self._smooth(node.unit, read, row[-1])
                if cost < 30:
                    unit = node.unit.lower()
                    found[unit] = min(cost, found.get(unit, _FAR))
                    limit[0] = min(limit[0], cost + REACH)
            stack.extend((below, self._step(row, letter, read)) for letter, below in node.next.items())
        best = min(found.values(), default=0.0)
        kept = sorted((c, u) for u, c in found.items() if c < best + REACH)[:keep]
        return {u: c for c, u in kept}

    def _step(self, row: list[float], letter: str, read: str) -> list[float]:
        size = len(read)
        after = [_FAR] * (size + 1)
        cost = self._letters.cost
        for j, so_far in enumerate(row):
            if so_far < 40:
                for k in range(j, min(size, j + CHUNK) + 1):
                    total = so_far + cost(letter, read[j:k])
                    after[k] = min(after[k], total)
        return after

    def _smooth(self, unit: str, read: str, spelled_out: float) -> float:
        total = self._total.get(unit, 0)
        trust = 0.75 * total / (total + 4)
        seen = self._counts[unit].get(read, 0) / total if total else 0.0
        return -math.log(trust * seen + (1 - trust) * math.exp(-min(spelled_out, 60.0)) + 1e-30)


class Channel:
    """Readings of a token over a lexicon.

    `letters`, `onsets`, `rimes`: counts of what each was read as (printed form in its case); `memory`: token read ->
    printed word -> count; `known`: searched pieces, shipped so that a plan needs few searches.
    """

    def __init__(
        self,
        lexicon: Iterable[str],
        letters: Mapping[str, Mapping[str, float]],
        onsets: Mapping[str, Mapping[str, float]],
        rimes: Mapping[str, Mapping[str, float]],
        memory: Mapping[str, Mapping[str, float]],
        known: Mapping[str, Mapping[str, Costs]] | None = None,
    ) -> None:
        self.letters = Letters(letters)
        self._lexicon: dict[str, dict[str, str]] = {}
        for word in lexicon:
            onset, rime = split(word)
            self._lexicon.setdefault(onset, {})[rime] = word
        rime_units = {r for v in self._lexicon.values() for r in v}
        self._pieces = {
            **{
                f"o{c}": Pieces(self.letters, {in_case(o, c) for o in self._lexicon}, onsets)
                for c in (LOWER, TITLE, UPPER)
            },
            **{
                f"r{c}": Pieces(self.letters, {in_case(r, c) for r in rime_units}, rimes) for c in (LOWER, TITLE, UPPER)
            },
        }
        self._found: dict[str, dict[str, Costs]] = {k: dict((known or {}).get(k, {})) for k in self._pieces}
        self._memory: dict[str, dict[str, float]] = {}
        self._printed: dict[str, float] = {}
        for token, words in memory.items():
            for word, count in words.items():
                self.remember(token, word, count)

    def remember(self, token: str, word: str, count: float = 1.0) -> None:
        """One more sight of `word` (printed, in its case) read as `token`: how accepted corrections come in."""
        seen = self._memory.setdefault(token, {})
        seen[word] = seen.get(word, 0.0) + count
        self._printed[word] = self._printed.get(word, 0.0) + count

    def piece(self, kind: str, read: str) -> Costs:
        """Units of a kind ("o" or "r" and the case) for what was read, searched once."""
        found = self._found[kind].get(read)
        if found is None:
            keep = KEEP_ONSETS if kind[0] == "o" else KEEP_RIMES
            found = self._found[kind][read] = self._pieces[kind].search(read, keep)
        return found

    def readings(self, token: str, case: str, keep: int) -> list[Reading]:
        """The likeliest words behind a token written in `case`, by cost."""
        best: dict[str, Reading] = {}
        for printed_case in (UPPER,) if case == UPPER else (LOWER, TITLE):
            surcharge = _CASE_PRIOR[case, printed_case]
            self._compose(token, printed_case, surcharge, best, thorough=False)
            if case not in (UPPER, printed_case):
                continue
            if min((r.cost for r in best.values()), default=_FAR) > HOPELESS:
                self._compose(token, printed_case, surcharge, best, thorough=True)
        for printed, count in self._memory.get(token, {}).items():
            word = printed.lower()
            total = self._printed[printed]
            trust = 0.6 * total / (total + 3)
            known = best.get(word)
            spelled_out = math.exp(-known.cost) if known else 0.0
            cost = -math.log(trust * count / total + (1 - trust) * spelled_out)
            shape = UPPER if case == UPPER else TITLE if printed[:1].isupper() else LOWER
            best[word] = Reading(word, shape, cost)
        return sorted(best.values(), key=lambda r: (r.cost, r.word))[:keep]

    def _compose(self, token: str, case: str, surcharge: float, best: dict[str, Reading], *, thorough: bool) -> None:
        for cut in range(min(len(token), 5)):
            head, tail = token[:cut], token[cut:]
            if not thorough and (head not in self._found[f"o{case}"]):
                continue
            if thorough and len(tail) > LONGEST_TAIL:
                continue
            onsets = self.piece(f"o{case}", head)
            if thorough and min(onsets.values(), default=_FAR) > UNLIKELY:
                continue
            for onset, onset_cost in onsets.items():
                shape = UPPER if case == UPPER else TITLE if case == TITLE and not onset else LOWER
                kind = f"r{shape}"
                if not thorough and tail not in self._found[kind]:
                    continue
                rimes = self.piece(kind, tail)
                words = self._lexicon[onset]
                for rime, rime_cost in rimes.items():
                    word = words.get(rime)
                    if word is not None:
                        cost = onset_cost + rime_cost + surcharge
                        known = best.get(word)
                        if known is None or cost < known.cost:
                            best[word] = Reading(word, case, cost)
