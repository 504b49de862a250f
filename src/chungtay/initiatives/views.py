"""Pages of initiatives for everybody who works here: the list, the proposal, the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.accounts.roles import Permission
from chungtay.documents import sheets
from chungtay.documents.actions import store_file
from chungtay.documents.keeping import read_kept
from chungtay.documents.register_views import XLSX
from chungtay.initiatives import actions, forms, presenting, queries, recognition, stepping
from chungtay.initiatives.forms import AuthorRow
from chungtay.initiatives.models import Attachment, Initiative
from chungtay.initiatives.wording import names_of
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.models import valid_on
from chungtay.kit.states import state_of
from chungtay.kit.text import whole
from chungtay.localities.access import ReaderRequest, forbidden_sentence, page
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import Movement

PER_PAGE = 50


def movement_of(request: ReaderRequest, pk: int) -> Movement:
    """The movement in hand; its spine shows on the left."""
    rows = Movement.objects.select_related("locality__parent", "plan", "plan_version")
    movement = request.reader.get(rows, pk=pk)
    request.movement = movement  # type: ignore[attr-defined]
    request.spine_url = reverse("initiatives:list", args=[movement.pk])  # type: ignore[attr-defined]
    return movement


def initiative_of(request: ReaderRequest, pk: int) -> Initiative:
    """One initiative that the reader may open."""
    rows = queries.with_rows(queries.visible(request.reader)).select_related(
        "movement__locality__parent", "movement__plan", "locality__parent", "proposer"
    )
    found = request.reader.get(rows, pk=pk)
    request.movement = found.movement  # type: ignore[attr-defined]
    request.spine_url = reverse("initiatives:list", args=[found.movement_id])  # type: ignore[attr-defined]
    return found


# ------------------------------------------------------------------ the list


@page(Permission.READ_INITIATIVES)
@require_GET
def listed(request: ReaderRequest, movement: int) -> HttpResponse:
    """Initiatives of a movement: what the plan asks for on top, then rows by what has to be done with them."""
    found = movement_of(request, movement)
    mine = queries.visible(request.reader).filter(movement=found)
    rows = presenting.filtered(mine, request.GET.dict())
    listed = Paginator(queries.with_rows(presenting.urgent_first(rows)), PER_PAGE).get_page(request.GET.get("page"))
    asked = queries.demands(found)
    units = list(Unit.objects.filter(valid_on(today()), locality=found.locality))
    in_office = bool(request.reader.roles & queries.OFFICE)
    context = {
        "movement": found,
        "demands": asked,
        "unit_counts": queries.unit_counts(found, units, asked) if in_office or any(d.each for d in asked) else [],
        "groups": presenting.grouped(list(listed), presenting.totals(rows)),
        "page": listed,
        "chosen": {key: request.GET.get(key, "") for key in ("q", "loai", "donvi", "nhom")},
        "kinds": Initiative.Kind.choices,
        "units": units,
        "stages": [(str(i), title) for i, (title, _states) in enumerate(presenting.GROUPS)],
        "new_locked": why_not_new(request, found),
        "to_judge": found.initiatives.filter(state="checked").count() if in_office else 0,
        "may_check": request.reader.can(Permission.CHECK_INITIATIVES),
        "may_recognise": request.reader.can(Permission.RECOGNISE_INITIATIVES),
    }
    return render(request, "initiatives/list.html", context)


def why_not_new(request: ReaderRequest, movement: Movement) -> str:
    """Why the button "Đề xuất sáng kiến" is locked; empty when it is open."""
    if not request.reader.can(Permission.PROPOSE_INITIATIVES):
        return forbidden_sentence(Permission.PROPOSE_INITIATIVES)
    if movement.state not in queries.PROPOSING:
        return _("Phong trào đang ở chặng “%s” nên không nhận thêm sáng kiến.") % state_of(movement).staff_label
    return ""


@page(Permission.READ_INITIATIVES)
@require_GET
def workbook(request: ReaderRequest, movement: int) -> HttpResponse:
    """The list for Excel, with the filter of the page."""
    found = movement_of(request, movement)
    rows = presenting.filtered(queries.visible(request.reader).filter(movement=found), request.GET.dict())
    cells = [
        (
            row.title, str(row.get_kind_display()), names_of(row.authors.all()), str(row.unit or ""), row.content,
            row.effect, row.applied_where, row.applied_since, localtime(row.proposed_at).date(),
            str(state_of(row).staff_label), row.recognition.decided_on if row.recognition else None,
            row.recognition.code if row.recognition else "",
        )
        for row in queries.with_rows(presenting.urgent_first(rows))
    ]  # fmt: skip
    heads = (
        (_("Tên sáng kiến"), 44), (_("Loại"), 14), (_("Tác giả"), 30), (_("Đơn vị"), 26), (_("Cách làm"), 50),
        (_("Kết quả, số liệu"), 40), (_("Đã áp dụng ở đâu"), 26), (_("Áp dụng từ ngày"), 12), (_("Ngày đề xuất"), 12),
        (_("Tình trạng"), 18), (_("Ngày công nhận"), 12), (_("Số quyết định"), 18),
    )  # fmt: skip
    content = sheets.workbook(
        office=request.reader.locality.committee_in_full.upper(), title=_("Danh sách sáng kiến"),
        note=_("%(movement)s, tính đến ngày %(day)s") % {"movement": found.name, "day": f"{today():%d/%m/%Y}"},
        columns=[sheets.Column(head, width) for head, width in heads], rows=cells,
    )  # fmt: skip
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"sang-kien-{movement}.xlsx") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


# ------------------------------------------------------------------ the proposal


@page(Permission.PROPOSE_INITIATIVES)
@require_http_methods(["GET", "POST"])
def new(request: ReaderRequest, movement: int) -> HttpResponse:
    """A new proposal; the person who writes it stands as its author until somebody says otherwise."""
    found = movement_of(request, movement)
    locked = why_not_new(request, found)
    if request.method == "GET" or locked:
        rows, start = _first_author(request), {"kind": Initiative.Kind.INITIATIVE, "unit": _own_unit(request)}
        form = forms.ProposalForm(movement=found, on=today(), initial=start)
        return _form(request, found, form, rows, locked=locked, status=200 if request.method == "GET" else 400)
    form = forms.ProposalForm(request.POST, movement=found, on=today())
    rows = forms.rows_of(request.POST)
    if not form.is_valid():
        return _form(request, found, form, rows, status=400)
    people = forms.chooser(found, today())
    try:
        files = forms.clean_files(request.FILES.getlist("files"))
        with transaction.atomic():
            made = actions.propose(
                movement=found, told=form.told(), parts=[people.part(row) for row in rows], by=request.reader, at=now()
            )
            _keep(request, made, files)
    except (Stale, Forbidden):
        raise
    except UserError as error:
        return _form(request, found, form, rows, error=error, status=400)
    lacking = queries.missing(made)
    if lacking:
        messages.success(request, _("Đã lưu đề xuất. Còn thiếu %s; bổ sung lúc nào cũng được.") % ", ".join(lacking))
    else:
        messages.success(request, _("Đã gửi đề xuất. Cán bộ thường trực sẽ kiểm tra."))
    return redirect("initiatives:detail", made.pk)


@page(Permission.PROPOSE_INITIATIVES)
@require_http_methods(["GET", "POST"])
def edit(request: ReaderRequest, pk: int) -> HttpResponse:
    """Mends a proposal that nobody has checked yet, or that came back."""
    initiative = initiative_of(request, pk)
    found = initiative.movement
    if request.method == "GET":
        form = forms.ProposalForm(movement=found, on=today(), initial=forms.starting(initiative))
        return _form(request, found, form, forms.rows_from(initiative), initiative=initiative)
    form = forms.ProposalForm(request.POST, movement=found, on=today())
    rows = forms.rows_of(request.POST)
    if not form.is_valid():
        return _form(request, found, form, rows, initiative=initiative, status=400)
    people = forms.chooser(found, today(), keep=initiative)
    try:
        files = forms.clean_files(request.FILES.getlist("files"))
        with transaction.atomic():
            actions.edit(
                initiative=initiative, told=form.told(), parts=[people.part(row) for row in rows], by=request.reader,
                at=now(), version=_version(request),
            )  # fmt: skip
            _keep(request, initiative, files)
    except (Stale, Forbidden):
        raise
    except UserError as error:
        return _form(request, found, form, rows, initiative=initiative, error=error, status=400)
    messages.success(request, _("Đã lưu đề xuất."))
    return redirect("initiatives:detail", pk)


def _form(
    request: ReaderRequest, movement: Movement, form: forms.ProposalForm, rows: Sequence[AuthorRow], *,
    initiative: Initiative | None = None, error: UserError | None = None, locked: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    if error is not None and error.field in form.fields and form.is_bound:
        form.add_error(error.field, error.message)
    padded = forms.padded(rows)
    context = {
        "movement": movement,
        "initiative": initiative,
        "form": form,
        "people": forms.chooser(movement, today(), keep=initiative),
        "first_author": padded[0],
        "more_authors": padded[1:],
        "more_open": len(rows) > 1 or bool(error and error.field == "authors"),
        "error": error,
        "locked": locked,
    }
    return render(request, "initiatives/form.html", context, status=status)


def _first_author(request: ReaderRequest) -> list[AuthorRow]:
    person = request.reader.person_id
    return [AuthorRow(0, f"p{person}", "", "")] if person else []


def _own_unit(request: ReaderRequest) -> int | None:
    if not request.reader.person_id:
        return None
    return Person.objects.filter(pk=request.reader.person_id).values_list("unit", flat=True).first()


def _version(request: ReaderRequest) -> int:
    return whole(request.POST.get("version", "")) or 0


def _keep(request: ReaderRequest, initiative: Initiative, files: Sequence[Any]) -> None:
    for upload in files:
        stored = store_file(
            locality=initiative.locality, name=upload.name or "tep",
            media_type=upload.content_type or "application/octet-stream", content=upload.read(), at=now(),
        )  # fmt: skip
        actions.attach(initiative=initiative, file=stored, by=request.reader, at=now())


@page(Permission.READ_INITIATIVES)
@require_GET
def alike(request: ReaderRequest, movement: int) -> HttpResponse:
    """While a title is typed: what the locality already has in that direction. A help, never a verdict."""
    found = movement_of(request, movement)
    typed, text = request.GET.get("title", "")[:300], request.GET.get("content", "")[:2000]
    own = whole(request.GET.get("tru", ""))  # the proposal in hand is like itself
    rows = queries.similar(request.reader, title=typed, text=text, excluding=own)
    return render(request, "initiatives/_alike.html", {"movement": found, "alike": rows, "typed": typed.strip()})


# ------------------------------------------------------------------ one of them


@page(Permission.READ_INITIATIVES)
@require_GET
def detail(request: ReaderRequest, pk: int) -> HttpResponse:
    """What it is, where it stands, what was said of it, what comes next."""
    return show(request, initiative_of(request, pk))


def show(request: ReaderRequest, initiative: Initiative, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of one initiative, also with what a step was refused for."""
    reader = request.reader
    steps = presenting.steps(initiative, reader=reader)
    wanted = request.POST.get("verb") or request.GET.get("viec")
    inside = bool(reader.roles & queries.OFFICE) or queries.may_change(initiative, reader)
    editable = reader.can(Permission.PROPOSE_INITIATIVES) and queries.may_change(initiative, reader)
    editable = editable and initiative.state in actions.EDITABLE and initiative.movement.state not in queries.CLOSED
    context = {
        "initiative": initiative,
        "movement": initiative.movement,
        "state": state_of(initiative),
        "authors": list(initiative.authors.all()),
        "attachments": initiative.attachments.select_related("file") if inside else [],
        "stages": presenting.stages(initiative),
        "missing": queries.missing(initiative) if initiative.state in actions.EDITABLE and inside else [],
        "checks": initiative.checks.all() if inside else [],
        "judgements": initiative.judgements.select_related("sitting") if inside else [],
        "replications": initiative.replications.select_related("unit"),
        "uses": queries.uses_of(initiative) if inside else [],
        "alike": queries.similar(
            reader, title=initiative.title, text=f"{initiative.content} {initiative.novelty}", excluding=initiative.pk
        ) if inside else [],
        "papers": presenting.papers(initiative) if reader.can(Permission.RUN_MOVEMENTS) else [],
        "main_steps": [step for step in steps if not step.rare],
        "rare_steps": [step for step in steps if step.rare and not step.why],
        "asked": next((step for step in steps if step.verb == wanted and step.asks and not step.why), None),
        "step_form": forms.StepForm(initial={"version": initiative.version}),
        "may_edit": editable,
        "inside": inside,
        "history": presenting.history(initiative) if inside else [],
    }  # fmt: skip
    return render(request, "initiatives/detail.html", context | more, status=status)


@page(Permission.PROPOSE_INITIATIVES)
@require_POST
def step(request: ReaderRequest, pk: int) -> HttpResponse:
    """One step with, where it needs one, a reason."""
    initiative = initiative_of(request, pk)
    form = forms.StepForm(request.POST)
    if not form.is_valid():
        return show(request, initiative, status=400, step_form=form)
    data = form.cleaned_data
    given: dict[str, Any] = {
        "initiative": initiative, "version": data["version"], "reason": data["reason"], "by": request.reader,
        "at": now(),
    }  # fmt: skip
    try:
        done = recognition.annul(**given) if data["verb"] == "annul" else stepping.step(verb=data["verb"], **given)
    except (Stale, Forbidden):
        raise
    except UserError as error:
        return show(request, initiative, status=400, step_form=form, error=error)
    messages.success(request, _("Đã ghi: %s.") % state_of(done).staff_label.lower())
    return redirect("initiatives:detail", pk)


@page(Permission.PROPOSE_INITIATIVES)
@require_POST
def attach(request: ReaderRequest, pk: int) -> HttpResponse:
    """Adds files of evidence."""
    initiative = initiative_of(request, pk)
    try:
        files = forms.clean_files(request.FILES.getlist("files"))
        if not files:
            raise UserError(_("Chưa chọn tệp. Bấm chọn tệp rồi chọn ảnh, bảng số liệu hoặc giấy xác nhận."))
        with transaction.atomic():
            _keep(request, initiative, files)
    except (Stale, Forbidden):
        raise
    except UserError as error:
        return show(request, initiative, status=400, file_error=error.message)
    messages.success(request, _("Đã thêm %s tệp minh chứng.") % len(files))
    return redirect(f"{reverse('initiatives:detail', args=[pk])}#minh-chung")


def _attachment(request: ReaderRequest, pk: int, attachment: int) -> Attachment:
    initiative = initiative_of(request, pk)
    reader = request.reader
    row = initiative.attachments.select_related("file", "initiative__movement").filter(pk=attachment).first()
    if row is None or not (reader.roles & queries.OFFICE or queries.may_change(initiative, reader)):
        raise Http404
    return row


@page(Permission.READ_INITIATIVES)
@require_GET
def file(request: ReaderRequest, pk: int, attachment: int) -> HttpResponse:
    """A file of evidence, always as a download: it comes from outside. For the office and its own people."""
    row = _attachment(request, pk, attachment)
    answer = HttpResponse(read_kept(row.file), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, row.file.name) or "attachment"
    return answer


@page(Permission.PROPOSE_INITIATIVES)
@require_POST
def detach(request: ReaderRequest, pk: int, attachment: int) -> HttpResponse:
    """Takes a file off."""
    row = _attachment(request, pk, attachment)
    try:
        actions.detach(attachment=row, by=request.reader, at=now())
    except (Stale, Forbidden):
        raise
    except UserError as error:
        return show(request, row.initiative, status=400, file_error=error.message)
    messages.success(request, _("Đã gỡ tệp khỏi đề xuất."))
    return redirect(f"{reverse('initiatives:detail', args=[pk])}#minh-chung")
