"""Printed labels that OCR misread: `I1.`, `IL`, `111.` for Roman numbers, `l.` for 1, `6)` after `a)`, specks.

A label is put right only where its neighbours ask for it: the reading must be the next of its row. What cannot be told
stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chungtay.reading.overlay import Edit

SPECKS = r"(?P<specks>[\s_.,:;'’‘“”|~*¬·^`]{0,5})"
OPENS = r"(?=[^\W\d_]|[“\"(])"
ROMAN = re.compile(
    rf"{SPECKS}(?P<n>[IVXLl1|!iTHUYv\]]{{1,5}})(?P<stop>\s*(?:[.,:)]|[-–—]\s)[.,:)–—-]*\s*|\s+)(?P<title>\S.*)"
)
ARABIC = re.compile(
    rf"{SPECKS}(?P<n>[\dlIiOoSsBZzGg|]{{1,2}}(?:\s?[.,]\s?[\dlIiOo|]{{1,2}}){{0,3}})(?P<stop>\s*[.,)/:]\s*){OPENS}"
)
LETTER = re.compile(rf"{SPECKS}(?P<n>[^\s\-+*(])(?P<stop>\s*[).,]\s+){OPENS}")
BULLET = re.compile(
    r"(?P<specks>[\s_.,:;'’‘|~*^`]*)(?P<n>[-–—+]|[~=«»¬•·]{1,2}(?=\s+[^\W\d_]))(?=\s*[^\W\d_]|\s*[“\"(\d])"
)
ROUND = re.compile(r"\s*(?P<n>[¢©®°«»eo*]|\*\.)(?<!\*)\s+(?=[A-ZÀ-ỸĐ“\"\d])")
STAR = re.compile(r"\s*(?P<n>\*)\s*(?=[^\W_])")
FEW = 2  # round bullets from which the stars of a text are taken for round ones
CELLS = re.compile(r"\s*\|?[^|]*\|[^|]+\|")  # a row of a table: its numbers are no labels
# Behind the mark that ends the text; looked for first, because a pipe at the end of the line would hide it.
AFTER_END = re.compile(r"(?<=\./\.)\s*\S.*$")
# Specks and ink behind a sentence that has ended.
TAIL = re.compile(
    r"(?<=[.;,:])\s+[^\w\s]{1,3}$|(?<=[.;])\s+[^\W_]$|(?<!\|)\s+[_~¬^]+$"
    r"|^[^|]*[^|\s](?P<pipe>\s+\|)$"
)
# A line of specks that OCR took for letters: nothing but single ones.
NOISE = re.compile(r"[\W_]*[^\W\d_](?:[\W_]+[^\W\d_])+[\W_]*")
DIGITS = str.maketrans("lIi|OoSsBZzGg,", "11110055822" + "69.", " ")
LETTERS = {"6": "b", "8": "b", "h": "b", "¢": "c", "e": "c", "©": "c", "4": "a", "@": "a", "á": "a", "à": "a",
           "ạ": "a", "đ": "d", "Đ": "d", "0": "d"}  # fmt: skip
ROW = "abcdefgh"
NUMERALS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11,
            "XII": 12, "XIII": 13, "XIV": 14, "XV": 15}  # fmt: skip
SPELT = {number: text for text, number in NUMERALS.items()}
CAPITAL = 0.7
"""Share of capitals from which a damaged title counts as set in capitals."""
KEPT = 6  # numbers remembered of a row and the rows around it


def bullets(lines: Sequence[str], hurt: Sequence[bool]) -> Iterator[Edit]:
    """Edits that write round bullets, which OCR takes for letters, as dashes; to be made before letters are restored.

    A star among them was a round bullet too; a star that heads a list of its own stays.
    """
    rounds = [hurt[i] and ROUND.match(line) is not None for i, line in enumerate(lines)]
    several = sum(rounds) >= FEW
    offset = 0
    for line, is_round in zip(lines, rounds, strict=True):
        star = several and STAR.match(line) is not None and not line.rstrip().endswith(":")
        if is_round or star:
            match = ROUND.match(line) or STAR.match(line)
            assert match is not None
            yield Edit(offset + match.start("n"), offset + match.end("n"), "-")
        offset += len(line) + 1


def put_right(lines: Sequence[str], hurt: Sequence[bool]) -> Iterator[Edit]:
    """Edits that write the labels of the damaged lines as they were printed; offsets count in the joined lines."""
    romans = _romans(lines, hurt)
    rows = _Rows()
    offset = 0
    for i, line in enumerate(lines):
        if i in romans:
            edit: Edit | None = romans[i]
            rows = _Rows()
        else:
            edit = None if CELLS.match(line) else rows.read(line)
        found = [edit] if edit else []
        if NOISE.fullmatch(line):
            found = [Edit(0, len(line), "")]
        elif end := AFTER_END.search(line):
            found.append(Edit(*end.span(), ""))
        elif tail := TAIL.search(line):
            found.append(Edit(*tail.span("pipe" if tail["pipe"] else 0), ""))
        if hurt[i]:
            yield from (Edit(offset + e.start, offset + e.end, e.text) for e in found)
        offset += len(line) + 1


PRINTED = re.compile(r"\s*(?P<n>[IVX]{1,5})\s*[.)]\s+(?P<title>\S.*)")


def repeated(lines: Sequence[str], scanned: Sequence[bool]) -> Iterator[Edit]:
    """Edits of Roman numbers that sound OCR read short: II after II and before IV was printed III."""
    found = []
    offset = 0
    for i, line in enumerate(lines):
        match = PRINTED.match(line)
        if match and match["n"] in NUMERALS and _capital(match["title"]):
            found.append((i, offset + match.start("n"), offset + match.end("n"), NUMERALS[match["n"]]))
        offset += len(line) + 1
    for before, (i, start, end, value), after in zip(found, found[1:], found[2:], strict=False):
        if scanned[i] and before[3] == value and after[3] == value + 2:
            yield Edit(start, end, SPELT[value + 1])


@dataclass
class _Rows:
    """The numbers and the letter that came last under a heading."""

    numbers: list[tuple[int, ...]] = field(default_factory=list)
    letter: str = ""

    def read(self, line: str) -> Edit | None:
        """The edit that puts a line's label right; takes note of the label."""
        if bullet := BULLET.match(line):
            wrong = bullet["specks"].strip() or bullet["n"] not in "-–—+"
            return Edit(0, bullet.end("n"), "+" if bullet["n"] == "+" else "-") if wrong else None
        if number := ARABIC.match(line):
            return self._number(number)
        if letter := LETTER.match(line):
            return self._letter(letter)
        return None

    def _number(self, match: re.Match[str]) -> Edit | None:
        value = _numbers(match["n"])
        following = self._next_letter(match["n"]) if ")" in match["stop"] else ""
        if following and not self._follows(value):
            self.letter = following
            return Edit(0, match.end("n"), following)
        plain = match["n"].replace(".", "").isdigit()
        if not value or not (plain or self._follows(value)):
            return None
        self.numbers, self.letter = [*self.numbers[-KEPT:], value], ""
        if plain and not match["specks"].strip() and "," not in match["stop"]:
            return None
        return Edit(0, match.end(), ".".join(map(str, value)) + ". ")

    def _letter(self, match: re.Match[str]) -> Edit | None:
        following = self._next_letter(match["n"])
        if match["n"] in ROW:
            self.letter = match["n"]
        elif following:
            self.letter = following
            return Edit(0, match.end("n"), following)
        return None

    def _follows(self, value: tuple[int, ...]) -> bool:
        """Whether a number continues the row: 1 after a heading, 3 after 2, 3.1 after 3, 3.2 after 3.1."""
        if not value:
            return False
        above = value[:-1]
        if value[-1] == 1:
            return bool(self.numbers) and self.numbers[-1][: len(above)] == above if above else not self.numbers
        return (*above, value[-1] - 1) in [known[: len(value)] for known in self.numbers[-KEPT:]]

    def _next_letter(self, text: str) -> str:
        """The letter that a label must be; empty when it cannot be the next of the row."""
        wanted = ROW[ROW.index(self.letter) + 1] if self.letter and self.letter != ROW[-1] else "a"
        return wanted if text == wanted or LETTERS.get(text) == wanted else ""


def _romans(lines: Sequence[str], hurt: Sequence[bool]) -> dict[int, Edit | None]:
    """Lines with a Roman number by index, each with its edit; None where it stands as printed."""
    found: list[tuple[int, re.Match[str], int, bool]] = []
    for i, line in enumerate(lines):
        match = None if CELLS.match(line) else ROMAN.match(line)
        value = NUMERALS.get(_decoded(match["n"])) if match else None
        if match and value:
            found.append(
                (i, match, value, re.fullmatch("[IVX]+", match["n"]) is not None and match["stop"].strip() != "")
            )
    capitals = any(exact and _capital(match["title"]) for _, match, _, exact in found)
    right: dict[int, Edit | None] = {}
    last = 0
    for i, match, value, exact in found:
        follows = value == last + 1
        stop = " - " if re.search("[-–—]", match["stop"]) else ". "
        written = Edit(0, match.start("title"), SPELT[value] + stop)
        if exact:
            last = value if follows or not last or value == 1 else max(last, value)
            right[i] = written if match["specks"].strip() else None
        elif hurt[i] and _misread(match, follows=follows, later=value > last, capitals=capitals):
            last = value
            right[i] = written
    return right


def _misread(match: re.Match[str], *, follows: bool, later: bool, capitals: bool) -> bool:
    """Whether a doubtful label is a Roman number: the next one before a title set as the others, or one oddly mixed."""
    odd = _odd(match["n"])
    if match["n"].isdigit() and not capitals:
        return False
    if not _capital(match["title"]):
        return follows and odd and not capitals
    stopped = match["stop"].strip() != ""
    return follows or (later and odd and stopped)


def _odd(text: str) -> bool:
    """Whether a label is neither an Arabic number nor a word: mixed from both."""
    return not text.isdigit() and (len(text) > 1 or text in "L|!") and not re.fullmatch("[TUYHi]+", text)


def _decoded(text: str) -> str:
    plain = re.sub("[Ll1|!i\\]]", "I", text).replace("v", "V")
    return plain.replace("H", "II").replace("T", "I").replace("U", "II").replace("Y", "V")


def _capital(title: str) -> bool:
    letters = [c for c in title if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= CAPITAL * len(letters)


def _numbers(text: str) -> tuple[int, ...]:
    parts = text.translate(DIGITS).split(".")
    return tuple(int(p) for p in parts) if all(p.isdigit() for p in parts) else ()
