"""The legal basis: what holds on a day, where it stands, how sure we are, and what must still be asked."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chungtay.accounts.roles import Permission
from chungtay.kit.clock import today
from chungtay.localities.access import ReaderRequest, page
from chungtay.rulebook import queries
from chungtay.rulebook.forms import LookForm


@page(Permission.READ_MOVEMENTS)
@require_GET
def rules(request: ReaderRequest) -> HttpResponse:
    """All rules of a day by subject; with `loc=chua-ro` only the open questions, by who answers them."""
    form = LookForm(request.GET)
    form.is_valid()
    day, query = form.cleaned_data.get("ngay") or today(), form.cleaned_data.get("q", "")
    lines = queries.in_force(day, query)
    asking = request.GET.get("loc") == "chua-ro"
    context = {
        "form": form, "day": day, "query": query, "asking": asking, "not_asking": not asking,
        "first_day": queries.first_day(), "count": len(lines),
        "is_today": day == today(), "open_count": sum(line.said.open for line in lines),
        "groups": [] if asking else queries.by_subject(lines), "asked": queries.by_whom(lines) if asking else [],
    }  # fmt: skip
    return render(request, "rulebook/list.html", context, status=400 if form.errors else 200)


@page(Permission.READ_MOVEMENTS)
@require_GET
def rule(request: ReaderRequest, number: str | None = None) -> HttpResponse:
    """One rule with its values over time."""
    if number is None:
        return redirect("rulebook:list")
    form = LookForm(request.GET)
    form.is_valid()
    sheet = queries.sheet(number, form.cleaned_data.get("ngay") or today())
    if sheet is None:
        raise Http404(_("Không có quy định này. Tìm theo tên ở trang “Căn cứ pháp lý”."))
    return render(request, "rulebook/rule.html", {"sheet": sheet, "is_today": sheet.on == today()})
