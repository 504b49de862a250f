"""The file of learnt tables: one deterministic binary, read without any library but Python's.

Layout: MAGIC, then an LZMA stream of a JSON header (4-byte little-endian length before it) and the raw arrays one
after another. The header names every array with its item code and length; byte order is little-endian. What is in the
tables and where it comes from stands in `header["about"]`.
"""

from __future__ import annotations

import json
import lzma
import sys
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MAGIC = b"CTRESTORE1\n"
SHIPPED = Path(__file__).parent / "assets" / "tables.bin"


class BadTables(Exception):
    """The file is not a table file of this version."""

    message = "Tệp bảng khôi phục dấu bị hỏng hoặc khác phiên bản. Hãy cài lại ChungTay."


def write(path: Path, header: Mapping[str, Any], arrays: Mapping[str, array[int]]) -> None:
    """Writes header and arrays; the same content gives the same bytes."""
    index = [(name, a.typecode, len(a)) for name, a in sorted(arrays.items())]
    text = json.dumps({**header, "arrays": index}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    body = b"".join(_little(a).tobytes() for _, a in sorted(arrays.items()))
    packed = lzma.compress(len(text).to_bytes(4, "little") + text + body, preset=6)
    path.write_bytes(MAGIC + packed)


def read(path: Path = SHIPPED) -> tuple[dict[str, Any], dict[str, array[int]]]:
    """Header and arrays of a table file.

    Raises BadTables for a file of another kind.
    """
    raw = path.read_bytes()
    if not raw.startswith(MAGIC):
        raise BadTables(path)
    try:
        data = lzma.decompress(raw[len(MAGIC) :])
        size = int.from_bytes(data[:4], "little")
        header = json.loads(data[4 : 4 + size])
        arrays, at = {}, 4 + size
        for name, code, length in header.pop("arrays"):
            values = array(code)
            values.frombytes(data[at : at + length * values.itemsize])
            at += length * values.itemsize
            arrays[name] = _little(values)
    except (lzma.LZMAError, ValueError, KeyError) as error:
        raise BadTables(path) from error
    return header, arrays


def _little(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values
