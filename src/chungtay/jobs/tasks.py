"""The one Django task: it carries a job of any kind."""

from __future__ import annotations

import datetime as dt
import json
import logging
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _
from django_tasks import TaskContext, task

from chungtay.jobs import transitions
from chungtay.jobs.pace import pace
from chungtay.jobs.progress import Interrupted, Progress, Stopped, beating
from chungtay.jobs.registry import find_kind
from chungtay.kit.errors import UserError

logger = logging.getLogger(__name__)
LONGEST_DELAY = 60  # seconds between two attempts while the database is away


@task(takes_context=True)
def run_job(context: TaskContext, job_id: int) -> dict[str, Any] | None:
    """Does the job unless it is finished, stopped or in other hands; then nothing happens and None is returned."""
    now = pace()
    told = context.task_result
    taken = transitions.claim(job_id, task_result_id=told.id, worker=told.worker_ids[-1], pace=now)
    if taken is None:
        return None
    held, job = taken
    kind = find_kind(job.kind)
    if kind is None:
        transitions.fail(
            held, _("Phiên bản máy đang chạy chưa biết làm việc này. Báo quản trị cập nhật rồi bấm “Làm lại”.")
        )
        return None
    result: dict[str, Any] = {}
    try:
        with beating(held, now.heartbeat):
            result = kind.work(Progress(held, job), **job.arguments)
            json.dumps(result)  # a result that cannot be kept is a failure of the work, told as such below
    except Interrupted:
        transitions.release(held, forgive=True, pace=now)
        return None
    except Stopped as reason:
        logger.info("job %s: %s", job_id, type(reason).__name__)
        return None
    except UserError as error:
        transitions.fail(held, "\n".join([error.message, *error.details]))
        return None
    except (OperationalError, InterfaceError):
        # The database went away for a moment: wait and go on. Should even this fail, the sweeper finds the job.
        if not connection.in_atomic_block:
            connection.close()
        delay = dt.timedelta(seconds=min(LONGEST_DELAY, 2**job.attempts))
        transitions.release(held, forgive=False, pace=now, delay=delay)
        raise
    except Exception:
        transitions.fail(
            held,
            _(
                "Máy gặp lỗi khi làm việc này. Phần đã xong vẫn được giữ. Bấm “Làm lại”; "
                "nếu vẫn vậy, báo quản trị việc số %(number)s."
            )
            % {"number": job_id},
        )
        raise
    transitions.finish(held, result)
    return result
