"""What several rooms' models share: validity in time, and the version that makes stale forms visible."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chungtay.kit.errors import Stale


class Validity(models.Model):
    """Half-open period [valid_from, valid_to): never edited, only ended."""

    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_validity",
            )
        ]

    def is_valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def valid_on(day: dt.date, prefix: str = "") -> Q:
    """Filter for rows in force on a day."""
    ends = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return Q(**{f"{prefix}valid_from__lte": day}) & ends


class Versioned(models.Model):
    """Counts its saves, so that a form opened before another's save is refused instead of overwriting it."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def locked(cls, pk: Any, *, version: int | None = None) -> Self:
        """The row under lock for this transaction; raises `Stale` when the caller saw an older one."""
        row: Self = cls._default_manager.select_for_update().get(pk=pk)
        if version is not None and row.version != version:
            raise Stale(str(cls._meta.verbose_name).capitalize())
        return row

    def save_next(self, *fields: str) -> None:
        """Saves the named fields and counts the save."""
        self.version += 1
        self.save(update_fields=[*fields, "version"])
