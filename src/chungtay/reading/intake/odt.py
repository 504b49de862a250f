"""LibreOffice Writer files (.odt): paragraphs, lists with their printed labels, tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from chungtay.reading.intake.archive import BROKEN, Archive, attribute, child, local
from chungtay.reading.intake.blocks import PAGE, Block, Cell, Paragraph, Table, lines
from chungtay.reading.intake.converted import Converted
from chungtay.reading.intake.legacy import NAMES, repair
from chungtay.reading.intake.numbering import bullet, formatted
from chungtay.reading.intake.paging import paged
from chungtay.reading.intake.plaintext import CONVERTED
from chungtay.reading.intake.source import UnreadableFile

LOCKED = "Tệp ODT có mật khẩu mở tệp. Mở bằng LibreOffice, bỏ mật khẩu, lưu rồi đưa lại."
SKIPPED = {
    "annotation",
    "annotation-end",
    "tracked-changes",
    "deletion",
    "note",
    "forms",
    "sequence-decls",
    "variable-decls",
}
FORMS = {"1": "decimal", "I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter", "": "none"}


@dataclass
class Level:
    """One level of a list style."""

    form: str
    before: str
    after: str
    shown: int
    start: int
    sign: str | None = None


def read_odt(path: Path) -> Converted:
    """The text of an ODT file. Raises UnreadableFile."""
    archive = Archive(path)
    manifest = archive.xml("META-INF/manifest.xml")
    if manifest is not None and any(local(e) == "encryption-data" for e in manifest.iter()):
        raise UnreadableFile(LOCKED)
    root = archive.xml("content.xml")
    body = child(root, "body", "text")
    if root is None or body is None:
        raise UnreadableFile(BROKEN)
    reader = _Reader([archive.xml("styles.xml"), root])
    text, scheme = repair(lines(list(reader.blocks(body))))
    return Converted(paged(text), [CONVERTED.format(name=NAMES[scheme])] if scheme else [], glue=False)


class _Reader:
    def __init__(self, roots: list[Element | None]) -> None:
        self.styles: dict[str, dict[int, Level]] = {}
        for root in roots:
            for element in root.iter() if root is not None else ():
                if local(element) == "list-style":
                    self.styles[attribute(element, "name") or ""] = _levels(element)
        self.counters: dict[str, dict[int, int]] = {}

    def blocks(self, parent: Element, style: str = "", level: int = 0) -> Iterator[Block]:
        """Paragraphs, lists and tables in order."""
        for element in parent:
            match local(element):
                case "p" | "h":
                    yield Paragraph(_text(element))
                case "list":
                    yield from self._list(element, attribute(element, "style-name") or style, level + 1)
                case "table":
                    yield Table([self._row(row) for row in _rows(element)])
                case "soft-page-break":
                    yield Paragraph(PAGE)
                case name if name not in SKIPPED:
                    yield from self.blocks(element, style, level)

    def _list(self, element: Element, style: str, level: int) -> Iterator[Block]:
        counters = self.counters.setdefault(style, {})
        if attribute(element, "continue-numbering") != "true" and attribute(element, "continue-list") is None:
            counters.pop(level, None)
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            numbered = local(item) == "list-item"
            for block in self._item(item, style, level):
                if numbered and isinstance(block, Paragraph) and not block.label and block.text.strip():
                    numbered = False
                    yield Paragraph(block.text, self._label(style, level))
                else:
                    yield block

    def _item(self, item: Element, style: str, level: int) -> Iterator[Block]:
        """The blocks of one item. A list inside it is read after the item has been counted."""
        yield from self.blocks(item, style, level)

    def _label(self, style: str, at: int) -> str:
        counters = self.counters.setdefault(style, {})
        levels = self.styles.get(style, {})
        level = levels.get(at)
        if level is None:
            return ""
        if level.sign is not None:
            return bullet(level.sign)
        counters[at] = counters[at] + 1 if at in counters else level.start
        for deeper in [key for key in counters if key > at]:
            del counters[deeper]
        shown = range(max(1, at - level.shown + 1), at + 1)
        numbers = [
            formatted(counters.get(k, 1), levels[k].form) for k in shown if k in levels and levels[k].sign is None
        ]
        return f"{level.before}{'.'.join(n for n in numbers if n)}{level.after}".strip()

    def _row(self, row: Element) -> list[Cell]:
        cells = []
        for cell in row:
            if local(cell) == "table-cell":
                width = attribute(cell, "number-columns-spanned") or "1"
                cells.append(Cell(list(self.blocks(cell)), min(int(width), 60) if width.isdigit() else 1))
        return cells


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        if local(element) == "table-row":
            yield element
        elif local(element) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element)


def _levels(style: Element) -> dict[int, Level]:
    found = {}
    for element in style:
        name = local(element)
        at = attribute(element, "level") or ""
        if not at.isdigit():
            continue
        if name == "list-level-style-bullet":
            found[int(at)] = Level("bullet", "", "", 1, 1, attribute(element, "bullet-char") or "-")
        elif name == "list-level-style-number":
            shown, start = attribute(element, "display-levels") or "1", attribute(element, "start-value") or "1"
            found[int(at)] = Level(
                FORMS.get(attribute(element, "num-format") or "", "decimal"),
                attribute(element, "num-prefix") or "",
                attribute(element, "num-suffix") or "",
                int(shown) if shown.isdigit() else 1,
                int(start) if start.isdigit() else 1,
            )
    return found


def _text(element: Element) -> str:
    """The characters of a paragraph; blanks are collapsed there, and noted as elements where they count."""
    parts = [_collapsed(element.text)]
    for part in element:
        match local(part):
            case "s":
                count = attribute(part, "c") or "1"
                parts.append(" " * min(int(count) if count.isdigit() else 1, 200))
            case "tab":
                parts.append("\t")
            case "line-break":
                parts.append("\n")
            case "soft-page-break":
                parts.append(PAGE)
            case "frame" | "custom-shape":
                parts.append("".join("\n" + _text(p) for p in part.iter() if local(p) in ("p", "h")))
            case name if name not in SKIPPED:
                parts.append(_text(part))
        parts.append(_collapsed(part.tail))
    return "".join(parts)


def _collapsed(text: str | None) -> str:
    if not text:
        return ""
    inner = " ".join(text.split())
    return (" " if text[0].isspace() else "") + inner + (" " if inner and text[-1].isspace() else "")
