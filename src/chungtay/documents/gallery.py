"""The gallery of papers: every kind that the machine can set, by stage, with a picture, who signs, and sample files.

Nothing of a locality is in it: all data are the shipped samples, so every role may look.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chungtay import typesetting
from chungtay.typesetting.kinds.kind import Stage
from chungtay.typesetting.samples import Sample, samples

STAGES: dict[Stage, Promise] = {
    Stage.LAUNCH: _("Phát động"),
    Stage.RUNNING: _("Thực hiện, theo dõi"),
    Stage.INITIATIVES: _("Sáng kiến"),
    Stage.DOSSIERS: _("Hồ sơ đề nghị"),
    Stage.MEETING: _("Họp xét, bỏ phiếu"),
    Stage.AWARD: _("Khen thưởng"),
    Stage.UPWARD: _("Trình cấp trên"),
    Stage.CLOSING: _("Tổng kết, công bố"),
    Stage.OTHER: _("Khác"),
}
_MADE = datetime(2025, 1, 1, tzinfo=UTC)  # the creation time of sample files: the same sample, the same bytes
_PICTURE_DPI = 90
_EDGE = 190  # grey of the line around a page, which is as white as the screen behind it


@dataclass(frozen=True)
class Shelf:
    """The samples of one stage."""

    title: Promise
    samples: list[Sample]

    @property
    def count(self) -> int:
        return len(self.samples)


def shelves() -> list[Shelf]:
    """All samples by stage, in the order of a movement."""
    found = [Shelf(title, [s for s in samples().values() if s.kind.stage is stage]) for stage, title in STAGES.items()]
    return [shelf for shelf in found if shelf.samples]


def count_kinds() -> int:
    """How many kinds of paper there are."""
    return len(typesetting.KINDS)


@functools.lru_cache(maxsize=128)
def content(slug: str, form: str) -> bytes:
    """A sample as "pdf" or "docx", or the picture of its first page as "png". Raises KeyError for what is not there."""
    sample = samples()[slug]
    return _FORMS[form](sample)


def _pdf(sample: Sample) -> bytes:
    return typesetting.render_pdf(sample.build(), timestamp=_MADE)


def _docx(sample: Sample) -> bytes:
    return typesetting.render_docx(sample.build())


def _picture(sample: Sample) -> bytes:
    from PIL import ImageDraw

    from chungtay import pdfium

    with pdfium.opened(content(sample.slug, "pdf")) as document:
        page = document[0].render(scale=_PICTURE_DPI / 72).to_pil().convert("L")
    ImageDraw.Draw(page).rectangle((0, 0, page.width - 1, page.height - 1), outline=_EDGE, width=3)
    image = page.quantize(16)
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True, bits=4)
    return made.getvalue()


_FORMS = {"pdf": _pdf, "docx": _docx, "png": _picture}
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
}
