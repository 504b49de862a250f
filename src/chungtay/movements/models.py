"""Movements: a launched plan, taken apart into what can be run: targets, criteria, levels, dossiers, deadlines."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chungtay.documents.models import Document
from chungtay.kit.models import Versioned
from chungtay.localities.models import Locality
from chungtay.plans.models import Plan, PlanVersion


class Movement(Versioned):
    """One movement of one locality, run from one version of its plan."""

    TABLE = "movement"

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="movements")
    plan = models.OneToOneField(Plan, models.PROTECT, related_name="movement")
    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+")
    name = models.CharField(_("tên phong trào"), max_length=500)
    year = models.PositiveSmallIntegerField(_("năm"))
    state = models.CharField(_("tình trạng"), max_length=20, default="preparing")
    launched_at = models.DateTimeField(_("phát động lúc"))
    late_filing_until = models.DateField(_("nhận hồ sơ muộn đến"), null=True, blank=True)
    suspended_from = models.CharField(max_length=20, blank=True)
    standing_unit = models.CharField(_("cơ quan thường trực"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("phong trào")
        ordering = ["-year", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class Ordered(models.Model):
    """A row of the plan, in the order of the text."""

    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]


class Target(Ordered):
    """One content item of the plan; with a level to reach when `comparator` is set."""

    movement = models.ForeignKey(Movement, models.CASCADE, related_name="targets")
    code = models.CharField(_("mã"), max_length=20)
    text = models.TextField(_("nội dung"))
    measured = models.BooleanField(_("đo được"))
    value = models.DecimalField(_("mức"), max_digits=12, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("đơn vị"), max_length=60, blank=True)
    comparator = models.CharField(max_length=12, blank=True)
    measure = models.TextField(_("đo bằng"), blank=True)
    exception = models.JSONField(_("ngoại lệ"), null=True, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("chỉ tiêu")
        constraints = [models.UniqueConstraint(fields=["movement", "code"], name="target_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}"


class AwardLevel(Ordered):
    """One level and form of award with its quota; null where the plan states none."""

    movement = models.ForeignKey(Movement, models.CASCADE, related_name="award_levels")
    level = models.CharField(_("cấp"), max_length=20, blank=True)
    decided_here = models.BooleanField(_("cấp xã quyết định"))
    authority = models.CharField(_("thẩm quyền"), max_length=120, blank=True)
    form = models.CharField(_("hình thức"), max_length=120, blank=True)
    quota_collectives = models.PositiveSmallIntegerField(_("suất tập thể"), null=True, blank=True)
    quota_individuals = models.PositiveSmallIntegerField(_("suất cá nhân"), null=True, blank=True)
    quota_comparator = models.CharField(max_length=10, blank=True)
    overflow_clause = models.TextField(_("khen ngoài số lượng"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("mức khen")

    def __str__(self) -> str:
        return f"{self.form or 'Khen thưởng'} {self.authority or 'cấp ' + self.level}"


class Criterion(Ordered):
    """One condition for one audience; level null when it holds for every level."""

    movement = models.ForeignKey(Movement, models.CASCADE, related_name="criteria")
    code = models.CharField(_("mã"), max_length=20)
    audience = models.CharField(_("đối tượng"), max_length=20, blank=True)
    level = models.CharField(_("cấp"), max_length=20, blank=True)
    text = models.TextField(_("tiêu chí"))
    kind = models.CharField(_("loại"), max_length=20, blank=True)
    checkable_by = models.CharField(_("xét bằng"), max_length=20, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("tiêu chí")
        constraints = [models.UniqueConstraint(fields=["movement", "code", "position"], name="criterion_once")]

    def __str__(self) -> str:
        return self.text[:80]


class DossierItem(Ordered):
    """One paper that the plan wants in a file of one level."""

    movement = models.ForeignKey(Movement, models.CASCADE, related_name="dossier_items")
    level = models.CharField(_("cấp"), max_length=20, blank=True)
    text = models.TextField(_("thành phần hồ sơ"))

    class Meta(Ordered.Meta):
        verbose_name = _("thành phần hồ sơ")

    def __str__(self) -> str:
        return self.text[:80]


class Deadline(Ordered):
    """One time limit with its comparator: a date alone would not say whether that day still counts."""

    movement = models.ForeignKey(Movement, models.CASCADE, related_name="deadlines")
    what = models.CharField(_("việc"), max_length=400)
    date = models.CharField(_("ngày ghi trong kế hoạch"), max_length=10, blank=True)
    comparator = models.CharField(max_length=14, blank=True)
    to_whom = models.CharField(_("nơi nhận"), max_length=200, blank=True)
    event = models.CharField(_("tính từ việc"), max_length=200, blank=True)
    offset_days = models.PositiveSmallIntegerField(null=True, blank=True)
    in_working_days = models.BooleanField(_("đếm ngày làm việc"), default=False)
    last_day = models.DateField(_("ngày cuối"), null=True, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("hạn")
        constraints = [
            models.CheckConstraint(condition=~Q(last_day__isnull=False, date=""), name="deadline_day_needs_date")
        ]

    def __str__(self) -> str:
        return self.what


class Paper(models.Model):
    """A document of the movement, by the stage that needs it."""

    class Stage(models.TextChoices):
        LAUNCH = "launch", _("Phát động")
        RUNNING = "running", _("Theo dõi")
        DOSSIERS = "dossiers", _("Nhận hồ sơ")
        MEETING = "meeting", _("Họp xét")
        AWARD = "award", _("Khen thưởng")
        CLOSING = "closing", _("Tổng kết")

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="papers")
    document = models.OneToOneField(Document, models.PROTECT, related_name="movement_paper")
    stage = models.CharField(_("giai đoạn"), max_length=10, choices=Stage)

    class Meta:
        verbose_name = _("văn bản của phong trào")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.document)


class AdjustmentAnswer(models.Model):
    """What was made of a matter that ended under the movement: done, or not needed. Taken back, it stays as history."""

    class Outcome(models.TextChoices):
        DONE = "done", _("Đã điều chỉnh")
        NOT_NEEDED = "not_needed", _("Không cần điều chỉnh")

    movement = models.ForeignKey(Movement, models.CASCADE, related_name="adjustment_answers")
    key = models.CharField(max_length=80)
    title = models.CharField(_("việc"), max_length=300)
    outcome = models.CharField(_("kết quả"), max_length=12, choices=Outcome)
    version = models.ForeignKey(PlanVersion, models.PROTECT, null=True, blank=True, related_name="+")
    paper = models.CharField(_("văn bản điều chỉnh"), max_length=200, blank=True)
    reason = models.CharField(_("lý do"), max_length=400, blank=True)
    by = models.CharField(_("người ghi"), max_length=120)
    at = models.DateTimeField()
    taken_back_by = models.CharField(max_length=120, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("trả lời việc điều chỉnh")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "key"], condition=Q(taken_back_at__isnull=True), name="adjustment_answered_once"
            ),
            models.CheckConstraint(
                condition=(Q(outcome="done") & (Q(version__isnull=False) | ~Q(paper="")))
                | (Q(outcome="not_needed") & ~Q(reason="")),
                name="adjustment_answer_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_outcome_display()}"
