"""Pages of the own Word templates: the list, one kind, one version, the dictionary of fields."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.accounts.roles import Permission
from chungtay.documents.actions import DOCX
from chungtay.kit.clock import now
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.localities.access import ReaderRequest, page
from chungtay.stationery import actions, dictionary, office, queries
from chungtay.stationery.forms import WordForm
from chungtay.stationery.models import WordTemplate
from chungtay.stationery.starter import starter

KEEP = Permission.KEEP_STATIONERY


@page(KEEP)
@require_GET
def show_list(request: ReaderRequest) -> HttpResponse:
    place = request.reader.locality
    context = {
        "lines": queries.kind_lines(place), "art": queries.art_in_use(place), "arts": queries.arts_of(place).count(),
        "printers": place.printers.count(),
    }  # fmt: skip
    return render(request, "stationery/list.html", context)


def _kind(request: ReaderRequest) -> str:
    kind = (request.POST or request.GET).get("loai", "")
    if kind not in dictionary.kinds():
        raise Http404(_("Không có loại văn bản này."))
    return kind


def _address(kind: str) -> str:
    return f"{reverse('stationery:word')}?loai={kind}"


@page(KEEP)
@require_GET
def word(request: ReaderRequest) -> HttpResponse:
    if not request.GET.get("loai"):
        return redirect("stationery:list")
    return _word(request, _kind(request), WordForm())


def _word(request: ReaderRequest, kind: str, form: WordForm) -> HttpResponse:
    place = request.reader.locality
    context = {
        "kind": kind, "name": dictionary.kinds()[kind], "form": form, "templates": queries.templates_of(place, kind),
        "in_use": queries.template_in_use(place, kind), "choices": queries.choices_of(place, kind)[:20],
    }  # fmt: skip
    return render(request, "stationery/word.html", context, status=400 if form.errors else 200)


@page(KEEP)
@require_POST
def upload(request: ReaderRequest) -> HttpResponse:
    kind, form = _kind(request), WordForm(request.POST, request.FILES)
    if not form.is_valid():
        return _word(request, kind, form)
    sent = form.cleaned_data["file"]
    try:
        template = actions.add_template(
            kind=kind, name=sent.name, content=sent.read(), note=form.cleaned_data["note"], by=request.reader, at=now()
        )
    except (Forbidden, Stale):
        raise
    except UserError as error:
        form.add_error("file", [error.message, *error.details])
        return _word(request, kind, form)
    return redirect("stationery:template", template.pk)


@page(KEEP)
@require_GET
def detail(request: ReaderRequest, template: int) -> HttpResponse:
    """One version: what was found in it, how it looks with the sample, and the step to use it."""
    thing = _template(request, template)
    context = {
        "template": thing, "name": dictionary.kinds().get(thing.kind, thing.kind), "office": office.is_here(),
        "in_use": queries.template_in_use(request.reader.locality, thing.kind) == thing,
    }  # fmt: skip
    return render(request, "stationery/template.html", context)


def _template(request: ReaderRequest, pk: int) -> WordTemplate:
    return request.reader.get(WordTemplate.objects.select_related("file"), pk=pk)


@page(KEEP)
@require_GET
def file(request: ReaderRequest, template: int) -> HttpResponse:
    """The bytes as they were uploaded."""
    thing = _template(request, template)
    return _file(queries.content_of(thing.file), f"mau-{thing.kind}-ban-{thing.number}.docx", DOCX)


@page(KEEP)
@require_GET
def preview(request: ReaderRequest, template: int, form: str) -> HttpResponse:
    """The template filled with the sample paper: Word always, PDF where LibreOffice is installed."""
    thing = _template(request, template)
    name = f"xem-thu-{thing.kind}-ban-{thing.number}"
    if form == "docx":
        return _file(queries.preview(thing), f"{name}.docx", DOCX)
    if form == "pdf":
        return _file(queries.preview_pdf(thing), f"{name}.pdf", "application/pdf", inline=True)
    raise Http404


def _file(content: bytes, name: str, media_type: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@page(KEEP)
@require_POST
def use(request: ReaderRequest, template: int) -> HttpResponse:
    thing = _template(request, template)
    actions.use_template(template=thing, by=request.reader, at=now())
    messages.success(request, _("Từ nay bản Word của loại văn bản này theo mẫu riêng. Văn bản đã phát hành không đổi."))
    return redirect(_address(thing.kind))


@page(KEEP)
@require_POST
def standard(request: ReaderRequest) -> HttpResponse:
    kind = _kind(request)
    actions.use_standard(kind=kind, by=request.reader, at=now())
    messages.success(request, _("Đã dùng lại mẫu chuẩn. Các bản mẫu riêng vẫn còn, dùng lại lúc nào cũng được."))
    return redirect(_address(kind))


@page(KEEP)
@require_GET
def words(request: ReaderRequest) -> HttpResponse:
    """The dictionary: every field of a kind, with its sample."""
    kind = request.GET.get("loai") or next(iter(dictionary.kinds()))
    if kind not in dictionary.kinds():
        raise Http404(_("Không có loại văn bản này."))
    rows = [{"entry": entry, "written": written} for written, entry in dictionary.written(dictionary.entries(kind))]
    context = {"kind": kind, "name": dictionary.kinds()[kind], "kinds": dictionary.kinds(), "rows": rows}
    return render(request, "stationery/words.html", context)


@page(KEEP)
@require_GET
def starter_file(request: ReaderRequest) -> HttpResponse:
    """A Word file with every field of the kind, to begin with."""
    kind = _kind(request) if request.GET.get("loai") else next(iter(dictionary.kinds()))
    return _file(starter(kind), f"mau-khoi-dau-{kind}.docx", DOCX)
