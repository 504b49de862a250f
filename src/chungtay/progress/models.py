"""Progress: what a unit reports on a target for a period, every version of it that was handed in, and obstacles."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chungtay.documents.models import StoredFile
from chungtay.kit.models import Versioned
from chungtay.localities.models import Locality, Unit
from chungtay.movements.models import Movement, Target


class Scope(models.TextChoices):
    """What of a target a figure is about: all but the plan's exception, or the excepted part, which has its own level.

    `REST` is the target itself; a plan without an exception has only this.
    """

    REST = "", _("chung")
    EXCEPTED = "excepted", _("phần riêng kế hoạch nêu")


class Finding(models.TextChoices):
    """What a person found on a target that no number measures; never guessed by the machine."""

    NONE = "", _("chưa nhận định")
    IN_PROGRESS = "in_progress", _("đang thực hiện")
    MET = "met", _("đạt")
    NOT_MET = "not_met", _("chưa đạt")


class Tracking(Versioned):
    """How one movement is tracked: set by the clerk where the plan states nothing. Null: the default of the data."""

    class Every(models.TextChoices):
        MONTH = "month", _("hằng tháng")
        QUARTER = "quarter", _("hằng quý")
        HALF = "half", _("6 tháng")
        YEAR = "year", _("cả năm")

    movement = models.OneToOneField(Movement, models.CASCADE, related_name="tracking")
    every = models.CharField(_("kỳ báo cáo"), max_length=8, choices=Every, blank=True)
    due_days = models.PositiveSmallIntegerField(_("báo cáo sau kỳ (ngày)"), null=True, blank=True)
    share_margin = models.DecimalField(_("thiếu quá (điểm %)"), max_digits=5, decimal_places=2, null=True, blank=True)
    pace_margin = models.DecimalField(_("chậm quá (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    final_days = models.PositiveSmallIntegerField(_("số ngày cuối"), null=True, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    set_by = models.CharField(max_length=120, blank=True)
    set_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("cách theo dõi")

    def __str__(self) -> str:
        return str(self.movement)


class Assignment(models.Model):
    """Who reports a target: a unit, or (null) the commune as a whole. Without a row every unit reports it."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="assigned_targets")

    class Meta:
        verbose_name = _("phân công báo cáo")
        ordering = ["target__position", "unit__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["target", "unit"], name="assignment_once"),
            models.UniqueConstraint(fields=["target"], condition=Q(unit=None), name="assignment_commune_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.target.movement.locality}: {self.target}"


class Exemption(models.Model):
    """A target that does not apply to a unit or (null) to the commune, why and on what paper; ended, never deleted."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="exemptions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("lý do"), max_length=400)
    basis = models.CharField(_("căn cứ"), max_length=300)
    by = models.CharField(_("người ghi"), max_length=120)
    at = models.DateTimeField()
    ended_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("không áp dụng chỉ tiêu")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["target", "unit"], condition=Q(ended_at=None), name="exemption_once"),
            models.UniqueConstraint(
                fields=["target"], condition=Q(ended_at=None, unit=None), name="exemption_commune_once"
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(basis=""), name="exemption_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.reason}"


class Figures(models.Model):
    """What is reported: cumulative from the beginning of the movement to the end of the period.

    Either a share as numerator and denominator (or, where nobody has them, as a bare percentage), or a number, or
    that nothing arose (neither 0 nor 100 %), or a person's finding with its paper.
    """

    value = models.DecimalField(_("số liệu"), max_digits=18, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(_("số đạt"), max_digits=18, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(_("tổng số"), max_digits=18, decimal_places=6, null=True, blank=True)
    nothing_arisen = models.BooleanField(_("không phát sinh"), default=False)
    finding = models.CharField(_("nhận định"), max_length=12, choices=Finding, blank=True, default="")
    words = models.TextField(_("diễn giải"), blank=True)
    paper = models.CharField(_("văn bản, nguồn số liệu"), max_length=400, blank=True)
    # Of an indicator: which formula gave the figure and from what counts.
    formula = models.CharField(_("công thức"), max_length=40, blank=True)
    formula_version = models.PositiveSmallIntegerField(null=True, blank=True)
    formula_inputs = models.JSONField(null=True, blank=True)

    FIGURES: ClassVar = (
        "value", "numerator", "denominator", "nothing_arisen", "finding", "words", "paper", "formula",
        "formula_version", "formula_inputs",
    )  # fmt: skip

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__gt=0, numerator__gte=0, value=None),
                name="%(class)s_share_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(nothing_arisen=False) | Q(value=None, numerator=None),
                name="%(class)s_nothing_has_no_figure",
            ),
        ]

    @property
    def figure(self) -> Fraction | None:
        """The exact figure in the unit of the target (a share in percent); None without a number."""
        if self.denominator:
            return Fraction(self.numerator or 0) * 100 / Fraction(self.denominator)
        return None if self.value is None else Fraction(self.value)

    @property
    def answered(self) -> bool:
        """Whether it says anything: a figure, that nothing arose, or a finding."""
        return self.nothing_arisen or bool(self.finding) or self.value is not None or self.denominator is not None


class Report(Versioned, Figures):
    """One target, one unit (null: the commune), one period. Its state moves only through the table `report`."""

    TABLE = "report"

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="progress_reports")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="progress_reports")
    target = models.ForeignKey(Target, models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="progress_reports")
    scope = models.CharField(max_length=10, choices=Scope, blank=True, default="")
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến hết ngày"))
    state = models.CharField(_("tình trạng"), max_length=12, default="drafted")
    state_reason = models.CharField(_("lý do"), max_length=400, blank=True)
    # Everybody who ever wrote a figure or added evidence here: none of them verifies it (LIFECYCLE §1).
    writers = models.JSONField(default=list)
    written_by = models.CharField(_("người báo cáo"), max_length=120)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("báo cáo chỉ tiêu")
        ordering = ["until", "target__position", "pk"]
        indexes = [models.Index(fields=["movement", "until"])]
        constraints = [
            *Figures.Meta.constraints,
            models.UniqueConstraint(fields=["target", "unit", "scope", "until"], name="report_once"),
            models.UniqueConstraint(
                fields=["target", "scope", "until"], condition=Q(unit=None), name="report_commune_once"
            ),
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="report_period"),
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.locality}, {self.target.code}, {self.until:%d/%m/%Y}"

    @property
    def open(self) -> bool:
        """Whether its writer may still change it."""
        return self.state in ("drafted", "returned")


class Edition(Figures):
    """A report as it was handed in once; what became of it is added, its figures never change."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    submitted_by = models.CharField(_("người gửi"), max_length=120)
    submitted_at = models.DateTimeField()
    verified_by = models.CharField(_("người xác nhận"), max_length=120, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(_("người trả lại, rút lại"), max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("bản báo cáo đã gửi")
        ordering = ["number"]
        constraints = [
            *Figures.Meta.constraints,
            models.UniqueConstraint(fields=["report", "number"], name="edition_once"),
            models.UniqueConstraint(fields=["report"], condition=Q(ended_at=None), name="edition_one_stands"),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.number})"


class Evidence(models.Model):
    """One file behind a report. Removed from a draft, its bytes stay in the store and its name in the log."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(_("tên tệp"), max_length=200)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("minh chứng")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "file"], name="evidence_once")]

    def __str__(self) -> str:
        return self.name


class Obstacle(Versioned):
    """What keeps a unit from a target: raised by the unit, compiled by the clerk, decided by the chair."""

    TABLE = "obstacle"

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="obstacles")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="obstacles")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="obstacles")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="obstacles")
    text = models.TextField(_("khó khăn, vướng mắc"))
    wish = models.TextField(_("đề nghị của đơn vị"), blank=True)
    state = models.CharField(_("tình trạng"), max_length=16, default="raised")
    raised_by = models.CharField(_("người nêu"), max_length=120)
    raised_at = models.DateTimeField()
    raiser = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    proposal = models.TextField(_("đề xuất của thường trực"), blank=True)
    answer = models.TextField(_("trả lời"), blank=True)
    settled_by = models.CharField(_("người quyết định, trả lời"), max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("vướng mắc")
        ordering = ["pk"]

    def __str__(self) -> str:
        return " ".join(self.text.split())[:80]
