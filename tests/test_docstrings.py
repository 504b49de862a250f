"""Every public function and class of the engines says what it is; a plan check says it in its row of checks.yaml."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[1] / "src" / "chungtay"


def is_check(node: ast.FunctionDef | ast.ClassDef) -> bool:
    calls = [call.func for call in node.decorator_list if isinstance(call, ast.Call)]
    return any(isinstance(called, ast.Name) and called.id == "check" for called in calls)


def public(tree: ast.Module) -> list[ast.FunctionDef | ast.ClassDef]:
    nodes = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return [node for node in nodes if not node.name.startswith("_") and not is_check(node)]


@pytest.mark.parametrize("engine", ["reading", "law", "linter", "typesetting", "indicators", "signing"])
def test_public_names_of_an_engine_are_described(engine):
    silent = []
    for path in (SOURCES / engine).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = str(path.relative_to(SOURCES))
        if tree.body and not ast.get_docstring(tree):
            silent.append(where)
        silent += [f"{where}: {node.name}" for node in public(tree) if not ast.get_docstring(node)]
    assert sorted(silent) == []
