"""Decisions: the award decision, its list, the money where the law is settled, and the certificates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chungtay.councils.models import Meeting
from chungtay.documents.models import Document, StoredFile
from chungtay.kit.models import Versioned
from chungtay.kit.text import fold
from chungtay.localities.models import Locality
from chungtay.movements.models import AwardLevel, Movement
from chungtay.nominations.models import Nomination, Subject


class Decision(Versioned):
    """One award decision of the chair. Number and dates stand on its document, nowhere else."""

    TABLE = "decision"

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="decisions")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="decisions")
    award_level = models.ForeignKey(AwardLevel, models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    state = models.CharField(_("tình trạng"), max_length=12, default="drafted")
    proposal = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="decision")
    signer_name = models.CharField(_("người ký"), max_length=120)
    signer_title = models.CharField(_("chức vụ người ký"), max_length=120)
    proposer_name = models.CharField(_("người ký tờ trình"), max_length=120, blank=True)
    proposer_title = models.CharField(_("chức vụ người ký tờ trình"), max_length=120, blank=True)
    signed_copy = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    law_snapshot = models.JSONField(_("quy định đã áp dụng"), default=dict)
    created_at = models.DateTimeField()
    sent_up_on = models.DateField(_("trình cấp trên ngày"), null=True, blank=True)
    annulled_on = models.DateField(_("hủy ngày"), null=True, blank=True)
    annulment_ground = models.CharField(_("căn cứ hủy"), max_length=40, blank=True)
    annulment_note = models.TextField(_("chứng cứ hủy"), blank=True)

    class Meta:
        verbose_name = _("quyết định khen thưởng")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Quyết định khen thưởng: {self.movement}"


class Award(models.Model):
    """One line of the list. `ordinal` is the 'số sổ vàng' (R-87); bonus null where the law refuses a sum."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="awards")
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="award")
    ordinal = models.PositiveSmallIntegerField(_("số sổ vàng"))
    subject = models.CharField(max_length=12, choices=Subject)
    name = models.CharField(_("tên"), max_length=160)
    description = models.CharField(_("chức danh, đơn vị"), max_length=400, blank=True)
    achievement = models.TextField(_("thành tích"))
    bonus = models.PositiveIntegerField(_("tiền thưởng (đồng)"), null=True, blank=True)
    bonus_note = models.CharField(_("cách tính, hoặc vì sao chưa tính được"), max_length=400, blank=True)
    bonus_record = models.JSONField(_("giá trị pháp luật đã dùng"), default=dict, blank=True)
    folded = models.CharField(max_length=600, editable=False)

    class Meta:
        verbose_name = _("khen thưởng")
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["decision", "ordinal"], name="award_ordinal_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded = self.folded_words()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def folded_words(self) -> str:
        """What the register is searched by."""
        return fold(f"{self.name} {self.description}")[:600]


class Certificate(Versioned):
    """One Giấy khen. Its code opens the public page; the code says nothing about the person.

    `pdf` holds the bytes of the first print: printing again, years later and on another machine, gives the same sheet.
    `run`: the background job that printed it last, so that a run holds only what it printed itself.
    """

    TABLE = "certificate"

    award = models.OneToOneField(Award, models.PROTECT, related_name="certificate")
    code = models.CharField(_("mã tra cứu"), max_length=20, unique=True)
    state = models.CharField(_("tình trạng"), max_length=12, default="prepared")
    template_version = models.CharField(max_length=20)
    printed_at = models.DateTimeField(null=True, blank=True)
    handed_over_on = models.DateField(_("trao ngày"), null=True, blank=True)
    prints = models.PositiveSmallIntegerField(_("số lần in"), default=0)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    run = models.PositiveBigIntegerField(_("việc in"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("giấy khen")
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="certificate_has_code")]

    def __str__(self) -> str:
        return f"Giấy khen {self.award}"


class Correction(models.Model):
    """What a paper of correction (văn bản đính chính) put right on one line of the list; written once.

    `before` and `after` hold name, description and achievement. The issued decision keeps its bytes.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="corrections")
    before = models.JSONField(_("trước"))
    after = models.JSONField(_("sau"))
    paper = models.CharField(_("văn bản đính chính"), max_length=200)
    on = models.DateField(_("đính chính ngày"))
    made_by = models.CharField(_("người ghi"), max_length=200)
    made_at = models.DateTimeField(_("ghi lúc"))

    class Meta:
        verbose_name = _("đính chính")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Đính chính: {self.award}"


class PaymentList(models.Model):
    """One bảng tính tiền thưởng of a published decision. A newer one takes its place; none is changed.

    `on`: the day whose law gave the sums (R-71), the day of the decision and never of the payment.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="payment_lists")
    document = models.OneToOneField(Document, models.PROTECT, related_name="payment_list")
    on = models.DateField(_("tính theo ngày"))
    ruleset_version = models.CharField(_("bản dữ liệu pháp luật"), max_length=40)
    money_source = models.CharField(_("nguồn chi"), max_length=200, blank=True)
    made_by = models.CharField(_("người lập"), max_length=200)
    made_at = models.DateTimeField(_("lập lúc"))

    class Meta:
        verbose_name = _("bảng tính tiền thưởng")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Bảng tính tiền thưởng: {self.decision}"


class Payment(models.Model):
    """One line of a payment list: the sum, and the record of every value that gave it (`law.money.Bonus.as_json`)."""

    payment_list = models.ForeignKey(PaymentList, models.PROTECT, related_name="payments")
    award = models.ForeignKey(Award, models.PROTECT, related_name="payments")
    amount = models.PositiveIntegerField(_("tiền thưởng (đồng)"))
    record = models.JSONField(_("giá trị pháp luật đã dùng"))

    class Meta:
        verbose_name = _("dòng tiền thưởng")
        ordering = ["award__ordinal"]
        constraints = [models.UniqueConstraint(fields=["payment_list", "award"], name="payment_once_per_list")]

    def __str__(self) -> str:
        return f"{self.award}: {self.amount}"
