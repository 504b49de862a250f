"""The calibration page of a printer: three crosses to measure with a ruler, and what the measures say."""

from __future__ import annotations

import json
from datetime import datetime

from chungtay.typesetting import layout
from chungtay.typesetting.certificate import EXACT, Printer
from chungtay.typesetting.errors import TypesettingError
from chungtay.typesetting.pdf import compile_template

EDGE = 25.0
"""mm from the left and upper edge of the sheet to the crosses."""
_FAR = 15.0  # mm that a ruler may be wrong or paper be pulled askew; beyond it something else was measured


def span() -> float:
    """mm from cross A to cross B."""
    return layout.measures("certificate")["page_width"] - 2 * EDGE


def calibration_page(*, name: str, printer: Printer = EXACT, timestamp: datetime) -> bytes:
    """One A4 landscape PDF page with crosses at known places; with `printer`, to check that its correction is right."""
    m = layout.measures("certificate")
    right, below = m["page_width"] - EDGE, m["page_height"] - EDGE
    corrected = "đã áp dụng số chỉnh" if printer != EXACT else "chưa chỉnh"
    options = {
        "title": "Trang căn chỉnh máy in", "author": name, "heading": f"Trang căn chỉnh máy in: {name} ({corrected})",
        "dx": printer.right, "dy": printer.down, "scale": printer.scale,
        "crosses": [
            {"x": EDGE, "y": EDGE, "name": "A"}, {"x": right, "y": EDGE, "name": "B"},
            {"x": EDGE, "y": below, "name": "C"},
        ],
        "steps": [
            "In trang này trên giấy A4 nằm ngang, chọn “Kích thước thật” (Actual size, 100%), không chọn “Vừa trang”.",
            "Lấy thước đo từ mép giấy đến tâm dấu chữ thập, ghi số vào ô bên phải, tính cả phần mười mm.",
            "Nhập ba số vào trang “Máy in”. Máy tính số chỉnh; in lại trang này để xem đã khớp chưa.",
        ],
        "rows": [
            {"words": "Từ mép trái tờ giấy đến dấu A", "should": f"{EDGE:g} mm"},
            {"words": "Từ mép trên tờ giấy đến dấu A", "should": f"{EDGE:g} mm"},
            {"words": "Từ dấu A đến dấu B", "should": f"{span():g} mm"},
        ],
    }  # fmt: skip
    inputs = {"options": json.dumps(options, ensure_ascii=False)}
    return compile_template("certificate_calibration.typ", inputs, timestamp=timestamp, table="certificate")


def correction(*, left: float, top: float, across: float) -> Printer:
    """What undoes a printer that puts cross A at (`left`, `top`) mm and cross B `across` mm to the right of it.

    Printed place = k × place + shift; so places grow by 1/k and move by -shift/k. Raises TypesettingError when the
    measures cannot come from this page.
    """
    if abs(left - EDGE) > _FAR or abs(top - EDGE) > _FAR or abs(across - span()) > _FAR:
        raise TypesettingError(
            f"Số đo lệch quá {_FAR:g} mm: có thể đo nhầm dấu, hoặc in “Vừa trang”. "
            "Anh/chị in lại với “Kích thước thật” rồi đo lại."
        )
    k = across / span()
    return Printer(right=round(EDGE - left / k, 2), down=round(EDGE - top / k, 2), scale=round(1 / k, 5))
