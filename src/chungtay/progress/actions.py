"""Writes of reports: drafted by their unit, handed in, verified by somebody else, sent back, taken back, reopened.

Every hand-in leaves an edition that never changes, so a corrected figure keeps the one that it replaced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Role
from chungtay.audit.actions import record
from chungtay.documents.models import StoredFile
from chungtay.kit.errors import Forbidden, UserError
from chungtay.kit.states import move
from chungtay.localities.access import Reader
from chungtay.localities.models import Unit
from chungtay.movements.models import Movement
from chungtay.progress.lines import Line, Matter
from chungtay.progress.models import Edition, Evidence, Figures, Finding, Report, Scope
from chungtay.progress.periods import Period

REPORTERS = frozenset({Role.CLERK, Role.UNIT_HEAD, Role.STAFF})
OPEN_MOVEMENTS = ("running", "collecting", "reviewing", "awarding")
HUNDRED = Decimal(100)  # not law: percent


@dataclass(frozen=True)
class Entry:
    """What was typed for one line. `seen`: the version of the report that the form showed, 0 for none, None unknown."""

    line: Line
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    nothing_arisen: bool = False
    finding: str = ""
    words: str = ""
    paper: str = ""
    files: Sequence[StoredFile] = ()
    seen: int | None = None
    formula: str = ""
    formula_version: int | None = None
    formula_inputs: dict[str, Any] | None = None

    @property
    def empty(self) -> bool:
        """Nothing was typed at all."""
        told = (self.value, self.numerator, self.denominator)
        return not (self.nothing_arisen or self.finding or self.words or self.paper or self.files) and told == (
            None, None, None,
        )  # fmt: skip


class EntriesRefused(UserError):
    """Nothing was saved; `lines` says why, by the line's key."""

    def __init__(self, lines: dict[str, str]) -> None:
        super().__init__(_("Chưa lưu gì cả: xem lại các chỉ tiêu có lỗi. Nội dung đã nhập vẫn còn; tệp thì chọn lại."))
        self.lines = lines


def may_report(movement: Movement, unit: Unit | None, by: Reader) -> None:
    """Raises `Forbidden` with who may; a unit's people report for their unit, the clerk for any and the commune."""
    if by.locality.pk != movement.locality_id or not by.roles & REPORTERS:
        raise Forbidden(_("Số liệu do trưởng đơn vị, người của đơn vị hoặc cán bộ thường trực phong trào báo cáo."))
    if Role.CLERK not in by.roles and (unit is None or unit.pk not in by.unit_ids):
        raise Forbidden(_("Anh/chị chỉ báo cáo cho đơn vị của mình. Nhờ cán bộ thường trực phong trào ghi giúp."))


def at_home(movement: Movement, by: Reader) -> None:
    """Raises `Forbidden` for people of another place: who oversees a commune reads its figures, and no more."""
    if by.locality.pk != movement.locality_id:
        raise Forbidden(_("Việc này do người của xã thực hiện. Cấp trên chỉ xem."))


def trouble(entry: Entry) -> str:
    """What is wrong with the figures of a line, in one sentence; "" when nothing is."""
    number, part, whole, level = entry.value, entry.numerator, entry.denominator, entry.line.level
    checks = (
        (entry.nothing_arisen and (number is not None or whole is not None),
         _("Vừa ghi số vừa chọn “Không phát sinh”. Bỏ một trong hai.")),
        ((part is None) != (whole is None), _("Ghi đủ cả số đạt và tổng số, hoặc để trống cả hai.")),
        (whole == 0, _("Tổng số bằng 0: chọn “Không phát sinh”.")),
        (part is not None and whole is not None and part > whole, _("Số đạt lớn hơn tổng số. Xem lại hai số.")),
        (whole is not None and number is not None,
         _("Đã có số đạt và tổng số thì máy tự tính tỷ lệ. Bỏ trống ô tỷ lệ.")),
        (level.is_share and number is not None and number > HUNDRED >= (level.value or 0),
         _("Tỷ lệ lớn hơn 100%. Xem lại số, dấu phẩy là dấu thập phân.")),
    )  # fmt: skip
    return next((told for wrong, told in checks if wrong), "")


@transaction.atomic
def save_entries(
    *, matter: Matter, unit: Unit | None, period: Period, entries: Iterable[Entry], by: Reader, at: dt.datetime
) -> list[Report]:
    """Writes the drafts of a unit for a period, all or none; only what was changed, one event for each.

    Raises `Forbidden`, `EntriesRefused` (by line), `UserError` when the movement takes no figures.
    """
    movement = Movement.locked(matter.movement.pk)
    may_report(movement, unit, by)
    if movement.state not in OPEN_MOVEMENTS:
        raise UserError(_("Phong trào chưa chạy hoặc đã tổng kết nên không nhận số liệu nữa."))
    there = {
        (row.target_id, row.scope): row
        for row in Report.objects.select_for_update().filter(movement=movement, unit=unit, until=period.until)
    }
    wrong, changed = {}, []
    for entry in entries:
        report = there.get((entry.line.target.pk, entry.line.scope.value))
        if not _differs(entry, report):
            continue
        if problem := trouble(entry) or _not_now(matter, entry, unit, report, by):
            wrong[entry.line.key] = problem
        changed.append((entry, report))
    if wrong:
        raise EntriesRefused(wrong)
    return [_write(movement, unit, period, entry, report, by, at) for entry, report in changed]


def _differs(entry: Entry, report: Report | None) -> bool:
    if report is None:
        return not entry.empty
    files = {file.pk for file in entry.files}
    same = all(getattr(entry, name) == getattr(report, name) for name in Figures.FIGURES if name not in _OF_FORMULA)
    return not same or bool(files)


_OF_FORMULA = ("formula", "formula_version", "formula_inputs")


def _not_now(matter: Matter, entry: Entry, unit: Unit | None, report: Report | None, by: Reader) -> str:
    if why := matter.why_not(entry.line, unit):
        return _("Chỉ tiêu này không áp dụng cho đơn vị: %s") % why
    if report is None:
        return ""
    if not report.open:
        return _("Chỉ tiêu này đã gửi nên không sửa được. Rút lại báo cáo trước.")
    if entry.seen is not None and entry.seen != report.version and by.actor_id not in report.writers[-1:]:
        return _("%s vừa ghi chỉ tiêu này. Xem số vừa ghi, muốn đổi thì lưu lần nữa.") % report.written_by
    return ""


def _write(
    movement: Movement,
    unit: Unit | None,
    period: Period,
    entry: Entry,
    report: Report | None,
    by: Reader,
    at: dt.datetime,
) -> Report:
    before = figures_of(report) if report else {}
    if report is None:
        report = Report(
            locality_id=movement.locality_id, movement=movement, target=entry.line.target, unit=unit,
            scope=entry.line.scope, since=period.since, until=period.until,
        )  # fmt: skip
    computed = all(getattr(entry, n) == getattr(report, n) for n in ("value", "numerator", "denominator"))
    for name in Figures.FIGURES:
        # A figure typed over is no longer the formula's.
        if name not in _OF_FORMULA or entry.formula or not computed:
            setattr(report, name, getattr(entry, name))
    _signed(report, by, at)
    if report.pk is None:
        report.save()
    else:
        report.save_next(*Figures.FIGURES, "writers", "written_by", "written_at")
    for file in entry.files:
        Evidence.objects.get_or_create(report=report, file=file, defaults={"name": file.name, "by": by.name, "at": at})
    record(
        "report.written", by=by, at=at, scope=movement.locality.code, subject=report, before=before,
        after=figures_of(report) | {"files": [file.name for file in entry.files]},
    )  # fmt: skip
    return report


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Reader, at: dt.datetime) -> Report:
    """Takes a file off a draft; its bytes stay in the store, the log names them. Nobody verifies what they thinned out.

    Raises `Forbidden`, or `UserError` when the report is handed in or the movement takes no figures.
    """
    locked = Report.locked(evidence.report_id)
    movement = Movement.objects.select_related("locality").get(pk=locked.movement_id)
    may_report(movement, locked.unit, by)
    if movement.state not in OPEN_MOVEMENTS:
        raise UserError(_("Phong trào chưa chạy hoặc đã tổng kết nên không nhận số liệu nữa."))
    if not locked.open:
        raise UserError(_("Số liệu đã gửi nên không gỡ tệp được. Rút lại báo cáo trước."))
    _signed(locked, by, at)
    locked.save_next("writers", "written_by", "written_at")
    record(
        "report.evidence_removed", by=by, at=at, scope=movement.locality.code, subject=locked,
        before={"name": evidence.name, "sha256": evidence.file.sha256},
    )  # fmt: skip
    evidence.delete()
    return locked


def _signed(report: Report, by: Reader, at: dt.datetime) -> None:
    report.writers = [*[who for who in report.writers if who != by.actor_id], by.actor_id]
    report.written_by, report.written_at = by.name[:120], at


def figures_of(held: Figures) -> dict[str, Any]:
    """The figures as the audit log keeps them; what is not stated is left out."""
    return {name: value for name in Figures.FIGURES if (value := getattr(held, name)) not in (None, "", False)}


def line_of(report: Report) -> Line:
    """The line that a report is about."""
    return Line(report.target, Scope(report.scope))


def facts(report: Report, by: Reader, *, reason: bool = False, line: Line | None = None) -> dict[str, bool]:
    """What the guards of the table `report` ask. `reason`: whether the person has written one."""
    return {
        "figures_complete": incomplete(report, line or line_of(report)) == "",
        "not_own_report": bool(by.actor_id) and by.actor_id not in report.writers,
        "reason_recorded": reason,
    }


def incomplete(report: Figures, line: Line) -> str:
    """What a report lacks before it can be handed in; "" when it is complete."""
    measured = line.level.value is not None
    if report.nothing_arisen:
        return ""
    if measured and report.figure is None:
        return _("Chưa có số. Điền số hoặc chọn “Không phát sinh”.")
    if not measured and not report.finding:
        return _("Chưa chọn nhận định.")
    if not measured and report.finding != Finding.IN_PROGRESS and not report.paper.strip():
        return _("Ghi văn bản làm căn cứ cho nhận định.")
    return ""


@transaction.atomic
def step_report(
    *, report: Report, verb: str, by: Reader, at: dt.datetime, version: int | None = None, note: str = ""
) -> Report:
    """Takes one step of the table `report`; `note` is the reason for sending back or reopening."""
    locked = Report.locked(report.pk, version=version)
    movement = Movement.objects.select_related("locality").get(pk=locked.movement_id)
    at_home(movement, by)
    line = line_of(locked)
    if verb in ("submit", "resubmit", "withdraw"):
        may_report(movement, locked.unit, by)
        if verb != "withdraw" and (lacks := incomplete(locked, line)):
            raise UserError(lacks)
    before, said = locked.state, " ".join(note.split())[:400]
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked, by, reason=bool(said), line=line))
    locked.state_reason = said if verb in ("return", "reopen") else ""
    locked.save_next("state", "state_reason")
    _keep_edition(locked, verb, by, at, said)
    record(
        row.event, by=by, at=at, scope=movement.locality.code, subject=locked, before={"state": before},
        after={"state": locked.state} | figures_of(locked), note=said,
    )  # fmt: skip
    return locked


def _keep_edition(report: Report, verb: str, by: Reader, at: dt.datetime, note: str) -> None:
    """Hand-ins begin an edition; what becomes of it is written beside its figures."""
    if verb in ("submit", "resubmit"):
        figures = {name: getattr(report, name) for name in Figures.FIGURES}
        number = report.editions.count() + 1
        Edition.objects.create(report=report, number=number, submitted_by=by.name[:120], submitted_at=at, **figures)
        return
    edition = report.editions.get(ended_at=None)
    if verb == "verify":
        edition.verified_by, edition.verified_at = by.name[:120], at
    else:
        edition.ended_by, edition.ended_at, edition.reason = by.name[:120], at, note
    edition.save(update_fields=["verified_by", "verified_at", "ended_by", "ended_at", "reason"])


@transaction.atomic
def submit_all(
    *, matter: Matter, unit: Unit | None, period: Period, by: Reader, at: dt.datetime
) -> tuple[list[Report], dict[str, str]]:
    """Hands in every complete draft of a unit for a period; what is incomplete stays, told by line."""
    may_report(matter.movement, unit, by)
    rows = Report.objects.filter(movement=matter.movement, unit=unit, until=period.until).select_related("target")
    sent, left = [], {}
    for report in rows.filter(state__in=("drafted", "returned")):
        line = line_of(report)
        if lacks := incomplete(report, line):
            left[line.key] = lacks
            continue
        verb = "submit" if report.state == "drafted" else "resubmit"
        sent.append(step_report(report=report, verb=verb, by=by, at=at))
    return sent, left
