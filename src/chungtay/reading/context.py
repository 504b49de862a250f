"""What every field rule may look at: the document, the plan so far, and the few facts found first."""

from __future__ import annotations

from dataclasses import dataclass, field

from chungtay.reading.bodies import Unit, units_in
from chungtay.reading.structure import Document
from chungtay.reading.words import Words


@dataclass
class Context:
    """Facts shared by the field rules; each is set once by the rule that reads it."""

    document: Document
    issued: str | None = None
    issued_words: Words | None = None
    locality: str | None = None
    unit_kind: str | None = None
    own_level: str | None = None
    year: int | None = None
    period_end: tuple[str, str, Words] | None = None
    award_levels: list[str] = field(default_factory=list)
    _units: list[Unit] | None = None

    def units(self) -> list[Unit]:
        """Named administrative units of the whole text."""
        if self._units is None:
            pieces = [*([self.document.title] if self.document.title else []), *self.document.preamble,
                      *self.document.body_pieces(), *(line.whole for line in self.document.closing)]  # fmt: skip
            self._units = [unit for words in pieces for unit in units_in(words)]
        return self._units
