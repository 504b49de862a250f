"""Pages of award decisions: proposed, signed, numbered, published, or sent up; and the register of awards."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay.accounts.roles import Permission
from chungtay.decisions import actions, payments, queries
from chungtay.decisions import forms as own
from chungtay.decisions import page as decision_page
from chungtay.decisions.models import Award, Decision
from chungtay.documents.actions import number_of, store_file
from chungtay.documents.actions import render as render_paper
from chungtay.documents.keeping import read_kept
from chungtay.documents.queries import file_name, next_number
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.states import state_of
from chungtay.kit.text import year_in
from chungtay.localities.access import ReaderRequest, page
from chungtay.movements.models import Movement

PER_PAGE = 50


@page(Permission.READ_DECISIONS)
@require_GET
def show_list(request: ReaderRequest, movement: int) -> HttpResponse:
    return _list(request, _movement(request, movement))


def _movement(request: ReaderRequest, pk: int) -> Movement:
    movement = request.reader.get(Movement.objects.select_related("plan", "locality__parent"), pk=pk)
    request.movement = movement  # type: ignore[attr-defined]
    return movement


def _list(
    request: ReaderRequest, movement: Movement, *, bound: own.ProposeForm | None = None, key: str = "",
    error: UserError | None = None,
) -> HttpResponse:  # fmt: skip
    on = today()
    groups = []
    for group in queries.waiting(movement):
        group.level.movement = movement
        form = bound if bound is not None and key == group.key else _propose_form(group)
        groups.append({"group": group, "form": form, "warning": queries.level_warning(group.level, on),
                       "above": "" if group.level.decided_here else queries.authority_of(group.level)})  # fmt: skip
    decisions: list[dict[str, Any]] = [
        {"decision": d, "state": state_of(d), "number": number_of(d.document) if d.document else None,
         "above": "" if d.award_level.decided_here else queries.authority_of(d.award_level)}
        for d in queries.decisions_of(movement)
    ]  # fmt: skip
    context = {
        "movement": movement, "groups": groups, "decisions": decisions, "error": error,
        "may_draft": request.reader.can(Permission.DRAFT_DECISIONS),
        "may_archive": all(map(request.reader.can, (Permission.READ_DOCUMENTS, Permission.READ_DOSSIERS))),
        "live": [d for d in decisions if d["decision"].state != "dropped"],
        "dropped": [d for d in decisions if d["decision"].state == "dropped"],
    }  # fmt: skip
    return render(request, "decisions/list.html", context, status=400 if bound or error else 200)


def _propose_form(group: queries.Waiting) -> own.ProposeForm:
    name, title = queries.default_signer(group.meeting.locality, today())
    by_name, by_title = queries.default_proposer(group.meeting)
    initial = {"signer_name": name, "signer_title": title, "proposer_name": by_name, "proposer_title": by_title}
    return own.ProposeForm(initial=initial, above=not group.level.decided_here, auto_id=f"trinh-{group.key}-%s")


@page(Permission.DRAFT_DECISIONS)
@require_POST
def propose(request: ReaderRequest, movement: int) -> HttpResponse:
    thing = _movement(request, movement)
    key = request.POST.get("group", "")
    group = next((g for g in queries.waiting(thing) if g.key == key), None)
    if group is None:
        gone = UserError(_("Không còn hồ sơ được chọn nào chờ trình ở mức khen này. Xem danh sách bên dưới."))
        return _list(request, thing, error=gone)
    form = own.ProposeForm(request.POST, above=not group.level.decided_here, auto_id=f"trinh-{key}-%s")
    if not form.is_valid():
        return _list(request, thing, bound=form, key=key)
    try:
        decision = actions.propose_awards(
            meeting=group.meeting, award_level=group.level, by=request.reader, at=now(), on=today(), **form.cleaned_data
        )
    except (Forbidden, Stale):
        raise
    except UserError as error:
        decision_page.blame(form, error)
        return _list(request, thing, bound=form, key=key)
    messages.success(request, _("Đã soạn tờ trình cho %(count)s trường hợp.") % {"count": len(group.nominations)})
    return redirect("decisions:detail", decision.pk)


@page(Permission.READ_DECISIONS)
@require_GET
def detail(request: ReaderRequest, pk: int) -> HttpResponse:
    return decision_page.show(request, decision_page.load(request, pk))


def take(
    request: ReaderRequest, decision: Decision, name: str, form: forms.Form, act: Callable[[], object], said: str
) -> HttpResponse:
    """One step: the form, one action, back to the page; what did not go through stays typed in with the reason."""
    if not form.is_valid():
        return decision_page.show(request, decision, bound={name: form})
    try:
        act()
    except (Forbidden, Stale):
        raise
    except UserError as error:
        decision_page.blame(form, error)
        return decision_page.show(request, decision_page.load(request, decision.pk), bound={name: form})
    messages.success(request, said)
    return redirect("decisions:detail", decision.pk)


@page(Permission.SIGN_DECISIONS)
@require_POST
def sign(request: ReaderRequest, pk: int) -> HttpResponse:
    decision, form = decision_page.load(request, pk), own.SignForm(request.POST)
    return take(request, decision, "sign", form, lambda: actions.sign_decision(
        decision=decision, by=request.reader, at=now(), on=today(), version=form.cleaned_data["version"],
    ), _("Đã ký. Văn thư cho số rồi in được giấy khen."))  # fmt: skip


@page(Permission.NUMBER_DOCUMENTS)
@require_POST
def record_paper(request: ReaderRequest, pk: int) -> HttpResponse:
    decision = decision_page.load(request, pk)
    form = own.RecordSignatureForm(request.POST, request.FILES, auto_id="giay-%s")

    def act() -> None:
        copy = form.cleaned_data["copy"]
        stored = store_file(
            locality=decision.locality, name=copy.name, media_type=copy.content_type or "application/octet-stream",
            content=copy.read(), at=now(),
        )  # fmt: skip
        actions.record_signature(
            decision=decision, signed_copy=stored, signed_on=form.cleaned_data["signed_on"], by=request.reader,
            at=now(), version=form.cleaned_data["version"],
        )  # fmt: skip

    return take(request, decision, "record_signature", form, act, _("Đã ghi nhận bản giấy đã ký. Tiếp theo: cho số."))


@page(Permission.NUMBER_DOCUMENTS)
@require_POST
def number(request: ReaderRequest, pk: int) -> HttpResponse:
    decision, form = decision_page.load(request, pk), own.NumberForm(request.POST, auto_id="so-%s")
    _ask_when_far(form, decision, "quyet-dinh", "UBND")
    return take(request, decision, "number", form, lambda: actions.number_decision(
        decision=decision, by=request.reader, at=now(), dated=form.cleaned_data["dated"],
        number=form.cleaned_data["number"], version=form.cleaned_data["version"],
    ), _("Đã cho số. Văn bản giữ nguyên từ đây; giấy khen in được rồi."))  # fmt: skip


@page(Permission.NUMBER_DOCUMENTS)
@require_POST
def number_submission(request: ReaderRequest, pk: int) -> HttpResponse:
    decision, form = decision_page.load(request, pk), own.SubmissionNumberForm(request.POST, auto_id="ttr-%s")
    _ask_when_far(form, decision, "to-trinh", decision_page.proposal_body(decision))
    return take(request, decision, "number_proposal", form, lambda: actions.number_proposal(
        decision=decision, by=request.reader, at=now(), dated=form.cleaned_data["dated"],
        number=form.cleaned_data["number"], signer=form.signer(),
    ), _("Đã cho số tờ trình."))  # fmt: skip


def _ask_when_far(form: own.NumberForm, decision: Decision, kind: str, body: str) -> None:
    if form.is_valid():
        year = form.cleaned_data["dated"].year
        form.ask_when_far(next_number(locality=decision.locality, kind=kind, year=year, body=body))


@page(Permission.READ_DECISIONS)
@require_POST
def publish(request: ReaderRequest, pk: int) -> HttpResponse:
    decision, form = decision_page.load(request, pk), own.PublishForm(request.POST, auto_id="cb-%s")
    return take(request, decision, "publish", form, lambda: actions.publish_decision(
        decision=decision, by=request.reader, at=now(), checked=str(form.fields["checked"].label),
        version=form.cleaned_data["version"],
    ), _("Đã công bố. Ai quét mã trên giấy khen cũng tra cứu được."))  # fmt: skip


@page(Permission.DRAFT_DECISIONS)
@require_POST
def drop(request: ReaderRequest, pk: int) -> HttpResponse:
    decision, form = decision_page.load(request, pk), own.DropForm(request.POST, auto_id="bo-%s")
    return take(request, decision, "drop", form, lambda: actions.drop_decision(
        decision=decision, by=request.reader, at=now(), **form.cleaned_data,
    ), _("Đã bỏ dự thảo. Các hồ sơ chờ trình lại ở trang danh sách."))  # fmt: skip


@page(Permission.SIGN_DECISIONS)
@require_POST
def annul(request: ReaderRequest, pk: int) -> HttpResponse:
    decision, form = decision_page.load(request, pk), own.AnnulForm(request.POST, auto_id="huy-%s")
    return take(request, decision, "annul", form, lambda: actions.annul_decision(
        decision=decision, by=request.reader, at=now(), on=today(), **form.cleaned_data,
    ), _("Đã hủy quyết định. Giấy khen hết hiệu lực; sổ khen thưởng vẫn giữ dòng này."))  # fmt: skip


@page(Permission.READ_DECISIONS)
@require_POST
def send_up(request: ReaderRequest, pk: int) -> HttpResponse:
    decision, form = decision_page.load(request, pk), own.SignForm(request.POST)
    return take(request, decision, "send_up", form, lambda: actions.send_up(
        decision=decision, by=request.reader, at=now(), on=today(),
    ), _("Đã ghi là trình cấp trên. Có trả lời thì ghi ở trang này."))  # fmt: skip


@page(Permission.READ_DECISIONS)
@require_POST
def answer(request: ReaderRequest, pk: int) -> HttpResponse:
    decision = decision_page.load(request, pk)
    form = decision_page.answer_form(decision, request.POST)

    def act() -> None:
        award = Award.objects.select_related("nomination").get(decision=decision, pk=form.cleaned_data["award"])
        actions.answer_from_above(
            award=award, granted=form.cleaned_data["granted"], note=form.cleaned_data["note"], by=request.reader,
            at=now(), on=today(),
        )  # fmt: skip

    return take(request, decision, "answer", form, act, _("Đã ghi trả lời của cấp trên."))


@page(Permission.DRAFT_DECISIONS)
@require_POST
def make_payments(request: ReaderRequest, pk: int) -> HttpResponse:
    decision, form = decision_page.load(request, pk), own.PaymentForm(request.POST, auto_id="tt-%s")
    return take(request, decision, "payments", form, lambda: payments.make_payment_list(
        decision=decision, by=request.reader, at=now(), dated=today(), **form.cleaned_data,
    ), _("Đã lập bảng tính tiền thưởng. In rồi chuyển kế toán."))  # fmt: skip


@page(Permission.READ_DOCUMENTS)
@require_GET
def payment_sheet(request: ReaderRequest, pk: int) -> HttpResponse:
    """The payment list that counts as an Excel workbook."""
    decision = decision_page.load(request, pk)
    made = payments.current_list(decision)
    if made is None:
        raise Http404(_("Quyết định này chưa có bảng tính tiền thưởng. Mở trang quyết định để lập."))
    response = HttpResponse(
        payments.payment_sheet(made), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="bang-tinh-tien-thuong-{decision.pk}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


@page(Permission.READ_DOCUMENTS)
@require_GET
def bundle(request: ReaderRequest, pk: int) -> HttpResponse:
    """Tờ trình, biên bản and reports of a proposal to the level above, as one archive of PDF files."""
    decision = decision_page.load(request, pk)
    if decision.award_level.decided_here:
        raise Http404
    reports = [award.nomination.report for award in decision.awards.select_related("nomination__report")]
    papers = [decision.proposal, decision.meeting.minutes, *reports]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, document in enumerate((paper for paper in papers if paper is not None), start=1):
            archive.writestr(f"{place:02}-{file_name(document, 'pdf')}", render_paper(document, "pdf"))
    response = HttpResponse(out.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="trinh-cap-tren-{decision.pk}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@page(Permission.READ_DOCUMENTS)
@require_GET
def signed_copy(request: ReaderRequest, pk: int) -> HttpResponse:
    """The scan of the decision as signed on paper; always a download, because somebody uploaded it."""
    stored = decision_page.load(request, pk).signed_copy
    if stored is None:
        raise Http404(_("Quyết định này không có bản quét."))
    response = HttpResponse(read_kept(stored), content_type="application/octet-stream")
    safe = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "-" for c in stored.name)
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response


@page(Permission.READ_DECISIONS)
@require_GET
def register(request: ReaderRequest) -> HttpResponse:
    """Sổ khen thưởng; `?dang=csv` for Excel, `?dang=in` the whole register on paper."""
    words, year = request.GET.get("q", "").strip()[:80], request.GET.get("nam", "")
    rows = queries.register(request.reader, year=year_in(year), words=words)
    way = request.GET.get("dang", "")
    if way == "csv":
        response = HttpResponse(queries.register_csv(rows), content_type="text/csv; charset=utf-8")
        name = f"so-khen-thuong-{request.reader.locality.code}{'-' + year if year_in(year) else ''}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    context = {"words": words, "year": year, "filtered": bool(words or year)}
    if way == "in":
        context["lines"] = [queries.entry(award) for award in rows]
        return render(request, "decisions/register_print.html", context)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context |= {"found": found, "lines": [queries.entry(award) for award in found],
                "years": queries.register_years(request.reader)}  # fmt: skip
    return render(request, "decisions/register.html", context)
