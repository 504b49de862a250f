"""The measures of the printed page, read from `layout.yaml` and `certificate.yaml`: no legal number stands in code."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, cast

import yaml

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
TEMPLATES = HERE / "templates"


@functools.cache
def table(name: str = "layout") -> dict[str, Any]:
    """The whole dated table `name`.yaml: version, source, from, to, values with reference and certainty."""
    return cast(dict[str, Any], yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8")))


@functools.cache
def measures(name: str = "layout") -> dict[str, float]:
    """Only the numbers, by name; units are those of the table (mm, pt, share)."""
    return {key: float(entry["value"]) for key, entry in table(name)["values"].items() if "value" in entry}
