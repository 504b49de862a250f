"""What the commands of this engine print with `--json`: the same answers for a program; fractions are text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from chungtay.law.acts import Act
from chungtay.law.calendar import Limit
from chungtay.law.citations import Judgement, Remark
from chungtay.law.loading import Law
from chungtay.law.rules import Entry, Resolved, Rule, plain
from chungtay.law.transitions import Table


def rules_of_day(resolved: Resolved, shown: Sequence[str]) -> dict[str, Any]:
    """`law list`: what a decision stores, of the rules shown."""
    return resolved.as_json(shown)


def whole_rule(rule: Rule, law: Law) -> dict[str, Any]:
    """`law explain`: all dated values, national and of each province that has its own."""
    own = {code: rules[rule.id] for code, rules in law.provinces.items() if rule.id in rules}
    return {
        "rule": rule.id, "name": rule.name, "title": rule.title, "description": rule.description, "kind": rule.kind,
        "unit": rule.unit, "governed_by": rule.governed_by, "may_override": rule.may_override, "bound": rule.bound,
        "checked_on": rule.checked_on.isoformat(), "ruleset_version": law.version,
        "values": [_entry(entry) for entry in rule.entries],
        "provinces": {code: [_entry(entry) for entry in one.entries] for code, one in own.items()},
    }  # fmt: skip


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "start": entry.start.isoformat(), "until": _iso(entry.until), "value": plain(entry.value),
        "certainty": entry.certainty.value, "note": entry.note, "question": entry.question,
        "reference": [{"title": r.title, "article": r.article, "href": r.href} for r in entry.reference],
    }  # fmt: skip


def judged(judgements: Sequence[Judgement], remarks: Sequence[Remark], on: dt.date, version: str) -> dict[str, Any]:
    """`law cite`: each reference with its standing and what replaced it, then what else is to be looked at."""
    return {
        "on": on.isoformat(), "ruleset_version": version,
        "citations": [
            {
                "text": one.citation.text, "kind": one.citation.kind, "number": one.citation.number,
                "date": _iso(one.citation.date), "issuer": one.citation.issuer, "article": one.citation.article,
                "start": one.citation.start, "end": one.citation.end, "standing": one.standing.value,
                "sentence": one.sentence, "act": _act(one.act) if one.act else None,
                "replacements": [_act(act) for act in one.replacements],
            }
            for one in judgements
        ],
        "remarks": [
            {"text": r.subject, "start": r.start, "end": r.end, "kind": r.kind.value, "rule": r.rule_id,
             "blocks": r.blocks, "sentence": r.sentence}
            for r in remarks
        ],
    }  # fmt: skip


def _act(act: Act) -> dict[str, Any]:
    return {
        "number": act.number, "name": act.name, "title": act.title, "issuer": act.issuer,
        "signed_on": _iso(act.signed_on), "valid_from": _iso(act.valid_from), "valid_to": _iso(act.valid_to),
        "certainty": act.certainty.value, "reference": act.reference,
    }  # fmt: skip


def limit(found: Limit) -> dict[str, Any]:
    """`law workdays`, forwards: the last day, the days on the way that are no common ones, what is not sure."""
    return {
        "start": found.start.isoformat(), "days": found.days, "last_day": found.last_day.isoformat(),
        "explanation": found.explanation, "warnings": list(found.warnings),
        "special": [{"day": s.day.isoformat(), "works": s.works, "reason": s.reason, "certainty": s.certainty.value}
                    for s in found.skipped],
    }  # fmt: skip


def life(table: Table) -> dict[str, Any]:
    """`law transitions`: states and arrows of one object."""
    return {
        "object": table.name, "title": table.title, "initial": table.initial,
        "states": [
            {"code": s.code, "label": s.staff_label, "public": s.public_label, "final": s.final}
            for s in table.states.values()
        ],
        "rows": [
            {"from": r.from_state, "to": r.to_state, "verb": r.verb, "who": list(r.who), "label": r.staff_label,
             "public": r.public_label, "guards": {g.name: g.unmet for g in r.guards}, "when": r.when,
             "document": r.document, "event": r.event, "rules": list(r.rules)}
            for r in table.rows
        ],
    }  # fmt: skip


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
