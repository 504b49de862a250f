"""What leaves the house: a bundle of a round, an envelope for the document exchange."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chungtay import typesetting
from chungtay.accounts.roles import Permission
from chungtay.documents import edxml as exchange
from chungtay.documents import queries
from chungtay.documents.actions import full_data, number_of
from chungtay.documents.jobs import ZIP
from chungtay.documents.keeping import open_kept
from chungtay.documents.models import Document, StoredFile
from chungtay.documents.signature_actions import newest_bytes
from chungtay.kit.clock import now
from chungtay.kit.errors import UserError
from chungtay.localities.access import ReaderRequest, page
from chungtay.signing.places import page_count

MOST_CODE = 40


@page(Permission.READ_DOCUMENTS)
@require_GET
def bundle(request: ReaderRequest, pk: int) -> HttpResponseBase:
    """A collected archive. Evidence of dossiers is in it, so not everybody who reads papers may open it."""
    request.reader.must(Permission.READ_DOSSIERS)
    stored = request.reader.get(StoredFile, pk=pk, media_type=ZIP)
    response = FileResponse(open_kept(stored), as_attachment=True, filename=stored.name, content_type=ZIP)
    response["Cache-Control"] = "private, no-store"
    return response


@page(Permission.READ_DOCUMENTS)
@require_GET
def edxml(request: ReaderRequest, pk: int) -> HttpResponse:
    """An issued paper as edXML; `?ma=` is the electronic identifier of the office, when it has one."""
    document = request.reader.get(Document.objects.select_related("register_entry", "locality", "pdf"), pk=pk)
    number = number_of(document)
    if document.state != Document.State.ISSUED or number is None or document.issued_on is None:
        raise UserError(_("Chỉ văn bản đã phát hành và có số mới xuất được edXML."))
    content = newest_bytes(document)
    paper = _paper(document, number, content, code=request.GET.get("ma", "").strip()[:MOST_CODE])
    body = exchange.envelope(paper, name=queries.file_name(document, "pdf"), content=content, at=now())
    response = HttpResponse(body, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{queries.file_name(document, "edxml")}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _paper(document: Document, number: str, content: bytes, *, code: str) -> exchange.Paper:
    assert document.issued_on is not None
    data = full_data(document)
    built = typesetting.build(document.kind, data)
    first, _slash, notation = number.partition("/")
    signer = next((each for each in reversed(built.signatures) if each.name), None)  # who answers for the paper
    competence, position = exchange.signer_of(signer.authority) if signer else ("", "")
    return exchange.Paper(
        number=first, notation=notation, place=built.place or document.locality.name, dated=document.issued_on,
        type_name=queries.kind_name(document.kind), subject=document.title,
        signer=signer.name or "" if signer else "", competence=competence, position=position, pages=page_count(content),
        sender=exchange.Party(document.locality.committee_in_full, code),
        places=[each.strip("- ;.") for each in (*built.addressees, *built.recipients)],
    )  # fmt: skip
