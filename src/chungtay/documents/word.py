"""Where the Word file of a paper may come from besides the typesetter: a room above says so when the program starts.

The PDF is always the typesetter's: its places of signature, its PDF/A and its checks are those of the standard layout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chungtay.localities.models import Locality

Writer = Callable[[Locality, str, Mapping[str, Any]], bytes | None]
_writers: list[Writer] = []


def set_by(writer: Writer) -> None:
    """Registers who may write the Word file of a paper; it answers None where it has nothing of its own."""
    if writer not in _writers:
        _writers.append(writer)


def own_word(locality: Locality, kind: str, data: Mapping[str, Any]) -> bytes | None:
    """The Word file of a paper in the commune's own form; None: the standard one. Raises UserError."""
    for writer in _writers:
        made = writer(locality, kind, data)
        if made is not None:
            return made
    return None
