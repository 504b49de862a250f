"""Files of plans on their way in: what may be read while the person waits, what a job reads, and the draft it makes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay import reading
from chungtay.documents.actions import store_file
from chungtay.documents.models import StoredFile
from chungtay.jobs.actions import enqueue_job
from chungtay.jobs.models import Job
from chungtay.kit.errors import UserError
from chungtay.localities.access import Reader
from chungtay.localities.models import Locality
from chungtay.plans.actions import draft_plan
from chungtay.plans.material import Material, provenance_json, read_material
from chungtay.plans.models import Plan, PlanVersion, SourcePage
from chungtay.reading.intake import joined
from chungtay.reading.intake.kinds import kind_of

KIND = "read-plan"
# Kinds of files that are read while the person waits; the others go through slow converters.
_QUICK = ("text", "docx", "odt")
_PAGES = ("pdf", "image")
Told: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class Given:
    """One file as somebody gave it."""

    name: str
    media_type: str
    content: bytes


def is_quick(given: Given) -> bool:
    """Whether reading takes no longer than a page may. Raises `UserError` for a file that nothing here can read."""
    return _kind(given) in _QUICK


def _kind(given: Given) -> str:
    try:
        return kind_of(given.content, name=given.name) if given.content.strip() else "text"
    except reading.UnreadableFile as error:
        raise UserError(error.message, field="file") from error


def read_upload(
    *, locality: Locality, files: Sequence[Given], by: Reader, at: dt.datetime, told: Told | None = None
) -> Plan:
    """Reads one file, or several that are pages of one plan in their order, and keeps them with the draft.

    `told` is called with the pages read and the pages known of so far, and may raise to end the reading. Raises
    `UserError` when they are no readable plan.
    """
    read = _read(files, told)
    plan = read.reading.plan
    if plan.get("is_plan") is False:
        raise UserError(
            _("Tệp này không phải kế hoạch phong trào thi đua: %(reason)s Chọn đúng tệp kế hoạch rồi tải lại.")
            % {"reason": plan["reason"]},
            field="file",
        )
    with transaction.atomic():
        stored = [
            store_file(locality=locality, name=file.name, media_type=file.media_type, content=file.content, at=at)
            for file in files
        ]
        draft = draft_plan(
            locality=locality, content=plan, provenance=provenance_json(read.reading.provenance, read.pages),
            source_text=read.reading.text, source_file=stored[0], source_notes=read.notes, by=by, at=at,
        )  # fmt: skip
        _keep_pages(draft.current, read, stored, at)
    return draft


def _read(files: Sequence[Given], told: Told | None) -> Material:
    sources = []
    done = 0
    for i, file in enumerate(files):

        def tell(read: int, of: int, before: int = done, left: int = len(files) - i - 1) -> None:
            if told is not None:
                told(before + read, before + max(of, 1) + left)

        try:
            sources.append(reading.decode(file.content, name=file.name, pictures=True, told=tell if told else None))
        except reading.UnreadableFile as error:
            said = f"{file.name}: {error.message}" if len(files) > 1 else error.message
            raise UserError(said, field="file") from error
        done += len(sources[-1].pages)
    name = files[0].name if len(files) == 1 else _("%(name)s và %(n)s tệp nữa") % {
        "name": files[0].name, "n": len(files) - 1,
    }  # fmt: skip
    return read_material(sources[0] if len(sources) == 1 else joined(sources, name=name))


def _keep_pages(version: PlanVersion, read: Material, stored: Sequence[StoredFile], at: dt.datetime) -> None:
    """The pages with their pictures, which are kept once for the same bytes like every file."""
    locality = version.plan.locality
    rows = []
    for page, picture, part in zip(read.pages, read.pictures, read.parts, strict=True):
        file = stored[part]
        kept = None
        if picture is not None:
            name = f"{file.name}, trang {page['number']}.jpg"
            kept = store_file(locality=locality, name=name, media_type="image/jpeg", content=picture.data, at=at)
        rows.append(SourcePage(version=version, file=file, picture=kept, **page))
    SourcePage.objects.bulk_create(rows)


@transaction.atomic
def read_later(*, locality: Locality, files: Sequence[Given], by: Reader, at: dt.datetime) -> Job:
    """Keeps the files and asks a job to read them as one plan; the same files again give the same job.

    Several files must be PDFs or pictures. Raises `UserError`.
    """
    if len(files) > 1:
        for file in files:
            if _kind(file) not in _PAGES:
                raise UserError(
                    _("%(name)s: chỉ ghép được ảnh và PDF. Tệp Word hay tệp chữ thì tải lên riêng.")
                    % {"name": file.name},
                    field="file",
                )
    stored = [
        store_file(locality=locality, name=file.name, media_type=file.media_type, content=file.content, at=at)
        for file in files
    ]
    if len(files) == 1:
        title, key = _("Đọc kế hoạch %(name)s") % {"name": files[0].name}, stored[0].sha256
    else:
        title = _("Đọc kế hoạch ghép từ %(n)s tệp, từ %(name)s") % {"n": len(files), "name": files[0].name}
        key = hashlib.sha256("+".join(file.sha256 for file in stored).encode()).hexdigest()
    arguments = {"stored": [file.pk for file in stored]}
    return enqueue_job(kind=KIND, title=title, key=f"{KIND}-{key}", arguments=arguments, by=by, at=at)


def already_read(stored: Sequence[StoredFile]) -> PlanVersion | None:
    """The draft that was made of just these files in this order, if there is one."""
    for version in PlanVersion.objects.filter(source_file=stored[0], number=1).order_by("pk"):
        files = list(dict.fromkeys(version.pages.order_by("number").values_list("file_id", flat=True)))
        if files == list(dict.fromkeys(file.pk for file in stored)):
            return version
    return None
