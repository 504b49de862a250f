"""The tree to plain JSON and back: rooms store it, and an old paper must still print years later."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from typing import Any

from chungtay.typesetting import tree
from chungtay.typesetting.errors import TypesettingError

_BLOCKS: dict[str, type] = {
    cls.__name__: cls
    for cls in (
        tree.Heading,
        tree.Paragraph,
        tree.Item,
        tree.Article,
        tree.Table,
        tree.PageBreak,
        tree.Gap,
        tree.Slip,
    )
}
FORMAT = 1  # of the stored form; a change that old trees cannot meet needs a new number and a reader of the old one


def to_json(document: tree.Document) -> str:
    """The document as JSON text, the same text for the same document."""
    return json.dumps({"format": FORMAT, **_dump(document)}, ensure_ascii=False, separators=(",", ":"))


def from_json(source: str | bytes) -> tree.Document:
    """The document that `to_json` wrote. Raises TypesettingError when it is something else."""
    try:
        raw = json.loads(source)
        if raw.pop("format") != FORMAT:
            raise ValueError("format")
        return typing.cast(tree.Document, _load(tree.Document, raw))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TypesettingError("Tệp văn bản lưu không đọc được; anh/chị tạo lại văn bản từ dữ liệu.") from error


def _dump(value: Any) -> Any:
    if isinstance(value, tree.Run):  # texts are most of a tree: keep them short
        return [
            value.text,
            "".join(m for m, on in zip("bin", (value.bold, value.italic, value.nobreak), strict=True) if on),
        ]
    if isinstance(value, tree.PartialDate):
        return value.iso()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _dump(getattr(value, f.name)) for f in dataclasses.fields(value)}
        name = type(value).__name__
        return {"block": name, **fields} if name in _BLOCKS else fields
    if isinstance(value, tuple):
        return [_dump(item) for item in value]
    return value


def _load(expected: Any, raw: Any) -> Any:  # noqa: PLR0911 - one line for each shape a field can have
    if expected is tree.Run:
        return tree.Run(str(raw[0]), "b" in raw[1], "i" in raw[1], "n" in raw[1])
    if expected is tree.PartialDate:
        return tree.PartialDate.of(raw)
    origin, arguments = typing.get_origin(expected), typing.get_args(expected)
    if origin is tuple:
        return tuple(_load(arguments[0], item) for item in raw)
    if origin in (types.UnionType, typing.Union):
        if raw is None and type(None) in arguments:
            return None
        known = [a for a in arguments if a is not type(None)]
        return _load(_BLOCKS[raw.pop("block")] if isinstance(raw, dict) else known[0], raw)
    if dataclasses.is_dataclass(expected):
        if not isinstance(raw, Mapping):
            raise TypeError(f"{expected} expected")
        hints = typing.get_type_hints(expected)
        return typing.cast(Any, expected)(**{n: _load(hints[n], v) for n, v in raw.items() if n != "block"})
    if origin is typing.Literal:
        if raw not in arguments:
            raise ValueError(raw)
        return raw
    if expected is float and isinstance(raw, int) and not isinstance(raw, bool):
        return float(raw)
    if not isinstance(raw, expected):
        raise TypeError(f"{expected} expected")
    return raw
