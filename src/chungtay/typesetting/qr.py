"""QR codes of short addresses: small, sharp, the same every time."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any

from chungtay.typesetting.errors import TypesettingError

# What QR packs as "alphanumeric": an upper-case address then needs fewer, larger modules than a lower-case one.
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")
_MASK = 3  # a fixed mask: choosing the best of eight takes four times as long and scans no better at this size
_LONGEST = 120
_QUIET = 4  # modules of white on each side
_DARK = re.compile(rb"\x01+")


def _code(address: str) -> Any:
    if not _ALPHANUMERIC.fullmatch(address) or len(address) > _LONGEST:
        raise TypesettingError(
            f"Địa chỉ tra cứu “{address}” không đặt được vào mã QR; "
            f"dùng địa chỉ ngắn viết hoa, không dấu, tối đa {_LONGEST} ký tự."
        )
    import segno

    return segno.make(address, error="m", mask=_MASK, boost_error=False, micro=False)


@lru_cache(maxsize=4096)
def qr_svg(address: str) -> str:
    """The QR code of `address` as SVG without a size of its own, error level M, four modules of quiet zone.

    `address` must be upper case ("HTTPS://…/K/7Q2M4X9A") and at most 120 characters; raises TypesettingError otherwise.
    """
    rows = _code(address).matrix
    side = len(rows) + 2 * _QUIET
    runs = "".join(
        f"M{run.start() + _QUIET} {y}.5h{run.end() - run.start()}"
        for y, row in enumerate(rows, start=_QUIET)
        for run in _DARK.finditer(bytes(row))
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path stroke="#000" d="{runs}"/></svg>'


def qr_png(address: str) -> bytes:
    """The same code as a small PNG for Word files; same conditions."""
    out = io.BytesIO()
    _code(address).save(out, kind="png", border=_QUIET, scale=8)
    return out.getvalue()
