"""Giấy khen: A4 landscape by the order of R-80…R-88, one PDF of any number of sheets."""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from chungtay.typesetting import layout, tree, wording
from chungtay.typesetting.errors import TypesettingError
from chungtay.typesetting.pdf import compile_template
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


class Border(enum.Enum):
    """The border of the sheet: sharp vector art for single files, a picture stored once for print runs, or none for
    paper on which it is printed already."""

    VECTOR = "vector"
    PICTURE = "picture"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Emblem:
    """The picture at the top centre (R-82), supplied by the administrator; we draw no state emblem."""

    data: bytes
    format: Literal["png", "svg"]


def load_emblem(path: Path) -> Emblem:
    """The emblem in a PNG or SVG file. Raises TypesettingError when it is neither or larger than 2 MB."""
    data = path.read_bytes()
    if len(data) > _EMBLEM_LIMIT:
        raise TypesettingError("Tệp Quốc huy lớn hơn 2 MB; anh/chị chọn tệp nhỏ hơn.")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Emblem(data, "png")
    if b"<svg" in data[:2000]:
        return Emblem(data, "svg")
    raise TypesettingError("Tệp Quốc huy phải là ảnh PNG hoặc SVG.")


def render_certificates(
    items: Sequence[Certificate],
    *,
    border: Border,
    offset_mm: tuple[float, float] = (0, 0),
    timestamp: datetime,
    emblem: Emblem | None = None,
) -> bytes:
    """One PDF/A-2a with a sheet for each certificate, in order; template version and title stand in its metadata.

    `offset_mm` (right, down) moves the text, for the printer that pulls pre-printed paper askew. Long names and
    achievements are set smaller step by step; raises TypesettingError naming the sheet when the smallest does not fit,
    when the list is empty or when an address does not fit a QR code. The space of the emblem stays free without one.
    """
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
        "dx": float(offset_mm[0]),
        "dy": float(offset_mm[1]),
        "national": wording.NATIONAL_NAME,
        "motto": wording.MOTTO,
        "give": GIVE,
        "award": AWARD,
        "emblem": None if emblem is None else {"data": list(emblem.data), "format": emblem.format, "alt": _EMBLEM_ALT},
    }
    inputs = {
        "sheets": json.dumps([_sheet(item) for item in items], ensure_ascii=False),
        "options": json.dumps(options, ensure_ascii=False),
    }
    try:
        return compile_template("certificate.typ", inputs, timestamp=timestamp, table="certificate")
    except TypesettingError as error:
        raise _fit_error(error, items) from error


def _fit_error(error: TypesettingError, items: Sequence[Certificate]) -> TypesettingError:
    _, found, rest = str(error).partition("CT-FIT:")
    if not found:
        return error
    index, part = rest.split('"')[0].split(":")
    return TypesettingError(
        f"Giấy khen số {int(index) + 1} ({items[int(index)].recipient}): {_PARTS[part]} quá dài, "
        "không đặt vừa trang; anh/chị rút gọn."
    )


def decision_lines(item: Certificate) -> list[str]:
    """ "Quyết định số …, ngày …" and "Số sổ vàng: …" (R-87), dotted where the hand fills in."""
    number = tree.clean(item.decision_number or "") or "........"
    book = f"{item.golden_book:02d}" if item.golden_book is not None else "........"
    return [f"Quyết định số {number}, {wording.day_line(item.decision_date)}", f"Số sổ vàng: {book}"]


def date_line(item: Certificate) -> str:
    """Place and date of signing: the date of the decision (R-88)."""
    return f"{tree.clean(item.place)}, {wording.day_line(item.decision_date)}"


def _sheet(item: Certificate) -> dict[str, object]:
    achievement = tree.clean(item.achievement)
    return {
        "authority": tree.clean(item.authority).upper(),
        "salutation": tree.clean(item.salutation),
        "recipient": tree.clean(item.recipient),
        "details": [tree.clean(line) for line in item.details if tree.clean(line)],
        "achievement": achievement,
        "decision": decision_lines(item),
        "date": date_line(item),
        "signer_title": [tree.clean(line).upper() for line in item.signer_title],
        "signer_name": tree.clean(item.signer_name or "") or wording.DOTS,
        "qr": qr_svg(item.verify_url) if item.verify_url else "",
        "qr_alt": f"Mã QR tra cứu giấy khen {tree.clean(item.code)}".strip(),
        "code": tree.clean(item.code),
    }
