"""purposes, requirements: one entry per paragraph or bullet."""

from __future__ import annotations

import re

from chungtay.reading.context import Context
from chungtay.reading.items import Item, items_of
from chungtay.reading.model import FINAL, Tree, said
from chungtay.reading.structure import Node

MUST = re.compile(
    r"\bphai\b|\bbao dam\b|\bdam bao (?:thiet thuc|dung|khach quan)|viec binh xet|gan voi|khong (?:hinh thuc|pho truong)"
)


def read_aims(context: Context) -> tuple[Tree, Tree]:
    """Purposes and requirements. Under one heading for both, without headings of their own, the words tell them apart."""
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


def headings_of(node: Node) -> list[Node]:
    """Direct parts of a section that are headings."""
    return [child for child in node.children if child.children or child.paragraphs]
