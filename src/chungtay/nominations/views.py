"""Pages of dossiers. A view parses, calls one action, and shows the page again with what it says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.accounts.roles import Permission
from chungtay.documents import actions as documents
from chungtay.documents.actions import store_file
from chungtay.documents.keeping import read_kept
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.states import state_of
from chungtay.kit.text import whole
from chungtay.law import deadlines
from chungtay.localities.access import ReaderRequest, forbidden_sentence, page
from chungtay.movements.models import Movement
from chungtay.nominations import actions, assessing, checklist, listing, panel, presenting, queries
from chungtay.nominations.forms import (
    AchievementForm,
    ChooseForm,
    ListRow,
    NominationForm,
    StepForm,
    WhatIfForm,
    uploaded,
)
from chungtay.nominations.models import CriterionCheck, DossierPaper, Nomination, Subject

PER_PAGE = 50


def _movement(request: ReaderRequest, pk: int) -> Movement:
    rows = Movement.objects.select_related("locality__parent", "plan", "plan_version")
    movement = request.reader.get(rows, pk=pk)
    request.movement = movement  # type: ignore[attr-defined]
    return movement


def _nomination(request: ReaderRequest, pk: int) -> Nomination:
    """One dossier that the reader may open, with everything that its page shows."""
    rows = queries.visible(request.reader).select_related(
        "locality__parent", "movement__locality", "movement__plan", "movement__plan_version", "award_level",
        "person__unit", "unit", "nominated_by", "report",
    )  # fmt: skip
    nomination = request.reader.get(rows, pk=pk)
    request.movement = nomination.movement  # type: ignore[attr-defined]
    request.spine_url = reverse("nominations:list", args=[nomination.movement_id])  # type: ignore[attr-defined]
    return nomination


@page(Permission.READ_DOSSIERS)
@require_GET
def dossiers(request: ReaderRequest, movement: int) -> HttpResponse:
    """Dossiers of a movement: seats on top, then rows by what has to be done with them."""
    found = _movement(request, movement)
    mine = queries.visible(request.reader).filter(movement=found)
    rows = listing.filtered(mine, request.GET.dict())
    rows = rows.select_related("person__unit", "unit", "award_level", "nominated_by")
    listed = Paginator(listing.urgent_first(rows), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(listed)
    listing.with_verdicts(shown, found, today())
    limit = queries.filing_deadline(found)
    last = limit.last_day if limit else None
    if last and found.late_filing_until:
        last = max(last, found.late_filing_until)
    context = {
        "movement": found,
        "levels": queries.level_seats(found),
        "groups": listing.grouped(shown, listing.totals(rows)),
        "page": listed,
        "limit": limit,
        "last": last,
        "days": deadlines.status(last, today()).days_left,
        "chosen": {key: request.GET.get(key, "") for key in ("muc", "loai", "nhom", "q")},
        "subjects": Subject.choices,
        "stages": [(str(i), title) for i, (title, _states) in enumerate(listing.GROUPS)],
        "new_locked": _why_not_new(request, found),
    }
    return render(request, "nominations/list.html", context)


def _why_not_new(request: ReaderRequest, movement: Movement) -> str:
    """Why the button "Lập hồ sơ" is locked; empty when it is open."""
    if not request.reader.can(Permission.WRITE_DOSSIERS):
        return forbidden_sentence(Permission.WRITE_DOSSIERS)
    if movement.state not in actions.COLLECTING:
        return _("Phong trào đang ở chặng “%s” nên không nhận thêm hồ sơ.") % state_of(movement).staff_label
    return ""


@page(Permission.WRITE_DOSSIERS)
@require_http_methods(["GET", "POST"])
def new(request: ReaderRequest, movement: int) -> HttpResponse:
    """A new dossier: award and kind first (they decide criteria and papers), then the nominee."""
    found = _movement(request, movement)
    request.spine_url = reverse("nominations:list", args=[found.pk])  # type: ignore[attr-defined]
    asked = request.POST if request.method == "POST" else request.GET
    levels = list(found.award_levels.all())
    first = {"muc": levels[0].pk if levels else "", "loai": Subject.INDIVIDUAL, "tim": ""}
    choose = ChooseForm({key: asked.get(key) or value for key, value in first.items()}, movement=found)
    context: dict[str, Any] = {"movement": found, "choose": choose, "locked": _why_not_new(request, found)}
    if not choose.is_valid():
        return render(request, "nominations/new.html", context, status=400 if levels else 200)
    level, subject = choose.cleaned_data["muc"], Subject(choose.cleaned_data["loai"])
    form = NominationForm(
        request.POST if request.method == "POST" else None,
        movement=found, reader=request.reader, subject=subject, word=choose.cleaned_data["tim"], on=today(),
    )  # fmt: skip
    preview = Nomination(movement=found, award_level=level, subject=subject)
    context |= {
        "form": form, "level": level, "award": presenting.award_in_words(level),
        "criteria": queries.criteria_for(preview), "items": queries.items_for(preview),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {
            key: form.cleaned_data.get(key) for key in ("unit", "person", "household", "nominated_by", "achievement")
        }
        given["household"] = given["household"] or ""
        try:
            made = actions.nominate(
                movement=found, award_level=level, subject=subject, by=request.reader, at=now(), **given
            )
        except UserError as error:
            context["error"] = error
            context["other"] = _same(request, level, subject, given)
        else:
            messages.success(request, _("Đã lập hồ sơ của %s. Kiểm tra thành tích và giấy tờ rồi nộp.") % made.nominee)
            return redirect("nominations:detail", made.pk)
    return render(request, "nominations/new.html", context, status=400 if request.method == "POST" else 200)


def _same(request: ReaderRequest, level: Any, subject: Subject, given: dict[str, Any]) -> Nomination | None:
    """The dossier that stands in the way, if the reader may open it."""
    found = queries.existing(level, subject, unit=given["unit"], person=given["person"], household=given["household"])
    return queries.visible(request.reader).filter(pk=found.pk).first() if found else None


@page(Permission.READ_DOSSIERS)
@require_GET
def detail(request: ReaderRequest, pk: int) -> HttpResponse:
    """The dossier: verdict, achievement, papers, criteria, next steps, history."""
    return _show(request, _nomination(request, pk))


def _show(request: ReaderRequest, nomination: Nomination, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "nominations/detail.html", _context(request, nomination) | more, status=status)


def _context(request: ReaderRequest, nomination: Nomination) -> dict[str, Any]:
    reader, on = request.reader, today()
    case = assessing.case(nomination, on=on)
    facts = actions.facts(nomination, on=on, case=case)
    papers, checks = _rows(nomination)
    stored = panel.stored_of([nomination]).get(nomination.pk)
    may_try = queries.may_read_hold(reader)  # trying days would tell of a hold or a discipline
    what_if = WhatIfForm(request.GET if "ngay" in request.GET and may_try else None)
    if what_if.is_valid() and (day := what_if.cleaned_data["ngay"]):
        shown = panel.if_decided_on(nomination, day, reader=reader)
    elif stored is None or request.GET.get("hom-nay") == "1":
        shown = panel.live(case, reader=reader)
    else:
        shown = panel.kept(stored, reader=reader)
    steps = presenting.steps(nomination, facts, reader=reader)
    wanted = request.POST.get("verb") or request.GET.get("viec")
    main = [step for step in steps if not step.rare]
    editable = reader.can(Permission.WRITE_DOSSIERS) and queries.may_edit(nomination, reader)
    return {
        "nomination": nomination,
        "movement": nomination.movement,
        "state": state_of(nomination),
        "award": presenting.award_in_words(nomination.award_level),
        "panel": shown,
        "what_if": what_if,
        "stored": stored,
        "override": panel.override_of(nomination),
        "book_url": panel.book_url(nomination) if reader.can(Permission.READ_RECORDS) else "",
        "to_compare": case.to_compare,
        "asks_direct": case.asked.criteria.direct_only or case.asked.prefer_direct,
        "answered": case.asked.answered,
        "plan_name": presenting.plan_name(nomination.movement),
        "checks": checks,
        "outcomes": CriterionCheck.Outcome.choices,
        "why_no_check": _why_not_check(request, nomination),
        "papers": papers,
        "papers_there": sum(1 for row in papers if row.thing.present),
        "may_edit": editable,
        "may_write": editable and nomination.state in ("draft", "incomplete"),
        "may_read_hold": queries.may_read_hold(reader),
        "main_steps": main,
        "primary": next((step.verb for step in main if not step.why and not step.asks), ""),
        "rare_steps": [step for step in steps if step.rare],
        "asked": next((step for step in steps if step.verb == wanted and step.asks and not step.why), None),
        "step_form": StepForm(initial={"version": nomination.version}),
        "text_form": AchievementForm(initial={"version": nomination.version, "achievement": nomination.achievement}),
        "due_note": presenting.due_note(nomination),
        "due_days": deadlines.status(nomination.supplement_due, on).days_left,
        "history": presenting.history(nomination, reader=reader),
        "meeting_next": nomination.state == "shortlisted" and reader.can(Permission.READ_MEETINGS),
        "award_next": nomination.state in ("selected", "proposed", "sent_up", "returned_above"),
    }


def _why_not_check(request: ReaderRequest, nomination: Nomination) -> str:
    if not request.reader.roles & actions.CHECKERS:
        return _("Tiêu chí do cán bộ thường trực phong trào xét.")
    if queries.is_own_case(nomination, request.reader):
        return _("Anh/chị là người được đề nghị trong hồ sơ này nên không tự xét được. Nhờ đồng nghiệp xét.")
    if nomination.state not in actions.OPEN_STATES:
        return _("Hồ sơ đã có kết luận. Cần sửa thì chọn “Kiểm tra lại”.")
    return ""


@page(Permission.WRITE_DOSSIERS)
@require_POST
def achievement(request: ReaderRequest, pk: int) -> HttpResponse:
    nomination = _nomination(request, pk)
    form = AchievementForm(request.POST)
    if not form.is_valid():
        return _show(request, nomination, status=400, text_form=form)
    try:
        actions.write_achievement(
            nomination=nomination, achievement=form.cleaned_data["achievement"], version=form.cleaned_data["version"],
            by=request.reader, at=now(),
        )  # fmt: skip
    except (Stale, Forbidden):
        raise
    except UserError as error:
        return _show(request, nomination, status=400, text_form=form, error=error)
    messages.success(request, _("Đã lưu thành tích."))
    return redirect("nominations:detail", pk)


@page(Permission.CHECK_DOSSIERS)
@require_POST
def save(request: ReaderRequest, pk: int) -> HttpResponse:
    """Papers and criteria as they were sent: all rows of the page, or with htmx the one row in hand."""
    nomination = _nomination(request, pk)
    papers, checks = _rows(nomination, request)
    rows: list[Any] = [row for row in papers if row.sent]
    rows += [row for row in checks if row.sent]
    error: UserError | None = None
    count = 0
    try:
        if any(row.error for row in rows):
            raise checklist.RowsRefused({})
        with transaction.atomic():
            count = checklist.save_lists(
                nomination=nomination, entries=_entries(request, nomination, papers), by=request.reader, at=now(),
                findings=[_finding(row) for row in checks if row.sent],
                over_own=not getattr(request, "htmx", False),
            )  # fmt: skip
    except Forbidden:
        raise
    except UserError as refused:
        error = refused
        for row in rows:
            row.refused = getattr(refused, "rows", {}).get(row.key, "")
    if getattr(request, "htmx", False):
        return _saved(request, nomination, rows, error)
    if error:
        return _show(request, nomination, status=400, error=error, papers=papers, checks=checks)
    messages.success(request, _("Đã lưu %s dòng.") % count if count else _("Không có dòng nào thay đổi."))
    return redirect(f"{reverse('nominations:detail', args=[pk])}#{'tieu-chi' if checks else 'giay-to'}")


def _rows(
    nomination: Nomination, request: ReaderRequest | None = None
) -> tuple[list[ListRow[DossierPaper]], list[ListRow[CriterionCheck]]]:
    """The two lists of the page, with what was sent where something was."""
    sent = (request.POST, request.FILES) if request else (None, None)
    papers, checks = nomination.papers.all(), nomination.criterion_checks.all()
    if request:  # else the verdict has just fetched them
        papers, checks = papers.select_related("item", "file"), checks.select_related("criterion")
    return (
        [ListRow(paper, *sent) for paper in papers],
        [ListRow(check, *sent) for check in checks],
    )


def _entries(
    request: ReaderRequest, nomination: Nomination, rows: list[ListRow[DossierPaper]]
) -> list[checklist.PaperEntry]:
    every = bool(request.POST.get("all"))  # "Đánh dấu đã có đủ giấy tờ"
    entries = []
    for row in rows:
        if not row.sent:
            continue
        data, stored = row.form.cleaned_data, None
        if data["file"]:
            name, media_type, content = uploaded(data["file"])
            stored = store_file(
                locality=nomination.locality, name=name, media_type=media_type, content=content, at=now()
            )
        entries.append(checklist.PaperEntry(row.thing, every or data["present"], data["note"], stored, data["seen"]))
    return entries


def _finding(row: ListRow[CriterionCheck]) -> checklist.Finding:
    data = row.form.cleaned_data
    return checklist.Finding(row.thing, CriterionCheck.Outcome(data["outcome"]), data["evidence"], data["seen"])


def _saved(request: ReaderRequest, nomination: Nomination, rows: list[Any], error: UserError | None) -> HttpResponse:
    """For htmx: how the sent rows now stand, and what follows from them. What is being typed is never replaced."""
    context = _context(request, nomination)
    sent = {row.key: row for row in rows}
    fresh = [row for row in (*context["papers"], *context["checks"]) if row.key in sent]
    for row in fresh:
        row.refused = sent[row.key].error or (error.message if error else "")
    return render(request, "nominations/_saved.html", context | {"rows": fresh})


@page(Permission.READ_DOSSIERS)
@require_GET
def paper_file(request: ReaderRequest, pk: int, paper: int) -> HttpResponse:
    """The file that was attached to one paper, always as a download: it comes from outside."""
    row = _nomination(request, pk).papers.select_related("file").filter(pk=paper, file__isnull=False).first()
    if row is None or row.file is None:
        raise Http404
    answer = HttpResponse(read_kept(row.file), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, row.file.name) or "attachment"
    return answer


@page(Permission.CHECK_DOSSIERS)
@require_POST
def step(request: ReaderRequest, pk: int) -> HttpResponse:
    """One step of the dossier's life, with the words that it needs."""
    nomination = _nomination(request, pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _show(request, nomination, status=400, step_form=form)
    data = form.cleaned_data
    notes = actions.StepNotes(reason=data["reason"], supplement_due=data["supplement_due"], clearance=data["clearance"])
    on: dt.date = today()
    try:
        done = actions.step_dossier(
            nomination=nomination,
            verb=data["verb"],
            version=data["version"],
            notes=notes,
            by=request.reader,
            at=now(),
            on=on,
        )
    except (Stale, Forbidden):
        raise
    except UserError as error:
        if error.field in form.fields:
            form.add_error(error.field, error.message)
        return _show(request, nomination, status=400, step_form=form, error=error)
    messages.success(request, _("Đã ghi: %s.") % state_of(done).staff_label.lower())
    return redirect("nominations:detail", pk)


@page(Permission.CHECK_DOSSIERS)
@require_POST
def compare(request: ReaderRequest, pk: int) -> HttpResponse:
    """Whether an earlier award was for the achievement of this dossier (R-41)."""
    nomination = _nomination(request, pk)
    asked = request.POST.get("line", "")
    case = assessing.case(nomination, on=today())
    line = next((award for award in case.book.awards() if str(award.pk) == asked), None)
    if line is None or request.POST.get("same") not in ("0", "1"):
        raise Http404
    try:
        actions.compare_award(
            nomination=nomination, line=line, same=request.POST["same"] == "1", by=request.reader, at=now()
        )
    except Forbidden:
        raise
    except UserError as error:
        return _show(request, nomination, status=400, error=error)
    messages.success(request, _("Đã ghi kết quả đối chiếu."))
    return redirect(f"{reverse('nominations:detail', args=[pk])}#ket-luan")


@page(Permission.CHECK_DOSSIERS)
@require_POST
def direct(request: ReaderRequest, pk: int) -> HttpResponse:
    """Whether the nominee does the work or is directly in charge of it."""
    nomination = _nomination(request, pk)
    version, answer = request.POST.get("version", ""), {"1": True, "0": False}.get(request.POST.get("direct", ""))
    try:
        actions.set_direct(
            nomination=nomination, direct=answer, by=request.reader, at=now(),
            version=whole(version) or 0,
        )  # fmt: skip
    except (Stale, Forbidden):
        raise
    except UserError as error:
        return _show(request, nomination, status=400, error=error)
    messages.success(request, _("Đã ghi."))
    return redirect(f"{reverse('nominations:detail', args=[pk])}#ket-luan")


@page(Permission.WRITE_DOSSIERS)
@require_POST
def report(request: ReaderRequest, pk: int) -> HttpResponse:
    """Writes the achievement report, or brings its draft up to date."""
    nomination = _nomination(request, pk)
    try:
        actions.write_report(nomination=nomination, by=request.reader, at=now())
    except UserError as error:
        return _show(request, nomination, status=400, error=error)
    messages.success(request, _("Đã soạn báo cáo thành tích từ hồ sơ."))
    return redirect("nominations:detail", pk)


@page(Permission.READ_DOSSIERS)
@require_GET
def report_file(request: ReaderRequest, pk: int, form: str) -> HttpResponse:
    """The report as PDF or DOCX, for everyone who may open the dossier."""
    document = _nomination(request, pk).report
    if document is None or form not in ("pdf", "docx"):
        raise Http404
    media = "application/pdf" if form == "pdf" else documents.DOCX
    answer = HttpResponse(documents.render(document, form), content_type=media)
    place = "inline" if form == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{place}; filename="bao-cao-thanh-tich-{pk}.{form}"'
    return answer
