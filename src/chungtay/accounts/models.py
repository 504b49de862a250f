"""Accounts: who can sign in. What they may do where stands in localities (appointments)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(
            username, password, is_superuser=True, full_name=fields.pop("full_name", username), **fields
        )


class User(AbstractBaseUser, PermissionsMixin):
    """One account. A person is addressed as they wish: anh, chị, or both when nobody said."""

    class Address(models.TextChoices):
        NEUTRAL = "anh/chị", _("anh/chị")
        ANH = "anh", _("anh")
        CHI = "chị", _("chị")

    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    address = models.CharField(_("xưng hô"), max_length=10, choices=Address, default=Address.NEUTRAL)
    is_active = models.BooleanField(_("đang dùng"), default=True)
    # True while somebody else knows the password: given with a new account or by an administrator's reset.
    must_change_password = models.BooleanField(_("phải đổi mật khẩu"), default=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("tài khoản")

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_staff(self) -> bool:
        """Django's own administration is for superusers only."""
        return self.is_superuser
