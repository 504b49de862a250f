"""One name, one spelling: every mention of a place in a document is decided together.

A plan names its commune five to ten times and each mention is damaged in its own way. The mentions are gathered, each
possible name is weighed against all of them at once, and the winner is written everywhere. Names of administrative
units of both eras are expected; another name needs better evidence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from chungtay.reading.restoration.channel import Reading
from chungtay.reading.restoration.syllables import LOWER, TITLE, UPPER, bare, canonical, case_of
from chungtay.reading.restoration.tokens import Kind

if TYPE_CHECKING:
    from chungtay.reading.restoration.restore import Place

_KINDS = frozenset(["xã", "phường", "huyện", "tỉnh", "quận", "trấn", "phố"])
_LONGEST = 4
_ALIKE = 0.34  # of the letters of two mentions may differ
_ABSENT = 12.0  # nats: a mention that no reading of the token explains
_STRANGE = 6.0  # nats a syllable of a name costs that no gazetteer holds
_OTHER_KIND = 3.0  # nats: the gazetteer knows the name for another kind of unit (mergers turn one into another)
_FAR_OFF = 4.0  # nats worse than its best reading: the token was hardly that syllable
_SURE = 0.9  # probability from which the language's own reading of a loose mention stands
_BRANCHES = 5  # readings of each syllable tried for such a name

_DATED = re.compile(r"\s*,\s*n[gq]\w{2}")

STRANGER = 0.95  # the most a syllable of an unlisted name is trusted

Mention = tuple["Place", ...]
Name = tuple[str, ...]


class Gazetteer:
    """Names of administrative units, by number of syllables."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._by_last: dict[tuple[int, str], dict[Name, set[str]]] = {}
        count = 0
        for kind, name in names:
            syllables = tuple(canonical(s) for s in name.split())
            self._by_last.setdefault((len(syllables), syllables[-1]), {}).setdefault(syllables, set()).add(kind)
            count += 1
        self.expected = math.log(max(count, 2))

    def ending(self, length: int, last: str) -> Mapping[Name, set[str]]:
        """Names of so many syllables with that last one, and the kinds of unit that bear them."""
        return self._by_last.get((length, last), {})


def agree(places: Sequence[Place], text: str, gazetteer: Gazetteer) -> None:
    """Decides each name once and writes it into the weights of all its mentions."""
    groups: list[tuple[list[Mention], set[str]]] = []
    taken: set[int] = set()
    for kind, mention in _mentions(places, text):
        taken.update(id(p) for p in mention)
        for group, kinds in groups:
            if len(group[0]) == len(mention) and _alike(group[0], mention):
                group.append(mention)
                kinds.add(kind)
                break
        else:
            groups.append(([mention], {kind}))
    for group, kinds in groups:
        loose = list(_elsewhere(places, text, group, taken))
        _settle(group, loose, kinds, gazetteer, text)


def doubt_strangers(places: Sequence[Place], text: str, gazetteer: Gazetteer) -> None:
    """Caps the confidence of names no gazetteer decided: frequent is not right when it is a person's name."""
    run: list[Place] = []
    for place in [*places, None]:
        if place is not None and _capitalised(place) and (not run or not text[run[-1].end : place.start].strip(" ")):
            run.append(place)
            continue
        if len(run) >= 2 and not _listed(run, gazetteer):
            for stranger in run:
                stranger.ceiling = STRANGER
        run = [place] if place is not None and _capitalised(place) else []


def _capitalised(place: Place) -> bool:
    return not place.sure and not place.settled and case_of(place.token.text) == TITLE


def _listed(run: Sequence[Place], gazetteer: Gazetteer) -> bool:
    name = tuple(p.readings[p.best].word for p in run)
    return name == ("việt", "nam") or name in gazetteer.ending(len(name), name[-1])


def _mentions(places: Sequence[Place], text: str) -> Iterator[tuple[str, Mention]]:
    """Word for a unit and the capitalised words after it."""
    for i, place in enumerate(places):
        if place.readings[place.best].word.lower() not in _KINDS:
            continue
        found: list[Place] = []
        for before, here in zip(places[i:], places[i + 1 : i + 2 + _LONGEST], strict=False):
            gap = text[before.end : here.start]
            case = case_of(here.token.text)
            if gap.strip() or "\n\n" in gap or here.sure or here.token.kind is not Kind.WORD or case == LOWER:
                break
            if (found and case != case_of(found[0].token.text)) or here.readings[here.best].word.lower() in _KINDS:
                break
            found.append(here)
        if 2 <= len(found) <= _LONGEST:
            yield place.readings[place.best].word.lower(), tuple(found)


def _letters(mention: Iterable[Place]) -> str:
    return "".join(bare(p.token.text) for p in mention)


def _alike(a: Mention, b: Mention) -> bool:
    x, y = _letters(a), _letters(b)
    return Levenshtein.distance(x, y) <= _ALIKE * max(len(x), len(y))


def _elsewhere(places: Sequence[Place], text: str, group: Sequence[Mention], taken: set[int]) -> Iterator[Mention]:
    """The same name without the word for the unit: before the date, under the signature."""
    length = len(group[0])
    for i in range(len(places) - length + 1):
        window = tuple(places[i : i + length])
        if any(p.sure or id(p) in taken or p.token.text[:1].islower() for p in window):
            continue
        gaps = (text[a.end : b.start] for a, b in pairwise(window))
        if all(not g.strip() and "\n\n" not in g for g in gaps) and any(_alike(m, window) for m in group):
            taken.update(id(p) for p in window)
            yield window


def _settle(
    named: Sequence[Mention], loose: Sequence[Mention], kinds: set[str], gazetteer: Gazetteer, text: str
) -> None:
    """Weighs the mentions behind a unit's word, and those without one that may be the same name."""
    group = [*named, *loose]
    length = len(group[0])
    costs = [[{r.word: r.cost for r in p.readings if r.case} for p in m] for m in group]
    # readings any mention allows, the likeliest over all mentions first
    options: list[list[str]] = []
    for k in range(length):
        words = {w for m in costs for w in m[k]}
        options.append(sorted(words, key=lambda w: (sum(m[k].get(w, _ABSENT) for m in costs), w)))
    if not all(options):
        return
    candidates: dict[Name, float] = {}
    for name in product(*(words[:_BRANCHES] for words in options)):
        candidates[name] = _evidence(name, costs) + _STRANGE * length + 2.3
    allowed = [set(words) for words in options]
    for last in options[-1]:
        for name, borne_by in gazetteer.ending(length, last).items():
            if all(s in allowed[k] for k, s in enumerate(name)):
                other = 0.0 if borne_by & kinds else _OTHER_KIND
                candidates[name] = _evidence(name, costs) + gazetteer.expected + other
    best = min(candidates.values())
    shares = {name: math.exp(best - cost) for name, cost in candidates.items() if cost < best + 20}
    total = sum(shares.values())
    chosen = min(candidates, key=lambda name: (candidates[name], name))
    for i, mention in enumerate(group):
        dated = _DATED.match(text, mention[-1].end) is not None  # the place before the date is the unit's name
        if i >= len(named) and not dated and not _explained(mention, chosen, costs[i]):
            continue
        for k, place in enumerate(mention):
            _decide(place, [(name[k], share / total) for name, share in shares.items()])


def _explained(mention: Mention, name: Name, costs: Sequence[dict[str, float]]) -> bool:
    """Whether capitalised words without a unit's word are the name: other words may begin alike (a person, an office).

    Each syllable must be a fair reading of its token, and the language must not be sure of another word.
    """
    for place, syllable, readings in zip(mention, name, costs, strict=True):
        fair = min(readings.values(), default=0.0) + _FAR_OFF
        at = place.readings[place.best]
        sure_of_other = at.word != syllable and at.case != "" and max(place.weights) > _SURE
        if readings.get(syllable, _ABSENT) > fair or (sure_of_other and readings[syllable] > readings[at.word] + 1):
            return False
    return True


def _evidence(name: Name, costs: Sequence[Sequence[dict[str, float]]]) -> float:
    return sum(m[k].get(s, _ABSENT) for m in costs for k, s in enumerate(name))


def _decide(place: Place, shares: Sequence[tuple[str, float]]) -> None:
    weights: dict[str, float] = {}
    for word, share in shares:
        weights[word] = weights.get(word, 0.0) + share
    case = UPPER if case_of(place.token.text) == UPPER else TITLE
    place.readings = [Reading(w, case, 0.0) for w in weights]
    place.weights = list(weights.values())
    place.settled = True
