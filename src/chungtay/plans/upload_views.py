"""Bringing plans in: the upload of one or several files, and the list of what the machine is reading."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chungtay.accounts.roles import Permission
from chungtay.jobs.actions import may_steer
from chungtay.jobs.models import Job
from chungtay.kit.clock import now
from chungtay.kit.errors import UserError
from chungtay.localities.access import ReaderRequest, page
from chungtay.plans import readings, uploads
from chungtay.plans.forms import UploadForm
from chungtay.plans.models import Plan
from chungtay.plans.uploads import Given

PER_PAGE = 20


@page(Permission.EDIT_PLANS)
def upload(request: ReaderRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            made, waiting = _take_in(request, form)
        except UserError as error:
            lines = [error.message, *error.details]
            form.add_error("file", [forms.ValidationError(line) for line in lines])
        else:
            return _go_on(request, made, waiting)
    together = request.POST.get("together") == "1"
    context = {"form": form, "together": together, "each": not together}
    return render(request, "plans/upload.html", context, status=400 if form.errors else 200)


def _go_on(request: ReaderRequest, made: list[Plan], waiting: list[Job]) -> HttpResponse:
    if waiting:
        words = ngettext("Đang đọc %(n)s tệp.", "Đang đọc %(n)s tệp, xong tệp nào mở được tệp đó.", len(waiting))
        messages.success(request, words % {"n": len(waiting)})
        return redirect(waiting[0] if not made and len(waiting) == 1 else "plans:readings")
    if len(made) == 1:
        messages.success(request, _("Đã đọc xong. Xem từng mục bên phải, so với bản gốc bên trái."))
        return redirect("plans:detail", made[0].pk)
    words = ngettext("Đã đọc %(n)s kế hoạch.", "Đã đọc %(n)s kế hoạch. Mở từng bản để xác nhận.", len(made))
    messages.success(request, words % {"n": len(made)})
    return redirect("plans:list")


def _take_in(request: ReaderRequest, form: UploadForm) -> tuple[list[Plan], list[Job]]:
    """All the files or none: a clerk who must pick out which half was kept has more work than before.

    Text and Word are read at once; PDFs and pictures by a job, because OCR takes seconds a page.
    """
    files = [Given(file.name, file.content_type or "text/plain", file.read()) for file in form.cleaned_data["file"]]
    asked: dict[str, Any] = {"locality": request.reader.locality, "by": request.reader, "at": now()}
    if form.cleaned_data["together"] and len(files) > 1:
        return [], [uploads.read_later(files=files, **asked)]
    made: list[Plan] = []
    waiting: list[Job] = []
    troubles: list[str] = []
    with transaction.atomic():
        for file in files:
            try:
                if uploads.is_quick(file):
                    made.append(uploads.read_upload(files=[file], **asked))
                else:
                    waiting.append(uploads.read_later(files=[file], **asked))
            except UserError as error:
                said = " ".join([error.message, *error.details])
                troubles.append(f"{file.name}: {said}" if len(files) > 1 else said)
        if troubles:
            raise UserError(troubles[0], details=troubles[1:])
    return made, waiting


@page(Permission.EDIT_PLANS)
@require_GET
@never_cache
def reading_list(request: ReaderRequest) -> HttpResponse:
    """What the machine is reading, has read, and could not read with the reason."""
    found = Paginator(readings.readings(request.reader), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"job": job, "may_steer": may_steer(job, request.reader)} for job in found]
    return render(request, "plans/readings.html", {"rows": rows, "page": found})
