"""Councils: their members, and meetings held on paper: attendance, numbered ballots, totals typed in once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chungtay.documents.models import Document
from chungtay.kit.models import Validity, Versioned
from chungtay.localities.models import Locality, Person
from chungtay.movements.models import Movement
from chungtay.nominations.models import Nomination


class Council(Validity):
    """The emulation and commendation council of a locality, with the rules it gave itself."""

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="councils")
    name = models.CharField(_("tên"), max_length=200)
    established_by = models.CharField(_("quyết định thành lập"), max_length=200, blank=True)

    class Meta(Validity.Meta):
        verbose_name = _("hội đồng")

    def __str__(self) -> str:
        return self.name


class Member(Validity):
    """A person's seat in the council, from a day to a day (R-62)."""

    class Seat(models.TextChoices):
        CHAIR = "chair", _("Chủ tịch Hội đồng")
        VICE_CHAIR = "vice_chair", _("Phó Chủ tịch Hội đồng")
        SECRETARY = "secretary", _("Thư ký")
        MEMBER = "member", _("Ủy viên")

    council = models.ForeignKey(Council, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="council_seats")
    seat = models.CharField(_("vị trí"), max_length=12, choices=Seat, default=Seat.MEMBER)

    class Meta(Validity.Meta):
        verbose_name = _("thành viên hội đồng")
        ordering = ["pk"]
        constraints = [
            *Validity.Meta.constraints,
            models.UniqueConstraint(fields=["council", "person", "valid_from"], name="council_member_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Meeting(Versioned):
    """One award meeting. The count is typed from the paper ballots; nothing links a voter to a vote."""

    TABLE = "meeting"

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="meetings")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="meetings")
    council = models.ForeignKey(Council, models.PROTECT, related_name="meetings")
    state = models.CharField(_("tình trạng"), max_length=12, default="planned")
    held_on = models.DateField(_("ngày họp"))
    starts_at = models.TimeField(_("giờ họp"))
    place = models.CharField(_("địa điểm"), max_length=200)
    rules = models.JSONField(_("quy tắc áp dụng"), default=dict)
    ballots_issued = models.PositiveSmallIntegerField(_("phiếu phát ra"), null=True, blank=True)
    ballots_returned = models.PositiveSmallIntegerField(_("phiếu thu về"), null=True, blank=True)
    ballots_valid = models.PositiveSmallIntegerField(_("phiếu hợp lệ"), null=True, blank=True)
    conflicts_note = models.TextField(_("người có liên quan"), blank=True)
    opinions = models.TextField(_("ý kiến khác nhau"), blank=True)
    invitation = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    ballot_paper = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("cuộc họp xét")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ballots_returned__isnull=True) | Q(ballots_returned__lte=F("ballots_issued")),
                name="ballots_returned_within_issued",
            ),
            models.CheckConstraint(
                condition=Q(ballots_valid__isnull=True) | Q(ballots_valid__lte=F("ballots_returned")),
                name="ballots_valid_within_returned",
            ),
        ]

    def __str__(self) -> str:
        return f"Họp xét khen thưởng ngày {self.held_on:%d/%m/%Y}"


class Attendance(models.Model):
    """Who was at the meeting: a copy of the council's composition on that day."""

    class Presence(models.TextChoices):
        PRESENT = "present", _("Có mặt")
        ABSENT = "absent", _("Vắng")
        WRITTEN = "written", _("Gửi ý kiến bằng văn bản")

    class Duty(models.TextChoices):
        NONE = "", _("Dự họp")
        PRESIDES = "presides", _("Chủ trì")
        RECORDS = "records", _("Thư ký cuộc họp")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    name = models.CharField(_("họ và tên"), max_length=120)
    title = models.CharField(_("chức danh"), max_length=200, blank=True)
    seat = models.CharField(max_length=12, choices=Member.Seat)
    presence = models.CharField(_("tham dự"), max_length=10, choices=Presence, blank=True)
    duty = models.CharField(_("việc trong cuộc họp"), max_length=10, choices=Duty, blank=True, default="")

    class Meta:
        verbose_name = _("tham dự")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once")]

    def __str__(self) -> str:
        return self.name


class Conflict(models.Model):
    """A member who takes no part in one case: the nominee themselves, or a declared party (R-70)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="conflicts")
    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="conflicts")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="+")
    ground = models.CharField(_("lý do"), max_length=200)

    class Meta:
        verbose_name = _("trường hợp có liên quan")
        constraints = [models.UniqueConstraint(fields=["attendance", "nomination"], name="conflict_once")]

    def __str__(self) -> str:
        return f"{self.attendance}: {self.ground}"


class Tally(models.Model):
    """The count for one nominee: for + against + blank must equal the valid ballots."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="tallies")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="tallies")
    position = models.PositiveSmallIntegerField(_("thứ tự trên phiếu"))
    votes_for = models.PositiveSmallIntegerField(_("đồng ý"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("không đồng ý"), null=True, blank=True)
    votes_blank = models.PositiveSmallIntegerField(_("không ghi"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=20, blank=True)
    explanation = models.CharField(_("vì sao"), max_length=800, blank=True)

    class Meta:
        verbose_name = _("kết quả kiểm phiếu")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "nomination"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.nomination}: {self.votes_for}"
