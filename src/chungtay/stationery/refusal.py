"""An answer of the workbench for the person: why a file is not taken."""

from __future__ import annotations


class Refused(Exception):
    """What is wrong with the file, in Vietnamese. `details`: one line for each place."""

    def __init__(self, message: str, details: list[str] | None = None) -> None:
        super().__init__(message)
        self.message, self.details = message, details or []
