"""Pages that belong to no single room: my work today, search, the audit log."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from chungtay.accounts.roles import Permission
from chungtay.audit.models import Event
from chungtay.documents.models import Document
from chungtay.initiatives import queries as initiatives
from chungtay.kit.clock import today as present_day
from chungtay.kit.errors import UserError
from chungtay.kit.text import fold
from chungtay.localities.access import ReaderRequest, page, public_page
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import Movement
from chungtay.nominations.queries import visible
from chungtay.plans.models import Plan
from chungtay.web import guide
from chungtay.web import today as work
from chungtay.web.events import event_words

MOST_HITS = 20
MOST_LETTERS = 80  # of what is searched for; databases refuse longer patterns


@page(Permission.SEE_OWN_WORK)
def today(request: ReaderRequest) -> HttpResponse:
    on = present_day()
    reader = request.reader
    found = work.tasks(reader, on)
    near = [t for t in found if (t.days is None and not t.open_ended) or (t.days is not None and t.days <= 1)]
    later = [t for t in found if t not in near]
    upcoming = work.upcoming(reader, on) if reader.can(Permission.READ_MOVEMENTS) else []
    request.today_count = len(near)  # type: ignore[attr-defined]
    context = {
        "near": near,
        "later": later,
        "nothing_yet": work.nothing_yet(reader),
        "to_sign": sum(1 for t in near if t.rank == 0),
        "late": sum(1 for t in found if t.days is not None and t.days < 0),
        "upcoming": upcoming,
        "next_limit": next((limit for limit in upcoming if limit.days_left >= 0), None),
        "several": len({limit.movement.pk for limit in upcoming}) > 1,
        "may_read": reader.can(Permission.READ_MOVEMENTS),
        "may_upload": reader.can(Permission.EDIT_PLANS),
    }
    return render(request, "web/today.html", context)


@page(Permission.SEE_OWN_WORK)
def search(request: ReaderRequest) -> HttpResponse:
    """Finds by folded words in what this person may read; typing without accents is enough."""
    query = request.GET.get("q", "").strip()[:MOST_LETTERS]
    words = fold(query).split()
    reader = request.reader

    def matches(text: str) -> bool:
        folded = fold(text)
        return bool(words) and all(word in folded for word in words)

    hits: dict[str, list[Any]] = {}
    if words:
        if reader.can(Permission.READ_MOVEMENTS):
            hits["movements"] = [m for m in reader.scope(Movement) if matches(m.name)][:MOST_HITS]
            people = Q()
            for word in words:
                people &= Q(folded_name__contains=word)
            hits["people"] = list(reader.scope(Person).filter(people).select_related("unit")[:MOST_HITS])
            hits["units"] = [u for u in reader.scope(Unit) if matches(u.name)][:MOST_HITS]
        if reader.can(Permission.READ_PLANS):
            hits["plans"] = [p for p in reader.scope(Plan) if matches(p.title)][:MOST_HITS]
        if reader.can(Permission.READ_DOSSIERS):
            rows = visible(reader).select_related("person__unit", "unit", "movement")
            hits["dossiers"] = [n for n in rows if matches(f"{n.nominee} {n.description}")][:MOST_HITS]
        if reader.can(Permission.READ_INITIATIVES):
            proposals = initiatives.visible(reader).select_related("movement").order_by("-pk")
            for word in words:
                proposals = proposals.filter(folded__contains=word)
            hits["initiatives"] = list(proposals[:MOST_HITS])
        if reader.can(Permission.READ_DOCUMENTS):
            papers = reader.scope(Document).select_related("register_entry").defer("data")
            hits["documents"] = [d for d in papers if matches(f"{d.title} {getattr(d, 'register_entry', '')}")][
                :MOST_HITS
            ]
    total = sum(len(found) for found in hits.values())
    context = {
        "query": query, "hits": hits, "total": total, "may_read_records": reader.can(Permission.READ_RECORDS),
        "may_edit": reader.can(Permission.RUN_MOVEMENTS),
    }  # fmt: skip
    return render(request, "web/search.html", context)


@page(Permission.READ_AUDIT)
def audit(request: ReaderRequest) -> HttpResponse:
    events = Event.objects.filter(scope=request.reader.locality.code).order_by("-sequence")
    if query := request.GET.get("q", "").strip()[:MOST_LETTERS]:
        events = events.filter(Q(object_label__icontains=query) | Q(actor_name__icontains=query) | Q(event=query))
    paper = Paginator(events, 50).get_page(request.GET.get("trang"))
    told = [(event, event_words(event.event)) for event in paper]
    return render(request, "web/audit.html", {"page": paper, "told": told, "query": query})


@page(Permission.SEE_OWN_WORK, with_given_password=True)
def user_guide(request: ReaderRequest) -> HttpResponse:
    """The whole guide on one page: the browser's own search finds every word."""
    if not guide.guide().sections:
        raise UserError(_("Bản cài này không có hướng dẫn. Nhờ người giữ máy chủ cài đủ thư mục docs."))
    return render(request, "web/guide.html", {"guide": guide.guide()})


@public_page
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Vietnamese or English, kept in a cookie; then back to the page where it was chosen."""
    return set_language(request)
