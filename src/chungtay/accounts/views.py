"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu chưa đúng. Xem lại chữ hoa, chữ thường và bộ gõ tiếng Việt."),
        "inactive": _("Tài khoản này đã khóa. Hỏi quản trị của đơn vị."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["password"].label = _("Mật khẩu")


class SignIn(auth.LoginView):
    template_name = "web/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hints = [] if settings.PRODUCTION else import_string(settings.DEMO_LOGINS)()
        return super().get_context_data(**kwargs, demo_logins=hints)


sign_in = SignIn.as_view()
sign_in.permission = None  # type: ignore[attr-defined]
sign_out = auth.LogoutView.as_view()
sign_out.permission = None  # type: ignore[attr-defined]
