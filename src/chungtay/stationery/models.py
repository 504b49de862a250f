"""A commune's own stationery: Word templates and the art of its certificates. Versions are added, never changed.

What is in use is a history too: the newest choice counts, and every older one stays with who made it and when.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from chungtay.documents.models import StoredFile
from chungtay.kit.models import Versioned
from chungtay.localities.models import Locality


class Kept(models.Model):
    """Who kept it and when; rows of this kind are written once."""

    made_at = models.DateTimeField(_("lúc"))
    made_by = models.CharField(_("người làm"), max_length=200)
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)

    class Meta:
        abstract = True


class WordTemplate(Kept):
    """One version of an own Word template for one kind of paper. `report`: the fields found when it was uploaded."""

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="word_templates")
    kind = models.CharField(_("loại văn bản"), max_length=40)
    number = models.PositiveIntegerField(_("bản"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(_("tên tệp"), max_length=200)
    report = models.JSONField(_("các trường"), default=dict)

    class Meta:
        verbose_name = _("mẫu Word riêng")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["locality", "kind", "number"], name="word_template_once")]

    def __str__(self) -> str:
        return f"{self.kind}, bản {self.number}"

    @property
    def is_usable(self) -> bool:
        """Whether everything in it is known to the dictionary and it could be filled with the sample."""
        report: dict[str, Any] = self.report
        return not report.get("unknown") and not report.get("faults")


class WordChoice(Kept):
    """From here on this version is used for the kind; `template` null: the standard one again."""

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="word_choices")
    kind = models.CharField(_("loại văn bản"), max_length=40)
    template = models.ForeignKey(WordTemplate, models.PROTECT, null=True, related_name="choices")

    class Meta:
        verbose_name = _("mẫu đang dùng")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["locality", "kind", "-id"])]

    def __str__(self) -> str:
        return str(self.template or _("mẫu chuẩn"))


class CertificateArt(Kept):
    """One version of how a commune's certificates look.

    On white paper: the lines of the decree over an own ground (or the house's border). On pre-printed stock: words
    only, each at its place (`places`, mm); a picture of the stock is then a guide for the eye and never printed.
    """

    class Paper(models.TextChoices):
        WHITE = "white", _("Giấy trắng")
        STOCK = "stock", _("Phôi in sẵn")

    class Ground(models.TextChoices):
        HOUSE = "house", _("Viền có sẵn của phần mềm")
        OWN = "own", _("Nền riêng của xã")
        NONE = "none", _("Không viền")

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="certificate_arts")
    number = models.PositiveIntegerField(_("bản"))
    paper = models.CharField(_("giấy in"), max_length=8, choices=Paper)
    ground = models.CharField(_("viền"), max_length=8, choices=Ground, default=Ground.HOUSE)
    background = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    picture = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    emblem = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    places = models.JSONField(_("vị trí chữ"), default=list)
    warnings = models.JSONField(_("lưu ý"), default=list)

    class Meta:
        verbose_name = _("mẫu giấy khen riêng")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["locality", "number"], name="certificate_art_once")]

    def __str__(self) -> str:
        return f"giấy khen, bản {self.number}"


class ArtChoice(Kept):
    """From here on certificates look like this version; `art` null: the standard one again."""

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="art_choices")
    art = models.ForeignKey(CertificateArt, models.PROTECT, null=True, related_name="choices")

    class Meta:
        verbose_name = _("mẫu giấy khen đang dùng")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.art or _("mẫu chuẩn"))


class Printer(Versioned):
    """A printer of the office and what undoes its shift: mm to the right and down, and a factor."""

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="printers")
    name = models.CharField(_("tên máy in"), max_length=80)
    right = models.DecimalField(_("dịch sang phải (mm)"), max_digits=5, decimal_places=2, default=0)
    down = models.DecimalField(_("dịch xuống (mm)"), max_digits=5, decimal_places=2, default=0)
    scale = models.DecimalField(_("tỷ lệ"), max_digits=6, decimal_places=5, default=1)
    set_at = models.DateTimeField(_("chỉnh lúc"))

    class Meta:
        verbose_name = _("máy in")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["locality", "name"], name="printer_name_once")]

    def __str__(self) -> str:
        return self.name
