"""PDF files opened by pdfium, one at a time in a process: pdfium may not be called from two threads at once.

Everything that runs in the server opens its PDFs here. Only the reading of uploads does not: it works in a process of
its own (reading.intake.worker), where nothing else runs.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

PdfiumError = pypdfium2.PdfiumError
_one_at_a_time = threading.RLock()  # again by the same thread: a file may be read while another one is put together


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF, closed with all its pages at the end: a page that lived on would be freed by some other thread.

    Raises PdfiumError for what is no PDF or is locked.
    """
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(content)
        try:
            yield document
        finally:
            document.close()


@contextmanager
def blank() -> Iterator[pypdfium2.PdfDocument]:
    """A new PDF without pages, to put others together in."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument.new()
        try:
            yield document
        finally:
            document.close()
