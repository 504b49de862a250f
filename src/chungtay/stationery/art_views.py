"""Pages of the certificate art and of the printers."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.kit.clock import now
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.localities.access import ReaderRequest, page
from chungtay.localities.rules import law_of
from chungtay.stationery import actions, queries, samples
from chungtay.stationery.forms import ArtForm, MeasureForm, PlaceForm, PrinterForm, place_forms
from chungtay.stationery.models import CertificateArt, Printer
from chungtay.stationery.uploads import prepare_picture
from chungtay.stationery.views import KEEP
from chungtay.typesetting import TypesettingError, calibration_page, correction


@page(KEEP)
@require_GET
def show(request: ReaderRequest) -> HttpResponse:
    place = request.reader.locality
    context = {
        "in_use": queries.art_in_use(place), "arts": queries.arts_of(place), "rules": samples.rules(law_of(place)),
        "choices": place.art_choices.select_related("art")[:20],
    }  # fmt: skip
    return render(request, "stationery/art.html", context)


def _base(request: ReaderRequest) -> CertificateArt | None:
    """The version that a new one starts from: the one asked for, else the one in use, else the newest."""
    asked = request.GET.get("tu", "")
    rows = queries.arts_of(request.reader.locality)
    if asked.isdecimal():
        return rows.filter(pk=int(asked)).first()
    return queries.art_in_use(request.reader.locality) or rows.first()


@page(KEEP)
@require_http_methods(["GET", "POST"])
def new(request: ReaderRequest) -> HttpResponse:
    """The form of the next version. Saving it does not use it yet."""
    base = _base(request)
    if request.method == "GET":
        initial = {"paper": base.paper if base else "white", "ground": base.ground if base else "house"}
        return _form(request, base, ArtForm(initial=initial), place_forms(base))
    form, places = ArtForm(request.POST, request.FILES), place_forms(base, request.POST)
    if not all([form.is_valid(), *(each.is_valid() for each in places)]) or "xem" in request.POST:
        return _form(request, base, form, places)
    try:
        art = _add(request, base, form, places)
    except (Forbidden, Stale):
        raise
    except UserError as error:
        form.add_error(error.field if error.field in form.fields else None, [error.message, *error.details])
        return _form(request, base, form, places)
    messages.success(request, _("Đã lưu bản %(number)s. Xem hình bên dưới, đúng rồi thì bấm “Dùng mẫu này”.")
                     % {"number": art.number})  # fmt: skip
    return redirect("stationery:art")


def _add(request: ReaderRequest, base: CertificateArt | None, form: ArtForm, places: list[PlaceForm]) -> CertificateArt:
    given = form.cleaned_data
    files = {
        name: prepare_picture(given[name].read(), use="ground" if name == "background" else "emblem", field=name)
        if given[name] else None
        for name in ("background", "emblem")
    }  # fmt: skip
    return actions.add_art(
        paper=given["paper"], ground=given["ground"], background=files["background"], emblem=files["emblem"],
        places=_entries(places), base=base, note=given["note"], by=request.reader, at=now(),
    )  # fmt: skip


def _entries(places: list[PlaceForm]) -> list[dict[str, Any]]:
    return [entry for entry in (each.entry() for each in places) if entry is not None]


def _form(request: ReaderRequest, base: CertificateArt | None, form: ArtForm, places: list[PlaceForm]) -> HttpResponse:
    context = {
        "form": form, "places": places, "base": base, "preview": _drawn(base, form, places),
        "wrong": [each for each in places if each.errors],
    }  # fmt: skip
    failed = bool(form.errors) or bool(context["wrong"])
    return render(request, "stationery/art_new.html", context, status=400 if failed else 200)


@page(KEEP)
@require_POST
def preview(request: ReaderRequest) -> HttpResponse:
    """The picture beside the form, drawn anew while somebody types; nothing is kept."""
    base = _base(request)
    form, places = ArtForm(request.POST), place_forms(base, request.POST)
    valid = all([form.is_valid(), *(each.is_valid() for each in places)])
    context = {"preview": _drawn(base, form, places) if valid else {"trouble": _("Có ô chưa đúng: xem lại các số.")}}
    return render(request, "stationery/_preview.html", context)


def _drawn(base: CertificateArt | None, form: ArtForm, places: list[PlaceForm]) -> dict[str, Any]:
    """The picture as a data address, and what would not fit with a very long name."""
    paper, ground = form["paper"].value() or "white", form["ground"].value() or "house"
    entries = _entries(places) if all(each.is_bound and each.is_valid() for each in places) else _initial(places)
    art = CertificateArt(
        paper=paper, ground=ground, places=entries, background=base.background if base else None,
        picture=base.picture if base else None, emblem=base.emblem if base else None,
    )  # fmt: skip
    try:
        return {"picture": base64.b64encode(samples.picture(art)).decode(), "fits": samples.long_fits(art)}
    except TypesettingError as error:
        return {"trouble": str(error)}


def _initial(places: list[PlaceForm]) -> list[dict[str, Any]]:
    return [
        {"field": each.field, **{k: v for k, v in each.initial.items() if k != "on"}}
        for each in places
        if each.initial.get("on")
    ]


def _art(request: ReaderRequest, pk: int) -> CertificateArt:
    return request.reader.get(CertificateArt.objects.select_related("background", "picture", "emblem"), pk=pk)


@page(KEEP)
@require_GET
def picture(request: ReaderRequest, art: int) -> HttpResponse:
    return _sent(samples.picture(_art(request, art)), "image/png", f"giay-khen-{art}.png")


@page(KEEP)
@require_GET
def sample(request: ReaderRequest, art: int) -> HttpResponse:
    """The sample certificate as it would be printed."""
    return _sent(samples.pdf(_art(request, art), at=now()), "application/pdf", f"giay-khen-mau-{art}.pdf")


def _sent(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@page(KEEP)
@require_POST
def use(request: ReaderRequest, art: int) -> HttpResponse:
    actions.use_art(art=_art(request, art), by=request.reader, at=now())
    messages.success(request, _("Từ nay giấy khen in theo bản này. Giấy đã in giữ nguyên."))
    return redirect("stationery:art")


@page(KEEP)
@require_POST
def standard(request: ReaderRequest) -> HttpResponse:
    actions.use_art(art=None, by=request.reader, at=now())
    messages.success(request, _("Đã dùng lại mẫu chuẩn. Các bản riêng vẫn còn, dùng lại lúc nào cũng được."))
    return redirect("stationery:art")


@page(KEEP)
@require_http_methods(["GET", "POST"])
def printers(request: ReaderRequest) -> HttpResponse:
    """The printers of the office; a new one is added here."""
    form = PrinterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_printer(name=form.cleaned_data["name"], by=request.reader, at=now())
        except (Forbidden, Stale):
            raise
        except UserError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, _("Đã thêm máy in. In trang căn chỉnh của máy rồi nhập số đo."))
            return redirect("stationery:printers")
    return _printers(request, form)


def _printers(request: ReaderRequest, form: PrinterForm, bound: tuple[int, MeasureForm] | None = None) -> HttpResponse:
    rows = [
        {"printer": each, "form": bound[1] if bound and bound[0] == each.pk
         else MeasureForm(initial={"version": each.version}, auto_id=f"may-{each.pk}-%s")}
        for each in request.reader.locality.printers.all()
    ]  # fmt: skip
    failed = bool(form.errors) or bound is not None
    return render(request, "stationery/printers.html", {"form": form, "rows": rows}, status=400 if failed else 200)


@page(KEEP)
@require_POST
def set_printer(request: ReaderRequest, printer: int) -> HttpResponse:
    thing = request.reader.get(Printer, pk=printer)
    form = MeasureForm(request.POST, auto_id=f"may-{thing.pk}-%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            found = correction(left=float(given["left"]), top=float(given["top"]), across=float(given["across"]))
            actions.set_printer(printer=thing, correction=found, by=request.reader, at=now(), version=given["version"])
        except TypesettingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã ghi số chỉnh. In lại trang căn chỉnh để xem đã khớp chưa."))
            return redirect("stationery:printers")
    return _printers(request, PrinterForm(), (thing.pk, form))


@page(KEEP)
@require_GET
def calibration(request: ReaderRequest, printer: int) -> HttpResponse:
    """The page to print and measure; `?da-chinh=1` prints it with the correction, to see that it is right."""
    thing = request.reader.get(Printer, pk=printer)
    corrected = queries.correction_of(thing if request.GET.get("da-chinh") else None)
    content = calibration_page(name=thing.name, printer=corrected, timestamp=now())
    return _sent(content, "application/pdf", "can-chinh.pdf")
