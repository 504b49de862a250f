"""The legal basis: what holds on a day, where it stands, how sure we are, what must be asked, and settling it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.accounts.roles import Permission
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.law.answers import decode, typed
from chungtay.law.settlements import SettledLaw
from chungtay.localities.access import ReaderRequest, page
from chungtay.localities.models import Settlement
from chungtay.localities.rules import law_of, layer_of
from chungtay.rulebook import actions, queries
from chungtay.rulebook.forms import FilterForm, LookForm, SettleForm, WithdrawForm, box_name, boxes_of


@page(Permission.READ_LAW)
@require_GET
def rules(request: ReaderRequest) -> HttpResponse:
    """All rules of a day by subject; `loc=chua-ro`: the open questions; `loc=da-chot`: what was settled here."""
    look = LookForm(request.GET)
    look.is_valid()
    day, query = look.cleaned_data.get("ngay") or today(), look.cleaned_data.get("q", "")
    book, locality = law_of(request.reader.locality), request.reader.locality
    every = queries.in_force(day, law=book)
    form = FilterForm(request.GET, lines=every)
    form.is_valid()
    lines = queries.narrowed(queries.searched(every, query), form.wanted)
    way = request.GET.get("loc", "")
    asking, settled = way == "chua-ro", way == "da-chot"
    shown = [line for line in lines if line.said.settled] if settled else lines
    may = actions.may_settle(request.reader)
    context = {
        "form": form, "day": day, "query": query or form.wanted, "asking": asking, "settled": settled,
        "plain": not asking and not settled, "first_day": queries.first_day(), "count": len(lines),
        "is_today": day == today(), "open_count": sum(line.said.open for line in lines),
        "settled_count": sum(line.said.settled for line in lines), "locality": locality,
        "groups": [] if asking else queries.by_subject(shown), "asked": queries.by_whom(lines) if asking else [],
        "may_settle": may, "settleable": {
            line.rule.id for line in lines
            if may and asking and queries.to_settle(line.rule, day, law=book, locality=locality)
        },
    }  # fmt: skip
    return render(request, "rulebook/list.html", context, status=400 if form.errors else 200)


@page(Permission.READ_LAW)
@require_GET
def rule(request: ReaderRequest, number: str | None = None) -> HttpResponse:
    """One rule with its values over time, and what this locality and its province settled about it."""
    if number is None:
        return redirect("rulebook:list")
    form = LookForm(request.GET)
    form.is_valid()
    return _sheet(request, number, form.cleaned_data.get("ngay") or today())


def _sheet(
    request: ReaderRequest, number: str, day: dt.date, *, bound: tuple[int, WithdrawForm] | None = None
) -> HttpResponse:
    locality = request.reader.locality
    book = law_of(locality)
    sheet = _known(number, day, book)
    may = actions.may_settle(request.reader)
    deeds = [
        (deed, _withdraw_form(deed, bound) if may and _mine(deed, request) else None)
        for deed in queries.history(number, locality, law=book)
    ]
    open_entry = queries.to_settle(sheet.rule, day, law=book, locality=locality)
    context = {
        "sheet": sheet, "is_today": sheet.on == today(), "deeds": deeds, "locality": locality, "may_settle": may,
        "settled_here": _settled_here(sheet, request), "open_entry": open_entry,
        "before": queries.before_the_merger(number, locality, law=book),
        "trouble": bound[1].non_field_errors() if bound else [],
    }  # fmt: skip
    return render(request, "rulebook/rule.html", context, status=400 if bound else 200)


def _settled_here(sheet: queries.Sheet, request: ReaderRequest) -> bool:
    """Whether the value of the day is this body's own answer; another one can only start on another day."""
    return sheet.current is not None and sheet.current.layer == layer_of(request.reader.locality)


def _mine(deed: queries.Deed, request: ReaderRequest) -> bool:
    return deed.standing and deed.row.locality_id == request.reader.locality.pk


def _withdraw_form(deed: queries.Deed, bound: tuple[int, WithdrawForm] | None) -> WithdrawForm:
    return bound[1] if bound and bound[0] == deed.row.pk else WithdrawForm(auto_id=f"rut-{deed.row.pk}-%s")


def _known(number: str, day: dt.date, book: SettledLaw) -> queries.Sheet:
    sheet = queries.sheet(number, day, law=book)
    if sheet is None:
        raise Http404(_("Không có quy định này. Tìm theo tên ở trang “Căn cứ pháp lý”."))
    return sheet


@page(Permission.SETTLE_LAW)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: ReaderRequest, number: str | None = None) -> HttpResponse:
    """The form that answers an open question; `?thay=` corrects an answer, `?ngay=` is the day it was missed on."""
    if number is None:
        return redirect(f"{reverse('rulebook:list')}?loc=chua-ro")
    look = LookForm(request.GET)
    look.is_valid()
    day = look.cleaned_data.get("ngay") or today()
    locality, book = request.reader.locality, law_of(request.reader.locality)
    sheet, replaces = _known(number, day, book), _replaced(request, number)
    before = queries.before_the_merger(number, locality, law=book)
    taken = next((deed.row for deed in before if str(deed.row.pk) == request.GET.get("theo")), None)
    if not actions.may_settle(request.reader):
        raise Forbidden(
            _("Chỉ quản trị của xã, phường, hoặc của tỉnh, thành phố chốt được. Nhờ quản trị ở đó ghi giúp.")
        )
    entry = queries.to_settle(sheet.rule, day, law=book, locality=locality)
    if entry is None and replaces is None:
        messages.warning(request, _("Điều này không còn gì phải chốt cho ngày đang xem."))
        return redirect("rulebook:rule", number)
    first = None if _settled_here(sheet, request) else max(entry.start if entry else day, locality.valid_from)
    initial = _initial(sheet, replaces) if replaces else _initial(sheet, taken) | {"starts_on": first}
    form = SettleForm(request.POST or None, rule=sheet.rule, correcting=replaces is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _settled(request, number, form, replaces)
        except (Forbidden, Stale):
            raise
        except UserError as error:
            field = error.field if error.field in form.fields else box_name(error.field or "")
            form.add_error(field if field in form.fields else None, [error.message, *error.details])
    context = {
        "sheet": sheet, "form": form, "replaces": replaces, "locality": locality, "said": queries.Said(
            entry, sheet.rule.unit) if entry else None, "is_today": day == today(),
        "whole_province": layer_of(locality) == "province_settled", "before": before, "taken": taken,
    }  # fmt: skip
    return render(request, "rulebook/settle.html", context, status=400 if form.errors else 200)


def _settled(request: ReaderRequest, number: str, form: SettleForm, replaces: Settlement | None) -> HttpResponse:
    said = form.cleaned_data
    row = actions.settle(
        rule=number, answer=form.answer(), starts_on=said["starts_on"],
        paper=actions.Paper(said["document"], said["dated"], said["article"]), note=said["note"],
        replaces=replaces, reason=said.get("reason", ""), by=request.reader, at=now(),
    )  # fmt: skip
    messages.success(
        request,
        _("Đã chốt, áp dụng từ %(day)s. Những gì đã ký trước đó giữ nguyên giá trị đã dùng.")
        % {"day": f"{row.starts_on:%d/%m/%Y}"},
    )
    return redirect("rulebook:rule", number)


def _replaced(request: ReaderRequest, number: str) -> Settlement | None:
    pk = request.GET.get("thay", "")
    if not pk.isdecimal():
        return None
    own = Settlement.objects.filter(locality=request.reader.locality, rule=number)
    row = own.filter(pk=int(pk)).select_related("replaces").first()
    if row is None:
        raise Http404(_("Không có điều đã chốt này ở địa phương của anh/chị."))
    return row


def _initial(sheet: queries.Sheet, row: Settlement | None) -> dict[str, object]:
    """The form as filled in by an earlier answer."""
    told = row if row is None or row.act == Settlement.Act.SETTLED else row.replaces
    if told is None:
        return {}
    return boxes_of(typed(sheet.rule, decode(told.value))) | {
        "document": told.document, "dated": told.dated, "article": told.article, "starts_on": told.starts_on,
        "note": told.note,
    }  # fmt: skip


@page(Permission.SETTLE_LAW)
@require_POST
def withdraw(request: ReaderRequest, settlement: int) -> HttpResponse:
    """Takes an answer back; what was signed on it stays as it was."""
    row = request.reader.get(Settlement.objects.select_related("locality", "replaces"), pk=settlement)
    if row.locality_id != request.reader.locality.pk:
        raise Http404(_("Không có điều đã chốt này ở địa phương của anh/chị."))
    form = WithdrawForm(request.POST, auto_id=f"rut-{row.pk}-%s")
    if not form.is_valid():
        return _sheet(request, row.rule, today(), bound=(row.pk, form))
    try:
        actions.withdraw(settlement=row, by=request.reader, at=now(), **form.cleaned_data)
    except (Forbidden, Stale):
        raise
    except UserError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _sheet(request, row.rule, today(), bound=(row.pk, form))
    messages.success(request, _("Đã rút. Bản đã chốt và lý do vẫn ở lịch sử bên dưới."))
    return redirect("rulebook:rule", row.rule)
