"""What everybody may know about a certificate, and nothing more (R-126)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from chungtay.audit.models import Event
from chungtay.decisions.actions import CODE_ALPHABET, CODE_LENGTHS
from chungtay.decisions.models import Certificate
from chungtay.documents.actions import number_of
from chungtay.localities.models import Locality


class Finding(StrEnum):
    """What is known of a code."""

    VALID = "valid"
    NOT_FOUND = "not_found"
    NOT_PUBLISHED = "not_published"
    ANNULLED = "annulled"


@dataclass(frozen=True)
class Shown:
    """The public face of a certificate. Of an annulled one only the decision is told, of others who got it for what."""

    finding: Finding
    locality: Locality | None = None
    authority: str = ""
    number: str = ""
    dated: dt.date | None = None
    name: str = ""
    description: str = ""
    form: str = ""
    achievement: str = ""
    reissues: int = 0
    reissued_on: dt.date | None = None
    corrected_on: dt.date | None = None


def clean_code(typed: str) -> str:
    """A code as it is stored, from what people type: any case, with spaces, dots, hyphens, or the whole address."""
    last = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"[^0-9A-Z]", "", last.upper())


def is_code(code: str) -> bool:
    """Whether it can be a code at all: its length and its letters."""
    return len(code) in CODE_LENGTHS and set(code) <= set(CODE_ALPHABET)


def verify(typed: str) -> Shown:
    """What the public page says about a code."""
    code = clean_code(typed)
    found = (
        Certificate.objects.filter(code=code)
        .select_related("award__decision__locality", "award__decision__award_level",
                        "award__decision__document__register_entry")
        .first() if is_code(code) else None
    )  # fmt: skip
    if found is None:
        return Shown(Finding.NOT_FOUND)
    award, decision = found.award, found.award.decision
    document, locality = decision.document, decision.locality
    number = (number_of(document) if document else None) or ""
    dated = document.issued_on if document else None
    authority = f"Chủ tịch {locality.committee_in_full}"
    if "annulled" in (found.state, decision.state):
        return Shown(Finding.ANNULLED, locality, authority, number, dated)
    if decision.state != "published":
        return Shown(Finding.NOT_PUBLISHED)
    reissued = _reissued(found)
    corrected = award.corrections.order_by("-pk").first()
    return Shown(
        Finding.VALID, locality, authority, number, dated, award.name, award.description,
        decision.award_level.form, award.achievement, len(reissued), max(reissued, default=None),
        corrected.on if corrected else None,
    )  # fmt: skip


def _reissued(certificate: Certificate) -> list[dt.date]:
    """The days on which a sheet that had been given away was replaced (R-91). Jams in the office are not of them."""
    if certificate.prints <= 1:
        return []
    rows = Event.objects.filter(
        object_type=Certificate._meta.label_lower, object_id=str(certificate.pk), event="certificate.reissued"
    )
    return [timezone.localdate(at) for at in rows.values_list("at", flat=True)]
