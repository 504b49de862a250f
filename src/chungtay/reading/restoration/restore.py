"""Damaged text in, Vietnamese out, every syllable with its confidence."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from chungtay.reading.restoration import doubts, names
from chungtay.reading.restoration.channel import Channel, Reading
from chungtay.reading.restoration.decode import Choice, posteriors
from chungtay.reading.restoration.gate import damaged_lines, is_vietnamese
from chungtay.reading.restoration.language import CODE, NUMBER, UNKNOWN, Language
from chungtay.reading.restoration.syllables import LOWER, TITLE, UPPER, bare, canonical, case_of, in_case, spelled
from chungtay.reading.restoration.tables import SHIPPED, read
from chungtay.reading.restoration.tokens import Kind, Token, closes, tokens

LANGUAGE_WEIGHT = 1.1
A_WORD = 0.5  # nats on top of the channel's cost for taking digits for a word
CHOICES = 14
REACH = 9.0  # nats: readings that much worse than a token's best are not weighed
AS_PRINTED = 13.0  # cost of taking a token for no Vietnamese word at all
ABBREVIATION = 1.0  # cost of capitals without a vowel standing for themselves
A_LETTER = 4.0  # and of a single capital
LONGEST = 11  # characters: no syllable is read as more (the longest has 7 letters)
ALTERNATIVES = 4
RAISED = 1.0  # cost of a small letter standing for the capital that begins a sentence
LONE_NUMBER = 0.9  # the most a short number is trusted that nothing beside it counts
NO_WORD = 0.6  # and a token left as it is
FAINT = 1e-4  # alternatives less likely are not shown
_VOWEL = re.compile("[aeiouy]")


@dataclass(frozen=True, slots=True)
class Syllable:
    """One token of the source and what it was read as.

    Spans are offsets into the source and the restored text. `confidence` is the probability of the reading;
    `alternatives` are other readings with theirs, likeliest first. What is never touched has confidence 1 unless it
    may have been misread: a lone "1" that was "là" stays 1, with "là" among its alternatives.
    """

    source: str
    span: tuple[int, int]
    text: str
    restored_span: tuple[int, int]
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """The restored text, line for line as the source, and its syllables in order."""

    text: str
    syllables: tuple[Syllable, ...]


@dataclass(slots=True)
class Place:
    """A token being decided: its readings and their probabilities."""

    token: Token
    offset: int
    readings: list[Reading]
    weights: list[float]
    sure: bool = False  # nothing to weigh
    settled: bool = False  # a name decided for the whole document
    ceiling: float = 1.0  # the most its reading may be trusted
    kept: bool = False  # never touched: the first reading stands whatever the weights

    @property
    def start(self) -> int:
        """Offset in the source."""
        return self.offset + self.token.start

    @property
    def end(self) -> int:
        """Offset behind it."""
        return self.offset + self.token.end

    @property
    def best(self) -> int:
        return 0 if self.kept else max(range(len(self.weights)), key=self.weights.__getitem__)


class Restorer:
    """Tables loaded once; `restore` is then free of side effects."""

    def __init__(self, path: Path = SHIPPED, *, weight: float = LANGUAGE_WEIGHT) -> None:
        header, arrays = read(path)
        self.about: str = header["about"]
        self.language = Language(header["words"], [arrays[f"language{i}"] for i in range(7)], weight)
        self.channel = Channel(
            header["lexicon"], header["letters"], header["onsets"], header["rimes"], header["memory"], header["known"]
        )
        self.gazetteer = names.Gazetteer((kind, name) for kind, name in header["places"])
        self._acronyms: dict[str, str] = {}
        for acronym in header["acronyms"]:
            self._acronyms.setdefault(bare(acronym), acronym)
        self._cache: dict[tuple[str, str, bool], list[Reading]] = {}

    def learn(self, accepted: Iterable[tuple[str, str]]) -> None:
        """Takes in corrections a person accepted: (token as read, word as it should be).

        From then on the pair counts as seen; the word must be known to the lexicon to be proposed for other tokens.
        """
        for token, word in accepted:
            # a person's word outweighs what synthetic pages taught
            self.channel.remember(spelled(token), unicodedata.normalize("NFC", word), 5.0)
        self._cache.clear()

    def restore(self, text: str) -> Restored:
        """Restores a document; the number of lines stays, clean lines stay as they are."""
        lines = text.split("\n")
        damaged = damaged_lines(lines)
        places = list(self._places(lines, damaged))
        for run in _runs(places, lines):
            self._decide(run)
        _doubt(places, text, frozenset(self._acronyms.values()))
        names.agree(places, text, self.gazetteer)
        names.doubt_strangers(places, text, self.gazetteer)
        return _write(text, places)

    # -- the parts ------------------------------------------------------------------------------------------------

    def _places(self, lines: Sequence[str], damaged: Sequence[bool]) -> Iterator[Place]:
        offset = 0
        fresh = True
        for line, hurt in zip(lines, damaged, strict=True):
            found = list(tokens(line))
            capitals = _in_capitals(found)
            for token in found:
                if hurt and doubts.may_be_word(token):
                    words = [
                        r._replace(cost=r.cost + A_WORD) for r in self._readings(token.text, capitals=capitals)[:-1]
                    ]
                    yield Place(token, offset, [Reading(token.text, "", 0.0), *words], [], kept=True)
                elif not hurt or token.kind is not Kind.WORD or is_vietnamese(token.text):
                    known = doubts.kept(token) if hurt else [(token.text, 1.0)]
                    readings = [Reading(text, "", 0.0) for text, _ in known]
                    yield Place(token, offset, readings, [share for _, share in known], sure=True, kept=True)
                else:
                    starts = token.opens or (fresh and token is found[0])
                    yield Place(token, offset, self._opening(token.text, capitals=capitals, starts=starts), [])
            offset += len(line) + 1
            fresh = closes(line)

    def _opening(self, text: str, *, capitals: bool, starts: bool) -> list[Reading]:
        """Readings of a token; at the start of a sentence a small p or b may be a capital Đ."""
        readings = self._readings(text, capitals=capitals)
        if not starts or text[:1] not in ("p", "b") or len(text) < 2:
            return readings
        raised = [r for r in self._readings("P" + text[1:], capitals=capitals)[:-1] if r.word.startswith("đ")]
        *known, printed = readings
        return [*known, *(r._replace(cost=r.cost + RAISED) for r in raised), printed]

    def _readings(self, text: str, *, capitals: bool) -> list[Reading]:
        case = case_of(text)
        if capitals and len(text) <= 2:
            case = UPPER
        known = self._cache.get((text, case, capitals))
        if known is None:
            known = self._cache[text, case, capitals] = self._read(text, case, capitals=capitals)
        return list(known)

    def _read(self, text: str, case: str, *, capitals: bool) -> list[Reading]:
        if len(text) > LONGEST:
            return [Reading(text, "", 0.0)]
        if case == UPPER and text in self._acronyms.values():
            return [Reading(text.lower(), UPPER, 0.0)]
        ids = self.language.ids
        found = [
            _kept_capital(r, text) for r in self.channel.readings(spelled(text), case, CHOICES * 2) if r.word in ids
        ]
        acronym = None
        if case == UPPER:  # Đ is often read as P
            acronym = self._acronyms.get(bare(text)) or self._acronyms.get(bare(text.replace("P", "Đ")))
        if acronym:
            found = [Reading(acronym.lower(), UPPER, 0.7), *(r for r in found if r.word != acronym.lower())]
        one = self.language.one
        found.sort(key=lambda r: r.cost - 0.5 * math.log(one(ids[r.word])))
        found = found[:CHOICES]
        # an abbreviation no table knows; Vietnamese syllables have a vowel
        if case == UPPER and len(text) >= (3 if capitals else 2) and not _VOWEL.search(bare(text)):
            found.append(Reading(text, "", ABBREVIATION))
        elif len(text) == 1 and text.isupper():
            found.append(Reading(text, "", A_LETTER))
        best = min((r.cost for r in found), default=AS_PRINTED)
        return [*(r for r in found if r.cost < best + REACH), Reading(text, "", max(AS_PRINTED, best))]

    def _decide(self, run: Sequence[Place]) -> None:
        ids = self.language.ids
        unknown = ids[UNKNOWN]
        choices = []
        for place in run:
            mark = {Kind.NUMBER: ids[NUMBER], Kind.CODE: ids[CODE]}.get(place.token.kind)
            if place.sure:
                word = ids.get(canonical(place.token.text), unknown) if mark is None else mark
                choices.append([Choice(word, 0, 1.0)])
            else:
                other = unknown if mark is None else mark
                words = [ids[r.word] if r.case else other for r in place.readings]
                costs = [r.cost for r in place.readings]
                choices.append([Choice(w, i, math.exp(-c)) for i, (w, c) in enumerate(zip(words, costs, strict=True))])
        for place, weights in zip(run, posteriors(self.language, choices), strict=True):
            if not place.sure:
                place.weights = weights


def _doubt(places: Sequence[Place], text: str, acronyms: frozenset[str]) -> None:
    """Caps what no probability knows of: numbers that may be syllables, and tokens that stayed as no word at all."""
    for place in places:
        if place.sure:
            continue
        if place.kept:
            if not doubts.counts(text, place.start, place.end):
                place.ceiling = LONE_NUMBER
        elif place.readings[place.best].case == "" and place.token.text not in acronyms:
            place.ceiling = NO_WORD


def _kept_capital(reading: Reading, text: str) -> Reading:
    """The printed capital stays when the word begins with the same letter; only I and P for l and đ are misreadings."""
    if reading.case == LOWER and text[:1].isupper() and bare(text)[:1] == bare(reading.word)[:1]:
        return reading._replace(case=TITLE)
    return reading


def _in_capitals(found: Sequence[Token]) -> bool:
    """Whether the line is set in capitals: most of its longer words are."""
    cases = [case_of(t.text) for t in found if t.kind is Kind.WORD and len(t.text) > 2]
    return bool(cases) and cases.count(UPPER) > 0.6 * len(cases)


def _runs(places: Sequence[Place], lines: Sequence[str]) -> Iterator[list[Place]]:
    """Places between stops: a bullet, a label, a full stop, an empty line. A line's end alone does not stop."""
    ends = []
    at = 0
    stops = set()
    for line in lines:
        at += len(line) + 1
        ends.append(at)
        if closes(line):
            stops.add(at)
    run: list[Place] = []
    stop = iter(sorted(stops))
    next_stop = next(stop, math.inf)
    for place in places:
        start = place.offset + place.token.start
        broke = False
        while start >= next_stop:
            broke = True
            next_stop = next(stop, math.inf)
        if run and (place.token.opens or broke):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _weighed(place: Place) -> tuple[str, float, tuple[tuple[str, float], ...]]:
    """The word to write, its probability, the others with theirs; readings spelled alike are one."""
    shares: dict[str, float] = {}
    for reading, weight in zip(place.readings, place.weights, strict=True):
        spelling = in_case(reading.word, reading.case) if reading.case else reading.word
        shares[spelling] = shares.get(spelling, 0.0) + weight
    order = sorted(shares, key=lambda w: -shares[w])
    chosen = place.readings[0].word if place.kept else order[0]
    others = [(w, shares[w]) for w in order if w != chosen and shares[w] > FAINT]
    return chosen, min(place.ceiling, shares[chosen]), tuple(others[:ALTERNATIVES])


def _write(text: str, places: Sequence[Place]) -> Restored:
    parts: list[str] = []
    syllables: list[Syllable] = []
    last = length = 0
    for place in places:
        start, end = place.offset + place.token.start, place.offset + place.token.end
        parts.append(text[last:start])
        length += start - last
        word, confidence, others = _weighed(place)
        parts.append(word)
        syllables.append(
            Syllable(text[start:end], (start, end), word, (length, length + len(word)), confidence, others)
        )
        length += len(word)
        last = end
    parts.append(text[last:])
    return Restored("".join(parts), tuple(syllables))


@lru_cache(maxsize=1)
def _shipped() -> Restorer:
    return Restorer()


def restore(text: str) -> Restored:
    """Restores a document with the shipped tables (loaded once); clean Vietnamese comes back unchanged."""
    return _shipped().restore(text)


def restore_line(line: str) -> Restored:
    """Restores one line by itself; line breaks inside it are kept."""
    return _shipped().restore(line)
