"""Pages of the papers of a movement: all of them by stage, one kind, one draft with its preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay import typesetting
from chungtay.accounts.roles import Permission
from chungtay.documents.actions import DOCX
from chungtay.documents.queries import next_number
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.states import offers, state_of
from chungtay.kit.text import slugify
from chungtay.localities.access import ReaderRequest, page
from chungtay.movements.models import Movement
from chungtay.paperwork import actions, blanks, catalogue, editing, merging
from chungtay.paperwork import page as pages
from chungtay.paperwork import preview as draft_preview
from chungtay.paperwork.forms import IssueForm, KeepForm
from chungtay.paperwork.models import Draft
from chungtay.typesetting.errors import TypesettingError

MEDIA_TYPES = {"pdf": "application/pdf", "docx": DOCX}
_MOVEMENTS = Movement.objects.select_related("locality__parent", "plan", "plan_version").defer(
    "plan_version__source_text", "plan_version__provenance"
)
_DRAFTS = Draft.objects.select_related(
    "locality", "movement__locality__parent", "movement__plan", "movement__plan_version", "document"
).defer("movement__plan_version__source_text", "movement__plan_version__provenance")


def _movement(request: ReaderRequest, pk: int) -> Movement:
    movement = request.reader.get(_MOVEMENTS, pk=pk)
    request.movement = movement  # type: ignore[attr-defined]
    return movement


def _draft(request: ReaderRequest, pk: int) -> Draft:
    draft = request.reader.get(_DRAFTS, pk=pk)
    request.movement = draft.movement  # type: ignore[attr-defined]
    return draft


def _version(request: ReaderRequest) -> int:
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        raise UserError(_("Trang gửi lên thiếu phiên bản. Tải lại trang rồi làm lại.")) from None


@page(Permission.READ_DOCUMENTS)
@require_GET
def show_list(request: ReaderRequest, movement: int) -> HttpResponse:
    found = _movement(request, movement)
    shelves = pages.stages(found, request.reader)
    context = {
        "movement": found, "stages": shelves,
        "kinds": sum(len(rows) for _title, rows in shelves),
        "papers": sum(len(row.entries) for _title, rows in shelves for row in rows),
    }  # fmt: skip
    return render(request, "paperwork/list.html", context)


@page(Permission.READ_DOCUMENTS)
@require_GET
def show_kind(request: ReaderRequest, movement: int, kind: str) -> HttpResponse:
    """One kind: what a paper of it may be about, and those that there are."""
    found = _movement(request, movement)
    if kind not in catalogue.RECIPES:
        raise Http404
    request.spine_url = pages.reverse("paperwork:list", args=[found.pk])  # type: ignore[attr-defined]
    recipe = catalogue.RECIPES[kind]
    context = {
        "movement": found, "kind": recipe.kind, "recipe": recipe, "entries": pages.entries_of(found, kind),
        "choices": pages.choices(found, kind, pages.case_for(found, request.reader, today())),
        "writes": actions.may_write(request.reader, recipe.kind),
    }  # fmt: skip
    return render(request, "paperwork/kind.html", context)


@page(Permission.READ_DOCUMENTS)
@require_POST
def new(request: ReaderRequest, movement: int, kind: str) -> HttpResponse:
    found = _movement(request, movement)
    draft = actions.open_draft(
        movement=found, kind=kind, topic=request.POST.get("topic", "")[:40], by=request.reader, at=now(), on=today()
    )
    return redirect("paperwork:edit", draft.pk)


# ------------------------------------------------------------------ one draft


@page(Permission.READ_DOCUMENTS)
@require_http_methods(["GET", "POST"])
def edit(request: ReaderRequest, pk: int) -> HttpResponse:
    """The form with its preview. Saved with the button, or field by field as it is left (htmx)."""
    draft = _draft(request, pk)
    if request.method == "POST":
        return _save(request, draft)
    if draft.document_id:
        return redirect("documents:detail", draft.document_id)
    table = request.GET.get("them", "")  # an empty row says nothing, so it is only shown, not kept
    fields = typesetting.KINDS[draft.kind].fields
    return _show(request, draft, data=editing.add_row(fields, dict(draft.data), table) if table else None)


def _save(request: ReaderRequest, draft: Draft) -> HttpResponse:
    data = _typed(request, draft)
    try:
        draft = actions.save_draft(draft=draft, data=data, by=request.reader, at=now(), version=_version(request))
    except (Forbidden, Stale):
        raise
    except UserError as error:
        draft.data = data
        return _show(request, draft, trouble=error, status=400)
    if request.htmx:  # type: ignore[attr-defined]
        return _aside(request, draft)
    if table := request.POST.get("add"):
        return redirect(f"{pages.reverse('paperwork:edit', args=[draft.pk])}?{urlencode({'them': table})}#o-{table}")
    if removed := request.POST.get("remove"):
        return redirect(f"{pages.reverse('paperwork:edit', args=[draft.pk])}#o-{removed.rpartition('-')[0]}")
    messages.success(request, _("Đã lưu bản nháp."))
    return redirect("paperwork:edit", draft.pk)


def _typed(request: ReaderRequest, draft: Draft) -> dict[str, Any]:
    """What the form says, without the row whose button was pressed."""
    typed = editing.read(typesetting.KINDS[draft.kind].fields, request.POST.dict(), draft.data)
    return editing.remove_row(typed, request.POST.get("remove", ""))


def _context(request: ReaderRequest, draft: Draft) -> dict[str, Any]:
    reader, recipe = request.reader, catalogue.recipe_of(draft.kind)
    gaps = blanks.gaps(draft.kind, draft.data)
    writes = actions.may_write(reader, recipe.kind) and draft.state == "drafted" and not recipe.composed
    return {
        "draft": draft, "movement": draft.movement, "recipe": recipe, "kind": recipe.kind, "gaps": gaps,
        "state": state_of(draft), "writes": writes, "refreshes": actions.may_write(reader, recipe.kind),
        "look": draft_preview.look(draft.kind, draft.data, at=now()),
    }  # fmt: skip


def _aside(request: ReaderRequest, draft: Draft) -> HttpResponse:
    """What changes beside the form when something was saved."""
    context = _context(request, draft) | {"saved_at": now()}
    return render(request, "paperwork/_aside.html", context | _steps(request, draft))


def _steps(request: ReaderRequest, draft: Draft, bound: IssueForm | KeepForm | None = None) -> dict[str, Any]:
    numbered = catalogue.recipe_of(draft.kind).takes_number
    form = bound or (IssueForm if numbered else KeepForm)(initial={"dated": today()}, auto_id="buoc-%s")
    steps = offers(draft, roles=request.reader.role_codes, facts=actions.facts(draft, dated=today()))
    return {
        "issue": form, "steps": [step for step in steps if step.row.verb != "drop"],
        "drop": next((step for step in steps if step.row.verb == "drop"), None),
        "next_number": next_number(locality=draft.locality, kind=draft.kind, year=today().year) if numbered else None,
    }  # fmt: skip


def _show(
    request: ReaderRequest, draft: Draft, *, status: int = 200, trouble: UserError | None = None,
    data: dict[str, Any] | None = None, bound: IssueForm | KeepForm | None = None,
) -> HttpResponse:  # fmt: skip
    request.spine_url = pages.reverse("paperwork:list", args=[draft.movement_id])  # type: ignore[attr-defined]
    context = _context(request, draft)
    if data is not None:
        draft.data = data
    context |= {
        "groups": pages.groups(draft, context["gaps"]), "trouble": trouble,
        "behind": len(_changes(request, draft)) if draft.state == "drafted" and data is None else 0,
    } | _steps(request, draft, bound)  # fmt: skip
    return render(request, "paperwork/edit.html", context, status=status)


def _changes(request: ReaderRequest, draft: Draft) -> list[merging.Change]:
    """What bringing the draft up to date would change; nothing when what it is about has gone."""
    try:
        new = actions.fresh(draft, by=request.reader, on=today())
    except UserError:
        return []
    return merging.changes(typesetting.KINDS[draft.kind].fields, draft.base, draft.data, new)


@page(Permission.READ_DOCUMENTS)
@require_POST
def preview(request: ReaderRequest, pk: int) -> HttpResponse:
    """The picture of what is being typed; nothing is kept."""
    draft = _draft(request, pk)
    data = _typed(request, draft)
    context = {"look": draft_preview.look(draft.kind, data, at=now()), "draft": draft}
    return render(request, "paperwork/_look.html", context)


@page(Permission.READ_DOCUMENTS)
@require_http_methods(["GET", "POST"])
def refresh(request: ReaderRequest, pk: int) -> HttpResponse:
    """What the rows say otherwise now, field by field; then brings the draft up to date."""
    draft = _draft(request, pk)
    request.reader.must(Permission.READ_DOCUMENTS)
    if request.method == "POST":
        actions.refresh_draft(draft=draft, by=request.reader, at=now(), on=today(), version=_version(request))
        messages.success(request, _("Đã cập nhật từ dữ liệu. Mục anh/chị tự ghi vẫn giữ nguyên."))
        return redirect("paperwork:edit", draft.pk)
    found = _changes(request, draft)
    context = {
        "draft": draft, "movement": draft.movement, "changes": [c for c in found if not c.kept],
        "kept": [c for c in found if c.kept],
        "writes": actions.may_write(request.reader, typesetting.KINDS[draft.kind]) and draft.state == "drafted",
    }  # fmt: skip
    return render(request, "paperwork/refresh.html", context)


@page(Permission.READ_DOCUMENTS)
@require_POST
def step(request: ReaderRequest, pk: int) -> HttpResponse:
    """One step of the table `paper`; who may is asked of the table."""
    draft = _draft(request, pk)
    verb = request.POST.get("verb", "")
    form = (IssueForm if verb == "issue" else KeepForm)(request.POST, auto_id="buoc-%s")
    given: dict[str, Any] = {}
    if verb in ("issue", "keep"):
        if not form.is_valid():
            return _show(request, draft, status=400, bound=form)
        given = form.cleaned_data
    try:
        done = actions.step_draft(
            draft=draft, verb=verb, by=request.reader, at=now(), version=_version(request), **given
        )
    except (Forbidden, Stale):
        raise
    except UserError as error:
        return _show(request, draft, status=400, trouble=error)
    messages.success(request, _("Đã ghi: %s.") % state_of(done).staff_label.lower())
    if done.document_id:
        return redirect("documents:detail", done.document_id)
    return redirect("paperwork:list", done.movement_id) if verb == "drop" else redirect("paperwork:edit", done.pk)


@page(Permission.READ_DOCUMENTS)
@require_GET
def file(request: ReaderRequest, pk: int, form: str) -> HttpResponse:
    """The draft as PDF or for Word, dots where something is not stated."""
    draft = _draft(request, pk)
    if form not in MEDIA_TYPES:
        raise Http404
    try:
        content = (
            draft_preview.pdf(draft.kind, draft.data, at=now()) if form == "pdf"
            else draft_preview.docx(draft.locality, draft.kind, draft.data)
        )  # fmt: skip
    except TypesettingError as error:
        raise UserError(_("Chưa dựng được văn bản: số liệu trong bản nháp mâu thuẫn."),
                        details=str(error).splitlines()) from error  # fmt: skip
    way = "attachment" if form == "docx" or request.GET.get("tai") else "inline"
    response = HttpResponse(content, content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = f'{way}; filename="du-thao-{slugify(draft.title) or draft.pk}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response
