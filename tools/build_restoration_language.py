"""The trigram model of the restoration: absolute discounting over texts of unequal worth.

A sentence of a plan counts as several of a statute. Each source is discounted by itself and the masses are merged, so
that plans lead where they speak and statutes fill in. Lower orders use continuation counts (Kneser-Ney).
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from chungtay.reading.restoration.language import CODE, END, NUMBER, SPECIALS, START, STEP
from chungtay.reading.restoration.syllables import canonical
from chungtay.reading.restoration.tokens import Kind, tokens

DISCOUNT = (0.6, 0.75, 0.8)
_MARK = {Kind.NUMBER: NUMBER, Kind.CODE: CODE}

Source = tuple[float, list[list[str]]]  # worth of one count, sentences as words


def words_of(sentence: str) -> list[str]:
    """A sentence as the decoder sees it."""
    return [_MARK.get(t.kind) or canonical(t.text) for t in tokens(sentence)]


def pieces(sentence: str) -> Iterable[list[str]]:
    """Runs of words between stops, as the decoder cuts them."""
    run: list[str] = []
    for token in tokens(sentence):
        if token.opens and run:
            yield run
            run = []
        run.append(_MARK.get(token.kind) or canonical(token.text))
    if run:
        yield run


def estimate(sources: Sequence[Source], lexicon: Iterable[str]) -> tuple[list[str], list[array[int]]]:
    """Words and arrays as `Language` wants them."""
    words = [*SPECIALS, *sorted(set(lexicon) - set(SPECIALS))]
    ids = {w: i for i, w in enumerate(words)}
    size = len(words)
    three: defaultdict[int, float] = defaultdict(float)
    spare3: defaultdict[int, float] = defaultdict(float)
    total3: defaultdict[int, float] = defaultdict(float)
    two: defaultdict[int, float] = defaultdict(float)
    spare2: defaultdict[int, float] = defaultdict(float)
    total2: defaultdict[int, float] = defaultdict(float)
    one: defaultdict[int, float] = defaultdict(float)
    spare1 = total1 = 0.0
    for worth, sentences in sources:
        c3, c2 = _counts(sentences, ids, size)
        for key, n in c3.items():
            kept = n - DISCOUNT[2] if n > 1 else 1 - DISCOUNT[2]
            three[key] += worth * kept
            total3[key // size] += worth * n
            spare3[key // size] += worth * (n - kept)
        # continuation counts: how many different words stand before
        fans = Counter(key % (size * size) for key in c3)
        for key, n in c2.items():
            if key // size == ids[START]:
                fans[key] = n
        for key, n in fans.items():
            kept = n - DISCOUNT[1]
            two[key] += worth * kept
            total2[key // size] += worth * n
            spare2[key // size] += worth * DISCOUNT[1]
        heads = Counter(key % size for key in c2)
        for key, n in heads.items():
            one[key] += worth * max(n - DISCOUNT[0], 0)
            total1 += worth * n
            spare1 += worth * min(n, DISCOUNT[0])
    p1 = [(one.get(w, 0.0) + spare1 / size) / total1 for w in range(size)]
    back2 = [spare2[w] / total2[w] if total2.get(w) else 1.0 for w in range(size)]

    def lower(b: int, w: int) -> float:
        return two.get(b * size + w, 0.0) / total2[b] + back2[b] * p1[w] if total2.get(b) else p1[w]

    p2 = {key: lower(key // size, key % size) for key in sorted(two)}
    back3 = {pair: spare3[pair] / total for pair, total in total3.items()}
    p3 = {}
    for key in sorted(three):
        pair, w = divmod(key, size)
        p3[key] = three[key] / total3[pair] + back3[pair] * lower(pair % size, w)
    pairs = sorted(set(p2) | set(back3))
    return words, [
        _bytes(p1), _bytes(back2),
        _deltas(pairs), _bytes(p2.get(k) or lower(k // size, k % size) for k in pairs),
        _bytes(back3.get(k, 1.0) for k in pairs),
        _deltas(sorted(p3)), _bytes(p3[k] for k in sorted(p3)),
    ]  # fmt: skip


def _counts(sentences: Iterable[list[str]], ids: dict[str, int], size: int) -> tuple[Counter[int], Counter[int]]:
    c3: Counter[int] = Counter()
    c2: Counter[int] = Counter()
    unknown, start, end = ids["<unk>"], ids[START], ids[END]
    for sentence in sentences:
        a = b = start
        for w in [*(ids.get(x, unknown) for x in sentence), end]:
            c3[(a * size + b) * size + w] += 1
            c2[b * size + w] += 1
            a, b = b, w
    return c3, c2


def _bytes(values: Iterable[float]) -> array[int]:
    return array("B", (min(255, max(0, round(-math.log(max(v, 1e-9)) / STEP))) for v in values))


def _deltas(keys: Sequence[int]) -> array[int]:
    return array("Q", (b - a for a, b in zip([0, *keys], keys, strict=False)))
