"""Words that the machine was not sure of, outside the values that are asked one by one: a queue of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chungtay.plans.corrections import Token, tokens
from chungtay.plans.models import Correction, PlanVersion
from chungtay.plans.words import cite

ASKED = 0.7
"""Restored words below it are right in less than half of all cases; those above are looked at where they stand."""
ASKED_OCR = 0.5
AROUND = 6  # words shown on either side
CHOICES = 3


@dataclass
class Doubt:
    """One reading in doubt, wherever the plan has it: answered once for all its places."""

    raw: str
    reading: str
    confidence: float
    choices: list[str]
    where: str
    before: str
    after: str
    places: list[tuple[int, int]] = field(default_factory=list)
    answer: Correction | None = None

    @property
    def settled(self) -> bool:
        return self.answer is not None

    @property
    def key(self) -> str:
        """Its places as a form sends them."""
        return ",".join(f"{start}-{end}" for start, end in self.places)

    @property
    def anchor(self) -> str:
        return f"c{self.places[0][0]}"

    @property
    def mark(self) -> str:
        return f"d{self.places[0][0]}"


def doubts(version: PlanVersion, *, seen_elsewhere: set[str]) -> list[Doubt]:
    """The readings in doubt on which a value rests that is not among `seen_elsewhere`, in the order of the paper."""
    asked = {}
    for page in version.pages.all():
        limit = ASKED if page.restored else ASKED_OCR
        asked.update({(d[0], d[1]): (d, page) for d in page.doubts if d[2] < limit})
    if not asked:
        return []
    settled = {(c.start, c.end): c for c in version.corrections.all()}
    own = [tuple(span) for path in seen_elsewhere for span in (version.provenance.get(path) or {}).get("spans") or []]
    found: dict[tuple[str, str], Doubt] = {}
    for path, told in version.provenance.items():
        if path in seen_elsewhere or told.get("state") != "found" or not told.get("spans"):
            continue
        inside = [
            place
            for place in asked
            if any(a < place[1] and place[0] < b for a, b in told["spans"])
            and not any(a < place[1] and place[0] < b for a, b in own)
        ]
        if not inside:
            continue
        around = tokens(told, version.source_text)
        for place in inside:
            doubt, _page = asked.pop(place)
            _take(found, place, doubt, _context(place, around, told), version.source_text, settled.get(place))
    return sorted(found.values(), key=lambda d: d.places[0])


def _take(
    found: dict[tuple[str, str], Doubt],
    place: tuple[int, int],
    doubt: list[Any],
    context: tuple[str, str, str],
    source: str,
    answer: Correction | None,
) -> None:
    raw, reading = source[slice(*place)], str(doubt[3])
    key = (raw, reading)
    if key not in found:
        choices = [str(other) for other in doubt[4] if other != reading][:CHOICES]
        found[key] = Doubt(raw, reading, float(doubt[2]), choices, *context)
    found[key].places.append(place)
    found[key].answer = found[key].answer or answer


def _context(place: tuple[int, int], around: list[Token], told: Mapping[str, Any]) -> tuple[str, str, str]:
    """Where it stands (mục, trang) and the words before and after it, as they were read."""
    at = next((i for i, token in enumerate(around) if token.start <= place[0] < token.end), None)
    if at is None:
        return cite(told), "", ""
    before = " ".join(token.reading for token in around[max(0, at - AROUND) : at])
    after = " ".join(token.reading for token in around[at + 1 : at + 1 + AROUND])
    return cite(told), before, after
