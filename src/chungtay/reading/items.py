"""Items of a section: its bullets and paragraphs as the schema lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chungtay.reading.structure import Node, closing_words
from chungtay.reading.words import Words

INTRO = re.compile(r"(?:nhu sau|sau day|cu the|gom|bao gom|sau)\s*:?\s*$")


@dataclass(frozen=True)
class Item:
    """One bullet or paragraph of a section and the node it stands in."""

    words: Words
    node: Node


def items_of(node: Node, roles: tuple[str, ...] = ()) -> list[Item]:
    """The items of a section in order, without headings, introductions and closing sentences.

    Parts of the section that have a role of their own are left out, save those named in `roles`.
    """
    return list(_items(node, roles, top=True))


def _items(node: Node, roles: tuple[str, ...], *, top: bool = False) -> Iterator[Item]:
    heading = top or _is_heading(node)
    own = node.rest if heading else node.words
    if own and not is_intro(own):
        yield Item(own, node)
    for words in node.paragraphs:
        if not is_intro(words) and not closing_words(words):
            yield Item(words, node)
    for child in node.children:
        if child.own_roles and not set(child.own_roles) & set(roles):
            continue
        yield from _items(child, roles)


def _is_heading(node: Node) -> bool:
    """A numbered line with bullets or paragraphs below it and no sentence of its own."""
    if not node.children and not node.paragraphs:
        return False
    text = node.words.text.rstrip()
    if node.label and node.label.kind in ("dash", "plus"):
        return text.endswith(":")
    return not text.endswith((".", ";")) or len(text) < 90


CAPTION = re.compile(r"(?:bang|bieu)(?: so)?\s*\d{1,2}\s*[.:][^%]{0,80}$")


def is_intro(words: Words) -> bool:
    """Whether a paragraph only announces what follows it; so does the caption of a table."""
    if CAPTION.match(words.folded):
        return True
    return words.text.rstrip().endswith(":") and (INTRO.search(words.folded) is not None or len(words) < 60)
