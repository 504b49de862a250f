"""What a template may say. Jinja, but with nothing to call and nothing to look into: words, lists, conditions.

A template is somebody's file. It sees plain data only, may not call, assign, import or multiply, goes round its loops a
bounded number of times and prints a bounded number of letters; everything it prints is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

MOST_TURNS = 20_000
MOST_LETTERS = 3_000_000
DEEPEST_LOOP = 3
LOOP_WORDS = frozenset({"index", "index0", "first", "last", "length", "revindex"})
FILTERS = frozenset({"default", "d", "upper", "lower", "capitalize", "length", "count", "first", "last", "trim"})
TESTS = frozenset({"defined", "undefined", "none", "even", "odd"})
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.For, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter,
    nodes.Test, nodes.Concat, nodes.Add, nodes.Sub,
)  # fmt: skip
COUNTED = "_counted"


class TemplateFault(Exception):
    """What is wrong with a template, as a Vietnamese sentence; `line` of its text when that is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message, self.line = message, line


class Named(Undefined):
    """A word that the dictionary does not have, shown as such in a preview."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"«{self._undefined_name}»"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __bool__(self) -> bool:
        return False


class PlainEnvironment(SandboxedEnvironment):
    """Compiles and runs templates within the limits of this module. One environment for one rendering."""

    def __init__(self, *, lenient: bool = False) -> None:
        super().__init__(autoescape=True, undefined=Named if lenient else StrictUndefined, finalize=self._finalized)
        self.globals = {}
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.filters |= {"join": _joined, COUNTED: self._counted}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.turns = self.letters = 0

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _judge(tree)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, COUNTED, [], [], None, None, lineno=loop.lineno)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A word of a group, or the position in a loop; no object has attributes here."""
        if isinstance(obj, LoopContext) and attribute in LOOP_WORDS:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same in square brackets; of a list the item at a position."""
        if isinstance(obj, Undefined):
            return obj
        if isinstance(obj, dict) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, list) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=str(argument))

    def call(self, *_: Any, **__: Any) -> Any:
        raise TemplateFault("Mẫu chỉ in chữ, không gọi hàm; bỏ dấu ngoặc tròn sau tên trường.")

    def _counted(self, value: Any) -> Iterator[Any]:
        if isinstance(value, Undefined):
            return iter(value)
        if not isinstance(value, list):
            raise TemplateRuntimeError("Chỉ lặp được trên một danh sách; trường này không phải danh sách.")
        return self._each(value)

    def _each(self, value: list[Any]) -> Iterator[Any]:
        for item in value:
            self.turns += 1
            if self.turns > MOST_TURNS:
                raise TemplateRuntimeError(f"Mẫu lặp quá {MOST_TURNS} lần. Bớt vòng lặp lồng nhau.")
            yield item

    def _finalized(self, value: Any) -> Any:
        if isinstance(value, Undefined):
            return value
        if not isinstance(value, str | int | float | None):
            raise TemplateRuntimeError(
                "Chỗ này là một danh sách hoặc một nhóm, không in thẳng được. "
                "Dùng {% for … %} … {% endfor %}, hoặc {{ ten_truong|join('; ') }}."
            )
        if isinstance(value, bool):
            value = "có" if value else "không"
        words = "" if value is None else value if isinstance(value, str) else str(value)
        self.letters += len(words)
        if self.letters > MOST_LETTERS:
            raise TemplateRuntimeError("Mẫu in ra quá nhiều chữ so với một văn bản. Bớt vòng lặp.")
        return words


def _joined(value: Any, between: str = "") -> str:
    """The words of a list with something between them."""
    if not isinstance(value, list) or not all(isinstance(item, str | int) for item in value):
        raise TemplateRuntimeError("“join” chỉ nối được danh sách các dòng chữ.")
    return str(between).join(map(str, value))


def _judge(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Call):
            raise TemplateFault("Mẫu chỉ in chữ, không gọi hàm; bỏ dấu ngoặc tròn sau tên trường.", node.lineno)
        if isinstance(node, nodes.Expr | nodes.Stmt) and not isinstance(node, ALLOWED):
            raise TemplateFault(
                "Mẫu chỉ dùng được {{ tên trường }}, {% for %}, {% if %} và phép so sánh; chỗ này dùng lệnh khác.",
                node.lineno,
            )
        if isinstance(node, nodes.Name | nodes.Getattr) and str(getattr(node, "name", node.attr if isinstance(
                node, nodes.Getattr) else "")).startswith("_"):  # fmt: skip
            raise TemplateFault("Tên trường không bắt đầu bằng dấu gạch dưới.", node.lineno)
        if isinstance(node, nodes.Filter) and node.name not in FILTERS | {"join"}:
            raise TemplateFault(
                f"Không có cách viết “|{node.name}”. Dùng được: upper, lower, join, default.", node.lineno
            )
        if isinstance(node, nodes.Test) and node.name not in TESTS:
            raise TemplateFault(f"Không có phép thử “is {node.name}”.", node.lineno)
        if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.target, nodes.Name)):
            raise TemplateFault("Vòng lặp viết là {% for nguoi in danh_sach %}.", node.lineno)
    if _depth(tree) > DEEPEST_LOOP:
        raise TemplateFault(f"Vòng lặp lồng nhau quá {DEEPEST_LOOP} tầng. Bớt một tầng.")


def _depth(node: nodes.Node) -> int:
    below = max((_depth(child) for child in node.iter_child_nodes()), default=0)
    return below + isinstance(node, nodes.For)
