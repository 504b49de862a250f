"""A whole round as one archive: every paper as issued, its signed copy, an index and checksums to check it without us.

The caller says what belongs to it (`Piece`); the files are collected by a job, because a round has hundreds.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from chungtay.documents import sheets
from chungtay.documents.actions import number_of, render
from chungtay.documents.archive import INDEX, SUMS
from chungtay.documents.keeping import PIECE, must_match, opened
from chungtay.documents.models import Document, SignedCopy, StoredFile
from chungtay.documents.queries import file_name
from chungtay.jobs.actions import enqueue_job
from chungtay.jobs.models import Job
from chungtay.kit.text import slugify
from chungtay.localities.access import Reader

KIND = "archive-bundle"
TABLE, FIRST = "muc-luc.xlsx", "doc-truoc.txt"
ALL_ON_WINDOWS = (
    "gc SHA256SUMS.txt | % { $ma, $tep = $_ -split '  ', 2; if ((Get-FileHash $tep).Hash -ne $ma) { \"SAI: $tep\" } }"
)


@dataclass(frozen=True)
class Piece:
    """One thing of a bundle: a paper, or a stored file (an upload, a certificate), by its key; `name` for a file
    whose own says nothing to people."""

    folder: str
    label: str
    document: int | None = None
    file: int | None = None
    name: str = ""


@dataclass
class Entry:
    """One file of the bundle as the index lists it; what is not known of an upload stays None."""

    path: str
    label: str
    size: int = 0
    sha256: str = ""
    number: str | None = None
    dated: str | None = None
    state: str | None = None
    template_version: str | None = None
    ruleset_version: str | None = None
    signed_by: list[str] = field(default_factory=list)


def order_bundle(*, title: str, pieces: Sequence[Piece], key: str, by: Reader, at: dt.datetime) -> Job:
    """Asks for a bundle; `key` names what it is of. The same pieces again give the same job, others a new one."""
    told = [dataclasses.asdict(piece) for piece in pieces]
    digest = hashlib.sha256(json.dumps([told, _state_of(pieces)], sort_keys=True).encode()).hexdigest()[:16]
    return enqueue_job(
        kind=KIND, title=title, key=f"{KIND}:{key}:{digest}", arguments={"title": title, "pieces": told}, by=by, at=at
    )


def _state_of(pieces: Sequence[Piece]) -> list[Any]:
    """What makes a bundle of the same papers a new one: another version of a paper, another signed copy."""
    keys = [piece.document for piece in pieces if piece.document]
    papers = Document.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "version")
    copies = SignedCopy.objects.filter(document__in=keys).order_by("pk").values_list("pk", flat=True)
    return [[list(each) for each in papers], list(copies)]


def write_bundle(
    out: BinaryIO, *, title: str, pieces: Sequence[Piece], reader: Reader, at: dt.datetime,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> None:  # fmt: skip
    """Writes the archive, one file of it in memory at a time; the same papers at the same moment give the same bytes.
    What the reader may not see is left out. Raises `UserError` naming a file that is gone from the store or changed."""
    documents = {
        each.pk: each
        for each in reader.scope(Document.objects.select_related("register_entry", "pdf", "docx", "locality")).filter(
            pk__in=[piece.document for piece in pieces if piece.document]
        )
    }
    uploads = {
        each.pk: each for each in reader.scope(StoredFile).filter(pk__in=[piece.file for piece in pieces if piece.file])
    }
    entries: list[Entry] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        taken: set[str] = set()
        for done, piece in enumerate(pieces, start=1):
            for entry, content in _files(piece, documents, uploads):
                entry.path = _free(entry.path, taken)
                entry.size, entry.sha256 = _put(archive, entry.path, content, at)
                entries.append(entry)
            step(done, len(pieces))
        _put_index(archive, title=title, entries=entries, reader=reader, at=at)


def _files(
    piece: Piece, documents: Mapping[int, Document], uploads: Mapping[int, StoredFile]
) -> Iterator[tuple[Entry, bytes | StoredFile]]:
    folder = slugify(piece.folder) or "khac"
    stored = uploads.get(piece.file or 0)
    if stored is not None:
        yield Entry(f"{folder}/{_safe(piece.name or stored.name)}", piece.label), stored
    document = documents.get(piece.document or 0)
    if document is None:
        return
    about: dict[str, Any] = {
        "number": number_of(document), "state": str(document.get_state_display()),
        "dated": document.issued_on.isoformat() if document.issued_on else None,
        "template_version": document.template_version, "ruleset_version": document.ruleset_version or None,
    }  # fmt: skip
    for form, kept in (("pdf", document.pdf), ("docx", document.docx)):
        path = f"{folder}/{_name(piece, document, form)}"
        yield Entry(path, piece.label, **about), kept if kept is not None else render(document, form)
    copy = document.signed_copies.select_related("file").order_by("-pk").first()
    if copy is not None:
        path = f"{folder}/{_name(piece, document, 'pdf').removesuffix('.pdf')}-da-ky.pdf"
        label = _("%(label)s (bản đã ký số)") % {"label": piece.label}
        yield Entry(path, label, **about, signed_by=[each["name"] for each in copy.signatures]), copy.file


def _name(piece: Piece, document: Document, form: str) -> str:
    """By its number; a paper without one by what it is, and that it is a draft where it is one."""
    if number_of(document):
        return file_name(document, form)
    draft = "-du-thao" if document.pdf is None else ""
    return f"{slugify(piece.label)[:80].strip('-') or document.kind}{draft}.{form}"


def _safe(name: str) -> str:
    """A file name that every system unpacks: folded, without folders."""
    stem, dot, ending = name.rpartition(".")
    return f"{slugify(stem or name) or 'tep'}{f'.{slugify(ending)}' if dot and stem else ''}"


def _free(path: str, taken: set[str]) -> str:
    """Two files of one name in a folder get a number."""
    stem, dot, ending = path.rpartition(".")
    number, free = 2, path
    while free in taken:
        free, number = f"{stem}-{number}{dot}{ending}", number + 1
    taken.add(free)
    return free


def _put(archive: zipfile.ZipFile, path: str, content: bytes | StoredFile, at: dt.datetime) -> tuple[int, str]:
    """Writes one file; its size and SHA-256 as they went into the archive."""
    told = zipfile.ZipInfo(path, date_time=at.timetuple()[:6])
    told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    digest, size = hashlib.sha256(), 0
    with _opened(content) as source, archive.open(told, "w", force_zip64=True) as held:
        for piece in iter(lambda: source.read(PIECE), b""):
            digest.update(piece)
            size += held.write(piece)
    if isinstance(content, StoredFile):  # a new checksum over changed bytes would bless them
        must_match(content, digest.hexdigest())
    return size, digest.hexdigest()


def _opened(content: bytes | StoredFile) -> BinaryIO:
    return io.BytesIO(content) if isinstance(content, bytes) else opened(content)


def _put_index(
    archive: zipfile.ZipFile, *, title: str, entries: Sequence[Entry], reader: Reader, at: dt.datetime
) -> None:
    index = {
        "title": title, "office": reader.locality.committee_in_full, "made_at": at.isoformat(), "made_by": reader.name,
        "index_files": [FIRST, INDEX, TABLE, SUMS], "files": [dataclasses.asdict(entry) for entry in entries],
    }  # fmt: skip
    sums = [(entry.sha256, entry.path) for entry in entries]
    for name, content in (
        (FIRST, _told_first(title, reader, at)),
        (INDEX, (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode()),
        (TABLE, _workbook(title, entries, reader, at)),
    ):
        sums.append((_put(archive, name, content, at)[1], name))
    _put(archive, SUMS, "".join(f"{digest}  {path}\n" for digest, path in sums).encode(), at)


def _told_first(title: str, reader: Reader, at: dt.datetime) -> bytes:
    """What somebody needs to know who opens the archive years later, without us."""
    lines = [
        title, f"{reader.locality.committee_in_full}, {at:%d/%m/%Y}", "",
        _("muc-luc.xlsx: danh sách các tệp, mở bằng Excel. muc-luc.json: danh sách đó cho máy đọc."),
        _("Tệp có đuôi -da-ky.pdf mang chữ ký số; tệp cùng tên không có đuôi đó là bản đã phát hành."),
        _("SHA256SUMS.txt: mã kiểm tra của từng tệp. Kiểm tra cả gói trên Linux: sha256sum -c SHA256SUMS.txt"),
        _("Kiểm tra một tệp trên Windows: certutil -hashfile TÊN-TỆP SHA256, rồi so với dòng của tệp đó."),
        _("Kiểm tra cả gói trên Windows: giải nén, mở PowerShell ở đó, chạy dòng dưới đây; không hiện gì là đúng."),
        ALL_ON_WINDOWS,
    ]  # fmt: skip
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")  # for Notepad


def _workbook(title: str, entries: Sequence[Entry], reader: Reader, at: dt.datetime) -> bytes:
    columns = [("TT", 5), ("Tệp", 44), ("Là gì", 44), ("Số, ký hiệu", 18), ("Ngày", 12), ("Tình trạng", 16),
               ("Ký số", 24), ("Mã kiểm tra (SHA-256)", 68)]  # fmt: skip
    rows: list[list[sheets.Value]] = [
        [number, entry.path, entry.label, entry.number, dt.date.fromisoformat(entry.dated) if entry.dated else None,
         entry.state, ", ".join(entry.signed_by), entry.sha256]
        for number, entry in enumerate(entries, start=1)
    ]  # fmt: skip
    return sheets.workbook(
        office=reader.locality.committee_in_full.upper(), title=_("Mục lục hồ sơ"),
        note=f"{title}. {_('Lập ngày %(day)s') % {'day': f'{at:%d/%m/%Y}'}}",
        columns=[sheets.Column(name, width) for name, width in columns], rows=rows, made_at=at,
    )  # fmt: skip
