"""Where the Word file of a paper may come from besides the typesetter: a room above says so when the program starts.

The PDF is always the typesetter's: its places of signature, its PDF/A and its checks are those of the standard layout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chungtay.localities.models import Locality

Writer = Callable[[Locality, str, Mapping[str, Any]], bytes | None]
Numbered = Callable[[Locality, str], int | None]
MARK = "+w"  # template_version of a paper in the commune's own Word form: qd-2025.1+w3 is its third version
_writers: dict[Writer, Numbered] = {}


def set_by(writer: Writer, number: Numbered) -> None:
    """Registers who may write the Word file of a paper, and which version of the form that is; both answer None where
    there is none of its own."""
    _writers[writer] = number


def version(locality: Locality, kind: str, standard: str) -> str:
    """The template of a paper that is issued now, told so that it can be found again years later."""
    number = next((found for told in _writers.values() if (found := told(locality, kind)) is not None), None)
    return standard if number is None else f"{standard}{MARK}{number}"


def own_word(locality: Locality, kind: str, data: Mapping[str, Any]) -> bytes | None:
    """The Word file of a paper in the commune's own form; None: the standard one. Raises UserError."""
    for writer in _writers:
        made = writer(locality, kind, data)
        if made is not None:
            return made
    return None
