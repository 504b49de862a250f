"""Certificates for the printer: as many sheets as a province gives, in a memory that does not grow with them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from chungtay.typesetting.certificate import EXACT, HOUSE, Border, Design, Printer, overfull, render_certificates
from chungtay.typesetting.errors import TypesettingError
from chungtay.typesetting.pdf import forget
from chungtay.typesetting.tree import Certificate

SHEETS_AT_ONCE = 200  # not law: 1,000 sheets then take 190 MB instead of 340, and no more time


def render_run(
    items: Sequence[Certificate],
    *,
    border: Border,
    offset_mm: tuple[float, float] = (0, 0),
    timestamp: datetime,
    design: Design = HOUSE,
    printer: Printer = EXACT,
) -> bytes:
    """One PDF with a sheet for each certificate, in order.

    As `render_certificates`, whose errors it raises; a run longer than `SHEETS_AT_ONCE` is set in parts and joined, and
    is then for the printer only: what is kept is each certificate's own file.
    """
    parts = []
    for begin in range(0, max(len(items), 1), SHEETS_AT_ONCE):
        part = items[begin : begin + SHEETS_AT_ONCE]
        try:
            parts.append(
                render_certificates(
                    part, border=border, offset_mm=offset_mm, timestamp=timestamp, design=design, printer=printer
                )
            )
        except TypesettingError as error:
            told = overfull(items, design) if len(items) > len(part) else []
            if not told:
                raise
            raise TypesettingError("\n".join(told)) from error
        if len(items) > SHEETS_AT_ONCE:
            forget()
    return join(parts)


def join(parts: Sequence[bytes]) -> bytes:
    """One file of several, in order."""
    if len(parts) == 1:
        return parts[0]
    from chungtay import pdfium

    out = io.BytesIO()
    with pdfium.blank() as whole:
        for part in parts:
            with pdfium.opened(part) as one:
                whole.import_pages(one)
        whole.save(out)
    return out.getvalue()
