"""“Điều cần xem lại”: the plan linter's findings of a version, kept with day and ruleset, answered by people.

A finding never blocks anything. The check is made anew as soon as its text, its values, the rules or the checks are no
longer those it was made from, or an act has ended since; whoever looks first makes it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay import linter
from chungtay.audit.actions import record
from chungtay.kit.errors import UserError
from chungtay.law.acts import register
from chungtay.law.calendar import WorkCalendar
from chungtay.law.loading import Law
from chungtay.linter import Severity, Trust
from chungtay.localities.access import Reader
from chungtay.localities.rules import laws_of
from chungtay.localities.working_days import calendars_of
from chungtay.plans.models import FindingAnswer, Plan, PlanCheck, PlanVersion
from chungtay.reading import Source
from chungtay.reading.intake import Page, UnreadableFile, from_text

TONES = {"error": "late", "warning": "risk", "note": "info"}
AT_ONCE = 3  # checks that one list page makes anew; the others follow when their plan is opened
BY_HAND = ("located", "read_by_hand")


@dataclass(frozen=True)
class Row:
    """One finding on the page: its place in the source, and what a person said of it."""

    n: int
    told: Mapping[str, Any]
    answer: FindingAnswer | None = None

    @property
    def key(self) -> str:
        return str(self.told["key"])

    @property
    def anchor(self) -> str:
        return f"xl{self.n}"

    @property
    def mark(self) -> str:
        return f"xw{self.n}"

    @property
    def tone(self) -> str:
        return TONES[self.told["severity"]]

    @property
    def label(self) -> str:
        return Severity(self.told["severity"]).label

    @property
    def words(self) -> str:
        return str((self.told["place"] or {}).get("words") or "")

    @property
    def quoted(self) -> bool:
        """Whether the words must be shown beside the message, which mostly quotes them itself."""
        return bool(self.words) and f"“{self.words}”" not in self.told["message"]

    @property
    def line(self) -> int | None:
        place = self.told["place"]
        return place["line"] if place else None


@dataclass(frozen=True)
class Panel:
    """The findings of a version as the page shows them."""

    check: PlanCheck
    rows: list[Row] = field(default_factory=list)

    def _open(self, *severities: str) -> list[Row]:
        return [row for row in self.rows if row.answer is None and row.told["severity"] in severities]

    @property
    def to_look(self) -> list[Row]:
        return self._open("error") + self._open("warning")

    @property
    def notes(self) -> list[Row]:
        return self._open("note")

    @property
    def answered(self) -> list[Row]:
        return [row for row in self.rows if row.answer is not None]

    @property
    def restored(self) -> bool:
        return self.check.trust == Trust.RESTORED

    @property
    def recognised(self) -> bool:
        return self.check.trust == Trust.RECOGNISED

    @property
    def marks(self) -> list[dict[str, Any]]:
        """Places of what is still to be looked at, for the source beside the values."""
        return [
            {
                "start": place["start"], "end": place["end"], "id": row.mark, "ref": row.mark, "n": None,
                "href": f"#{row.anchor}", "confidence": "",
            }
            for row in [*self.to_look, *self.notes]
            if (place := row.told["place"])
        ]  # fmt: skip


def panel(version: PlanVersion, *, on: dt.date, at: dt.datetime) -> Panel:
    """The findings of a version today, with the answers they have."""
    check = current(version, on=on, at=at)
    answers = {a.key: a for a in FindingAnswer.objects.filter(plan=version.plan_id, taken_back_at=None)}
    rows = [Row(n, told, answers.get(told["key"])) for n, told in enumerate(check.findings, start=1)]
    return Panel(check, rows)


def counts(versions: Iterable[PlanVersion], *, on: dt.date, at: dt.datetime) -> dict[int, int]:
    """How many findings of each version still want a look (notes aside); a version not yet checked is left out."""
    listed = list(versions)
    grounds = _grounds(listed)
    stored = {check.version_id: check for check in PlanCheck.objects.filter(version__in=listed)}
    answered: dict[int, set[str]] = {}
    plans = [version.plan_id for version in listed]
    for plan_id, key in FindingAnswer.objects.filter(plan__in=plans, taken_back_at=None).values_list("plan", "key"):
        answered.setdefault(plan_id, set()).add(key)
    found, made = {}, 0
    for version in listed:
        check = stored.get(version.pk)
        ground = grounds[version.plan_id]
        if check is None or not _holds(check, version, ground, on):
            if made >= AT_ONCE:
                continue
            made += 1
            check = _make(version, ground, on=on, at=at)
        done = answered.get(version.plan_id, set())
        found[version.pk] = sum(f["severity"] != "note" and f["key"] not in done for f in check.findings)
    return found


def current(version: PlanVersion, *, on: dt.date, at: dt.datetime) -> PlanCheck:
    """The check that holds for a version now; made and kept when there is none."""
    stored = PlanCheck.objects.filter(version=version).first()
    ground = _grounds([version])[version.plan_id]
    if stored is not None and _holds(stored, version, ground, on):
        return stored
    return _make(version, ground, on=on, at=at)


@dataclass(frozen=True)
class Ground:
    """What a plan is checked against: the law and the calendar of its place, with what that settled and entered."""

    law: Law
    days: WorkCalendar

    def told(self) -> list[str]:
        """What a check must be made anew for."""
        return [self.law.version, *(f"{day} {own.works} {own.reason}" for day, own in sorted(self.days.own.items()))]


def _grounds(versions: Iterable[PlanVersion]) -> dict[int, Ground]:
    """By plan; three queries for all of them."""
    rows = Plan.objects.filter(pk__in={version.plan_id for version in versions})
    places = {plan.pk: plan.locality for plan in rows.select_related("locality__parent__parent__parent")}
    laws, calendars = laws_of(set(places.values())), calendars_of(set(places.values()))
    return {pk: Ground(laws[place.pk], calendars[place.pk]) for pk, place in places.items()}


def _make(version: PlanVersion, ground: Ground, *, on: dt.date, at: dt.datetime) -> PlanCheck:
    report = linter.check_plan(
        version.content, version.provenance, _source(version), on=on, checked=_is_checked(version),
        rules=ground.law, workdays=ground.days,
    )  # fmt: skip
    check, _created = PlanCheck.objects.update_or_create(
        version=version,
        defaults={
            "checked_on": on, "checked_at": at, "plan_day": report.plan_day, "trust": report.trust.value,
            "ruleset_version": report.ruleset_version, "fingerprint": fingerprint(version, ground),
            "findings": [finding.as_json() for finding in report.findings],
        },
    )  # fmt: skip
    return check


def _holds(check: PlanCheck, version: PlanVersion, ground: Ground, on: dt.date) -> bool:
    return check.fingerprint == fingerprint(version, ground) and not _law_moved(check.checked_on, on)


def _law_moved(then: dt.date, now: dt.date) -> bool:
    """Whether an act or a body of the register began or ended between two days: the only thing the day decides."""
    first, last = min(then, now), max(then, now)
    book = register()
    days = [day for act in book.acts.values() for day in (act.valid_from, act.valid_to) if day]
    days += [body.until for body in book.bodies]
    return any(first <= day <= last for day in days) and first != last


def fingerprint(version: PlanVersion, ground: Ground) -> str:
    """Of everything that a check is made from, the day aside."""
    told = {path: [field.get("spans"), field.get("method")] for path, field in version.provenance.items()}
    data = [version.content, told, version.source_text, _is_checked(version), ground.told(), _checks_version()]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@cache
def _checks_version() -> str:
    """Of the checks themselves: an update of the program looks at every plan again."""
    digest = hashlib.sha256()
    for file in sorted(resources.files("chungtay.linter").iterdir(), key=lambda f: f.name):
        if file.name.endswith((".py", ".yaml")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _is_checked(version: PlanVersion) -> bool:
    """Whether people have settled the values, so that what is not stated is really not stated."""
    return version.frozen or any(field.get("method") in BY_HAND for field in version.provenance.values())


def _source(version: PlanVersion) -> Source:
    """The text of a version with what is known of its pages; a plan entered by hand has no text."""
    known = tuple(
        Page(page.number, page.start, page.end, page.method, page.quality)  # type: ignore[arg-type]
        for page in version.pages.all()
    )
    name = str(version.content.get("source") or version.plan)
    if known or not version.source_text.strip():
        return Source(name, version.source_text, known)
    try:
        source = from_text(version.source_text, name=name)
    except UnreadableFile:
        return Source(name, version.source_text)
    # Cleaning may change offsets, and places count in the text as it is kept.
    return source if source.text == version.source_text else Source(name, version.source_text)


# ------------------------------------------------------------------ answers


@transaction.atomic
def leave_finding(*, version: PlanVersion, key: str, reason: str, by: Reader, at: dt.datetime) -> FindingAnswer:
    """Keeps that a person looked at a finding and leaves it as it is. The reason must say why."""
    told = _finding(version, key)
    said = " ".join(reason.split())
    if not said:
        raise UserError(_("Chưa ghi lý do. Ghi vì sao giữ nguyên để người xem sau hiểu."), field="reason")
    plan = Plan.locked(version.plan_id)
    if FindingAnswer.objects.filter(plan=plan, key=key, taken_back_at=None).exists():
        raise UserError(_("Điều này đã có người trả lời. Tải lại trang để xem."))
    answer = FindingAnswer.objects.create(
        plan=plan, key=key, check_id=told["check"], message=told["message"],
        words=(told["place"] or {}).get("words") or "", reason=said[:400], by=by.name, at=at,
    )  # fmt: skip
    record(
        "plan.finding_left", by=by, at=at, scope=plan.locality.code, subject=plan,
        after={"check": answer.check_id, "finding": answer.message}, note=answer.reason,
    )  # fmt: skip
    return answer


@transaction.atomic
def look_again(*, version: PlanVersion, key: str, by: Reader, at: dt.datetime) -> None:
    """Takes an answer back: the finding stands again; the answer stays in the history."""
    plan = Plan.locked(version.plan_id)
    answer = FindingAnswer.objects.filter(plan=plan, key=key, taken_back_at=None).first()
    if answer is None:
        return
    answer.taken_back_by, answer.taken_back_at = by.name, at
    answer.save(update_fields=["taken_back_by", "taken_back_at"])
    record(
        "plan.finding_reopened", by=by, at=at, scope=plan.locality.code, subject=plan,
        before={"check": answer.check_id, "finding": answer.message, "reason": answer.reason},
    )  # fmt: skip


def _finding(version: PlanVersion, key: str) -> Mapping[str, Any]:
    stored = PlanCheck.objects.filter(version=version).first()
    for told in stored.findings if stored else ():
        if told["key"] == key:
            found: Mapping[str, Any] = told
            return found
    raise UserError(_("Kế hoạch đã đổi, điều này không còn. Tải lại trang."))
