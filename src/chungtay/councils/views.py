"""Pages of councils and meetings. A view parses, calls one action, and shows the page again with what it says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chungtay.accounts.roles import Permission
from chungtay.councils import actions, presenting, queries, session
from chungtay.councils.forms import (
    HEAD_FIELDS,
    AttendanceTyped,
    CouncilForm,
    CountsTyped,
    EndForm,
    MeetingForm,
    MemberForm,
    OpinionsForm,
    StepForm,
    TieForm,
    VotingForm,
)
from chungtay.councils.models import Attendance, Meeting, Member
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.states import state_of
from chungtay.kit.text import whole
from chungtay.localities.access import ReaderRequest, forbidden_sentence, page
from chungtay.movements.models import Movement
from chungtay.nominations import panel
from chungtay.nominations.models import Nomination
from chungtay.nominations.queries import seat_counts


def _movement(request: ReaderRequest, pk: int) -> Movement:
    movement = request.reader.get(Movement.objects.select_related("locality", "plan", "plan_version"), pk=pk)
    request.movement = movement  # type: ignore[attr-defined]
    return movement


def _meeting(request: ReaderRequest, pk: int) -> Meeting:
    meeting = request.reader.get(queries.with_rows(Meeting.objects.all()), pk=pk)
    request.movement = meeting.movement  # type: ignore[attr-defined]
    request.spine_url = reverse("councils:list", args=[meeting.movement_id])  # type: ignore[attr-defined]
    return meeting


def _why_not_run(request: ReaderRequest) -> str:
    return "" if request.reader.can(Permission.RUN_MEETINGS) else forbidden_sentence(Permission.RUN_MEETINGS)


@page(Permission.READ_MEETINGS)
@require_GET
def meetings(request: ReaderRequest, movement: int) -> HttpResponse:
    """Meetings of a movement, and the dossiers that wait for one."""
    found = _movement(request, movement)
    rows = list(found.meetings.select_related("council").annotate(cases=Count("tallies")))
    for row in rows:
        row.shown = state_of(row)  # type: ignore[attr-defined]
    waiting = list(queries.ready(found))
    _mark(waiting)
    council = queries.council_of(found.locality, today())
    locked = _why_not_run(request)
    if not locked and not waiting:
        locked = _("Chưa có hồ sơ nào chờ họp xét. Kết luận đủ điều kiện và đưa hồ sơ vào danh sách họp xét trước.")
    if not locked and council is None:
        locked = _("Chưa có Hội đồng. Nhập Hội đồng theo quyết định thành lập trước.")
    context = {"movement": found, "rows": rows, "waiting": waiting, "council": council, "new_locked": locked}
    return render(request, "councils/list.html", context)


@page(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def new(request: ReaderRequest, movement: int) -> HttpResponse:
    """Plans a meeting on shortlisted dossiers."""
    found = _movement(request, movement)
    request.spine_url = reverse("councils:list", args=[found.pk])  # type: ignore[attr-defined]
    cases = queries.ready(found)
    everyone = {"nominations": [case.pk for case in cases]}
    form = MeetingForm(request.POST if request.method == "POST" else None, cases=cases, initial=everyone)
    council = queries.council_of(found.locality, today())
    error = None
    if request.method == "POST" and form.is_valid() and council:
        data = form.cleaned_data
        try:
            made = actions.plan_meeting(
                movement=found, council=council, held_on=data["held_on"], starts_at=data["starts_at"],
                place=data["place"], nominations=list(data["nominations"]), by=request.reader, at=now(),
            )  # fmt: skip
        except UserError as refused:
            error = refused
        else:
            messages.success(request, _("Đã lên lịch họp. Bước tiếp: gửi giấy mời."))
            return redirect("councils:detail", made.pk)
    context = {"movement": found, "form": form, "council": council, "cases": cases, "error": error}
    return render(request, "councils/new.html", context, status=400 if request.method == "POST" else 200)


@page(Permission.READ_MEETINGS)
@require_http_methods(["GET", "POST"])
def council(request: ReaderRequest) -> HttpResponse:
    """The council in office with its composition; the form for a first one when there is none."""
    found = queries.council_of(request.reader.locality, today())
    if request.method == "POST":
        request.reader.must(Permission.RUN_MEETINGS)
    if found is None:
        return _found_council(request)
    if request.method == "POST":
        return redirect("councils:council")
    return _show_council(request)


def _found_council(request: ReaderRequest) -> HttpResponse:
    locality = request.reader.locality
    name = _("Hội đồng Thi đua - Khen thưởng %s") % locality
    given = request.POST if request.method == "POST" else None
    form = CouncilForm(given, locality=locality, on=today(), initial={"name": name})
    error = None
    if given is not None and form.is_valid():
        data = form.cleaned_data
        try:
            actions.set_up_council(
                locality=locality, name=data["name"], established_by=data["established_by"],
                valid_from=data["valid_from"], seats=form.seats(), by=request.reader, at=now(),
            )  # fmt: skip
        except UserError as refused:
            error = refused
        else:
            messages.success(request, _("Đã nhập Hội đồng."))
            return redirect("councils:council")
    context = {"form": form, "error": error, "why_not": _why_not_run(request)}
    return render(request, "councils/found.html", context, status=200 if given is None else 400)


def _show_council(request: ReaderRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    found = queries.council_of(request.reader.locality, today())
    if found is None:
        raise Http404
    members = list(found.members.select_related("person").order_by("valid_to", "pk"))
    on = today()
    order = [
        seat.value for seat in (Member.Seat.CHAIR, Member.Seat.VICE_CHAIR, Member.Seat.SECRETARY, Member.Seat.MEMBER)
    ]
    inside = [m for m in members if m.valid_to is None or m.valid_to > on]
    context = {
        "council": found,
        "members": sorted(inside, key=lambda m: (order.index(m.seat), m.pk)),
        "former": [m for m in members if m not in inside],
        "member_form": MemberForm(council=found, on=on, initial={"valid_from": on}),
        "end_form": EndForm(auto_id=False),
        "why_not": _why_not_run(request),
    }
    return render(request, "councils/council.html", context | more, status=status)


@page(Permission.RUN_MEETINGS)
@require_POST
def add_member(request: ReaderRequest) -> HttpResponse:
    found = queries.council_of(request.reader.locality, today())
    if found is None:
        raise Http404
    form = MemberForm(request.POST, council=found, on=today())
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_member(
                council=found, person=data["person"], seat=Member.Seat(data["seat"]), valid_from=data["valid_from"],
                by=request.reader, at=now(),
            )  # fmt: skip
        except UserError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Đã thêm %s vào Hội đồng.") % data["person"])
            return redirect("councils:council")
    return _show_council(request, status=400, member_form=form)


@page(Permission.RUN_MEETINGS)
@require_POST
def end_member(request: ReaderRequest, pk: int) -> HttpResponse:
    member = request.reader.get(Member.objects.select_related("person"), "council__locality", pk=pk)
    form = EndForm(request.POST, auto_id=False)
    if form.is_valid():
        try:
            actions.end_member(member=member, valid_to=form.cleaned_data["valid_to"], by=request.reader, at=now())
        except UserError as error:
            form.add_error("valid_to", error.message)
        else:
            messages.success(request, _("Đã ghi ngày kết thúc của %s.") % member)
            return redirect("councils:council")
    return _show_council(request, status=400, ending=member.pk, end_form=form)


@page(Permission.READ_MEETINGS)
@require_GET
def detail(request: ReaderRequest, pk: int) -> HttpResponse:
    """The meeting from invitation to minutes."""
    return _show(request, _meeting(request, pk))


def _show(request: ReaderRequest, meeting: Meeting, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "councils/detail.html", _context(request, meeting, **more), status=status)


def _context(request: ReaderRequest, meeting: Meeting, **more: Any) -> dict[str, Any]:
    reader = request.reader
    run = reader.can(Permission.RUN_MEETINGS)
    _mark([tally.nomination for tally in meeting.tallies.all()])
    rules = session.rules(meeting)
    typed = more.pop("typed", None) or CountsTyped.of_meeting(meeting, queries.ballot_count(meeting))
    errors = more.get("count_errors", {})
    steps = presenting.steps(meeting, reader=reader)
    wanted = request.POST.get("verb") or request.GET.get("viec")
    free = presenting.free_seats(meeting, seat_counts(meeting.movement))
    main = [step for step in steps if not step.rare]
    recorded = meeting.ballots_valid is not None
    sheet = more.pop("sheet_typed", None) or AttendanceTyped.of_meeting(meeting)
    people = presenting.composition(meeting)
    for row in people:
        row.typed = sheet.presence.get(row.pk, "")  # type: ignore[attr-defined]
    return {
        "meeting": meeting,
        "movement": meeting.movement,
        "state": state_of(meeting),
        "stages": presenting.stages(meeting),
        "main_steps": main,
        "primary": next((step.verb for step in main if not step.why), ""),
        "rare_steps": [step for step in steps if step.rare],
        "asked": next((step for step in steps if step.verb == wanted and step.asks and not step.why), None),
        "people": people,
        "presences": Attendance.Presence.choices,
        "may_attend": run
        and (meeting.state in ("planned", "convened") or (meeting.state == "voting" and not recorded)),
        "sheet_typed": sheet,
        "quorum": queries.quorum(meeting) if any(row.presence for row in meeting.attendance.all()) else None,
        "presider": queries.presider(meeting),
        "recorder": queries.recorder(meeting),
        "automatic": presenting.automatic(meeting),
        "voters": queries.ballot_count(meeting),
        "cases": list(meeting.tallies.all()),
        "counting": meeting.state in ("voting", "counted", "minuted", "closed"),
        "may_count": run and meeting.state == "voting",
        "heads": [(name, label, typed.raw[name], errors.get(name, "")) for name, label in HEAD_FIELDS],
        "sheets": presenting.sheets(meeting, typed, errors, free),
        "recorded": recorded,
        "settled": meeting.state in ("counted", "minuted", "closed"),
        "may_opine": run and meeting.state in ("voting", "counted"),
        "opinions_form": OpinionsForm(initial={"version": meeting.version, "opinions": meeting.opinions}),
        "invalid": (meeting.ballots_returned or 0) - (meeting.ballots_valid or 0),
        "may_change": run and meeting.state == "planned",
        "rules": rules,
        "rules_settled": session.settled(meeting),
        "may_fix": run and meeting.state in ("planned", "convened"),
        "voting_form": VotingForm(
            initial={"version": meeting.version, "tie": rules.tie, "written_votes": rules.written_votes}
        ),
        "ties": [t for t in meeting.tallies.all() if t.result == "tie"] if run and meeting.state == "counted" else [],
    } | more


def _mark(nominations: list[Nomination]) -> None:
    """Puts the conclusion against the machine beside each case that stands on one; one query."""
    found = panel.overrides(nominations)
    for nomination in nominations:
        nomination.override = found.get(nomination.pk)  # type: ignore[attr-defined]


def _failed(request: ReaderRequest, meeting: Meeting, error: UserError, **more: Any) -> HttpResponse:
    return _show(request, meeting, status=400, error=error, **more)


@page(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def change(request: ReaderRequest, pk: int) -> HttpResponse:
    """Day, time, place and cases, until the invitation goes out."""
    meeting = _meeting(request, pk)
    chosen = [tally.nomination_id for tally in meeting.tallies.all()]
    cases = queries.ready(meeting.movement) | meeting.movement.nominations.filter(pk__in=chosen).select_related(
        "person__unit", "unit", "award_level"
    ).order_by("award_level__position", "subject", "pk")
    initial = {"held_on": meeting.held_on, "starts_at": meeting.starts_at, "place": meeting.place,
               "nominations": chosen, "version": meeting.version}  # fmt: skip
    form = MeetingForm(request.POST if request.method == "POST" else None, cases=cases, initial=initial)
    error = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_meeting(
                meeting=meeting, held_on=data["held_on"], starts_at=data["starts_at"], place=data["place"],
                nominations=list(data["nominations"]), version=data["version"], by=request.reader, at=now(),
            )  # fmt: skip
        except Stale:
            raise
        except UserError as refused:
            error = refused
        else:
            messages.success(request, _("Đã sửa cuộc họp."))
            return redirect("councils:detail", pk)
    context = {"movement": meeting.movement, "meeting": meeting, "form": form, "council": meeting.council,
               "cases": cases, "error": error}  # fmt: skip
    return render(request, "councils/new.html", context, status=400 if request.method == "POST" else 200)


@page(Permission.RUN_MEETINGS)
@require_POST
def attendance(request: ReaderRequest, pk: int) -> HttpResponse:
    """Who came, who presides, who stands aside."""
    meeting = _meeting(request, pk)
    typed = AttendanceTyped.of_post(meeting, request.POST)
    if "fill" in request.POST:
        typed.fill()
        return _show(request, meeting, sheet_typed=typed)
    if typed.errors:
        return _show(request, meeting, status=400, sheet_typed=typed)
    try:
        actions.record_attendance(
            meeting=meeting, presence=typed.presence, conflicts_note=typed.note, declared=typed.pairs,
            presides=typed.duty(typed.presides), records=typed.duty(typed.records), version=typed.version,
            by=request.reader, at=now(),
        )  # fmt: skip
    except Stale:
        raise
    except UserError as error:
        typed.errors.append(error.message)
        return _show(request, meeting, status=400, sheet_typed=typed)
    messages.success(request, _("Đã lưu điểm danh."))
    return redirect("councils:detail", pk)


@page(Permission.RUN_MEETINGS)
@require_POST
def counts(request: ReaderRequest, pk: int) -> HttpResponse:
    """The totals of the paper ballots; what does not add up is marked, nothing typed is lost."""
    meeting = _meeting(request, pk)
    version = request.POST.get("version", "")
    typed = CountsTyped(meeting.tallies.all(), request.POST.dict(), whole(version) or 0)
    errors = presenting.faults(meeting, typed)
    found = typed.counts()
    if errors or found is None:
        return _show(request, meeting, status=400, typed=typed, count_errors=errors)
    try:
        actions.record_counts(meeting=meeting, counts=found, version=typed.version, by=request.reader, at=now())
    except Stale:
        raise
    except UserError as error:
        return _failed(request, meeting, error, typed=typed)
    messages.success(request, _("Số phiếu khớp và đã lưu. Bước tiếp: chốt kiểm phiếu."))
    return redirect("councils:detail", pk)


@page(Permission.RUN_MEETINGS)
@require_POST
def counts_check(request: ReaderRequest, pk: int) -> HttpResponse:
    """The sums while typing: only a fragment, nothing is saved."""
    meeting = _meeting(request, pk)
    typed = CountsTyped(meeting.tallies.all(), request.POST.dict(), meeting.version)
    errors = presenting.soft_faults(meeting, typed)
    sheets = presenting.sheets(meeting, typed, errors, {})
    heads = [(name, errors.get(name, "")) for name, _label in HEAD_FIELDS]
    return render(request, "councils/_sums.html", {"sheets": sheets, "heads": heads})


@page(Permission.RUN_MEETINGS)
@require_POST
def voting(request: ReaderRequest, pk: int) -> HttpResponse:
    """The rules of voting, while no ballot is out."""
    meeting = _meeting(request, pk)
    form = VotingForm(request.POST)
    if not form.is_valid():
        return _show(request, meeting, status=400, voting_form=form)
    data = form.cleaned_data
    try:
        actions.fix_voting(
            meeting=meeting, tie=data["tie"], written_votes=data["written_votes"], version=data["version"],
            by=request.reader, at=now(),
        )  # fmt: skip
    except (Stale, Forbidden):
        raise
    except UserError as error:
        return _failed(request, meeting, error, voting_form=form)
    messages.success(request, _("Đã chốt cách biểu quyết."))
    return redirect("councils:detail", pk)


@page(Permission.RUN_MEETINGS)
@require_POST
def tie(request: ReaderRequest, pk: int) -> HttpResponse:
    """What the chair decided on an even case."""
    meeting = _meeting(request, pk)
    form = TieForm(request.POST)
    row = next((t for t in meeting.tallies.all() if str(t.pk) == request.POST.get("tally")), None)
    if not form.is_valid() or row is None:
        return _show(request, meeting, status=400)
    data = form.cleaned_data
    try:
        actions.decide_tie(
            meeting=meeting, tally=row, selected=data["selected"] == "1", reason=data["reason"],
            version=data["version"], by=request.reader, at=now(),
        )  # fmt: skip
    except (Stale, Forbidden):
        raise
    except UserError as error:
        return _failed(request, meeting, error)
    messages.success(request, _("Đã ghi quyết định của Chủ tịch."))
    return redirect("councils:detail", pk)


@page(Permission.RUN_MEETINGS)
@require_POST
def opinions(request: ReaderRequest, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    form = OpinionsForm(request.POST)
    if not form.is_valid():
        return _show(request, meeting, status=400, opinions_form=form)
    try:
        actions.write_opinions(
            meeting=meeting, opinions=form.cleaned_data["opinions"], version=form.cleaned_data["version"],
            by=request.reader, at=now(),
        )  # fmt: skip
    except Stale:
        raise
    except UserError as error:
        return _failed(request, meeting, error, opinions_form=form)
    messages.success(request, _("Đã lưu ý kiến."))
    return redirect("councils:detail", pk)


@page(Permission.RUN_MEETINGS)
@require_POST
def step(request: ReaderRequest, pk: int) -> HttpResponse:
    """One step of the meeting, with its paper or its results."""
    meeting = _meeting(request, pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _show(request, meeting, status=400)
    data = form.cleaned_data
    try:
        done = actions.step_meeting(
            meeting=meeting, verb=data["verb"], version=data["version"], reason=data["reason"],
            by=request.reader, at=now(), on=today(),
        )  # fmt: skip
    except (Stale, Forbidden):
        raise
    except UserError as error:
        return _failed(request, meeting, error, typed_reason=data["reason"])
    messages.success(request, _("Đã ghi: %s.") % state_of(done).staff_label.lower())
    return redirect("councils:detail", pk)
