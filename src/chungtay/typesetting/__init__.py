"""Official papers: one document tree to PDF/A and DOCX, certificates, QR codes. Pure Python, no Django.

document = build("quyet-dinh", data)
render_pdf(document, timestamp=now)
render_docx(document)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chungtay.typesetting.certificate import (
        Border,
        Design,
        Emblem,
        Fit,
        Picture,
        Printer,
        draw_certificate,
        fits,
        load_emblem,
        render_certificates,
    )
    from chungtay.typesetting.certificate_calibration import calibration_page, correction
    from chungtay.typesetting.certificate_places import Place
    from chungtay.typesetting.certificate_run import join, render_run
    from chungtay.typesetting.docx import render_docx
    from chungtay.typesetting.errors import DataError, TypesettingError
    from chungtay.typesetting.kinds import KINDS, TEMPLATE_VERSIONS, build
    from chungtay.typesetting.kinds.kind import Kind
    from chungtay.typesetting.pdf import render_pdf, signature_places
    from chungtay.typesetting.tree import Certificate, Document
    from chungtay.typesetting.tree_json import from_json, to_json

__all__ = [
    "KINDS",
    "TEMPLATE_VERSIONS",
    "Border",
    "Certificate",
    "DataError",
    "Design",
    "Document",
    "Emblem",
    "Fit",
    "Kind",
    "Picture",
    "Place",
    "Printer",
    "TypesettingError",
    "build",
    "calibration_page",
    "correction",
    "draw_certificate",
    "fits",
    "from_json",
    "join",
    "load_emblem",
    "render_certificates",
    "render_docx",
    "render_pdf",
    "render_run",
    "signature_places",
    "to_json",
]

# Where each name stands. A module is read when its first name is asked for: a page is then set by a new process in half
# the time, for it needs neither the kinds of paper nor Word.
_PLACES = {
    "Border": "certificate",
    "Design": "certificate",
    "Emblem": "certificate",
    "Fit": "certificate",
    "Picture": "certificate",
    "Printer": "certificate",
    "draw_certificate": "certificate",
    "fits": "certificate",
    "load_emblem": "certificate",
    "render_certificates": "certificate",
    "calibration_page": "certificate_calibration",
    "correction": "certificate_calibration",
    "Place": "certificate_places",
    "join": "certificate_run",
    "render_run": "certificate_run",
    "render_docx": "docx",
    "DataError": "errors",
    "TypesettingError": "errors",
    "KINDS": "kinds",
    "TEMPLATE_VERSIONS": "kinds",
    "build": "kinds",
    "Kind": "kinds.kind",
    "render_pdf": "pdf",
    "signature_places": "pdf",
    "Certificate": "tree",
    "Document": "tree",
    "from_json": "tree_json",
    "to_json": "tree_json",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = found
    return found
