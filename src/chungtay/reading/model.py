"""What reading gives: a plan, and for every value of it the words it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from chungtay.reading.words import Words

State: TypeAlias = Literal["found", "absent", "not_found", "unreadable"]
"""found: read. absent: its place was read and is silent or blank. not_found: its place was not found in this document.
unreadable: something stands in its place that could not be read. The last three leave the value null and are three
different questions to the clerk."""


@dataclass(frozen=True)
class Field:
    """Where one value of the plan comes from.

    `raw` are the words of the document; `spans` their ranges in the NFC text (`Reading.text`); `section` the printed
    labels down to the words ("III.2"), empty outside the numbered body; `line` the first line, counted from 1; `method`
    the name of the rule; `confidence` from 0 to 1; `warnings` Vietnamese sentences for the clerk; `restored` the same
    words as they were read where the document's had lost their letters, empty where they are sound.
    """

    value: str | int | float | bool | None
    raw: str
    spans: list[tuple[int, int]]
    section: str
    line: int | None
    method: str
    confidence: float
    state: State
    warnings: list[str] = field(default_factory=list)
    restored: str = ""


@dataclass(frozen=True)
class Reading:
    """A draft that follows plan.schema.json, the provenance of its values by path (`awards[0].quota.collectives`), and
    the NFC text that all spans refer to: the words as they came, also where they are damaged."""

    plan: dict[str, Any]
    provenance: dict[str, Field]
    text: str = ""


@dataclass(frozen=True)
class Leaf:
    """A value on its way into the plan with what justifies it."""

    value: str | int | float | bool | None
    words: tuple[Words, ...] = ()
    rule: str = ""
    confidence: float = 0.0
    state: State = "found"
    warnings: tuple[str, ...] = ()


Tree: TypeAlias = "Leaf | dict[str, Tree] | list[Tree]"
"""A plan or a part of it whose values are leaves."""

FINAL = " .;,:/"


def said(words: Words, rule: str, confidence: float = 0.95, *warnings: str) -> Leaf:
    """The words themselves as the value, first letter raised: an item of a list often goes on from its heading."""
    text = words.text
    return Leaf(text[:1].upper() + text[1:], (words,), rule, confidence, "found", warnings)


def verbatim(words: Words, rule: str, confidence: float = 0.95, *warnings: str) -> Leaf:
    """The words themselves as the value, untouched."""
    return Leaf(words.text, (words,), rule, confidence, "found", warnings)


def derived(
    value: str | int | float | bool,
    words: Words | tuple[Words, ...],
    rule: str,
    confidence: float = 0.9,
    *warnings: str,
) -> Leaf:
    """A value computed from words: a date, a number, one of a closed list."""
    return Leaf(value, words if isinstance(words, tuple) else (words,), rule, confidence, "found", warnings)


def absent(rule: str, *words: Words, warning: str = "") -> Leaf:
    """Null: the place was read and says nothing."""
    return Leaf(None, words, rule, 0.8, "absent", (warning,) if warning else ())


def not_found(rule: str, warning: str = "") -> Leaf:
    """Null: no place in this document where the value would stand."""
    return Leaf(None, (), rule, 0.6, "not_found", (warning,) if warning else ())


def unreadable(rule: str, words: Words, warning: str) -> Leaf:
    """Null: something stands there that could not be read."""
    return Leaf(None, (words,), rule, 0.3, "unreadable", (warning,))
