"""The number registers: on screen, for Excel, on paper; and why numbers are missing in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.accounts.roles import Permission
from chungtay.documents import queries, register_actions, registers
from chungtay.documents.forms import GapForm
from chungtay.documents.models import NumberGap, NumberSeries
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.text import slugify, whole
from chungtay.localities.access import ReaderRequest, page

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(Permission.READ_DOCUMENTS)
@require_GET
def register(request: ReaderRequest) -> HttpResponse:
    """The numbers of one series of one year (R-95…R-98); `?dang=xlsx` for Excel, `?dang=pdf` on paper."""
    known = list(queries.series_of(request.reader))
    asked = request.GET.get("so", "")
    chosen = next((s for s in known if str(s.pk) == asked), known[0] if known else None)
    way = request.GET.get("dang", "")
    if way in ("xlsx", "pdf"):
        if chosen is None:
            raise Http404(_("Chưa có sổ nào."))
        return _file(chosen, way)
    return _show(request, known, chosen)


def _file(series: NumberSeries, way: str) -> HttpResponse:
    rows = registers.rows(series)
    if way == "xlsx":
        response = HttpResponse(registers.as_workbook(series, rows, on=today()), content_type=XLSX)
    else:
        response = HttpResponse(registers.as_pdf(series, rows, at=now()), content_type="application/pdf")
    name = f"so-van-ban-di-{slugify(str(series))}.{way}"
    response["Content-Disposition"] = f'{"attachment" if way == "xlsx" else "inline"}; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _show(
    request: ReaderRequest, known: list[NumberSeries], chosen: NumberSeries | None, form: GapForm | None = None
) -> HttpResponse:
    rows: list[registers.Row] = registers.rows(chosen) if chosen else []
    open_gaps = [row.line for row in rows if row.line.entry is None and row.line.gap is None]
    first = open_gaps[0] if open_gaps else None
    context: dict[str, Any] = {
        "series": known, "chosen": chosen, "rows": Paginator(rows[::-1], PER_PAGE).get_page(request.GET.get("page")),
        "given": sum(1 for row in rows if row.line.entry), "open_gaps": len(open_gaps),
        "may_explain": request.reader.can(Permission.NUMBER_DOCUMENTS), "opened": form is not None,
        "form": form or GapForm(initial={"first": first.number, "last": first.last} if first else {}),
    }  # fmt: skip
    return render(request, "documents/register.html", context, status=400 if form is not None else 200)


@page(Permission.NUMBER_DOCUMENTS)
@require_POST
def explain(request: ReaderRequest, series: int) -> HttpResponse:
    """Why numbers were not given."""
    chosen = request.reader.get(NumberSeries.objects.select_related("locality"), pk=series)
    form = GapForm(request.POST)
    if form.is_valid():
        try:
            register_actions.explain_gap(series=chosen, by=request.reader, at=now(), **form.cleaned_data)
        except (Forbidden, Stale):
            raise
        except UserError as error:
            form.add_error(error.field if error.field in form.fields else None, forms.ValidationError(error.message))
        else:
            messages.success(request, _("Đã ghi lý do vào sổ."))
            return redirect(f"{reverse('documents:register')}?so={chosen.pk}")
    return _show(request, list(queries.series_of(request.reader)), chosen, form)


@page(Permission.NUMBER_DOCUMENTS)
@require_POST
def reopen(request: ReaderRequest, series: int) -> HttpResponse:
    """Takes a wrong reason back."""
    chosen = request.reader.get(NumberSeries.objects.select_related("locality"), pk=series)
    wanted = request.POST.get("gap", "")
    gap = NumberGap.objects.filter(series=chosen, pk=whole(wanted) or 0).first()
    if gap is None:
        raise Http404(_("Không còn lý do này. Tải lại trang."))
    register_actions.reopen_gap(gap=gap, by=request.reader, at=now())
    messages.success(request, _("Đã bỏ lý do. Nhật ký còn giữ."))
    return redirect(f"{reverse('documents:register')}?so={chosen.pk}")
