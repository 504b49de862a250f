"""What every paper must stand up to, whichever room made it: layout, searchable text, archivable, the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from collections.abc import Callable

import pikepdf

from chungtay import pdfium
from chungtay.typesetting.checker import check_layout

MOMENT = dt.datetime(2025, 12, 2, 9, tzinfo=dt.UTC)


def text_of(pdf: bytes) -> str:
    with pdfium.opened(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def faults(kind: str, make: Callable[[str], bytes], *, on: dt.date, twice: bool = True) -> list[str]:
    """Everything wrong with a paper; `make` gives it as "pdf" and "docx". `twice`: also that it comes out the same."""
    found: list[str] = []
    files = {form: make(form) for form in ("pdf", "docx")}
    for form, content in files.items():
        report = check_layout(content, on=on, kind=kind)
        found += [f"{form}: {finding.line()}" for finding in report.errors]
        if twice and make(form) != content:
            found.append(f"{form}: other bytes with the same clock")
    text = text_of(files["pdf"])
    if not any(letter.isalpha() for letter in text):
        found.append("pdf: no text to search")
    if not unicodedata.is_normalized("NFC", text):
        found.append("pdf: text is not NFC")
    return found + [f"pdf: {fault}" for fault in _not_archivable(files["pdf"])]


def _not_archivable(content: bytes) -> list[str]:
    """What PDF/A asks of the structure: says so in its metadata, output intent, tags, a language, embedded fonts."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root
        with pdf.open_metadata() as meta:
            if meta.get("pdfaid:part") != "2":
                found.append("does not say that it is PDF/A-2")
        if "/OutputIntents" not in root:
            found.append("no output intent")
        if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
            found.append("no tags")
        if str(root.get("/Lang", "")).lower()[:2] != "vi":
            found.append("no language")
        if pdf.is_encrypted:
            found.append("encrypted")
        for page in pdf.pages:
            fonts = page.obj.get("/Resources", {}).get("/Font", {})
            found += [f"font {name} is not embedded" for name, font in fonts.items() if not _embedded(font)]
    return found


def _embedded(font: pikepdf.Object) -> bool:
    inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
