"""purposes, requirements: one entry per paragraph or bullet."""

from __future__ import annotations

import re

from chungtay.reading.context import Context
from chungtay.reading.items import Item, items_of
from chungtay.reading.model import FINAL, Tree, said
from chungtay.reading.vocabulary import any_of

MUST = re.compile(any_of("roles", "requirement_cues") + r"(?![a-z])")


def read_aims(context: Context) -> tuple[Tree, Tree]:
    """Purposes and requirements; the words tell them apart where one heading stands for both."""
    purposes: list[Item] = []
    requirements: list[Item] = []
    for node in context.document.tops("purposes"):
        mixed = "requirements" in node.roles
        for item in items_of(node):
            (requirements if mixed and MUST.search(item.words.folded) else purposes).append(item)
    for node in context.document.tops("requirements"):
        if "purposes" not in node.roles:
            requirements += items_of(node)
    return _leaves(purposes, "purposes_section"), _leaves(requirements, "requirements_section")


def _leaves(items: list[Item], rule: str) -> Tree:
    return [said(item.words.rstrip(FINAL), rule) for item in items if len(item.words) > 3]
