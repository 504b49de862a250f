"""A draft as it will look: files to take away, and pictures of its first pages beside the form."""

from __future__ import annotations

import base64
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pypdfium2

from chungtay import pdfium, typesetting
from chungtay.documents import word
from chungtay.localities.models import Locality
from chungtay.paperwork import blanks
from chungtay.typesetting.errors import TypesettingError

MOST_PAGES = 4
_SCALE = 1.25  # not law: pixels for a point; a page is then 744 wide, sharp enough to read beside the form


@dataclass(frozen=True)
class Look:
    """Pictures of the first pages (data of PNG files), how many pages there are, or why nothing can be shown."""

    pages: list[str] = field(default_factory=list)
    count: int = 0
    trouble: list[str] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        return self.count - len(self.pages)


def pdf(kind: str, data: Mapping[str, Any], *, at: dt.datetime) -> bytes:
    """The draft as PDF, dots where something is not stated. Raises TypesettingError when its figures contradict."""
    return typesetting.render_pdf(blanks.tree(kind, data), timestamp=at)


def docx(locality: Locality, kind: str, data: Mapping[str, Any]) -> bytes:
    """The draft for Word; in the commune's own form once nothing is missing."""
    own = word.own_word(locality, kind, data) if not blanks.gaps(kind, data) else None
    return own if own is not None else typesetting.render_docx(blanks.tree(kind, data))


def look(kind: str, data: Mapping[str, Any], *, at: dt.datetime) -> Look:
    """The first pages as pictures."""
    try:
        content = pdf(kind, data, at=at)
    except TypesettingError as error:
        return Look(trouble=str(error).splitlines())
    with pdfium.opened(content) as document:
        shown = range(min(len(document), MOST_PAGES))
        return Look([_picture(document[number]) for number in shown], len(document))


def _picture(page: pypdfium2.PdfPage) -> str:
    made = io.BytesIO()
    page.render(scale=_SCALE, grayscale=True).to_pil().save(made, "PNG", compress_level=1)
    return base64.b64encode(made.getvalue()).decode()
