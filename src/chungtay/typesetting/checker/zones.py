"""Which part of the page a line of a PDF belongs to: letterhead, running text, foot with recipients and signatures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chungtay.typesetting.checker.model import Box, Page, Piece

NATIONAL = "cong hoa xa hoi chu nghia viet nam"
MOTTO = re.compile(r"^doc lap\b.{0,5}\btu do\b.{0,5}\bhanh phuc$")
DATE = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b")
NUMBER = re.compile(r"^so\s*[:.]|^so\s+\S*/")
DOTS = re.compile(r"^[\s.…_-]*$")
RECIPIENTS = re.compile(r"^noi nhan\b")
# "14-03-2025 09:30:00 +07:00": how the time of an organisation's signature is written (L-30).
SIGNED_AT = re.compile(r"\b\d{1,4}[-/]\d{1,2}[-/]\d{1,4}[ T]\d{1,2}:\d{2}:\d{2}")
_PAGE_NUMBER = re.compile(r"^(?:trang\s*|-\s*)?(\d{1,3})(?:\s*[/|]\s*\d+)?(?:\s*-)?$", re.IGNORECASE)
_HEADING = re.compile(r"^(?:[IVXLC]+|\d+|Điều \d+|[a-zđ])\s?[.)]")
_NAME_BEGINS = 14  # letters
_HALF_LINE = 3.0  # mm
_SMALL = 12.2  # pt: recipients are set smaller than running text


def fold(text: str) -> str:
    """Small letters without marks, one space between words: for finding parts, never for judging them."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


def is_page_number(text: str, page: int) -> bool:
    """Whether a line holds nothing but a page number."""
    return bool((match := _PAGE_NUMBER.match(text.strip())) and int(match[1]) <= page)


@dataclass(frozen=True)
class Layout:
    """Edges of the text block in mm; `right` None: no line is full."""

    left: float
    right: float | None

    def middle(self, page: Page) -> float:
        """The middle between the margins."""
        right = self.right if self.right is not None and page.width < page.height else None
        return (self.left + right) / 2 if right else (self.left + page.width - 0.66 * self.left) / 2

    def is_centred(self, piece: Piece, page: Page) -> bool:
        """Whether a line stands in the middle: free on both sides by the same."""
        box = piece.box
        if box is None:
            return False
        free_left, middle = box.left - self.left, self.middle(page)
        if abs(box.middle - middle) > 4 or free_left < 6:
            return False
        indented = 8 <= free_left <= 14
        return not indented or (piece.share("bold") > 0.9 and not _HEADING.match(piece.text))


def join_national_name(pieces: list[Piece]) -> None:
    """A Quốc hiệu too large for its column takes two lines: makes them one piece again."""
    for piece in list(pieces):
        words = fold(piece.text)
        if not (NATIONAL.startswith(words) and _NAME_BEGINS <= len(words) < len(NATIONAL)):
            continue
        rest = next((p for p in pieces if p.page == piece.page and f"{words} {fold(p.text)}" == NATIONAL), None)
        if rest is not None and rest.box and piece.box:
            first, second = piece.box, rest.box
            piece.box = Box(min(first.left, second.left), first.top, max(first.right, second.right), second.bottom)
            piece.stretches += [
                replace(s, text=f" {s.text}" if i == 0 else s.text) for i, s in enumerate(rest.stretches)
            ]
            piece.lines, piece.width = 2, max(piece.width, rest.width)
            pieces.remove(rest)


def assign_zones(pieces: Sequence[Piece], pages: Sequence[Page]) -> None:
    """Sets zone and side of every line that is not in a table."""
    starts = [i for i, p in enumerate(pieces) if fold(p.text) == NATIONAL]
    for n, start in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else len(pieces)
        own = [p for p in pieces if pieces[start].page <= p.page and (end == len(pieces) or p.page < pieces[end].page)]
        _head(own, pieces[start])
        _foot(_before_annex(own), pages)
    if not starts:
        _foot(_before_annex(list(pieces)), pages)


def _head(own: Sequence[Piece], national: Piece) -> None:
    page = [p for p in own if p.page == national.page and p.zone == "flow" and p.box]
    assert national.box is not None
    below = [p for p in page if p.box and p.box.top < national.box.bottom + 45]
    marks = [p for p in below if NUMBER.match(fold(p.text)) or DATE.search(fold(p.text)) or MOTTO.match(fold(p.text))]
    bottom = national.box.bottom
    for mark in marks:
        box = mark.box
        assert box is not None
        if box.bottom > bottom and (fold(mark.text)[:3] != "can" and (mark.size < 15)):
            bottom = max(bottom, box.bottom)
            if DATE.search(fold(mark.text)):
                break
    for piece in page:
        assert piece.box is not None
        beside = piece.box.middle < national.box.left
        if piece.box.top <= bottom - 1 and (beside or piece.box.top >= national.box.top - 1):
            piece.zone = "head"
            piece.side = "left" if beside else "right"
    _letter_abstract(page, national, bottom)


def _letter_abstract(page: Sequence[Piece], national: Piece, bottom: float) -> None:
    """ "V/v …" under the number, with its further lines."""
    assert national.box is not None
    reach: float | None = None
    for piece in sorted((p for p in page if p.box), key=lambda p: p.box.top if p.box else 0):
        box = piece.box
        assert box is not None
        begins = fold(piece.text).startswith("v/v")
        follows = reach is not None and box.top - reach < _HALF_LINE and box.right < national.box.middle
        if (begins or follows) and box.middle < national.box.middle:
            piece.zone, piece.side, reach = "head", "left", box.bottom
        elif reach is not None and box.top > reach + 2 * _HALF_LINE:
            break


def _before_annex(own: list[Piece]) -> list[Piece]:
    """The pieces before the first page that begins with a centred title in bold capitals: the annex."""
    if not own:
        return own
    first = own[0].page
    for number in sorted({p.page for p in own if p.page > first}):
        top = min((p for p in own if p.page == number and p.box), key=lambda p: p.box.top if p.box else 0)
        content = any(p.zone == "table" or (p.share("bold") < 0.9 and p.size > _SMALL) for p in own if p.page == number)
        if is_annex_title(top) and content:
            return [p for p in own if p.page < number]
    return own


def is_annex_title(piece: Piece) -> bool:
    """Bold capitals, as the title of an annex is set (L-39)."""
    bold = piece.zone != "table" and piece.share("bold") > 0.9
    return bold and piece.text.isupper() and not _HEADING.match(piece.text)


def _foot(own: Sequence[Piece], pages: Sequence[Page]) -> None:
    """The last lines: recipients, then everything bold, italic or dotted that stands at the end."""
    if not own:
        return
    begins = next((p for p in own if p.zone == "flow" and RECIPIENTS.match(fold(p.text))), None)
    chosen: list[Piece] = []
    for piece in reversed(own):
        if piece.zone != "flow":
            break
        styled = piece.share("bold") > 0.9 or (piece.share("italic") > 0.9 and piece.size <= _SMALL)
        listed = (
            begins is not None
            and begins.box is not None
            and piece.box is not None
            and ((piece.page, piece.box.top) >= (begins.page, begins.box.top - _HALF_LINE))
        )
        if not (styled or listed or DOTS.match(piece.text)):
            break
        if piece.text.isupper() and styled and not listed and _stands_alone(piece, own):
            break  # a heading of the running text
        chosen.append(piece)
    for piece in chosen:
        assert piece.box is not None
        piece.zone = "foot"
        middle = pages[piece.page - 1].width / 2
        piece.side = "left" if piece.box.middle < middle - 2 else "right"


def _stands_alone(piece: Piece, own: Sequence[Piece]) -> bool:
    """A numbered heading is not the authority of a signer."""
    return bool(_HEADING.match(piece.text)) and piece in own
