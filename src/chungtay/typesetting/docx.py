"""The tree to DOCX: the same page as the PDF, for the clerk who must still change a word."""

from __future__ import annotations

from chungtay.typesetting import tree


def render_docx(document: tree.Document) -> bytes:
    """The document as a Word file in Times New Roman with the measures of `layout.yaml`.

    Certificates come as text on landscape pages without the border, for pre-printed paper. The bytes of two calls may
    differ in nothing but what python-docx writes; no clock is read.
    """
    if document.certificates:
        from chungtay.typesetting.docx_certificate import write_certificates

        return write_certificates(document)
    from chungtay.typesetting.docx_writer import write

    return write(document)
