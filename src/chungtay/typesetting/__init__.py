"""Official papers: one document tree to PDF/A and DOCX, certificates, QR codes. Pure Python, no Django.

document = build("quyet-dinh", data)
render_pdf(document, timestamp=now)
render_docx(document)
"""

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
