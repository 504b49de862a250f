"""Places of the words on pre-printed stock (phôi in sẵn): one for each field, in mm from the corner of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from chungtay.typesetting import layout
from chungtay.typesetting.errors import TypesettingError

Align = Literal["left", "center", "right"]
ALIGNS: tuple[Align, ...] = ("left", "center", "right")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands. `x`: left edge of its box, `y`: base line of its first line (of the QR code: its top edge),
    `width` of the box, all in mm from the top left corner of the sheet; letters of `size` pt, at least `size_min`.

    `breaks`: a long text takes more lines before it takes smaller letters; else smaller letters before more lines.
    """

    field: str
    x: float
    y: float
    width: float
    size: float
    size_min: float
    align: Align = "left"
    lines: int = 1
    bold: bool = False
    italic: bool = False
    breaks: bool = False
    label: str = ""


def fields() -> dict[str, str]:
    """Every field that has a place, with its label, in the order of the sheet."""
    return {name: str(entry["label"]) for name, entry in _table().items()}


def usual() -> tuple[Place, ...]:
    """The places to begin with: those of our own sheet."""
    return tuple(_place(name, entry) for name, entry in _table().items() if entry["usual"])


def spare(field: str) -> Place:
    """Where a field would stand when it is switched on."""
    return _place(field, _table()[field])


def read(entries: Iterable[Mapping[str, Any]]) -> tuple[Place, ...]:
    """Places as stored, checked: known fields, each once, inside the sheet. Raises TypesettingError in Vietnamese."""
    m = layout.measures("certificate")
    wide, high = m["page_width"], m["page_height"]
    found: dict[str, Place] = {}
    for entry in entries:
        name = str(entry.get("field"))
        if name not in _table() or name in found:
            raise TypesettingError(f"Vị trí “{name}” không có trong mẫu giấy khen, hoặc đặt hai lần.")
        place = _place(name, {**_table()[name], **entry})
        if not (place.x >= 0 and place.x + place.width <= wide and place.width > 0 and 0 < place.y <= high):
            raise TypesettingError(
                f"“{place.label}” nằm ngoài tờ giấy {wide:g} × {high:g} mm; xem lại số đo trái, bề rộng và chân chữ."
            )
        if not 4 <= place.size_min <= place.size <= 80:
            raise TypesettingError(f"“{place.label}”: cỡ chữ từ 4 đến 80, cỡ nhỏ nhất không lớn hơn cỡ thường.")
        found[name] = place
    return tuple(found[name] for name in _table() if name in found)


def plain(places: Iterable[Place]) -> list[dict[str, Any]]:
    """Places as they are stored; the labels follow the program."""
    kept = ("field", "x", "y", "width", "size", "size_min", "align", "lines", "bold", "italic")
    return [{name: getattr(place, name) for name in kept} for place in places]


def _table() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = layout.table("certificate_places")["fields"]
    return found


def _place(name: str, entry: Mapping[str, Any]) -> Place:
    align = str(entry["align"])
    if align not in ALIGNS:
        raise TypesettingError(f"“{entry['label']}”: canh chữ chỉ có trái, giữa, phải.")
    return Place(
        field=name,
        x=float(entry["x"]),
        y=float(entry["y"]),
        width=float(entry["width"]),
        size=float(entry["size"]),
        size_min=float(entry["size_min"]),
        align=ALIGNS[ALIGNS.index(align)],
        lines=int(entry["lines"]),
        bold=bool(entry.get("bold")),
        italic=bool(entry.get("italic")),
        breaks=bool(entry.get("breaks")),
        label=str(entry["label"]),
    )
