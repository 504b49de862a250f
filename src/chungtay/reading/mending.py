"""Damaged pages get their Vietnamese letters back before they are read; sound pages stay as they are.

What was restored stays marked as damaged, so that nothing read from it counts as sure.
"""

from __future__ import annotations

from dataclasses import replace

from chungtay.reading.intake import Page, Source
from chungtay.reading.restoration import restore

MENDED = "Chữ gốc mất dấu; máy đã phục hồi để đọc. So lại từng mục với bản giấy."


def mended(source: Source) -> Source:
    """The source with its damaged pages restored. The whole text is restored at once, because names are remembered
    across pages; lines keep their number, so pages keep their places."""
    if not source.damaged:
        return source
    old = source.text.split("\n")
    new = restore(source.text).text.split("\n")
    kept = list(old)
    for page in source.damaged:
        first = source.text.count("\n", 0, page.start)
        last = source.text.count("\n", 0, page.end)
        kept[first : last + 1] = new[first : last + 1]
    starts = [0]
    for line in kept:
        starts.append(starts[-1] + len(line) + 1)

    def moved(page: Page) -> Page:
        first = source.text.count("\n", 0, page.start)
        last = source.text.count("\n", 0, page.end)
        return replace(page, start=starts[first], end=starts[last + 1] - 1, words=())

    return replace(
        source,
        text="\n".join(kept),
        pages=tuple(moved(page) for page in source.pages),
        warnings=(*source.warnings, MENDED),
    )
