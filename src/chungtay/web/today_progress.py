"""Work of the day from the progress of movements: to report, to correct, to verify, to remind, obstacles to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay.accounts.roles import Permission, Role
from chungtay.localities.access import Reader
from chungtay.progress.work import Work, open_work
from chungtay.web.tasks import Task


def progress_tasks(reader: Reader, on: dt.date) -> Iterator[Task]:
    """The person's part in the figures of the movements that run; a constant number of queries."""
    for work in open_work(reader, on):
        if reader.can(Permission.VERIFY_PROGRESS):
            yield from _verifying(work)
        if reader.can(Permission.REPORT_PROGRESS):
            yield from _reporting(work, reader)
        if Role.CLERK in reader.roles:
            yield from _steering(work)
        if Role.CHAIR in reader.roles and work.compiled:
            words = ngettext("Quyết định %s vướng mắc", "Quyết định %s vướng mắc", work.compiled) % work.compiled
            yield Task(words, reverse("progress:obstacles", args=[work.movement.pk]), work.movement.name,
                       _("Xem vướng mắc"), "warn", rank=0)  # fmt: skip


def _verifying(work: Work) -> Iterator[Task]:
    if not work.waiting:
        return
    words = ngettext("Xác nhận %s số liệu tiến độ", "Xác nhận %s số liệu tiến độ", work.waiting) % work.waiting
    yield Task(words, reverse("progress:verify", args=[work.movement.pk]), work.movement.name, _("Xác nhận"), "check")


def _reporting(work: Work, reader: Reader) -> Iterator[Task]:
    """For the person's own units; the clerk also for the commune."""
    clerk, name = Role.CLERK in reader.roles, work.movement.name
    if work.returned:
        words = ngettext("Sửa %s số liệu bị trả lại", "Sửa %s số liệu bị trả lại", work.returned) % work.returned
        yield Task(words, reverse("progress:entry", args=[work.movement.pk]), name, _("Sửa số liệu"), "edit", "risk")
    for place, count in work.owing.items():
        mine = clerk if place is None else place.pk in reader.unit_ids
        if not mine or work.period is None:
            continue
        url = f"{reverse('progress:entry', args=[work.movement.pk])}?don-vi={place.pk if place else 'xa'}"
        why = _("%(place)s còn %(n)s chỉ tiêu chưa gửi.") % {"place": place or work.movement.locality, "n": count}
        yield Task(
            _("Gửi số liệu %s") % work.period.label.lower(), f"{url}&ky={work.period.key}", f"{why} {name}",
            _("Nhập số liệu"), "edit", "", work.due, open_ended=work.due is None,
        )  # fmt: skip


def _steering(work: Work) -> Iterator[Task]:
    board, name = reverse("progress:board", args=[work.movement.pk]), work.movement.name
    units = [place for place in work.owing if place is not None]
    if units and work.period is not None:
        words = ngettext(
            "Đôn đốc %(n)s đơn vị chưa gửi số liệu %(period)s", "Đôn đốc %(n)s đơn vị chưa gửi số liệu %(period)s",
            len(units),
        )  # fmt: skip
        yield Task(
            words % {"n": len(units), "period": work.period.label.lower()}, f"{board}#chua-bao-cao", name,
            _("Xem danh sách"), "bell", open_ended=True,
        )  # fmt: skip
    if work.raised:
        words = ngettext("Trả lời %s vướng mắc của đơn vị", "Trả lời %s vướng mắc của đơn vị", work.raised)
        yield Task(words % work.raised, reverse("progress:obstacles", args=[work.movement.pk]), name,
                   _("Xem vướng mắc"), "warn")  # fmt: skip
