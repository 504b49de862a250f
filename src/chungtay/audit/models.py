"""The audit log: append-only, without foreign keys (it outlives what it tells), each locality one hash chain."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chain(models.Model):
    """The last link of one locality's chain; locked while a new event is written, so links never fork."""

    scope = models.CharField(max_length=40, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)


class Event(models.Model):
    """One thing that happened. Database triggers refuse UPDATE and DELETE (see the first migration)."""

    scope = models.CharField(_("địa phương"), max_length=40)
    sequence = models.PositiveBigIntegerField(_("số thứ tự"))
    at = models.DateTimeField(_("lúc"))
    event = models.CharField(_("việc"), max_length=80)
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(_("người làm"), max_length=200)
    actor_roles = models.JSONField(default=list)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(_("đối tượng"), max_length=300)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("sự kiện nhật ký")
        ordering = ["scope", "sequence"]
        constraints = [models.UniqueConstraint(fields=["scope", "sequence"], name="audit_event_link")]
        indexes = [models.Index(fields=["object_type", "object_id"]), models.Index(fields=["scope", "-sequence"])]

    def __str__(self) -> str:
        return f"{self.scope} #{self.sequence} {self.event}"
