"""The page of people and units, and the switch between localities."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.accounts.roles import Permission
from chungtay.kit.clock import now, today
from chungtay.kit.errors import UserError
from chungtay.localities import actions, queries
from chungtay.localities.access import ReaderRequest, page
from chungtay.localities.forms import CorrectPersonForm, EndForm, PersonForm, UnitForm
from chungtay.localities.models import Person, Unit


def _page(request: ReaderRequest, *, status: int = 200, **given: Any) -> HttpResponse:
    reader, on = request.reader, today()
    query = request.GET.get("q", "").strip()[:80]
    start = {"valid_from": f"{on:%d/%m/%Y}"}
    found = queries.groups(reader, on, query=query)
    shown, paper = queries.page_of(found, request.GET.get("page"))
    context = {
        "groups": shown,
        "page": paper,
        "wide": len(reader.locality_ids) > 1,
        "count": sum(len(group.people) for group in found),
        "query": query,
        "may_edit": reader.can(Permission.RUN_MOVEMENTS),
        "unit_form": UnitForm(initial=start, prefix="don-vi"),
        "person_form": PersonForm(initial=start, prefix="nguoi", locality=reader.locality),
        "workplaces": queries.workplaces(reader, on),
        **given,
    }
    return render(request, "localities/people.html", context, status=status)


def _refuse(form: Form, error: UserError) -> None:
    form.add_error(error.field if error.field in form.fields else None, error.message)


@page(Permission.READ_MOVEMENTS)
@require_GET
def people(request: ReaderRequest) -> HttpResponse:
    return _page(request)


@page(Permission.RUN_MOVEMENTS)
@require_POST
def add_unit(request: ReaderRequest) -> HttpResponse:
    form = UnitForm(request.POST, prefix="don-vi")
    if form.is_valid():
        try:
            unit = actions.add_unit(locality=request.reader.locality, by=request.reader, at=now(), **form.cleaned_data)
        except UserError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Đã thêm đơn vị %(name)s.") % {"name": unit})
            return redirect("localities:people")
    return _page(request, status=400, unit_form=form)


@page(Permission.RUN_MOVEMENTS)
@require_POST
def add_person(request: ReaderRequest) -> HttpResponse:
    form = PersonForm(request.POST, prefix="nguoi", locality=request.reader.locality)
    if form.is_valid():
        try:
            person = actions.add_person(
                locality=request.reader.locality, by=request.reader, at=now(), **form.cleaned_data
            )
        except UserError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Đã thêm %(name)s.") % {"name": person})
            return redirect("localities:people")
    return _page(request, status=400, person_form=form)


@page(Permission.RUN_MOVEMENTS)
def person(request: ReaderRequest, pk: int) -> HttpResponse:
    """One person: mend what is written, or record that they left. Reading their file is for who may change it."""
    row = request.reader.get(Person.objects.select_related("unit", "locality"), pk=pk)
    start = {name: getattr(row, name) for name in ("full_name", "unit", "title", "gender", "category")}
    correct = CorrectPersonForm(request.POST or None, initial=start, locality=row.locality)
    if request.method == "POST" and correct.is_valid():
        try:
            actions.correct_person(person=row, by=request.reader, at=now(), **correct.cleaned_data)
        except UserError as error:
            _refuse(correct, error)
        else:
            messages.success(request, _("Đã lưu %(name)s.") % {"name": row})
            return redirect("localities:people")
    status = 400 if correct.errors else 200
    return render(request, "localities/person.html", _one(row, correct=correct), status=status)


def _one(row: Person | Unit, **given: Any) -> dict[str, Any]:
    return {"row": row, "end": EndForm(initial={"last_day": f"{today():%d/%m/%Y}"}), **given}


@page(Permission.RUN_MOVEMENTS)
@require_POST
def end_person(request: ReaderRequest, pk: int) -> HttpResponse:
    row = request.reader.get(Person.objects.select_related("unit", "locality"), pk=pk)
    end = EndForm(request.POST)
    if end.is_valid():
        try:
            actions.end_person(person=row, by=request.reader, at=now(), **end.cleaned_data)
        except UserError as error:
            _refuse(end, error)
        else:
            messages.success(request, _("Đã ghi %(name)s thôi làm ở đây. Hồ sơ cũ vẫn còn.") % {"name": row})
            return redirect("localities:people")
    start = {name: getattr(row, name) for name in ("full_name", "unit", "title", "gender", "category")}
    context = _one(row, correct=CorrectPersonForm(initial=start, locality=row.locality), end=end)
    return render(request, "localities/person.html", context, status=400)


@page(Permission.RUN_MOVEMENTS)
def unit(request: ReaderRequest, pk: int) -> HttpResponse:
    """One unit: record that it was dissolved or merged away."""
    row = request.reader.get(Unit.objects.select_related("locality"), pk=pk)
    end = EndForm(request.POST) if request.method == "POST" else _one(row)["end"]
    if request.method == "POST" and end.is_valid():
        try:
            actions.end_unit(unit=row, by=request.reader, at=now(), **end.cleaned_data)
        except UserError as error:
            _refuse(end, error)
        else:
            messages.success(request, _("Đã ghi %(name)s kết thúc. Hồ sơ cũ vẫn còn.") % {"name": row})
            return redirect("localities:people")
    return render(request, "localities/unit.html", _one(row, end=end), status=400 if end.errors else 200)


@page(Permission.SEE_OWN_WORK)
@require_POST
def switch(request: ReaderRequest) -> HttpResponse:
    """Works on in another locality where the person holds a role; any other choice changes nothing."""
    chosen = request.POST.get("locality", "")
    mine = {str(locality.pk): locality for locality in queries.workplaces(request.reader, today())}
    if chosen not in mine:
        raise UserError(_("Anh/chị chưa được phân công ở địa phương này. Hỏi quản trị để được phân công."))
    request.session["locality"] = mine[chosen].pk
    messages.success(request, _("Đang làm việc ở %(place)s.") % {"place": mine[chosen]})
    return redirect("web:today")
