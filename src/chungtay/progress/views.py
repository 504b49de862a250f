"""Pages of the progress of a movement. A view parses, calls one action, and shows the page again with what it says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.accounts.roles import Permission, Role
from chungtay.documents.actions import store_file
from chungtay.documents.keeping import read_kept
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.forms import UploadField
from chungtay.kit.states import offers, state_of
from chungtay.kit.text import whole
from chungtay.law.transitions import Offer
from chungtay.localities.access import ReaderRequest, page
from chungtay.localities.models import Unit
from chungtay.movements.models import Movement, Target
from chungtay.progress import actions, queries
from chungtay.progress.actions import Entry
from chungtay.progress.board import in_full, open_board
from chungtay.progress.filters import Filter
from chungtay.progress.forms import EntryRow, ExemptForm, NoteForm, cells
from chungtay.progress.lines import Matter, matter
from chungtay.progress.models import Evidence, Finding, Report
from chungtay.progress.periods import Period, label
from chungtay.progress.trend import trend

COMMUNE = "xa"  # the commune itself, where an address or a form names a unit


def open_movement(request: ReaderRequest, pk: int, *, board: bool = True) -> Movement:
    """The movement in scope, with its spine in the navigation."""
    rows = Movement.objects.select_related("locality__parent", "plan_version").defer("plan_version__source_text")
    movement = request.reader.get(rows.prefetch_related("targets", "deadlines"), pk=pk)
    request.movement = movement  # type: ignore[attr-defined]
    if board:
        request.spine_url = reverse("progress:board", args=[movement.pk])  # type: ignore[attr-defined]
    return movement


@page(Permission.READ_MOVEMENTS)
@require_GET
def board(request: ReaderRequest, movement: int) -> HttpResponse:
    """Where every target stands, for the commune and for each unit."""
    found = open_movement(request, movement)
    held = open_board(found, today(), request.GET.get("ky", ""))
    chosen = Filter.of(request.GET, held)
    reader = request.reader
    context = {
        "movement": found, "board": held, "matter": held.matter, "chosen": chosen, "rows": chosen.rows(held),
        "units": chosen.units(held), "may_report": bool(queries.own_units(held.matter, reader))
        and reader.can(Permission.REPORT_PROGRESS),
        "may_verify": reader.can(Permission.VERIFY_PROGRESS), "is_clerk": Role.CLERK in reader.roles,
        "due": held.matter.due(held.period) if held.period else None, "standards": held.matter.standards,
        "runs": reader.can(Permission.RUN_MOVEMENTS),
        "obstacles": found.obstacles.filter(state__in=("raised", "compiled")).count(),
    }  # fmt: skip
    return render(request, "progress/board.html", context)


# ------------------------------------------------------------------ a unit's form


@page(Permission.REPORT_PROGRESS)
@require_http_methods(["GET", "POST"])
def entry(request: ReaderRequest, movement: int) -> HttpResponse:
    """All targets of a unit for a period on one page; saved as drafts, then handed in."""
    found = open_movement(request, movement)
    held = matter(found, today())
    asked = request.POST if request.method == "POST" else request.GET
    choices = queries.own_units(held, request.reader)
    unit, period = unit_of(request, held, choices, asked.get("don-vi", "")), held.period_of(asked.get("ky", ""))
    if period is None or not choices:
        return render(request, "progress/entry.html", {"movement": found, "nothing": True, "choices": choices})
    rows = queries.entry_rows(held, unit, period)
    if request.method == "POST":
        try:
            return _save(request, held, unit, period, rows)
        except (Forbidden, Stale):
            raise
        except UserError as error:
            for row in rows:
                row.error = row.error or getattr(error, "lines", {}).get(row.key, "")
            return _entry_page(request, held, unit, period, rows, status=400, error=error)
    if request.GET.get("chep") == "1":
        _copy_last(rows)
    for row in rows:
        if row.key == request.GET.get("lay"):
            row.take_over()
    return _entry_page(request, held, unit, period, rows)


def unit_of(request: ReaderRequest, held: Matter, choices: list[Unit | None], asked: str) -> Unit | None:
    """The asked unit where the person writes for it, else their own, else the commune."""
    if asked == COMMUNE and None in choices:
        return None
    mine = [u for u in choices if u is not None and u.pk in request.reader.unit_ids]
    wanted = next((u for u in choices if u is not None and str(u.pk) == asked), None)
    if asked and wanted is None:
        raise Forbidden(_("Anh/chị chỉ báo cáo cho đơn vị của mình. Nhờ cán bộ thường trực phong trào ghi giúp."))
    units = [u for u in choices if u is not None]
    first = next((u for u in units if held.lines_of(u)), units[0] if units else None)  # who has something to report
    return wanted or (mine[0] if mine and Role.CLERK not in request.reader.roles else None) or first


def _copy_last(rows: list[EntryRow]) -> None:
    """Fills what is still empty with the figures of the period before; nothing is saved by it."""
    for row in rows:
        if row.last and not row.locked and (row.report is None or not row.report.answered):
            row.typed = EntryRow(row.line, row.last).values


def _save(
    request: ReaderRequest, held: Matter, unit: Unit | None, period: Period, rows: list[EntryRow]
) -> HttpResponse:
    """Saves the drafts; with the button "gui" also hands them in."""
    reader, at = request.reader, now()
    actions.may_report(held.movement, unit, reader)
    entries = _entries(request, held, rows)
    if wrong := {row.key: row.error for row in rows if row.error}:
        raise actions.EntriesRefused(wrong)
    with transaction.atomic():
        saved = actions.save_entries(matter=held, unit=unit, period=period, entries=entries, by=reader, at=at)
        removed = [actions.remove_evidence(evidence=one, by=reader, at=at) for one in _unwanted(request, rows)]
        sent: list[Report] = []
        left: dict[str, str] = {}
        if "gui" in request.POST:
            sent, left = actions.submit_all(matter=held, unit=unit, period=period, by=reader, at=at)
    if "gui" not in request.POST:
        count = len({report.pk for report in (*saved, *removed)})
        messages.success(request, _("Đã lưu nháp %s chỉ tiêu.") % count if count else _("Không có gì thay đổi."))
    elif sent:
        messages.success(request, _("Đã gửi %s chỉ tiêu, chờ người khác xác nhận.") % len(sent))
    else:
        messages.warning(request, _("Chưa có chỉ tiêu nào đủ số để gửi."))
    if left:
        messages.warning(request, ngettext(
            "Còn %s chỉ tiêu chưa đủ nên chưa gửi.", "Còn %s chỉ tiêu chưa đủ nên chưa gửi.", len(left)) % len(left)
        )  # fmt: skip
    return redirect(entry_url(held.movement.pk, unit, period))


def _unwanted(request: ReaderRequest, rows: list[EntryRow]) -> list[Evidence]:
    """The files of this form that were marked to be taken off."""
    reports = [row.report for row in rows if row.report]
    return list(Evidence.objects.filter(report__in=reports, pk__in=_marked(request)).select_related("file"))


def _marked(request: ReaderRequest) -> set[int]:
    told = (whole(pk) for pk in request.POST.getlist("go-tep"))
    return {pk for pk in told if pk is not None}


def entry_url(movement: int, unit: Unit | None, period: Period) -> str:
    asked = urlencode({"don-vi": unit.pk if unit else COMMUNE, "ky": period.key})
    return f"{reverse('progress:entry', args=[movement])}?{asked}"


def _entries(request: ReaderRequest, held: Matter, rows: list[EntryRow]) -> list[Entry]:
    found = []
    for row in rows:
        typed = cells(request.POST, row)
        if typed is None or row.locked:
            continue
        if upload := request.FILES.get(f"file-{row.key}"):
            try:
                checked = UploadField().clean(upload)
            except Exception as wrong:  # ValidationError; its words are for people
                row.error = " ".join(getattr(wrong, "messages", [str(wrong)]))
                continue
            kept = store_file(
                locality=held.movement.locality, name=checked.name or "tep",
                media_type=checked.content_type or "application/octet-stream", content=checked.read(), at=now(),
            )  # fmt: skip
            typed = Entry(**{**vars(typed), "files": (kept,)})
        found.append(typed)
    return found


def _entry_page(
    request: ReaderRequest, held: Matter, unit: Unit | None, period: Period, rows: list[EntryRow], *,
    status: int = 200, error: UserError | None = None,
) -> HttpResponse:  # fmt: skip
    choices = queries.own_units(held, request.reader)
    for row in rows:
        row.standing = state_of(row.report) if row.report else None  # type: ignore[attr-defined]
    due = held.due(period)
    context = {
        "movement": held.movement, "matter": held, "unit": unit, "period": period, "rows": rows, "error": error,
        "unwanted": _marked(request),
        "choices": choices, "commune": COMMUNE, "findings": Finding.choices, "due": due,
        "due_days": (due - held.on).days if due else None,
        "open_rows": sum(not row.locked for row in rows), "copyable": any(row.last for row in rows),
        "begun": sum(row.report is not None for row in rows),
        "sent": sum(row.report is not None and row.report.state in ("submitted", "verified") for row in rows),
        "closed": held.movement.state not in actions.OPEN_MOVEMENTS,
    }  # fmt: skip
    return render(request, "progress/entry.html", context, status=status)


# ------------------------------------------------------------------ one report, and the verifier's queue


@page(Permission.VERIFY_PROGRESS)
@require_GET
def verify(request: ReaderRequest, movement: int) -> HttpResponse:
    """What waits to be verified, one after another: to the first, or the list with a word when nothing waits."""
    found = open_movement(request, movement)
    waiting = list(queries.queue(request.reader, found))
    own = [row for row in waiting if request.reader.actor_id in row.writers]
    first = next((row for row in waiting if row not in own), None)
    if first and request.GET.get("xem") != "tat-ca":
        return redirect(f"{reverse('progress:report', args=[first.pk])}?hang-doi=1")
    context = {"movement": found, "rows": [_waiting(row, row in own) for row in waiting], "own": len(own)}
    return render(request, "progress/verify.html", context)


def _waiting(row: Report, own: bool) -> dict[str, Any]:
    line = actions.line_of(row)
    return {
        "report": row, "line": line, "figure": in_full(row, line.unit_sign), "own": own,
        "period": label(row.since, row.until),
    }  # fmt: skip


@page(Permission.READ_MOVEMENTS)
@require_GET
def report(request: ReaderRequest, pk: int) -> HttpResponse:
    """One report with its figures, evidence, editions, and the steps that are open."""
    return _report_page(request, _report(request, pk))


def _report(request: ReaderRequest, pk: int) -> Report:
    rows = queries.visible_reports(request.reader).select_related("target", "unit", "locality")
    found = request.reader.get(rows, pk=pk)
    found.movement = open_movement(request, found.movement_id)
    return found


def _report_page(
    request: ReaderRequest, found: Report, *, status: int = 200, form: NoteForm | None = None,
    error: UserError | None = None, wrong_verb: str = "",
) -> HttpResponse:  # fmt: skip
    reader = request.reader
    held = matter(found.movement, today())
    line = actions.line_of(found)
    facts = actions.facts(found, reader, reason=True, line=line)
    in_queue = (request.GET.get("hang-doi") or request.POST.get("hang-doi")) == "1"
    waiting = list(queries.queue(reader, found.movement)) if in_queue else []
    # What this person verified or reported themselves waits for somebody else.
    others = [row.pk for row in waiting if row.pk != found.pk and reader.actor_id not in row.writers]
    before = found.target.reports.filter(unit=found.unit, scope=found.scope, until__lt=found.until, state="verified")
    last = before.order_by("-until").first()
    steps = offers(found, roles=reader.role_codes, facts=facts)
    mine = not found.unit_id or found.unit_id in reader.unit_ids or Role.CLERK in reader.roles
    context: dict[str, Any] = {
        "report": found, "movement": found.movement, "line": line, "state": state_of(found),
        "figure": in_full(found, line.unit_sign), "period": label(found.since, found.until),
        "last": in_full(last, line.unit_sign) if last else "", "last_period": label(last.since, last.until) if last
        else "", "editions": list(found.editions.all())[::-1], "evidence": list(found.evidence.select_related("file")),
        "steps": _ordered(steps, mine=mine, in_queue=in_queue),
        "asks": ("return", "reopen"), "form": form or NoteForm(initial={"version": found.version}), "error": error,
        "wrong_verb": wrong_verb, "in_queue": in_queue, "waiting": len(others), "following": others[0] if others else 0,
        "lacks": actions.incomplete(found, line) if found.open else "",
        "not_counted": line.not_counted, "level": held.level(line, found.unit),
        "edit_url": entry_url(found.movement_id, found.unit, Period(found.since, found.until)),
        "may_edit": found.open and mine and reader.can(Permission.REPORT_PROGRESS),
    }  # fmt: skip
    for edition in context["editions"]:
        edition.shown = in_full(edition, line.unit_sign)
    return render(request, "progress/report.html", context, status=status)


def _ordered(steps: list[Offer], *, mine: bool, in_queue: bool) -> list[Offer]:
    """What the verifier decides stands first; the writers' steps are left out for others, and in the queue."""
    writers = ("submit", "resubmit", "withdraw")
    kept = [s for s in steps if s.row.verb not in writers or (mine and not in_queue)]
    return sorted(kept, key=lambda s: s.row.verb in writers)


@page(Permission.READ_MOVEMENTS)
@require_POST
def step(request: ReaderRequest, pk: int) -> HttpResponse:
    """One step of the table `report`; in the queue the next one that waits follows."""
    found = _report(request, pk)
    verb, form = request.POST.get("verb", ""), NoteForm(request.POST)
    in_queue = request.POST.get("hang-doi") == "1"
    if not form.is_valid():
        return _report_page(request, found, status=400, form=form, wrong_verb=verb)
    try:
        moved = actions.step_report(
            report=found, verb=verb, by=request.reader, at=now(), version=form.cleaned_data["version"],
            note=form.cleaned_data["note"],
        )  # fmt: skip
    except (Forbidden, Stale):
        raise
    except UserError as error:
        return _report_page(request, found, status=400, form=form, error=error, wrong_verb=verb)
    messages.success(request, _("Đã ghi: %s.") % state_of(moved).staff_label.lower())
    if in_queue:
        return redirect("progress:verify", found.movement_id)
    return redirect("progress:report", pk)


@page(Permission.READ_MOVEMENTS)
@require_GET
def evidence(request: ReaderRequest, pk: int, evidence: int) -> HttpResponse:
    """An evidence file, always as a download: it comes from outside."""
    row = _evidence(_report(request, pk), evidence)
    answer = HttpResponse(read_kept(row.file), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _evidence(report: Report, pk: int) -> Evidence:
    row = Evidence.objects.filter(report=report, pk=pk).select_related("file").first()
    if row is None:
        raise Http404
    return row


@page(Permission.REPORT_PROGRESS)
@require_POST
def remove_evidence(request: ReaderRequest, pk: int, evidence: int) -> HttpResponse:
    """Takes a file off a draft."""
    found = _report(request, pk)
    try:
        actions.remove_evidence(evidence=_evidence(found, evidence), by=request.reader, at=now())
    except (Forbidden, Stale):
        raise
    except UserError as error:
        return _report_page(request, found, status=400, error=error)
    messages.success(request, _("Đã gỡ tệp khỏi số liệu này."))
    return redirect(f"{reverse('progress:report', args=[pk])}#minh-chung")


# ------------------------------------------------------------------ one target


@page(Permission.READ_MOVEMENTS)
@require_GET
def target(request: ReaderRequest, target: int) -> HttpResponse:
    """One target: where it stands for everybody, how it went, and every report with its corrections."""
    return target_page(request, request.reader.get(Target, "movement__locality", pk=target))


def target_page(
    request: ReaderRequest, row: Target, *, exempt_form: ExemptForm | None = None, status: int = 200
) -> HttpResponse:
    found = open_movement(request, row.movement_id)
    held = open_board(found, today())
    parts = [part for part in held.rows if part.line.target.pk == row.pk]
    unit = next((u for u in held.matter.units if str(u.pk) == request.GET.get("don-vi", "")), None)
    reports = queries.visible_reports(request.reader).filter(target=row)
    reports = reports.filter(unit=unit) if unit else reports
    lines = {part.line.key: part.line for part in parts}
    context = {
        "movement": found, "target": row, "board": held, "unit": unit,
        "parts": [(part, trend(held.matter, part.line, unit)) for part in parts],
        "histories": [
            _told(history, lines.get(queries.key_of(history.report)[0]))
            for history in queries.histories(reports)
        ],
        "exemptions": row.exemptions.select_related("unit"), "runs": request.reader.can(Permission.RUN_MOVEMENTS),
        "exempt_form": exempt_form or ExemptForm(units=held.matter.units), "wrong": exempt_form is not None,
        "obstacles": row.obstacles.exclude(state="withdrawn").count(),
        "may_raise": request.reader.can(Permission.REPORT_PROGRESS),
    }  # fmt: skip
    return render(request, "progress/target.html", context, status=status)


def _told(history: queries.History, line: Any) -> dict[str, Any]:
    unit = line.unit_sign if line else ""
    editions = [(edition, in_full(edition, unit)) for edition in history.editions]
    return {
        "report": history.report, "state": state_of(history.report), "editions": editions, "line": line,
        "period": label(history.report.since, history.report.until),
        "figure": in_full(history.report, unit),
    }  # fmt: skip
