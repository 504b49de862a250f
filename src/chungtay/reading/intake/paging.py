"""Pages of an office document, as far as the program that saved it noted where they began."""

from __future__ import annotations

import re

from chungtay.reading.intake.blocks import PAGE
from chungtay.reading.intake.source import Draft, cleaned


def paged(text: str) -> list[Draft]:
    """The pages of a text with page marks; one page without number where there are none.

    A mark may stand inside a paragraph, so pages are put together without anything between them. A page break that
    the writer typed and the break that Word then noted are one.
    """
    text = re.sub(rf"{PAGE}(\s*{PAGE})+", lambda m: m[0].replace(PAGE, "") + PAGE, cleaned(text)).strip("\n" + PAGE)
    text = re.sub(r"\n{3,}", "\n\n", text)
    parts = text.split(PAGE)
    if len(parts) == 1:
        return [Draft(text)]
    return [Draft(part, number) for number, part in enumerate(parts, start=1)]
