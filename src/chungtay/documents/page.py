"""The page of one paper: what is on it, its signed copies, and the forms of what may be done now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from chungtay.accounts.roles import Permission
from chungtay.documents import forms as own
from chungtay.documents import queries, word
from chungtay.documents.actions import number_of
from chungtay.documents.keeping import is_there
from chungtay.documents.models import Document, SignedCopy
from chungtay.documents.reports import TONES, rows_of_copy
from chungtay.documents.signature_actions import missing_names
from chungtay.localities.access import ReaderRequest

READ = Document.objects.select_related(
    "register_entry__series", "locality", "pdf", "docx", "movement_paper__movement__locality", "decision",
    "waiting_signature",
)  # fmt: skip


def load(request: ReaderRequest, pk: int) -> Document:
    """The paper in the person's scope; the navigation shows its movement."""
    document = request.reader.get(READ, pk=pk)
    filed = getattr(document, "movement_paper", None)
    if filed is not None:
        request.movement = filed.movement  # type: ignore[attr-defined]
    return dress(document)


def dress(document: Document) -> Document:
    """Words and tone for the templates."""
    document.kind_name = queries.kind_name(document.kind)  # type: ignore[attr-defined]
    document.tone = queries.TONES[Document.State(document.state)]  # type: ignore[attr-defined]
    document.number = number_of(document)  # type: ignore[attr-defined]
    document.template, _mark, document.own_form = document.template_version.partition(word.MARK)  # type: ignore[attr-defined]
    return document


def show(request: ReaderRequest, document: Document, *, bound: dict[str, forms.Form] | None = None) -> HttpResponse:
    """The page; with `bound`, a form that did not go through, as typed and with the reason (status 400)."""
    copies = list(SignedCopy.objects.filter(document=document).select_related("file"))
    newest = copies[0] if copies else None
    kept = [document.pdf, document.docx, newest.file if newest else None]
    missing = missing_names(document) if newest else []
    next_to_sign = "organisation" if newest and not missing else "person"
    context: dict[str, Any] = {
        "document": document, "filed": getattr(document, "movement_paper", None),
        "decision": getattr(document, "decision", None), "waiting": getattr(document, "waiting_signature", None),
        "copies": [{"copy": copy, "rows": rows_of_copy(copy)} for copy in copies],
        "newest": newest, "older": len(copies) - 1, "newest_tone": TONES[newest.verdict] if newest else "",
        "may_file": request.reader.can(Permission.FILE_SIGNATURES) and document.state == Document.State.ISSUED,
        "forms": {"upload": own.SignedFileForm(auto_id="tai-%s"), "answer": own.AnswerForm(auto_id="tra-loi-%s"),
                  "prepare": own.PrepareForm(auto_id="cho-%s", initial={"role": next_to_sign})} | (bound or {}),
        "missing_names": missing if newest else [],
        "gone": [stored.name for stored in kept if stored is not None and not is_there(stored)],
        "opened": dict.fromkeys(bound or (), True),
    }  # fmt: skip
    return render(request, "documents/detail.html", context, status=400 if bound else 200)
