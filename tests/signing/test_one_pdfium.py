"""pdfium may not be called from two threads at once: everything in the server goes through one lock."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chungtay import pdfium
from chungtay.signing.places import page_words, text_lines
from chungtay.typesetting.checker.read_pdf import text_lines as measured_lines

SOURCE = Path(pdfium.__file__).parent
ALONE = {"pdfium.py", "reading/intake/pdf.py"}  # the lock itself, and the reader that has a process of its own


def test_nothing_else_opens_a_pdf():
    openers = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"\bPdfDocument(\.new)?\(", path.read_text(encoding="utf-8"))
    }
    assert openers == ALONE


def test_the_reader_with_its_own_process_is_never_loaded_by_the_server():
    asked = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"intake\.pdf import|intake import pdf\b", path.read_text(encoding="utf-8"))
    ]
    assert asked == ["reading/intake/worker.py"]


def test_pages_and_measures_asked_by_many_threads_are_all_right(pdf):
    words, lines = page_words(pdf), measured_lines(pdf)
    with ThreadPoolExecutor(6) as pool:
        found = [pool.submit(page_words if n % 2 else measured_lines, pdf) for n in range(24)]
        assert all(each.result() == (words if n % 2 else lines) for n, each in enumerate(found))


def test_a_second_thread_waits_and_the_same_one_may_open_another(pdf):
    entered = threading.Event()

    def other() -> None:
        text_lines(pdf)
        entered.set()

    with pdfium.opened(pdf), pdfium.blank():
        thread = threading.Thread(target=other)
        thread.start()
        assert not entered.wait(0.3)
    thread.join(timeout=30)
    assert entered.is_set()


def test_a_broken_file_leaves_the_lock_free(pdf):
    with pytest.raises(pdfium.PdfiumError), pdfium.opened(b"%PDF-1.7 hong"):
        raise AssertionError
    assert text_lines(pdf)
