"""What reading a file leaves behind for the review: its pages, where every word stands, and the words in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from chungtay import reading
from chungtay.reading.intake import Page, Picture, Source
from chungtay.reading.reader import read_restored
from chungtay.reading.restoration import Restored, restore

RESTORED = "restored"
DOUBTFUL_RESTORED = 0.9
"""Of restored syllables, those below it are right in one case of two (measured on plans never seen before)."""
DOUBTFUL_OCR = 0.6
"""Words that Tesseract reads right have more in nearly every case."""


@dataclass(frozen=True)
class Material:
    """A read source: the reading, and what `SourcePage` keeps of each page (without files)."""

    reading: reading.Reading
    pages: list[dict[str, Any]]
    pictures: list[Picture | None]
    parts: list[int]
    notes: list[str]


def read_material(source: Source) -> Material:
    """Reads a source once, keeping what restoring its damaged pages gave."""
    kept: list[Restored] = []

    def remember(text: str) -> Restored:
        kept.append(restore(text))
        return kept[-1]

    done = read_restored(source, remember)
    mended = kept[0] if kept else None
    return Material(
        reading=done,
        pages=[_page(page, i, mended, source.text) for i, page in enumerate(source.pages)],
        pictures=[page.picture for page in source.pages],
        parts=[page.part for page in source.pages],
        notes=list(source.warnings),
    )


def _page(page: Page, index: int, mended: Restored | None, text: str) -> dict[str, Any]:
    hurt = mended is not None and page.quality == "damaged"
    return {
        "number": index + 1,
        "numbered": page.number is not None,
        "start": page.start,
        "end": page.end,
        "method": page.method,
        "quality": page.quality,
        "confidence": page.confidence,
        "restored": _restored_text(page, mended, text) if mended is not None and hurt else "",
        "words": [[w.start, w.end, *w.box] for w in page.words if w.box],
        "width": page.picture.width if page.picture else 0,
        "height": page.picture.height if page.picture else 0,
        "doubts": _doubts(page, mended if hurt else None, text),
    }


def _doubts(page: Page, mended: Restored | None, text: str) -> list[list[Any]]:
    """Words with letters that may have been misread. Numbers are asked with the value that they belong to."""
    if mended is not None:
        return [
            [*s.span, round(s.confidence, 3), s.text, [other for other, _share in s.alternatives]]
            for s in mended.syllables
            if page.start <= s.span[0] < page.end
            and s.confidence < DOUBTFUL_RESTORED
            and any(c.isalpha() for c in s.text)
        ]
    if page.method != "ocr":
        return []
    return [
        [w.start, w.end, round(w.confidence, 3), text[w.start : w.end], []]
        for w in page.words
        if w.confidence < DOUBTFUL_OCR and any(c.isalpha() for c in text[w.start : w.end])
    ]


def _restored_text(page: Page, mended: Restored, text: str) -> str:
    """The page with its words restored."""
    parts: list[str] = []
    last = page.start
    for syllable in mended.syllables:
        start, end = syllable.span
        if start < last or end > page.end:
            continue
        parts += [text[last:start], syllable.text]
        last = end
    return "".join([*parts, text[last : page.end]])


def provenance_json(provenance: Mapping[str, reading.Field], pages: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Provenance as it is stored with a version: path → field, with the page of its first words and how it was read."""
    known = list(pages)
    return {path: {**asdict(field), **_where(field, known)} for path, field in provenance.items()}


def _where(field: reading.Field, pages: list[Mapping[str, Any]]) -> dict[str, Any]:
    if not field.spans:
        return {}
    start = field.spans[0][0]
    page = next((p for p in pages if p["start"] <= start < p["end"]), None)
    if page is None:
        return {}
    read_by = RESTORED if page["restored"] else page["method"]
    return {"page": page["number"] if page["numbered"] else None, "read_by": read_by, "quality": page["quality"]}
