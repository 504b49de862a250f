"""Movements: launched from an issued plan; nothing is typed twice, nothing is invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Role
from chungtay.audit.actions import record
from chungtay.documents.models import Document
from chungtay.kit.errors import Forbidden, UserError
from chungtay.kit.states import move
from chungtay.kit.text import fold
from chungtay.law import deadlines
from chungtay.law.transitions import table
from chungtay.localities.access import Reader
from chungtay.movements.models import (
    AwardLevel,
    Criterion,
    Deadline,
    DossierItem,
    Movement,
    Paper,
    Target,
)
from chungtay.plans.content import is_commune_level
from chungtay.plans.models import Plan
from chungtay.typesetting.kinds import summary_reports


@transaction.atomic
def launch_movement(*, plan: Plan, by: Reader, at: dt.datetime) -> Movement:
    """Starts the movement that an issued plan orders. Raises `UserError` when it is not issued or already runs."""
    plan = Plan.locked(plan.pk)
    if plan.state != "issued":
        raise UserError(_("Kế hoạch chưa ban hành nên chưa phát động được. Ghi nhận ban hành trước."))
    if Movement.objects.filter(plan=plan).exists():
        raise UserError(_("Phong trào của kế hoạch này đã phát động."))
    version = plan.current
    content = version.content
    year = content["movement"]["year"] or _year_of(content, at)
    movement = Movement.objects.create(
        locality=plan.locality,
        plan=plan,
        plan_version=version,
        name=(content["movement"]["name"] or plan.title)[:500],
        year=year,
        launched_at=at,
        standing_unit=_standing_unit(content),
    )
    _lay_out(movement, content)
    row = move(movement, "launch", roles=by.role_codes, facts=facts(movement))
    movement.save_next("state")
    record(row.event, by=by, at=at, scope=plan.locality.code, subject=movement, after={"plan": plan.pk, "year": year})
    return movement


def _year_of(content: Mapping[str, Any], at: dt.datetime) -> int:
    dated = content["movement"]["period"]["start"] or content["document"]["date"]
    return int(dated[:4]) if dated else at.year


def _standing_unit(content: Mapping[str, Any]) -> str:
    """The unit that the plan itself calls standing (thường trực); empty when it calls none so."""
    units = [entry["unit"] for entry in content["organisation"]]
    return next((unit for unit in units if "thường trực" in unit.lower()), "")[:200]


def _lay_out(movement: Movement, content: Mapping[str, Any]) -> None:
    """Takes the plan apart into rows; a value that the plan does not state stays null or empty."""
    Target.objects.bulk_create(_target(movement, i, item) for i, item in enumerate(content["contents"]))
    Criterion.objects.bulk_create(
        Criterion(
            movement=movement, position=i, code=item["id"], audience=item["audience"] or "", level=item["level"] or "",
            text=item["text"], kind=item["kind"] or "", checkable_by=item["checkable_by"] or "",
        )
        for i, item in enumerate(content["criteria"])
    )  # fmt: skip
    AwardLevel.objects.bulk_create(_award_level(movement, i, item) for i, item in enumerate(content["awards"]))
    papers = [(entry["level"], text) for entry in content["dossier"] for text in entry["items"]]
    DossierItem.objects.bulk_create(
        DossierItem(movement=movement, position=i, level=level or "", text=text)
        for i, (level, text) in enumerate(papers)
    )
    told = movement.plan_version.provenance
    Deadline.objects.bulk_create(
        _deadline(movement, i, item, str((told.get(f"deadlines[{i}].offset_days") or {}).get("raw") or ""))
        for i, item in enumerate(content["deadlines"])
    )


def _target(movement: Movement, position: int, item: Mapping[str, Any]) -> Target:
    level = item["target"] or {}
    value = level.get("value")
    return Target(
        movement=movement, position=position, code=item["id"], text=item["text"], measured=bool(item["target"]),
        value=None if value is None else Decimal(str(value)), unit=level.get("unit") or "",
        comparator=level.get("comparator") or "", measure=level.get("measure") or "",
        exception=level.get("scope_exception"),
    )  # fmt: skip


def _award_level(movement: Movement, position: int, item: Mapping[str, Any]) -> AwardLevel:
    quota = item["quota"]
    return AwardLevel(
        movement=movement, position=position, level=item["level"] or "", decided_here=is_commune_level(item["level"]),
        authority=item["authority"] or "", form=item["form"] or "", quota_collectives=quota["collectives"],
        quota_individuals=quota["individuals"], quota_comparator=quota["comparator"] or "",
        overflow_clause=quota["exception_text"] or "",
    )  # fmt: skip


def _deadline(movement: Movement, position: int, item: Mapping[str, Any], counted: str) -> Deadline:
    """`counted`: the words of the plan in which the number of days was read ("5 ngày làm việc")."""
    return Deadline(
        movement=movement, position=position, what=item["what"][:400], date=item["date"] or "",
        comparator=item["comparator"] or "", to_whom=item["to_whom"] or "", event=item.get("event") or "",
        offset_days=item.get("offset_days"),
        in_working_days=any("ngay lam viec" in fold(text) for text in (counted, item["what"], item.get("event") or "")),
        last_day=deadlines.last_day(item["date"], item["comparator"]),
    )  # fmt: skip


def facts(movement: Movement, *, reason: bool = False) -> dict[str, bool]:
    """What the guards of the table `movement` ask; `reason`: whether the person has written one.

    Dossiers and meetings are rooms above this one; they are read through the relations of the movement, never imported.
    """
    dossiers = list(movement.nominations.values_list("state", flat=True).distinct())
    life = table("dossier").states
    summary = movement.papers.filter(document__kind=summary_reports.FINAL.slug, document__state=Document.State.ISSUED)
    return {
        "plan_issued": movement.plan.state == "issued",
        "award_level_stated": movement.award_levels.exists(),
        "dossiers_all_checked": not {"submitted", "checking", "incomplete"} & set(dossiers),
        "meeting_closed": movement.meetings.filter(state="closed").exists(),
        "results_settled": not {"selected", "extra_requested", "proposed", "sent_up"} & set(dossiers),
        "no_open_dossier": all(life[state].final for state in dossiers),
        "summary_report_issued": summary.exists(),
        "reason_recorded": reason,
        # The chair decides on paper; the clerk writes down which paper it was.
        "amendment_settled": reason,
        f"suspended_in_{movement.suspended_from or 'nothing'}": True,
    }


@transaction.atomic
def change_movement(
    *, movement: Movement, verb: str, by: Reader, at: dt.datetime, version: int | None = None, note: str = ""
) -> Movement:
    """Takes one step of the table `movement`; `note` is the reason, or the paper that decided."""
    locked = Movement.locked(movement.pk, version=version)
    before = locked.state
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked, reason=bool(note.strip())))
    locked.suspended_from = before if locked.state == "under_revision" else ""
    locked.save_next("state", "suspended_from")
    record(
        row.event, by=by, at=at, scope=locked.locality.code, subject=locked,
        before={"state": before}, after={"state": locked.state}, note=note,
    )  # fmt: skip
    return locked


@transaction.atomic
def extend_filing(
    *, movement: Movement, until: dt.date, reason: str, by: Reader, at: dt.datetime, version: int | None = None
) -> Movement:
    """The chair lets dossiers come in until a later day. The plan's own limit stays as it was written."""
    if Role.CHAIR not in by.roles:
        raise Forbidden(_("Chỉ Chủ tịch UBND cho nhận hồ sơ muộn. Trình Chủ tịch UBND quyết định."))
    locked = Movement.locked(movement.pk, version=version)
    if locked.state not in ("running", "collecting"):
        raise UserError(_("Phong trào không còn ở chặng nhận hồ sơ nên không gia hạn được. Mở lại nhận hồ sơ trước."))
    limit = filing_limit(list(locked.deadlines.all()))
    if limit is None or limit.last_day is None:
        raise UserError(_("Kế hoạch không nêu hạn nộp hồ sơ nên không có gì để gia hạn."), field="until")
    if until <= limit.last_day:
        raise UserError(
            _("Ngày mới phải sau hạn trong kế hoạch, %(day)s. Chọn ngày muộn hơn.")
            % {"day": f"{limit.last_day:%d/%m/%Y}"},
            field="until",
        )
    if until < at.date():
        raise UserError(_("Ngày này đã qua. Chọn từ hôm nay trở đi."), field="until")
    if not reason.strip():
        raise UserError(_("Chưa ghi lý do. Ghi lý do để người xem sau hiểu vì sao gia hạn."), field="reason")
    before = locked.late_filing_until
    locked.late_filing_until = until
    locked.save_next("late_filing_until")
    record(
        "movement.filing_extended", by=by, at=at, scope=locked.locality.code, subject=locked,
        before={"until": before or limit.last_day}, after={"until": until}, note=reason.strip(),
    )  # fmt: skip
    return locked


def filing_limit(deadlines: Iterable[Deadline]) -> Deadline | None:
    """The plan's time limit for handing in dossiers; None when it states none."""
    return next((d for d in deadlines if d.last_day and "ho so" in fold(d.what)), None)


def file_paper(*, movement: Movement, document: Document, stage: Paper.Stage) -> Paper:
    """Puts a document into the movement's folder, under its stage."""
    paper, _created = Paper.objects.get_or_create(document=document, defaults={"movement": movement, "stage": stage})
    return paper
