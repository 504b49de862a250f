"""check: one plan in, a report out. Issued text is never changed; nothing found here blocks anything."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from chungtay import law
from chungtay.law.calendar import WorkCalendar
from chungtay.law.loading import Law
from chungtay.law.rules import Certainty
from chungtay.linter import audiences, awards, basis, consistency, dates, layout, parts, targets, units, wording
from chungtay.linter.model import Finding, Hit, Report, RuleRef, Severity, Trust
from chungtay.linter.registry import FUNCTIONS, Check, checks
from chungtay.linter.subject import Subject, trust_of
from chungtay.reading import Source
from chungtay.reading.reader import read_restored
from chungtay.reading.restoration import Restored, restore

# Importing a family declares its checks.
FAMILIES = (audiences, awards, basis, consistency, dates, layout, parts, targets, units, wording)


def check_source(
    source: Source, *, on: dt.date, rules: Law | None = None, workdays: WorkCalendar | None = None
) -> Report:
    """Reads and checks a source that intake has accepted; damaged pages are restored first, and the report says so.

    `rules`, `workdays`: the law and the calendar of one place; without them those of the nation.
    """
    kept: dict[str, Restored] = {}

    def once(text: str) -> Restored:
        if text not in kept:
            kept[text] = restore(text)
        return kept[text]

    reading = read_restored(source, once)
    if reading.plan.get("is_plan") is False:
        version = (rules or law.load()).version
        return Report(source.name, (), None, on, trust_of(source), version, is_plan=False)
    told = {path: vars(field) for path, field in reading.provenance.items()}
    subject = Subject.of(reading.plan, told, source, on=on, restorer=once, rules=rules, workdays=workdays)
    return _checked(subject)


def check_plan(
    plan: Mapping[str, Any],
    told: Mapping[str, Mapping[str, Any]],
    source: Source,
    *,
    on: dt.date,
    checked: bool = False,
    rules: Law | None = None,
    workdays: WorkCalendar | None = None,
) -> Report:
    """Checks a plan (plan.schema.json) against its text and the law: of its own day, and of the day `on`.

    `told` is the provenance of its values by path, its spans in the text of `source`; `checked`: a person has settled
    the values; `rules`, `workdays`: as in `check_source`.
    """
    return _checked(Subject.of(plan, told, source, on=on, checked=checked, rules=rules, workdays=workdays))


def _checked(subject: Subject) -> Report:
    found = [(known, hit) for known in checks().values() if _may_speak(known, subject) for hit in _hits(known, subject)]
    seen: Counter[tuple[str, str, str]] = Counter()
    findings = []
    for known, hit in sorted(found, key=lambda pair: pair[1].span or (-1, -1)):
        findings.append(_finding(known, hit, subject, seen))
    return Report(
        subject.name, tuple(findings), subject.issued[0], subject.on, subject.trust, subject.rules.version
    )  # fmt: skip


def _may_speak(known: Check, subject: Subject) -> bool:
    if "clean" in known.needs and subject.trust is not Trust.SOUND:
        return False
    if "letters" in known.needs and subject.trust is Trust.RESTORED:
        return False
    return "values" not in known.needs or subject.absent_is_sure


def _hits(known: Check, subject: Subject) -> Iterator[Hit]:
    yield from FUNCTIONS[known.id](subject)


def _finding(known: Check, hit: Hit, subject: Subject, seen: Counter[tuple[str, str, str]]) -> Finding:
    rules = tuple(rule_ref(rule_id, subject) for rule_id in (known.rules if hit.rules is None else hit.rules))
    place = subject.place(hit.span)
    same = (known.id, hit.message, place.words if place else "")
    seen[same] += 1
    return Finding(
        check=known.id, title=known.title, family=known.family,
        severity=_weighed(hit.severity or known.severity, rules, subject), message=hit.message, why=known.why,
        suggestion=hit.do, rules=rules, place=place, ordinal=seen[same] - 1,
    )  # fmt: skip


def _weighed(severity: Severity, rules: tuple[RuleRef, ...], subject: Subject) -> Severity:
    """An error needs a settled rule, if it stands on rules at all: what we merely believe can only warn.

    Nor is anything a sure error where the machine had to restore the letters.
    """
    unsettled = bool(rules) and not any(rule.settled for rule in rules)
    if severity is Severity.ERROR and (unsettled or subject.trust is Trust.RESTORED):
        return Severity.WARNING
    return severity


def rule_ref(rule_id: str, subject: Subject) -> RuleRef:
    """A rule as it stood on the plan's day, or last before it; one that came later is not settled for this plan."""
    rule = subject.rules.rule(rule_id)
    day = subject.issued[0] or subject.on
    own = subject.rules.on(day).entry_of(rule_id)
    if own is not None and own[0] != "national":  # the province, or what the place settled, decides here
        source = "; ".join(str(reference) for reference in own[2].reference)
        return RuleRef(rule.id, rule.title, source, own[2].certainty.label, own[2].certainty.settled)
    entry = max((e for e in rule.entries if e.start <= day), key=lambda e: e.start, default=None)
    shown = entry or rule.entry_on(subject.on) or rule.entries[-1]
    source = "; ".join(str(reference) for reference in shown.reference)
    return RuleRef(
        rule.id, rule.title, source, shown.certainty.label,
        entry is not None and shown.certainty.settled and shown.certainty is not Certainty.PLAN,
    )  # fmt: skip
