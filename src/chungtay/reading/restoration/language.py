"""Which syllable follows which: a trigram model with back-off, read from the shipped table."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from itertools import accumulate

STEP = 0.08  # nats between two stored probabilities: 256 steps reach e^-20
START, END, UNKNOWN, NUMBER, CODE = "<s>", "</s>", "<unk>", "<n>", "<c>"
SPECIALS = (START, END, UNKNOWN, NUMBER, CODE)


class Language:
    """P(word | two words before), as stored; words are numbers in `words`.

    Keys of longer grams are delta-coded in the table. Probabilities are raised to `weight` while loading: the balance
    between language and channel costs nothing at run time.
    """

    def __init__(self, words: Sequence[str], arrays: Sequence[array[int]], weight: float) -> None:
        self.words = list(words)
        self.size = len(self.words)
        self.ids = {w: i for i, w in enumerate(self.words)}
        scale = [math.exp(-weight * STEP * i) for i in range(256)]
        uni, uni_back, pair_keys, pair, pair_back, triple_keys, triple = arrays
        self._one = [scale[q] for q in uni]
        self._one_back = [scale[q] for q in uni_back]
        keys = list(accumulate(pair_keys))
        self._two = dict(zip(keys, (scale[q] for q in pair), strict=True))
        self._two_back = {k: scale[q] for k, q in zip(keys, pair_back, strict=True) if q}
        self._three = dict(zip(accumulate(triple_keys), (scale[q] for q in triple), strict=True))

    def one(self, word: int) -> float:
        """P(word), weighted."""
        return self._one[word]

    def three(self, a: int, b: int, word: int) -> float:
        """P(word | a b), weighted; 0 < p <= 1."""
        size = self.size
        pair = a * size + b
        found = self._three.get(pair * size + word)
        if found is not None:
            return found
        back = self._two_back.get(pair, 1.0)
        found = self._two.get(b * size + word)
        return back * (found if found is not None else self._one_back[b] * self._one[word])
