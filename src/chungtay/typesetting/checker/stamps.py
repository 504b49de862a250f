"""What may be put on a paper beside its own boxes: stamps, word and number of a copy, the line of an e-signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.typesetting.checker.limits import tolerances
from chungtay.typesetting.checker.zones import NUMBER, SIGNED_AT, fold

if TYPE_CHECKING:
    from chungtay.typesetting.checker.parts import Parts


def find_marks(parts: Parts) -> set[int]:
    """Fills the stamps of `parts` and returns the ids of their pieces, which are no part of letterhead or text."""
    words = {fold(mark): rule for rule, marks in tolerances()["stamps"].items() for mark in marks}
    copies = {fold(word) for word in tolerances()["copy_words"]}
    found: set[int] = set()
    for piece in parts.pieces:
        said = fold(piece.text.strip("()[]* "))
        if said in words and piece.page == parts.first_page:
            parts.marks.setdefault(words[said], []).append(piece)
        elif said in copies and piece.text.isupper():
            parts.copy_word = piece
        elif parts.copy_word is not None and parts.copy_number is None and NUMBER.match(said):
            parts.copy_number = piece
        elif parts.sign_info is None and piece.page == parts.first_page and SIGNED_AT.search(piece.text):
            parts.sign_info = piece
        else:
            continue
        found.add(id(piece))
    return found
