"""QR codes of short addresses: small, sharp, the same every time."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from math import isqrt
from typing import Any

from chungtay.typesetting.errors import TypesettingError

# What QR packs as "alphanumeric": an upper-case address then needs fewer, larger modules than a lower-case one.
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")
_MASK = 3  # a fixed mask: choosing the best of eight takes four times as long and scans no better at this size
_LONGEST = 120
_QUIET = 4  # modules of white on each side
_DARK = re.compile(rb"\x00+")
_WORD_SCALE = 8  # pixels for each module of the picture in a Word file


def qr_rows(address: str) -> list[bytes]:
    """The code of `address` row by row without its quiet zone, one byte for each module: 0 is dark, 255 light.

    `address` must be upper case ("HTTPS://…/K/7Q2M4X9A") and at most 120 characters; raises TypesettingError otherwise.
    """
    modules = bytes(memoryview(_code(address).to_image(add_quiet_zones=False)))
    side = isqrt(len(modules))
    return [modules[begin : begin + side] for begin in range(0, len(modules), side)]


@lru_cache(maxsize=4096)
def qr_svg(address: str) -> str:
    """The code as SVG without a size of its own, four modules of quiet zone; same conditions."""
    rows = qr_rows(address)
    side = len(rows) + 2 * _QUIET
    runs = "".join(
        f"M{run.start() + _QUIET} {y}.5h{run.end() - run.start()}"
        for y, row in enumerate(rows, start=_QUIET)
        for run in _DARK.finditer(row)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path stroke="#000" d="{runs}"/></svg>'


def qr_png(address: str) -> bytes:
    """The code as a small PNG for Word files, with its quiet zone; same conditions."""
    from PIL import Image

    pixels = bytes(memoryview(_code(address).to_image(scale=_WORD_SCALE)))
    side = isqrt(len(pixels))
    out = io.BytesIO()
    Image.frombytes("L", (side, side), pixels).convert("1").save(out, "PNG")
    return out.getvalue()


def _code(address: str) -> Any:
    if not _ALPHANUMERIC.fullmatch(address) or len(address) > _LONGEST:
        raise TypesettingError(
            f"Địa chỉ tra cứu “{address}” không đặt được vào mã QR; "
            f"dùng địa chỉ ngắn viết hoa, không dấu, tối đa {_LONGEST} ký tự."
        )
    import zxingcpp

    return zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK)
