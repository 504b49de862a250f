"""Reading printed papers back."""

from __future__ import annotations

import io
import re

import pypdf

from chungtay.decisions.models import Decision
from chungtay.documents.actions import render


def words(pdf: bytes) -> str:
    """The text of a PDF in one line, as a reader would copy it."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def texts_of_round(decision: Decision) -> dict[str, str]:
    """The words of tờ trình, quyết định and biên bản by kind."""
    decision = Decision.objects.get(pk=decision.pk)
    papers = [decision.proposal, decision.document, decision.meeting.minutes]
    return {paper.kind: words(render(paper, "pdf")) for paper in papers if paper is not None}


def certificate_texts(decision: Decision) -> list[str]:
    """The words of each printed certificate in the order of the list."""
    found = []
    for award in decision.awards.select_related("certificate__pdf").order_by("ordinal"):
        with award.certificate.pdf.file.open("rb") as file:
            found.append(words(file.read()))
    return found
