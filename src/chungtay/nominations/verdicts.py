"""Keeping what the machine said when a step relied on it, and what follows from a step in the record book."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from chungtay.kit.errors import UserError
from chungtay.law.transitions import table
from chungtay.law.verdicts import Finding, Outcome
from chungtay.localities.access import Reader
from chungtay.nominations import assessing
from chungtay.nominations.asked import identity, origin
from chungtay.nominations.assessing import Case, who
from chungtay.nominations.models import Nomination, StoredVerdict
from chungtay.nominations.papers import award_in_words
from chungtay.records import actions as records

# Steps that conclude on a dossier against the machine's verdict: the chair's alone, with a reason.
OVERRIDES = frozenset({"override_pass", "override_fail"})
CONCLUDING = frozenset({"pass", "fail"}) | OVERRIDES
# The last steps before an award: from here an expected class is not enough.
DECIDING = frozenset({"award", "send_up"})
RELYING = CONCLUDING | DECIDING
AWARDING = frozenset({"award", "record_award", "record_award_above"})
ANNULLING = frozenset({"recall", "record_recall_above"})
FACTS = frozenset({"verdict_passed", "verdict_failed", "against_passing", "against_failing", "ratings_confirmed"})


def asked_in(state: str) -> bool:
    """Whether a step out of a state asks for the verdict."""
    return any(guard.name in FACTS for row in table("dossier").rows if row.from_state == state for guard in row.guards)


def facts_of(case: Case) -> dict[str, bool]:
    """What the guards of the table ask of a verdict.

    Missing data is not failing: it is a ground to refuse only after the one supplement was asked for and did not come.
    """
    outcome = case.verdict.outcome
    asked_once = case.nomination.supplement_asked_at is not None
    failed = outcome is Outcome.FAILED or (outcome is Outcome.INSUFFICIENT and asked_once)
    return {
        "verdict_passed": outcome is Outcome.PASSED,
        "verdict_failed": failed,
        "against_passing": outcome is not Outcome.PASSED,
        "against_failing": not failed,
    }


def confirmed(case: Case) -> bool:
    """Whether no class that the award stands on is only expected (R-145); `case` was assessed as deciding."""
    return not any(_unconfirmed(finding) for finding in case.verdict.findings)


def _unconfirmed(finding: Finding) -> bool:
    return finding.needs == "confirmation" and finding.reason.certainty.settled


def keep(case: Case, verb: str, *, reason: str, by: Reader, at: dt.datetime) -> StoredVerdict:
    """Stores the verdict that a step relied on. Raises `UserError` when an override has no reason."""
    overrides = verb in OVERRIDES
    if overrides and not reason.strip():
        raise UserError(_("Chưa ghi lý do kết luận khác đề xuất của máy."), field="reason")
    return StoredVerdict.objects.create(
        nomination=case.nomination, verb=verb, on=dt.date.fromisoformat(case.verdict.inputs["on"]), at=at, by=by.name,
        outcome=case.verdict.outcome.value, ruleset_version=case.verdict.ruleset_version, content=case.as_json(),
        overrides=overrides, reason=reason.strip() if overrides else "",
    )  # fmt: skip


def follow(nomination: Nomination, verb: str, *, by: Reader, at: dt.datetime, on: dt.date) -> None:
    """An award enters the ledger (R-41, R-43) and uses up the initiative it stood on (R-49); an annulment closes it."""
    locality, movement = nomination.locality, nomination.movement
    if verb in ANNULLING:
        records.annul_award(locality=locality, who=who(nomination), origin=origin(movement), on=on, by=by, at=at)
    if verb not in AWARDING:
        return
    title = award_in_words(nomination.award_level)
    case = assessing.case(nomination, on=on)
    records.enter_award(
        locality=locality, who=who(nomination), title=title, achievement=identity(movement),
        kind=case.asked.criteria.award_kind, decided_on=on, origin=origin(movement), by=by, at=at,
    )  # fmt: skip
    used = case.book.fresh_initiative(on) if case.asked.criteria.initiative_required else None
    if used is not None:
        records.use_initiative(
            locality=locality, who=who(nomination), line=used, award=f"{title}, {movement}", origin=origin(movement),
            by=by, at=at,
        )  # fmt: skip
