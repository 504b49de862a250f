"""What this engine says when it cannot print: always in Vietnamese, always with what to do next."""

from __future__ import annotations

from collections.abc import Iterable


class TypesettingError(ValueError):
    """The document cannot be printed as it stands; the message tells the clerk what to change."""


class DataError(TypesettingError):
    """The data of a document are incomplete or wrong. `problems` holds one Vietnamese sentence for each fault."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems: tuple[str, ...] = tuple(problems)
        super().__init__("\n".join(self.problems))
