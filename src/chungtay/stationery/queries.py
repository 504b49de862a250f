"""Reads of the stationery: what is in use for a paper or a certificate, and rendering with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chungtay.documents.keeping import read_kept
from chungtay.documents.models import StoredFile
from chungtay.kit.errors import UserError
from chungtay.localities.models import Locality
from chungtay.stationery import dictionary, sandbox
from chungtay.stationery.models import ArtChoice, CertificateArt, Printer, WordChoice, WordTemplate
from chungtay.typesetting import Border, DataError, Design, Picture, certificate_places
from chungtay.typesetting import Printer as Correction

FORMATS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}


def content_of(stored: StoredFile) -> bytes:
    """The bytes of a stored file. Raises UserError when they are gone from the store or changed."""
    return read_kept(stored)


def template_in_use(locality: Locality, kind: str) -> WordTemplate | None:
    """The version that papers of a kind are written with; None: the standard template."""
    rows = WordChoice.objects.filter(locality=locality, kind=kind).select_related("template__file")
    choice = rows.first()
    return choice.template if choice else None


def own_docx(locality: Locality, kind: str, data: Mapping[str, Any]) -> bytes | None:
    """The Word file of a paper in the commune's own template; None where the standard one is in use.

    Raises UserError that says where the template failed and how to go back to the standard one.
    """
    template = template_in_use(locality, kind)
    return None if template is None else filled(template, data)


def own_number(locality: Locality, kind: str) -> int | None:
    """Which version of the commune's own Word template papers of a kind are written with; None: the standard one."""
    template = template_in_use(locality, kind)
    return None if template is None else template.number


def filled(template: WordTemplate, data: Mapping[str, Any]) -> bytes:
    """A template filled with the data of a paper."""
    try:
        return _rendered(template, dictionary.context(template.kind, data), lenient=False)
    except DataError as error:
        raise UserError(_("Văn bản còn thiếu dữ liệu nên chưa soạn được."), details=list(error.problems)) from error
    except UserError as error:
        told = _("Mẫu Word riêng của xã (bản %(number)s) chưa điền được. Cán bộ thường trực vào “Mẫu riêng của xã” "
                 "sửa mẫu, hoặc bấm “Dùng lại mẫu chuẩn” rồi làm lại.")  # fmt: skip
        raise UserError(told % {"number": template.number}, details=[error.message, *error.details]) from error


def preview(template: WordTemplate) -> bytes:
    """The template filled with the sample paper; words that nobody knows are shown in «…»."""
    return _rendered(template, dictionary.sample(template.kind), lenient=True)


def preview_pdf(template: WordTemplate) -> bytes:
    """The same as PDF, where LibreOffice is installed; raises UserError where it is not."""
    made = sandbox.run("office", {}, {"template.docx": preview(template)}, wanted=("template.pdf",))
    return made.files["template.pdf"]


def _rendered(template: WordTemplate, context: Mapping[str, Any], *, lenient: bool) -> bytes:
    made = sandbox.run(
        "render",
        {"context": dict(context), "lenient": lenient},
        {"template.docx": content_of(template.file)},
        wanted=("made.docx",),
    )
    return made.files["made.docx"]


@dataclass(frozen=True)
class KindLine:
    """One kind of paper on the list: how many own versions there are, and which is in use."""

    kind: str
    name: str
    versions: int
    in_use: WordTemplate | None


def kind_lines(locality: Locality) -> list[KindLine]:
    """Every kind that may have an own template, with what is in use."""
    counted: dict[str, int] = {}
    for kind in WordTemplate.objects.filter(locality=locality).order_by().values_list("kind", flat=True):
        counted[kind] = counted.get(kind, 0) + 1
    chosen: dict[str, WordTemplate | None] = {}
    for choice in WordChoice.objects.filter(locality=locality).select_related("template"):
        chosen.setdefault(choice.kind, choice.template)
    return [KindLine(k, name, counted.get(k, 0), chosen.get(k)) for k, name in dictionary.kinds().items()]


def templates_of(locality: Locality, kind: str) -> QuerySet[WordTemplate]:
    """The versions of a kind, newest first."""
    return WordTemplate.objects.filter(locality=locality, kind=kind).select_related("file")


def choices_of(locality: Locality, kind: str) -> QuerySet[WordChoice]:
    """What was in use, newest first."""
    return WordChoice.objects.filter(locality=locality, kind=kind).select_related("template")


_ART_FILES = ("background", "picture", "emblem")


def art_in_use(locality: Locality) -> CertificateArt | None:
    """How the certificates of a locality look from now on; None: the house's own sheet."""
    rows = ArtChoice.objects.filter(locality=locality).select_related(*(f"art__{name}" for name in _ART_FILES))
    choice = rows.first()
    return choice.art if choice else None


def arts_of(locality: Locality) -> QuerySet[CertificateArt]:
    """The versions, newest first."""
    return CertificateArt.objects.filter(locality=locality).select_related(*_ART_FILES)


def design_of(art: CertificateArt | None, *, run: bool = False) -> Design:
    """The art as the typesetter takes it. `run`: a print run, where a drawn ground comes as one stored picture."""
    if art is None:
        return Design()
    ground = None
    if art.paper == CertificateArt.Paper.WHITE and art.ground == CertificateArt.Ground.OWN:
        ground = _picture(art.picture if run and art.picture else art.background)
    places = certificate_places.read(art.places) if art.paper == CertificateArt.Paper.STOCK else None
    return Design(background=ground, emblem=_picture(art.emblem), places=places)


def border_of(art: CertificateArt | None, *, run: bool = False) -> Border:
    """The border that goes with an art."""
    if art is not None and (art.paper == CertificateArt.Paper.STOCK or art.ground != CertificateArt.Ground.HOUSE):
        return Border.NONE
    return Border.PICTURE if run else Border.VECTOR


def guide_of(art: CertificateArt) -> Picture | None:
    """The picture of the pre-printed stock, to lay behind the words on the screen."""
    return _picture(art.picture or art.background) if art.paper == CertificateArt.Paper.STOCK else None


def _picture(stored: StoredFile | None) -> Picture | None:
    if stored is None:
        return None
    form = FORMATS[stored.media_type]
    return Picture(content_of(stored), form)  # type: ignore[arg-type]


def correction_of(printer: Printer | None) -> Correction:
    """What undoes the shift of a printer; nothing for None."""
    if printer is None:
        return Correction()
    return Correction(float(printer.right), float(printer.down), float(printer.scale))
