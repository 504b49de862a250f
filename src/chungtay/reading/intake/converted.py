"""What a converter gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from chungtay.reading.intake.source import Draft

Told: TypeAlias = Callable[[int, int], None]
"""Called with the pages that are read and the pages there are."""


def untold(done: int, total: int) -> None:
    """Nobody asked how far it is."""


@dataclass
class Converted:
    """Pages in order and Vietnamese warnings; `glue` says whether pages are parted by a line end (not where a page may
    break inside a paragraph)."""

    pages: list[Draft]
    warnings: list[str] = field(default_factory=list)
    glue: bool = True
