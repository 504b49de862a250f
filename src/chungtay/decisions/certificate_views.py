"""Certificates: print runs, printing again, handing over, and the sheets as PDF."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from django.db import transaction
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.accounts.roles import Permission
from chungtay.decisions import forms as own
from chungtay.decisions import page as decision_page
from chungtay.decisions import printing, queries
from chungtay.decisions.jobs import KIND, run_name
from chungtay.decisions.models import Certificate, Decision
from chungtay.decisions.views import take
from chungtay.documents.models import StoredFile
from chungtay.jobs.actions import enqueue_job
from chungtay.kit.clock import now
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.localities.access import ReaderRequest, page
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
    border, right, down = (form.cleaned_data[name] for name in ("border", "right", "down"))
    if len(chosen) > printing.MOST_AT_ONCE:
        return _in_background(request, decision, chosen, border=border, right=right, down=down)
    try:
        printing.print_certificates(certificates=chosen, by=request.reader, at=now())
    except (Forbidden, Stale):
        raise
    except UserError as error:
        decision_page.blame(form, error)
        return decision_page.show(request, decision_page.load(request, pk), bound={"print": form})
    return redirect(_address(decision, chosen, border=border, right=right, down=down))


def _address(decision: Decision, chosen: list[Certificate], *, border: str, right: Decimal, down: Decimal) -> str:
    query = QueryDict(mutable=True)
    query.setlist("giay", [str(c.pk) for c in chosen])
    query["vien"] = border
    if right or down:
        query["phai"], query["xuong"] = str(right), str(down)
    return f"{reverse('decisions:certificates', args=[decision.pk])}?{query.urlencode()}"


def _in_background(
    request: ReaderRequest, decision: Decision, chosen: list[Certificate], *, border: str, right: Decimal, down: Decimal
) -> HttpResponse:
    pks = [certificate.pk for certificate in chosen]
    digest = hashlib.sha256(f"{pks}{border}{right}{down}".encode()).hexdigest()[:16]
    job = enqueue_job(
        kind=KIND, title=_("In %(count)s giấy khen") % {"count": len(pks)}, key=f"{KIND}:{decision.pk}:{digest}",
        arguments={"decision": decision.pk, "chosen": pks, "border": border, "right": str(right), "down": str(down)},
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
        stored = request.reader.get(StoredFile, pk=int(request.GET["tep"]), name=run_name(decision))
        with stored.file.open("rb") as file:
            return _pdf(file.read(), run_name(decision))
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
    return _pdf(printing.print_run(decision, rows, border=border, offset_mm=offset), name)


def _millimetres(text: str | None) -> Decimal:
    try:
        value = Decimal(text or "0")
    except ArithmeticError:
        return Decimal(0)
    return max(Decimal(-20), min(Decimal(20), value)) if value.is_finite() else Decimal(0)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
