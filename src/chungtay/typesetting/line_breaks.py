"""Where the lines of a centred title end: as few lines as fit, of like length, ended where a reader would pause."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence

from chungtay.typesetting import layout, tree
from chungtay.typesetting.metrics import text_width

# Costs beside the square of the share of the width that a line leaves free: chosen by looking, not by law.
_SPLIT, _BOUND, _QUOTED, _OPENS = 1.0, 0.6, 0.5, -0.12
_EDGES = "“”\"'()[],.;:"


def broken(words: str, *, size: float, width: float, bold: bool = False, italic: bool = False) -> str:
    """`words` with "\\n" for the space at each line's end, set at `size` pt in `width` mm.

    A word longer than `width` keeps a line for itself. The least number of lines is never exceeded.
    """
    pieces = words.split(" ")
    ends = _ends(pieces, size, width, bold, italic)
    return "".join(
        piece + ("" if n == len(pieces) - 1 else "\n" if n + 1 in ends else " ") for n, piece in enumerate(pieces)
    )


def broken_text(value: tree.Text, *, size: float, width: float) -> tree.Text:
    """The same for a text of runs, each in its own style."""
    words = tree.plain(value)
    bold, italic = (all(getattr(run, name) for run in value) for name in ("bold", "italic"))
    lines = broken(words, size=size, width=width, bold=bold, italic=italic)
    made, at = [], 0
    for run in value:
        made.append(tree.Run(lines[at : at + len(run.text)], run.bold, run.italic, run.nobreak))
        at += len(run.text)
    return tuple(made)


def _ends(pieces: Sequence[str], size: float, width: float, bold: bool, italic: bool) -> set[int]:
    """The numbers of words after which a line ends."""
    lengths = [text_width(piece, size, bold=bold, italic=italic) for piece in pieces]
    space = text_width(" ", size, bold=bold, italic=italic)
    costs = _costs(pieces)
    # best[n]: (lines, cost, where the last line begins) of the first n words.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(pieces) + 1):
        found: tuple[int, float, int] | None = None
        used = -space
        for begin in range(end - 1, -1, -1):
            used += space + lengths[begin]
            if used > width and begin < end - 1:
                break
            free = max(0.0, 1 - used / width)
            lines, cost, _ = best[begin]
            known = (lines + 1, cost + free * free + (costs[end] if end < len(pieces) else 0.0), begin)
            if found is None or known[:2] < found[:2]:
                found = known
        assert found is not None
        best.append(found)
    ends: set[int] = set()
    at = len(pieces)
    while at:
        at = best[at][2]
        ends.add(at)
    return ends - {0}


def _costs(pieces: Sequence[str]) -> list[float]:
    """What it costs to end a line before the word of that number."""
    together, binds, opens = _habits()
    bare = [_bare(piece) for piece in pieces]
    costs = [0.0] * len(pieces)
    depth = 0
    for n, piece in enumerate(pieces):
        if n:
            pair = (bare[n - 1], bare[n])
            if piece.startswith(("“", '"', "(")):
                costs[n] += 2 * _OPENS
            elif depth:
                costs[n] += _QUOTED
            if pair in together or "-" in (piece, pieces[n - 1]) or _both_numbers(pieces[n - 1], piece):
                costs[n] += _SPLIT
            elif bare[n - 1] in binds and not _ended(pieces[n - 1]):
                costs[n] += _BOUND
            elif bare[n] in opens or _ended(pieces[n - 1]):
                costs[n] += _OPENS
        depth = max(0, depth + piece.count("“") + piece.count("(") - piece.count("”") - piece.count(")"))
    return costs


def _both_numbers(before: str, after: str) -> bool:
    """ "15 tháng" in a date, "05 cá" of "05 cá nhân": a number, or the blank for one, stays with what it counts."""
    return bool(re.fullmatch(r"\d+|\u00a0+", before)) and not re.fullmatch(r"\d+", after)


def _ended(piece: str) -> bool:
    return piece.endswith((",", ";", ":", ".", "”", ")"))


def _bare(piece: str) -> str:
    return unicodedata.normalize("NFC", piece).strip(_EDGES).lower()


@functools.cache
def _habits() -> tuple[frozenset[tuple[str, str]], frozenset[str], frozenset[str]]:
    known = layout.table("line_breaks")
    pairs = (tuple(words.split(" ")) for words in known["together"])
    return (
        frozenset((first, second) for first, second in pairs),
        frozenset(known["binds"]),
        frozenset(known["opens"]),
    )
