"""Addresses for looking at the components and at the error pages: /bo-suu-tap/ and /xem/<template>."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from chungtay.web.gallery import gallery

LOGINS = [{"role": "Cán bộ thường trực", "username": "canbo", "password": "mau-2025", "note": "làm mọi việc hằng ngày"}]


class Names(forms.Form):
    username = forms.CharField(label="Tên đăng nhập")
    password = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput)


def page(request: HttpRequest, name: str) -> HttpResponse:
    context = {"message": "Chỉ Chủ tịch UBND xã ký được.", "demo_logins": LOGINS, "form": Names()}
    return render(request, f"{name}.html", context)


urlpatterns = [path("bo-suu-tap/", gallery), path("xem/<path:name>", page)]
