"""Documents: what was written, its number in the register, and the bytes as issued, which never change."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chungtay.kit.models import Versioned
from chungtay.localities.models import Locality


class StoredFile(models.Model):
    """Bytes by their hash. The same bytes are stored once per locality."""

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    name = models.CharField(_("tên tệp"), max_length=200)
    file = models.FileField(upload_to="stored/", max_length=200)
    stored_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tệp")
        constraints = [models.UniqueConstraint(fields=["locality", "sha256"], name="stored_file_once")]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """One running number: of one body, in one calendar year, for one kind of document (R-95, R-96)."""

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="number_series")
    body = models.CharField(_("cơ quan"), max_length=60)
    year = models.PositiveSmallIntegerField(_("năm"))
    series = models.CharField(_("loại văn bản"), max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("sổ số văn bản")
        constraints = [
            models.UniqueConstraint(fields=["locality", "body", "year", "series"], name="number_series_once")
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.body} {self.year}"


class Document(Versioned):
    """One official paper. A draft follows its data; an issued paper is its stored bytes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        SIGNED = "signed", _("Đã ký, chờ số")
        ISSUED = "issued", _("Đã phát hành")
        VOID = "void", _("Đã hủy")

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="documents")
    kind = models.CharField(_("loại"), max_length=40)
    title = models.CharField(_("trích yếu"), max_length=400)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.DRAFT)
    data = models.JSONField(_("dữ liệu"))
    template_version = models.CharField(_("phiên bản mẫu"), max_length=20)
    ruleset_version = models.CharField(_("phiên bản dữ liệu pháp luật khi phát hành"), max_length=64, blank=True)
    created_at = models.DateTimeField()
    signed_on = models.DateField(_("ngày ký"), null=True, blank=True)
    issued_on = models.DateField(_("ngày phát hành"), null=True, blank=True)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("văn bản")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(pdf__isnull=False, docx__isnull=False, issued_on__isnull=False),
                name="document_issued_has_bytes",
            )
        ]

    def __str__(self) -> str:
        return self.title


class RegisterEntry(models.Model):
    """One number of a series, given once. A void number stays as a gap and is never given again (R-97)."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(_("số"), validators=[MinValueValidator(1)])
    code = models.CharField(_("số, ký hiệu"), max_length=60)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="register_entry")
    dated = models.DateField(_("ngày"))
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mục sổ văn bản")
        ordering = ["-dated", "-number"]
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="register_number_once")]

    def __str__(self) -> str:
        return self.code


class NumberGap(models.Model):
    """Why a run of numbers of a series was not given here (R-97). Its numbers are never given afterwards."""

    class Reason(models.TextChoices):
        ELSEWHERE = "elsewhere", _("Văn bản khác, ghi ở sổ của Văn thư")
        SKIPPED = "skipped", _("Bỏ số do nhầm")
        CANCELLED = "cancelled", _("Văn bản đã hủy trước khi phát hành")
        KEPT = "kept", _("Để dành rồi không dùng")

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="gaps")
    first = models.PositiveIntegerField(_("từ số"), validators=[MinValueValidator(1)])
    last = models.PositiveIntegerField(_("đến số"))
    reason = models.CharField(_("lý do"), max_length=10, choices=Reason)
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)
    explained_by = models.CharField(max_length=200)
    explained_at = models.DateTimeField()

    class Meta:
        verbose_name = _("khoảng số bỏ trống")
        ordering = ["first"]
        constraints = [
            models.UniqueConstraint(fields=["series", "first"], name="number_gap_once"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first"), first__gte=1), name="number_gap_order"),
        ]

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def words(self) -> str:
        """The reason in one line, with the note."""
        return f"{self.get_reason_display()}{': ' if self.note else ''}{self.note}"


class SignedCopy(models.Model):
    """An issued paper with digital signatures, kept beside the issued bytes, which stay as they are.

    `signatures` is what was read when it was filed: name, organisation, issuer, at, timestamped, problems of each.
    """

    class Way(models.TextChoices):
        UPLOADED = "uploaded", _("Tải lên bản ký ở phần mềm khác")
        COMPLETED = "completed", _("Ký tệp chờ ký")

    class Origin(models.TextChoices):
        APPENDED = "appended", _("Giữ nguyên tệp đã phát hành, thêm chữ ký")
        SAME_WORDS = "same_words", _("Phần mềm ký đã lưu lại tệp; từng trang giống hệt về chữ")

    document = models.ForeignKey(Document, models.PROTECT, related_name="signed_copies")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    origin = models.CharField(max_length=10, choices=Origin)
    verdict = models.CharField(max_length=10)
    signatures = models.JSONField(default=list)
    filed_by = models.CharField(max_length=200)
    filed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bản đã ký số")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["document", "file"], name="signed_copy_once")]

    def __str__(self) -> str:
        return str(self.document)


class WaitingSignature(models.Model):
    """A paper prepared for a signature that is made on the signer's own machine; gone when completed or given up."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="waiting_signature")
    role = models.CharField(max_length=12)
    holder = models.CharField(_("chứng thư của"), max_length=200)
    prepared = models.BinaryField()
    kept = models.JSONField()
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("văn bản chờ ký số")

    def __str__(self) -> str:
        return str(self.document)
