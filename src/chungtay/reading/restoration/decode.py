"""The likeliest words of a run of tokens, with what the alternatives were worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from chungtay.reading.restoration.language import END, START, Language

BEAM = 3e-6  # states less likely than this share of the best are dropped
_Arc = list[tuple[int, int, float]]


class Choice(NamedTuple):
    """A word a token may be: its number in the language model, its place among the readings, P(token | it)."""

    word: int
    place: int
    likelihood: float


def posteriors(language: Language, run: Sequence[Sequence[Choice]]) -> list[list[float]]:
    """For every token the probability of each of its choices given the whole run (forward-backward, pruned).

    Every token needs at least one choice.
    """
    start, end = language.ids[START], language.ids[END]
    three = language.three
    states: list[tuple[int, int]] = [(start, -1)]  # word before, place of the choice made
    words = [start]
    alpha = [1.0]
    history: list[tuple[list[int], list[_Arc], list[float]]] = []
    for choices in [*run, [Choice(end, 0, 1.0)]]:
        after: dict[tuple[int, int], int] = {}
        beta_arcs: list[_Arc] = []
        totals: list[float] = []
        for s, (state, word, mass) in enumerate(zip(states, words, alpha, strict=True)):
            before = state[0]
            for place, choice in enumerate(choices):
                weight = three(before, word, choice.word) * choice.likelihood
                key = (word, place)
                target = after.get(key)
                if target is None:
                    target = after[key] = len(totals)
                    totals.append(0.0)
                    beta_arcs.append([])
                totals[target] += mass * weight
                beta_arcs[target].append((s, place, weight))
        top = max(totals)
        kept = [i for i, t in enumerate(totals) if t > top * BEAM] if top > 0 else list(range(len(totals)))
        keys = list(after)
        states = [keys[i] for i in kept]
        words = [choices[keys[i][1]].word for i in kept]
        alpha = [totals[i] / top if top > 0 else 1.0 for i in kept]
        history.append(([keys[i][1] for i in kept], [beta_arcs[i] for i in kept], alpha))
    return _backward(run, history)


def _backward(
    run: Sequence[Sequence[Choice]], history: list[tuple[list[int], list[_Arc], list[float]]]
) -> list[list[float]]:
    beta = [1.0] * len(history[-1][0])
    result: list[list[float]] = []
    for position in range(len(run), 0, -1):
        _, arcs, _ = history[position]
        places, _, alpha = history[position - 1]
        before = [0.0] * len(places)
        for b, incoming in zip(beta, arcs, strict=True):
            for s, _, weight in incoming:
                before[s] += b * weight
        top = max(before)
        beta = [b / top if top > 0 else 1.0 for b in before]
        mass = [0.0] * len(run[position - 1])
        for place, a, b in zip(places, alpha, beta, strict=True):
            mass[place] += a * b
        total = math.fsum(mass) or 1.0
        result.append([m / total for m in mass])
    return result[::-1]
