"""Pages of those who judge: the check, the sitting, the chair's recognition, and who takes it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chungtay.accounts.roles import Permission
from chungtay.initiatives import forms, queries, recognition, replication, sittings, stepping
from chungtay.initiatives.hints import cited, hints
from chungtay.initiatives.models import Check, Initiative, Judgement
from chungtay.initiatives.presenting import steps
from chungtay.initiatives.views import initiative_of, movement_of
from chungtay.kit.clock import now, today
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.kit.states import state_of
from chungtay.localities.access import ReaderRequest, page
from chungtay.localities.rules import law_on


@dataclass(frozen=True)
class Condition:
    """One condition of the law with what the checker answered so far."""

    key: str
    words: str
    answer: str

    @property
    def name(self) -> str:
        return f"dk-{self.key}"

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """(value, words, chosen) of each answer."""
        return [(str(value), str(label), value == self.answer) for value, label in Check.Answer.choices]


def conditions(initiative: Initiative, sent: Any) -> tuple[list[Condition], Any]:
    """The conditions of R-147 on the day, and the rule with its reference; none where the data have no such rule."""
    rule = law_on(initiative.locality, today()).peek("R-147")
    stated = dict(rule.value["conditions"]) if rule and rule.value else {}
    return [Condition(key, words, str(sent.get(f"dk-{key}", ""))) for key, words in stated.items()], rule


@page(Permission.CHECK_INITIATIVES)
@require_http_methods(["GET", "POST"])
def check(request: ReaderRequest, pk: int) -> HttpResponse:
    """The proposal, what is like it, the conditions, and the checker's words, side by side."""
    initiative = initiative_of(request, pk)
    asked, rule = conditions(initiative, request.POST)
    start = {"version": initiative.version}
    form = forms.CheckForm(request.POST) if request.method == "POST" else forms.CheckForm(initial=start)
    error: UserError | None = None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            stepping.check(
                initiative=initiative, answers={c.key: c.answer for c in asked if c.answer}, opinion=data["opinion"],
                favourable=data["favourable"] == "1", by=request.reader, at=now(), version=data["version"],
            )  # fmt: skip
        except (Stale, Forbidden):
            raise
        except UserError as refused:
            error = refused
        else:
            messages.success(request, _("Đã ghi ý kiến kiểm tra. Sáng kiến chờ xét, công nhận."))
            return redirect("initiatives:detail", pk)
    text = f"{initiative.content} {initiative.novelty}"
    context = {
        "initiative": initiative, "movement": initiative.movement, "form": form, "conditions": asked,
        "rule_words": f"{rule.title} ({cited(rule)})" if rule else "", "hints": hints(initiative, today()),
        "error": error, "missing": queries.missing(initiative),
        "authors": list(initiative.authors.all()), "attachments": initiative.attachments.select_related("file"),
        "alike": queries.similar(request.reader, title=initiative.title, text=text, excluding=initiative.pk),
        "own": queries.is_own(initiative, request.reader), "state": state_of(initiative),
        "checks": initiative.checks.all(),
    }  # fmt: skip
    return render(request, "initiatives/check.html", context, status=400 if form.is_bound else 200)


# ------------------------------------------------------------------ the sitting


@dataclass
class Judged:
    """One initiative on the page of the sitting, with the form of its row."""

    initiative: Initiative
    form: forms.JudgementForm
    own: bool

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """(value, words, chosen) of each conclusion; not judged until somebody says so."""
        name = self.form.add_prefix("said")
        sent = str(self.form.data.get(name, "")) if self.form.is_bound else ""
        return [(value, str(label), value == sent) for value, label in forms.SAID]


@page(Permission.CHECK_INITIATIVES)
@require_http_methods(["GET", "POST"])
def sitting(request: ReaderRequest, movement: int) -> HttpResponse:
    """The result of a meeting typed once: head of the minutes, then a row for each initiative that waited."""
    found = movement_of(request, movement)
    posted = request.POST if request.method == "POST" else None
    rows = [
        Judged(each, forms.JudgementForm(posted, prefix=f"sk{each.pk}"), queries.is_own(each, request.reader))
        for each in queries.to_judge(found)
    ]
    last = found.initiative_sittings.first()
    start: dict[str, Any] = {"held_on": today()}
    if last:  # the same council mostly sits again
        start |= {name: getattr(last, name) for name in ("body", "place", "chaired_by", "secretary")}
    form = forms.SittingForm(posted) if posted is not None else forms.SittingForm(initial=start)
    error: UserError | None = None
    wrong = [row for row in rows if posted is not None and not row.form.is_valid()]
    if posted is not None and form.is_valid() and not wrong:
        said = [_said(row) for row in rows if row.form.cleaned_data["said"] and not row.own]
        held = sittings.Held(**form.cleaned_data)
        try:
            made = sittings.record_sitting(movement=found, held=held, said=said, by=request.reader, at=now())
        except (Stale, Forbidden):
            raise
        except UserError as refused:
            error = refused
        else:
            messages.success(request, _("Đã ghi kết quả xét %s sáng kiến.") % made.judgements.count())
            return redirect("initiatives:list", found.pk)
    context = {"movement": found, "form": form, "rows": rows, "error": error}
    return render(request, "initiatives/sitting.html", context, status=400 if posted is not None else 200)


def _said(row: Judged) -> sittings.Said:
    data = row.form.cleaned_data
    return sittings.Said(row.initiative, data["said"] == "1", data["yes"], data["no"], data["opinion"])


# ------------------------------------------------------------------ the chair


@dataclass(frozen=True)
class Candidate:
    """One initiative before the chair; `why` set: it cannot be chosen now."""

    initiative: Initiative
    last: Judgement | None
    why: str
    chosen: bool


@page(Permission.RECOGNISE_INITIATIVES)
@require_http_methods(["GET", "POST"])
def recognise(request: ReaderRequest, movement: int) -> HttpResponse:
    """The chair ticks what is recognised, in one act with one decision."""
    found = movement_of(request, movement)
    posted = request.POST if request.method == "POST" else None
    wanted = set(request.POST.getlist("chon") if posted is not None else request.GET.getlist("chon"))
    rows = [_candidate(each, request, wanted, posted is not None) for each in queries.to_judge(found)]
    form = forms.RecogniseForm(posted) if posted is not None else forms.RecogniseForm(initial={"decided_on": today()})
    error: UserError | None = None
    if posted is not None and form.is_valid():
        try:
            act = recognition.recognise(
                movement=found, initiatives=[row.initiative for row in rows if row.chosen], by=request.reader, at=now(),
                decided_on=form.cleaned_data["decided_on"], number=form.cleaned_data["number"],
            )  # fmt: skip
        except (Stale, Forbidden):
            raise
        except UserError as refused:
            error = refused
            if refused.field in form.fields:
                form.add_error(refused.field, refused.message)
        else:
            messages.success(request, _("Đã công nhận %s sáng kiến.") % act.initiatives.count())
            return redirect("initiatives:list", found.pk)
    context = {"movement": found, "form": form, "rows": rows, "error": error}
    return render(request, "initiatives/recognise.html", context, status=400 if posted is not None else 200)


def _candidate(each: Initiative, request: ReaderRequest, wanted: set[str], posted: bool) -> Candidate:
    judged = sorted(each.judgements.all(), key=lambda row: (row.sitting.held_on, row.pk))
    last = judged[-1] if judged else None
    if last is None:
        why = _("Chưa có kết quả xét của hội đồng hoặc người được giao.")
    elif queries.is_own(each, request.reader):
        why = _("Anh/chị là tác giả nên không tự công nhận.")
    else:
        why = ""
    asked = str(each.pk) in wanted or (not posted and not wanted and bool(last and last.favourable))
    return Candidate(each, last, why, asked and not why)


# ------------------------------------------------------------------ replication


@page(Permission.PROPOSE_INITIATIVES)
@require_http_methods(["GET", "POST"])
def replicate(request: ReaderRequest, pk: int) -> HttpResponse:
    """Units and places that took the way of working over."""
    initiative = initiative_of(request, pk)
    posted = request.POST if request.method == "POST" else None
    start = {"version": initiative.version, "since": today()}
    form = forms.ReplicateForm(
        posted, initiative=initiative, on=today(), initial=None if posted is not None else start
    )  # fmt: skip
    error: UserError | None = None
    if posted is not None and form.is_valid():
        data = form.cleaned_data
        common: dict[str, Any] = {"since": data["since"], "note": data["note"]}
        places = [replication.Place(unit=unit, **common) for unit in data["units"]]
        places += [replication.Place(name=data["place"], **common)] if data["place"].strip() else []
        try:
            replication.replicate(
                initiative=initiative, places=places, by=request.reader, at=now(), version=data["version"]
            )  # fmt: skip
        except (Stale, Forbidden):
            raise
        except UserError as refused:
            error = refused
        else:
            messages.success(request, _("Đã ghi %s nơi nhân rộng.") % len(places))
            return redirect("initiatives:detail", pk)
    step = next((step for step in steps(initiative, reader=request.reader) if step.verb == "replicate"), None)
    context = {
        "initiative": initiative, "movement": initiative.movement, "form": form, "error": error,
        "locked": step.why if step else "", "state": state_of(initiative),
        "replications": initiative.replications.select_related("unit"),
    }  # fmt: skip
    return render(request, "initiatives/replicate.html", context, status=400 if posted is not None else 200)
