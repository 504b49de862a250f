"""Pages of the gallery of papers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chungtay.accounts.roles import Permission
from chungtay.documents import gallery
from chungtay.localities.access import page

_KEEP = 3600  # seconds that a browser may keep a sample


@page(Permission.SEE_OWN_WORK)
@require_GET
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Every kind of paper by stage."""
    context = {"shelves": gallery.shelves(), "count": gallery.count_kinds()}
    return render(request, "documents/gallery.html", context)


@page(Permission.SEE_OWN_WORK)
@require_GET
def sample_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """A sample as PDF or Word, or the picture of its first page."""
    try:
        content = gallery.content(slug, form)
    except KeyError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=gallery.MEDIA_TYPES[form])
    way = "attachment" if form == "docx" or request.GET.get("tai") else "inline"
    response["Content-Disposition"] = f'{way}; filename="mau-{slug}.{form}"'
    response["Cache-Control"] = f"private, max-age={_KEEP}"
    return response
