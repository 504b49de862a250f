"""Certificates: print runs, printing again, handing over, and the sheets as PDF."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.accounts.roles import Permission
from chungtay.decisions import corrections, printing, queries
from chungtay.decisions import forms as own
from chungtay.decisions import page as decision_page
from chungtay.decisions.jobs import HAND_OVER, KIND, MEDIA_TYPES, run_name
from chungtay.decisions.models import Certificate, Decision
from chungtay.decisions.views import take
from chungtay.documents.keeping import read_kept
from chungtay.documents.models import StoredFile
from chungtay.jobs.actions import enqueue_job
from chungtay.jobs.models import Job
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.text import whole
from chungtay.localities.access import ReaderRequest, page
from chungtay.stationery.models import Printer
from chungtay.typesetting import Border


@page(Permission.DRAFT_DECISIONS)
@require_POST
def print_run(request: ReaderRequest, pk: int) -> HttpResponse:
    """The first print: counted, then shown as PDF; a long run is set in the background."""
    decision = decision_page.load(request, pk)
    lines = queries.certificate_lines(decision)
    form = decision_page.print_form(decision, lines, request.POST)
    return _printed(request, decision, "print", form, [c for c in lines if c.state == "prepared"])


@page(Permission.DRAFT_DECISIONS)
@require_POST
def reissue(request: ReaderRequest, pk: int) -> HttpResponse:
    """Printed again: counted with its reason, then shown as PDF like the first time."""
    decision = decision_page.load(request, pk)
    lines = queries.certificate_lines(decision)
    form = decision_page.reissue_form(decision, lines, request.POST)
    return _printed(request, decision, "reissue", form, [c for c in lines if c.state in decision_page.PRINTED])


def _printed(
    request: ReaderRequest, decision: Decision, name: str, form: own.PrintForm, waiting: list[Certificate]
) -> HttpResponse:
    if not form.is_valid():
        return decision_page.show(request, decision, bound={name: form})
    given = form.cleaned_data
    again = None if name == "print" else {"handed_over": given["handed_over"] == "yes", "reason": given["reason"]}
    try:
        chosen = form.chosen(waiting)
        if (same := _same_run(decision, chosen)) is not None:
            return redirect(same.get_absolute_url())
        if len(chosen) > printing.MOST_AT_ONCE or given["bundle"] == "zip":
            return _in_background(request, decision, chosen, bundle=given["bundle"], again=again, **form.how())
        rows = queries.sheets_of(decision, [certificate.pk for certificate in chosen])
        with transaction.atomic():
            for row in rows:
                if again is None:
                    printing.print_certificate(certificate=row, by=request.reader, at=now())
                else:
                    printing.print_again(certificate=row, by=request.reader, at=now(), **again)
    except (Forbidden, Stale):
        raise
    except UserError as error:
        decision_page.blame(form, error)
        return decision_page.show(request, decision_page.load(request, decision.pk), bound={name: form})
    return redirect(_address(decision, chosen, **form.how()))


def _same_run(decision: Decision, chosen: list[Certificate]) -> Job | None:
    """The run under way of these very sheets: the button was pressed twice. Raises UserError when only some are in it:
    one list would be split between two files."""
    under_way = decision_page.print_job_under_way(decision)
    if under_way is None:
        return None
    there, wanted = set(under_way.arguments["chosen"]), {c.pk for c in chosen}
    if there == wanted:
        return under_way
    if there & wanted:
        raise UserError(
            _("“%(run)s” đang chạy và có những giấy này. Chờ xong, hoặc dừng lượt đó rồi in.")
            % {"run": under_way.title}
        )
    return None


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", ".")


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
    down: Decimal, printer: str, bundle: str, again: dict[str, Any] | None,
) -> HttpResponse:  # fmt: skip
    arguments: dict[str, Any] = {
        "decision": decision.pk, "chosen": [c.pk for c in chosen], "border": border, "right": str(right),
        "down": str(down), "printer": int(printer) if printer else None, "bundle": bundle,
    }  # fmt: skip
    if again is not None:
        arguments["again"] = again
    title = _("In %(count)s giấy khen") if again is None else _("In lại %(count)s giấy khen")
    # The versions make another run of the same sheets another job; pressing the button twice does not.
    told = json.dumps([arguments, [c.version for c in chosen]], sort_keys=True)
    return _job(request, decision, KIND, title % {"count": _grouped(len(chosen))}, told, arguments)


def _job(
    request: ReaderRequest, decision: Decision, kind: str, title: str, told: str, arguments: dict[str, Any]
) -> HttpResponse:
    digest = hashlib.sha256(told.encode()).hexdigest()[:16]
    job = enqueue_job(
        kind=kind, title=title, key=f"{kind}:{decision.pk}:{digest}", arguments=arguments, by=request.reader, at=now()
    )
    return redirect(job.get_absolute_url())


@page(Permission.READ_DECISIONS)
@require_POST
def hand_over(request: ReaderRequest, pk: int) -> HttpResponse:
    decision = decision_page.load(request, pk)
    lines = queries.certificate_lines(decision)
    form = decision_page.hand_over_form(lines, request.POST)
    waiting = [c for c in lines if c.state in ("printed", "reissued")]
    if form.is_valid():
        try:
            chosen = form.chosen(waiting)
        except UserError as error:
            decision_page.blame(form, error)
            return decision_page.show(request, decision, bound={"hand_over": form})
        if len(chosen) > printing.MOST_AT_ONCE:
            on = form.cleaned_data["on"].isoformat()
            arguments = {"decision": decision.pk, "chosen": [c.pk for c in chosen], "on": on}
            title = _("Ghi đã trao %(count)s giấy khen") % {"count": _grouped(len(chosen))}
            told = json.dumps([arguments, [c.version for c in chosen]])
            return _job(request, decision, HAND_OVER, title, told, arguments)

    @transaction.atomic
    def act() -> None:
        for certificate in queries.sheets_of(decision, [c.pk for c in chosen]):
            printing.hand_over_certificate(
                certificate=certificate, on=form.cleaned_data["on"], by=request.reader, at=now()
            )

    return take(request, decision, "hand_over", form, act, _("Đã ghi ngày trao giấy khen."))


@page(Permission.DRAFT_DECISIONS)
@require_http_methods(["GET", "POST"])
def correct(request: ReaderRequest, pk: int, award: int) -> HttpResponse:
    """Words of one line that are wrong on paper: put right by a paper of correction."""
    decision = decision_page.load(request, pk)
    line = decision.awards.select_related("certificate").filter(pk=award).first()
    if line is None:
        raise Http404(_("Không có dòng này trong quyết định. Mở lại trang quyết định."))
    seen = {word: getattr(line, word) for word in corrections.WORDS}
    form = own.CorrectionForm(
        request.POST or None, initial=seen | {"version": decision.version, "on": today()}, auto_id="dc-%s"
    )
    if request.method == "POST" and form.is_valid():
        try:
            corrections.correct_award(award=line, by=request.reader, at=now(), **form.cleaned_data)
        except (Forbidden, Stale):
            raise
        except UserError as error:
            decision_page.blame(form, error)
        else:
            messages.success(request, _("Đã ghi đính chính. Giấy đã in thì in lại ở dưới, vẫn số sổ vàng cũ."))
            return redirect(f"{reverse('decisions:detail', args=[decision.pk])}#giay-khen")
    context = {"decision": decision, "award": line, "form": form, "corrections": line.corrections.all()}
    return render(request, "decisions/correct.html", context, status=400 if form.errors else 200)


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
        return _sent(read_kept(stored), stored.name)
    wanted = [number for number in map(whole, request.GET.getlist("giay")) if number is not None]
    rows = [c for c in queries.sheets_of(decision, wanted or None) if c.pdf is not None]
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
    rows = queries.sheets_of(decision)
    found = printing.fits(rows, border=border)
    context = {
        "decision": decision, "count": len(rows), "may_correct": request.reader.can(Permission.DRAFT_DECISIONS),
        "on_stock": border is Border.NONE,
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
    names = {str(c.pk): c.award for c in queries.certificate_lines(decision)}
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
