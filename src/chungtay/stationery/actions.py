"""Keeping stationery: versions are added, a choice is added, a printer is set. Nothing here is changed or deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.documents.actions import DOCX, store_file
from chungtay.documents.models import StoredFile
from chungtay.kit.errors import Forbidden, UserError
from chungtay.localities.access import Reader
from chungtay.localities.models import Locality
from chungtay.stationery import dictionary, sandbox
from chungtay.stationery.models import ArtChoice, CertificateArt, Printer, WordChoice, WordTemplate
from chungtay.stationery.pictures import Prepared
from chungtay.typesetting import Printer as Correction
from chungtay.typesetting import TypesettingError, certificate_places

MOST_WORD = 10 * 1024 * 1024
_LAST = ".docx"


def add_template(*, kind: str, name: str, content: bytes, note: str, by: Reader, at: dt.datetime) -> WordTemplate:
    """Keeps an uploaded Word template as the next version of its kind, with what was found in it.

    One with unknown fields is kept too, so that it can be looked at and mended; it cannot be used. The same bytes again
    are the same version. Raises UserError for files that are no plain Word template.
    """
    if kind not in dictionary.kinds():
        raise UserError(_("Không có loại văn bản này. Chọn lại trong danh sách."), field="kind")
    if not name.lower().endswith(_LAST):
        raise UserError(
            _("Chỉ nhận tệp Word .docx không macro. Trong Word chọn Lưu thành → Word Document (.docx)."), field="file"
        )
    if len(content) > MOST_WORD:
        raise UserError(
            _("Tệp mẫu nặng quá %(limit)s MB. Giảm hình trong mẫu rồi tải lên.") % {"limit": MOST_WORD // 1048576},
            field="file",
        )
    try:
        report = sandbox.run("inspect", {"kind": kind}, {"template.docx": content}).answer
    except UserError as error:
        raise UserError(error.message, field="file", details=error.details) from error
    return _keep_template(kind=kind, name=name, content=content, note=note, report=report, by=by, at=at)


@transaction.atomic
def _keep_template(
    *, kind: str, name: str, content: bytes, note: str, report: Mapping[str, Any], by: Reader, at: dt.datetime
) -> WordTemplate:
    place = _locked(by)
    stored = store_file(locality=place, name=name, media_type=DOCX, content=content, at=at)
    same = WordTemplate.objects.filter(locality=place, kind=kind, file=stored).first()
    if same is not None:
        return same
    last = WordTemplate.objects.filter(locality=place, kind=kind).aggregate(last=Max("number"))["last"] or 0
    template = WordTemplate.objects.create(
        locality=place, kind=kind, number=last + 1, file=stored, name=name[:200], report=dict(report),
        made_at=at, made_by=by.name, note=note[:200],
    )  # fmt: skip
    after = {"kind": kind, "number": template.number, "sha256": stored.sha256, "usable": template.is_usable}
    record("stationery.template_added", by=by, at=at, scope=place.code, subject=template, after=after, note=note)
    return template


@transaction.atomic
def use_template(*, template: WordTemplate, by: Reader, at: dt.datetime) -> WordChoice:
    """From now on papers of the kind are written with this version. One with open faults is refused."""
    place = _own(template, by)
    if not template.is_usable:
        raise UserError(_("Mẫu còn chỗ chưa đúng nên chưa dùng được. Sửa trong Word rồi tải bản mới lên."))
    return _choose(place, template.kind, template, by=by, at=at)


@transaction.atomic
def use_standard(*, kind: str, by: Reader, at: dt.datetime) -> WordChoice:
    """From now on papers of the kind are written with the standard template again."""
    if kind not in dictionary.kinds():
        raise UserError(_("Không có loại văn bản này. Chọn lại trong danh sách."))
    return _choose(_locked(by), kind, None, by=by, at=at)


def _choose(place: Locality, kind: str, template: WordTemplate | None, *, by: Reader, at: dt.datetime) -> WordChoice:
    last = WordChoice.objects.filter(locality=place, kind=kind).first()
    if last is not None and last.template == template:
        return last
    choice = WordChoice.objects.create(locality=place, kind=kind, template=template, made_at=at, made_by=by.name)
    before = {"template": last.template.number if last and last.template else None}
    after = {"kind": kind, "template": template.number if template else None}
    record("stationery.template_chosen", by=by, at=at, scope=place.code, subject=choice, before=before, after=after)
    return choice


@transaction.atomic
def add_art(
    *,
    paper: str,
    ground: str,
    background: Prepared | None,
    emblem: Prepared | None,
    places: Sequence[Mapping[str, Any]],
    base: CertificateArt | None,
    note: str,
    by: Reader,
    at: dt.datetime,
) -> CertificateArt:
    """Keeps the next version of the certificate art. Pictures that are not given are taken over from `base`.

    Raises UserError for places outside the sheet, and for an own ground without a picture.
    """
    place = _locked(by)
    try:
        checked = certificate_places.plain(certificate_places.read(places))
    except TypesettingError as error:
        raise UserError(str(error), field="places") from error
    if paper == CertificateArt.Paper.STOCK and not checked:
        raise UserError(
            _("Chưa bật ô chữ nào nên phôi sẽ in ra trống. Bật ít nhất tên người được khen."), field="places"
        )
    kept = _pictures(place, background, base, at)
    if paper == CertificateArt.Paper.WHITE and ground == CertificateArt.Ground.OWN and kept[0] is None:
        raise UserError(_("Chưa có tệp nền. Chọn tệp nền, hoặc chọn viền có sẵn."), field="background")
    last = CertificateArt.objects.filter(locality=place).aggregate(last=Max("number"))["last"] or 0
    warnings = background.warnings if background else list(base.warnings) if base else []
    art = CertificateArt.objects.create(
        locality=place, number=last + 1, paper=paper, ground=ground, background=kept[0], picture=kept[1],
        emblem=_stored(place, "quoc-huy", emblem, at) or (base.emblem if base else None), places=checked,
        warnings=warnings, made_at=at, made_by=by.name, note=note[:200],
    )  # fmt: skip
    after = {
        "number": art.number, "paper": paper, "ground": ground,
        "background": art.background.sha256 if art.background else None,
        "emblem": art.emblem.sha256 if art.emblem else None,
    }  # fmt: skip
    record("stationery.art_added", by=by, at=at, scope=place.code, subject=art, after=after, note=note)
    return art


def _pictures(
    place: Locality, background: Prepared | None, base: CertificateArt | None, at: dt.datetime
) -> tuple[StoredFile | None, StoredFile | None]:
    """The ground as it is drawn, and as one picture for print runs where it is drawn by lines."""
    if background is None:
        return (base.background, base.picture) if base else (None, None)
    drawn = _stored(place, "nen-giay-khen", background, at)
    if not background.raster:
        return drawn, None
    picture = store_file(
        locality=place, name="nen-giay-khen.png", media_type="image/png", content=background.raster, at=at
    )
    return drawn, picture


def _stored(place: Locality, name: str, prepared: Prepared | None, at: dt.datetime) -> StoredFile | None:
    if prepared is None:
        return None
    return store_file(
        locality=place, name=f"{name}.{prepared.suffix}", media_type=prepared.media_type, content=prepared.data, at=at
    )


@transaction.atomic
def use_art(*, art: CertificateArt | None, by: Reader, at: dt.datetime) -> ArtChoice:
    """From now on certificates look like this version; None: the standard sheet. Printed ones stay as they are."""
    place = _locked(by) if art is None else _own(art, by)
    last = ArtChoice.objects.filter(locality=place).first()
    if last is not None and last.art == art:
        return last
    choice = ArtChoice.objects.create(locality=place, art=art, made_at=at, made_by=by.name)
    before = {"art": last.art.number if last and last.art else None}
    record("stationery.art_chosen", by=by, at=at, scope=place.code, subject=choice, before=before,
           after={"art": art.number if art else None})  # fmt: skip
    return choice


@transaction.atomic
def add_printer(*, name: str, by: Reader, at: dt.datetime) -> Printer:
    """A printer of the office, not corrected yet."""
    place = _locked(by)
    called = " ".join(name.split())
    if Printer.objects.filter(locality=place, name=called).exists():
        raise UserError(_("Đã có máy in tên này. Đặt tên khác, ví dụ thêm tên phòng."), field="name")
    printer = Printer.objects.create(locality=place, name=called, set_at=at)
    record("stationery.printer_added", by=by, at=at, scope=place.code, subject=printer, after={"name": called})
    return printer


@transaction.atomic
def set_printer(
    *, printer: Printer, correction: Correction, by: Reader, at: dt.datetime, version: int | None = None
) -> Printer:
    """Records what undoes the shift of a printer."""
    _own(printer, by)
    locked = Printer.locked(printer.pk, version=version)
    before = {"right": str(locked.right), "down": str(locked.down), "scale": str(locked.scale)}
    locked.right, locked.down = (Decimal(f"{value:.2f}") for value in (correction.right, correction.down))
    locked.scale, locked.set_at = Decimal(f"{correction.scale:.5f}"), at
    locked.save_next("right", "down", "scale", "set_at")
    after = {"right": str(locked.right), "down": str(locked.down), "scale": str(locked.scale)}
    record(
        "stationery.printer_set", by=by, at=at, scope=locked.locality.code, subject=locked, before=before, after=after
    )
    return locked


def _own(thing: WordTemplate | CertificateArt | Printer, by: Reader) -> Locality:
    """The reader's locality under lock, when the thing is its own. Raises Forbidden."""
    if thing.locality_id != by.locality.pk:
        raise Forbidden(_("Mẫu này của địa phương khác. Mở mẫu của địa phương đang làm việc."))
    return _locked(by)


def _locked(by: Reader) -> Locality:
    """The reader's locality under lock: two people who add a version at once get two numbers."""
    return Locality.objects.select_for_update().get(pk=by.locality.pk)
