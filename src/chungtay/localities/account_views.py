"""The administrator's page of accounts and roles, and the page of one's own password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chungtay.accounts.models import User
from chungtay.accounts.roles import Permission, Role
from chungtay.kit.clock import now, today
from chungtay.kit.errors import UserError
from chungtay.localities import actions, queries
from chungtay.localities.access import ReaderRequest, page
from chungtay.localities.account_forms import AppointForm, EndRoleForm, OwnPasswordForm
from chungtay.localities.models import Appointment
from chungtay.localities.passwords import new_password


def _page(request: ReaderRequest, *, status: int = 200, **given: Any) -> HttpResponse:
    reader, on = request.reader, today()
    form = AppointForm(locality=reader.locality, on=on, initial={"valid_from": f"{on:%d/%m/%Y}"})
    context = {"accounts": queries.accounts(reader.locality, on), "form": form, "end_form": EndRoleForm(), **given}
    return render(request, "localities/accounts.html", context, status=status)


@page(Permission.KEEP_ACCOUNTS)
@never_cache
def accounts(request: ReaderRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    form = AppointForm(request.POST, locality=request.reader.locality, on=today())
    if not form.is_valid():
        return _page(request, status=400, form=form)
    try:
        user, password = _appointed(request, form.cleaned_data)
    except UserError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(request, status=400, form=form)
    if password:
        return _page(request, shown=user, password=password)
    messages.success(request, _("Đã giao vai cho %(name)s.") % {"name": user})
    return redirect("localities:accounts")


@transaction.atomic
def _appointed(request: ReaderRequest, given: dict[str, Any]) -> tuple[User, str]:
    """The account with its roles; the password of a new one, to be shown once."""
    reader, password, person = request.reader, "", given["person"]
    common: dict[str, Any] = {"by": reader, "at": now()}
    user = User.objects.filter(username=given["username"], appointments__locality=reader.locality).first()
    if user is None:
        name = person.full_name if person else given["full_name"].strip()
        if not name:
            raise UserError(_("Chọn người trong danh sách, hoặc ghi họ và tên."), field="full_name")
        password = new_password()
        user = actions.open_account(
            username=given["username"], full_name=name, password=password, locality=reader.locality, person=person,
            **common,
        )  # fmt: skip
    elif person:
        actions.link_account(user=user, person=person, **common)
    for role in given["roles"]:
        actions.appoint(
            user=user, locality=reader.locality, role=Role(role), unit=given["unit"], valid_from=given["valid_from"],
            **common,
        )  # fmt: skip
    return user, password


def _appointment(request: ReaderRequest, pk: int) -> Appointment:
    own = Appointment.objects.filter(locality=request.reader.locality).select_related("user")
    return request.reader.get(own, pk=pk)


@page(Permission.KEEP_ACCOUNTS)
@require_POST
def end_role(request: ReaderRequest, appointment: int) -> HttpResponse:
    held, form = _appointment(request, appointment), EndRoleForm(request.POST)
    if form.is_valid():
        try:
            actions.end_appointment(appointment=held, by=request.reader, at=now(), **form.cleaned_data)
        except UserError as error:
            form.add_error("last_day", error.message)
        else:
            messages.success(request, _("Đã ghi ngày thôi vai của %(name)s.") % {"name": held.user})
            return redirect("localities:accounts")
    return _page(request, status=400, end_form=form, ending=held.pk)


@page(Permission.KEEP_ACCOUNTS)
@require_POST
@never_cache
def reset(request: ReaderRequest, appointment: int) -> HttpResponse:
    held, password = _appointment(request, appointment), new_password()
    try:
        actions.reset_password(
            user=held.user, locality=held.locality, password=password, by=request.reader, at=now()
        )  # fmt: skip
    except UserError as error:
        return _page(request, status=400, error=error)
    return _page(request, shown=held.user, password=password)


@page(Permission.SEE_OWN_WORK, with_given_password=True)
@sensitive_post_parameters()
@never_cache
def password(request: ReaderRequest) -> HttpResponse:
    """One's own password. Other devices are signed out, this one is not; then on to where the person was going."""
    user = request.reader.user
    following = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure()):
        following = ""
    form = OwnPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid() and user is not None:
        actions.change_password(
            user=user, locality=request.reader.locality, password=form.cleaned_data["new_password1"],
            by=request.reader, at=now(),
        )  # fmt: skip
        update_session_auth_hash(request, user)
        messages.success(request, _("Đã đổi mật khẩu. Máy khác đang mở tài khoản này phải đăng nhập lại."))
        return redirect(following or "web:today")
    context = {"form": form, "following": following, "first": user is not None and user.must_change_password}
    return render(request, "localities/password.html", context, status=400 if form.is_bound else 200)
