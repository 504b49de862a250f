"""What people do with long work: ask for it, stop it, have it done again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission
from chungtay.audit.actions import record
from chungtay.jobs import transitions
from chungtay.jobs.models import Job
from chungtay.jobs.registry import find_kind
from chungtay.kit.errors import Forbidden, UserError
from chungtay.localities.access import Reader


@transaction.atomic
def enqueue_job(*, kind: str, title: str, key: str, arguments: Mapping[str, Any], by: Reader, at: dt.datetime) -> Job:
    """The job of this key in the reader's locality; asking again while it waits, runs or is done gives the same one.

    A job that failed or was stopped begins anew. It runs after the transaction commits. Name what makes the work unique
    in the key (kind, object, version of its data), so that new data make a new job.
    Raises LookupError for a kind nobody registered, ValueError for a key of another kind or one longer than 200
    characters, TypeError for arguments that are not JSON.
    """
    if find_kind(kind) is None:
        raise LookupError(f"no job kind {kind!r}")
    if not 0 < len(key) <= 200:
        raise ValueError("the key of a job has 1 to 200 characters")
    plain: dict[str, Any] = json.loads(json.dumps(dict(arguments)))
    job, created = Job.objects.select_for_update().get_or_create(
        locality=by.locality,
        key=key,
        defaults={
            "kind": kind,
            "title": title[:300],
            "arguments": plain,
            "requested_by_id": by.actor_id,
            "requested_by_name": by.name,
            "created_at": at,
        },
    )
    if job.kind != kind:
        raise ValueError(f"the key {key!r} belongs to a job of kind {job.kind!r}")
    if created:
        transitions.queue_on_commit(job.pk)
    elif job.can_retry:
        asked: dict[str, Any] = {"title": title[:300], "requested_by_id": by.actor_id, "requested_by_name": by.name}
        if job.arguments != plain:  # other data: what was done for the old ones counts no more
            asked |= {"arguments": plain, "done": 0, "total": 0}
        transitions.restart(job, created_at=at, **asked)
    else:
        return job
    record("job.asked", by=by, at=at, scope=by.locality.code, subject=job, after={"kind": kind, "key": key})
    return job


@transaction.atomic
def cancel_job(*, job: Job, by: Reader, at: dt.datetime) -> Job:
    """Stops a job that waits or runs; units already saved stay. A finished one is refused with `UserError`."""
    locked = _locked(job, by)
    if locked.state == Job.State.CANCELLED:
        return locked
    if not locked.is_open:
        raise UserError(_("Việc này đã kết thúc nên không còn gì để dừng. Tải lại trang để xem kết quả."))
    before = {"state": locked.state, "done": locked.done, "total": locked.total}
    transitions.cancel(locked, at)
    record("job.cancelled", by=by, at=at, scope=locked.locality.code, subject=locked, before=before)
    return locked


@transaction.atomic
def retry_job(*, job: Job, by: Reader, at: dt.datetime) -> Job:
    """Begins a failed or stopped job anew, from what is already saved; one under way is left as it is.

    Raises `UserError` when the job is done.
    """
    locked = _locked(job, by)
    if locked.is_open:
        return locked
    if not locked.can_retry:
        raise UserError(_("Việc này đã xong, không cần làm lại. Tải lại trang để xem kết quả."))
    before = {"state": locked.state, "error": locked.error}
    transitions.restart(locked)
    record("job.retried", by=by, at=at, scope=locked.locality.code, subject=locked, before=before)
    return locked


def may_steer(job: Job, by: Reader) -> bool:
    """Whoever asked for it, or those who run movements in that locality, may stop a job or have it done again."""
    own = bool(by.actor_id) and job.requested_by_id == by.actor_id
    return own or (by.can(Permission.RUN_MOVEMENTS) and job.locality_id == by.locality.pk)


def _locked(job: Job, by: Reader) -> Job:
    if not may_steer(job, by):
        raise Forbidden(
            _("Việc này do %(name)s giao. Nhờ người đó hoặc cán bộ thường trực phong trào dừng hay làm lại.")
            % {"name": job.requested_by_name}
        )
    return Job.objects.select_for_update().get(pk=job.pk)
