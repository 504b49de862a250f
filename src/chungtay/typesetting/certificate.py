"""Giấy khen: A4 landscape by the order of R-80…R-88, one PDF of any number of sheets."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from chungtay.typesetting import layout, tree, wording
from chungtay.typesetting.certificate_places import Place
from chungtay.typesetting.errors import TypesettingError
from chungtay.typesetting.metrics import text_width
from chungtay.typesetting.pdf import compile_template, draw_template, query_template
from chungtay.typesetting.qr import qr_svg
from chungtay.typesetting.tree import Certificate

GIVE, AWARD = "TẶNG", "GIẤY KHEN"
_EMBLEM_ALT = "Quốc huy"
_EMBLEM_LIMIT = 2_000_000
_PARTS = {
    "authority": "Thẩm quyền tặng",
    "recipient": "Tên",
    "details": "Chức vụ, đơn vị hoặc địa chỉ",
    "achievement": "Thành tích",
}
_DETAILS_LIMIT = 2
_BEYOND_DOUBT = 0.95  # of the room: two ways of measuring the same words differ by less
_A_PICTURE = "Nền giấy khen"
How: TypeAlias = Literal["small", "wrapped", "over"]


class Border(enum.Enum):
    """The border of the sheet: sharp vector art for single files, a picture stored once for print runs, or none for
    paper on which it is printed already."""

    VECTOR = "vector"
    PICTURE = "picture"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the sheet, supplied by the awarding body: the emblem at the top centre (R-82; we draw no state
    emblem), or the ground with its border (R-81)."""

    data: bytes
    format: Literal["png", "svg", "jpg"]


Emblem = Picture


@dataclass(frozen=True, slots=True)
class Design:
    """How a commune's sheets look. Without anything it is the house's own sheet.

    `background` replaces the border. `places`: words only, each at its place, for pre-printed stock; None: the lines of
    R-82…R-88 in their order.
    """

    background: Picture | None = None
    emblem: Picture | None = None
    places: tuple[Place, ...] | None = None


@dataclass(frozen=True, slots=True)
class Printer:
    """What a printer does to paper, undone: the words move by mm (right, down) and grow by `scale` from the corner."""

    right: float = 0.0
    down: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Fit:
    """A text that did not fit as it should: `index` of the sheet from 0, `part` in words, `how` it was made to fit.

    "small": set in smaller letters; "wrapped": smallest letters and more lines; "over": it does not fit.
    """

    index: int
    part: str
    how: How


HOUSE, EXACT = Design(), Printer()


def load_emblem(path: Path) -> Picture:
    """The emblem in a PNG or SVG file. Raises TypesettingError when it is neither or larger than 2 MB."""
    data = path.read_bytes()
    if len(data) > _EMBLEM_LIMIT:
        raise TypesettingError("Tệp Quốc huy lớn hơn 2 MB; anh/chị chọn tệp nhỏ hơn.")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Picture(data, "png")
    if b"<svg" in data[:2000]:
        return Picture(data, "svg")
    raise TypesettingError("Tệp Quốc huy phải là ảnh PNG hoặc SVG.")


def render_certificates(
    items: Sequence[Certificate],
    *,
    border: Border,
    offset_mm: tuple[float, float] = (0, 0),
    timestamp: datetime,
    emblem: Picture | None = None,
    design: Design = HOUSE,
    printer: Printer = EXACT,
) -> bytes:
    """One PDF/A-2a with a sheet for each certificate, in order; template version and title stand in its metadata.

    `offset_mm` (right, down) moves the text, for the printer that pulls pre-printed paper askew; `printer` adds what is
    known of the printer. Long names and achievements are set smaller step by step; raises TypesettingError naming every
    sheet on which the smallest does not fit, when the list is empty or when an address does not fit a QR code. The
    space of the emblem stays free without one.
    """
    moved = Printer(printer.right + float(offset_mm[0]), printer.down + float(offset_mm[1]), printer.scale)
    chosen = design if emblem is None else Design(design.background, emblem, design.places)
    inputs = _inputs(items, border=border, design=chosen, printer=moved, proof=False)
    try:
        return compile_template("certificate.typ", inputs, timestamp=timestamp, table="certificate")
    except TypesettingError as error:
        if "CT-FIT:" not in str(error):
            raise
        raise TypesettingError("\n".join(overfull(items, chosen))) from error


def draw_certificate(
    item: Certificate,
    *,
    border: Border,
    design: Design = HOUSE,
    printer: Printer = EXACT,
    guide: Picture | None = None,
    ppi: float = 96,
) -> bytes:
    """The sheet as a PNG picture to look at; texts that do not fit are drawn as they are. `guide`: shown behind the
    words of pre-printed stock and never printed."""
    shown = Design(guide, design.emblem, design.places) if guide is not None else design
    inputs = _inputs([item], border=border, design=shown, printer=printer, proof=True)
    return draw_template("certificate.typ", inputs, table="certificate", ppi=ppi)


def fits(items: Sequence[Certificate], *, design: Design = HOUSE) -> list[Fit]:
    """What would be set smaller, broken or cut off, sheet by sheet, without printing anything."""
    bare = Design(None, None, design.places)
    inputs = _inputs(items, border=Border.NONE, design=bare, printer=EXACT, proof=True)
    told = query_template("certificate.typ", inputs, "<fit>", table="certificate")
    return [Fit(int(t["index"]), part_name(t["part"], design), t["how"]) for t in told]


def part_name(field: str, design: Design = HOUSE) -> str:
    """A part of the sheet in words."""
    labels = {place.field: place.label for place in design.places or ()}
    return labels.get(field) or _PARTS[field]


def overfull(items: Sequence[Certificate], design: Design) -> list[str]:
    """A line for each sheet that holds a text too long even at its smallest."""
    return [
        f"Giấy khen số {fit.index + 1} ({items[fit.index].recipient}): {fit.part} quá dài, "
        "không đặt vừa trang; anh/chị rút gọn."
        for fit in fits(items, design=design)
        if fit.how == "over"
    ]


def _inputs(
    items: Sequence[Certificate], *, border: Border, design: Design, printer: Printer, proof: bool
) -> dict[str, str]:
    if not items:
        raise TypesettingError("Chưa có ai trong danh sách in giấy khen.")
    for number, item in enumerate(items, start=1):
        if len(item.details) > _DETAILS_LIMIT:
            raise TypesettingError(
                f"Giấy khen số {number} ({item.recipient}): phần chức vụ, đơn vị chỉ in được {_DETAILS_LIMIT} dòng."
            )
    options = {
        "title": "Giấy khen",
        "author": tree.clean(items[0].authority),
        "version": str(layout.table("certificate")["version"]),
        "border": border.value,
        "dx": printer.right,
        "dy": printer.down,
        "scale": printer.scale,
        "proof": proof,
        "national": wording.NATIONAL_NAME,
        "motto": wording.MOTTO,
        "give": GIVE,
        "award": AWARD,
        "emblem": _picture(design.emblem, _EMBLEM_ALT),
        "background": _picture(design.background, _A_PICTURE),
        "places": None if design.places is None else [asdict(place) for place in design.places],
    }
    return {
        "sheets": json.dumps([_sheet(item, placed=design.places is not None) for item in items], ensure_ascii=False),
        "options": json.dumps(options, ensure_ascii=False),
    }


def _picture(picture: Picture | None, words: str) -> dict[str, object] | None:
    return None if picture is None else {"data": list(picture.data), "format": picture.format, "alt": words}


def decision_lines(item: Certificate) -> list[str]:
    """ "Quyết định số …, ngày …" and "Số sổ vàng: …" (R-87), dotted where the hand fills in."""
    number = tree.clean(item.decision_number or "") or "........"
    book = f"{item.golden_book:02d}" if item.golden_book is not None else "........"
    return [f"Quyết định số {number}, {wording.day_line(item.decision_date)}", f"Số sổ vàng: {book}"]


def date_line(item: Certificate) -> str:
    """Place and date of signing: the date of the decision (R-88)."""
    return f"{tree.clean(item.place)}, {wording.day_line(item.decision_date)}"


def _sheet(item: Certificate, *, placed: bool) -> dict[str, object]:
    sheet: dict[str, Any] = {
        "authority": tree.clean(item.authority).upper(),
        "salutation": tree.clean(item.salutation),
        "recipient": tree.clean(item.recipient),
        "details": [tree.clean(line) for line in item.details if tree.clean(line)],
        "achievement": tree.clean(item.achievement),
        "decision": decision_lines(item),
        "date": date_line(item),
        "signer_title": [tree.clean(line).upper() for line in item.signer_title],
        "signer_name": tree.clean(item.signer_name or "") or wording.DOTS,
        "qr": qr_svg(item.verify_url) if item.verify_url else "",
        "qr_alt": f"Mã QR tra cứu giấy khen {tree.clean(item.code)}".strip(),
        "code": tree.clean(item.code),
    }
    m = layout.measures("certificate")
    sheet["code_width"] = text_width(sheet["code"], m["code_size"])
    sheet["sure"] = _sure(sheet, m)
    return sheet | {"placed": _words(item, sheet)} if placed else sheet


def _sure(sheet: Mapping[str, Any], m: Mapping[str, float]) -> dict[str, bool]:
    """Which texts stand on one line at their full size beyond doubt: only the others are measured by the typesetter,
    which takes a fifth of the time of a run."""
    room = (m["page_width"] - 2 * m["content_x"]) * _BEYOND_DOUBT
    name = text_width(sheet["recipient"], m["name_size"], bold=True)
    name += text_width(f"{sheet['salutation']} ", m["name_size"] * 0.75) if sheet["salutation"] else 0.0
    words = m["achievement_width"] * _BEYOND_DOUBT
    return {
        "authority": text_width(sheet["authority"], m["authority_size"], bold=True) <= room,
        "recipient": name <= room,
        "details": all(text_width(line, m["details_size"]) <= room for line in sheet["details"]),
        "achievement": text_width(sheet["achievement"], m["achievement_size"]) <= words,
    }


def _words(item: Certificate, sheet: Mapping[str, Any]) -> dict[str, str]:
    """What stands at each place of pre-printed stock; what is unknown stays free for the hand."""
    day = item.decision_date
    number, book = tree.clean(item.decision_number or ""), item.golden_book
    decision, golden = sheet["decision"]
    return {
        "authority": sheet["authority"],
        "recipient": " ".join(part for part in (sheet["salutation"], sheet["recipient"]) if part),
        "name": sheet["recipient"],
        "details": ", ".join(sheet["details"]),
        "achievement": sheet["achievement"],
        "decision": decision,
        "decision_number": number,
        "golden_book": golden,
        "golden_number": "" if book is None else f"{book:02d}",
        "date": sheet["date"],
        "day": "" if day.day is None else f"{day.day:02d}",
        "month": "" if day.month is None else f"{day.month:02d}",
        "year": "" if day.year is None else str(day.year),
        "signer_title": "\n".join(sheet["signer_title"]),
        "signer_name": tree.clean(item.signer_name or ""),
    }
