"""Reads one YAML file strictly and remembers the line of every value, so that an error can name it.

Differences from plain YAML, each for a reason: a key given twice is an error (the second would silently win); dates
stay text until a rule asks for a date (so the schema can check them); decimals become `Decimal`, never float (money);
only `true` and `false` are booleans (`on` is a comparator of deadlines); `01` is text, not an octal number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from chungtay.law.errors import LawFileError

YamlPath = tuple[str | int, ...]


# The parser in C reads the same language five times faster; where PyYAML came without it, the slower one serves.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    """SafeLoader without guessing."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9_]*)", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9_]*)\.[0-9]+", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first)


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


class YamlFile:
    """The content of one file, and the line on which each value stands."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise LawFileError(name, None, f"không đọc được tệp ({error}).") from error
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            self._lines = dict(self._walk(node, ()))
            self.data: Any = loader.construct_document(node) if node else None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            raise LawFileError(name, mark.line + 1 if mark else None, f"sai cú pháp YAML: {error.problem}") from error
        finally:
            loader.dispose()

    def _walk(self, node: yaml.Node | None, at: YamlPath) -> Iterator[tuple[YamlPath, int]]:
        if node is None:
            return
        yield at, node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                yield from self._walk(item, (*at, index))
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                line = key.start_mark.line + 1
                if key.value in seen:
                    raise LawFileError(self.name, line, f"khóa “{key.value}” ghi hai lần.")
                seen.add(key.value)
                yield from self._walk(value, (*at, key.value))
                yield (*at, key.value), line

    def line(self, at: Iterable[str | int]) -> int | None:
        """The line of a value, or of the nearest thing around it."""
        path = tuple(at)
        while path not in self._lines and path:
            path = path[:-1]
        return self._lines.get(path)

    def error(self, at: Iterable[str | int], problem: str) -> LawFileError:
        """An error that names this file and the line of `at`."""
        return LawFileError(self.name, self.line(at), problem)

    def check(self, schema: Path) -> None:
        """Raises `LawFileError` at the first place where the file differs from its schema."""
        errors = sorted(_validator(schema).iter_errors(self.data), key=lambda e: self.line(e.absolute_path) or 0)
        if errors:
            worst = jsonschema.exceptions.best_match([errors[0]])
            raise self.error(worst.absolute_path, _in_vietnamese(worst))


@cache
def _validator(schema: Path) -> Any:
    base: Any = jsonschema.Draft202012Validator
    checker = base.TYPE_CHECKER.redefine(
        "number", lambda _, value: isinstance(value, int | Decimal) and not isinstance(value, bool)
    )
    extend: Any = jsonschema.validators.extend
    return extend(base, type_checker=checker)(json.loads(schema.read_text(encoding="utf-8")))


def _in_vietnamese(error: jsonschema.ValidationError) -> str:
    where = ".".join(str(part) for part in error.absolute_path) or "đầu tệp"
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = schema.get("properties", {})
        unknown = ", ".join(f"“{key}”" for key in error.instance if key not in known)
        return f"khóa lạ {unknown} ở {where}; các khóa được dùng: {', '.join(known)}."
    if error.validator == "required" and isinstance(error.instance, dict):
        missing = ", ".join(f"“{key}”" for key in wanted if key not in error.instance)
        return f"thiếu khóa {missing} ở {where}."
    if error.validator == "enum":
        return f"giá trị “{error.instance}” ở {where} không thuộc: {', '.join(str(v) for v in wanted)}."
    return f"{where}: {error.message}"
