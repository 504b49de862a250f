"""The pages of movements: list, one movement, its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.accounts.roles import Permission, Role
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.states import offers, state_of
from chungtay.kit.text import year_in
from chungtay.law.transitions import table
from chungtay.localities.access import ReaderRequest, page
from chungtay.movements import actions, lead, queries
from chungtay.movements.forms import ExtendForm
from chungtay.movements.models import Movement
from chungtay.plans.models import Plan

PER_PAGE = 50


@page(Permission.READ_MOVEMENTS)
@require_GET
def movements(request: ReaderRequest) -> HttpResponse:
    reader = request.reader
    query, state = request.GET.get("q", "").strip()[:80], request.GET.get("tinh-trang", "")
    year = request.GET.get("nam", "")
    states = table(Movement.TABLE).states
    state = state if state in states else ""
    rows = queries.rows(reader, today(), query=query, year=year_in(year), state=state)
    paper = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": paper.object_list, "page": paper, "query": query, "year": year, "state": state,
        "years": queries.years(reader), "states": states.values(), "filtered": bool(query or state or year_in(year)),
        "may_upload": reader.can(Permission.EDIT_PLANS),
    }  # fmt: skip
    return render(request, "movements/list.html", context)


def whole_page(request: ReaderRequest, pk: int, *, status: int = 200, **given: Any) -> HttpResponse:
    reader = request.reader
    found = queries.open_page(reader, pk, today())
    movement = found.movement
    request.movement = movement  # type: ignore[attr-defined]
    open_steps = offers(movement, roles=reader.role_codes, facts=actions.facts(movement, reason=True))
    following, others = lead.steps(open_steps, movement.state)
    context = {
        "page": found, "movement": movement, "state": state_of(movement), "following": following, "others": others,
        "lead": lead.lead(found, reader, following), "notices": lead.notices(found),
        "runs": reader.can(Permission.RUN_MOVEMENTS), "is_chair": Role.CHAIR in reader.roles,
        "may_extend": found.filing is not None and movement.state in ("running", "collecting"),
        "extend": ExtendForm(), "may_read_papers": reader.can(Permission.READ_DOCUMENTS), **given,
    }  # fmt: skip
    return render(request, "movements/detail.html", context, status=status)


@page(Permission.READ_MOVEMENTS)
@require_GET
def detail(request: ReaderRequest, pk: int) -> HttpResponse:
    return whole_page(request, pk)


def _version(request: ReaderRequest) -> int:
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        raise UserError(_("Trang gửi lên thiếu phiên bản. Tải lại trang rồi làm lại.")) from None


@page(Permission.READ_MOVEMENTS)
@require_POST
def step(request: ReaderRequest, pk: int) -> HttpResponse:
    """One step of the table `movement`; who may is asked of the table."""
    movement = request.reader.get(Movement, pk=pk)
    verb, note = request.POST.get("verb", ""), request.POST.get("note", "").strip()[:400]
    try:
        moved = actions.change_movement(
            movement=movement, verb=verb, by=request.reader, at=now(), version=_version(request), note=note
        )
    except (Forbidden, Stale):
        raise
    except UserError as error:
        return whole_page(request, pk, status=400, trouble=error, wrong_verb=verb, typed=note)
    messages.success(request, _("Đã ghi: %s.") % state_of(moved).staff_label.lower())
    return redirect("movements:detail", pk)


@page(Permission.RUN_MOVEMENTS)
@require_POST
def extend(request: ReaderRequest, pk: int) -> HttpResponse:
    """The chair lets dossiers come in later than the plan says."""
    movement = request.reader.get(Movement, pk=pk)
    form = ExtendForm(request.POST)
    if form.is_valid():
        try:
            actions.extend_filing(
                movement=movement, by=request.reader, at=now(), version=_version(request), **form.cleaned_data
            )
        except (Forbidden, Stale):
            raise
        except UserError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            until = form.cleaned_data["until"]
            messages.success(request, _("Đã cho nhận hồ sơ đến hết %s.") % f"{until:%d/%m/%Y}")
            return redirect("movements:detail", pk)
    return whole_page(request, pk, status=400, extend=form)


@page(Permission.EDIT_PLANS)
@require_POST
def launch(request: ReaderRequest, pk: int) -> HttpResponse:
    """Starts the movement of an issued plan and goes to its page."""
    plan = request.reader.get(Plan, pk=pk)
    movement = actions.launch_movement(plan=plan, by=request.reader, at=now())
    messages.success(request, _("Đã phát động. Từ đây theo dõi phong trào ở trang này."))
    return redirect("movements:detail", movement.pk)
