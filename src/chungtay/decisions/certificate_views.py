"""Certificates: print runs, printing again, handing over, and the sheets as PDF."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.accounts.roles import Permission
from chungtay.decisions import forms as own
from chungtay.decisions import page as decision_page
from chungtay.decisions import printing, queries
from chungtay.decisions.jobs import KIND, MEDIA_TYPES, run_name
from chungtay.decisions.models import Certificate, Decision
from chungtay.decisions.views import take
from chungtay.documents.models import StoredFile
from chungtay.jobs.actions import enqueue_job
from chungtay.kit.clock import now
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.localities.access import ReaderRequest, page
from chungtay.stationery.models import Printer
from chungtay.typesetting import Border


def _chosen(certificates: list[Certificate], who: str) -> list[Certificate]:
    return certificates if who == own.OneOrAll.ALL else [c for c in certificates if str(c.pk) == who]


@page(Permission.DRAFT_DECISIONS)
@require_POST
def print_run(request: ReaderRequest, pk: int) -> HttpResponse:
    """The first print: counted, then shown as PDF; a long run is set in the background."""
    decision = decision_page.load(request, pk)
    everyone = list(queries.certificates_of(decision))
    form = decision_page.print_form(everyone, request.POST)
    if not form.is_valid():
        return decision_page.show(request, decision, bound={"print": form})
    chosen = _chosen([c for c in everyone if c.state == "prepared"], form.cleaned_data["who"])
    given = form.cleaned_data
    how: dict[str, Any] = {name: given.get(name) or "" for name in ("border", "right", "down", "printer")}
    if len(chosen) > printing.MOST_AT_ONCE or given["bundle"] == "zip":
        return _in_background(request, decision, chosen, bundle=given["bundle"] or "pdf", **how)
    try:
        printing.print_certificates(certificates=chosen, by=request.reader, at=now())
    except (Forbidden, Stale):
        raise
    except UserError as error:
        decision_page.blame(form, error)
        return decision_page.show(request, decision_page.load(request, pk), bound={"print": form})
    return redirect(_address(decision, chosen, **how))


def _address(
    decision: Decision, chosen: list[Certificate], *, border: str, right: Decimal, down: Decimal, printer: str
) -> str:
    query = QueryDict(mutable=True)
    query.setlist("giay", [str(c.pk) for c in chosen])
    query["vien"] = border
    if right or down:
        query["phai"], query["xuong"] = str(right), str(down)
    if printer:
        query["may"] = printer
    return f"{reverse('decisions:certificates', args=[decision.pk])}?{query.urlencode()}"


def _in_background(
    request: ReaderRequest, decision: Decision, chosen: list[Certificate], *, border: str, right: Decimal,
    down: Decimal, printer: str, bundle: str,
) -> HttpResponse:  # fmt: skip
    pks = [certificate.pk for certificate in chosen]
    digest = hashlib.sha256(f"{pks}{border}{right}{down}{printer}{bundle}".encode()).hexdigest()[:16]
    job = enqueue_job(
        kind=KIND, title=_("In %(count)s giấy khen") % {"count": len(pks)}, key=f"{KIND}:{decision.pk}:{digest}",
        arguments={"decision": decision.pk, "chosen": pks, "border": border, "right": str(right or 0),
                   "down": str(down or 0), "printer": int(printer) if printer else None, "bundle": bundle},
        by=request.reader, at=now(),
    )  # fmt: skip
    return redirect(job.get_absolute_url())


@page(Permission.DRAFT_DECISIONS)
@require_POST
def reissue(request: ReaderRequest, pk: int) -> HttpResponse:
    decision = decision_page.load(request, pk)
    everyone = list(queries.certificates_of(decision))
    form = decision_page.reissue_form(everyone, request.POST)

    def act() -> None:
        for certificate in _chosen(everyone, form.cleaned_data["who"]):
            printing.reissue_certificate(
                certificate=certificate, reason=form.cleaned_data["reason"], by=request.reader, at=now()
            )

    said = _("Đã ghi in lại, vẫn số sổ vàng cũ. Mở tệp PDF ở dòng của người đó để in.")
    return take(request, decision, "reissue", form, act, said)


@page(Permission.READ_DECISIONS)
@require_POST
def hand_over(request: ReaderRequest, pk: int) -> HttpResponse:
    decision = decision_page.load(request, pk)
    everyone = list(queries.certificates_of(decision))
    form = decision_page.hand_over_form(everyone, request.POST)

    @transaction.atomic
    def act() -> None:
        waiting = [c for c in everyone if c.state in ("printed", "reissued")]
        for certificate in _chosen(waiting, form.cleaned_data["who"]):
            printing.hand_over_certificate(
                certificate=certificate, on=form.cleaned_data["on"], by=request.reader, at=now()
            )

    return take(request, decision, "hand_over", form, act, _("Đã ghi ngày trao giấy khen."))


@page(Permission.READ_DOCUMENTS)
@require_GET
def certificates(request: ReaderRequest, pk: int) -> HttpResponse:
    """Printed certificates as PDF: those of `giay`, else all; `vien`, `phai`, `xuong` as chosen for the printer.

    Only what was counted as printed is shown: a sheet that nobody counted could be handed out twice.
    """
    decision = decision_page.load(request, pk)
    if request.GET.get("tep", "").isdecimal():
        names = [run_name(decision, bundle) for bundle in MEDIA_TYPES]
        stored = request.reader.get(StoredFile, pk=int(request.GET["tep"]), name__in=names)
        with stored.file.open("rb") as file:
            return _sent(file.read(), stored.name)
    wanted = [int(v) for v in request.GET.getlist("giay") if v.isdecimal()]
    rows = [c for c in queries.certificates_of(decision) if c.pdf is not None and (not wanted or c.pk in wanted)]
    if not rows:
        raise UserError(_("Chưa có giấy khen nào đã in để mở. In giấy khen ở trang quyết định trước."))
    if len(rows) > printing.MOST_AT_ONCE:
        raise UserError(_("Mỗi lần mở nhiều nhất %(most)s giấy. Chọn từng người, hoặc mở lại bản in cũ ở trang việc.")
                        % {"most": printing.MOST_AT_ONCE})  # fmt: skip
    border = Border.NONE if request.GET.get("vien") == "none" else Border.PICTURE
    offset = (_millimetres(request.GET.get("phai")), _millimetres(request.GET.get("xuong")))
    name = f"giay-khen-{rows[0].award.ordinal:02}.pdf" if len(rows) == 1 else run_name(decision)
    printer = _printer(request)
    return _sent(printing.print_run(decision, rows, border=border, offset_mm=offset, printer=printer), name)


def _printer(request: ReaderRequest) -> Printer | None:
    asked = request.GET.get("may", "")
    return request.reader.get(Printer, pk=int(asked)) if asked.isdecimal() else None


@page(Permission.READ_DECISIONS)
@require_GET
def check(request: ReaderRequest, pk: int) -> HttpResponse:
    """Before paper is spent: the texts that would be set smaller, broken in two lines, or do not fit at all."""
    decision = decision_page.load(request, pk)
    border = Border.NONE if request.GET.get("vien") == "none" else Border.PICTURE
    rows = list(queries.certificates_of(decision))
    found = printing.fits(rows, border=border)
    context = {
        "decision": decision, "count": len(rows), "on_stock": border is Border.NONE,
        "on_white": border is not Border.NONE,
        "over": [pair for pair in found if pair[1].how == "over"],
        "tight": [pair for pair in found if pair[1].how == "wrapped"],
        "small": [pair for pair in found if pair[1].how == "small"],
    }  # fmt: skip
    return render(request, "decisions/print_check.html", context)


@page(Permission.READ_DECISIONS)
@require_GET
def print_log(request: ReaderRequest, pk: int) -> HttpResponse:
    """Every print, print again, handing over and annulment of the certificates of a decision, newest first (R-91)."""
    decision = decision_page.load(request, pk)
    lines = Paginator(queries.print_events(decision), 100).get_page(request.GET.get("page"))
    names = {str(c.pk): c.award for c in queries.certificates_of(decision)}
    rows = [(line, names[line.object_id]) for line in lines]
    return render(request, "decisions/print_log.html", {"decision": decision, "lines": lines, "rows": rows})


def _millimetres(text: str | None) -> Decimal:
    try:
        value = Decimal(text or "0")
    except ArithmeticError:
        return Decimal(0)
    return max(Decimal(-20), min(Decimal(20), value)) if value.is_finite() else Decimal(0)


def _sent(content: bytes, name: str) -> HttpResponse:
    bundle = name.rpartition(".")[2]
    response = HttpResponse(content, content_type=MEDIA_TYPES[bundle])
    response["Content-Disposition"] = f'{"inline" if bundle == "pdf" else "attachment"}; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
