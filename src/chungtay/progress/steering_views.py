"""Pages on which the clerk steers: how the movement is tracked, who reports what, exemptions, one-stop exports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chungtay.accounts.roles import Permission
from chungtay.documents.actions import store_file
from chungtay.documents.models import StoredFile
from chungtay.indicators import FORMULAS
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.text import whole
from chungtay.localities.access import ReaderRequest, page
from chungtay.movements.models import Movement, Target
from chungtay.progress import importing, queries, steering
from chungtay.progress.actions import EntriesRefused
from chungtay.progress.forms import ExemptForm, ImportForm, TrackingForm
from chungtay.progress.lines import Matter, matter
from chungtay.progress.models import Exemption
from chungtay.progress.numbers import typed
from chungtay.progress.standards import standards
from chungtay.progress.views import COMMUNE, entry_url, open_movement, target_page, unit_of

# ------------------------------------------------------------------ how it is tracked, who reports


@page(Permission.RUN_MOVEMENTS)
@require_http_methods(["GET", "POST"])
def tracking(request: ReaderRequest, movement: int) -> HttpResponse:
    """Period, limit and margins of a movement."""
    found = open_movement(request, movement)
    if request.method == "GET":
        return _steering_page(request, found)
    form = TrackingForm(request.POST, default=standards(None).every)
    if form.is_valid():
        try:
            steering.set_tracking(movement=found, settings=form.cleaned_data, by=request.reader, at=now())
        except Forbidden:
            raise
        except UserError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Đã lưu cách theo dõi."))
            return redirect("progress:tracking", movement)
    return _steering_page(request, found, form=form, status=400)


@page(Permission.RUN_MOVEMENTS)
@require_POST
def assign(request: ReaderRequest, movement: int) -> HttpResponse:
    """Who reports which target: every row that the page showed is sent back as a whole."""
    found = open_movement(request, movement)
    wanted: dict[int, set[int | None]] = {}
    for target in found.targets.all():
        if f"row-{target.pk}" in request.POST:
            told = request.POST.getlist(f"t{target.pk}")
            wanted[target.pk] = {None if one == COMMUNE else whole(one) for one in told if one == COMMUNE or whole(one)}
    changed = steering.assign(movement=found, wanted=wanted, by=request.reader, at=now())
    messages.success(
        request, _("Đã phân công lại %s chỉ tiêu.") % len(changed) if changed else _("Không có gì thay đổi.")
    )
    return redirect(f"{reverse('progress:tracking', args=[movement])}#phan-cong")


def _steering_page(
    request: ReaderRequest, movement: Movement, *, form: TrackingForm | None = None, status: int = 200
) -> HttpResponse:
    held = matter(movement, today())
    kept = held.tracking
    if form is None:
        names = ("every", "due_days", "final_days", "basis")
        first: dict[str, Any] = {name: getattr(kept, name) for name in names} if kept else {}
        first |= {n: typed(getattr(kept, n)) for n in ("share_margin", "pace_margin")} if kept else {}
        form = TrackingForm(initial=first, default=standards(None).every)
    rows = [
        {"target": target, "all": target.pk not in held.assigned, "commune": None in held.assigned.get(target.pk, ()),
         "units": [(unit, unit.pk in held.assigned.get(target.pk, ())) for unit in held.units],
         "rank": target.comparator == "in_top_group"}
        for target in movement.targets.all()
    ]  # fmt: skip
    context = {
        "movement": movement, "matter": held, "form": form, "rows": rows, "commune": COMMUNE, "kept": kept,
        "standards": held.standards, "defaults": standards(None),
    }  # fmt: skip
    return render(request, "progress/tracking.html", context, status=status)


# ------------------------------------------------------------------ targets that do not apply


@page(Permission.RUN_MOVEMENTS)
@require_POST
def exempt(request: ReaderRequest, target: int) -> HttpResponse:
    """Records that a target does not apply to a place, or (with `het`) that it applies again."""
    row = request.reader.get(Target, "movement__locality", pk=target)
    if (ended := whole(request.POST.get("het", ""))) is not None:
        kept = Exemption.objects.filter(target=row, pk=ended).first()
        if kept is None:
            raise Http404
        steering.end_exemption(exemption=kept, by=request.reader, at=now())
        messages.success(request, _("Chỉ tiêu được áp dụng lại."))
        return redirect("progress:target", target)
    held = matter(open_movement(request, row.movement_id), today())
    form = ExemptForm(request.POST, units=held.units)
    if form.is_valid():
        try:
            steering.exempt(target=row, by=request.reader, at=now(), **form.cleaned_data)
        except Forbidden:
            raise
        except UserError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Đã ghi không áp dụng."))
            return redirect("progress:target", target)
    return target_page(request, row, exempt_form=form, status=400)


# ------------------------------------------------------------------ one-stop exports


@page(Permission.RUN_MOVEMENTS)
@require_http_methods(["GET", "POST"])
def onestop(request: ReaderRequest, movement: int) -> HttpResponse:
    """An export becomes the figures of the targets it measures: read, looked at by both formulas, then written."""
    found = open_movement(request, movement)
    held = matter(found, today())
    lines = importing.measured_lines(held)
    asked = request.POST if request.method == "POST" else request.GET
    choices = queries.own_units(held, request.reader)
    if not choices or held.period is None or not lines:
        return render(request, "progress/onestop.html", {"movement": found, "nothing": True})
    context: dict[str, Any] = {
        "movement": found, "matter": held, "choices": choices, "commune": COMMUNE, "lines": lines,
        "unit": unit_of(request, held, choices, asked.get("don-vi", "")), "period": held.period_of(asked.get("ky", "")),
        "form": ImportForm(),
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "progress/onestop.html", context)
    try:
        return _onestop_step(request, held, context)
    except (Forbidden, Stale):
        raise
    except EntriesRefused as refused:
        context["error"] = UserError(_("Chưa ghi gì cả."), details=list(dict.fromkeys(refused.lines.values())))
    except UserError as error:
        context["error"] = error
    return render(request, "progress/onestop.html", context, status=400)


def _onestop_step(request: ReaderRequest, held: Matter, context: dict[str, Any]) -> HttpResponse:
    """Reads the file (the first time it is sent, later it is kept), and writes when a formula was chosen."""
    kept = _kept_file(request, held, context)
    if kept is None:
        return render(request, "progress/onestop.html", context, status=400)
    cases = importing.read(kept)
    names = importing.fields(cases)
    guessed = {name for line in context["lines"] for name in importing.excepted_fields(line, [n for n, _c in names])}
    ticked = set(request.POST.getlist("linh-vuc")) if "xem" in request.POST or "ghi" in request.POST else guessed
    rows = importing.reckon(held, cases, context["period"], context["lines"], ticked)
    context |= {
        "file": kept, "cases": len(cases), "fields": [(name, n, name in ticked) for name, n in names],
        "rows": rows, "formulas": list(FORMULAS.values()), "chosen": request.POST.get("cong-thuc", ""),
        "has_exception": any(line.scope for line in context["lines"]),
    }  # fmt: skip
    if "ghi" not in request.POST:
        return render(request, "progress/onestop.html", context)
    formula = FORMULAS.get(request.POST.get("cong-thuc", ""))
    if formula is None:
        raise UserError(_("Chưa chọn công thức. Hai công thức cho hai tỷ lệ khác nhau, anh/chị chọn cách của xã."))
    saved = importing.save_import(
        held=held, unit=context["unit"], period=context["period"], reckoned=rows, formula=formula, stored=kept,
        by=request.reader, at=now(),
    )  # fmt: skip
    messages.success(request, _("Đã ghi nháp %s chỉ tiêu từ tệp một cửa. Xem lại rồi gửi.") % len(saved))
    return redirect(entry_url(held.movement.pk, context["unit"], context["period"]))


def _kept_file(request: ReaderRequest, held: Matter, context: dict[str, Any]) -> StoredFile | None:
    """The file of an earlier step, or the one just sent; None when none can be used (the form says why)."""
    if (pk := whole(request.POST.get("tep", ""))) is not None:
        return request.reader.get(StoredFile, pk=pk)
    form = ImportForm(request.POST, request.FILES)
    context["form"] = form
    if not form.is_valid():
        return None
    upload = form.cleaned_data["file"]
    return store_file(
        locality=held.movement.locality, name=upload.name or "mot-cua.csv", media_type="text/csv",
        content=upload.read(), at=now(),
    )  # fmt: skip
