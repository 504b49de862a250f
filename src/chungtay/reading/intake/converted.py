"""What a converter gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from chungtay.reading.intake.source import Draft


@dataclass
class Converted:
    """Pages in order and Vietnamese warnings; `glue` says whether pages are parted by a line end (not where a page may
    break inside a paragraph)."""

    pages: list[Draft]
    warnings: list[str] = field(default_factory=list)
    glue: bool = True
