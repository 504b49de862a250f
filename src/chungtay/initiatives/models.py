"""Initiatives of a movement (sáng kiến, giải pháp, mô hình hay): proposed, checked, judged, recognised, replicated."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chungtay.documents.models import Document, StoredFile
from chungtay.initiatives.wording import WHOLE, folded_text
from chungtay.kit.models import Versioned
from chungtay.localities.models import Locality, Person, Unit
from chungtay.movements.models import Movement, Ordered, Target

RECOGNISED = ("recognised", "replicated")
WAITING = ("proposed", "returned", "checked")


class Sitting(models.Model):
    """One occasion on which a council, or a person entrusted with it, judged initiatives; its minutes are on paper."""

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="initiative_sittings")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="initiative_sittings")
    body = models.CharField(_("hội đồng hoặc người xét"), max_length=200)
    held_on = models.DateField(_("ngày xét"))
    minutes = models.CharField(_("số, ngày biên bản"), max_length=200, blank=True)
    present = models.PositiveSmallIntegerField(_("số người dự"), null=True, blank=True)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    chaired_by = models.CharField(_("chủ trì"), max_length=160, blank=True)
    secretary = models.CharField(_("thư ký"), max_length=160, blank=True)
    recorded_by = models.CharField(_("người ghi"), max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lần xét sáng kiến")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.body}, {self.held_on:%d/%m/%Y}"


class Recognition(models.Model):
    """One act of the chair that recognised one or more initiatives.

    `document`: its numbered decision where it was written here; `number` and `dated`: of one that was written outside.
    """

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="initiative_recognitions")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="initiative_recognitions")
    decided_on = models.DateField(_("ngày công nhận"))
    number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="recognition")
    decided_by = models.CharField(_("người công nhận"), max_length=120)
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lần công nhận sáng kiến")
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return str(_("Công nhận ngày %s") % f"{self.decided_on:%d/%m/%Y}")

    @property
    def code(self) -> str:
        """ "15/QĐ-UBND", from the register or as it was typed; empty while it has no number."""
        entry = getattr(self.document, "register_entry", None) if self.document else None
        return entry.code if entry else self.number

    @property
    def dated(self) -> dt.date:
        """The day of the decision: as issued, else the day of the act."""
        return self.document.issued_on or self.decided_on if self.document else self.decided_on


class Initiative(Versioned):
    """One proposal. Its state moves only through the table `initiative` of the law engine."""

    TABLE = "initiative"

    class Kind(models.TextChoices):
        """The three words of the plans (seed 004: "sáng kiến, mô hình, giải pháp")."""

        INITIATIVE = "initiative", _("Sáng kiến")
        SOLUTION = "solution", _("Giải pháp")
        MODEL = "model", _("Mô hình, cách làm hay")

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="initiatives")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="initiatives")
    kind = models.CharField(_("loại"), max_length=12, choices=Kind, default=Kind.INITIATIVE)
    title = models.CharField(_("tên"), max_length=300)
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="initiatives")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="initiatives")
    before = models.TextField(_("trước đó vướng gì"), blank=True)
    content = models.TextField(_("cách làm"), blank=True)
    novelty = models.TextField(_("điểm mới"), blank=True)
    effect = models.TextField(_("kết quả, số liệu"), blank=True)
    applied_since = models.DateField(_("áp dụng từ ngày"), null=True, blank=True)
    applied_where = models.CharField(_("đã áp dụng ở đâu"), max_length=300, blank=True)
    folded = models.TextField(editable=False, default="")
    proposer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by = models.CharField(_("người gửi"), max_length=120)
    proposed_at = models.DateTimeField(_("gửi lúc"))
    state = models.CharField(_("tình trạng"), max_length=20, default="proposed")
    state_reason = models.CharField(_("lý do"), max_length=600, blank=True)
    recognition = models.ForeignKey(
        Recognition, models.PROTECT, null=True, blank=True, related_name="initiatives"
    )  # fmt: skip

    class Meta:
        verbose_name = _("sáng kiến")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["locality", "state"], name="initiative_of_locality"),
            models.Index(fields=["movement", "state"], name="initiative_of_movement"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="initiative_has_a_name"),
            models.CheckConstraint(
                condition=~Q(state__in=("recognised", "replicated", "annulled")) | Q(recognition__isnull=False),
                name="initiative_recognised_by_an_act",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = folded_text(self.title, self.content, self.novelty)
        super().save(*args, **kwargs)

    @property
    def origin(self) -> str:
        """What its lines in the record book are marked with."""
        return f"initiative:{self.pk}"

    @property
    def is_recognised(self) -> bool:
        return self.state in RECOGNISED


class Author(Ordered):
    """One author with the share of the work; the shares of an initiative make 100."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="authored")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="authored")
    name = models.CharField(_("họ và tên"), max_length=160, blank=True)
    share = models.DecimalField(_("phần đóng góp"), max_digits=5, decimal_places=2)

    class Meta(Ordered.Meta):
        verbose_name = _("tác giả")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit__isnull=True, name="")
                | Q(person__isnull=True, unit__isnull=False, name="")
                | (Q(person__isnull=True, unit__isnull=True) & ~Q(name="")),
                name="author_is_one_somebody",
            ),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=WHOLE), name="author_share_is_a_part"),
            models.UniqueConstraint(fields=["initiative", "person"], name="author_person_once"),
            models.UniqueConstraint(fields=["initiative", "unit"], name="author_unit_once"),
        ]

    def __str__(self) -> str:
        return str(self.person or self.unit or self.name)

    @property
    def role(self) -> str:
        """Title and unit of a person of the locality; nothing is known of others."""
        if self.person is None:
            return ""
        return ", ".join(x for x in (self.person.title, str(self.person.unit or "")) if x)


class Attachment(models.Model):
    """One file of evidence: a photo, a table of figures, a confirmation of use."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("minh chứng")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "file"], name="attachment_once")]

    def __str__(self) -> str:
        return self.file.name


class Check(models.Model):
    """What the checker found, kept when the proposal comes a second time. `answers`: condition of R-147 to `Answer`."""

    class Answer(models.TextChoices):
        MET = "met", _("Đạt")
        NOT_MET = "not_met", _("Chưa đạt")
        UNSURE = "unsure", _("Chưa rõ")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="checks")
    answers = models.JSONField(default=dict)
    opinion = models.TextField(_("ý kiến"))
    favourable = models.BooleanField(_("đề nghị đưa ra xét"))
    checked_by = models.CharField(_("người kiểm tra"), max_length=120)
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ý kiến kiểm tra")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.checked_by}: {self.opinion[:60]}"


class Judgement(models.Model):
    """What a sitting said of one initiative. `favourable` is its conclusion; the votes stand where there was one."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="judgements")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="judgements")
    favourable = models.BooleanField(_("đề nghị công nhận"))
    yes = models.PositiveSmallIntegerField(_("ý kiến công nhận"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("ý kiến không công nhận"), null=True, blank=True)
    opinion = models.CharField(_("ý kiến"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("kết quả xét sáng kiến")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["sitting", "initiative"], name="judgement_once_a_sitting")]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.sitting}"

    @property
    def votes(self) -> int | None:
        """How many opinions were counted; None where nobody counted."""
        return None if self.yes is None or self.no is None else self.yes + self.no


class Replication(models.Model):
    """One place that took the initiative over: a unit here, or a place named in words."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="replications")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="replications")
    place = models.CharField(_("nơi khác"), max_length=200, blank=True)
    since = models.DateField(_("áp dụng từ ngày"))
    note = models.CharField(_("cách làm, kết quả"), max_length=400, blank=True)
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("nơi nhân rộng")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, place="") | (Q(unit__isnull=True) & ~Q(place="")),
                name="replication_has_one_place",
            ),
            models.UniqueConstraint(fields=["initiative", "unit"], name="replicated_once_in_a_unit"),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.place)
