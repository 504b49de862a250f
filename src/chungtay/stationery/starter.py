"""A Word file to begin with: every word of the dictionary once, to be moved and dressed in Word."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.shared import Mm, Pt

from chungtay import typesetting
from chungtay.stationery.dictionary import ITEMS, Entry, entries


def starter(kind: str) -> bytes:
    """A .docx in the letters of official papers whose every field is filled by the program."""
    document: Any = docx.Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    head = document.add_paragraph().add_run(typesetting.KINDS[kind].name.upper())
    head.bold = True
    _write(document, entries(kind), "", 0)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write(document: Any, found: tuple[Entry, ...], path: str, depth: int) -> None:
    for entry in found:
        label = f"{entry.label[:1].upper()}{entry.label[1:]}"
        place = f"{path}{entry.name}"
        if entry.is_list:
            item = ITEMS[depth]
            document.add_paragraph(f"{label}:")
            document.add_paragraph(f"{{%p for {item} in {place} %}}")
            if entry.children:
                _write(document, entry.children, f"{item}.", depth + 1)
            else:
                document.add_paragraph(f"- {{{{ {item} }}}}")
            document.add_paragraph("{%p endfor %}")
        elif entry.children:
            document.add_paragraph(f"{label}:")
            _write(document, entry.children, f"{place}.", depth)
        else:
            document.add_paragraph(f"{label}: {{{{ {place} }}}}")
