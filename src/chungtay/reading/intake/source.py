"""What intake hands on: one text, its pages, and how far each can be trusted."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from chungtay.reading.intake.quality import Quality, assess

EMPTY = "Tệp trống, không có chữ nào. Kiểm tra lại tệp đã chọn."
NOT_TEXT = "Tệp không phải văn bản đọc được. Mở bằng Word hoặc Notepad, lưu thành .txt với mã UTF-8 rồi đưa lại."

Method: TypeAlias = Literal["text", "text_layer", "ocr"]
"""text: characters as the file holds them; text_layer: the characters of a PDF page; ocr: read from its picture."""

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the width and height of the page's picture; y grows downwards."""

LINE_ENDS = dict.fromkeys(map(ord, "\r\v\x85\u2028\u2029"), "\n")


class UnreadableFile(Exception):
    """A file that cannot be read; the message is a Vietnamese sentence that says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Picture:
    """A JPEG of a page and its size in pixels."""

    data: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True)
class Word:
    """One word of a page: its range in the text of the source, its confidence from 0 to 1 (1 for the characters of a
    text layer), and where it stands on the picture of the page, None where that is not known."""

    start: int
    end: int
    confidence: float
    box: Box | None = None


@dataclass(frozen=True)
class Page:
    """A range of the text and where it comes from.

    `number` counts from 1, None where the file knows no pages (plain text, most Word files); `confidence` is the mean
    of its words (0 to 1), None where nothing was recognised from a picture; `picture` shows the page as it was
    read (turned upright and level), when it was asked for; `part` counts the files that were put together, from 0.
    """

    number: int | None
    start: int
    end: int
    method: Method
    quality: Quality
    confidence: float | None = None
    words: tuple[Word, ...] = ()
    picture: Picture | None = None
    part: int = 0


@dataclass(frozen=True)
class Source:
    """The text of one input: NFC, with \\n line ends. All spans count characters of `text`.

    `pages` cover the text in order; `warnings` are Vietnamese sentences for the clerk; `format` names what the bytes
    were (text, docx, pdf, image …), whatever the file was called.
    """

    name: str
    text: str
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()
    format: str = "text"

    def page_at(self, offset: int) -> Page | None:
        """The page that holds a character of the text."""
        index = bisect_right([page.start for page in self.pages], offset) - 1
        return self.pages[index] if index >= 0 else None

    @property
    def damaged(self) -> tuple[Page, ...]:
        """The pages whose text has lost its Vietnamese letters and should be restored."""
        return tuple(page for page in self.pages if page.quality == "damaged")


@dataclass(frozen=True)
class Draft:
    """One page as a converter gives it; word ranges count characters of `text`."""

    text: str
    number: int | None = None
    method: Method = "text"
    confidence: float | None = None
    words: tuple[Word, ...] = ()
    picture: Picture | None = None


def cleaned(text: str) -> str:
    """NFC, \\n for every kind of line end, no byte order marks; form feeds stay, they part pages."""
    text = text.replace("\ufeff", "").replace("\r\n", "\n").translate(LINE_ENDS)
    return unicodedata.normalize("NFC", text)


def from_text(text: str, *, name: str, warnings: Iterable[str] = ()) -> Source:
    """The source of text already in hand; form feeds part its pages.

    Raises UnreadableFile when it holds no letters or is not text.
    """
    parts = cleaned(text).split("\f")
    if len(parts) > 1 and not parts[-1].strip():  # the form feed that closes the last page
        parts.pop()
    numbered = len(parts) > 1
    drafts = [Draft(part, number if numbered else None) for number, part in enumerate(parts, start=1)]
    return assemble(drafts, name=name, warnings=warnings)


def assemble(
    drafts: Iterable[Draft], *, name: str, warnings: Iterable[str] = (), glue: str = "\n", kind: str = "text"
) -> Source:
    """One source of pages. Raises UnreadableFile when they hold no letters or are not text."""
    text = ""
    pages: list[Page] = []
    for draft in drafts:
        start = len(text) + (len(glue) if pages else 0)
        part = cleaned(draft.text).replace("\f", "\n")
        text += (glue if pages else "") + part
        kept = draft.words if part == draft.text else ()  # ranges of another text would point at wrong words
        words = tuple(replace(w, start=w.start + start, end=w.end + start) for w in kept)
        quality = assess(part).quality
        pages.append(
            Page(draft.number, start, len(text), draft.method, quality, draft.confidence, words, draft.picture)
        )
    if not any(c.isalnum() for c in text):
        raise UnreadableFile(EMPTY)
    strange = sum(1 for c in text if unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and c not in "\n\t")
    if strange > max(2, len(text) // 100):
        raise UnreadableFile(NOT_TEXT)
    return Source(name or "văn bản", text, tuple(pages), tuple(warnings), kind)


def joined(sources: Sequence[Source], *, name: str) -> Source:
    """One source of several, in their order: the pages of one document that came as files of their own.

    Pages are numbered through; a warning says which file it is about.
    """
    text = ""
    pages: list[Page] = []
    warnings: list[str] = []
    for part, source in enumerate(sources):
        at = len(text) + (1 if part else 0)
        text += ("\n" if part else "") + source.text
        for page in source.pages:
            words = tuple(replace(w, start=w.start + at, end=w.end + at) for w in page.words)
            moved = replace(page, start=page.start + at, end=page.end + at, words=words)
            pages.append(replace(moved, number=len(pages) + 1, part=part))
        warnings += [f"{source.name}: {warning}" for warning in source.warnings]
    return Source(name, text, tuple(pages), tuple(warnings), sources[0].format if sources else "text")
