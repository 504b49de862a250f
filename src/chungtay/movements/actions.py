"""Movements: launched from an issued plan; nothing is typed twice, nothing is invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.documents.models import Document
from chungtay.kit.errors import UserError
from chungtay.kit.states import move
from chungtay.law import deadlines
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


@transaction.atomic
def launch_movement(*, plan: Plan, by: Reader, at: dt.datetime) -> Movement:
    """Starts the movement that an issued plan orders. Raises `UserError` when the plan is not issued or already runs."""
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
        DossierItem(movement=movement, position=i, level=level or "", text=text) for i, (level, text) in enumerate(papers)
    )
    Deadline.objects.bulk_create(_deadline(movement, i, item) for i, item in enumerate(content["deadlines"]))


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


def _deadline(movement: Movement, position: int, item: Mapping[str, Any]) -> Deadline:
    return Deadline(
        movement=movement, position=position, what=item["what"][:400], date=item["date"] or "",
        comparator=item["comparator"] or "", to_whom=item["to_whom"] or "", event=item.get("event") or "",
        offset_days=item.get("offset_days"), last_day=deadlines.last_day(item["date"], item["comparator"]),
    )  # fmt: skip


def facts(movement: Movement) -> dict[str, bool]:
    """What the guards of the table `movement` ask."""
    return {"plan_issued": movement.plan.state == "issued"}


@transaction.atomic
def change_movement(
    *, movement: Movement, verb: str, by: Reader, at: dt.datetime, version: int | None = None, note: str = ""
) -> Movement:
    """Takes one step of the table `movement`."""
    locked = Movement.locked(movement.pk, version=version)
    before = locked.state
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked))
    locked.save_next("state")
    record(
        row.event, by=by, at=at, scope=locked.locality.code, subject=locked,
        before={"state": before}, after={"state": locked.state}, note=note,
    )  # fmt: skip
    return locked


def file_paper(*, movement: Movement, document: Document, stage: Paper.Stage) -> Paper:
    """Puts a document into the movement's folder, under its stage."""
    paper, _created = Paper.objects.get_or_create(document=document, defaults={"movement": movement, "stage": stage})
    return paper
