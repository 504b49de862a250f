"""The kinds of paper: for each a checked list of fields and a builder from plain data to the tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chungtay.typesetting import tree
from chungtay.typesetting.errors import DataError
from chungtay.typesetting.kinds import (
    achievement_report,
    ballot,
    certificate,
    decision,
    invitation,
    minutes,
    payment_list,
    plan,
    proposal,
)
from chungtay.typesetting.kinds.fields import read
from chungtay.typesetting.kinds.kind import Kind

KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        plan.KIND,
        achievement_report.KIND,
        minutes.KIND,
        ballot.KIND,
        proposal.KIND,
        decision.KIND,
        certificate.KIND,
        payment_list.KIND,
        invitation.KIND,
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
