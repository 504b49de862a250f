"""Obstacles of a movement: one list with what is open to whom."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from chungtay.accounts.roles import Permission, Role
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.states import offers, state_of
from chungtay.localities.access import ReaderRequest, page
from chungtay.movements.models import Movement
from chungtay.progress import obstacles, queries
from chungtay.progress.forms import NoteForm, ObstacleForm
from chungtay.progress.lines import matter
from chungtay.progress.models import Obstacle
from chungtay.progress.papers import LAID_BEFORE_THE_CHAIR
from chungtay.progress.views import open_movement

ASKED = {
    "compile": gettext_lazy("Đề xuất của thường trực: sửa chỗ nào, hoặc vì sao giữ"),
    "settle": gettext_lazy("Cách tháo gỡ, trả lời đơn vị"),
    "decide_keep": gettext_lazy("Lý do giữ nguyên"),
    "decide_amend": gettext_lazy("Ý kiến chỉ đạo (không bắt buộc)"),
}


@page(Permission.READ_MOVEMENTS)
@require_http_methods(["GET", "POST"])
def obstacles_of(request: ReaderRequest, movement: int) -> HttpResponse:
    """The list; posting raises a new one."""
    found = open_movement(request, movement)
    if request.method == "GET":
        return _page(request, found)
    request.reader.must(Permission.REPORT_PROGRESS)
    form = _form(request, found)
    if form.is_valid():
        try:
            obstacles.raise_obstacle(movement=found, by=request.reader, at=now(), **form.cleaned_data)
        except Forbidden:
            raise
        except UserError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Đã ghi vướng mắc; cán bộ thường trực trả lời hoặc tổng hợp trình Chủ tịch."))
            return redirect("progress:obstacles", movement)
    return _page(request, found, form=form, status=400)


def _form(request: ReaderRequest, movement: Movement) -> ObstacleForm:
    held = matter(movement, today())
    return ObstacleForm(
        request.POST if request.method == "POST" and "text" in request.POST else None,
        units=queries.own_units(held, request.reader), targets=movement.targets.all(),
        initial={"target": request.GET.get("chi-tieu", "")},
    )  # fmt: skip


def _page(
    request: ReaderRequest, movement: Movement, *, form: ObstacleForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    reader = request.reader
    rows = list(movement.obstacles.select_related("unit", "target").order_by("-pk"))
    order = ("compiled", "raised", "decided_amend", "decided_keep", "settled", "withdrawn")
    rows.sort(key=lambda row: order.index(row.state))
    told = [
        {"thing": row, "state": state_of(row), "steps": [
            (offer, ASKED.get(offer.row.verb, ""))
            for offer in offers(row, roles=reader.role_codes, facts=obstacles.facts(row, "x"))
            if offer.row.verb != "withdraw" or obstacles.may_withdraw(row, reader)
        ]}
        for row in rows
    ]  # fmt: skip
    may_raise = reader.can(Permission.REPORT_PROGRESS) and (Role.CLERK in reader.roles or bool(reader.unit_ids))
    context = {
        "movement": movement, "rows": told, "may_raise": may_raise,
        "form": form or (_form(request, movement) if may_raise else None), "open_form": bool(form or not rows),
        "may_compile_report": Role.CLERK in reader.roles and any(row.state in LAID_BEFORE_THE_CHAIR for row in rows),
        "runs": reader.can(Permission.RUN_MOVEMENTS), **more,
    }  # fmt: skip
    return render(request, "progress/obstacles.html", context, status=status)


@page(Permission.READ_MOVEMENTS)
@require_POST
def step(request: ReaderRequest, obstacle: int) -> HttpResponse:
    """One step of the table `obstacle`; a decision to amend leads to the movement's adjustments."""
    found = request.reader.get(Obstacle, pk=obstacle)
    movement = open_movement(request, found.movement_id)
    verb, form = request.POST.get("verb", ""), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, movement, status=400, wrong=obstacle, wrong_verb=verb, trouble=_("Nội dung dài quá."))
    try:
        moved = obstacles.step_obstacle(
            obstacle=found, verb=verb, by=request.reader, at=now(), version=form.cleaned_data["version"],
            words=form.cleaned_data["note"],
        )  # fmt: skip
    except (Forbidden, Stale):
        raise
    except UserError as error:
        return _page(
            request, movement, status=400, wrong=obstacle, wrong_verb=verb, trouble=error.message,
            typed=form.cleaned_data["note"],
        )  # fmt: skip
    if moved.state == "decided_amend":
        messages.success(request, _("Đã quyết định sửa kế hoạch. Việc sửa nằm ở mục Điều chỉnh kế hoạch."))
        return redirect(f"{reverse('movements:detail', args=[movement.pk])}#dieu-chinh")
    messages.success(request, _("Đã ghi: %s.") % state_of(moved).staff_label.lower())
    return redirect("progress:obstacles", movement.pk)
