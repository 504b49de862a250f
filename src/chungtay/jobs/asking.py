"""Who asked for a job: it may do no more than that person may today."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chungtay.accounts.models import User
from chungtay.jobs.models import Job
from chungtay.jobs.progress import Progress
from chungtay.kit.clock import today
from chungtay.kit.errors import Forbidden
from chungtay.localities.access import Reader, reader_for


def asker(work: Progress) -> Reader:
    """The person who asked, with the roles of today. Raises `Forbidden` when they have none there any more."""
    asked_by = Job.objects.get(pk=work.job_id).requested_by_id
    user = User.objects.filter(pk=int(asked_by)).first() if asked_by.isdecimal() else None
    reader = reader_for(user, on=today(), locality_id=work.locality.pk) if user else None
    if reader is None:
        raise Forbidden(_("Người giao việc này không còn được phân công ở địa phương. Giao lại việc."))
    return reader
