"""Answers to “Điều cần xem lại”: a finding is left with a reason, or looked at again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.accounts.roles import Permission
from chungtay.kit.clock import now
from chungtay.kit.errors import UserError
from chungtay.localities.access import ReaderRequest, page
from chungtay.plans import checking, queries
from chungtay.plans.models import Plan
from chungtay.plans.views import whole_page


def _plan(request: ReaderRequest, pk: int) -> Plan:
    return request.reader.get(queries.visible(request.reader), pk=pk)


def _back(pk: int) -> HttpResponse:
    return redirect(f"{reverse('plans:detail', args=[pk])}#xem-lai")


@page(Permission.EDIT_PLANS)
@require_POST
def leave(request: ReaderRequest, pk: int) -> HttpResponse:
    """Keeps the reason for which a finding is left as it is."""
    plan, key, reason = _plan(request, pk), request.POST.get("key", ""), request.POST.get("reason", "")
    try:
        checking.leave_finding(version=plan.current, key=key, reason=reason, by=request.reader, at=now())
    except UserError as error:
        if error.field is None:
            raise
        return whole_page(request, plan, status=400, wrong_reason={"key": key, "text": reason, "error": error.message})
    messages.success(request, _("Đã ghi lý do. Điều này chuyển xuống phần đã xem."))
    return _back(pk)


@page(Permission.EDIT_PLANS)
@require_POST
def again(request: ReaderRequest, pk: int) -> HttpResponse:
    """Takes the answer back."""
    plan = _plan(request, pk)
    checking.look_again(version=plan.current, key=request.POST.get("key", ""), by=request.reader, at=now())
    messages.success(request, _("Điều này đã trở lại danh sách cần xem."))
    return _back(pk)
