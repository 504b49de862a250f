"""Plans: what was read or written, where each value came from, and every version as it was."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chungtay.documents.models import Document, StoredFile
from chungtay.kit.models import Versioned
from chungtay.localities.models import Locality


class Plan(Versioned):
    """One plan of one locality. Its state moves only through the table `plan` of the law engine."""

    TABLE = "plan"

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="plans")
    title = models.CharField(_("trích yếu"), max_length=500)
    state = models.CharField(_("tình trạng"), max_length=20, default="draft")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kế hoạch")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def current(self) -> PlanVersion:
        """The newest version; uses the prefetched ones when there are any."""
        return max(self.versions.all(), key=lambda version: version.number)


class PlanVersion(models.Model):
    """One state of the text: content by plan.schema.json, and per value the words it came from."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("phiên bản"))
    content = models.JSONField(_("nội dung"))
    provenance = models.JSONField(_("xuất xứ"), default=dict)
    source_text = models.TextField(_("chữ gốc"), blank=True)
    source_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("lý do sửa"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    frozen = models.BooleanField(_("đã ban hành"), default=False)

    class Meta:
        verbose_name = _("phiên bản kế hoạch")
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan}, bản {self.number}"

    @property
    def header(self) -> dict[str, Any]:
        header: dict[str, Any] = self.content["document"]
        return header


class FieldReview(models.Model):
    """A person's answer to one value: right as read, corrected, or not stated by the plan."""

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("Đúng")
        CORRECTED = "corrected", _("Đã sửa")
        NOT_STATED = "not_stated", _("Không nêu")

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="reviews")
    path = models.CharField(max_length=120)
    answer = models.CharField(max_length=12, choices=Answer)
    reviewed_by = models.CharField(max_length=120)
    reviewed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("xác nhận")
        constraints = [
            models.UniqueConstraint(fields=["version", "path"], name="field_review_once"),
            models.CheckConstraint(condition=~Q(path=""), name="field_review_has_path"),
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.answer}"
