"""The record book: one line for each fact about a person, a unit or a household that an award may turn on.

A line is never edited. What was written wrongly is withdrawn with a reason; what comes to an end (a hold, a discipline,
an award that is annulled) is closed once with the paper that ended it. So an old verdict can always be explained.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chungtay.kit.text import fold
from chungtay.localities.models import Locality, Person, Unit


class Kind(models.TextChoices):
    """What a line tells. The columns that each kind uses stand in `SHAPES` below."""

    RATING = "rating", _("Xếp loại năm")
    SCREENING = "screening", _("Rà soát")
    DISCIPLINE = "discipline", _("Kỷ luật")
    HOLD = "hold", _("Việc chờ kết luận")
    ABSENCE = "absence", _("Nghỉ, làm không đủ năm")
    AWARD = "award", _("Đã được khen")
    INITIATIVE = "initiative", _("Sáng kiến, giải pháp")
    USE = "use", _("Sáng kiến đã dùng")
    HEADCOUNT = "headcount", _("Số người, số nữ")


# who is under review, disciplined or on maternity leave is nobody's business but the office's.
SENSITIVE = frozenset({Kind.DISCIPLINE, Kind.HOLD, Kind.ABSENCE})


class AbsenceKind(models.TextChoices):
    LEAVE = "leave", _("Nghỉ làm")
    MATERNITY = "maternity", _("Nghỉ thai sản")
    NOT_YET = "not_yet", _("Chưa vào làm")


class AwardKind(models.TextChoices):
    """In the words of R-43."""

    THEMATIC = "chuyên đề", _("chuyên đề")
    SUDDEN = "đột xuất", _("đột xuất")
    MERIT = "công trạng", _("công trạng")


class Line(models.Model):
    """One fact. `source`: the paper it stands on; `origin`: filled by the program itself ("movement:12")."""

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="record_lines")
    kind = models.CharField(_("nội dung"), max_length=12, choices=Kind)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="record_lines")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="record_lines")
    household = models.CharField(_("chủ hộ"), max_length=160, blank=True)
    folded_household = models.CharField(max_length=160, blank=True, editable=False)
    about = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="uses")
    year = models.PositiveSmallIntegerField(_("năm"), null=True, blank=True)
    word = models.CharField(_("mức, hình thức, căn cứ"), max_length=60, blank=True)
    title = models.CharField(_("tên"), max_length=300, blank=True)
    text = models.CharField(_("nội dung"), max_length=600, blank=True)
    since = models.DateField(_("từ ngày"), null=True, blank=True)
    until = models.DateField(_("đến ngày"), null=True, blank=True)
    provisional = models.BooleanField(_("dự kiến"), default=False)
    people = models.PositiveSmallIntegerField(_("số người"), null=True, blank=True)
    women = models.PositiveSmallIntegerField(_("số nữ"), null=True, blank=True)
    source = models.CharField(_("văn bản"), max_length=300, blank=True)
    origin = models.CharField(max_length=40, blank=True)
    recorded_by = models.CharField(_("người ghi"), max_length=120)
    recorded_at = models.DateTimeField(_("ghi lúc"))
    closing_paper = models.CharField(_("văn bản kết thúc"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)
    withdrawn_why = models.CharField(_("lý do rút"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("dòng theo dõi")
        ordering: ClassVar = ["-recorded_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["locality", "kind", "year"], name="record_line_kind"),
            models.Index(fields=["locality", "folded_household"], name="record_line_household"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit__isnull=True, household="")
                | Q(person__isnull=True, unit__isnull=False, household="")
                | (Q(person__isnull=True) & ~Q(household="")),
                name="record_line_names_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="record_line_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(people__isnull=True) | Q(women__lte=F("people")),
                name="record_line_women_among_people",
            ),
            models.CheckConstraint(
                condition=~Q(kind="rating") | (Q(year__isnull=False) & ~Q(word="")), name="record_rating_is_whole"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["screening", "discipline", "hold", "absence", "award", "headcount"])
                | Q(since__isnull=False),
                name="record_line_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject_name}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded_household = fold(self.household)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def subject_name(self) -> str:
        return str(self.person or self.household or self.unit)

    @property
    def sensitive(self) -> bool:
        """Whether only the office may read it (R-127)."""
        return self.kind in SENSITIVE

    @property
    def open(self) -> bool:
        """Whether it has not ended: a hold without a conclusion, a discipline that runs, an award in force."""
        return self.kind in (Kind.HOLD, Kind.DISCIPLINE, Kind.AWARD) and self.until is None
