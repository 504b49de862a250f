"""The pages of plans: list, review beside the source, and the issued plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chungtay import typesetting
from chungtay.accounts.roles import Permission
from chungtay.documents.keeping import open_kept
from chungtay.kit.clock import now, today
from chungtay.kit.errors import UserError
from chungtay.kit.states import offers, state_of
from chungtay.localities.access import Reader, ReaderRequest, page
from chungtay.plans import actions, checking, corrections, effect, facing, queries, readings
from chungtay.plans.content import FieldSpec
from chungtay.plans.forms import AddForm, CorrectionForm, partial_date
from chungtay.plans.models import FieldReview, Plan, SourcePage

# Steps that these pages carry; signing inside the product and amendments have pages of their own.
STEPS = ("register_issued", "close", "archive")
PER_PAGE = 50
_PLACES = re.compile(r"\d{1,9}-\d{1,9}")


@dataclass(frozen=True)
class Row:
    """A value with the form that corrects it; `wrong` when the typed value was refused."""

    line: queries.Line
    form: CorrectionForm | None
    wrong: bool = False
    cut: facing.Cut | None = None  # the strip of the page on which it stands
    note: str = ""  # what somebody else answered meanwhile, and what this person had typed


@page(Permission.READ_PLANS)
@require_GET
def plans(request: ReaderRequest) -> HttpResponse:
    reader = request.reader
    query = request.GET.get("q", "").strip()[:80]
    matching = queries.matching(list(queries.visible(reader)), query)
    found = Paginator(matching, PER_PAGE).get_page(request.GET.get("page"))
    to_look = checking.counts([plan.current for plan in found], on=today(), at=now())
    rows = [
        {
            "plan": plan,
            "version": plan.current,
            "to_look": to_look.get(plan.current.pk),
            "state": state_of(plan),
            "open": len(actions.unsettled(plan.current)),
            "movement": getattr(plan, "movement", None),
        }
        for plan in found
    ]
    context = {
        "rows": rows, "page": found, "query": query, "may_edit": reader.can(Permission.EDIT_PLANS),
        "readings": readings.under_way(reader),
    }  # fmt: skip
    return render(request, "plans/list.html", context)


def _found(request: ReaderRequest, pk: int) -> Plan:
    plan = request.reader.get(queries.with_pages(request.reader), pk=pk)
    movement = getattr(plan, "movement", None)
    if movement is not None:
        request.movement = movement  # type: ignore[attr-defined]
        request.spine_url = reverse("plans:detail", args=[plan.pk])  # type: ignore[attr-defined]
    return plan


def _context(
    request: ReaderRequest,
    plan: Plan,
    *,
    wrong: dict[str, CorrectionForm] | None = None,
    wrong_word: tuple[str, str] | None = None,
) -> dict[str, Any]:
    reader, version = request.reader, plan.current
    may_edit = _may_edit(reader, plan)
    only_open = may_edit and _wants_open(request)
    review = queries.review(version, only_open=only_open)
    sheets = facing.sheets(version, review.marks)
    cuts = facing.cuts(sheets)
    groups = [
        (group, [replace(_row(line, may_edit, wrong or {}), cut=cuts.get(line.mark)) for line in group.lines])
        for group in review.groups
    ]
    steps = [o for o in offers(plan, roles=reader.role_codes, facts=actions.facts(plan)) if o.row.verb in STEPS]
    movement = getattr(plan, "movement", None)
    return {
        "sheets": sheets, "cuts": cuts, "words": [(doubt, cuts.get(doubt.mark)) for doubt in review.shown_words],
        "plan": plan, "version": version, "review": review, "state": state_of(plan), "steps": steps,
        "movement": movement, "groups": groups, "may_edit": may_edit, "only_open": only_open,
        "tab": "chua" if only_open else "tat-ca",
        "wrong_word": wrong_word, "missing": review.required_open,
        "may_launch": plan.state == "issued" and movement is None, "is_clerk": reader.can(Permission.EDIT_PLANS),
    }  # fmt: skip


def _row(line: queries.Line, may_edit: bool, wrong: dict[str, CorrectionForm]) -> Row:
    if not may_edit:
        return Row(line, None)
    if line.spec.path in wrong:
        form = wrong[line.spec.path]
        form.auto_id = f"v{line.n}-%s"
        return Row(line, form, wrong=True)
    initial = {"value": partial_date(line.value) if line.spec.kind == "date" else line.value}
    return Row(line, CorrectionForm(kind=line.spec.kind, initial=initial, auto_id=f"v{line.n}-%s"))


def _may_edit(reader: Reader, plan: Plan) -> bool:
    return plan.state == "draft" and not plan.current.frozen and reader.can(Permission.EDIT_PLANS)


def _wants_open(request: ReaderRequest) -> bool:
    """What is not yet answered comes first; “Tất cả” is asked for."""
    return request.GET.get("xem", request.POST.get("xem", "")) != "tat-ca"


def whole_page(
    request: ReaderRequest,
    plan: Plan,
    *,
    status: int = 200,
    wrong: dict[str, CorrectionForm] | None = None,
    wrong_word: tuple[str, str] | None = None,
    add: AddForm | None = None,
    wrong_reason: dict[str, str] | None = None,
) -> HttpResponse:
    context = _context(request, plan, wrong=wrong, wrong_word=wrong_word)
    if context["may_edit"]:
        context["add"] = add or AddForm()
        context["added"] = queries.added(plan.current)
    context["originals"] = facing.originals(plan.current)
    context["parts"] = queries.parts(plan.current)
    findings = checking.panel(plan.current, on=today(), at=now())
    context |= {
        "findings": findings, "wrong_reason": wrong_reason or {}, "unknown_papers": effect.unknown_papers(plan.current),
        "sheets": facing.sheets(plan.current, [*context["review"].marks, *findings.marks]),
    }  # fmt: skip
    return render(request, "plans/detail.html", context, status=status)


@page(Permission.READ_PLANS)
@require_GET
def detail(request: ReaderRequest, pk: int) -> HttpResponse:
    """A draft is reviewed value by value; afterwards the same page is read only."""
    return whole_page(request, _found(request, pk))


@page(Permission.EDIT_PLANS)
@require_POST
def review_field(request: ReaderRequest, pk: int) -> HttpResponse:
    """Keeps one answer (or takes one back). With htmx only this value, the counts and the next step come back."""
    plan = _found(request, pk)
    path, answer = request.POST.get("path", ""), request.POST.get("answer", "")
    spec = _spec(plan, path)
    trouble = None
    note = ""
    try:
        trouble = _answer(request, plan, spec, answer)
    except actions.AnsweredMeanwhile as error:
        if not getattr(request, "htmx", False):
            raise  # the page of the conflict; with htmx the value as it is now comes back with the message
        typed = request.POST.get("value", "").strip()[:200]
        note = error.message + (_(" Anh/chị vừa nhập: “%(typed)s”.") % {"typed": typed} if typed else "")
    except UserError as error:
        trouble = CorrectionForm(request.POST, kind=spec.kind)
        trouble.add_error("value", error.message)
    return _answered(request, pk, path, trouble, note)


def _spec(plan: Plan, path: str) -> FieldSpec:
    for line in queries.lines(plan.current):
        if line.spec.path == path:
            return line.spec
    raise UserError(_("Không có mục này trong kế hoạch. Tải lại trang."))


def _answer(request: ReaderRequest, plan: Plan, spec: FieldSpec, answer: str) -> CorrectionForm | None:
    """Does what was asked; gives back the form when the typed value cannot be used."""
    version, reader = plan.current, request.reader
    if answer == "undo":
        actions.undo_review(version=version, path=spec.path, by=reader, at=now(), answered=request.POST.get("answered"))
        return None
    if answer not in FieldReview.Answer:
        raise UserError(_("Chưa chọn Đúng, Sửa hay Không nêu. Chọn một cách trả lời."))
    value = None
    if answer == FieldReview.Answer.CORRECTED:
        form = CorrectionForm(request.POST, kind=spec.kind)
        if not form.is_valid():
            return form
        value = form.cleaned_data["value"]
    actions.review_field(
        version=version, path=spec.path, answer=FieldReview.Answer(answer), value=value, by=reader, at=now(),
        seen=request.POST.get("seen"), answered=request.POST.get("answered"),
    )  # fmt: skip
    return None


def _answered(
    request: ReaderRequest, pk: int, path: str, trouble: CorrectionForm | None, note: str = ""
) -> HttpResponse:
    plan = _found(request, pk)
    wrong = {path: trouble} if trouble else {}
    line = next(line for line in queries.lines(plan.current) if line.spec.path == path)
    if getattr(request, "htmx", False):
        # 200 also for a refused value: htmx only swaps in what came back well.
        context = _context(request, plan)
        row = replace(_row(line, True, wrong), cut=context["cuts"].get(line.mark), note=note)
        context |= {"row": row, "group": context["review"].part(line.spec.group), "swap": True}
        return render(request, "plans/_answered.html", context)
    if trouble:
        return whole_page(request, plan, status=400, wrong=wrong)
    tab = "" if _wants_open(request) else "?xem=tat-ca"
    return redirect(f"{reverse('plans:detail', args=[pk])}{tab}#{line.anchor}")


@page(Permission.EDIT_PLANS)
@require_POST
def review_word(request: ReaderRequest, pk: int) -> HttpResponse:
    """Settles one word in doubt at all its places (or takes that back); the values that rest on it follow."""
    plan = _found(request, pk)
    places = _places(request.POST.get("places", ""))
    try:
        with transaction.atomic():  # nobody issues the version between the look at it and the answer
            version = actions.open_version(plan.current)
            if request.POST.get("answer") == "undo":
                corrections.unsettle_words(version=version, places=places, by=request.reader, at=now())
            else:
                typed = request.POST.get("choose") or request.POST.get("value") or ""
                word = None if request.POST.get("answer") == FieldReview.Answer.CONFIRMED else typed
                corrections.settle_words(version=version, places=places, corrected=word, by=request.reader, at=now())
        trouble = None
    except UserError as error:
        if error.field is None:  # not the word that was typed: nothing on this page can mend it
            raise
        trouble = (request.POST.get("places", ""), error.message)
    plan = _found(request, pk)
    if getattr(request, "htmx", False):
        context = _context(request, plan, wrong_word=trouble)
        doubt = next((d for d in context["review"].words if d.places[0] == places[0]), None)
        cut = context["cuts"].get(doubt.mark) if doubt else None
        return render(request, "plans/_answered.html", {**context, "doubt": doubt, "cut": cut, "swap": True})
    if trouble:
        return whole_page(request, plan, status=400, wrong_word=trouble)
    tab = "" if _wants_open(request) else "?xem=tat-ca"
    return redirect(f"{reverse('plans:detail', args=[pk])}{tab}#chua-chac")


def _places(given: str) -> list[tuple[int, int]]:
    found = [tuple(int(side) for side in pair.split("-")) for pair in _PLACES.findall(given[:4000])]
    if not found:
        raise UserError(_("Không có chữ này trong danh sách cần xem. Tải lại trang."))
    return [(start, end) for start, end in found]


@page(Permission.EDIT_PLANS)
@require_POST
def confirm_clear(request: ReaderRequest, pk: int) -> HttpResponse:
    plan = _found(request, pk)
    if not _may_edit(request.reader, plan):
        raise UserError(_("Bản kế hoạch này đã ban hành, không sửa được. Cần đổi nội dung thì lập kế hoạch sửa đổi."))
    count = actions.confirm_clear_fields(version=plan.current, by=request.reader, at=now(), at_least=queries.CLEAR)
    messages.success(request, _("Đã xác nhận %(n)s mục đọc rõ. Mục nào sai, bấm “Hoàn tác” rồi sửa.") % {"n": count})
    return redirect("plans:detail", pk)


@page(Permission.EDIT_PLANS)
@require_POST
def confirm_group(request: ReaderRequest, pk: int) -> HttpResponse:
    """Confirms the plain values of one part, which the person has looked over; what changed meanwhile stays open."""
    plan = _found(request, pk)
    seen = dict(zip(request.POST.getlist("path"), request.POST.getlist("seen"), strict=False))
    count = actions.confirm_fields(version=plan.current, seen=seen, by=request.reader, at=now())
    messages.success(request, _("Đã xác nhận %(n)s mục. Mục nào sai, bấm “Hoàn tác” rồi sửa.") % {"n": count})
    if left := len(seen) - count:
        said = _("%(n)s mục vừa có người khác trả lời hoặc sửa, nên chưa ghi gì ở đó. Anh/chị xem lại.")
        messages.warning(request, said % {"n": left})
    lines = queries.lines(_found(request, pk).current)
    first = next((line.n for line in lines if line.spec.path in seen), 1)  # what is left of this part comes first
    left_open = [line for line in lines if line.review is None]
    following = next((line for line in left_open if line.n > first), next(iter(left_open), None))
    tab = "" if _wants_open(request) else "?xem=tat-ca"
    return redirect(f"{reverse('plans:detail', args=[pk])}{tab}#{following.anchor if following else 'plan-steps'}")


@page(Permission.EDIT_PLANS)
@require_POST
def add_item(request: ReaderRequest, pk: int) -> HttpResponse:
    """Adds what the machine did not see; its values then wait for an answer like the others."""
    plan = _found(request, pk)
    form = AddForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_item(
                version=plan.current, kind=given["kind"], text=given["text"], level=given["level"] or None,
                by=request.reader, at=now(),
            )  # fmt: skip
        except UserError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Đã thêm. Các mục của phần này chờ anh/chị xác nhận."))
            return redirect("plans:detail", pk)
    return whole_page(request, plan, status=400, add=form)


@page(Permission.EDIT_PLANS)
@require_POST
def remove_item(request: ReaderRequest, pk: int) -> HttpResponse:
    plan = _found(request, pk)
    actions.remove_item(version=plan.current, path=request.POST.get("path", ""), by=request.reader, at=now())
    messages.success(request, _("Đã bỏ phần vừa thêm."))
    return redirect("plans:detail", pk)


@page(Permission.READ_PLANS)
@require_POST
def step(request: ReaderRequest, pk: int) -> HttpResponse:
    """One step of the table `plan`; who may is asked of the table."""
    plan = _found(request, pk)
    verb = request.POST.get("verb", "")
    if verb not in STEPS:
        raise UserError(_("Không có bước này ở trang kế hoạch. Tải lại trang rồi chọn lại."))
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        raise UserError(_("Trang gửi lên thiếu phiên bản. Tải lại trang rồi làm lại.")) from None
    actions.change_plan(plan=plan, verb=verb, by=request.reader, at=now(), version=version)
    messages.success(request, _("Đã ghi: %(state)s.") % {"state": state_of(_found(request, pk)).staff_label.lower()})
    return redirect("plans:detail", pk)


@page(Permission.READ_PLANS)
@require_GET
def source(request: ReaderRequest, pk: int) -> HttpResponseBase:
    """The file as it was uploaded, never opened by the browser itself."""
    files = facing.originals(_found(request, pk).current)
    wanted = request.GET.get("tep", "")
    stored = next((file for file in files if str(file.pk) == wanted), None) if wanted else next(iter(files), None)
    if stored is None:
        raise Http404(_("Kế hoạch này không có tệp gốc."))
    return FileResponse(open_kept(stored), as_attachment=True, filename=stored.name, content_type=stored.media_type)


@page(Permission.READ_PLANS)
@require_GET
def page_picture(request: ReaderRequest, pk: int, number: int) -> HttpResponseBase:
    """The picture of one page of the source, for the people of the place only."""
    found = request.reader.scope(SourcePage, "version__plan__locality").select_related("picture")
    sheet = found.filter(version__plan=pk, number=number, picture__isnull=False).order_by("-version__number").first()
    if sheet is None or sheet.picture is None:
        raise Http404(_("Trang này không có ảnh."))
    # The bytes of a picture never change, but who may see it does: asked for each time, sent only once.
    etag = f'"{sheet.picture.sha256}"'
    known = get_conditional_response(request, etag=etag)
    response = known or FileResponse(open_kept(sheet.picture), content_type="image/jpeg")
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


@page(Permission.READ_PLANS)
@require_GET
def preview(request: ReaderRequest, pk: int) -> HttpResponse:
    """The content set anew as an official paper; a rendering, not the original, and stored nowhere."""
    plan = _found(request, pk)
    try:
        pdf = typesetting.render_pdf(typesetting.build("ke-hoach", plan.current.content), timestamp=plan.created_at)
    except typesetting.DataError as error:
        raise UserError(_("Chưa trình bày lại được: %(why)s") % {"why": error}) from error
    name = f"ke-hoach-{plan.pk}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
