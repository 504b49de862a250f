"""Jobs: what a person sees of long work. The queue itself is the database backend of the Django tasks API.

A job outlives the task that carries it: when a worker dies, the job gets a fresh task, and the number of the task
(`task_result_id`) tells the late worker that the job is no longer its own.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chungtay.kit.text import vi_count
from chungtay.localities.models import Locality


class Job(models.Model):
    """One long piece of work, once per key in a locality: asking again for the same gives the same job."""

    class State(models.TextChoices):
        WAITING = "waiting", _("đang chờ tới lượt")
        RUNNING = "running", _("đang làm")
        DONE = "done", _("đã xong")
        FAILED = "failed", _("chưa làm được")
        CANCELLED = "cancelled", _("đã dừng")

    # The only moves a job may make; transitions.py writes every one of them.
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.WAITING: frozenset({State.RUNNING, State.CANCELLED}),
        State.RUNNING: frozenset({State.RUNNING, State.WAITING, State.DONE, State.FAILED, State.CANCELLED}),
        State.DONE: frozenset(),
        State.FAILED: frozenset({State.WAITING}),
        State.CANCELLED: frozenset({State.WAITING}),
    }

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="jobs", verbose_name=_("địa phương"))
    kind = models.SlugField(_("loại"), max_length=60)
    key = models.CharField(_("khóa"), max_length=200)
    title = models.CharField(_("việc"), max_length=300)
    arguments = models.JSONField(default=dict)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(_("đã xong"), default=0)
    total = models.PositiveIntegerField(_("tổng số"), default=0)
    message = models.CharField(_("đang làm gì"), max_length=300, blank=True)
    result = models.JSONField(_("kết quả"), default=dict)
    error = models.TextField(_("lý do chưa làm được"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("số lần bắt đầu"), default=0)
    requested_by_id = models.CharField(max_length=40, blank=True)
    requested_by_name = models.CharField(_("người giao"), max_length=200)
    created_at = models.DateTimeField(_("giao lúc"))
    started_at = models.DateTimeField(_("bắt đầu lúc"), null=True, blank=True)
    finished_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)

    # Machinery. The heartbeat is the last sign of life (asked, claimed or beating) by the clock of the database:
    # neither the demonstration's fixed day nor another machine's clock can make a live job look dead.
    task_result_id = models.CharField(max_length=64, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    heartbeat_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        verbose_name = _("việc máy làm")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["locality", "key"], name="job_once_per_key")]
        indexes = [
            models.Index(fields=["state", "heartbeat_at"], name="job_sweep_idx"),
            models.Index(fields=["locality", "state"], name="job_locality_idx"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("jobs:show", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Still to be done or being done."""
        return self.state in {self.State.WAITING, self.State.RUNNING}

    @property
    def can_retry(self) -> bool:
        return self.state in {self.State.FAILED, self.State.CANCELLED}

    @property
    def words(self) -> str:
        """What the machine is doing, for people: its own message, else the sentence of its kind, else the state."""
        from chungtay.jobs.registry import find_kind

        if self.message:
            return self.message
        kind = find_kind(self.kind)
        if kind and kind.doing and self.total and self.state == self.State.RUNNING:
            return str(kind.doing) % {"done": vi_count(self.done), "total": vi_count(self.total)}
        return str(self.State(self.state).label).capitalize()

    @property
    def result_url(self) -> str:
        """Where the outcome is, only ever inside this site; empty when the job has none to show."""
        url: Any = self.result.get("url", "")
        return url if isinstance(url, str) and url.startswith("/") and not url.startswith("//") else ""

    @property
    def result_label(self) -> str:
        return str(self.result.get("label") or _("Mở kết quả"))
