"""A reading for people: each field with its value, the words it came from and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from chungtay.reading.model import Field, Reading
from chungtay.reading.vocabulary import vocabulary

QUOTE = 90
HIDDEN = re.compile(r"\.(?:id|measure|checkable_by)$|^notes|status_oddities|^source$|^is_plan$")


def summary(reading: Reading) -> str:
    """The whole reading as lines of Vietnamese text; what the document does not say reads 'không nêu'."""
    if reading.plan.get("is_plan") is False:
        kind = reading.plan.get("document_type") or "chưa rõ"
        head = f"{reading.plan['source']}: không phải kế hoạch phong trào thi đua."
        return f"{head}\nLoại văn bản: {kind}\n{reading.plan['reason']}\n"
    lines = [f"Kế hoạch đọc từ tệp: {reading.plan['source']}"]
    for key, value in reading.plan.items():
        if HIDDEN.search(key):
            continue
        lines += ["", _label(key).upper()]
        lines += list(_entries(reading, key, value, 1))
    warnings = sorted({w for field in reading.provenance.values() for w in field.warnings})
    if warnings:
        lines += ["", "CẦN XEM LẠI", *(f"  - {w}" for w in warnings)]
    return "\n".join(lines) + "\n"


def _entries(reading: Reading, path: str, value: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(value, list):
        if not value:
            yield f"{pad}không nêu"
        for number, item in enumerate(value, start=1):
            inner = f"{path}[{number - 1}]"
            if isinstance(item, dict):
                yield f"{pad}{number}."
                yield from _entries(reading, inner, item, depth + 1)
            else:
                yield f"{pad}{number}. {_said(reading.provenance[inner])}"
        return
    for key, item in value.items():
        inner = f"{path}.{key}"
        if HIDDEN.search(inner) or (item is None and depth > 2):
            continue
        if isinstance(item, dict | list):
            if item:
                yield f"{pad}{_label(key)}:"
                yield from _entries(reading, inner, item, depth + 1)
        elif inner in reading.provenance:
            yield f"{pad}{_label(key)}: {_said(reading.provenance[inner])}"


STATES = {
    "absent": "không nêu",
    "not_found": "không nêu (không thấy phần này trong văn bản)",
    "unreadable": "không đọc được",
}


def _said(field: Field) -> str:
    """Value ← "words", mục III.2, dòng 84."""
    if field.state != "found":
        return STATES[field.state]
    value = shown(field.value)
    raw = " ".join(field.raw.split())
    quote = f" ← “{raw if len(raw) <= QUOTE else raw[: QUOTE - 1].rstrip() + '…'}”" if raw and raw != value else ""
    place = (f", mục {field.section}" if field.section else "") + (f", dòng {field.line}" if field.line else "")
    return f"{value}{quote or (' ←' if place else '')}{place if quote else place.replace(',', '', 1)}"


def shown(value: Any) -> str:
    """A value as a Vietnamese reader writes it: 05/12/2025, 99,5; words of closed lists by their labels."""
    text = str(value)
    date = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if date and not isinstance(value, int):
        return "/".join(part for part in reversed(date.groups()) if part)
    if isinstance(value, float):
        return text.replace(".", ",")
    return str(vocabulary("labels")["values"].get(text, text))


def _label(key: str) -> str:
    return str(vocabulary("labels")["keys"].get(key, key))
