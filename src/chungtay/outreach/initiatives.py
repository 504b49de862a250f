"""The public list of a locality's recognised initiatives: only what may be published (R-126), only once it is decided.

Names, units and results; no shares, no titles of persons, no files, nothing of what was declined or annulled.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chungtay.initiatives.models import Initiative
from chungtay.initiatives.queries import recognised_in
from chungtay.kit.states import state_of
from chungtay.kit.text import fold, year_in
from chungtay.localities.access import public_page
from chungtay.localities.models import Locality

PER_PAGE = 30
MOST_TYPED = 80


@dataclass(frozen=True)
class Shown:
    """The public face of one initiative."""

    title: str
    kind: str
    authors: str
    unit: str
    content: str
    effect: str
    places: list[str]
    state: str
    number: str
    decided_on: dt.date | None


def _shown(row: Initiative) -> Shown:
    act = row.recognition
    return Shown(
        row.title, str(row.get_kind_display()), "; ".join(str(author) for author in row.authors.all()),
        str(row.unit or ""), row.content, row.effect, [str(place) for place in row.replications.all()],
        state_of(row).public_label or "", act.code if act else "", act.dated if act else None,
    )  # fmt: skip


@public_page
@require_safe
def show_initiatives(request: HttpRequest, locality: str) -> HttpResponse:
    """What the locality recognised in decisions that have their number; searched without accents."""
    found = Locality.objects.filter(code=locality).first()
    if found is None:
        raise Http404
    year = year_in(request.GET.get("nam", ""))
    decided = [
        row for row in recognised_in(found, year).prefetch_related("replications__unit")
        if row.recognition and row.recognition.code
    ]  # fmt: skip
    typed = request.GET.get("q", "").strip()[:MOST_TYPED]
    words = fold(typed).split()
    kept = [row for row in decided if all(word in row.folded for word in words)]
    page = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    context = {"locality": found, "rows": [_shown(row) for row in page], "page": page, "typed": typed, "any": decided}
    response = render(request, "outreach/initiatives.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"  # names are for those who come to look, not for search engines
    response["Cache-Control"] = "private, no-store"
    return response
