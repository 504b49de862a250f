"""Which words a template uses: those of the dictionary with their samples, those nobody knows with the nearest."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from jinja2 import nodes

from chungtay.kit.text import fold
from chungtay.stationery.dictionary import Entry
from chungtay.stationery.grammar import COUNTED, LOOP_WORDS

Form = Literal["text", "list", "group", "loop", "unknown"]


@dataclass(frozen=True)
class Shape:
    """What a name stands for: words, a list of `item`s, a group of `parts`."""

    form: Form
    label: str = ""
    sample: str = ""
    parts: Mapping[str, Shape] = field(default_factory=dict)
    item: Shape | None = None


UNKNOWN = Shape("unknown")
_LOOP = Shape("loop", parts=dict.fromkeys(LOOP_WORDS, Shape("text", "thứ tự trong danh sách", "1")))


def shape_of(entries: tuple[Entry, ...]) -> dict[str, Shape]:
    """The shapes of a dictionary, under both names of each entry."""
    found: dict[str, Shape] = {}
    for entry in entries:
        shape = _shape(entry)
        found[entry.name] = found[entry.field] = shape
    return found


def _shape(entry: Entry) -> Shape:
    if entry.type == "objects":
        return Shape(
            "list", entry.label, entry.sample, item=Shape("group", entry.label, parts=shape_of(entry.children))
        )
    if entry.type == "texts":
        return Shape("list", entry.label, entry.sample, item=Shape("text", entry.label, entry.sample.split("; ")[0]))
    if entry.type == "object":
        return Shape("group", entry.label, parts=shape_of(entry.children))
    return Shape("text", entry.label, entry.sample)


@dataclass
class Use:
    """One name of the template: `path` as written, where it stands first (line of the text), the nearest known name."""

    path: str
    line: int
    shape: Shape
    near: str = ""


class Reader:
    """Walks a parsed template with the names that are known at each place."""

    def __init__(self, known: Mapping[str, Shape]) -> None:
        self.known = known
        self.uses: dict[str, Use] = {}
        self.faults: list[tuple[int, str]] = []

    def read(self, node: nodes.Node, scope: Mapping[str, Shape] | None = None) -> None:
        """Notes every name below a node."""
        names = self.known if scope is None else scope
        if isinstance(node, nodes.For):
            self._loop(node, names)
        elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            self._resolve(node, names)
        else:
            for child in node.iter_child_nodes():
                self.read(child, names)

    def _loop(self, node: nodes.For, names: Mapping[str, Shape]) -> None:
        source = node.iter.node if isinstance(node.iter, nodes.Filter) and node.iter.name == COUNTED else node.iter
        listed = self._resolve(source, names) if source is not None else UNKNOWN
        if listed.form not in ("list", "unknown"):
            self.faults.append((node.lineno, f"“{_written(source)}” không phải danh sách nên không lặp được."))
        target = node.target.name if isinstance(node.target, nodes.Name) else ""
        inner = {**names, "loop": _LOOP, target: listed.item or UNKNOWN}
        for child in (*node.body, *([node.test] if node.test is not None else [])):
            self.read(child, inner)
        for child in node.else_:
            self.read(child, names)

    def _resolve(self, node: nodes.Node | None, names: Mapping[str, Shape]) -> Shape:
        if isinstance(node, nodes.Name):
            return self._found(node.name, node.name, names, node.lineno)
        if isinstance(node, nodes.Getattr):
            return self._part(self._resolve(node.node, names), node.attr, _written(node), node.lineno)
        if isinstance(node, nodes.Getitem):
            base = self._resolve(node.node, names)
            key = node.arg.value if isinstance(node.arg, nodes.Const) else None
            if isinstance(key, str):
                return self._part(base, key, _written(node), node.lineno)
            return base.item or UNKNOWN
        if node is not None:
            for child in node.iter_child_nodes():
                self.read(child, names)
        return UNKNOWN

    def _part(self, base: Shape, name: str, path: str, line: int) -> Shape:
        if base.form == "unknown":
            return UNKNOWN
        if base.form in ("group", "loop"):
            return self._found(name, path, base.parts, line)
        if base.form == "list":
            self.faults.append(
                (line, f"“{path}”: đây là danh sách; lấy từng dòng bằng {{% for … %}} rồi mới dùng “{name}”.")
            )
        else:
            self.faults.append((line, f"“{path}”: trường này chỉ là chữ, không có phần “{name}”."))
        return UNKNOWN

    def _found(self, name: str, path: str, names: Mapping[str, Shape], line: int) -> Shape:
        path = unicodedata.normalize("NFC", path)  # some keyboards write ê as e and a roof: one name, not two
        shape = names.get(name, UNKNOWN)
        if shape.form != "loop" and path not in self.uses:
            near = nearest(name, names) if shape is UNKNOWN else ""
            self.uses[path] = Use(path, line, shape, near)
        return shape


def nearest(name: str, names: Mapping[str, Shape]) -> str:
    """The known name that the writer most likely meant; "" when none is near.

    "ngay" means ngay_ban_hanh; the names in English are proposed only to who writes nearly so.
    """
    wanted = fold(name.replace("_", " "))
    written = {fold(known.replace("_", " ")): known for known in names}
    begun = [known for words, known in written.items() if f"{words} ".startswith(f"{wanted} ")]
    if wanted and begun:
        return min(begun, key=len)
    # Of two names with one label the first, the Vietnamese one, is proposed.
    by_label = {fold(shape.label): known for known, shape in reversed(list(names.items())) if shape.label}
    own = {words: known for words, known in written.items() if known in by_label.values()}
    for candidates, cutoff in ((by_label | own, 0.6), (written, 0.7)):
        if found := difflib.get_close_matches(wanted, candidates, n=1, cutoff=cutoff):
            return candidates[found[0]]
    return ""


def _written(node: Any) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{_written(node.node)}.{getattr(node.arg, 'value', '…')}"
    return "…"
