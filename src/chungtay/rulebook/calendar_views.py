"""The working days of a year: holidays, compensation and swapped days with their source, and the locality's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chungtay.accounts.roles import Permission
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Stale, UserError
from chungtay.kit.text import year_in
from chungtay.law.calendar import Special, calendar
from chungtay.localities.access import Reader, ReaderRequest, page
from chungtay.localities.models import CalendarDay
from chungtay.localities.working_days import calendar_of, rows_of, standing
from chungtay.rulebook import calendar_actions
from chungtay.rulebook.actions import may_settle
from chungtay.rulebook.calendar_forms import DayForm, WithdrawDayForm
from chungtay.rulebook.queries import in_words


@dataclass(frozen=True)
class Day:
    """One day that the weekly rule alone gets wrong. `row`: the locality's own entry behind it."""

    special: Special
    row: CalendarDay | None
    mine: bool

    @property
    def source(self) -> str:
        return self.row.document if self.row else "; ".join(str(reference) for reference in self.special.reference)

    @property
    def certainty(self) -> str:
        """How sure the day is, in the words of the list of rules."""
        return str(in_words(self.special.certainty)[0])

    @property
    def tone(self) -> str:
        return in_words(self.special.certainty)[1]

    @property
    def moved(self) -> bool:
        """Whether it is no holiday of the law but a day moved or given."""
        return self.row is not None or self.special.works or self.special.reason.startswith("nghỉ thay")


def _days(reader: Reader, year: int) -> list[Day]:
    own = standing(rows_of(reader.locality))
    work = calendar_of(reader.locality)
    found = {**work.years[year].special, **{day: s for day, s in work.own.items() if day.year == year}}
    return [
        Day(special, own.get(day), own.get(day) is not None and own[day].locality_id == reader.locality.pk)
        for day, special in sorted(found.items())
    ]


def _sheet(
    request: ReaderRequest, year: int, *, form: DayForm | None = None, wrong: tuple[int, WithdrawDayForm] | None = None
) -> HttpResponse:
    reader, common = request.reader, calendar()
    years = sorted(common.years)
    may = may_settle(reader)
    days = _days(reader, year)
    history = [row for row in rows_of(reader.locality) if row.day.year == year]
    context = {
        "year": year, "years": years, "days": days, "not_announced": common.years[year].not_announced,
        "locality": reader.locality, "may_edit": may, "form": form or DayForm() if may else None,
        "history": history if len(history) > sum(day.row is not None for day in days) else [],
        "wrong_pk": wrong[0] if wrong else None, "wrong_form": wrong[1] if wrong else None,
        "counts": {
            "holidays": sum(not d.special.works and not d.moved for d in days),
            "moved": sum(d.moved for d in days),
        },
    }  # fmt: skip
    status = 400 if (form and form.errors) or wrong else 200
    return render(request, "rulebook/calendar.html", context, status=status)


def _year(request: ReaderRequest) -> int:
    asked, known = request.GET.get("nam", ""), calendar().years
    if (year := year_in(asked)) in known and year is not None:
        return year
    return today().year if today().year in known else max(known)


@page(Permission.READ_LAW)
@require_http_methods(["GET", "HEAD", "POST"])
def working_days(request: ReaderRequest) -> HttpResponse:
    """The year, and for an administrator the form that adds a day of the locality."""
    if request.method != "POST":
        return _sheet(request, _year(request))
    request.reader.must(Permission.SETTLE_LAW)
    form = DayForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        entry = calendar_actions.Entry(
            given["day"], given["act"] == "working", given["reason"], given["document"], given["instead_of"]
        )
        try:
            calendar_actions.enter_day(entry=entry, by=request.reader, at=now())
        except UserError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Đã thêm ngày %(day)s vào lịch.") % {"day": f"{entry.day:%d/%m/%Y}"})
            return _back(entry.day)
    return _sheet(request, _year(request), form=form)


@page(Permission.SETTLE_LAW)
@require_POST
def withdraw(request: ReaderRequest, calendar_day: int) -> HttpResponse:
    """Gives a day back to the common calendar."""
    row = request.reader.get(CalendarDay.objects.filter(locality=request.reader.locality), pk=calendar_day)
    form = WithdrawDayForm(request.POST)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            calendar_actions.withdraw_day(row=row, reason=reason, by=request.reader, at=now())
        except Stale:
            raise
        except UserError as error:
            form.add_error("reason", error.message)
        else:
            messages.success(request, _("Đã rút. Ngày này theo lịch chung."))
            return _back(row.day)
    return _sheet(request, row.day.year, wrong=(row.pk, form))


def _back(day: dt.date) -> HttpResponse:
    return redirect(f"{reverse('rulebook:calendar')}?nam={day.year}#lich")
