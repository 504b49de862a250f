"""The kinds of paper: for each a checked list of fields and a builder from plain data to the tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chungtay.typesetting import tree
from chungtay.typesetting.errors import DataError
from chungtay.typesetting.kinds import (
    achievement_report,
    amendment,
    annulment,
    award_register,
    ballot,
    certificate,
    council_decision,
    count_minutes,
    decision,
    initiatives,
    inspection,
    invitation,
    minutes,
    nominees,
    obstacle_report,
    payment_list,
    plan,
    proposal,
    publicity,
    registration,
    reminder,
    score_sheet,
    statistics,
    summary_reports,
    supplement,
    tracking,
    upward_bundle,
)
from chungtay.typesetting.kinds.fields import read
from chungtay.typesetting.kinds.kind import Kind

KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        # launch
        plan.KIND,
        council_decision.KIND,
        registration.KIND,
        # running
        reminder.KIND,
        tracking.KIND,
        inspection.KIND,
        obstacle_report.KIND,
        summary_reports.INTERIM,
        amendment.KIND,
        # initiatives
        initiatives.PROPOSAL,
        initiatives.MINUTES,
        initiatives.DECISION,
        initiatives.LETTER,
        # dossiers
        achievement_report.KIND,
        supplement.KIND,
        nominees.KIND,
        # meeting
        invitation.KIND,
        ballot.KIND,
        score_sheet.KIND,
        count_minutes.KIND,
        minutes.KIND,
        # award
        proposal.KIND,
        decision.KIND,
        payment_list.KIND,
        certificate.KIND,
        award_register.KIND,
        annulment.KIND,
        # upward
        upward_bundle.KIND,
        # closing
        summary_reports.FINAL,
        statistics.MOVEMENTS,
        statistics.AWARDS,
        publicity.BROADCAST,
        publicity.RELEASE,
        publicity.CEREMONY,
    )
}
TEMPLATE_VERSIONS: dict[str, str] = {slug: kind.version for slug, kind in KINDS.items()}


def build(kind: str, data: Mapping[str, Any]) -> tree.Document:
    """The document of `kind` (a key of `KINDS`) from plain data.

    Raises DataError with one Vietnamese sentence for each missing, wrong or unknown field; nothing is guessed.
    """
    if kind not in KINDS:
        raise DataError([f"Không có loại văn bản “{kind}”. Các loại có: {', '.join(KINDS)}."])
    chosen = KINDS[kind]
    if not isinstance(data, Mapping):
        raise DataError(["Dữ liệu phải là một đối tượng gồm các trường và giá trị."])
    return chosen.make(read(chosen.fields, chosen.prepare(data)))
