"""Pages of the papers: the list, one paper, its file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chungtay import typesetting
from chungtay.accounts.roles import Permission
from chungtay.documents import page as paper_page
from chungtay.documents import queries
from chungtay.documents.actions import DOCX
from chungtay.documents.actions import render as render_paper
from chungtay.documents.models import Document
from chungtay.kit.text import year_in
from chungtay.localities.access import ReaderRequest, page

PER_PAGE = 50
MEDIA_TYPES = {"pdf": "application/pdf", "docx": DOCX}


@page(Permission.READ_DOCUMENTS)
@require_GET
def show_list(request: ReaderRequest) -> HttpResponse:
    kind, year, words = (request.GET.get(name, "").strip() for name in ("loai", "nam", "q"))
    rows = queries.papers(request.reader, kind=kind, year=year_in(year))
    found = Paginator(queries.matching(rows, words[:80]), PER_PAGE).get_page(request.GET.get("page"))
    for paper in found:
        paper_page.dress(paper)
    context = {
        "papers": found, "kinds": [(slug, each.name) for slug, each in typesetting.KINDS.items()],
        "years": queries.years(request.reader), "kind": kind, "year": year, "words": words,
        "filtered": bool(kind or year or words),
    }  # fmt: skip
    return render(request, "documents/list.html", context)


@page(Permission.READ_DOCUMENTS)
@require_GET
def detail(request: ReaderRequest, pk: int) -> HttpResponse:
    return paper_page.show(request, paper_page.load(request, pk))


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
