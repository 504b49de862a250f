"""Automatic numbering of a Word file: which label is printed before which paragraph.

The labels (I., 1., a), -) are not in the text of a Word file; without them the section tree of a plan is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree

from chungtay.reading.intake.archive import attribute, child, children, local

DEEPEST = 9
SYMBOLS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0fc": "-",
    "\uf0d8": "-",
    "\uf02d": "-",
    "\uf02b": "+",
    "\uf02a": "*",
}
"""Bullets of the Symbol and Wingdings fonts."""
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass
class Level:
    """One level of a list: `text` holds %1 … %9 for the counters of the levels."""

    text: str = ""
    form: str = "decimal"
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass
class List:
    """A list as paragraphs name it: the counters are shared by all lists of one abstract list."""

    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


def formatted(number: int, form: str) -> str:
    """A counter as it is printed."""
    if form in ("upperRoman", "lowerRoman"):
        text = roman(number)
        return text.upper() if form == "upperRoman" else text
    if form in ("upperLetter", "lowerLetter"):
        text = letters(number)
        return text.upper() if form == "upperLetter" else text
    if form == "decimalZero":
        return f"{number:02d}"
    return "" if form == "none" else str(number)


def roman(number: int) -> str:
    """Small roman numerals; numbers that have none come as digits."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def letters(number: int) -> str:
    """a … z, aa, bb … as Word counts."""
    if number < 1:
        return str(number)
    turns, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * min(turns + 1, 20)


class Numbering:
    """The lists of one file and where their counters stand."""

    def __init__(self, root: ElementTree.Element | None) -> None:
        abstracts: dict[str, ElementTree.Element] = {}
        links: dict[str, str] = {}
        for element in children(root, "abstractNum"):
            key = attribute(element, "abstractNumId") or ""
            abstracts[key] = element
            if name := attribute(child(element, "styleLink"), "val"):
                links[name] = key
        self.lists: dict[str, List] = {}
        for element in children(root, "num"):
            key = attribute(child(element, "abstractNumId"), "val") or ""
            linked = attribute(child(abstracts.get(key), "numStyleLink"), "val")
            if linked in links:
                key = links[linked]
            found = List(key, _levels(abstracts.get(key)))
            for change in children(element, "lvlOverride"):
                at = _integer(attribute(change, "ilvl"), 0)
                if (level := child(change, "lvl")) is not None:
                    found.levels[at] = _level(level)
                if (start := attribute(child(change, "startOverride"), "val")) is not None:
                    found.restarts[at] = _integer(start, 1)
            self.lists[attribute(element, "numId") or ""] = found
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def style_level(self, number_id: str, style: str) -> int | None:
        """The level of a list that is tied to a paragraph style."""
        found = self.lists.get(number_id)
        return next((at for at, level in found.levels.items() if level.style == style), None) if found else None

    def label(self, number_id: str, at: int) -> str:
        """Counts one paragraph and gives its printed label; "" for a list that is none."""
        found = self.lists.get(number_id)
        if found is None or not 0 <= at < DEEPEST:
            return ""
        level = found.levels.get(at, Level())
        counters = self._counters.setdefault(found.abstract, {})
        if at in found.restarts and (number_id, at) not in self._begun:
            counters[at] = found.restarts[at]
        else:
            counters[at] = counters[at] + 1 if at in counters else level.start
        self._begun.add((number_id, at))
        for deeper in [key for key in counters if key > at]:
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or at < restart:
                del counters[deeper]
        if level.form == "bullet":
            return bullet(level.text)

        def counted(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            other = found.levels.get(index, Level())
            form = "decimal" if level.legal and other.form != "none" else other.form
            return formatted(counters.setdefault(index, other.start), form)

        return re.sub(r"%([1-9])", counted, level.text).strip()


def bullet(text: str) -> str:
    """A bullet in a letter that every font has."""
    sign = text.strip()[:1]
    if sign in SYMBOLS:
        return SYMBOLS[sign]
    return "-" if not sign or 0xE000 <= ord(sign) <= 0xF8FF or sign.isalnum() else sign


def _levels(abstract: ElementTree.Element | None) -> dict[int, Level]:
    return {_integer(attribute(e, "ilvl"), 0): _level(e) for e in children(abstract, "lvl")}


def _level(element: ElementTree.Element) -> Level:
    level = Level()
    for part in element:
        value = attribute(part, "val") or ""
        match local(part):
            case "lvlText":
                level.text = value
            case "numFmt":
                level.form = value
            case "start":
                level.start = _integer(value, 1)
            case "lvlRestart":
                level.restart = _integer(value, 0)
            case "isLgl":
                level.legal = value not in ("0", "false", "off")
            case "pStyle":
                level.style = value
    return level


def _integer(text: str | None, default: int) -> int:
    try:
        return max(-1_000_000, min(1_000_000, int(text or "")))
    except ValueError:
        return default
