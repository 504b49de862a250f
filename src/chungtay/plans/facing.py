"""The source as it lies beside the values: the picture of every page with the places read framed, else its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from chungtay.plans.models import PlanVersion, SourcePage

SAME_LINE = 0.5  # share of the lower word's height by which two words overlap when they stand on one line
STRIP = 0.55  # of the width of the page
STRIP_LINES = 3
LEAST_STRIP = 56  # pixels: a line with its marks above and below
AIR = 3  # pixels between the words and their frame


@dataclass(frozen=True)
class Spot:
    """A frame on the picture of a page, in its pixels, written as SVG wants numbers."""

    x: str
    y: str
    width: str
    height: str
    ref: str
    href: str
    confidence: str
    id: str = ""
    n: int | None = None


@dataclass(frozen=True)
class Sheet:
    """One page: its picture with frames, or its text with marks (offsets count in `text`)."""

    page: SourcePage
    text: str
    marks: list[dict[str, Any]]
    spots: list[Spot] = field(default_factory=list)

    @property
    def title(self) -> str:
        return _("Trang %s") % self.page.number if self.page.numbered else _("Chữ trong tệp")

    @property
    def told(self) -> str:
        """How it was read, and how far that can be trusted."""
        said = [self.page.get_method_display()]
        if self.page.confidence is not None:
            said.append(_("chắc %s%%") % round(self.page.confidence * 100))
        if self.page.restored:
            said.append(_("mất dấu, máy đã phục hồi"))
        elif self.page.quality == "damaged":
            said.append(_("chữ hỏng"))
        elif self.page.quality == "empty":
            said.append(_("trang trống"))
        return ", ".join(str(part) for part in said)

    @property
    def tone(self) -> str:
        if self.page.quality == "damaged":
            return "risk"
        sure = self.page.confidence
        return "risk" if sure is not None and sure < 0.8 else "none"


def sheets(version: PlanVersion, marks: Iterable[Mapping[str, Any]]) -> list[Sheet]:
    """The pages with what was read on them; a version without pages (entered by hand, older) is one sheet of text."""
    given = [dict(mark) for mark in marks]
    found = []
    used: set[str] = set()
    for page in version.pages.all():
        text = version.source_text[page.start : page.end]
        here = [_on(mark, page) for mark in given if mark["start"] < page.end and page.start < mark["end"]]
        spots = _spots(page, here, used) if page.picture_id and page.words else []
        if spots or page.picture_id:  # the text is folded below the picture: the frames carry the addresses
            here = [{**mark, "id": f"t-{mark['id']}", "n": mark.get("n")} for mark in here]
        found.append(Sheet(page, text, here, spots))
    if not found and version.source_text:
        whole = SourcePage(number=1, numbered=False, start=0, end=len(version.source_text), method="text", quality="")
        found.append(Sheet(whole, version.source_text, given))
    return found


@dataclass(frozen=True)
class Cut:
    """The strip of a page on which a value stands, to be shown beside the value; in pixels of the page's picture."""

    number: int
    width: int
    height: int
    frame: str  # the viewBox of an SVG
    spots: list[Spot]


def cuts(sheets: Iterable[Sheet]) -> dict[str, Cut]:
    """For the places on pictures the strip around the first of them: reference → strip."""
    found: dict[str, Cut] = {}
    for sheet in sheets:
        for ref, spots in groupby(sheet.spots, key=lambda spot: spot.ref):
            if ref in found:
                continue
            near = list(spots)
            first = near[0]
            page = sheet.page
            top = float(first.y)
            bottom = max(
                float(s.y) + float(s.height) for s in near if float(s.y) - top < STRIP_LINES * float(first.height)
            )
            left = min(float(s.x) for s in near)
            right = max(float(s.x) + float(s.width) for s in near)
            # always the same scale, as wide as fits beside the values, with the place in it
            wide = max(STRIP * page.width, right - left + 4 * AIR)
            start = min(max(0.0, (left + right - wide) / 2), page.width - wide) if wide < page.width else 0.0
            above = max(0.0, (LEAST_STRIP - (bottom - top)) / 2, 3 * AIR)
            frame = (start, max(0.0, top - above), min(wide, page.width), bottom - top + 2 * above)
            view = " ".join(f"{v:.0f}" for v in frame)
            found[ref] = Cut(page.number, page.width, page.height, view, near)
    return found


def _on(mark: Mapping[str, Any], page: SourcePage) -> dict[str, Any]:
    """The part of a mark that stands on a page, counted from the page's beginning."""
    return {
        **mark, "start": max(mark["start"], page.start) - page.start, "end": min(mark["end"], page.end) - page.start,
    }  # fmt: skip


def _spots(page: SourcePage, marks: list[dict[str, Any]], used: set[str]) -> list[Spot]:
    found = []
    for mark in marks:
        start, end = mark["start"] + page.start, mark["end"] + page.start
        boxes = [word[2:] for word in page.words if word[0] < end and start < word[1]]
        for left, top, right, bottom in _by_line(boxes):
            ref = str(mark.get("ref") or mark["id"])
            first = ref not in used
            used.add(ref)
            found.append(
                Spot(
                    x=f"{left * page.width - AIR:.1f}",
                    y=f"{top * page.height - AIR:.1f}",
                    width=f"{(right - left) * page.width + 2 * AIR:.1f}",
                    height=f"{(bottom - top) * page.height + 2 * AIR:.1f}",
                    ref=ref,
                    href=str(mark["href"]),
                    confidence=str(mark["confidence"]),
                    id=ref if first else "",
                    n=mark.get("n") if first else None,
                )
            )
    return found


def _by_line(boxes: list[list[float]]) -> list[tuple[float, float, float, float]]:
    """One box for the words of a line, in reading order."""
    lines: list[list[list[float]]] = []
    for box in boxes:
        last = lines[-1][-1] if lines else None
        if last is not None:
            overlap = min(last[3], box[3]) - max(last[1], box[1])
            if overlap > SAME_LINE * min(last[3] - last[1], box[3] - box[1]) and box[0] >= last[0]:
                lines[-1].append(box)
                continue
        lines.append([box])
    return [
        (min(b[0] for b in line), min(b[1] for b in line), max(b[2] for b in line), max(b[3] for b in line))
        for line in lines
    ]


def originals(version: PlanVersion) -> list[Any]:
    """The files that were given, in their order."""
    files = [file for file, _pages in groupby(version.pages.all(), key=lambda page: page.file) if file is not None]
    unique = list({file.pk: file for file in files}.values())
    return unique or ([version.source_file] if version.source_file else [])
