"""Fixed phrases of the genre recognised under OCR damage: the signature, the recipients, the opening words of a title.

Phrases are compared letter by letter without accents, letters that OCR confuses counting as alike, so that every rule
after this one finds the phrase as it was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rapidfuzz.distance import Levenshtein

from chungtay.reading.misprints import letters
from chungtay.reading.overlay import Edit
from chungtay.reading.vocabulary import vocabulary

NEAR = 0.78
"""Likeness of the letters of a line, or of its end, to a phrase from which it is the phrase."""
AT_END = 0.7  # for the end of a line that begins with something else: the phrase stands in a column of its own
LAST = 25  # lines from the end in which a signature and recipients stand
NUMBER = re.compile(r"[\W_]*[S$5s§][ốốoO06eé8]\s*[:.;]\s*(?=\d|/|\s*K)")
ABOUT = re.compile(r"\W*(?P<c>V(?!ề|ì|ới|ào|/)\S{1,2})\s+việc\b")
BASIS = re.compile(
    r"\W*(?P<c>C[aăâầàá]n\s+c\S{0,3})\s+(?=(?:Luật|Bộ|Nghị|Quyết|Thông|Kế|Chỉ|Công|Hướng|Chương|Kết|Pháp)\s)"
)
BASED = re.compile(r"(?<![^\W\d_])[Cc][aăâầàá]n c(?:r|ir|tr)?(?=\s)")
# A seal over the first word of CHỦ TỊCH leaves a few strokes of it.
STAMPED = re.compile(r"\W*(?!PH)[^\W\d_]{0,3}\W*(?:[^\W\d_]{0,3}\W+)?T[IỊÍ]CH\W*$")
COLUMN = re.compile(r"(?<=[;:.,)\]}/|])\s+|\s{2,}")


@cache
def _phrases(key: str) -> tuple[tuple[str, str], ...]:
    return tuple((phrase, letters(phrase)) for phrase in vocabulary("document")[key])


def closing_edits(lines: Sequence[str], hurt: Sequence[bool]) -> Iterator[Edit]:
    """Edits that write the words of a signature and of 'Nơi nhận' as they are printed; offsets in the joined lines."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    first = filled[-LAST] if len(filled) > LAST else 0
    offset = 0
    opened = False
    for i, line in enumerate(lines):
        if i >= first and hurt[i]:
            listed = not opened and _receives(line)
            if listed:
                opened = True
                yield Edit(offset + listed[0], offset + listed[1], "Nơi nhận: ")
            cut = _column(line, listed[1] if listed else 0)
            if cut is not None and (opened or not listed):
                found = _signature(line[cut:], whole=cut == 0)
                if found:
                    opened = True
                    yield Edit(offset + cut, offset + len(line), found)
        offset += len(line) + 1


def opening_edits(lines: Sequence[str], hurt: Sequence[bool]) -> Iterator[Edit]:
    """Edits that write 'Số:' of the letterhead and 'Căn cứ' before an act as they are printed."""
    offset = 0
    filled = 0
    for i, line in enumerate(lines):
        filled += bool(line.strip())
        if hurt[i] and filled < LAST and (number := NUMBER.match(line)):
            yield Edit(offset, offset + number.end(), "Số: ")
        elif hurt[i] and filled < LAST and (about := ABOUT.match(line)):
            yield Edit(offset + about.start("c"), offset + about.end("c"), "Về")
        elif hurt[i] and (basis := BASIS.match(line)):
            yield Edit(offset + basis.start("c"), offset + basis.end("c"), "Căn cứ")
        elif hurt[i]:
            yield from (Edit(offset + m.start(), offset + m.end(), f"{m[0][0]}ăn cứ") for m in BASED.finditer(line))
        offset += len(line) + 1


def _receives(line: str) -> tuple[int, int] | None:
    match = re.match(r"\W*(?P<a>\S{2,4}\s?\S{3,5}?)\s*[:;.]\W*", line) or re.match(
        r"\W*(?P<a>\S{3,4} \S{3,5})\s*$", line
    )
    if match and Levenshtein.normalized_similarity(letters(match["a"]), letters("nơi nhận")) >= NEAR:
        return match.start("a"), match.end()
    return None


def _column(line: str, start: int) -> int | None:
    """Where the right column of a line begins: its last words in capitals after a stop, or all of it."""
    places = [start, *(m.end() for m in COLUMN.finditer(line) if m.end() > start)]
    for place in places:
        found = [c for c in line[place:] if c.isalpha()]
        if len(found) > 4 and sum(c.isupper() for c in found) >= 0.8 * len(found):
            return place
    return None


def _signature(text: str, *, whole: bool) -> str:
    """The phrase of a signature that a column of capitals is; empty when it is none."""
    if STAMPED.match(text) and not whole:
        return "CHỦ TỊCH"
    own = letters(text)
    best = max(_phrases("signatures"), key=lambda p: Levenshtein.normalized_similarity(own, p[1]))
    near = Levenshtein.normalized_similarity(own, best[1])
    return best[0] if NEAR <= near < 1 or (not whole and AT_END <= near < 1) else ""
