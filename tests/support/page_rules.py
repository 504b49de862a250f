"""What every page owes to people who do not see it or use no mouse, checked on its HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

_VOID = {"input", "br", "img", "meta", "link", "hr", "use", "rect", "line", "path", "source", "circle"}
_SILENT = {"hidden", "submit", "button", "image", "reset"}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[tuple[str, dict[str, str], tuple[str, ...]]] = []
        self.words: dict[int, str] = {}
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.nodes.append((tag, has, tuple(name for name, _i in self._open)))
        index = len(self.nodes) - 1
        self._say(has.get("aria-label", "") or has.get("alt", ""))
        if tag not in _VOID:
            self._open.append((tag, index))
            self.words.setdefault(index, has.get("aria-label", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.append((tag, {name: value or "" for name, value in attrs}, tuple(name for name, _i in self._open)))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._say(data.strip())

    def _say(self, text: str) -> None:
        for _tag, index in self._open:
            if text:
                self.words[index] = self.words.get(index, "") + text


def faults(html: str) -> list[str]:
    """One sentence for everything that is missing."""
    page = _Page()
    page.feed(html)
    return [*_headings(page), *_names(page), *_tables(page), *_places(page)]


def _headings(page: _Page) -> list[str]:
    levels = [int(tag[1]) for tag, has, _in in page.nodes if re.fullmatch(r"h[1-6]", tag)]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} headings of the first level"]
    for before, after in pairwise(levels):
        if after > before + 1:
            found.append(f"h{after} after h{before}")
    return found[:2]


def _names(page: _Page) -> list[str]:
    labels = {has.get("for") for tag, has, _in in page.nodes if tag == "label"}
    found = []
    for index, (tag, has, inside) in enumerate(page.nodes):
        named = has.get("aria-label") or has.get("aria-labelledby")
        if tag in ("input", "select", "textarea") and has.get("type") not in _SILENT:
            if not (named or "label" in inside or has.get("id") in labels):
                found.append(f"no label: {tag} {has.get('name')}")
        elif tag in ("a", "button", "summary") and not (named or page.words.get(index, "").strip()):
            found.append(f"no words: {tag} {has.get('href', has.get('class', ''))}")
        elif tag in ("img", "iframe") and not (named or "alt" in has or has.get("title")):
            found.append(f"no words: {tag}")
    return found


def _tables(page: _Page) -> list[str]:
    found = []
    for index, (tag, has, _inside) in enumerate(page.nodes):
        if tag == "th" and not has.get("scope"):
            found.append(f"a head without scope: {page.words.get(index, '')[:30]}")
        if tag == "td" and "data-l" in has and not has["data-l"]:
            found.append("a cell that has no label on a phone")
    return found


def _places(page: _Page) -> list[str]:
    ids = [has["id"] for _tag, has, _in in page.nodes if has.get("id")]
    found = [f"twice: id {each}" for each in sorted({each for each in ids if ids.count(each) > 1})]
    for tag, has, _in in page.nodes:
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            found += [f"{name} of {tag} names no {each}" for each in has.get(name, "").split() if each not in ids]
        if tag == "label" and has.get("for") and has["for"] not in ids:
            found.append(f"label for nothing: {has['for']}")
        if tag == "a" and re.fullmatch(r"#[\w-]+", has.get("href", "")) and has["href"][1:] not in ids:
            found.append(f"a link to nowhere on the page: {has['href']}")
        if has.get("tabindex", "0").lstrip("-").isdecimal() and int(has.get("tabindex", "0")) > 0:
            found.append(f"tabindex {has['tabindex']}")
    return found
