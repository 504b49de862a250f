"""QR codes of short addresses: small, sharp, the same every time."""

from __future__ import annotations

import io
import re
from functools import lru_cache

from chungtay.typesetting.errors import TypesettingError

# What QR packs as "alphanumeric": an upper-case address then needs fewer, larger modules than a lower-case one.
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")
_MASK = 3  # a fixed mask: choosing the best of eight takes four times as long and scans no better at this size
_LONGEST = 120


def _made(address: str, kind: str, **options: object) -> bytes:
    if not _ALPHANUMERIC.fullmatch(address) or len(address) > _LONGEST:
        raise TypesettingError(
            f"Địa chỉ tra cứu “{address}” không đặt được vào mã QR; "
            f"dùng địa chỉ ngắn viết hoa, không dấu, tối đa {_LONGEST} ký tự."
        )
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", mask=_MASK, boost_error=False, micro=False).save(out, kind=kind, border=4, **options)
    return out.getvalue()


@lru_cache(maxsize=4096)
def qr_svg(address: str) -> str:
    """The QR code of `address` as SVG without a size of its own, error level M, four modules of quiet zone.

    `address` must be upper case ("HTTPS://…/K/7Q2M4X9A") and at most 120 characters; raises TypesettingError otherwise.
    """
    return _made(address, "svg", omitsize=True, xmldecl=False, svgclass=None, lineclass=None).decode()


def qr_png(address: str) -> bytes:
    """The same code as a small PNG for Word files; same conditions."""
    return _made(address, "png", scale=8)
