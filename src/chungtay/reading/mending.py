"""Damaged pages get their Vietnamese letters and labels back before they are read; sound pages stay as they are.

The raw text never changes: what was restored lies over it, so that every value can point at the words as they came, and
nothing read from a damaged page counts as sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from chungtay.reading.intake import Page, Source
from chungtay.reading.labels import bullets, put_right, repeated
from chungtay.reading.overlay import Edit, Overlay
from chungtay.reading.restoration import Restored, Syllable, restore
from chungtay.reading.stock import closing_edits, opening_edits

MENDED = "Chữ gốc mất dấu; máy đã phục hồi để đọc. So lại từng mục với bản giấy."

CODE = re.compile(r"\d.*[A-ZĐ]{2}|[A-ZĐ]{2}.*\d|[A-ZĐ]-[A-ZĐ]")
# 349YKH-UBND: a slash before the symbol of a kind of act was read as a letter
MISREAD_SLASH = re.compile(r"^(?P<n>\d{1,5})[YVIl1J|](?=(?:KH|QĐ|NQ|CT|CTr|BC|TB|HD|TTr|CV|NĐ)-[A-ZĐ])")
Restore = Callable[[str], Restored]


def mended(source: Source, restorer: Restore = restore) -> tuple[Source, Overlay]:
    """The source to read, with its damaged pages restored, and the overlay that leads back to the raw text.

    The whole text is restored at once, because names are remembered across pages. Lines keep their number.
    """
    overlay = Overlay(source.text)
    if not source.damaged:
        scanned = [page for page in source.pages if page.method == "ocr"]
        edits = list(repeated(source.text.split("\n"), _lines_of(source, scanned))) if scanned else []
        if not edits:
            return source, overlay
        overlay.apply(edits)
        return replace(source, text=overlay.text, pages=()), overlay
    hurt = _lines_of(source, source.damaged)
    overlay.apply(bullets(overlay.text.split("\n"), hurt))
    starts = [0]
    for line in overlay.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    line_at = 0
    words = []
    trust = []
    for syllable in restorer(overlay.text).syllables:
        while starts[line_at + 1] <= syllable.span[0]:
            line_at += 1
        if hurt[line_at]:
            words.append(Edit(*syllable.span, _word(syllable)))
            trust.append((overlay.raw_span(*syllable.span), syllable.confidence))
    overlay.trust(trust)
    overlay.apply(words)
    for repair in (put_right, opening_edits, closing_edits):
        overlay.apply(repair(overlay.text.split("\n"), hurt))
    return replace(source, text=overlay.text, pages=(), warnings=(*source.warnings, MENDED)), overlay


def _word(syllable: Syllable) -> str:
    """The word to read. The restoration leaves codes as they are printed; to read them, the likelier form is taken."""
    if not CODE.search(syllable.text):
        return syllable.text
    likelier = [text for text, share in syllable.alternatives if share > syllable.confidence]
    return MISREAD_SLASH.sub(r"\g<n>/", likelier[0] if likelier else syllable.text)


def _lines_of(source: Source, pages: Iterable[Page]) -> list[bool]:
    """For each line whether it stands on one of the pages."""
    there = [False] * (source.text.count("\n") + 1)
    for page in pages:
        first = source.text.count("\n", 0, page.start)
        last = source.text.count("\n", 0, page.end)
        there[first : last + 1] = [True] * (last + 1 - first)
    return there
