"""Where to sign: the blank above the signer's name, found in the finished pages by its words."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import yaml

from chungtay import pdfium
from chungtay.signing.errors import SigningError

POINTS_PER_MM = 72 / 25.4
_MOST_PIECES = 12  # of a name that goes over several lines


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page (from 0), in points from the lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


class Line(NamedTuple):
    """Words that pdfium gives as one piece, with their rectangle."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


@functools.cache
def measures() -> dict[str, float]:
    """The sizes of appearance.yaml: lengths in points, shares as they are."""
    with (Path(__file__).parent / "appearance.yaml").open(encoding="utf-8") as file:
        data = yaml.safe_load(file)
    return {
        name: float(entry["value"]) * (POINTS_PER_MM if entry["unit"] == "mm" else 1) for name, entry in data.items()
    }


def find_place(pdf: bytes, name: str) -> Box:
    """The blank between title and name where a person signs (L-28): where the name stands alone with the most room
    above it, because a list may name the same person. Raises SigningError when there is none."""
    found = [
        blank
        for page, lines in enumerate(text_lines(pdf))
        for line in _named(lines, _squeezed(name))
        if (blank := _blank_above(page, line, lines))
    ]
    if not found:
        raise SigningError(
            f"Không thấy chỗ ký của “{name}” trong tệp. Xem lại họ tên người ký, hoặc ký không kèm hình chữ ký."
        )
    return max(found, key=lambda blank: blank.height)


def _named(lines: list[Line], wanted: str) -> Iterator[Line]:
    """Where the name stands: as one piece, or as the pieces of a long name that goes on in the next line."""
    for start, first in enumerate(lines):
        text, whole = "", first
        for line in lines[start : start + _MOST_PIECES]:
            text += _squeezed(line.text)
            whole = Line(min(whole.left, line.left), min(whole.bottom, line.bottom), max(whole.right, line.right),
                         max(whole.top, line.top), text)  # fmt: skip
            if not wanted or not text or not wanted.startswith(text):
                break
            if text == wanted:
                yield whole
                break


def _blank_above(page: int, name: Line, lines: list[Line]) -> Box | None:
    over = [line.bottom for line in lines if line.bottom >= name.top and _meet(line, name)]
    if not over or min(over) - name.top < measures()["blank_above_name"]:
        return None
    middle, gap = (name.left + name.right) / 2, measures()["signature_gap"]
    half = measures()["signature_width"] / 2
    return Box(page, middle - half, name.top + gap, middle + half, min(over) - gap)


def words_below(pdf: bytes, box: Box) -> Box | None:
    """The line right under a signature: the printed name, which a seal leaves free. None where nothing stands there."""
    middle = (box.bottom + box.top) / 2
    under = [
        line
        for line in text_lines(pdf)[box.page]
        if line.top <= middle and line.left < box.right and line.right > box.left
    ]
    top = max((line.top for line in under), default=0.0)
    near = [line for line in under if line.top > top - POINTS_PER_MM]
    if not near:
        return None
    return Box(box.page, min(line.left for line in near), min(line.bottom for line in near),
               max(line.right for line in near), top)  # fmt: skip


def _meet(line: Line, name: Line) -> bool:
    return line.left < name.right and line.right > name.left


def text_lines(pdf: bytes) -> list[list[Line]]:
    """The pieces of text of every page. Raises SigningError for what is no readable PDF."""
    with _opened(pdf) as document:
        return [list(_lines(page)) for page in document]


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has. Raises SigningError for what is no readable PDF."""
    with _opened(pdf) as document:
        return len(document)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        with pdfium.opened(pdf) as document:
            yield document
    except pdfium.PdfiumError as error:
        raise SigningError("Không đọc được chữ trong tệp PDF này: tệp hỏng hoặc có mật khẩu.") from error


def _lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    text = page.get_textpage()
    for index in range(text.count_rects()):
        rectangle = text.get_rect(index)
        left, bottom, right, top = rectangle
        yield Line(left, bottom, right, top, text.get_text_bounded(*rectangle))


def page_words(pdf: bytes) -> list[str]:
    """The words of every page without spaces: what two files of the same paper share, however they were saved."""
    return [_squeezed("".join(line.text for line in lines)) for lines in text_lines(pdf)]


def _squeezed(text: str) -> str:
    # pdfium marks a hyphen before which a line may break with a character of its own.
    return "".join(unicodedata.normalize("NFC", text.replace("\ufffe", "-")).split())
