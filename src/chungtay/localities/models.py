"""Localities: communes and what stands above them, their units, people, and who may do what there, all dated.

The reform of 01/07/2025 merged communes and ended districts: nothing here is edited in place, it ends and is followed
by something else (R-10, R-124).
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from chungtay.accounts.roles import Role
from chungtay.kit.models import Validity
from chungtay.kit.text import fold


class Locality(Validity):
    """An administrative unit that has a people's committee."""

    class Kind(models.TextChoices):
        COMMUNE = "xã", _("xã")
        WARD = "phường", _("phường")
        TOWNSHIP = "thị trấn", _("thị trấn")
        SPECIAL_ZONE = "đặc khu", _("đặc khu")
        DISTRICT = "huyện", _("huyện")
        CITY = "thành phố", _("thành phố")
        PROVINCE = "tỉnh", _("tỉnh")

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind)
    name = models.CharField(_("tên"), max_length=120)
    # The present superior, and its first day when there was another one before (then `PastBelonging` has that one).
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    parent_from = models.DateField(_("thuộc cấp trên này từ ngày"), null=True, blank=True)
    predecessors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="successors")
    # As numbered since the mergers of 01/07/2025, the codes that law/provinces uses; empty: not stated.
    province_code = models.CharField(
        _("mã tỉnh"), max_length=2, blank=True, default="",
        validators=[RegexValidator(r"^\d{2}\Z", _("Mã tỉnh gồm hai chữ số, ví dụ 01 hoặc 24."))],
    )  # fmt: skip

    class Meta(Validity.Meta):
        verbose_name = _("địa phương")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def committee(self) -> str:
        """The body as it signs: UBND xã Kim Phượng."""
        return f"UBND {self.kind} {self.name}"

    @property
    def committee_in_full(self) -> str:
        return f"Ủy ban nhân dân {self.kind} {self.name}"


class PastBelonging(Validity):
    """A superior that a locality once had, from a day to before another: papers and law of those days go by it."""

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="past")
    parent = models.ForeignKey(Locality, models.PROTECT, related_name="past_members")

    class Meta(Validity.Meta):
        verbose_name = _("cấp trên cũ")
        constraints = [
            *Validity.Meta.constraints,
            models.UniqueConstraint(fields=["locality", "valid_from"], name="past_belonging_once"),
            models.CheckConstraint(condition=models.Q(valid_to__isnull=False), name="past_belonging_has_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.locality}: {self.parent}"


class Unit(Validity):
    """A collective of a locality: an office, a village, a school, a union."""

    class Kind(models.TextChoices):
        OFFICE = "phòng, bộ phận", _("phòng, bộ phận")
        VILLAGE = "thôn, xóm, khu phố", _("thôn, xóm, khu phố")
        SERVICE = "đơn vị sự nghiệp", _("đơn vị sự nghiệp")
        UNION = "Mặt trận, đoàn thể", _("Mặt trận, đoàn thể")
        PARTY = "cơ quan Đảng", _("cơ quan Đảng")

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="units")
    name = models.CharField(_("tên"), max_length=160)
    kind = models.CharField(_("loại"), max_length=30, choices=Kind, default=Kind.OFFICE)
    predecessors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="successors")

    class Meta(Validity.Meta):
        verbose_name = _("đơn vị")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(Validity):
    """Somebody who may be nominated, attend a meeting or sign; with or without an account."""

    class Gender(models.TextChoices):
        FEMALE = "nữ", _("nữ")
        MALE = "nam", _("nam")
        UNKNOWN = "", _("chưa ghi")

    class Category(models.TextChoices):
        OFFICIAL = "cán bộ, công chức", _("cán bộ, công chức")
        PUBLIC_EMPLOYEE = "viên chức", _("viên chức")
        PART_TIME = "không chuyên trách", _("người hoạt động không chuyên trách")
        RESIDENT = "người dân", _("người dân")

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="people")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people")
    full_name = models.CharField(_("họ và tên"), max_length=120)
    folded_name = models.CharField(max_length=120, editable=False)
    title = models.CharField(_("chức danh"), max_length=160, blank=True)
    gender = models.CharField(_("giới tính"), max_length=3, choices=Gender, blank=True, default="")
    category = models.CharField(_("đối tượng"), max_length=30, choices=Category, default=Category.OFFICIAL)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person")

    class Meta(Validity.Meta):
        verbose_name = _("người")
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded_name = fold(self.full_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Appointment(Validity):
    """One role of one account in one locality, from a day to a day. Several at once make the one-clerk mode."""

    ROLE_CHOICES: ClassVar = [(role.value, role.label) for role in Role]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    locality = models.ForeignKey(Locality, models.PROTECT, related_name="appointments")
    role = models.CharField(_("vai trò"), max_length=30, choices=ROLE_CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="appointments")

    class Meta(Validity.Meta):
        verbose_name = _("phân công")
        constraints = [
            *Validity.Meta.constraints,
            models.UniqueConstraint(fields=["user", "locality", "role", "valid_from"], name="appointment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {Role(self.role).label}, {self.locality}"

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which the role is held; None while no end is known."""
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None


class Settlement(models.Model):
    """One answer to an open question of the law, for a commune or (of a province's own body) for the whole province.

    Append-only, like the audit log: triggers refuse UPDATE and DELETE. A correction is a new row that `replaces` an
    older one; so is a withdrawal, whose `starts_on` is the first day on which the older one no longer holds.
    """

    class Act(models.TextChoices):
        SETTLED = "chốt", _("chốt")
        WITHDRAWN = "rút", _("rút lại")

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="settlements")
    rule = models.CharField(_("quy định"), max_length=12)
    act = models.CharField(_("việc"), max_length=4, choices=Act, default=Act.SETTLED)
    starts_on = models.DateField(_("áp dụng từ ngày"))
    value = models.JSONField(_("giá trị"), null=True, blank=True)
    document = models.CharField(_("văn bản"), max_length=200, blank=True)
    dated = models.DateField(_("ngày văn bản"), null=True, blank=True)
    article = models.CharField(_("điều, khoản"), max_length=120, blank=True)
    note = models.CharField(_("ghi chú"), max_length=400, blank=True)
    reason = models.CharField(_("lý do thay hoặc rút"), max_length=400, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    settled_by = models.CharField(_("người ghi"), max_length=200)
    settled_at = models.DateTimeField()

    class Meta:
        verbose_name = _("điều đã chốt")
        ordering = ["-settled_at", "-pk"]
        indexes = [models.Index(fields=["locality", "rule"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(act="rút", replaces__isnull=False, value__isnull=True)
                | (models.Q(act="chốt", value__isnull=False) & ~models.Q(document="")),
                name="settlement_is_answer_or_withdrawal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.starts_on:%d/%m/%Y}"


class CalendarDay(models.Model):
    """A locality's own day off or working day (R-114), beside the holidays of the law. Append-only like a settlement.

    The newest row of a day counts; a row that withdraws gives the day back to the common calendar.
    """

    class Act(models.TextChoices):
        OFF = "nghỉ", _("nghỉ")
        WORKING = "làm", _("làm việc")
        WITHDRAWN = "rút", _("rút lại")

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="calendar_days")
    day = models.DateField(_("ngày"))
    act = models.CharField(_("việc"), max_length=4, choices=Act)
    instead_of = models.DateField(_("thay ngày"), null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=200)
    document = models.CharField(_("văn bản"), max_length=200, blank=True)
    entered_by = models.CharField(_("người ghi"), max_length=200)
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ngày riêng của địa phương")
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["locality", "day"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(act="rút") | ~models.Q(document=""), name="calendar_day_has_a_document"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="calendar_day_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.get_act_display()}"
