"""Pictures that signing laid on a PDF: where they stand and in what colour they are drawn (L-28, L-29).

A picture is part of the page, or the appearance of a signature field. Its colour is that of most coloured dots of the
page as it is shown, so a scan, a stamp of a signing program and our own signatures are seen alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pypdfium2 import raw

from chungtay import pdfium
from chungtay.typesetting.checker.checks import Checks, say
from chungtay.typesetting.checker.model import Box

Colour = Literal["red", "blue", "black", "other"]
MM = 25.4 / 72
_DOTS = 2.0  # of the drawn page for a point
_LEAST, _MOST = 5.0, 80.0  # mm: smaller is a mark in the text, larger a scanned page or a background
_COLOURED, _DARK, _SEEN = 60, 90, 0.004  # of 255: apart from grey, nearly black; share of dots that make a picture
_INK = 3  # so many times the coloured dots are black: the picture is, not the words under it
_SQUARE = (0.75, 1.34)
_WORDS = {"red": "đỏ", "blue": "xanh", "black": "đen", "other": "khác"}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture on a page."""

    page: int
    box: Box
    colour: Colour

    @property
    def square(self) -> bool:
        """Whether it has the shape of a seal."""
        width, height = self.box.right - self.box.left, self.box.bottom - self.box.top
        return _SQUARE[0] <= width / height <= _SQUARE[1]


def read_pictures(content: bytes, pages: set[int]) -> list[Picture]:
    """The pictures on these pages of a PDF that may be those of a signature or a seal."""
    found: list[Picture] = []
    with pdfium.opened(content) as document:
        document.init_forms()
        for number in sorted(pages):
            page = document[number - 1]
            boxes = [*_placed(page), *_fields(page)]
            if boxes:
                shown = page.render(scale=_DOTS, may_draw_forms=True).to_pil().convert("RGB")
                found += [Picture(number, box, colour) for box in boxes if (colour := _colour(shown, box))]
    return found


def _placed(page: Any) -> Iterator[Box]:
    height = page.get_size()[1]
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        yield from _likely(Box(left * MM, (height - top) * MM, right * MM, (height - bottom) * MM))


def _fields(page: Any) -> Iterator[Box]:
    height = page.get_size()[1]
    rect = raw.FS_RECTF()
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annot = raw.FPDFPage_GetAnnot(page.raw, index)
        try:
            kinds = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STAMP}
            if raw.FPDFAnnot_GetSubtype(annot) in kinds and raw.FPDFAnnot_GetRect(annot, rect):
                box = Box(rect.left * MM, (height - rect.top) * MM, rect.right * MM, (height - rect.bottom) * MM)
                yield from _likely(box)
        finally:
            raw.FPDFPage_CloseAnnot(annot)


def _likely(box: Box) -> Iterator[Box]:
    sides = box.right - box.left, box.bottom - box.top
    if all(_LEAST <= side <= _MOST for side in sides):
        yield box


def _colour(shown: Any, box: Box) -> Colour | None:
    """The colour of most dots that are neither white nor grey; black where there are only such; None: nothing shows."""
    cut = shown.crop(tuple(round(side / MM * _DOTS) for side in box))
    counts: Counter[Colour] = Counter()
    for number, (red, green, blue) in cut.getcolors(cut.width * cut.height) or []:
        if max(red, green, blue) - min(red, green, blue) > _COLOURED:
            hue: Colour = "red" if red > max(green, blue) else "blue" if blue >= max(red, green) else "other"
            counts[hue] += number
        elif max(red, green, blue) < _DARK:
            counts["black"] += number
    coloured = Counter({hue: n for hue, n in counts.items() if hue != "black"})
    if counts["black"] > _INK * coloured.total():
        coloured.clear()
    for chosen in (coloured, counts):
        hue, number = next(iter(chosen.most_common(1)), ("other", 0))
        if number > _SEEN * cut.width * cut.height:
            return hue
    return None


def measure(c: Checks, pictures: list[Picture]) -> None:
    """Colour and place of the pictures at the signer's block; nothing when there are none."""
    block = _block(c)
    near = [p for p in pictures if block and p.page == block[0] and _meet(p.box, block[1])]
    seals = [p for p in near if p.colour == "red"] or [p for p in near if p.square and len(near) > 1][:1]
    signatures = [p for p in near if p not in seals]
    _signatures(c, signatures)
    _seals(c, seals, signatures)


def _block(c: Checks) -> tuple[int, Box] | None:
    """Page and room of the right signer: from the first line of authority to the name, as far as a seal may reach."""
    lines = [p for p in (*c.parts.authorities, *c.parts.names) if p.box and p.side == "right"]
    boxes = [p.box for p in lines if p.box]
    if not boxes:
        return None
    reach = float(c.allow["seal_reach_mm"])
    left, right = min(b.left for b in boxes) - reach, max(b.right for b in boxes) + reach
    return lines[-1].page, Box(left, min(b.top for b in boxes), right, max(b.bottom for b in boxes) + reach)


def _meet(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def _signatures(c: Checks, signatures: list[Picture]) -> None:
    if not signatures:
        c.absent["L-28"] = None
        return
    wanted = c.seen("L-28").value["colour"]
    for picture in signatures:
        if picture.colour != wanted:
            said = f"hình chữ ký màu {_WORDS[picture.colour]}, quy định màu {_WORDS[wanted]}."
            c.fault("L-28", said, page=picture.page)
        elif not _between(c, picture):
            c.fault("L-28", "hình chữ ký không ở giữa chức vụ và họ tên người ký.", page=picture.page)


def _between(c: Checks, picture: Picture) -> bool:
    """Whether the middle of a picture lies between the post and the name of the right signer."""
    above = [p.box for p in c.parts.authorities if p.side == "right" and p.box and p.page == picture.page]
    below = [p.box for p in c.parts.names if p.side == "right" and p.box and p.page == picture.page]
    middle = (picture.box.top + picture.box.bottom) / 2
    return all(box.top < middle for box in above) and all(middle < box.bottom for box in below)


def _seals(c: Checks, seals: list[Picture], signatures: list[Picture]) -> None:
    if not seals:
        c.absent["L-29"] = None
        return
    value, allow = c.seen("L-29").value, float(c.allow["seal_share"])
    seal = seals[0]
    if seal.colour != value["colour"]:
        said = f"hình dấu màu {_WORDS[seal.colour]}, quy định màu {_WORDS[value['colour']]}."
        c.fault("L-29", said, page=seal.page)
    if not signatures:
        return
    signature = signatures[0].box
    part, whole = (int(n) for n in str(value["covers_signature"]).split("/"))
    share = (min(seal.box.right, signature.right) - max(seal.box.left, signature.left)) / (
        signature.right - signature.left
    )
    if seal.box.middle > signature.middle:
        c.fault("L-29", "hình dấu ở bên phải chữ ký, quy định trùm lên chữ ký về bên trái.", page=seal.page)
    elif abs(share - part / whole) > allow:
        said = f"hình dấu trùm {say(max(0.0, 100 * share))}% hình chữ ký, quy định khoảng {value['covers_signature']}."
        c.fault("L-29", said, page=seal.page)
