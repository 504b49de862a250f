"""Papers in the making: what the rows said when it was drafted, and what the clerk made of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chungtay.documents.models import Document
from chungtay.kit.models import Versioned
from chungtay.localities.models import Locality
from chungtay.movements.models import Movement

OPEN = ("drafted", "waiting")
DONE = ("issued", "kept")


class Draft(Versioned):
    """One paper of a movement from its first draft to its issue. It moves only through the table `paper`.

    `data` is what the paper says now, `base` what the rows of the movement said when it was last filled from them: the
    difference is the clerk's own, and a refresh leaves it alone. `topic` tells two papers of one kind apart ("unit:3").
    """

    TABLE = "paper"

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="paper_drafts")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="paper_drafts")
    kind = models.CharField(_("loại"), max_length=40)
    topic = models.CharField(_("về"), max_length=40, blank=True)
    title = models.CharField(_("tên"), max_length=400)
    state = models.CharField(_("tình trạng"), max_length=12, default="drafted")
    data = models.JSONField(_("nội dung"), default=dict)
    base = models.JSONField(_("số liệu khi soạn"), default=dict)
    made_by = models.CharField(_("người soạn"), max_length=200)
    made_at = models.DateTimeField(_("soạn lúc"))
    changed_at = models.DateTimeField(_("sửa lúc"))
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="paper_draft")

    class Meta:
        verbose_name = _("bản nháp")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "kind", "topic"], condition=Q(state__in=OPEN), name="paper_draft_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DONE, document__isnull=False) | (~Q(state__in=DONE) & Q(document__isnull=True)),
                name="paper_draft_done_has_document",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
