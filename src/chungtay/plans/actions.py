"""Plans: read, reviewed value by value, issued, and never changed silently afterwards."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.documents.models import StoredFile
from chungtay.kit.errors import Stale, UserError
from chungtay.kit.states import move
from chungtay.localities.access import Reader
from chungtay.localities.models import Locality
from chungtay.plans.content import BY_HAND, faults, review_fields, value_at, with_item, with_value, without_last
from chungtay.plans.corrections import forget_words, keep_words
from chungtay.plans.models import FieldReview, Plan, PlanVersion


@transaction.atomic
def draft_plan(
    *,
    locality: Locality,
    content: Mapping[str, Any],
    provenance: Mapping[str, Any],
    source_text: str,
    by: Reader,
    at: dt.datetime,
    source_file: StoredFile | None = None,
    source_notes: Sequence[str] = (),
) -> Plan:
    """A new draft, first version. The content must follow plan.schema.json; what it does not state stays unstated."""
    if broken := faults(content):
        raise UserError(_("Bản đọc của kế hoạch không đúng cấu trúc, nên chưa lưu."), details=broken[:5])
    title = content["document"]["title"] or _("Kế hoạch chưa có trích yếu")
    plan = Plan.objects.create(locality=locality, title=title[:500], created_at=at)
    PlanVersion.objects.create(
        plan=plan, number=1, content=content, provenance=provenance, source_text=source_text,
        source_file=source_file, source_notes=list(source_notes), created_at=at,
    )  # fmt: skip
    record("plan.drafted", by=by, at=at, scope=locality.code, subject=plan, after={"title": title})
    return plan


@transaction.atomic
def review_field(
    *,
    version: PlanVersion,
    path: str,
    answer: FieldReview.Answer,
    by: Reader,
    at: dt.datetime,
    value: Any = None,
    seen: str | None = None,
    answered: str | None = None,
) -> FieldReview:
    """Keeps one answer of a reviewer; a correction also changes the draft. Issued text is never changed.

    `seen` is the value that the person had before their eyes, as JSON, `answered` the token of the answer that stood
    there (`queries.Line.answered`): when either is no longer so, `AnsweredMeanwhile` is raised and nothing is kept.
    """
    locked = open_version(version, path)
    before = value_at(locked.content, path)
    _check_seen(locked, path, before, seen, answered)
    wanted = {FieldReview.Answer.CORRECTED: value, FieldReview.Answer.NOT_STATED: None}.get(answer, before)
    _set_value(locked, path, wanted)
    review, _created = FieldReview.objects.update_or_create(
        version=locked, path=path, defaults={"answer": answer, "reviewed_by": by.name, "reviewed_at": at}
    )
    keep_words(version=locked, path=path, answer=answer, value=wanted, by=by, at=at)
    record(
        "plan.field_reviewed", by=by, at=at, scope=locked.plan.locality.code, subject=locked.plan,
        before={path: before}, after={path: wanted, "answer": answer},
    )  # fmt: skip
    return review


class AnsweredMeanwhile(Stale):
    """Two people at one value: the second learns what the first said, and nothing of the first is lost."""

    def __init__(self, review: FieldReview | None) -> None:
        super().__init__(_("Mục này"))
        if review is not None:
            self.message = _(
                "%(who)s đã trả lời mục này lúc %(when)s: “%(answer)s”. Chưa ghi gì của anh/chị. "
                "Thấy chưa đúng thì bấm “Hoàn tác” rồi trả lời lại."
            ) % {
                "who": review.reviewed_by, "answer": review.get_answer_display(),
                "when": f"{timezone.localtime(review.reviewed_at):%H:%M, %d/%m/%Y}",
            }  # fmt: skip


def _check_seen(version: PlanVersion, path: str, value: Any, seen: str | None, answered: str | None) -> None:
    review = FieldReview.objects.filter(version=version, path=path).first()
    other_value = seen is not None and seen != json.dumps(value, ensure_ascii=False, sort_keys=True)
    other_answer = answered is not None and answered != (review.token if review else "")
    if other_value or other_answer:
        raise AnsweredMeanwhile(review)


@transaction.atomic
def undo_review(*, version: PlanVersion, path: str, by: Reader, at: dt.datetime, answered: str | None = None) -> None:
    """Takes an answer back: the value is again the one that was read. Nothing happens when there was no answer.

    Raises `AnsweredMeanwhile` when the answer is no longer the one with the token `answered`.
    """
    locked = open_version(version, path)
    review = FieldReview.objects.filter(version=locked, path=path).first()
    if review is None:
        return
    if answered is not None and answered != review.token:
        raise AnsweredMeanwhile(review)
    before = value_at(locked.content, path)
    told = locked.provenance.get(path)
    as_read = told["value"] if told is not None else before
    _set_value(locked, path, as_read)
    was = str(review.answer)
    review.delete()
    forget_words(version=locked, path=path)
    record(
        "plan.review_undone", by=by, at=at, scope=locked.plan.locality.code, subject=locked.plan,
        before={path: before, "answer": was}, after={path: as_read},
    )  # fmt: skip


def open_version(version: PlanVersion, path: str | None = None) -> PlanVersion:
    """The version under lock, still a draft, with a value to settle at the path when one is given."""
    locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if locked.frozen or locked.plan.state != "draft":
        raise UserError(_("Bản kế hoạch này đã ban hành, không sửa được. Cần đổi nội dung thì lập kế hoạch sửa đổi."))
    if path is not None and path not in {spec.path for spec in review_fields(locked.content)}:
        raise UserError(_("Không có mục này trong kế hoạch. Tải lại trang."))
    return locked


def _set_value(version: PlanVersion, path: str, value: Any) -> None:
    if value == value_at(version.content, path):
        return
    version.content = with_value(version.content, path, value)
    version.save(update_fields=["content"])
    if path == "document.title":
        Plan.objects.filter(pk=version.plan_id).update(title=(value or _("Kế hoạch chưa có trích yếu"))[:500])


@transaction.atomic
def add_item(*, version: PlanVersion, kind: str, text: str, level: str | None, by: Reader, at: dt.datetime) -> str:
    """Adds a part of the paper that the machine did not see (damaged scans lose whole lines); returns its path.

    `kind` is one of `content.ADDABLE`, `level` an award level of the schema or None. What else belongs to the part
    stays unstated and is then asked like every other value.
    """
    locked = open_version(version)
    if not text.strip():
        raise UserError(_("Chưa nhập gì. Chép chữ trên giấy vào ô."), field="text")
    content, path = with_item(locked.content, kind, " ".join(text.split()), level)
    locked.content = content
    locked.provenance = {**locked.provenance, path: {"method": BY_HAND}}
    locked.save(update_fields=["content", "provenance"])
    record(
        "plan.part_added", by=by, at=at, scope=locked.plan.locality.code, subject=locked.plan,
        after={path: value_at(content, path)},
    )  # fmt: skip
    return path


@transaction.atomic
def remove_item(*, version: PlanVersion, path: str, by: Reader, at: dt.datetime) -> None:
    """Takes back the last part that a person added; what was read from the paper is never removed."""
    locked = open_version(version)
    if (locked.provenance.get(path) or {}).get("method") != BY_HAND:
        raise UserError(_("Chỉ bỏ được phần do người thêm. Phần đọc từ giấy thì chọn “Không nêu”."))
    before = value_at(locked.content, path)
    locked.content = without_last(locked.content, path)
    locked.provenance = {key: told for key, told in locked.provenance.items() if key != path}
    locked.save(update_fields=["content", "provenance"])
    locked.reviews.filter(path__startswith=f"{path}.").delete()
    record(
        "plan.part_removed", by=by, at=at, scope=locked.plan.locality.code, subject=locked.plan, before={path: before}
    )


@transaction.atomic
def confirm_clear_fields(*, version: PlanVersion, by: Reader, at: dt.datetime, at_least: float) -> int:
    """Confirms at once every unanswered value that the machine read with at least this confidence; returns how many."""
    locked = open_version(version)
    answered = set(locked.reviews.values_list("path", flat=True))
    count = 0
    for spec in review_fields(locked.content):
        told = locked.provenance.get(spec.path) or {}
        if spec.path in answered or value_at(locked.content, spec.path) is None:
            continue
        if told.get("state") == "found" and float(told.get("confidence") or 0) >= at_least:
            review_field(version=locked, path=spec.path, answer=FieldReview.Answer.CONFIRMED, by=by, at=at)
            count += 1
    return count


@transaction.atomic
def confirm_fields(*, version: PlanVersion, seen: Mapping[str, str], by: Reader, at: dt.datetime) -> int:
    """Confirms values as they stood before a person (`seen`: path to the value as JSON); returns how many.

    Passed over: what somebody answered or changed meanwhile, and the silence of the paper where a value is required,
    which is asked by itself.
    """
    locked = open_version(version)
    answered = set(locked.reviews.values_list("path", flat=True))
    count = 0
    for spec in review_fields(locked.content):
        value = value_at(locked.content, spec.path)
        shown = seen.get(spec.path)
        if spec.path in answered or shown != json.dumps(value, ensure_ascii=False, sort_keys=True):
            continue
        state = (locked.provenance.get(spec.path) or {}).get("state")
        if value is None and (spec.required or state != "absent"):
            continue
        answer = FieldReview.Answer.NOT_STATED if value is None else FieldReview.Answer.CONFIRMED
        review_field(version=locked, path=spec.path, answer=answer, by=by, at=at)
        count += 1
    return count


def unsettled(version: PlanVersion) -> list[str]:
    """Labels of required values that nobody has answered yet."""
    answered = {review.path for review in version.reviews.all()}
    return [spec.label for spec in review_fields(version.content) if spec.required and spec.path not in answered]


_FINISHED = ("summed_up", "closed_early", "archived")


def facts(plan: Plan) -> dict[str, bool]:
    """What the guards of the table `plan` ask."""
    current = plan.current
    return {
        "fields_settled": not unsettled(current),
        "signed_copy_filed": current.source_file_id is not None,
        "movement_finished": getattr(plan, "movement", None) is not None and plan.movement.state in _FINISHED,
    }


@transaction.atomic
def change_plan(
    *, plan: Plan, verb: str, by: Reader, at: dt.datetime, version: int | None = None, note: str = ""
) -> Plan:
    """Takes one step of the table `plan`; issuing freezes the current version."""
    locked = Plan.locked(plan.pk, version=version)
    before = locked.state
    row = move(locked, verb, roles=by.role_codes, facts=facts(locked))
    if locked.state == "issued":
        current = locked.current
        current.frozen = True
        current.save(update_fields=["frozen"])
    locked.save_next("state")
    record(
        row.event, by=by, at=at, scope=locked.locality.code, subject=locked,
        before={"state": before}, after={"state": locked.state}, note=note,
    )  # fmt: skip
    return locked
