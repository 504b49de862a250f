"""The two lists of a dossier page, papers and criteria, saved together: all rows or none, and only what was changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.documents.models import StoredFile
from chungtay.kit.errors import UserError
from chungtay.localities.access import Reader
from chungtay.nominations.actions import check_criterion, set_paper
from chungtay.nominations.models import CriterionCheck, DossierPaper, Nomination


@dataclass(frozen=True)
class PaperEntry:
    """One row of papers as it was sent. `seen`: the row as the page showed it (`shown`), None when unknown."""

    paper: DossierPaper
    present: bool
    note: str = ""
    file: StoredFile | None = None
    seen: str | None = None

    @property
    def wanted(self) -> str:
        return DossierPaper(present=self.present or self.file is not None, note=self.note[:200]).shown


@dataclass(frozen=True)
class Finding:
    """One row of criteria as it was sent. `seen` as in `PaperEntry`."""

    check: CriterionCheck
    outcome: CriterionCheck.Outcome
    evidence: str = ""
    seen: str | None = None

    @property
    def wanted(self) -> str:
        return CriterionCheck(outcome=self.outcome, evidence=self.evidence.strip()[:400]).shown


class RowsRefused(UserError):
    """Nothing was saved; `rows` says why, by the row's key ("p12" a paper, "c7" a criterion)."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        super().__init__(_("Chưa lưu gì cả: xem lại các dòng có lỗi. Nội dung đã nhập vẫn còn; tệp thì chọn lại."))
        self.rows = dict(rows)


@transaction.atomic
def set_papers(
    *, nomination: Nomination, entries: Iterable[PaperEntry], by: Reader, at: dt.datetime, over_own: bool = False
) -> list[DossierPaper]:
    """Saves the papers that were changed, each with its event. `over_own` as in `save_lists`.

    Raises `RowsRefused`, `Forbidden`, `UserError`.
    """
    Nomination.locked(nomination.pk)
    now = {paper.pk: paper for paper in nomination.papers.select_related("item", "file")}
    changed = [
        e
        for e in entries
        if (e.file and e.file.pk != now[e.paper.pk].file_id) or _changed(e.wanted, e.seen, now[e.paper.pk].shown)
    ]
    own = by.name if over_own else None
    _refuse(
        {
            e.paper.key: there.in_words
            for e in changed
            if _moved(e.seen, (there := now[e.paper.pk]).shown) and there.added_by != own
        }
    )
    return [
        set_paper(paper=now[e.paper.pk], present=e.present, file=e.file, note=e.note, by=by, at=at) for e in changed
    ]


@transaction.atomic
def check_criteria(
    *, nomination: Nomination, findings: Iterable[Finding], by: Reader, at: dt.datetime, over_own: bool = False
) -> list[CriterionCheck]:
    """Saves the findings that were changed, each with its event. `over_own` as in `save_lists`.

    Raises `RowsRefused`, `Forbidden`, `UserError`.
    """
    Nomination.locked(nomination.pk)
    now = {check.pk: check for check in nomination.criterion_checks.select_related("criterion")}
    changed = [f for f in findings if _changed(f.wanted, f.seen, now[f.check.pk].shown)]
    own = by.name if over_own else None
    _refuse(
        {
            f.check.key: there.in_words
            for f in changed
            if _moved(f.seen, (there := now[f.check.pk]).shown) and there.checked_by != own
        }
    )
    return [
        check_criterion(check=now[f.check.pk], outcome=f.outcome, evidence=f.evidence, by=by, at=at) for f in changed
    ]


@transaction.atomic
def save_lists(
    *,
    nomination: Nomination,
    entries: Iterable[PaperEntry],
    findings: Iterable[Finding],
    by: Reader,
    at: dt.datetime,
    over_own: bool = False,
) -> int:
    """Both lists of the page in one piece; how many rows were changed.

    `over_own`: what `by` saved after the page was shown is no conflict. True for "save all", which is pressed while
    the page's own saving of single rows may still be under way; False for that saving, which may arrive last.
    """
    papers = set_papers(nomination=nomination, entries=entries, by=by, at=at, over_own=over_own)
    return len(papers) + len(check_criteria(nomination=nomination, findings=findings, by=by, at=at, over_own=over_own))


def _changed(wanted: str, seen: str | None, now: str) -> bool:
    """Whether the person changed this row: what they left as they saw it stays as it now is, whoever wrote it."""
    return wanted not in (seen, now)


def _moved(seen: str | None, now: str) -> bool:
    """Whether somebody else changed the row after the page was shown."""
    return seen is not None and seen != now


def _refuse(moved: Mapping[str, str]) -> None:
    if moved:
        said = _("Dòng này vừa được người khác ghi: %s. Xem lại rồi lưu lần nữa nếu vẫn muốn sửa.")
        raise RowsRefused({key: said % words for key, words in moved.items()})
