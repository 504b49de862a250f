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
    source_notes = models.JSONField(_("lưu ý khi đọc"), default=list)
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

    @property
    def token(self) -> str:
        """Names this very answer: another one, also of the same words, has another token."""
        return f"{self.pk}-{self.reviewed_at.timestamp():.3f}"


class SourcePage(models.Model):
    """One page of what was read: the part of `source_text` that stands on it, how it was read, and what it looks like.

    `words` are [start, end, left, top, right, bottom]: a range of `source_text` and a box in shares of the picture.
    `doubts` are [start, end, confidence, reading, [other readings]]: words that the machine was not sure of.
    """

    class Method(models.TextChoices):
        TEXT = "text", _("chữ trong tệp")
        TEXT_LAYER = "text_layer", _("lớp chữ của PDF")
        OCR = "ocr", _("nhận dạng từ ảnh")

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField(_("trang"))
    numbered = models.BooleanField(default=True)  # False where the file knows no pages
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    method = models.CharField(max_length=12, choices=Method)
    quality = models.CharField(max_length=10)  # good, damaged, short, empty
    confidence = models.FloatField(null=True, blank=True)
    restored = models.TextField(_("chữ đã phục hồi dấu"), blank=True)
    words = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    width = models.PositiveSmallIntegerField(default=0)  # of the picture, in pixels
    height = models.PositiveSmallIntegerField(default=0)
    picture = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("trang bản gốc")
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="source_page_once")]

    def __str__(self) -> str:
        return f"{self.version}, trang {self.number}"


class Correction(models.Model):
    """What a person made of words that the machine had restored or recognised: kept to teach it.

    `raw` are the words as they came, `restored` as the machine read them, `corrected` as the person did (the same when
    it was right). `path` names the value with which they were settled, "" for words settled by themselves.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="corrections")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    path = models.CharField(max_length=120, blank=True)
    method = models.CharField(max_length=12)  # restored, or a SourcePage.Method
    raw = models.CharField(max_length=300)
    restored = models.CharField(max_length=300)
    corrected = models.CharField(max_length=300)
    by = models.CharField(_("người sửa"), max_length=120)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("chữ đã sửa")
        ordering = ["version", "start"]
        constraints = [
            models.UniqueConstraint(fields=["version", "start", "end"], name="correction_once"),
            models.CheckConstraint(condition=~Q(corrected=""), name="correction_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.raw} → {self.corrected}"


class PlanCheck(models.Model):
    """What the plan linter found in one version: on which day, with which rules. Made anew when any of these changes.

    `findings` are `linter.Finding.as_json()`; `fingerprint` tells from which text, values and checks they came.
    """

    version = models.OneToOneField(PlanVersion, models.CASCADE, related_name="check_result")
    checked_on = models.DateField(_("ngày kiểm tra"))
    checked_at = models.DateTimeField()
    plan_day = models.DateField(_("xét theo ngày"), null=True, blank=True)
    ruleset_version = models.CharField(_("bộ quy định"), max_length=20)
    trust = models.CharField(max_length=12)
    fingerprint = models.CharField(max_length=64)
    findings = models.JSONField(_("điều cần xem lại"), default=list)

    class Meta:
        verbose_name = _("lần kiểm tra kế hoạch")

    def __str__(self) -> str:
        return f"{self.version}: {len(self.findings)}"


class FindingAnswer(models.Model):
    """A person looked at a finding and leaves it, with a written reason. Taken back, it stays with its reason."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="finding_answers")
    key = models.CharField(max_length=16)
    check_id = models.CharField(max_length=40)
    message = models.TextField(_("điều cần xem lại"))
    words = models.TextField(_("chữ trong kế hoạch"), blank=True)
    reason = models.CharField(_("lý do"), max_length=400)
    by = models.CharField(_("người ghi"), max_length=120)
    at = models.DateTimeField()
    taken_back_by = models.CharField(max_length=120, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("trả lời điều cần xem lại")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"], condition=Q(taken_back_at__isnull=True), name="finding_answered_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="finding_answer_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.reason}"
