"""Pages of the record book: the list of the commune, the table of classes, and the page of one person or unit."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from openpyxl import Workbook

from chungtay.accounts.roles import Permission
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, UserError
from chungtay.kit.models import valid_on
from chungtay.kit.text import whole, year_in
from chungtay.localities.access import ReaderRequest, page
from chungtay.localities.models import Person, Unit
from chungtay.records import actions, forms, queries, sheet
from chungtay.records.book import Who, books
from chungtay.records.models import Kind, Line

PER_PAGE = 100


def _year(request: ReaderRequest) -> int:
    asked = request.POST.get("nam") or request.GET.get("nam") or ""
    return year_in(asked) or today().year


@page(Permission.READ_RECORDS)
@require_GET
def book(request: ReaderRequest) -> HttpResponse:
    """Everybody with the class of the year and when they were last looked through; both can be typed here."""
    return _list(request)


def _list(request: ReaderRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    reader, on, year = request.reader, today(), _year(request)
    query = request.GET.get("q", "").strip()[:80]
    listed = Paginator(queries.whos(reader, on, query=query), PER_PAGE).get_page(request.GET.get("page"))
    subjects = queries.subjects(reader, list(listed), year=year, on=on)
    context = {
        "subjects": subjects,
        "page": listed,
        "year": year,
        "years": range(on.year + 1, on.year - 4, -1),
        "query": query,
        "levels": actions.rating_words(reader.locality, year),
        "unrated": sum(1 for s in subjects if s.rating is None),
        "may_keep": reader.can(Permission.KEEP_RECORDS),
        "screen_form": forms.ScreenForm(initial={"since": f"{on:%d/%m/%Y}"}),
    }
    return render(request, "records/list.html", context | more, status=status)


def _by_box(request: ReaderRequest) -> dict[str, Who]:
    """Everybody of the locality by the name of their boxes in the form."""
    people = Person.objects.filter(valid_on(today()), locality=request.reader.locality)
    units = Unit.objects.filter(valid_on(today()), locality=request.reader.locality)
    return {f"p{p.pk}": Who(person=p) for p in people} | {f"u{u.pk}": Who(unit=u) for u in units}


@page(Permission.KEEP_RECORDS)
@require_POST
def rate(request: ReaderRequest) -> HttpResponse:
    """The classes chosen in the list; rows that were left as shown are left alone."""
    year = _year(request)
    everybody = _by_box(request)
    chosen = {box: request.POST.get(f"r-{box}", "") for box in everybody if f"r-{box}" in request.POST}
    rows = [
        actions.Rated(everybody[box], level)
        for box, level in chosen.items()
        if level and level != request.POST.get(f"seen-{box}", "")
    ]
    try:
        count = actions.enter_ratings(
            locality=request.reader.locality, year=year, rows=rows, provisional="provisional" in request.POST,
            source=request.POST.get("source", ""), by=request.reader, at=now(),
        )  # fmt: skip
    except Forbidden:
        raise
    except UserError as error:
        return _list(request, status=400, error=error)
    messages.success(request, _("Đã ghi %s xếp loại.") % count if count else _("Không có dòng nào thay đổi."))
    return redirect(f"{reverse('records:list')}?nam={year}")


@page(Permission.KEEP_RECORDS)
@require_POST
def screen(request: ReaderRequest) -> HttpResponse:
    """Notes that the chosen people and units were looked through."""
    sent = request.POST
    form = forms.ScreenForm({"since": sent.get("since", ""), "source": sent.get("source-s", "")})
    if not form.is_valid():
        return _list(request, status=400, screen_form=form)
    chosen = [who for box, who in _by_box(request).items() if "all" in sent or f"s-{box}" in sent]
    try:
        count = actions.screen(
            locality=request.reader.locality, whos=chosen, on=form.cleaned_data["since"],
            source=form.cleaned_data["source"], by=request.reader, at=now(),
        )  # fmt: skip
    except Forbidden:
        raise
    except UserError as error:
        return _list(request, status=400, error=error, screen_form=form)
    messages.success(request, _("Đã ghi rà soát %s người, đơn vị.") % count)
    return redirect(f"{reverse('records:list')}?nam={_year(request)}")


@page(Permission.KEEP_RECORDS)
@require_http_methods(["GET", "POST"])
def ratings(request: ReaderRequest) -> HttpResponse:
    """The whole commune at once: file or pasted cells, looked at first, then written; all rows or none."""
    year = _year(request)
    if request.method == "GET":
        form = forms.RatingsForm(initial={"year": year})
        return render(request, "records/ratings.html", {"form": form, "year": year})
    form = forms.RatingsForm(request.POST, request.FILES)
    context: dict[str, Any] = {"form": form, "year": year}
    if not form.is_valid():
        return render(request, "records/ratings.html", context, status=400)
    data, locality = form.cleaned_data, request.reader.locality
    context["year"] = year = data["year"]
    try:
        text = sheet.text_of_upload(data["file"].name, data["file"].read()) if data["file"] else data["text"]
        if not text.strip():
            raise UserError(_("Chưa có bảng. Chọn tệp, hoặc chép các ô trong Excel rồi dán vào đây."), field="text")
        on = today()
        people = Person.objects.filter(valid_on(on), locality=locality).select_related("unit")
        rows = sheet.read(
            text,
            locality=locality,
            year=year,
            people=people,
            units=Unit.objects.filter(valid_on(on), locality=locality),
        )
        wrong = [row for row in rows if row.errors]
        if request.POST.get("confirm") and not wrong:
            count = actions.enter_ratings(
                locality=locality, year=year, rows=sheet.rated(rows), provisional=data["provisional"],
                source=data["source"], by=request.reader, at=now(),
            )  # fmt: skip
            messages.success(request, _("Đã ghi %s xếp loại.") % count)
            return redirect(f"{reverse('records:list')}?nam={year}")
    except Forbidden:
        raise
    except UserError as error:
        return render(request, "records/ratings.html", context | {"error": error}, status=400)
    standing = books(locality, [row.who for row in rows if row.who])
    for row in rows:
        row.before = standing[row.who.key].rating(year) if row.who else None  # type: ignore[attr-defined]
    context |= {"rows": sorted(rows, key=lambda row: not row.errors), "wrong": len(wrong), "text": text}
    return render(request, "records/ratings.html", context, status=400 if wrong else 200)


@page(Permission.KEEP_RECORDS)
@require_GET
def template(request: ReaderRequest) -> HttpResponse:
    """The table to fill in: everybody by name, with what is known of the year."""
    year = _year(request)
    book = Workbook()
    paper = book.active
    assert paper is not None
    paper.append([_("Họ và tên"), _("Đơn vị"), _("Xếp loại năm %s") % year])
    for subject in queries.subjects(request.reader, queries.whos(request.reader, today()), year=year, on=today()):
        person = subject.who.person
        unit = str(person.unit or "") if person else ""
        paper.append([_plain(str(subject.who)), _plain(unit), subject.rating.word if subject.rating else ""])
    for column, width in (("A", 32), ("B", 36), ("C", 32)):
        paper.column_dimensions[column].width = width
    kept = io.BytesIO()
    book.save(kept)
    answer = HttpResponse(
        kept.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = content_disposition_header(True, f"xep-loai-{year}.xlsx") or "attachment"
    return answer


def _plain(text: str) -> str:
    """A name is never a formula, whatever it begins with."""
    return f"'{text}" if text[:1] in "=+-@" else text


@page(Permission.READ_RECORDS)
@require_GET
def person(request: ReaderRequest, person: int) -> HttpResponse:
    """Everything that is written of one person."""
    row = request.reader.get(Person.objects.select_related("unit", "locality"), pk=person)
    return _one(request, Who(person=row))


@page(Permission.READ_RECORDS)
@require_GET
def unit(request: ReaderRequest, unit: int) -> HttpResponse:
    """Everything that is written of one unit."""
    return _one(request, Who(unit=request.reader.get(Unit.objects.select_related("locality"), pk=unit)))


@page(Permission.READ_RECORDS)
@require_GET
def household(request: ReaderRequest) -> HttpResponse:
    """Everything that is written of one household, known by its head's name and village."""
    return _one(request, _household(request, request.GET.get("ten", ""), request.GET.get("don-vi", "")))


def _household(request: ReaderRequest, name: str, village: str) -> Who:
    name = " ".join(name.split())[:160]
    if not name:
        raise Http404(_("Chưa nêu tên chủ hộ."))
    asked = whole(village)
    unit = request.reader.get(Unit, pk=asked) if asked is not None else None
    return Who(unit=unit, household=name)


def _one(request: ReaderRequest, who: Who, *, status: int = 200, **more: Any) -> HttpResponse:
    reader, on, year = request.reader, today(), _year(request)
    kinds = forms.OF_PERSON if who.person else forms.OF_HOUSEHOLD if who.household else forms.OF_UNIT
    bound: forms.LineForm | None = more.pop("bound", None)
    made = {
        kind: bound if bound is not None and bound.of == kind
        else forms.LineForm(of=kind, locality=reader.locality, on=on, year=year)
        for kind in kinds
    }  # fmt: skip
    sections = queries.sections(queries.lines_of(reader, who), kinds)
    context = {
        "who": who,
        "year": year,
        "sections": [(section, made[section.kind]) for section in sections],
        "bound_kind": bound.of.value if bound is not None else "",
        "grounds": actions.hold_grounds(reader.locality, on),
        "may_keep": reader.can(Permission.KEEP_RECORDS),
        "close_form": forms.CloseForm(auto_id=False),
        "withdraw_form": forms.WithdrawForm(auto_id=False),
        "use_form": forms.LineForm(of=Kind.USE, locality=reader.locality, on=on, year=year),
    }
    return render(request, "records/one.html", context | more, status=status)


def _url(who: Who, kind: str) -> str:
    if who.person:
        where = reverse("records:person", args=[who.person.pk])
    elif who.household:
        where = f"{reverse('records:household')}?{urlencode({'ten': who.household, 'don-vi': who.unit_pk or ''})}"
    else:
        where = reverse("records:unit", args=[who.unit_pk])
    return f"{where}#{kind}"


def _asked(request: ReaderRequest) -> Who:
    """Whom the form is about; only people and units of the own locality exist."""
    sent = request.POST
    if (asked := whole(sent.get("person", ""))) is not None:
        return Who(person=request.reader.get(Person.objects.select_related("unit", "locality"), pk=asked))
    if sent.get("household", "").strip():
        return _household(request, sent["household"], sent.get("unit", ""))
    if (asked := whole(sent.get("unit", ""))) is not None:
        return Who(unit=request.reader.get(Unit.objects.select_related("locality"), pk=asked))
    raise Http404


@page(Permission.KEEP_RECORDS)
@require_POST
def add(request: ReaderRequest) -> HttpResponse:
    """One line about one of them."""
    who = _asked(request)
    asked = request.POST.get("which", "")
    if asked not in Kind.values:
        raise Http404
    form = forms.LineForm(
        request.POST, of=Kind(asked), locality=request.reader.locality, on=today(), year=_year(request)
    )
    if not form.is_valid():
        return _one(request, who, status=400, bound=form)
    about = None
    if (told := whole(request.POST.get("about", ""))) is not None:
        known: dict[str, Any] = dict(who.columns)
        about = request.reader.get(Line, pk=told, kind=Kind.INITIATIVE, **known)
    try:
        actions.write_line(
            locality=request.reader.locality, who=who, fact=form.fact(), about=about, by=request.reader, at=now()
        )
    except Forbidden:
        raise
    except UserError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _one(request, who, status=400, bound=form)
    messages.success(request, _("Đã ghi vào sổ."))
    return redirect(_url(who, asked if asked != Kind.USE else Kind.INITIATIVE))


def _line(request: ReaderRequest, pk: int) -> tuple[Line, Who]:
    row = request.reader.get(Line.objects.select_related("person__unit", "unit", "locality"), pk=pk)
    return row, Who(row.person, None if row.person_id else row.unit, row.household)


@page(Permission.KEEP_RECORDS)
@require_POST
def close(request: ReaderRequest, line: int) -> HttpResponse:
    """The paper that ended it."""
    row, who = _line(request, line)
    form = forms.CloseForm(request.POST, auto_id=False)
    if form.is_valid():
        try:
            actions.close_line(line=row, by=request.reader, at=now(), **form.cleaned_data)
        except Forbidden:
            raise
        except UserError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Đã ghi kết thúc."))
            return redirect(_url(who, row.kind))
    return _one(request, who, status=400, closing=row.pk, close_form=form)


@page(Permission.KEEP_RECORDS)
@require_POST
def withdraw(request: ReaderRequest, line: int) -> HttpResponse:
    """Takes back what was written wrongly."""
    row, who = _line(request, line)
    form = forms.WithdrawForm(request.POST, auto_id=False)
    if form.is_valid():
        try:
            actions.withdraw_line(line=row, by=request.reader, at=now(), **form.cleaned_data)
        except Forbidden:
            raise
        except UserError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Đã rút dòng này."))
            return redirect(_url(who, row.kind))
    return _one(request, who, status=400, withdrawing=row.pk, withdraw_form=form)
