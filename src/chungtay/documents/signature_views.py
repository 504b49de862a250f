"""Pages of digital signatures: anybody of the house checks a file; the office files signed copies."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.accounts.roles import Permission
from chungtay.documents import forms as own
from chungtay.documents import page as paper_page
from chungtay.documents import queries, reports, signature_actions
from chungtay.documents.keeping import read_kept
from chungtay.documents.models import Document, SignedCopy
from chungtay.documents.trust import house_trust
from chungtay.kit.clock import now
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.localities.access import ReaderRequest, page


@page(Permission.SEE_OWN_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: ReaderRequest) -> HttpResponse:
    """Who signed a PDF, when, and whether it is whole. The file is read, told about and forgotten."""
    from chungtay.signing import verify

    form = own.SignedFileForm(request.POST, request.FILES) if request.method == "POST" else own.SignedFileForm()
    told = name = None
    trust = house_trust()
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            with signature_actions.told_to_the_user():
                told, name = reports.tell(verify(upload.read(), trust)), upload.name
        except UserError as error:
            _blame(form, error)
    context = {"form": form, "told": told, "name": name, "known": len(trust.roots), "unreadable": trust.unreadable}
    return render(request, "documents/check.html", context, status=400 if form.errors else 200)


def _blame(form: forms.Form, error: UserError) -> None:
    field = error.field if error.field in form.fields else next(iter(form.fields))
    form.add_error(field, [forms.ValidationError(line) for line in (error.message, *error.details)])


def _take(
    request: ReaderRequest, pk: int, name: str, form: forms.Form, act: Callable[[Document], object], said: str,
    field: str,
) -> HttpResponse:  # fmt: skip
    document = paper_page.load(request, pk)
    if not form.is_valid():
        return paper_page.show(request, document, bound={name: form})
    try:
        act(document)
    except (Forbidden, Stale):
        raise
    except UserError as error:
        blamed = error.field if error.field in form.fields else field
        form.add_error(blamed, [forms.ValidationError(line) for line in (error.message, *error.details)])
        return paper_page.show(request, paper_page.load(request, pk), bound={name: form})
    messages.success(request, said)
    return redirect("documents:detail", pk)


@page(Permission.FILE_SIGNATURES)
@require_POST
def upload(request: ReaderRequest, pk: int) -> HttpResponse:
    form = own.SignedFileForm(request.POST, request.FILES, auto_id="tai-%s")

    def act(document: Document) -> None:
        signature_actions.file_signed_copy(
            document=document, content=form.cleaned_data["file"].read(), by=request.reader, at=now()
        )

    return _take(request, pk, "upload", form, act, _("Đã lưu bản đã ký số."), "file")


@page(Permission.FILE_SIGNATURES)
@require_POST
def prepare(request: ReaderRequest, pk: int) -> HttpResponse:
    from chungtay.signing import Role

    form = own.PrepareForm(request.POST, request.FILES, auto_id="cho-%s")

    def act(document: Document) -> None:
        given = form.cleaned_data
        signature_actions.prepare_signature(
            document=document, certificate=given["certificate"].read(), role=Role(given["role"]),
            picture=own.content(given["picture"]), confirmed=given["confirmed"], by=request.reader, at=now(),
        )  # fmt: skip

    said = _("Đã chuẩn bị. Tải tệp chờ ký về máy của người ký, ký, rồi tải tệp trả lời lên.")
    return _take(request, pk, "prepare", form, act, said, "certificate")


@page(Permission.FILE_SIGNATURES)
@require_GET
def block(request: ReaderRequest, pk: int) -> HttpResponse:
    """The block that waits to be signed on the signer's machine."""
    document = paper_page.load(request, pk)
    waiting = getattr(document, "waiting_signature", None)
    if waiting is None:
        raise Http404(_("Văn bản này không chờ chữ ký nào."))
    response = HttpResponse(signature_actions.block_of(waiting), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="cho-ky-{document.pk}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@page(Permission.FILE_SIGNATURES)
@require_GET
def windows_client(request: ReaderRequest) -> HttpResponse:
    """The program that signs a block on Windows with what Windows has: no installation on the signer's machine."""
    content = (resources.files("chungtay.signing") / "assets" / "ky-token.ps1").read_bytes()
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="ky-token.ps1"'
    response["Cache-Control"] = "private, no-store"
    return response


@page(Permission.FILE_SIGNATURES)
@require_POST
def complete(request: ReaderRequest, pk: int) -> HttpResponse:
    form = own.AnswerForm(request.POST, request.FILES, auto_id="tra-loi-%s")

    def act(document: Document) -> None:
        signature_actions.complete_signature(
            document=document, answer=form.cleaned_data["file"].read(), by=request.reader, at=now()
        )

    return _take(request, pk, "answer", form, act, _("Đã ký xong và lưu bản đã ký số."), "file")


@page(Permission.FILE_SIGNATURES)
@require_POST
def give_up(request: ReaderRequest, pk: int) -> HttpResponse:
    document = paper_page.load(request, pk)
    signature_actions.give_up_signature(document=document, by=request.reader, at=now())
    messages.success(request, _("Đã thôi chờ. Chưa có gì được ký."))
    return redirect("documents:detail", pk)


@page(Permission.READ_DOCUMENTS)
@require_GET
def signed_file(request: ReaderRequest, pk: int, copy: int) -> HttpResponse:
    """A signed copy, byte for byte; `?xem=1` shows it instead of downloading."""
    document = request.reader.get(Document.objects.select_related("register_entry"), pk=pk)
    found = SignedCopy.objects.select_related("file").filter(document=document, pk=copy).first()
    if found is None:
        raise Http404(_("Không có bản đã ký này."))
    response = HttpResponse(read_kept(found.file), content_type="application/pdf")
    name = queries.file_name(document, "pdf").replace(".pdf", "-da-ky.pdf")
    way = "inline" if request.GET.get("xem") else "attachment"
    response["Content-Disposition"] = f'{way}; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
