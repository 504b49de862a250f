"""Nominations: one dossier for one nominee at one award level."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chungtay.documents.models import Document, StoredFile
from chungtay.kit.models import Versioned
from chungtay.localities.models import Locality, Person, Unit
from chungtay.movements.models import AwardLevel, Criterion, DossierItem, Movement
from chungtay.records.models import Line


class Subject(models.TextChoices):
    """The three subject types of a Giấy khen (R-33…R-35)."""

    COLLECTIVE = "collective", _("Tập thể")
    INDIVIDUAL = "individual", _("Cá nhân")
    HOUSEHOLD = "household", _("Hộ gia đình")


class Nomination(Versioned):
    """One dossier. Its state moves only through the table `dossier` of the law engine."""

    TABLE = "dossier"

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="nominations")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="nominations")
    award_level = models.ForeignKey(AwardLevel, models.PROTECT, related_name="nominations")
    subject = models.CharField(_("loại"), max_length=12, choices=Subject)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="nominations")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="nominations")
    household = models.CharField(_("chủ hộ"), max_length=160, blank=True)
    nominated_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="nominated")
    achievement = models.TextField(_("thành tích"), blank=True)
    direct = models.BooleanField(_("trực tiếp làm"), null=True, blank=True)
    state = models.CharField(_("tình trạng"), max_length=20, default="draft")
    state_reason = models.CharField(_("lý do"), max_length=400, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    supplement_request = models.TextField(_("giấy tờ cần bổ sung"), blank=True)
    supplement_asked_at = models.DateTimeField(null=True, blank=True)
    supplement_due = models.DateField(_("hạn bổ sung"), null=True, blank=True)
    hold_ground = models.CharField(_("căn cứ tạm dừng"), max_length=400, blank=True)
    held_from = models.CharField(max_length=20, blank=True)
    clearance = models.CharField(_("văn bản kết luận"), max_length=400, blank=True)
    report = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("hồ sơ đề nghị")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject="collective", unit__isnull=False, person__isnull=True, household="")
                | Q(subject="individual", person__isnull=False, household="")
                | (Q(subject="household", person__isnull=True) & ~Q(household="")),
                name="nomination_names_its_subject",
            ),
            models.UniqueConstraint(
                fields=["award_level", "person"],
                condition=Q(subject="individual") & ~Q(state="withdrawn"),
                name="nomination_person_once",
            ),
            models.UniqueConstraint(
                fields=["award_level", "unit"],
                condition=Q(subject="collective") & ~Q(state="withdrawn"),
                name="nomination_unit_once",
            ),
        ]

    def __str__(self) -> str:
        return self.nominee

    @property
    def nominee(self) -> str:
        """The name as it goes onto every paper of the round."""
        return str(self.person or self.household or self.unit)

    @property
    def description(self) -> str:
        """Title and unit of a person, village of a household; nothing more is said of a collective."""
        if self.person is None:
            return str(self.unit or "") if self.subject == Subject.HOUSEHOLD else ""
        return ", ".join(x for x in (self.person.title, str(self.person.unit or "")) if x)

    @property
    def seat_kind(self) -> str:
        """Which quota it takes from: households share the individuals' unless the plan divides it."""
        return "collective" if self.subject == Subject.COLLECTIVE else "individual"


class CriterionCheck(models.Model):
    """What was found on one criterion, by whom and on what evidence."""

    class Outcome(models.TextChoices):
        MET = "met", _("Đạt")
        NOT_MET = "not_met", _("Không đạt")
        ON_HOLD = "on_hold", _("Tạm dừng")
        NO_DATA = "no_data", _("Chưa đủ dữ liệu")

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="criterion_checks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.NO_DATA)
    evidence = models.CharField(_("minh chứng"), max_length=400, blank=True)
    checked_by = models.CharField(max_length=120, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("kết quả xét tiêu chí")
        ordering = ["criterion__position"]
        constraints = [models.UniqueConstraint(fields=["nomination", "criterion"], name="criterion_check_once")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_outcome_display()}"

    @property
    def key(self) -> str:
        """What the row is called on the page of its dossier."""
        return f"c{self.pk}"

    @property
    def shown(self) -> str:
        """What a page remembers of the row it showed, so that a change in between is noticed."""
        return " ".join(f"{self.outcome}|{self.evidence}".split())

    @property
    def in_words(self) -> str:
        return ", ".join(filter(None, [str(self.get_outcome_display()), self.evidence, self.checked_by]))


class DossierPaper(models.Model):
    """One paper of the checklist: there or not, on paper or as a file."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="papers")
    item = models.ForeignKey(DossierItem, models.PROTECT, related_name="+")
    present = models.BooleanField(_("đã có"), default=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)
    added_by = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("giấy tờ trong hồ sơ")
        ordering = ["item__position"]
        constraints = [models.UniqueConstraint(fields=["nomination", "item"], name="dossier_paper_once")]

    def __str__(self) -> str:
        return f"{self.item}"

    @property
    def key(self) -> str:
        """What the row is called on the page of its dossier."""
        return f"p{self.pk}"

    @property
    def shown(self) -> str:
        """What a page remembers of the row it showed, so that a change in between is noticed."""
        return " ".join(f"{int(self.present)}|{self.note}".split())

    @property
    def in_words(self) -> str:
        present = str(_("đã có") if self.present else _("chưa có"))
        return ", ".join(filter(None, [present, self.note, self.added_by]))


class StoredVerdict(models.Model):
    """What the machine said when a step relied on it: never changed, whatever becomes of the facts or of the law.

    `content` holds the assessment with its inputs, and every value of the law that it read with article and certainty.
    """

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="verdicts")
    verb = models.CharField(max_length=30)
    on = models.DateField(_("theo quy định tại ngày"))
    at = models.DateTimeField(_("lúc"))
    by = models.CharField(_("người thực hiện"), max_length=120)
    outcome = models.CharField(_("máy đề xuất"), max_length=20)
    ruleset_version = models.CharField(max_length=64)
    content = models.JSONField(default=dict)
    overrides = models.BooleanField(_("khác đề xuất của máy"), default=False)
    reason = models.TextField(_("lý do"), blank=True)

    class Meta:
        verbose_name = _("kết quả đối chiếu đã lưu")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(overrides=False) | ~Q(reason=""), name="verdict_override_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.nomination}: {self.outcome}"


class AwardComparison(models.Model):
    """Whether an earlier award was for the achievement of this dossier (R-41); somebody looked and answered."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="comparisons")
    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    same = models.BooleanField(_("cùng một thành tích"))
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("đối chiếu lần khen trước")
        constraints = [models.UniqueConstraint(fields=["nomination", "line"], name="award_compared_once")]

    def __str__(self) -> str:
        return f"{self.nomination}: {self.line}"
