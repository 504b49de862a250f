"""Pages of the papers: the list, one paper, its file, the number registers."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chungtay import typesetting
from chungtay.accounts.roles import Permission
from chungtay.documents import queries
from chungtay.documents.actions import DOCX, number_of
from chungtay.documents.actions import render as render_paper
from chungtay.documents.models import Document
from chungtay.localities.access import ReaderRequest, page

PER_PAGE = 50
MEDIA_TYPES = {"pdf": "application/pdf", "docx": DOCX}


@page(Permission.READ_DOCUMENTS)
@require_GET
def show_list(request: ReaderRequest) -> HttpResponse:
    kind, year, words = (request.GET.get(name, "").strip() for name in ("loai", "nam", "q"))
    rows = queries.papers(request.reader, kind=kind, year=int(year) if year.isdecimal() else None)
    found = Paginator(queries.matching(rows, words[:80]), PER_PAGE).get_page(request.GET.get("page"))
    for paper in found:
        _dress(paper)
    context = {
        "papers": found, "kinds": [(slug, each.name) for slug, each in typesetting.KINDS.items()],
        "years": queries.years(request.reader), "kind": kind, "year": year, "words": words,
        "filtered": bool(kind or year or words),
    }  # fmt: skip
    return render(request, "documents/list.html", context)


def _dress(document: Document) -> Document:
    """Words and tone for the templates."""
    document.kind_name = queries.kind_name(document.kind)  # type: ignore[attr-defined]
    document.tone = queries.TONES[Document.State(document.state)]  # type: ignore[attr-defined]
    document.number = number_of(document)  # type: ignore[attr-defined]
    return document


_ONE = Document.objects.select_related(
    "register_entry__series", "locality", "pdf", "docx", "movement_paper__movement__locality", "decision"
)


@page(Permission.READ_DOCUMENTS)
@require_GET
def detail(request: ReaderRequest, pk: int) -> HttpResponse:
    document = _dress(request.reader.get(_ONE, pk=pk))
    filed = getattr(document, "movement_paper", None)
    if filed is not None:
        request.movement = filed.movement  # type: ignore[attr-defined]
    context = {"document": document, "filed": filed, "decision": getattr(document, "decision", None)}
    return render(request, "documents/detail.html", context)


@page(Permission.READ_DOCUMENTS)
@require_GET
def file(request: ReaderRequest, pk: int, form: str) -> HttpResponse:
    """The stored bytes of an issued paper, a draft as it stands now. `?tai=1` downloads instead of showing."""
    if form not in MEDIA_TYPES:
        raise Http404
    document = request.reader.get(Document.objects.select_related("register_entry", "pdf", "docx"), pk=pk)
    way = "attachment" if form == "docx" or request.GET.get("tai") else "inline"
    response = HttpResponse(render_paper(document, form), content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = f'{way}; filename="{queries.file_name(document, form)}"'
    response["Cache-Control"] = "private, no-store"
    return response


@page(Permission.READ_DOCUMENTS)
@require_GET
def register(request: ReaderRequest) -> HttpResponse:
    """The numbers of one series of one year: given, skipped, annulled (R-95…R-97)."""
    known = list(queries.series_of(request.reader))
    asked = request.GET.get("so", "")
    chosen = next((s for s in known if str(s.pk) == asked), known[0] if known else None)
    lines = []
    if chosen is not None:
        lines = list(queries.register_lines(list(chosen.entries.select_related("document"))))
    shown = Paginator(lines[::-1], PER_PAGE).get_page(request.GET.get("page"))
    context = {"series": known, "chosen": chosen, "lines": shown, "given": sum(1 for line in lines if line.entry)}
    return render(request, "documents/register.html", context)
