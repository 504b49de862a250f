"""Which certificates: numbers of the golden book (R-87) as people write them, in the order in which they want them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from chungtay.decisions.models import Certificate
from chungtay.kit.errors import UserError

_PART = re.compile(r"(\d{1,5})(?:\s*[-–—]\s*(\d{1,5})?)?")
_JOINED = re.compile(r"\s*[-–—]\s*")
_SHOWN = 12
Chosen = TypeVar("Chosen", bound=Certificate)


def pick(waiting: Sequence[Chosen], text: str) -> list[Chosen]:
    """Those of `waiting` that the text names: "5, 3, 8-12" in this order; "57-" from 57 to the end; each once.

    A single number must be there; of a range those count that are. Raises UserError naming what is not understood, or
    not to be had.
    """
    by_number = {certificate.award.ordinal: certificate for certificate in waiting}
    found: dict[int, Chosen] = {}
    missing: list[str] = []
    for part in _parts(text):
        match = _PART.fullmatch(part)
        if match is None:
            raise UserError(
                _("“%(part)s” chưa phải số sổ vàng. Viết như 3, 7-9; từ 57 đến hết thì viết 57-.") % {"part": part},
                field="numbers",
            )
        numbers = _named(match, by_number)
        here = [number for number in numbers if number in by_number]
        if not here:
            missing.append(part)
        found |= {number: by_number[number] for number in here if number not in found}
    if missing:
        raise UserError(
            _("Không chọn được số %(numbers)s: ngoài danh sách, hoặc giấy đang ở bước khác. Xem cột Giấy khen.")
            % {"numbers": ", ".join(missing[:_SHOWN])},
            field="numbers",
        )
    return list(found.values())


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,;.]+", _JOINED.sub("-", text.strip())) if part]


def _named(match: re.Match[str], known: Iterable[int]) -> Iterable[int]:
    first = int(match[1])
    if match[2]:
        last = int(match[2])
        return sorted(n for n in known if min(first, last) <= n <= max(first, last))
    if len(match[0]) > len(match[1]):  # "57-"
        return sorted(n for n in known if n >= first)
    return (first,)


def in_words(certificates: Sequence[Certificate]) -> str:
    """Their numbers, runs joined: 1-56, 60."""
    runs: list[list[int]] = []
    for number in (certificate.award.ordinal for certificate in certificates):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
