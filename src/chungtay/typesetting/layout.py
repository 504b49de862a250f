"""The measures of the printed page, read from `layout.yaml` and `certificate.yaml`: no legal number stands in code."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, cast

import yaml

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
TEMPLATES = HERE / "templates"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, ten times as fast, where it was built


@functools.cache
def table(name: str = "layout") -> dict[str, Any]:
    """The whole dated table `name`.yaml: version, source, from, to, values with reference and certainty."""
    content = (HERE / f"{name}.yaml").read_text(encoding="utf-8")
    return cast(dict[str, Any], yaml.load(content, Loader=_LOADER))  # noqa: S506 - both loaders are the safe one


@functools.cache
def measures(source: str = "layout") -> dict[str, float]:
    """The numbers by name, in the units of the table (mm, pt, share); `name_min` is the least that is allowed."""
    numbers: dict[str, float] = {}
    for name, entry in table(source)["values"].items():
        numbers[name] = float(entry["value"])
        if "min" in entry:
            numbers[f"{name}_min"] = float(entry["min"])
    return numbers
